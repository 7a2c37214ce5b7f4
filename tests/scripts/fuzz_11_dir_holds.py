# dir(): what it holds while a collection runs finalizers in its allocations; the order of __dir__().
import gc
import sys


class Base:
    def base(self):
        pass


class Other:
    def other(self):
        pass


class Thing(Base, Other):
    z = 1

    def __init__(self):
        self.x = 1
        self.y = [self]


class Loud:
    def __init__(self, n):
        self.n = n
        self.me = self

    def __del__(self):
        print('del', self.n, sys.getrefcount(thing), sys.getrefcount(names))


thing = Thing()
names = vars(thing)
print(thing.__dir__()[:12])
print(type.__dir__(Thing)[:10])
print(sys.getsizeof(thing.__dir__()), sys.getsizeof(dir(thing)), sys.getsizeof(dir(Thing)))
for threshold in range(1, 12):
    gc.collect()
    gc.set_threshold(threshold)
    Loud(threshold)
    got = dir(thing)
    got = dir(Thing)
    gc.set_threshold(700)
    print(len(got) > 5)
thing.y = None
