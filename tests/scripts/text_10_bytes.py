# bytes: literals, repr, items, slices, methods, decoding, errors.
import sys


def show(*calls):
    for call in calls:
        try:
            print(repr(call()), end=" ")
        except Exception as error:
            print(type(error).__name__, error, end=" ")
    print()


b = b"hello world"
print(b, b[0], b[-1], b[1:4], b[::-1], b[::3], b[5:2], len(b), list(b[:3]), b + b"!", b * 2, b"ab" * 0, 104 in b, b"lo w" in b, b"" in b, b"zz" in b, hash(b) == hash(b"hello world"), b == b"hello world", b < b"help", b > b"hell", b != "hello world", bool(b""), [x for x in b"abc"], sorted(b"cab"), max(b))
print(repr(bytes(range(256))), repr(b"it's"), repr(b'say "hi" it\'s'), repr(b"\\\n\r\t\x00"), str(b"x"), f"{b'y'} {b'z'!r:>6}")
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes((65, 66)), bytes("é", "utf-8"), bytes("é", "latin-1"), bytes(b"copy"), bytes(range(3)), bytes(x for x in (1, 2)), bytes(b) is b, b[:] is b, b[0:1] is b[:1], b[1:1] is bytes(), b * 1 is b, (b + b"") is b)
print(b.decode(), b.decode("ascii"), b.hex(), bytes.fromhex("68 65 6C6c"), b", ".join([b"a", b"b"]), b"".join((b"x",)), b.find(b"o"), b.find(b"o", 5), b.find(111), b.rfind(b"o"), b.index(b"w"), b.count(b"l"), b.count(108), b.startswith(b"he"), b.endswith((b"x", b"ld")), b.upper(), b.lower(), b"  x ".strip(), b"xxaxx".strip(b"x"), b" a".lstrip(), b"a ".rstrip(), b.replace(b"l", b"LL"), b.replace(b"l", b"", 1), b.replace(b"", b"-", 3))
print(*[sys.getsizeof(x) for x in (b"", b"a", b"abc", bytes(100))])
for data in (b"caf\xc3\xa9", b"\xe6\x97\xa5", b"\xf0\x9f\x90\x8d", b"", b"\x80", b"a\xffb", b"\xc3", b"\xc3(", b"\xe6\x97", b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf0\x9f", b"\xf0\x9f\x90", b"\xf8", b"x\xc0\x80"):
    show(lambda: ascii(data.decode()), lambda: ascii(data.decode("utf-8", "replace")), lambda: data.decode("utf8", "ignore"), lambda: data.decode("utf-8", "backslashreplace"), lambda: ascii(data.decode("latin-1")), lambda: data.decode("ascii"), lambda: str(data, "utf-8") == data.decode())
for text in ("plain", "café", "日本", "🐍", "\ud800", "a\udfff\ud800b", "", "é€é"):
    show(lambda: text.encode(), lambda: text.encode("ascii"), lambda: text.encode("latin-1"), lambda: text.encode("ascii", "replace"), lambda: text.encode("ascii", "ignore"), lambda: text.encode("latin1", errors="backslashreplace"), lambda: text.encode("ascii", "xmlcharrefreplace"), lambda: text.encode("UTF-8", "replace"))
show(lambda: b[20], lambda: b["a"], lambda: b + "a", lambda: "a" + b, lambda: b * "a", lambda: "a" in b, lambda: 256 in b, lambda: b < "a", lambda: bytes("a"), lambda: bytes([256]), lambda: bytes(["a"]), lambda: bytes(-1), lambda: bytes(1.5), lambda: bytes(None), lambda: bytes(5, "utf-8"), lambda: bytes("a", 5))
show(lambda: b.find("a"), lambda: b.index(b"q"), lambda: b.join(["a"]), lambda: b"".join([1]), lambda: b.startswith("a"), lambda: b.startswith((1,)), lambda: b.replace("a", b"b"), lambda: b.strip("a"), lambda: b.decode(5), lambda: bytes.fromhex("1"), lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("1 2"), lambda: bytes.fromhex(1), lambda: str("a", "utf-8"), lambda: str(5, "utf-8"), lambda: str(b, 5), lambda: b.nope)
try:
    b"\xff".decode()
except UnicodeDecodeError as e:
    print(e.args, e)
try:
    "é".encode("ascii")
except UnicodeEncodeError as e:
    print(e.args, e)


class B(bytes):
    pass


class HasBytes:
    def __bytes__(self):
        return b"made"


v = B(b"abc")
print(v, repr(v), v[0], v[1:], type(v[:]).__name__, type(v + b"").__name__, v == b"abc", hash(v) == hash(b"abc"), bytes(v), type(bytes(v)).__name__, bytes(HasBytes()), B(HasBytes()), v.hex(), {b"abc": 1}[v])
it = iter(b"ab")
print(next(it), it.__length_hint__(), next(it), next(it, "end"), type(it).__name__)
for data in (b"", b"a", b"a b  c ", b" a\tb\n", b"one,two,,three", b"l1\nl2\r\nl3\r", b"Hello World 1x", b"HELLO", b"-5", b"\xe9A\xff", b"123", b" \n"):
    print(data.split(), data.split(b","), data.split(None, 1), data.rsplit(b" ", 1), data.rsplit(maxsplit=1), data.splitlines(), data.splitlines(True), data.partition(b","), data.rpartition(b" "), data.removeprefix(b"one"), data.removesuffix(b"O"), data.removeprefix(b""))
    print(data.capitalize(), data.title(), data.swapcase(), data.center(9), data.center(8, b"*"), data.ljust(5, b"."), data.rjust(5), data.zfill(6), data.isalnum(), data.isalpha(), data.isascii(), data.isdigit(), data.isspace(), data.islower(), data.isupper(), data.istitle())
show(lambda: b"a".split(""), lambda: b"a".split(b""), lambda: b"a".partition(b""), lambda: b"a".partition("a"), lambda: b"a".center("a"), lambda: b"a".ljust(5, "x"), lambda: b"a".ljust(5, b"xy"), lambda: b"a".zfill(), lambda: b"a".removeprefix("a"))
w = b"whole"
print(w.split()[0] is w, w.split(b"#")[0] is w, w.partition(b"#")[0] is w, w.splitlines()[0] is w, w.ljust(2) is w, w.removeprefix(b"x") is w, w.strip() is w, w.replace(b"x", b"y") is w, sys.getsizeof(w.split()), sys.getsizeof((b"a " * 20).split()))
