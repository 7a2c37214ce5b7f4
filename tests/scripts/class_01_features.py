# Classes: attributes, inheritance, super, class bodies.
import sys


class Animal:
    """An animal."""
    count = 0
    kinds = []

    def __init__(self, name):
        self.name = name
        Animal.count += 1

    def speak(self):
        return "..."

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"


class Dog(Animal):
    def __init__(self, name, tricks=()):
        super().__init__(name)
        self.tricks = list(tricks)

    def speak(self):
        return "woof after " + super().speak()


class Puppy(Dog):
    legs = 4

    def speak(self):
        return super().speak().replace("woof", "yip")


a, d, p = Animal("Ann"), Dog("Dan", ["sit"]), Puppy("Pip")
for x in (a, d, p):
    print(x, x.speak(), isinstance(x, Dog), issubclass(type(x), Animal))
print(Animal.count, p.count, Puppy.__mro__[1].__name__, Puppy.__bases__[0] is Dog)
print([c.__name__ for c in Puppy.__mro__], Animal.__doc__, Dog.__doc__)
a.kinds.append("shared")
p.count = 99
print(Dog.kinds, p.count, Puppy.count, p.__dict__, vars(a))
print(hasattr(p, "legs"), hasattr(d, "legs"), getattr(d, "legs", "none"), getattr(p, "legs"))
setattr(d, "legs", 3)
print(d.legs, sorted(d.__dict__))
delattr(d, "legs")
print(Puppy.__name__, Puppy.__qualname__, Puppy.__module__)
try:
    p.nothing
except AttributeError as e:
    print(e)
try:
    Puppy.nothing
except AttributeError as e:
    print(e)
try:
    Puppy()
except TypeError as e:
    print(e)
print(sys.getrefcount(Animal), sys.getrefcount(Dog), sys.getrefcount(Puppy))
del p
print(sys.getrefcount(Puppy))


class Body:
    x = 1
    y = [x, x + 1]
    for i in range(3):
        x += i
    if x > 3:
        big = True

    def method(self, n=x):
        return n

    alias = method


print(Body.x, Body.y, Body.i, Body.big, Body().alias(), Body.alias is Body.method)
Body.added = lambda self: self.x * 2
print(Body().added())


class A:
    def who(self): return "A"
class B(A):
    def who(self): return "B" + super().who()
class C(A):
    def who(self): return "C" + super().who()
class D(B, C):
    def who(self): return "D" + super().who()


print(D().who(), [k.__name__ for k in D.__mro__])
try:
    class Wrong(A, B):
        pass
except TypeError as e:
    print(str(e).splitlines()[0])
