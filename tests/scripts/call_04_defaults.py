# Defaults are evaluated once and held by the function.
import sys

made = []


def make(tag):
    made.append(tag)
    return [tag]


def f(a=make("a"), b=make("b"), *, c=make("c")):
    return a, b, c


print("made at def:", made)
print("held by the tuple:", sys.getrefcount(f.__defaults__[0]), sys.getrefcount(f.__kwdefaults__["c"]))
first = f()
print("with a result    :", sys.getrefcount(f.__defaults__[0]))
first[0].append("grown")
print("seen next time   :", f()[0])
print("same object      :", f()[0] is first[0])
f.__defaults__ = (1, 2)
print("new defaults     :", f()[:2], sys.getrefcount(first[0]))


def fresh(into=None):
    if into is None:
        into = []
    into.append(len(into))
    return into


print("fresh lists:", fresh(), fresh(), fresh() is fresh())
x = 10
late = lambda y=x: (x, y)
x = 20
print("captured value:", late(), late(5))
print("names:", f.__name__, f.__code__.co_varnames, f.__code__.co_argcount, f.__code__.co_kwonlyargcount)
