# property, staticmethod, classmethod, simple descriptors.
import sys


class Temp:
    def __init__(self, c):
        self._c = c

    @property
    def c(self):
        """Degrees."""
        return self._c

    @c.setter
    def c(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._c = value

    @c.deleter
    def c(self):
        print("  deleting")
        del self._c

    @property
    def f(self):
        return self._c * 9 / 5 + 32

    @classmethod
    def freezing(cls):
        return cls(0)

    @staticmethod
    def known(x):
        return x in (0, 100)


t = Temp(20)
print(t.c, t.f)
t.c = 100
print(t.c, t.f, Temp.known(t.c), t.known(1), Temp.freezing().c, t.freezing().f)
for bad in (lambda: setattr(t, "c", -300), lambda: setattr(t, "f", 1), lambda: delattr(t, "f")):
    try:
        bad()
    except (ValueError, AttributeError) as e:
        print(type(e).__name__, e)
del t.c
try:
    t.c
except AttributeError as e:
    print(e)
print(type(Temp.c).__name__, Temp.c.__doc__, type(Temp.__dict__["known"]).__name__, type(Temp.__dict__["freezing"]).__name__)
print(t.__dict__)


class Logged:
    def __set_name__(self, owner, name):
        self.name = "_" + name
        print("  set_name", owner.__name__, name)

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        print("  get", sys.getrefcount(obj))
        return getattr(obj, self.name)

    def __set__(self, obj, value):
        print("  set", value)
        setattr(obj, self.name, value)

    def __delete__(self, obj):
        print("  delete")
        delattr(obj, self.name)


class Point:
    x = Logged()
    y = Logged()

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(1, 2)
print(p.x + p.y)
p.x += 5
print(p.__dict__)
del p.y
print(Point.x.name, "y" in dir(p))


class NonData:
    def __get__(self, obj, owner):
        return "from descriptor"


class Holder:
    value = NonData()


h = Holder()
print(h.value)
h.__dict__["value"] = "from dict"
print(h.value, Holder.value)
