# What dies of a collection without being trash itself: objects of an older generation that only trash
# held, with finalizers and weak references that look at the heap while the trash is being cleared.
import gc
import sys
import weakref

gc.disable()
gc.collect()


class Node:
    def __init__(self, name):
        self.name = name


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, list(map(type, gc.get_objects())).count(Node))


def ring(count, extra):
    nodes = [Node(i) for i in range(count)]
    for i, node in enumerate(nodes):
        node.next = nodes[(i + 1) % count]
    nodes[count // 2].extra = extra
    return nodes


for size in (1, 2, 3, 60, 200):
    old = Loud("old of %d" % size)
    gc.collect()
    nodes = ring(size, old)
    del old, nodes
    print("young", size, gc.collect(0), gc.collect())

for size in (2, 120):
    old = [Loud("item"), Loud("last item")]
    gc.collect()
    watch = weakref.ref(old[0], lambda r: print("callback", r() is None))
    nodes = ring(size, (1, 2, old))
    del old, nodes
    print("watched", size, gc.collect(1), gc.collect(), watch() is None)

keep = []


class Phoenix:
    def __del__(self):
        keep.append(self)


old = Phoenix()
gc.collect()
lists = [[] for _ in range(100)]
for i, one in enumerate(lists):
    one.append(lists[(i * 7 + 1) % 100])
    one.append({"k": (i, str(i))})
lists[50].append(old)
del old, lists, one
print("lists", gc.collect(0), len(keep), sys.getrefcount(keep[0]))

# The free lists and the freed memory are as CPython leaves them.
pair = Node("a")
pair.next = Node("b")
pair.next.next = pair
first, second = id(pair), id(pair.next)
del pair
print("pair", gc.collect())
again = [Node("c"), Node("d")]
print([id(n) == first or id(n) == second for n in again])
mine = []
mine.append(mine)
where = id(mine)
del mine
print("self", gc.collect(0))
print(id([]) == where)
print(gc.get_count()[1:], gc.isenabled())
