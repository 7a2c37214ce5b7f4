# The built-in functions on numbers and characters, and classes that define the methods behind them.
def show(*calls):
    for call in calls:
        try:
            print(repr(call()), end=" ")
        except Exception as error:
            print(type(error).__name__, error, end=" ")
    print()


print(abs(-5), abs(5), abs(-1.5), abs(True), abs(-2 ** 70), round(2.5), round(3.5), round(-7), round(1.25, 1), round(1234, -2), round(5, None), round(2.5, None), round(ndigits=1, number=2.55), pow(2, 10), pow(2, -1), pow(2.0, 3), pow(2, 3, 5), pow(base=3, exp=2), pow(3, 2, mod=4), pow(2, 3, None), divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), divmod(7, 2.5), divmod(True, 2))
print(chr(65), chr(233), ascii(chr(0x1F40D)), ord("A"), ord("é"), ord("🐍"), ord(b"x"), hex(255), oct(8), bin(5), hex(-1), bin(0), hex(True), ascii("é"), ascii([1, "ü"]), format(5), format(5, "03"), format("a", ">3"))
show(lambda: abs("a"), lambda: abs(), lambda: abs(None), lambda: round(), lambda: round("a"), lambda: round(None, 2), lambda: round(1, 2, 3), lambda: round(1.5, 1.5), lambda: round(1, "a"), lambda: round([]), lambda: pow(1), lambda: pow("a", 2), lambda: pow(2, "a"), lambda: pow(2, 2, 0), lambda: pow(2.0, 2, 3), lambda: pow(2, 2, "a"), lambda: pow("a", "b", "c"), lambda: pow(2, -1, 4))
show(lambda: divmod(1), lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: divmod("a", 1), lambda: divmod(1, None), lambda: divmod([], []), lambda: chr(-1), lambda: chr(0x110000), lambda: chr(2 ** 40), lambda: chr(-2 ** 40), lambda: chr("a"), lambda: chr(1.5), lambda: ord(""), lambda: ord("ab"), lambda: ord(5), lambda: ord(b""), lambda: ord([]), lambda: hex("a"), lambda: hex(1.5), lambda: oct(None), lambda: bin([]), lambda: ascii(), lambda: format())


class N:
    def __init__(self, v):
        self.v = v

    def __abs__(self):
        return f"abs {self.v}"

    def __round__(self, *args):
        return ("round", self.v, args)

    def __divmod__(self, other):
        return ("divmod", self.v, other)

    def __rdivmod__(self, other):
        return ("rdivmod", self.v, other)

    def __pow__(self, other, mod=None):
        return ("pow", self.v, other, mod)

    def __rpow__(self, other):
        return ("rpow", self.v, other)

    def __index__(self):
        return self.v

    def __repr__(self):
        return f"N{self.v}"

    def __trunc__(self):
        return 99


class M(N):
    def __rdivmod__(self, other):
        return ("M.rdivmod", self.v, other)


n = N(5)
print(abs(n), round(n), round(n, 3), divmod(n, 2), divmod(2, n), divmod(2.5, n), divmod(n, n), divmod(n, M(7)), divmod(M(7), n), pow(n, 2), pow(2, n), pow(n, 2, 3), n ** 2, 2 ** n, hex(n), chr(N(97)), [10, 20, 30, 40, 50, 60][n], "ab" * n, int(n), float(n), range(n))


class R:
    def __divmod__(self, other):
        return NotImplemented

    def __pow__(self, other):
        return NotImplemented


show(lambda: divmod(R(), 1), lambda: divmod(1, R()), lambda: R() ** 2, lambda: pow(R(), 2), lambda: abs(R()), lambda: round(R()), lambda: int(R()), lambda: float(R()), lambda: hex(R()), lambda: chr(R()), lambda: complex)


class I(int):
    def __add__(self, other):
        return "add"

    def __radd__(self, other):
        return "radd"

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 3

    def __bool__(self):
        return False

    def __index__(self):
        return 1


i = I(3)
print(i + 1, 1 + i, i - 1, i == 77, 77 == i, i != 3, bool(i), hash(i), i * 2, -i, i < 4, [0, 1, 2, 3][i], range(5)[i], "abcdef"[i], isinstance(i, int), type(i).__mro__ == (I, int, object))


class F(float):
    def __sub__(self, other):
        return "sub"

    def __float__(self):
        return 9.5


f = F(2.5)
print(f - 1, f + 1, 1 - f, float(f), f == 2.5, hash(f) == hash(2.5), round(f), int(f), type(f * 1).__name__, {2.5: "x"}[f])
for a in (1, True, 1.0, 2 ** 64, -1, 0.5, 10 ** 20, 1e20):
    print(hash(a), end=" ")
print(len({1, 1.0, True, 2 ** 64, float(2 ** 64)}), {1: "a", 1.0: "b", True: "c"}, 1 in {True}, 2.0 in [2], 3 in (3.0,), {0.0: 1}[-0.0], hash(float("inf")), hash(-float("inf")), hash(2 ** 61 - 1), hash(-(2 ** 61) + 1), hash(2 ** 61 - 2), hash(-1), hash(-2), hash(1e300), hash(5e-324))
print((5).__add__(2.0), (5).__add__("a"), (5.0).__add__(2), (5).__radd__(1), (5).__divmod__(2), (5).__rdivmod__(12), (5.5).__divmod__(2), (5).__pow__(2), (5).__rsub__(7), (5).__lt__(6), (5).__eq__(5.0), (5).__float__(), (5.9).__int__(), (5).__bool__(), (0.0).__bool__(), (5).__neg__(), (5).__invert__(), (5).__index__(), int.__add__(1, 2), float.__mul__(2.0, 3), str.__add__("a", "b"), str.__mul__("a", 3), str.__len__("abc"), str.__contains__("abc", "b"), str.__getitem__("abc", 1), "a".__lt__("b"), "a".__eq__(1), int("5").__repr__(), (1.5).__str__(), "x".__repr__(), int.__lt__(1, 2))
