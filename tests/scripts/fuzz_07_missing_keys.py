# KeyError keeps its key whatever it is.
import gc
import sys


def fail(take, key):
    try:
        take(key)
    except KeyError as e:
        print(e, repr(e), e.args, sys.getrefcount(e))


for key in (None, 5, (1, 2), (), "k"):
    fail({}.__getitem__, key)
    fail({}.pop, key)
    fail(lambda k: {}[k], key)
    fail(set().remove, key)
print({'日本', 483903248621, -3}, -3 in {'日本', 483903248621, -3})


def counted(action):
    gc.collect()
    before = gc.get_count()[0]
    action()
    first = gc.get_count()[0]
    action()
    print(first - before, gc.get_count()[0] - before)


gc.disable()
counted(lambda: None)
counted(lambda: [1, 2][1:])
counted(lambda: bytes([1, 2]))
counted(lambda: bytes((1, 2)))
counted(lambda: sorted([2, 1], key=abs))
counted(lambda: "a b".split(maxsplit=1))
counted(lambda: round(1.5, ndigits=1))
