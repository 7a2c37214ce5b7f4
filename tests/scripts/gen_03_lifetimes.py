# Who keeps a generator's locals alive, and when they go.
import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("   -", self.name)


def worker(arg):
    local = Loud("local of " + arg.name)
    yield sys.getrefcount(arg)
    other = Loud("other of " + arg.name)
    yield sys.getrefcount(local)
    print("   leaving")


print("1 never started")
g = worker(Loud("a"))
del g
print("2 dropped at the first yield")
g = worker(Loud("b"))
print("  ", next(g))
del g
print("3 run to the end")
g = worker(Loud("c"))
print("  ", list(g))
print("  frame:", g.gi_frame)
print("4 in a for loop, left by break")
for n in worker(Loud("d")):
    print("  ", n)
    break
print("5 rebound")
g = worker(Loud("e"))
next(g)
g = None
print("6 with finally")


def careful():
    x = Loud("x")
    try:
        yield x
    finally:
        print("   finally first")


g = careful()
y = next(g)
print("  ", sys.getrefcount(y))
del g
print("  ", sys.getrefcount(y))
del y
print("7 running state")


def selfish():
    try:
        next(me)
    except ValueError as e:
        print("  ", e)
    yield 1


me = selfish()
print("  ", next(me), me.gi_running, me.__name__)
