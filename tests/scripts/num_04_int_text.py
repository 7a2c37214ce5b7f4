# Integers from and to text and bytes, with the error texts.
def show(f):
    try:
        print(repr(f()), end=" ")
    except Exception as error:
        print(type(error).__name__, error)


for text in ("0", "00", "-0", "+5", " 7\n", "1_000", "12_3_4", "1__2", "_1", "1_", "", " ", "-", "+-1", "0x10", "١٢", "1 2", "é", "9" * 30, "-" + "8" * 31, "1.5", "1e3", "\x00", "12\x00", "\u00a05\u2003"):
    show(lambda: int(text))
print()
for text in ("0x1F", "0X_1f", "0b101", "0o17", "017", "0", "00", "1_0", "-0xff", "0x", "0b2", "ff", "0_0", "0_1"):
    show(lambda: int(text, 0))
    show(lambda: int(text, 16))
print()
for base in (1, 37, -1, 2, 36, 10.0, True, None):
    show(lambda: int("1", base))
show(lambda: int("zz", 36))
show(lambda: int("ZZ", 36))
show(lambda: int("8", 8))
show(lambda: int(b"12"))
show(lambda: int(b"1f", 16))
show(lambda: int(b"x"))
show(lambda: int(5, 10))
show(lambda: int(base=10))
show(lambda: int("10", base=2))
show(lambda: int(x=5))
show(lambda: int("1", 2, 3))
show(lambda: int([]))
show(lambda: int(None))
show(lambda: int("9" * 4300) % 1000)
show(lambda: int("9" * 4301))
show(lambda: int("0" * 5000))
show(lambda: str(10 ** 4299)[:3])
show(lambda: str(10 ** 4300))
show(lambda: repr(-10 ** 4300))
show(lambda: len(hex(10 ** 4300)))
show(lambda: int("f" * 5000, 16).bit_length())
print()
for n in (0, 1, -1, 255, -256, 2 ** 40, -2 ** 70):
    print(hex(n), oct(n), bin(n), str(n), repr(n), f"{n:x} {n:o} {n:b} {n:X} {n:#x} {n:#o} {n:#b} {n:#X} {n:,} {n:_} {n:_x} {n:_b}")
for n in (0, 1, 127, 128, 255, 256, 65535, 2 ** 40):
    for length in (0, 1, 2, 6):
        for order in ("big", "little"):
            for signed in (False, True):
                show(lambda: n.to_bytes(length, order, signed=signed))
                show(lambda: (-n).to_bytes(length, order, signed=signed))
print()
show(lambda: (5).to_bytes())
show(lambda: (5).to_bytes(2, "middle"))
show(lambda: (5).to_bytes(-1, "big"))
show(lambda: (5).to_bytes(2, 3))
show(lambda: (5).to_bytes(length=2, byteorder="little"))
for data in (b"", b"\x00", b"\xff", b"\x80\x00", b"\x01\x02\x03", b"\xff" * 9):
    print(int.from_bytes(data, "big"), int.from_bytes(data, "little"), int.from_bytes(data, "big", signed=True), int.from_bytes(data, "little", signed=True), int.from_bytes(data))
show(lambda: int.from_bytes("ab", "x"))


class Index:
    def __index__(self):
        return 11


class Int:
    def __int__(self):
        return 12


class Trunc:
    def __trunc__(self):
        return 13


class Bad:
    def __int__(self):
        return "no"


show(lambda: int(Index()))
show(lambda: int(Int()))
show(lambda: int(Bad()))
show(lambda: hex(Index()))
show(lambda: bin(Int()))
show(lambda: [0, 1, 2] * Index() == [0, 1, 2] * 11)
show(lambda: "ab"[Index():])
show(lambda: chr(Index()))
show(lambda: round(7, Index()))
show(lambda: (7).real + (7).imag)


class Small(int):
    pass


s = Small(300)
print(s, repr(s), s + 1, type(s + 1).__name__, type(-s).__name__, type(+s).__name__, type(abs(s)).__name__, s == 300, hash(s) == hash(300), int(s), type(int(s)).__name__, Small("12"), Small(), Small(2 ** 70), f"{s:>6} {s}", s.real, [s][0] is s, {300: 1}[s], type(Small.from_bytes(b"a", "big")).__name__)
