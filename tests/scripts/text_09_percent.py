# Every conversion of the % operator, with flags, widths, precisions, keys and errors.
ints = [0, 1, -1, 42, -42, 255, 2 ** 40, -2 ** 70, True]
for code in "diuxXo":
    for flags in ("", "-", "+", " ", "0", "#", "#0", "+0", "-0", "+-", " 0", "#-", "- #0+"):
        print(code, flags, " ".join(("[%" + flags + size + code + "]") % n for size in ("", "6", "12", ".4", "12.6", ".0") for n in ints))
for code in "sra":
    for flags in ("", "-", "+", " ", "0", "#"):
        print(" ".join(("[%" + flags + size + code + "]") % (v,) for size in ("", "6", ".2", "6.1", "2", ".0") for v in ("abc", "é", 12, None, [1, "x"], -5)))
for code in "c":
    print(" ".join(("[%" + size + code + "]") % v for size in ("", "4", "-4", "04", "+", ".0", "#") for v in ("a", "é", "🐍", 65, 233, 0x1F40D, True)))
print("%*d|%-*d|%0*d|%.*f|%*.*f|%*s|%.*s" % (5, 1, 5, 2, 5, 3, 2, 3.14159, 8, 1, 2.75, -6, "ab", 1, "xyz"))
print("%ld %hd %Lf %5.1lf" % (1, 2, 3.0, 4.56), "%%%d%%" % 5)
m = {"a": 1, "b": "two", "": "empty", "(x)": "paren", "c d": 3.5, "n": {"z": 9}}
print("%(a)d %(b)s %()s %((x))s %(c d).2f %(a)05d %(b)-5s| %(b)5.1s %%" % m, "%(n)s" % m, "no keys" % m, "%s" % m, "%(a)s%(a)s" % m)


class Map:
    def __getitem__(self, key):
        return key.upper()


print("%(key)s %(other)r" % Map())


class Num:
    def __init__(self, n):
        self.n = n

    def __int__(self):
        return self.n

    def __float__(self):
        return self.n / 2

    def __index__(self):
        return self.n + 1


print("%d %i %f %.1e %x %o %s" % (Num(7), Num(7), Num(7), Num(7), Num(7), Num(7), Num(7).n), "%d" % 3.99, "%d" % -3.99, "%i" % 1e20, "%c" % Num(64))


class OnlyFloat:
    def __float__(self):
        return 1.5


cases = ["%d", "%i", "%x", "%o", "%X", "%f", "%e", "%c", "%s", "%r", "%5c"]
for case in cases:
    for value in ("x", None, [], 1.5, OnlyFloat(), b"y", "", "ab", -1, 0x110000, 2 ** 80, float("inf"), float("nan"), (), (1,), (1, 2), {}):
        if case[-1] in "sr" and isinstance(value, OnlyFloat):
            continue
        try:
            print(repr(case % value), end=" ")
        except Exception as error:
            print(type(error).__name__, error, end=" ")
    print()
bad = [("%", 1), ("%5", 1), ("%(", {}), ("%(a", {}), ("%(a)", {"a": 1}), ("%(a)s", {}), ("%(a)s", 1), ("%(a)s", (1,)), ("%s %s", "x"), ("%s", (1, 2)), ("", 1), ("", (1,)), ("", {}), ("", []), ("", "x"), ("%z", 1), ("%é", 1), ("%\x00", 1), ("%*d", ("a", 1)), ("%*d", (1,)), ("%.*d", (1.5, 1)), ("%-", 1), ("%.", 1), ("%l", 1), ("%99999999999999999999d", 1), ("%.99999999999d", 1), ("%s%", "x"), ("%y %s", (1, 2)), ("a%!", 1), ("%()s", 1), ("%5%|", ()), ("%-5%|", 1), ("%l%", 1)]
for text, value in bad:
    try:
        print(repr(text % value))
    except Exception as error:
        print(repr(text), type(error).__name__, error)


class S(str):
    def __mod__(self, other):
        return "S%" + repr(other)

    def __rmod__(self, other):
        return "rS" + repr(other)


print(S("a") % 1, "%s" % S("q"), "x%s" % S("w"), "%d" % True, "%s %s" % (S("a"), "b"))
