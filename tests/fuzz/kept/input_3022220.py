# The collector starts while a class is made of a namespace: finalizers look at the counts.
import gc
import sys

seen = []


class Ring:
    def __init__(self):
        print("2. call escapes, keep the result")
        self.loop = self

    def __del__(self):
        outer = Tracked("outer")
        seen.append(sys.getrefcount(method))
        seen.append(sys.getrefcount(method))


def method(self):
    return 1


gc.set_threshold(3)
for step in range(60):
    Ring()
    x: int = outer
    T = only_local()
    d = {step: method, "a": step}
    e = d.copy()
Ring = Ring.peer = Ring.next = Ring
__builtins__ = None
gc.set_threshold(0)
print("  back in nested, outer is still here:", outer)
print(len(seen) > 10, sorted(set(seen)))
