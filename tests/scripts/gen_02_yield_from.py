# yield from passes values both ways and gives the result back.
import sys


def inner(tag):
    total = 0
    while True:
        x = yield tag, total
        if x is None:
            return total
        total += x


def outer():
    a = yield from inner("a")
    b = yield from inner("b")
    yield "sum", a + b
    yield from [1, 2]
    yield from (c for c in "xy")


g = outer()
print(next(g))
print(g.send(5), g.send(6))
print(g.send(None))
print(g.send(7))
print(g.send(None))
print(list(g))


def boxed(box):
    yield sys.getrefcount(box)
    yield sys.getrefcount(box)


def through(box):
    yield from boxed(box)


box = ["box"]
g = through(box)
print("not started:", sys.getrefcount(box))
print("inside:", next(g), "outside:", sys.getrefcount(box))
print("delegate:", g.gi_yieldfrom is not None)
print("again:", next(g))
print("done:", next(g, "end"), sys.getrefcount(box))


def flatten(x):
    if isinstance(x, list):
        for y in x:
            yield from flatten(y)
    else:
        yield x


print(list(flatten([1, [2, [3, [4]], 5], [[6]]])))


def guarded():
    try:
        yield from inner("g")
    except ValueError as e:
        yield "handled " + str(e)


g = guarded()
next(g)
print(g.throw(ValueError("from outside")))
