# What copies do to the counts of the parts.
import copy
import gc
import sys


class Part:
    def __deepcopy__(self, memo):
        print("  in the hook:", sys.getrefcount(self) - 1)
        return self


def count(value):
    return sys.getrefcount(value) - 2


part = Part()
print(count(part))
whole = [part, part]
shallow = copy.copy(whole)
print(count(part))
deep = copy.deepcopy(whole)
print(count(part), deep[0] is part)
named = {"part": part}
again = copy.copy(named)
print(count(part))
print(count(copy.deepcopy(named)["part"]))
del shallow, deep, again, named
print(count(part), count(whole))


class Owner:
    def __init__(self, part):
        self.part = part


owner = Owner(whole)
twin = copy.copy(owner)
print(count(whole), twin.__dict__ is owner.__dict__, sorted(twin.__dict__))
gc.collect()
third = copy.deepcopy(owner)
print(count(whole), third.part is whole, count(third), count(third.part))
