# The automatic collection comes within the import, wherever the counter stands before it.
import gc

gc.collect()


def told(phase, info):
    if phase == "stop":
        print(info)


gc.callbacks.append(told)
import weakref

print(gc.get_count())
keep = list(map(list, [()] * 1500))
print(gc.get_count())
gc.callbacks.clear()
