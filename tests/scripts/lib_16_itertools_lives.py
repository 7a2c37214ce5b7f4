# What the iterators of itertools hold, and in which order it dies.
import gc
import sys
import weakref
from itertools import (accumulate, chain, compress, count, cycle, dropwhile, filterfalse, islice,
                       pairwise, repeat, starmap, takewhile, zip_longest)


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  dies:", self.name)

    def __repr__(self):
        return "<" + self.name + ">"

    def __add__(self, other):
        return Thing(self.name + "+" + getattr(other, "name", str(other)))

    def __radd__(self, other):
        return Thing(str(other) + "+" + self.name)

    def __call__(self, *args):
        return False

    def __index__(self):
        return 3


class Source:
    """An iterator that tells when it dies."""

    def __init__(self, name, items=()):
        self.name = name
        self.items = list(items)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.items:
            raise StopIteration
        return self.items.pop(0)

    def __del__(self):
        print("  source dies:", self.name)


def things(*names):
    for name in names:
        yield Thing(name)


def names(objects):
    return [type(o).__name__ + ":" + str(getattr(o, "name", "")) for o in objects]


print("what they refer to, and the order of deaths")
for make in [
    lambda: count(Thing("start"), Thing("step")),
    lambda: repeat(Thing("element")),
    lambda: cycle(Source("cycled", [Thing("saved")])),
    lambda: cycle(Source("empty")),
    lambda: chain(Source("chained"), Source("other")),
    lambda: chain.from_iterable(Source("outer", [Source("inner", [1, 2])])),
    lambda: islice(Source("sliced", [1, 2]), 5),
    lambda: takewhile(Thing("predicate"), Source("taken", [1])),
    lambda: dropwhile(Thing("predicate"), Source("dropped", [1])),
    lambda: filterfalse(Thing("predicate"), Source("filtered", [1])),
    lambda: starmap(Thing("function"), Source("mapped", [(1,)])),
    lambda: compress(Source("data", [1, 2]), Source("selectors", [1, 1])),
    lambda: accumulate(Source("summed", [1, 2]), Thing("function"), initial=Thing("initial")),
    lambda: accumulate(Source("summed", [Thing("total"), 2])),
    lambda: pairwise(Source("paired", [Thing("a"), Thing("b"), Thing("c")])),
    lambda: zip_longest(Source("longer", [1, 2, 3]), Source("shorter"), fillvalue=Thing("fill")),
]:
    made = make()
    print(type(made).__name__, names(gc.get_referents(made)))
    if type(made) is not count:
        print(" ", next(made, "end"))
        print(" ", names(gc.get_referents(made)))
    del made
    print("  gone")

print("counts of references")
x = Thing("x")


def counted(label):
    print(label, sys.getrefcount(x))


counted("before")
r = repeat(x, 2)
counted("repeat")
a = next(r)
counted("one given")
list(r)
counted("at the end it stays")
del r, a
c = cycle([x])
counted("cycle")
next(c)
counted("saved")
list(islice(c, 5))
counted("around")
del c
counted("cycle gone")
ch = chain([x], [x, x])
counted("chain")
next(ch)
next(ch)
counted("in the second")
list(ch)
counted("chain done")
p = pairwise([x, x, x])
counted("pairwise")
q = next(p)
counted("a pair")
del q
counted("the last item is held")
list(p)
counted("pairwise done")
z = zip_longest([x, x], [x], fillvalue=x)
counted("zip_longest")
first = next(z)
counted("first")
second = next(z)
counted("second")
list(z)
counted("done")
del first, second, z
counted("gone")
acc = accumulate([x, 1], lambda a, b: a, initial=x)
counted("accumulate")
next(acc)
counted("initial given")
list(acc)
counted("accumulated")
del acc
s = islice([x, x, x], 2)
counted("islice")
list(s)
counted("sliced")
del s, p, ch
f = filterfalse(x, [x, x])
counted("filterfalse")
list(f)
del f
counted("end")

print("the result tuple is used again")
z = zip_longest([1, 2, 3], [1])
seen = [id(pair) for pair in z]
print(len(set(seen)))
z = zip_longest([1, 2, 3], [1])
kept = [pair for pair in z]
print(len(set(map(id, kept))), kept)
z = zip_longest([[], [], 1, 2], "ab")
t = next(z)
del t
gc.collect()
print(gc.is_tracked(next(z)))
z = zip_longest([1, 2, 3, 4], "ab")
print(gc.is_tracked(gc.get_referents(z)[1]))
gc.collect()
print(gc.is_tracked(gc.get_referents(z)[1]))
print(gc.is_tracked(next(z)))

print("items die")
for t in takewhile(lambda t: t.name != "c", things("a", "b", "c", "d")):
    print(t)
del t
for t in dropwhile(lambda t: t.name != "b", things("a", "b", "c")):
    print(t)
del t
for t in filterfalse(lambda t: t.name == "b", things("a", "b", "c")):
    print(t)
del t
for t in compress(things("a", "b", "c"), [1, 0, 1]):
    print(t)
del t
for t in islice(things("a", "b", "c", "d", "e"), 1, 4, 2):
    print(t)
del t
for t in accumulate(things("a", "b", "c")):
    print(t)
del t
for t in chain(things("a"), things("b", "c")):
    print(t)
del t
for t in pairwise(things("a", "b", "c")):
    print(t)
del t
for t in zip_longest(things("a", "b"), things("c"), fillvalue="-"):
    print(t)
del t
for t in starmap(lambda *a: a, zip(things("a", "b"), things("c", "d"))):
    print(t)
del t
c = cycle(things("a", "b"))
print([next(c).name for _ in range(5)])
del c

print("errors in the middle")


def failing(t):
    if t.name == "b":
        raise ValueError(t.name)
    return True


for kind in takewhile, dropwhile, filterfalse:
    try:
        for t in kind(failing, things("a", "b", "c")):
            print(t)
    except ValueError as error:
        print(kind.__name__, error)
    t = None

for make in [lambda: accumulate(things("a", "b"), failing_sum),
             lambda: starmap(failing_sum, zip(things("a"), things("b"))),
             lambda: zip_longest(things("a", "b"), broken()),
             lambda: pairwise(broken()),
             lambda: chain(broken(), [1])]:
    def failing_sum(a, b):
        raise KeyError(a.name, b.name)

    def broken():
        yield Thing("only")
        raise ZeroDivisionError("broken")

    made = make()
    try:
        for t in made:
            print(t)
    except Exception as error:
        print(type(made).__name__, type(error).__name__, error)
    t = None
    print(list(made))
    made = None

print("cycles")


class Node:
    def __del__(self):
        print("  node dies")


for make in [repeat, lambda n: chain([n]), lambda n: cycle([n]), lambda n: islice([n], 1),
             lambda n: takewhile(n, []), lambda n: count(1.5, 2), lambda n: pairwise([n]),
             lambda n: zip_longest([], fillvalue=n), lambda n: accumulate([], initial=n)]:
    node = Node()
    node.tool = make(node)
    weak = weakref.ref(node)
    del node
    print(weak() is None, gc.collect() > 0, weak() is None)


class MyChain(chain):
    __slots__ = ("extra",)


m = MyChain([1, 2])
m.extra = m
print(sys.getsizeof(m), next(m), gc.is_tracked(m))
del m
print(gc.collect())


class Open(takewhile):
    def __init__(self, *args, key=None):
        self.key = key


o = Open(bool, [1, 0], key=Thing("key"))
print(list(o), o.key)
del o
