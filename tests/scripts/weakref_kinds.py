# What can be named by a weak reference, and what cannot.
import sys
import weakref


def function():
    pass


class Plain:
    def method(self):
        pass


class Text(str):
    pass


class Items(list):
    pass


class Number(int):
    pass


class Pair(tuple):
    pass


class Bare:
    __slots__ = ()


def numbers():
    yield 1


plain = Plain()
values = [function, Plain, plain, Text("x"), Items(), {1}, frozenset({2}), numbers(), sys, len,
          function.__code__, type, Exception, Number(3), Pair((1,)), Bare(), object(), 1.5, None,
          b"x", range(3), [], (), {}, slice(1), property(), Exception("x"), lambda: 0]
for value in values:
    try:
        ref = weakref.ref(value)
        print(type(value).__name__, ref() is value, sys.getsizeof(ref))
    except TypeError as error:
        print(error)

dead = weakref.ref(plain.method)
print("bound method:", dead())
method = plain.method
alive = weakref.ref(method)
print("kept bound method:", alive() == plain.method)
strong = weakref.WeakMethod(plain.method)
print(strong() == plain.method, strong()() is None)
del method, plain, values, value
print(strong(), alive())
