# The collector starts while a class is made of a namespace: finalizers look at the counts.
import gc
import sys

gc.collect()
seen = []


class Ring:
    def __init__(self):
        self.loop = self

    def __del__(self):
        seen.append(sys.getrefcount(method))


def method(self):
    return 1


gc.set_threshold(3)
for step in range(60):
    Ring()
    T = type("T", (), {"method": method, "n": step})
    d = {step: method, "a": step}
    e = d.copy()
gc.set_threshold(0)
print(len(seen) > 10)
