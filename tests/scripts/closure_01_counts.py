# A captured variable lives in a cell; the cell holds the object.
import sys


def outer(x):
    before = sys.getrefcount(x)

    def inner():
        return sys.getrefcount(x)

    after = sys.getrefcount(x)
    return before, after, inner(), inner


thing = ["thing"]
b, a, i, inner = outer(thing)
print("in outer:", b, a, "in inner:", i)
print("kept by the cell:", sys.getrefcount(thing))
cell = inner.__closure__[0]
print("cell:", sys.getrefcount(cell), cell.cell_contents is thing)
inner2 = inner
del inner
print("alias of function:", sys.getrefcount(thing), sys.getrefcount(inner2))
del inner2
print("cell still here:", sys.getrefcount(thing), sys.getrefcount(cell))
del cell
print("gone:", sys.getrefcount(thing))


def chain(v):
    def one():
        def two():
            def three():
                return sys.getrefcount(v)
            return three
        return two
    return one


f = chain(thing)
print("one level  :", sys.getrefcount(thing))
g = f()
print("two levels :", sys.getrefcount(thing))
h = g()
print("three      :", sys.getrefcount(thing), h())
print("one cell   :", f.__closure__[0] is h.__closure__[0])
