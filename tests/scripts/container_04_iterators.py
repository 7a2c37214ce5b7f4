# Iterators, built-in functions over them, and print.
from sys import getrefcount as g
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
    def __repr__(s): return "D" + str(s.n)
l = [D(1), D(2), D(3)]
for i, x in enumerate(l): print(i, x, g(x))
for p in zip(l, l): print(p, g(p), g(p[0]))
z = zip(l, "abc"); a = next(z); b = next(z); print(a is b, a, b, g(a)); del a; c = next(z); print(c)
print(list(zip()), list(zip([1, 2], [3])), list(map(lambda a, b: (a, b), [1, 2, 3], "xy")), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])))
def f(x): print("f", x, g(x)); return x
m = map(f, l); print(next(m)); print(list(m))
print(any(f(x) is None for x in l), all(map(f, l)))
print(max(l, key=lambda d: (g(d), d.n)[1]), min(l, key=lambda d: d.n), max(3, 1, 2), min("b", "a"), max([], default="none"), max([1, 2], [1, 3]), min([2, 1], default=4))
print(sum([1, 2, 3]), sum([0.1] * 10), sum([1, 2.5, True]), sum([], 5), sum([2**62, 2**62, 1]), sum([[1], [2]], []), sum(range(101)), sum([1.5, 2, 10**30]))
def gen():
    for i in range(3): yield D(10 + i)
for d in reversed(list(gen())): print(d)
d = None
class Seq:
    def __len__(s): return 3
    def __getitem__(s, i):
        if i > 2: raise IndexError
        return i * i
print(list(Seq()), list(reversed(Seq())), 4 in Seq(), list(enumerate(Seq(), 5)))
c = [0]
def tick(): c[0] += 1; return c[0]
print(list(iter(tick, 4)))
r = range(10); print(r[2:8:3], r[::-1], list(r[::-2]), 5 in r, 5.0 in r, "a" in r, r.index(4), r.count(3), r == range(0, 10, 1), range(0) == range(1, 1), hash(range(3)) == hash(range(0, 3)), len(range(3, 10, 4)), range(5)[-1], list(range(5, 0, -2)), range(10**20, 10**20 + 3), list(range(10**20, 10**20 + 3)), list(reversed(range(1, 10, 3))), r.start, r.stop, r.step, bool(range(0)))
print(slice(1, 2), slice(None), slice(1, 10, 2).indices(5), slice(3).stop, slice(1) == slice(None, 1, None))
print([*range(3)], (*range(3),), {*range(3)}, list(range(3)) + [*"ab"])
e = enumerate("ab"); t1 = next(e); i1 = id(t1); del t1; t2 = next(e); print(id(t2) == i1)
it = iter(range(3)); print(it.__length_hint__(), next(it), list(it), it.__length_hint__())
print(next(iter([]), "d"), next(x for x in [5]))
print("a", 1, None, sep="-", end="!\n"); print(); print("x", end=""); print("", "y", sep="|"); print(*[1, 2], sep=", ")
import sys
print("to stderr", file=sys.stderr); sys.stdout.write("written\n"); print("flushed", flush=True)
class W:
    def __init__(s): s.parts = []
    def write(s, t): s.parts.append(t)
w = W(); print(1, "two", [3], file=w, sep="/"); print(w.parts)
class St:
    def __str__(s): return "str" + str(g(s))
    def __repr__(s): return "repr" + str(g(s))
s = St(); print(s); print(s, s); print([s], (s,), {s: s}, {s})
lst = [D(7), D(8)]
for x in lst: lst.pop(); print(x)
x = None
print(len("abc"), len({1: 2}), len(range(5)), sorted("hello"), sorted([3, 1, 2], reverse=True), sorted({"b": 1, "a": 2}), sorted((1, 2), key=lambda v: -v))
