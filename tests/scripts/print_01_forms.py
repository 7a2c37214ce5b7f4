# print, repr and str of everything.
import sys

print()
print("a", "b", sep="")
print("a", "b", sep="-", end="!\n")
print(1, 2.5, None, True, [1], (1,), {"a": 1}, {1}, "s", sep="|")
print(*range(3), sep=", ")
print("no newline", end="")
print(end="\n")
print("x", file=sys.stdout)
print(sep="unused")
print("flush", flush=True)
sys.stdout.write("written\n")
print("tab\there", "line\nbreak", "nul" if False else "quote'\"")


class OnlyRepr:
    def __repr__(self):
        return "<repr>"


class Both(OnlyRepr):
    def __str__(self):
        return "<str>"


class Wrong:
    def __str__(self):
        return 5


o, b = OnlyRepr(), Both()
print(o, b, [o, b], (b,), {"k": b}, f"{o} {b}", str(o), repr(b), "%s %r" % (b, b))
try:
    print(Wrong())
except TypeError as e:
    print(e)
l = [1]
l.append(l)
d = {}
d["d"] = d
t = ([],)
t[0].append(t)
print(l, d, t)
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("\\"), repr("\r\x07\x1b"), repr("é\xa0\u3000"))
print([1.0, "a", None, (), [], {}, set(), frozenset(), range(2), b"x", -0.0, 1e20, True, ..., NotImplemented, int, len.__name__])
print(type(1), type("s"), type(None), type(o), OnlyRepr, ValueError, ValueError("x"), [KeyError("k")], type, object)
print(str(ValueError("a", 1)), str(ValueError()), repr(KeyError("a", "b")), str(KeyError("q")), str(OSError("plain")))
print(range(5), range(1, 5), range(0, 5, 2), slice(1, 2), {1: {2: 3}}, [[[]]], ((1,), 2), {(1, 2): [3]})
print(print("inner"), len, abs)
for bad in (lambda: print(1, sep=5), lambda: print(1, end=5), lambda: print(1, nope=5)):
    try:
        bad()
    except TypeError as e:
        print(e)
