"""Abstract base classes: what is abstract, registered, remembered; errors."""
import gc
import sys
import weakref
from abc import ABC, ABCMeta, abstractmethod

gc.collect()


class Shape(ABC):
    """Has an area."""

    @abstractmethod
    def area(self):
        ...

    @property
    @abstractmethod
    def name(self):
        ...

    @classmethod
    @abstractmethod
    def make(cls):
        ...

    @staticmethod
    @abstractmethod
    def unit():
        ...


class Half(Shape):
    def area(self):
        return 1


class Square(Half):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side * self.side

    name = "square"

    @classmethod
    def make(cls):
        return cls(1)

    @staticmethod
    def unit():
        return "m"


for cls in Shape, Half:
    try:
        cls()
    except TypeError as error:
        print(error)
s = Square(3)
print(s.area(), Square.make().side, sorted(Half.__abstractmethods__), Square.__abstractmethods__)
print(isinstance(s, Shape), issubclass(Square, Shape), issubclass(int, Shape), isinstance(3, Shape))
print(type(Shape), ABC.__slots__, ABC.__mro__, ABCMeta.__mro__, Shape.area.__isabstractmethod__)
print(sys.getrefcount(s), sys.getrefcount(Square), sys.getsizeof(s), weakref.getweakrefcount(Square))
print(Shape.name.__isabstractmethod__, Square.__dict__["make"].__isabstractmethod__)


class Duck:
    def __del__(self):
        print("duck gone")


print(issubclass(Duck, Shape), Shape.register(Duck), issubclass(Duck, Shape), isinstance(Duck(), Shape))
for wrong in (3, Shape.__base__):
    try:
        Shape.register(wrong)
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)


class Hooked(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        print("hook", other.__name__, sys.getrefcount(other), sys.getrefcount(cls))
        return hasattr(other, "quack") or NotImplemented


class Quacks:
    quack = 1


print(issubclass(Quacks, Hooked), issubclass(Quacks, Hooked), isinstance(Quacks(), Hooked))
print(issubclass(Duck, Hooked), issubclass(Duck, Hooked))
try:
    issubclass(3, Hooked)
except TypeError as error:
    print(error)


class Plain:
    pass


Plain.__abstractmethods__ = frozenset({"x"})
try:
    Plain()
except TypeError as error:
    print(error)
del Plain.__abstractmethods__
print(Plain() is not None, hasattr(Plain, "__abstractmethods__"))


def local():
    class Temporary(Shape):
        def area(self):
            return 0

    return issubclass(Temporary, Shape), isinstance(s, Temporary)


print(local())
print(gc.collect() > 0, [c.__name__ for c in Shape.__subclasses__()])
del Shape, Half, Square, cls
print(type(s).__name__, s.area())


class Fails(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        print("asked", sys.getrefcount(cls), sys.getrefcount(other))
        raise ValueError("hook")


class Derived(Fails):
    pass


for ask in lambda: isinstance(s, Fails), lambda: issubclass(Quacks, Derived):
    try:
        ask()
    except ValueError as error:
        depth, tb = 0, error.__traceback__
        while tb:
            depth, tb = depth + 1, tb.tb_next
        print(error, depth, sys.getrefcount(Fails), sys.getrefcount(Quacks), sys.getrefcount(s))
