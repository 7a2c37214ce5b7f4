# Lists: sizes, comparisons that sort and search make, counts seen by them, error texts.
from sys import getrefcount as g, getsizeof as sz
class N:
    log = []
    def __init__(self, n): self.n = n
    def __lt__(self, o):
        N.log.append((self.n, o.n)); return self.n < o.n
    def __eq__(self, o):
        N.log.append(("eq", self.n, getattr(o, "n", o), g(self), g(o))); return isinstance(o, N) and self.n == o.n
    def __hash__(self): return 5
    def __repr__(self): return "N%d" % self.n if False else "N" + str(self.n)
    def __del__(self): print("del", self.n)
def show(tag):
    print(tag, len(N.log), N.log[:12]); N.log.clear()
l = [N(i * 7 % 11) for i in range(11)]
l.sort(); show("sort"); print(l)
print(N(3) in l); show("in")
print(l.index(N(4)), l.count(N(2))); show("index")
l.remove(N(5)); show("remove")
print(l == [N(0), N(1), N(2)]); show("eq1")
print(l == list(l)); show("eq2")
import sys
m = [N(i * 37 % 101) for i in range(90)]
m.sort(key=lambda x: (g(x), x.n)[1]); print(m[:5]); show("keyed")
m.sort(reverse=True); print(m[:5]); print(len(N.log)); N.log.clear()
big = [(i * 7919) % 1009 for i in range(1009)]
cnt = [0]
class K:
    __slots__ = ("v",)
    def __init__(self, v): self.v = v
    def __lt__(self, o): cnt[0] += 1; return self.v < o.v
for make in (lambda: list(range(300)), lambda: list(range(300))[::-1], lambda: big[:], lambda: [x % 7 for x in range(500)],
             lambda: list(range(100)) + list(range(50)) + list(range(200)), lambda: [x ^ 21 for x in range(400)]):
    a = make(); cnt[0] = 0
    b = [k.v for k in sorted([K(x) for x in a])]
    print(len(a), cnt[0], b == sorted(a), cnt[0])
    cnt[0] = 0
    b = sorted(a, key=K, reverse=True); print(cnt[0], b[:3])
def keyf(x):
    print("key", x, g(x)); return -x.n
p = [N(100), N(200)]
print(sorted(p, key=keyf))
q = [3, 1, 2]
def evil(x):
    q.append(x); return x
try: q.sort(key=evil)
except ValueError as e: print(e, q)
def see(x):
    print(q, len(q), sz(q)); return x
q = [3, 1]
q.sort(key=see)
try: [1, "a"].sort()
except TypeError as e: print(e)
try: [N(1), 3].sort()
except TypeError as e: print(e)
N.log.clear()
t = [N(1), N(2), N(3), N(4)]
t[1:3] = [N(9)]
print(t)
del t[::2]
print(t)
t[:] = []
t = [1, 2, 3, 4, 5, 6]
t[::2] = "abc"; print(t)
try: t[::2] = "ab"
except ValueError as e: print(e)
try: t[1:2] = 5
except TypeError as e: print(e)
t[1:1] = (7, 8); print(t)
t[3:] = t; print(t)
t *= 2; print(t); t *= 0; print(t, sz(t))
for k in range(0, 40):
    z = []
    for i in range(k): z.append(i)
    z2 = list(range(k)); z3 = list(z); z4 = [x for x in range(k)]; z5 = list(x for x in range(k)); z6 = z[:]; z7 = z + z; z8 = sorted(z); z9 = list(set(z)); za = list({x: 1 for x in z}); zb = [0] * k; zc = []; zc.extend(z); zd = []; zd.extend(iter(z)); zd.extend(z); ze = [*z, 1]
    print(k, [sz(x) for x in (z, z2, z3, z4, z5, z6, z7, z8, z9, za, zb, zc, zd, ze)], end=" ")
    while z: z.pop(); print(sz(z), end=" ")
    z.append(1); print(sz(z), end=" ")
    z = list(range(k)); z.clear(); print(sz(z), sz(tuple(zb)), end=" ")
    z = list(range(k)); z.insert(3, 1); print(sz(z))
it = iter(t2 := [1, 2]); print(next(it), next(it), next(it, "end")); t2.append(3); print(next(it, "end"))
it = iter([1, 2, 3]); print(it.__length_hint__()); next(it); print(it.__length_hint__())
r = reversed(t2); print(r.__length_hint__(), next(r), list(r), r.__length_hint__())
a = []; a.append(a); print(a, [a]); a.clear()
d = {}; d["d"] = d; print(d); d.clear()
w = ([],); w[0].append(w); print(w); w[0].clear()
print([1, 2] < [1, 3], [1] < [1, 2], [] == (), [1, 2] >= [1, 2], [2] > [1, 5])
def tryall(fs):
    for f in fs:
        try: print("ok", f())
        except Exception as e: print(type(e).__name__, e)
tryall([lambda: [][0], lambda: [].pop(), lambda: [1].pop(4), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1] + (1,), lambda: [1] * 'a', lambda: hash([]), lambda: list(5), lambda: list(1, 2), lambda: [].sort(1), lambda: [].sort(foo=2), lambda: [1, 2].insert('a', 1), lambda: [].append(), lambda: [].append(1, 2), lambda: [].extend(3),
lambda: (1,)[4], lambda: (1,) + [1], lambda: (1, 2).index(3), lambda: tuple(4), lambda: tuple(1, 2), lambda: {}[1], lambda: {}.popitem(), lambda: {}.pop(1), lambda: dict([1]), lambda: dict([(1,)]), lambda: dict(4), lambda: {[]: 1}, lambda: {1}.remove(3), lambda: set().pop(), lambda: set(4), lambda: {[]}, lambda: frozenset(1, 2), lambda: range(1.5), lambda: range(1, 2, 0), lambda: range(3)[5], lambda: range(3)['a'], lambda: range(), lambda: slice(), lambda: next(3), lambda: next(iter([])), lambda: iter(3), lambda: iter(3, 4), lambda: len(3), lambda: sum(['a']), lambda: sum(['a'], ''), lambda: max(), lambda: max([]), lambda: min(1), lambda: max(1, 2, default=3), lambda: sorted(1), lambda: sorted(), lambda: sorted([1], 2), lambda: enumerate(), lambda: enumerate(1), lambda: zip(1), lambda: map(1), lambda: map(), lambda: filter(1), lambda: reversed({1}), lambda: reversed(1), lambda: reversed(iter([])), lambda: print(sep=1), lambda: print(end=1), lambda: print(x=1), lambda: sys.getsizeof(), lambda: sys.getrefcount(), lambda: sys.setrecursionlimit(0), lambda: sys.intern(1), lambda: {1: 2} | [1], lambda: {1} | [1], lambda: {1} < [1], lambda: {1: 2} < {1: 2}, lambda: any(1), lambda: all(1), lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(zip([1], [1], [1, 2], strict=True)), lambda: iter(), lambda: [1, 2, 3][::0], lambda: {}.get(), lambda: {}.setdefault(), lambda: {}.update(1), lambda: {}.update(1, 2), lambda: dict(1, 2), lambda: {}.fromkeys(), lambda: {1, 2}.add(), lambda: range(5).index(9), lambda: range(5).index('a'), lambda: range(10**20)[10**19], lambda: len(range(10**30)), lambda: slice(1).indices(-1), lambda: zip([1], foo=2), lambda: sum(), lambda: sum([1], 'a'), lambda: sum([[1], [2]], []), lambda: enumerate([1], 'a'), lambda: sorted([1], key=1), lambda: min([1, 'a'])])
