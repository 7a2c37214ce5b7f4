# At exit, an object with a finalizer is smaller than its neighbours in memory.
import gc
import weakref
gc.collect()
class C0:
    def __init__(self, n, x=None):
        pass
f = C0(19)
z1 = weakref.finalize(f, print, 'final', 1)
class K4(list):
    pass
