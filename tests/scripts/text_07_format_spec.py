# The format mini-language over values, widths, alignments and types, with its error texts.
values = [0, 1, -1, 42, -42, 1234567, -1234567, 2 ** 70, True, 65, 0.0, 1.5, -1.5, 1234567.891, 1e-7, 1e22, float("inf"), float("nan"), "", "ab", "é🐍", "longer text"]
specs = ["", "5", "<5", ">5", "^5", "=5", "*^9", "é<6", "05", "+", "-", " ", "+5", "+05", " 08", "#", "#x", "#X", "#b", "#o", "#010x", "x", "X", "o", "b", "d", "c", "n", ",", "_", ",d", "_x", "_b", "_o", ",x", "020,", "020_", "+020,d", ",.2f", "_.3f", ".3", "10.3", "<10.2", "f", ".0f", ".2f", "e", ".3e", "E", "g", ".3g", "G", "%", ".1%", "s", "10s", "^10s", ".1s", "z", "z.0f", "#g", "#.0f", "0<7", "x<7", "}<5", "{>5", "{^5}"]
for value in values:
    for spec in specs:
        try:
            print(format(value, spec), end="|")
        except Exception as error:
            print(type(error).__name__, error, end="|")
    print()
for value in (1, "a", 1.5):
    for spec in ("5x5", "..", ".", ".x", "5.", "<<<", "00", "0>05", ",,", "_,", ",_", "__", "+-", "##", "5 ", " 5 ", "\u20ac", "\x01", "q", "y5", "99999999999999999999", ".99999999999999999999", "1.1.1", "d5", "=", "=s", "<", ">", "^", "é", "zz", "#c", "+c", ",c", "_c", ".2c", ".2d", "+s", " s", "#s", "zs", "=5s", ",s", "_s", "0s", "05s", "<05", "0<05", "x05"):
        try:
            print(repr(format(value, spec)), end="|")
        except Exception as error:
            print(type(error).__name__, error, end="|")
    print()
for point in (-1, 0, 65, 233, 0x1f40d, 0x10ffff, 0x110000, 2 ** 70):
    try:
        print(ascii(f"{point:c}"), ascii(f"{point:5c}"), ascii(f"{point:<5c}|"), ascii(f"{point:05c}"))
    except OverflowError as error:
        print(error)
for width in range(0, 16):
    print(f"{1234567:0{width},}", f"{-1234567:0{width},}", f"{12.5:0{width},}", f"{255:#0{width}x}", f"{255:#0{width}_b}", f"{True:0{width}}", sep="|")


class Both:
    def __format__(self, spec):
        return "f:" + spec

    def __str__(self):
        return "str"


class Text(str):
    def __str__(self):
        return "T"


class Number(int):
    def __str__(self):
        return "N"


class Plain:
    pass


b = Both()
print(format(b), format(b, "x"), f"{b:>{5}}", f"{b!s:>5}", format(Text("abc"), "5"), format(Number(5), "3"), f"{Number(5):d}", "%s %d %r" % (Number(5), Number(5), Number(5)))
for call in (lambda: format(Plain(), "5"), lambda: format([], "d"), lambda: format(None, "x"), lambda: format(1, 5), lambda: format(), lambda: format(1, "a", "b"), lambda: (1).__format__(2), lambda: "a".__format__(2), lambda: (1.5).__format__(None), lambda: format(type("Bad", (), {"__format__": lambda self, spec: 5})(), "")):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
