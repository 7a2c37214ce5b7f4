# Tuples, ranges, slices, bytes.
import sys

t = (1, "two", [3])
print(t, t[1], t[-1], t[::-1], len(t), t + (4,), t * 2, 1 in t, t.index("two"), t.count(1), (), (1,), ((),))
t[2].append(4)
print(t, t == (1, "two", [3, 4]), (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), hash((1, 2)) == hash((1, 2)))
a, b, c = t
print(a, b, c is t[2], sys.getrefcount(c), sys.getrefcount(t))
u = t + ()
print(u is t, t[:] is t, tuple(t) is t, tuple([1]) == (1,), sys.getrefcount(t))
pair = (t, t)
print(sys.getrefcount(t), sys.getrefcount(pair), sys.getrefcount(c))
del pair, u
print(sys.getrefcount(t))
for bad in (lambda: t.__setitem__, lambda: t[9], lambda: t + [1], lambda: hash(t), lambda: t.append, lambda: t < 1):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
try:
    t[0] = 5
except TypeError as e:
    print(e)
try:
    del t[0]
except TypeError as e:
    print(e)
r = range(2, 20, 3)
print(r, list(r), len(r), r[2], r[-1], r[1:3], r[::-1], 8 in r, 9 in r, r.index(8), r.count(5), r.start, r.stop, r.step)
print(range(5) == range(0, 5, 1), range(0) == range(2, 2), list(range(5, 0, -2)), range(10)[2:8:2], bool(range(0)), sum(range(101)), max(range(3)))
print(list(range(10 ** 20, 10 ** 20 + 2)), len(range(-5, 5)), range(True), hash(range(3)) == hash(range(3)))
s = slice(1, 5, 2)
print(s, s.start, s.stop, s.step, "abcdef"[s], slice(None), slice(3) == slice(None, 3), s.indices(4), slice(-3, None).indices(10))


class Show:
    def __getitem__(self, i):
        return i


show = Show()
print(show[1], show[1:2], show[::2], show[1:2, 3], show[...], show[:, None], show[()], show["k"])
b = b"abc\x00\xff"
print(b, b[0], b[1:3], len(b), b + b"d", b * 2, b"b" in b, 97 in b, list(b), b.hex(), bytes(3), bytes([65, 66]), bytes("é", "utf-8"))
print(b"a,b".split(b","), b"abc".upper(), b"x".join([b"1", b"2"]), b"abc".find(b"c"), b"ab" < b"b", b"'", b'"\'', b"\\\n")
z = zip(t, r)
print(list(z), list(z), sys.getrefcount(r))
box = ["box"]
sl = slice(box, box)
print(sys.getrefcount(box))
del sl
print(sys.getrefcount(box))
x = 5,
print(x, *x, (*x, *x), [*x, 6])
