# The iteration protocol, done by hand.
import sys


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


class Fresh:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        print("  iter", sys.getrefcount(self))
        return iter(self.items)


class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError("over")
        return i * 10


c = Countdown(3)
print(list(c), list(c), next(c, "default"))
f = Fresh(["a", "b"])
for x in f:
    for y in f:
        print(x + y, end=" ")
print()
print(list(Old()), 20 in Old(), tuple(Old()), max(Old()))
it = iter([1, 2, 3])
print(next(it), list(it), list(it))
print(iter(it) is it, iter(f) is f)
steps = [3, 2, 1, 0]
print(list(iter(steps.pop, 2)), steps)
try:
    next(iter([]))
except StopIteration as e:
    print("StopIteration", e.args)
for bad in (5, None, object):
    try:
        iter(bad)
    except TypeError as e:
        print(e)


class Broken:
    def __iter__(self):
        return 5


try:
    list(Broken())
except TypeError as e:
    print(e)
try:
    next([])
except TypeError as e:
    print(e)
print(list(zip("abc", range(2))), list(zip()), dict(zip("ab", [1, 2])))
print(list(map(lambda a, b: a * b, [1, 2, 3], [4, 5])), list(filter(None, [0, 1, "", "x"])))
print(list(enumerate("ab", start=5)), list(reversed("abc")), sum(range(5)), sum([[1], [2]], []))
a, b, *c = Countdown(5)
print(a, b, c)
print([*Countdown(2), *Fresh("z")])
e = enumerate(["x"])
item = ["i"]
z = zip([item], [item])
print(sys.getrefcount(item))
pair = next(z)
print(sys.getrefcount(item), pair[0] is pair[1])
del pair, z
print(sys.getrefcount(item))
