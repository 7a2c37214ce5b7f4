# The allocation of a frame object starts a collection, whose finalizer fails and makes the same one.
import gc
class Ring:
    def __init__(self):
        self.loop = self
    def __del__(self):
        outer = Tracked("outer")
gc.set_threshold(1)
Ring()
outer
