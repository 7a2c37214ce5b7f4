import gc

gc.collect()


class Node:
    def __del__(self):
        print("deleted", self.name)


def cycle(name):
    node = Node()
    node.name = name
    node.self = node


cycle("a")
cycle("b")
print(gc.get_count())
import weakref

print(gc.get_count())
for i in range(4):
    cycle(i)
    keep = list(map(list, [()] * (100 + i)))
print(gc.get_count())
import copy

print(gc.get_count())
gc.collect()
