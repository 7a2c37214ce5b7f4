# Finding, counting, replacing and splitting text: results, sharing and error texts.
import sys


def show(*calls):
    for call in calls:
        try:
            print(repr(call()), end=" ")
        except Exception as error:
            print(type(error).__name__, error, end=" ")
    print()


texts = ["", "a", "abcabcabc", "aaaa", "mississippi", "naïve café", "日本語日本", "🐍 and 🐍", "tab\tand space", "x" * 40 + "y" + "x" * 40]
parts = ["", "a", "abc", "ca", "aa", "ss", "é", "日本", "🐍", " ", "x" * 20, "y", "xyx", "zzz", "ssi", "ppi"]
for text in texts:
    for part in parts:
        print(text.find(part), text.rfind(part), text.count(part), part in text, text.startswith(part), text.endswith(part), text.find(part, 1), text.rfind(part, 0, -1), text.count(part, 2, 6), text.find(part, -3), text.find(part, 100), text.count(part, 5, 3), end=" ")
        print(repr(text.replace(part, "<>")), repr(text.replace(part, "", 2)), repr(text.removeprefix(part)), repr(text.removesuffix(part)), text.partition(part) if part else "", text.rpartition(part) if part else "", text.split(part) if part else "", text.rsplit(part, 1) if part else "")
for text in (" a b  c ", "\ta\n\u00a0b\u2003c\x1cd", "", "   ", "one", "a,b;c"):
    for most in (-1, 0, 1, 2, 10):
        print(text.split(None, most), text.rsplit(None, most), text.split(maxsplit=most), text.split(" ", most), text.rsplit(sep=" ", maxsplit=most))
for text in ("", "\n", "a\n", "a\nb", "a\r\nb\rc\n\nd", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "\r\n\r\n"):
    print(text.splitlines(), text.splitlines(True), text.splitlines(keepends=False))
print("".join(chr(i) for i in range(300)).split() == ["".join(p) for p in []], len("".join(chr(i) for i in range(300)).split()), len("".join(chr(i) for i in range(300)).splitlines()))
s = "sharing rules"
e = "empty"
print(s.replace("zz", "y") is s, s.replace("s", "s") is s, s.replace("s", "t", 0) is s, s.split("#")[0] is s, s.split()[0] is s, s.strip().split("#")[0] is s, s.partition("#")[0] is s, s.removeprefix("x") is s, s[:] is s, s[0:100] is s, s[::1] is s, (s + "") is s, ("" + s) is s, s * 1 is s, str(s) is s, s.splitlines()[0] is s, "".join([s]) is s, "".join((s,)) is s, "-".join([s]) is s, s.ljust(3) is s, s.zfill(2) is s, s.expandtabs() is s, s.strip() is s, s.strip("#") is s, format(s, "") is s, format(s, "3") is s, "{}".format(s) is s, "%s" % s is s, "%s" % (s,) is s, "%5s" % s is s, f"{s}" is s, "{:3}".format(s) is s, "plain".format() == "plain")
letter = "z"
letters = ["é", "5", ""]
print("z y".split()[0] is letter, chr(122) is letter, "".join(["z"]) is letter, chr(233) is letters[0], "ZZ".lower()[0] is letter, "Z".lower() is letter, str(5) is letters[1], letters[2].lower() is letters[2], "  ".strip() is letters[2])
for n in range(0, 20):
    print(sys.getsizeof("a " * n), sys.getsizeof(("a " * n).split()), sys.getsizeof(("a " * n).split(" ")), sys.getsizeof(("a\n" * n).splitlines()), end="|")
print()
print(*[sys.getsizeof(t) for t in texts])
t = "text"
show(lambda: t.find(), lambda: t.find(1), lambda: t.find("a", "b"), lambda: t.find("a", 1, 2, 3), lambda: t.find("e", None, None), lambda: t.index("q"), lambda: t.rindex("q"), lambda: t.index("x"), lambda: t.rindex("t"), lambda: t.count(), lambda: t.count(None))
show(lambda: t.startswith(1), lambda: t.startswith(("t", 1)), lambda: t.startswith((1, "t")), lambda: t.endswith([]), lambda: t.endswith(()), lambda: t.startswith("te", 1), lambda: t.startswith("ext", 1), lambda: t.endswith("ex", 0, 3))
show(lambda: t.replace("a"), lambda: t.replace("a", 1), lambda: t.replace(None, "b"), lambda: t.replace("t", "T", "x"), lambda: t.replace("t", "T", -5), lambda: t.replace("t", "T", True))
show(lambda: t.split(""), lambda: t.split(1), lambda: t.rsplit(""), lambda: t.split("t", "x"), lambda: t.split("t", sep="t"), lambda: t.split(foo=1), lambda: t.partition(""), lambda: t.partition(1), lambda: t.rpartition(""), lambda: t.splitlines(1, 2), lambda: t.removeprefix(1), lambda: t.removesuffix(None))
show(lambda: 1 in t, lambda: None in t, lambda: t + 1, lambda: 1 + t, lambda: t * "a", lambda: t * 1.5, lambda: t["a"], lambda: t[9], lambda: t[-9], lambda: t[1.0], lambda: t[None:2], lambda: t["a":], lambda: t[::0], lambda: t.nope, lambda: t < 1, lambda: t == 1, lambda: t != 1, lambda: -t, lambda: len(t, t))
