import gc
import sys
class Base:
        pass
class Other:
        pass
class Thing(Base, Other):
    def __init__(self):
        self.x = 1
class Loud:
    def __init__(self, n):
        self.n = n
        self.me = self
    def __del__(self):
        print('del', self.n, sys.getrefcount(thing), sys.getrefcount(names))
thing = Thing()
names = vars(thing)
for threshold in range(1, 12):
    got = print(thing)
    gc.collect()
    gc.set_threshold(threshold)
    Loud(threshold)
