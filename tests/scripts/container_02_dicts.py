# Dicts: counts seen by comparisons of keys, deaths, sizes, split tables, views.
from sys import getsizeof as sz, getrefcount as g
import sys
class K:
    def __init__(s, n): s.n = n
    def __hash__(s): return 1
    def __eq__(s, o): print("eq", s, o, g(s), g(o)); return s.n == o.n
    def __repr__(s): return "K" + str(s.n)
    def __del__(s): print("del K", s.n)
k1, k2, k3 = K(1), K(2), K(3)
d = {k1: "one", k2: "two"}
print(d[K(2)], K(3) in d, d.get(K(1)), d.setdefault(K(1), 5))
d[K(1)] = "uno"; print(d)
d[k3] = [1]; print(d.pop(K(3)), d)
del d[K(2)]
print(d == {K(1): "uno"}, {k1: 1} == {k1: 2})
class V:
    def __init__(s, n): s.n = n
    def __del__(s): print("del V", s.n, len(D))
D = {i: V(i) for i in range(4)}
D[1] = 0; del D[2]; D.pop(3); D.clear(); print(D)
D = {"a": V(1), V(2): V(3)}; D.clear()
def kinds(n):
    a = {i: 0 for i in range(n)}; b = {str(i): 0 for i in range(n)}; c = dict(a); e = a.copy(); f = dict.fromkeys(range(n)); h = dict(zip(range(n), range(n)))
    k = {**b}; m = dict(b, x=1); o = {}; o.update(a); p = {0: 0}; p.update(a); q = dict.fromkeys(b); r = dict.fromkeys(set(a)); s = b | a; t = a | b
    return [sz(x) for x in (a, b, c, e, f, h, k, m, o, p, q, r, s, t)]
for n in list(range(0, 50)) + [84, 85, 86, 87, 170, 171, 172, 341, 342, 5461, 5462]: print(n, kinds(n))
d = {str(i): i for i in range(20)}
for i in range(18): del d[str(i)]
print(sz(d), sz(d.copy()), sz(dict(d)), d); d[1] = 1; print(sz(d)); d.clear(); print(sz(d)); d["a"] = 1; print(sz(d))
d = {i: i for i in range(10)}
while d: print(d.popitem(), sz(d), end=" ")
print()
d["x"] = 1; print(sz(d), d)
class Evil:
    def __hash__(s): return 7
    def __eq__(s, o):
        if E: E.clear(); print("cleared")
        return True
E = {}; E[Evil()] = 1
print(Evil() in E, E)
E = {7: 1}
E[Evil()] = 2; print(len(E))
try:
    d = {1: 1, 2: 2}
    for x in d: d[x + 10] = 1
except RuntimeError as e: print(e)
try:
    d = {1: 1, 2: 2}
    for x in d: del d[x]; d[x + 5] = 1
except RuntimeError as e: print(e)
d = {"a": 1, "b": [2], 3: "c"}
print(d.keys(), d.values(), d.items(), list(reversed(d)), len(d.keys()))
print(d.keys() & {"a", 5}, sorted(map(str, d.keys() | {9})), d.keys() - {"a"}, ("a", 1) in d.items(), ("a", 2) in d.items(), d.keys() == {"a", "b", 3}, d.keys() <= {"a", "b", 3, 4})
it = iter(d.items()); x = next(it); y = next(it); print(x, y, x is y); 
it = iter(d.items()); i1 = id(next(it)); i2 = id(next(it)); print(i1 == i2)
print(it.__length_hint__(), list(it), list(it))
class A: pass
a = A(); print(sz(a.__dict__)); a.x = 1; print(sz(a.__dict__), a.__dict__)
for i in range(40):
    b = A(); b.x = 1; b.y = 2
    if i % 2: b.z = 3
    print(sz(b.__dict__), end=" ")
print()
b = A()
for i in range(40): setattr(b, "attr" + str(i), i); print(sz(b.__dict__), end=" ")
print(); c = A(); c.q = 1; print(sz(c.__dict__), c.__dict__)
class B: pass
o = [B() for i in range(35)]
for i, b in enumerate(o): b.m = i; b.n = 2; del b.m; b.m = 5
print(o[3].__dict__, sz(o[3].__dict__), sz(o[34].__dict__), list(o[0].__dict__))
e = o[1].__dict__; e[5] = 6; print(sz(e), o[1].__dict__, o[1].m); e.clear(); print(sz(e), e); o[1].w = 1; print(o[1].__dict__, sz(e))
e = o[2].__dict__.copy(); print(sz(e), e); e["k"] = 1; print(sz(e)); print(o[2].__dict__.popitem(), sz(o[2].__dict__))
o[4].__dict__ = {"new": 1}; print(o[4].new, sz(o[4].__dict__)); del o[4].__dict__; print(o[4].__dict__, sz(o[4].__dict__)); o[4].a = 1; print(sz(o[4].__dict__))
class L(list): pass
l = L(); print(sz(l)); l.x = 1; print(sz(l.__dict__), l.x, l, g(l))
class Dd(dict):
    def __missing__(s, k): return "missing " + str(k)
dd = Dd(a=1); print(dd["z"], dd, sz(dd), dd.get("z"), type(dd.copy()), dd | {"b": 2})
print({**{"a": 1}, "b": 2, **dd}, dict(a=1, **{"b": 3}), {1: 2} | {1: 3, 4: 5})
d = {1: 2}; d |= [(3, 4)]; print(d); d.update([(5, 6)], z=1); print(d); d.update({}, y=2); print(d)
import gc
print([gc.is_tracked(x) for x in ({}, {1: 2}, {"a": ()}, {"a": []}, {"a": (1, 2)}, {1: "a"}, {"a": {}}, dict(a=1), [], (), (1,), ([],), {1}, frozenset([1]), "a", 1.5, print, int, A, A(), range(3), {print: 1}, {int: 1}, {A: 1})])
