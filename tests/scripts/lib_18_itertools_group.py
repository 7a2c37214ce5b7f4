# groupby and tee.
import gc
import sys
import weakref
from itertools import count, groupby, islice, tee


def attempt(call, /, *args, **kwargs):
    try:
        print(repr(call(*args, **kwargs)).split(" at 0x")[0])
    except Exception as error:
        print(type(error).__name__, error)


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  dies:", self.name)

    def __repr__(self):
        return "<" + self.name + ">"


def things(*names):
    for name in names:
        yield Thing(name)


class Key:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        print("  ", self, "==", other)
        if self.value == "bad":
            raise ValueError("bad key")
        return self.value == other.value

    def __repr__(self):
        return "Key(" + str(self.value) + ")"

    def __del__(self):
        print("  key dies:", self.value)


print("groupby")
print([(k, list(g)) for k, g in groupby("aabbbca")])
print([(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], lambda x: x % 2)])
print([k for k, g in groupby("aabbbca")], list(groupby([])))
print([(k, list(g)) for k, g in groupby(iterable=[0, 0.0, False, 1], key=None)])
attempt(groupby)
attempt(groupby, 1)
attempt(groupby, [], None, 3)
attempt(groupby, [], function=3)
attempt(next, groupby([1], 3))
attempt(list, groupby([1], lambda x: 1 / 0))
g = groupby("aab")
k1, first = next(g)
print(k1, next(first))
k2, second = next(g)
print(k2, list(first), list(second), list(g))
g = groupby("aabb")
groups = [group for key, group in g]
print([list(group) for group in groups])
print(type(groups[0]).__module__, type(groups[0]).__name__, type(groups[0]).__qualname__)
for made in [g, groups[0]]:
    print(sys.getsizeof(made), gc.is_tracked(made), type(made).__basicsize__, iter(made) is made)

print("keys are compared")
for k, group in groupby("xxy", Key):
    print(k)
    for item in group:
        print("  ", item)
del k, group
for k, group in groupby("xy", Key):
    print(k)
del k, group
try:
    for k, group in groupby(["a", "bad", "b"], Key):
        print(k)
except ValueError as error:
    print(error)
del k, group

print("items die")
for k, group in groupby(things("a1", "a2", "b1", "b2"), lambda t: t.name[0]):
    print(k)
    for t in group:
        print(t)
del k, group, t
for k, group in groupby(things("a", "b")):
    print(k)
del k, group

print("what it holds")
x = Thing("x")
g = groupby([x, x, 1], lambda t: t)
print(sys.getrefcount(x), [type(o).__name__ for o in gc.get_referents(g)])
k, group = next(g)
print(sys.getrefcount(x), [type(o).__name__ for o in gc.get_referents(g)], sys.getrefcount(g))
print(gc.get_referents(group) == [g, x], sys.getrefcount(group))
next(group)
print(sys.getrefcount(x), [type(o).__name__ for o in gc.get_referents(g)])
next(group)
print(sys.getrefcount(x), next(group, "end"), sys.getrefcount(x))
print([type(o).__name__ for o in gc.get_referents(g)])
del k
print(sys.getrefcount(x), next(g)[0], sys.getrefcount(x))
del group
print(sys.getrefcount(x), next(g, "end"), sys.getrefcount(x), sys.getrefcount(g))
del g
print(sys.getrefcount(x))


class Source:
    def __init__(self, *items):
        self.items = list(items)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.items:
            raise StopIteration
        return self.items.pop(0)

    def __del__(self):
        print("  source dies")


class Function:
    def __call__(self, value):
        return Key(value)

    def __del__(self):
        print("  function dies")


g = groupby(Source("p", "q"), Function())
next(g)
print("dropped")
del g
g = groupby(Source("p", "q"), Function())
k, group = next(g)
del g
print("the group holds it")
del group
print("the key")
del k

print("tee")
a, b = tee("abc")
print(list(a), list(b), list(a), type(a).__name__, type(a).__module__)
print(tee([], 0), len(tee([], 4)))
a, b, c = tee(range(3), 3)
print(next(a), next(a), next(b), list(c), list(b), list(a))
attempt(tee)
attempt(tee, 1)
attempt(tee, [], -1)
attempt(tee, [], "x")
attempt(tee, [], 1, 2)
attempt(tee, [], n=2)
attempt(tee, 1, 0)
a, = tee("xy", 1)
b = a.__copy__()
print(next(a), next(b), b is a)
c, d = tee(a)
print(c is a, list(c), list(d))
print(sys.getsizeof(a), gc.is_tracked(a), type(a).__basicsize__, iter(a) is a)
data = gc.get_referents(a)[0]
print(type(data).__name__, type(data).__module__, sys.getsizeof(data), gc.is_tracked(data))
print(sys.getrefcount(data), [type(o).__name__ for o in gc.get_referents(data)])
a, b = tee(count())
print(list(islice(a, 200))[-1], list(islice(b, 60))[-1], next(a), next(b))
weak = weakref.ref(a)
print(weak() is a)
del a
print(weak())

print("what it holds")
print(sys.getrefcount(x))
a, b = tee([x, x])
next(a)
print(sys.getrefcount(x))
next(b)
print(sys.getrefcount(x))
list(a)
print(sys.getrefcount(x))
del a
print(sys.getrefcount(x))
del b
print(sys.getrefcount(x))

print("items die when nobody can ask for them any more")
a, b = tee(Thing("t" + str(i)) for i in range(3))
for t in a:
    print(t)
del t
for t in b:
    print(t)
del t
print("the last iterator")
del a, b, data
a, b = tee(Thing("t" + str(i)) for i in range(60))
del b
for i, t in enumerate(a):
    pass
print("seen", i)
del a, t
a, b = tee(Thing("u" + str(i)) for i in range(130))
for t in a:
    pass
del t, a
print("a chain")
del b

print("re-entered")


class Loop:
    def __iter__(self):
        return self

    def __next__(self):
        return next(self.other)


loop = Loop()
a, b = tee(loop)
loop.other = b
attempt(next, a)
loop.other = iter([1, 2])
print(list(a), list(b))
del a, b, loop


def broken():
    yield Thing("only")
    raise ValueError("broken")


a, b = tee(broken())
print(next(a))
attempt(next, a)
attempt(next, a, "end")
print(next(b), next(b, "end"))
del a, b

print("copies of what has __copy__")


class Copied:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        return self.n

    def __copy__(self):
        print("  copied")
        return Copied(self.n)


a, b, c = tee(Copied(5), 3)
print(type(a).__name__, next(a), next(b), next(c))

print("cycles")


class Node:
    def __del__(self):
        print("  node dies")


node = Node()
a, b = tee([node, 1])
next(a)
node.tools = a, b
del node, a, b
print(gc.collect() > 0)
node = Node()
node.groups = groupby([node])
node.group = next(node.groups)
del node
print(gc.collect() > 0)
del x
