# Deaths, tracking, identity and sizes of containers.
import sys, gc
from sys import getrefcount as g, getsizeof as sz
class N:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n, end=" ")
# order of deaths
l = [N(i) for i in range(4)]; l.clear(); print()
l = [N(i) for i in range(12)]; l[1:11] = []; print(); del l; print()
d = {i: N(i) for i in range(4)}; del d; print()
d = {N("k" + str(i)): N("v" + str(i)) for i in range(3)}; d.clear(); print()
t = (N(1), N(2), (N(3), N(4))); del t; print()
s = {N(i) for i in range(1)}; del s; print()
class A: pass
a = A(); a.x = N(1); a.y = N(2); a.z = N(3); a.__dict__; del a; print()
a = A(); a.z = N(1); a.y = N(2); a.x = N(3); del a; print()
a = A(); a.x = N(1); a.x = N(2); del a.x; print()
l = [N(1), N(2), N(3)]; l.pop(0); print(); l[0] = N(9); print(); l[:] = [N(5)]; print(); l *= 0; print()
l = [N(1), N(2)]; l += [N(3)]; l.sort(key=lambda v: -v.n); print([x.n for x in l]); del l; print()
def key(v):
    return N(100 + v)
try: sorted([3, 1, 2], key=key)
except TypeError as e: print(e)
print()
# tracking and collection of containers
a = []; a.append(a); del a; print(gc.collect())
d = {}; d["x"] = d; del d; print(gc.collect())
s = set(); class_ = type("C", (), {}); o = class_(); o.s = s; s.add(o); del o, s; print(gc.collect()); del class_; print(gc.collect())
t = ([],); t[0].append(t); del t; print(gc.collect())
x = [1, (2, 3), {"a": (4,)}]; print(gc.get_referents(x), gc.get_referents({1: 2, "a": [3]}), gc.get_referents((1, 2)))
print(gc.isenabled(), gc.get_threshold()); gc.disable(); print(gc.isenabled()); gc.enable(); gc.set_threshold(500, 5); print(gc.get_threshold()); gc.set_threshold(700, 10, 10)
y = [x]; print(sum(1 for r in gc.get_referrers(x) if r is y), any(o is y for o in gc.get_objects()))
gc.collect(); c0 = gc.get_count()[0]; keep = [[] for i in range(10)]; print(gc.get_count()[0] - c0)
gc.collect(); c0 = gc.get_count()[0]; k1 = {}; k2 = {1: 2}; k3 = (c0,); k4 = set(); k5 = iter([]); k6 = {}.items(); k7 = range(3); k8 = iter({}); k9 = enumerate([]); k10 = zip([], []); print(gc.get_count()[0] - c0)
# ids
a = [1]; i = id(a); del a; b = [2]; print(id(b) == i); i = id(b); b = None; c = {}; c2 = []; print(id(c2) == i)
d = {"a": 1}; i = id(d); del d; e = dict(); f = {}; print(id(f) == i)
t = (c, 1); i = id(t); del t; u = (c, 2); print(id(u) == i)
z = [id(o) for o in [object(), object()]]; print(len(set(z)))
# big structures
m = {i: [i] for i in range(3000)}; print(len(m), sz(m), sum(v[0] for v in m.values())); m = None
w = [N] * 5; print(g(N) - 5); del w
L = [[0] * 3] * 3; print(g(L[0]), L); L[0][1] = 5; print(L)
print(sys.maxsize, sys.byteorder, sys.getrecursionlimit(), sys.platform)
def f():
    try: 1 / 0
    except ZeroDivisionError: return sys.exc_info()[0].__name__, g(sys.exc_info()[1])
print(f(), sys.exc_info())
class Z:
    def __sizeof__(s): return 100
class Y:
    __slots__ = ()
    def __sizeof__(s): return 100
class Bad:
    def __sizeof__(s): return -1
print(sz(Z()), sz(Y()), sz(1, 5))
try: sz(Bad())
except ValueError as e: print(e)
print(dict.fromkeys("abc", 1), dict.fromkeys({1: 2}), dict.fromkeys([1, 2], []), list(map(str, {1: 2})), dict(zip("ab", [1, 2])), {**{}}, dict([["a", 1], ("b", 2)]), dict({"x": 1}, y=2))
for v in ({"a": {"b": [1, {2: 3}]}}, [(), [], {}], ((1,), (1, 2)), {frozenset({1})}): print(v, len(v))
a, *b = {1: 2, 3: 4}; print(a, b); a, b = {5, 6}; print(a, b); (x, y), z = [1, 2], 3; print(x, y, z)
