import gc

gc.collect()


def copied(x):
    import copy

    print(gc.get_count())
    return copy.deepcopy(x)


def referred(x):
    from weakref import ref

    print(gc.get_count())
    return ref(x)


print(copied([[1], [2]]))
print(gc.get_count())
print(copied([[1], [2]]))
print(gc.get_count())
print(referred(copied)() is copied)
print(gc.get_count())
print(referred(copied)() is copied)
print(gc.get_count())
print(gc.collect())
