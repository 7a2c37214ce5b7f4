# Local, enclosing, global, built-in.
import sys

x = "global"


def read():
    return x


def shadow():
    x = "local"
    return x


def change():
    global x, made_here
    x = "changed"
    made_here = [1]


print(read(), shadow(), x)
change()
print(x, made_here, sys.getrefcount(made_here))


def outer():
    x = "outer"

    class Inner:
        y = x
        x = "class"
        z = x

        def method(self):
            return x

    return Inner.y, Inner.z, Inner().method()


print(outer())
len_was = len
len = lambda v: "shadowed"
print(len("abc"))
del len
print(len("abc"), len is len_was)
print(sorted(k for k in globals() if not k.startswith("__")))


def locals_of(a, b=2):
    c = a
    return sorted(locals())


print(locals_of(1))


def f():
    v = ["v"]
    before = sys.getrefcount(v)
    locals()
    return before, sys.getrefcount(v)


print(f())
print(__name__, "x" in globals(), globals()["x"])
globals()["created"] = 5
print(created)
try:
    undefined_name
except NameError as e:
    print(e)


def deep():
    def a():
        def b():
            nonlocal n
            n += 1
        b()
        return n
    n = 1
    return a(), n


print(deep())
