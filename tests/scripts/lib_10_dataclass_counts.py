"""What dataclasses, their fields and methods hold; the class that slots=True leaves behind."""
import gc
import sys
from dataclasses import dataclass, field, fields, replace, asdict, InitVar

gc.collect()


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)

    def __repr__(self):
        return f"{self.name} held {sys.getrefcount(self)}"

    def __eq__(self, other):
        print("eq", sys.getrefcount(self), sys.getrefcount(other))
        return self.name == other.name

    def __hash__(self):
        print("hash", sys.getrefcount(self))
        return 1

    def __deepcopy__(self, memo):
        print("deepcopy", sys.getrefcount(self))
        return Thing(self.name + "'")


default = Thing("default")


@dataclass
class Node:
    value: object
    next: "Node" = None
    thing: Thing = default


print(sys.getrefcount(default))
one = Node(Thing("one"))
two = Node(1, one)
one.next = two
print(sys.getrefcount(one), sys.getrefcount(one.value), sys.getrefcount(default))
print(one.value)
print(one == Node(Thing("one"), two))
print(asdict(Node(Thing("copied"), None, None)))
del one, two
print(gc.collect())


def make():
    print("make")
    return Thing("made")


@dataclass(slots=True, frozen=True, order=True)
class Slotted:
    key: int
    made: Thing = field(default_factory=make, hash=True)
    seen: InitVar[Thing] = None

    def __post_init__(self, seen):
        print("post", seen, sys.getrefcount(self), sys.getrefcount(self.made))


print(gc.collect())  # the class before the slots
s = Slotted(1)
print(sys.getsizeof(s), gc.is_tracked(s), sys.getrefcount(s))
t = replace(s, key=2, seen=Thing("argument"))
print(t.made is s.made, sys.getrefcount(s.made))
print(hash(s), s < t, s.__eq__(3))
try:
    s.key = 2
except AttributeError as error:
    print(type(error).__name__, error, error.__context__)
del s
del t


@dataclass
class Base:
    a: int = 1

    def total(self):
        return self.a


@dataclass
class Derived(Base):
    b: list = field(default_factory=list)

    def total(self):
        return super().total() + len(self.b)


d = Derived(b=[1, 2])
e = Derived(b=d.b)
print(d.total(), d == e, sys.getrefcount(d.b), sys.getrefcount(Derived.__dataclass_fields__["b"]))
print([f.name for f in fields(d)], Derived.__init__.__code__.co_varnames, Derived.__eq__.__qualname__)
first = Base.__init__
print(sys.getrefcount(first), first.__globals__ is globals(), first.__module__)
d.b.append(d)
print(d)
del d, e
print(gc.collect())


def local():
    @dataclass
    class Inside:
        x: int

    i = Inside(3)
    print(i, Inside.__qualname__)
    return i


kept = local()
print(type(kept).__name__, sys.getrefcount(type(kept)) > 3)
del kept
gc.collect()
print("end")
