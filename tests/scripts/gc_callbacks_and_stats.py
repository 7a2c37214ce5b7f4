# gc.callbacks, gc.garbage and the statistics.
import gc


class Node:
    pass


def ring(size):
    nodes = [Node() for _ in range(size)]
    for i in range(size):
        nodes[i].next = nodes[i - 1]


def watch(phase, info):
    print("  ", phase, info["generation"], info["collected"], info["uncollectable"])


gc.collect()
gc.disable()
gc.callbacks.append(watch)
ring(3)
print(gc.collect(0))
ring(2)
print(gc.collect())
gc.callbacks.remove(watch)
before = gc.get_stats()
ring(4)
gc.collect(1)
after = gc.get_stats()
print([new["collections"] - old["collections"] for old, new in zip(before, after)],
      [new["collected"] - old["collected"] for old, new in zip(before, after)], sorted(after[0]))
gc.set_debug(gc.DEBUG_SAVEALL)
ring(2)
print(gc.collect(), len(gc.garbage), [type(g).__name__ for g in gc.garbage])
gc.set_debug(0)
print(gc.garbage[0].next.next is gc.garbage[0])
gc.garbage.clear()
print(gc.collect(), gc.get_debug())


def broken(phase, info):
    raise RuntimeError("in a callback")


gc.callbacks.append(broken)
print(gc.collect())
gc.callbacks.clear()
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
gc.enable()
