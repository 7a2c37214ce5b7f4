# Strings as sequences: iterators, comparison, hashing, slices, subclasses, counts and sizes.
import sys

g = sys.getrefcount
s = "walk " + str(12345)
base = g(s)
it = iter(s)
print(g(s) - base, next(it), next(it), it.__length_hint__(), type(it).__name__, type(iter("é")).__name__, g(it))
print(list(it), next(it, "end"), g(s) - base, it.__length_hint__())
for ch in s:
    print(ch, end=g(s) and "." or "")
print(g(s) - base)
print([g(s) - base for ch in s][:3], g(s) - base, [*s][:2], {*"aab"} == {"a", "b"}, dict(zip("ab", s)))
parts = [s, s[:], s[1:], s + "", s * 2, s.upper(), s.split(), s.replace("w", "W"), s.partition(" ")]
print(g(s) - base, [p is s for p in parts[:4]], g(parts[5]), g(parts[6][0]), g(parts[8][0]))
del parts
a, b, c, d, *rest = "unpack"
print(a, b, c, d, rest, g(s) - base)
pairs = [("", ""), ("", "a"), ("a", "b"), ("a", "B"), ("abc", "abd"), ("abc", "ab"), ("é", "z"), ("é", "e"), ("日", "é"), ("🐍", "日"), ("a\x00", "a"), ("Z", "a"), ("ß", "ss")]
for x, y in pairs:
    print(x < y, x <= y, x == y, x != y, x > y, x >= y, max(x, y) == max(y, x), end="|")
print()
print([hash(t) for t in ("", "a", "abc", "hello world", "é", "日本", "🐍")][0], hash("a") == hash("".join(["a"])), hash("é") == hash("é".lower()), len({"a", "a", "b"}), {"k" + str(1): 1}["k1"])
t = "0123456789"
for start in (None, -20, -3, 0, 2, 9, 20):
    for stop in (None, -20, -1, 0, 5, 10, 20):
        print(t[start:stop], t[start:stop:2], t[start:stop:-1], t[start:stop:-3], t[start:stop:100], sep=",", end=";")
print()
print(t[slice(1, 5)], t[slice(None, None, -2)], t[True], t[-True], "é日🐍x"[::2], "é日🐍x"[::-1], "é日🐍x"[1:2], sys.getsizeof("é日🐍x"[0:1]), sys.getsizeof("é日🐍x"[0:2]), sys.getsizeof("é日🐍x"[3:]), sys.getsizeof("🐍🐍"[1:]))


class S(str):
    def __init__(self, *args):
        self.note = "kept"

    def __len__(self):
        return 99

    def shout(self):
        return self.upper() + "!"


v = S("word")
print(v, repr(v), v.note, len(v), v.shout(), v == "word", "word" == v, hash(v) == hash("word"), {"word": 1}[v], v + "s", type(v + "").__name__, type(v[:]).__name__, type(v.strip()).__name__, type(str(v)).__name__, type(v * 1).__name__, type("".join([v])).__name__, f"{v:>6}", "%s" % v, "{}".format(v), v in ("word",), v < "z", "-".join([v, v]), v.split("r"), v.encode(), isinstance(v, str), str(v) is v, v.replace("x", "y") is v, v.partition("zz")[0] is v, v.split("zz")[0] is v, sys.getsizeof(v), sys.getsizeof(S("é")), sys.getsizeof(S("日")), sys.getsizeof(S()))
v.extra = [1]
print(v.__dict__, g(v), S(b"ab", "ascii") == "ab", S(5), S(object=1) if False else "")


class Slots(str):
    __slots__ = ()


w = Slots("abc")
print(w, sys.getsizeof(w), hasattr(w, "__dict__"), w.title(), [w][0] is w, sys.getsizeof(Slots("")))
words = {}
for word in "the cat the dog the end".split():
    words[word] = words.get(word, 0) + 1
print(words, sorted(words, key=lambda x: (-words[x], x)), "".join(sorted("hello")), "".join(reversed("abc")), list(enumerate("ab")), list(zip("ab", "cd")), list(map(str.upper, "ab")), min("hello"), max("hello"), any("a"), all(""), sum(map(ord, "abc")))
acc = ""
for i in range(50):
    acc += chr(97 + i % 26)
print(acc, len(acc), sys.getsizeof(acc), g(acc))


def build(n):
    text = ""
    for i in range(n):
        text += str(i)
        text = text + ","
    return text


print(build(30), sys.getsizeof(build(100)))
x = "con" + "cat"
y = x
x += "!"
print(x, y, x is y)
print(str(), str(object=5), str(None), str(1.5), str([1, "a"]), str(b"b"), str(b"\xc3\xa9", "utf-8"), str(b"x", encoding="ascii", errors="strict"), repr(str), type("").__name__)
for call in (lambda: str(1, 2, 3, 4), lambda: str(x=1), lambda: str(b"a", 5), lambda: str("a", "b"), lambda: "a".foo, lambda: iter("a").foo, lambda: "abc"[1:2:0], lambda: S.missing):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
