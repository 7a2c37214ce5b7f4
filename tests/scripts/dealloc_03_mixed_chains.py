# Chains of lists and plain instances die in one loop: what else lies among them is told in its turn,
# below the trashcan's depth and above it.
import gc
import sys
import weakref


class Plain:
    pass


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, sys.getrefcount(self.held) if hasattr(self, "held") else "-")


class Slotted:
    __slots__ = ("held", "__weakref__")


class SlottedBelow(Slotted):
    pass


class Rows(list):
    pass


def wrap(kind, held):
    if kind == 0:
        return [held]
    if kind == 1:
        made = Plain()
    elif kind == 2:
        made = Slotted()
    elif kind == 3:
        made = SlottedBelow()
    elif kind == 4:
        return Rows([held, held])
    else:
        return (held,)
    made.held = held
    return made


def chain(length, kinds, every):
    top = Loud("bottom")
    for i in range(length):
        top = wrap(kinds[i % len(kinds)], top)
        if every and i % every == 0:
            loud = Loud(i)
            loud.held = top
            top = [loud, None, top]
    return top


for kinds in ([0], [1], [0, 1], [1, 2, 3], [0, 4, 1, 5]):
    for length in (9, 51):
        print(kinds, length)
        it = chain(length, kinds, 0)
        del it
    it = chain(54, kinds, 23)
    print("with finalizers inside")
    del it

# a weak reference in the middle, with and without a callback
inner = Plain()
inner.below = [Loud("under a weak reference")]
ref = weakref.ref(inner, lambda r: print("callback", r() is None))
quiet = weakref.ref(inner)
outer = [Plain(), [inner], Plain()]
outer[0].list = outer[1]
del inner
print(ref() is not None)
del outer
print(ref(), quiet())

# in a cycle
ring = [Plain() for _ in range(5)]
for i in range(5):
    ring[i].next = [ring[(i + 1) % 5]]
ring[2].loud = Loud("in a ring")
ring[3].tail = chain(52, [0, 1], 0)
del ring
print(gc.collect())

# a class dies with its last instance
def make():
    class Local:
        pass
    held = Local()
    held.more = [Local(), [Local()]]
    return held

it = make()
gc.collect()
kind = weakref.ref(type(it))
del it
print(kind() is None)
print(gc.collect() > 0, kind() is None)

# free lists: more lists than it takes, then new ones
many = [[i] for i in range(100)]
del many
print([[i] for i in range(3)], len(gc.get_objects()) > 0)
