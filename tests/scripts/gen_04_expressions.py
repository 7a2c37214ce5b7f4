# Generator expressions are lazy; the first iterable is not.
import sys


def noisy(tag, n):
    print("   start", tag)
    for i in range(n):
        yield tag + str(i)


print("make")
g = (x + y for x in noisy("a", 2) for y in noisy("b", 2))
print("made")
print(next(g))
print(list(g))
src = [1, 2, 3]
g = (v for v in src)
print("held by its iterator:", sys.getrefcount(src))
src.append(4)
print(sum(g), sys.getrefcount(src))
try:
    (1 / 0 for x in nothing)
except NameError as e:
    print("at once:", e)
print(max(len(w) for w in "the quick brown fox".split()))
print(any(n > 2 for n in src), all(n > 2 for n in src))
g = (n for n in src)
print(2 in g, list(g))
print(dict((k, k * k) for k in range(3)), set(n % 2 for n in src), tuple(n for n in src if n % 2))
obj = object()
print([sys.getrefcount(o) for o in [obj]], list(sys.getrefcount(o) for o in [obj]))
print(sorted((w for w in ["bb", "a", "ccc"]), key=len, reverse=True))
print(", ".join(str(x) for x in range(4) if x != 2))
