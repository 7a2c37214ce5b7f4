# with: enter, exit, and what exit answers.
import sys


class Door:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print("  open", self.name, sys.getrefcount(self))
        return self

    def __exit__(self, kind, value, trace):
        print("  close", self.name, kind.__name__ if kind else None, value, trace is not None)
        return self.swallow


with Door("a") as d:
    print("  inside", sys.getrefcount(d))
print("after", sys.getrefcount(d))
with Door("b"), Door("c") as e:
    print("  two open")
with (Door("d"), Door("e", swallow=True)):
    raise ValueError("boom")
print("went on")
try:
    with Door("f"):
        raise KeyError("out")
except KeyError as err:
    print("caught", err)


def inside():
    with Door("g"):
        return "returned"


print(inside())
for i in range(3):
    with Door(str(i)):
        if i == 1:
            break
else:
    print("never")


class NoExit:
    def __enter__(self):
        return self


try:
    with NoExit():
        pass
except TypeError as err:
    print("TypeError:", err)
try:
    with 5:
        pass
except TypeError as err:
    print("TypeError:", err)


class Raises(Door):
    def __exit__(self, *args):
        raise RuntimeError("from exit")


try:
    with Raises("h"):
        raise ValueError("first")
except RuntimeError as err:
    print(err, "| context:", repr(err.__context__))
with Door("i") as (x):
    x.name = "renamed"
with Door("j") as x.swallow:
    pass
print(x.swallow.name)
