# Instances without dict and slots are the smallest objects that the collector knows; numbers of the same
# size lie beside them.
import gc

gc.collect()


class Empty:
    __slots__ = ()


class Pair:
    __slots__ = ("left", "right")


kept = []
for i in range(300):
    kept.append(Empty())
    kept.append(1000 + i)
    kept.append(2.5 + i)
before = list(map(type, gc.get_objects())).count(Empty)
pair = Pair()
pair.left, pair.right = pair, (Empty(), 10**6, Empty(), 10**7)
del pair
print(gc.collect(), gc.collect())
print(before, list(map(type, gc.get_objects())).count(Empty))
kept[::3] = [None] * 300
print(gc.collect(), list(map(type, gc.get_objects())).count(Empty), sum(kept[1::3]))
