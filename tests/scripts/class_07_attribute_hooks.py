# __getattr__, __getattribute__, __setattr__, __delattr__, class attributes by value.
import sys


class Lazy:
    def __init__(self):
        self.real = 1

    def __getattr__(self, name):
        print("  missing", name, sys.getrefcount(self))
        if name.startswith("no"):
            raise AttributeError("never " + name)
        return name.upper()


z = Lazy()
print(z.real, z.other, getattr(z, "thing"), hasattr(z, "nothing"), getattr(z, "none", "default"))
try:
    z.nope
except AttributeError as e:
    print(e)


class Guard:
    def __setattr__(self, name, value):
        print("  set", name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("  del", name)
        super().__delattr__(name)

    def __getattribute__(self, name):
        if name == "secret":
            return "guarded"
        return super().__getattribute__(name)


g = Guard()
g.a = 1
g.a += 1
print(g.a, g.secret, g.__dict__)
del g.a
try:
    del g.a
except AttributeError as e:
    print(e)


class Base:
    items = []
    number = 1

    def add(self, x):
        self.items.append(x)
        self.number += 1
        return self


class Derived(Base):
    pass


x, y = Base().add(1), Derived().add(2)
print(Base.items, y.items is x.items, x.number, Base.number, Derived.number, sys.getrefcount(Base.items))
Derived.items = ["own"]
Derived().add(3)
print(Base.items, Derived.items, "items" in Derived.__dict__, "number" in y.__dict__)
Base.number = 50
print(x.number, Derived.number, Derived().number)
Base.late = property(lambda self: "late property")
print(x.late, y.late)
x.__class__ = Derived
print(type(x).__name__, x.items)


class Meth:
    def m(self): return "m"


a = Meth()
a.m = lambda: "own m"
print(a.m(), Meth().m(), Meth.m(a))
del a.m
print(a.m())
f = a.m
print(f.__self__ is a, f.__func__ is Meth.m, f.__name__, Meth.m.__qualname__)
a.extra = {"k": [1]}
a.extra["k"].append(2)
a.extra["k"][0] -= 1
print(a.extra, a.__dict__ == {"extra": {"k": [0, 2]}})
print(Meth.__dict__["m"] is Meth.m, isinstance(Meth.__dict__["m"], type(lambda: 0)), callable(Meth.m), Meth.__doc__)
