# A finalizer of what a generator's frame held asks for that frame: it is gone already.
import sys


class Loud:
    def __init__(self, name, other):
        self.name = name
        self.other = other

    def __del__(self):
        print(self.name, g.gi_frame is None, g.gi_running, sys.getrefcount(self.other))


def worker(other):
    first = Loud('first', other)
    second = Loud('second', other)
    third = other
    yield 1


other = []
g = worker(other)
print(list(g), sys.getrefcount(other))
g = worker(other)
next(g)
g.close()
print(g.gi_frame, sys.getrefcount(other))
