# What copy asks of an object: __copy__, __deepcopy__, __reduce__, __getstate__, __setstate__.
import copy
import sys


class Logged:
    def __init__(self, value):
        self.value = value

    def __getstate__(self):
        print("  getstate")
        return {"value": self.value, "copied": True}

    def __setstate__(self, state):
        print("  setstate", sorted(state))
        self.__dict__.update(state)


one = Logged([1])
two = copy.copy(one)
three = copy.deepcopy(one)
print(two.value is one.value, three.value is one.value, three.value, two.copied)


class Own:
    def __init__(self, items):
        self.items = items

    def __copy__(self):
        print("  __copy__")
        return Own(self.items)

    def __deepcopy__(self, memo):
        print("  __deepcopy__", len(memo), id(self) in memo, sys.getrefcount(self))
        return Own(copy.deepcopy(self.items, memo))


own = Own([1, [2]])
print(copy.copy(own).items is own.items)
box = [own, own]
deep = copy.deepcopy(box)
print(deep[0] is deep[1], deep[0] is own, deep[0].items == own.items)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Point3(Point):
    __slots__ = ("z", "__dict__")


p = Point3([1], 2)
p.z = [3]
p.label = ["p"]
q, r = copy.copy(p), copy.deepcopy(p)
print(q.x is p.x, q.z is p.z, q.label is p.label, r.x is p.x, r.z, r.label, r.y)
partial = Point.__new__(Point)
partial.x = 5
twin = copy.copy(partial)
print(twin.x, hasattr(twin, "y"))
print(p.__getstate__(), Point(1, 2).__getstate__(), object().__getstate__())
print(p.__reduce_ex__(4)[1:3] == ((Point3,), p.__getstate__()))


class Reduced:
    def __init__(self, a, b):
        print("  init", a, b)
        self.args = (a, b)

    def __reduce__(self):
        return (Reduced, self.args)


print(copy.copy(Reduced(1, [2])).args)
print(copy.deepcopy(Reduced(1, [2])).args)


class Fixed:
    def __new__(cls, size):
        print("  new", size)
        self = super().__new__(cls)
        self.size = size
        return self

    def __getnewargs__(self):
        return (self.size,)


print(copy.copy(Fixed(7)).size)


class Keyword:
    def __new__(cls, *, size):
        self = super().__new__(cls)
        self.size = size
        return self

    def __getnewargs_ex__(self):
        return ((), {"size": self.size})


print(copy.deepcopy(Keyword(size=8)).size)
