# Lists: methods, slices, sorting, comparison.
import sys

a = [3, 1, 2]
a.append(5)
a.extend("xy")
a.insert(0, "first")
a.insert(-1, "before last")
a.insert(100, "end")
print(a, len(a), a.index(2), a.count("x"))
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove("x") if "x" in a else None
a.reverse()
print(a, a[::-1], a[1:3], a[-2:], a[:], a[::2], a[5:], a[3:1])
b = a.copy()
b.clear()
print(a, b, a == b, [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [1, 2] + [3], [0] * 3, 3 * ["a"])
n = [5, 3, 9, 1]
n.sort()
print(n, sorted(n, reverse=True), n.sort(reverse=True), n)
w = ["banana", "Apple", "cherry", "date"]
print(sorted(w), sorted(w, key=str.lower), sorted(w, key=len), sorted(w, key=lambda s: s[-1], reverse=True))
w.sort(key=lambda s: (len(s), s))
print(w, min(w, key=len), max(w, key=len), min([3, 1], default=0), max([], default="none"))
pairs = [(1, "b"), (0, "z"), (1, "a"), (0, "y")]
print(sorted(pairs), sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
a = list(range(10))
a[2:5] = ["x"]
print(a)
a[1:1] = [7, 7]
print(a)
a[::3] = [0] * len(a[::3])
print(a)
del a[1:8:2]
print(a)
a[:] = []
print(a, not a)
a += (1, 2)
a *= 2
print(a, 1 in a, 9 not in a)
grid = [[0] * 3 for _ in range(2)]
grid[0][1] = 5
shared = [[0] * 2] * 3
shared[0][0] = 1
print(grid, shared, sys.getrefcount(shared[0]), sys.getrefcount(grid[0]))
nested = [1, [2, [3]]]
nested.append(nested)
print(nested, len(nested))
item = ["i"]
l = [item] * 4
print(sys.getrefcount(item))
l[1:3] = []
print(sys.getrefcount(item))
l.extend(l)
print(sys.getrefcount(item))
m = l + l
print(sys.getrefcount(item))
l.sort()
k = sorted(m, key=lambda x: sys.getrefcount(x))
print(sys.getrefcount(item), len(k))
for bad in (lambda: a.index(99), lambda: a.remove(99), lambda: [].pop(), lambda: a.pop(99), lambda: a.__setitem__(99, 1), lambda: a + 1, lambda: a["x"], lambda: a * 1.5, lambda: a.insert("x", 1), lambda: a.extend(5), lambda: sorted(5), lambda: [1, "a"].sort()):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print([1, 2.0, "s", None, True, (1,), {2: 3}, {4}, b"b", range(2), [[]]])
print(sum([1, 2, 3]), sum([0.1] * 3), sum([[1], [2]], []), any([0, 1]), all([]), list(zip([1, 2], "ab")))
