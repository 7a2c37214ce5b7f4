# Sets and frozensets of small integers: order is by hash.
import sys

a = {1, 2, 3}
b = set([3, 4, 4])
print(a, b, a | b, a & b, a - b, a ^ b, len(b), 3 in a, 9 in a)
a.add(10)
a.add(1)
a.discard(99)
a.remove(10)
print(a, a.pop(), a, set(), {*()}, type({}).__name__)
print({1, 2} <= {1, 2, 3}, {1, 2} < {1, 2}, {1}.issubset([1, 2]), {1, 2}.issuperset({1}), {1}.isdisjoint({2}))
print({1}.union([2], (3,)), {1, 2}.intersection([2, 5]), {1, 2}.difference([1]), {1, 2}.symmetric_difference([2, 3]))
a = {1, 2, 3, 4}
a |= {9}
a &= {1, 2, 9, 50}
a -= {1}
a ^= {2, 7}
print(a)
a.update([5, 6], (8,))
print(sorted(a), a == {5, 6, 7, 8, 9}, a.copy() is a)
f = frozenset([1, 2])
print(f, hash(f) == hash(frozenset([2, 1])), {f: "k"}[frozenset([2, 1])], f | {3}, {3} | f, type({3} | f).__name__, frozenset(f) is f)
print({x % 3 for x in range(10)}, sorted({c for c in "hello"}), {(1, 2), (1, 2)}, {1, 1.0, True}, {0, False, 0.0})
item = ("t", [])
try:
    {item}
except TypeError as e:
    print(e)
key = frozenset(["unique key"])
s = {key}
t = s | s
print(sys.getrefcount(key), len(t))
for k in s:
    print(sys.getrefcount(k))
s.clear()
print(sys.getrefcount(key))
t.discard(frozenset(["unique key"]))
del k
print(sys.getrefcount(key))
for bad in (lambda: {1}.remove(5), lambda: set().pop(), lambda: {1} + {2}, lambda: {1} | [2], lambda: f.add(1), lambda: set(5), lambda: {[1]}, lambda: hash({1})):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(sorted([{3}, {1, 2}, {1}], key=len), max({4, 9, 2}), sum({1, 2, 3}), list({5: 0, 6: 0}))
big = set(range(50))
big -= set(range(0, 50, 2))
print(big, len(big))
print(set(range(20)), {100, 50, 7}, {-1, -2, 0}, {2 ** 61 - 1, 0}, {1.5, 2.5}, {None} == {None})
