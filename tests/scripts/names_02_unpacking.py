# Every form of assignment, and what it does to counts.
import sys

one = ["one"]
a, b = one, one
print(sys.getrefcount(one))
a, b = b, a
(a, b), [c, d] = (1, 2), (one, one)
print(a, b, c is d, sys.getrefcount(one))
first, *rest = one * 4
print(first, rest)
*init, last = range(5)
print(init, last)
h, *m, t = "hello"
print(h, m, t)
*only, = (1, 2)
print(only)
x = y = z = [0]
x += [1]
print(z, sys.getrefcount(z))
i = 0
seq = [0, 1, 2, 3]
i, seq[i] = 2, "set"
print(i, seq)
seq[1:3] = ["a", "b", "c"]
print(seq)
seq[::2] = [9, 9, 9]
print(seq)
d = {}
d["k"], d["j"] = 1, 2
print(d)
for bad in (lambda: unpack2([1]), lambda: unpack2([1, 2, 3]), lambda: unpack2(5), lambda: star([])):
    def unpack2(v):
        p, q = v

    def star(v):
        p, q, *r = v
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
try:
    seq[::2] = [1]
except ValueError as e:
    print(e)
t = (1, [2])
try:
    t[1] += [3]
except TypeError as e:
    print(e, t)
n: int = 5
m: "never evaluated"
print(n, "m" in globals())
print([*range(3), *"ab"], (*[1], 2), {*[1, 1]}, {**{"a": 1}, "b": 2, **{"a": 3}})
def f():
    return 1, 2, *[3, 4]
print(f())
