# Sets: sizes, order, operators, comparisons of keys.
from sys import getsizeof as sz, getrefcount as g
import sys
for n in list(range(0, 40)) + [76, 77, 78, 306, 307, 308, 1000]:
    a = set(); 
    for i in range(n): a.add(i)
    b = set(range(n)); c = set(b); d = a.copy(); e = frozenset(b); f = a | {n}; h = a & b; i = a - {1}; j = a ^ {1, n}; k = set(list(range(n))); m = set({x: 1 for x in range(n)}); o = {x for x in range(n)}
    print(n, [sz(x) for x in (a, b, c, d, e, f, h, i, j, k, m, o)])
print(sz({1}), sz({1, 2, 3, 4}), sz({1, 2, 3, 4, 5}), sz({1, 2, 3, 4, 5, 6}), sz({*range(5)}))
words = "the quick brown fox jumps over the lazy dog and then some more words come along".split()
s = set(words); print(s); print(list(s)); s -= {"fox", "dog"}; print(s); s.add("fox"); print(s); s |= {"q" + str(i) for i in range(30)}; print(s)
print({3, 1, 2}, {"b", "a"}, frozenset("hello"), set(), frozenset(), {1.5, "x", (1, 2)})
print(set("abc") & set("bcd"), set("abc") | set("xyz"), set("abcd") - set("bd"), set("abc") ^ set("bcx"))
s = set(range(10)); s.discard(3); s.remove(4); print(s.pop(), s.pop(), s); s.update([30, 40], {50}); print(s); s.intersection_update(range(5, 45)); print(s); s.difference_update({5}, [6]); print(s); s.symmetric_difference_update([7, 99]); print(s)
print(s.union([1], (2,)), s.intersection([99, 30], [30]), s.difference([30]), s.symmetric_difference([30, 1]), s.issubset(range(200)), s.issuperset([99]), s.isdisjoint([1]), s.isdisjoint([99]))
print(hash(frozenset([1, 2, 3])), hash(frozenset()), hash(frozenset(range(100))), hash((1, 2, 3)), hash(()), hash(("a", 1.5, None)) is not None, hash(range(5)), hash(frozenset([frozenset([1]), 5])))
print({1, 2} == frozenset([1, 2]), {1} < {1, 2}, {1, 2} <= {1, 2}, {3} > set(), {1} != {2})
print(frozenset([1]) in {frozenset([1])}, {1} in {frozenset([1])}, {frozenset([1]): 2})
class K:
    def __init__(s, n): s.n = n
    def __hash__(s): return 1
    def __eq__(s, o): print("eq", s.n, o.n, g(s), g(o)); return s.n == o.n
    def __del__(s): print("del", s.n)
a, b = K(1), K(2)
s = {a, b}
print(K(2) in s); s.add(K(1)); s.discard(K(2)); print(len(s)); s.add(b); s.clear(); print("cleared")
s = {a, b}; t = {b, a}; print(s == t, s <= t, len(s & t), len(s | t), len(s - t)); del s, t
try:
    s = {1, 2}
    for x in s: s.add(x + 10)
except RuntimeError as e: print(e)
it = iter({1, 2, 3}); print(it.__length_hint__(), next(it), it.__length_hint__(), list(it))
class S(set): pass
x = S([1]); x.a = 1; print(x, x | {2}, type(x | {2}), type(x.copy()), sz(S()))
class F(frozenset): pass
print(F([1]), type(F([1]) | {2}), repr(F()))
f = frozenset([1]); print(frozenset(f) is f, f.copy() is f, f | f is f, set(f) is f)
