# Padding, stripping, joining, translating, case and classes of characters.
def show(*calls):
    for call in calls:
        try:
            print(repr(call()), end=" ")
        except Exception as error:
            print(type(error).__name__, error, end=" ")
    print()


for text in ("", "a", "ab", "abc", "-5", "+", "é🐍"):
    for width in (-3, 0, 1, 2, 3, 4, 5, 8):
        print(repr(text.center(width)), repr(text.center(width, "*")), repr(text.ljust(width, "é")), repr(text.rjust(width, "🐍")), repr(text.zfill(width)))
for text in ("\t", "a\tb", "ab\tc\td", "a\n\tb", "\t\t", "12345678\t9", "a\rb\tc"):
    print([text.expandtabs(n) for n in (-1, 0, 1, 2, 4)], repr(text.expandtabs()), repr(text.expandtabs(tabsize=3)))
for text in ("", "  a  ", "\n\t a b \u00a0\u2003", "xxaxx", "abcba", "ééaé", "\x1f a \x1c"):
    for chars in (None, " ", "x", "ab", "é", "", "zzz"):
        print(repr(text.strip(chars)), repr(text.lstrip(chars)), repr(text.rstrip(chars)), end=" ")
    print(repr(text.strip()), repr(text.lstrip()), repr(text.rstrip()))
words = ["hello world", "HELLO World", "they're bill's friends", "x1y2 3z", "éclair ÀÉ", "ΑΒΓΔ αβγς ΣΑΣ ΟΔΟΣ.", "Привет МИР", "straße ẞ", "ŉ ǆ"[:1], "ÿŸ ıİ", "日本 ok", "a_b-c.d", "", "123", "ªº µ", "ĀāĂă Žž", "ﬁ"[:0], "İstanbul"]
for word in words:
    show(lambda: word.lower(), lambda: word.upper(), lambda: word.title(), lambda: word.capitalize(), lambda: word.swapcase(), lambda: word.casefold())
tests = words + ["A", "a", "5", "٣", "²", "½", "_", " ", "\t\n", "\u00a0", "Ab Cd", "Ab cD", "AB", "ab", "aB1", "1ab", "a1", "_x", "é", "a b", "\x00", "\u200b", "日", "א", "🐍", "€", "for", "a.b"]
for text in tests:
    print(repr(text), *[int(getattr(text, name)()) for name in ("isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "islower", "isupper", "istitle", "isidentifier", "isprintable", "isascii")])
print("".join(chr(i).upper() + chr(i).lower() + chr(i).title() + chr(i).swapcase() + chr(i).casefold() for i in range(0x180)))
print([i for i in range(0x180) if chr(i).isalpha()] == [i for i in range(0x180) if chr(i).isalpha() and chr(i).isalnum()], sum(chr(i).isalpha() for i in range(0x180)), sum(chr(i).islower() for i in range(0x180)), sum(chr(i).isprintable() for i in range(0x3000)))
print(repr("".join(map(chr, range(0x250)))))
print(ascii("".join(map(chr, (0, 9, 10, 13, 31, 127, 128, 160, 173, 255, 256, 0x2028, 0xd800, 0xffff, 0x1f40d, 0x10ffff)))))
print([repr("".join(map(chr, (0x200b, 0x2028, 0xd800, 0xdfff, 0xe000, 0xfeff, 0xffff, 0x1f40d, 0xe0001, 0x10ffff))))])
for text in ("'", '"', "'\"", "it's", 'say "hi"', "back\\slash", "\a\b\f\v\x1b", "nul\0", "é\n"):
    print(repr(text), str(text) == text, ascii(text))
print("-".join("abc"), "".join(x for x in ("a", "b")), ", ".join({"k": 1, "l": 2}), "é".join(["a", "b"]), "🐍".join("é"), "ab".join(("x", "", "y")), "".join([]), "x".join([""]), repr("".join(["", ""])))
print(ascii("hello".translate({104: "H", 101: None, 108: 49, 111: "ö"})), "abc".translate(str.maketrans("abc", "xyz")), "abc".translate(str.maketrans("a", "b", "c")), str.maketrans("ab", "cd", "e"), str.maketrans({"x": 1, 98: "y", "z": None}), "xyz".translate({}), "abc".translate("0" * 98 + "Z"))


class Table:
    def __getitem__(self, key):
        if key == ord("b"):
            raise LookupError
        return key + 1 if key != ord("c") else None


print("abcd".translate(Table()))
show(lambda: "a".center(), lambda: "a".center("b"), lambda: "a".center(3, "xy"), lambda: "a".center(3, 1), lambda: "a".ljust(3, ""), lambda: "a".zfill("1"), lambda: "a".zfill(), lambda: "a".expandtabs("x"), lambda: "a".strip(1), lambda: "a".lstrip(b"x"), lambda: "a".strip("a", "b"), lambda: "a".upper(1))
show(lambda: ",".join(1), lambda: ",".join([1]), lambda: ",".join(["a", None]), lambda: ",".join(), lambda: ",".join(b"ab"), lambda: ",".join(iter([])), lambda: "a".translate(1), lambda: "a".translate({97: 1.5}), lambda: "a".translate({97: -1}), lambda: str.maketrans(1), lambda: str.maketrans("a", "bc"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans("a", 1), lambda: str.maketrans(1, "a"), lambda: str.maketrans({1.5: 1}))
