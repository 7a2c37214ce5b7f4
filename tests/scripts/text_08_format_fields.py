# Replacement fields of str.format and format_map: numbering, attributes, items, nesting, errors.
import sys


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.items = [1, [2, 3], {"k": "v"}]

    def __getitem__(self, key):
        return f"item {key!r}"

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __format__(self, spec):
        return f"<{spec}|{self.x}>"


p = Point(3, "why")
d = {"a": 1, "b c": 2, "0": "zero", "-1": "minus", 5: "five", "deep": {"er": [10, 20]}}
for text in ("", "plain", "{}", "{} {} {}", "{0}{0}{1}", "{{}}", "{{{}}}", "}}{{", "{0.x} {0.y} {0.items[0]} {0.items[1][1]} {0.items[2][k]}", "{0[abc]} {0[0]}", "{0!r} {0!s} {0!a}", "{0!r:>20}", "{0:spec}", "{0:}", "{:>{}}", "{0:{1}}", "{0:{1}{1}}", "{1:{0.x}}", "{:{}.{}}"):
    try:
        print(text.format(p, 12, 3, "more"))
    except Exception as error:
        print(type(error).__name__, error)
for text in ("{a} {b c}", "{0}", "{-1}", "{5}", "{deep[er][0]} {deep[er][1]:>5}", "{a:{a}}", "{missing}", "{}", "{a!r:^5}"):
    for call in (lambda: text.format(**{str(k): v for k, v in d.items()}), lambda: text.format_map(d)):
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__, error)
bad = ["{", "}", "{0", "{0!", "{0!x}", "{0!rr}", "{0!r", "{0!r:", "{0:{", "{0:{1}", "{a{b}}", "{0[}", "{0[a}", "{0[a]b}", "{0.}", "{0[]}", "{.x}", "{[0]}", "{0..x}", "{0}{}", "{}{0}", "{:{:{}}}", "{0:{{}}}", "a}", "a{", "{!r}", "{!}", "{:}}", "{99999999999999999999}", "{0[99999999999999999999]}", "{0[9]}", "{9}", "{x}", "{0.nope}", "{ 0 }", "{0 }", "{0:d}", "{0!\u00e9}", "{:{0}}", "{0:{}}", "{\n}", "{0[-1]}", "{0[0]}{0[1]}"]
for text in bad:
    try:
        print(repr(text), repr(text.format([7, 8], 1, 2)))
    except Exception as error:
        print(repr(text), type(error).__name__, error)


class Missing(dict):
    def __missing__(self, key):
        return "<" + key + ">"


print("{a} {b}".format_map(Missing(a=1)), "{x.real}".format(x=5), "{0.__class__.__name__}".format(1.5))


class Counted:
    def __format__(self, spec):
        return f"{spec}:{sys.getrefcount(self)}"

    def __str__(self):
        return f"s{sys.getrefcount(self)}"

    def __repr__(self):
        return f"r{sys.getrefcount(self)}"


c = Counted()
print("{}".format(c), "{:x} {:y}".format(c, c), "{0} {0}".format(c), "{k}".format(k=c), "{!s} {!r}".format(c, c), "{k:z}".format_map({"k": c}), format(c), format(c, "q"), f"{c}", f"{c:w}", f"{c!s}", f"{c!r:>4}")
print("%s" % c, "%s %s" % (c, c), "%r" % (c,), "%(k)s" % {"k": c}, "%(k)r %(k)s" % {"k": c}, "%10s|" % c, (lambda: str(c))(), repr(c), [c], "{}".format([c]), "%s" % [c], ascii(c))
print("{}{}".format(Counted(), "x"), "%s" % Counted(), f"{Counted()}", (lambda: str(Counted()))(), "%s%s" % (Counted(), Counted()))
