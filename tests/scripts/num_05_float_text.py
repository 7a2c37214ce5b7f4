# Floats as text: repr, rounding, parsing, ratios, hex.
import sys


def show(f):
    try:
        print(repr(f()), end=" ")
    except Exception as error:
        print(type(error).__name__, error)


numbers = [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 2 / 3, 123456.789, 1e15, 1e16, 1e17, 123456789012345680.0, 9.999999999999999e22, 1e-4, 1e-5, 0.00012345, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan")]
for x in numbers:
    print(x, repr(x), str(x), -x, abs(x), bool(x), x == x, hash(x) if x == x else "nan", x.is_integer(), x.hex())
    for spec in ("", ".0f", ".3f", "e", ".0e", ".10e", "g", ".3g", "#.3g", ".0g", "G", "F", "E", "%", ".1%", "+", " ", "010", "+010.2f", ",", "_", ",.2f", "20", "<20", "^20", "*>20.4", "=+20", "n", ".5", "#", "z.0f", "020,.3f", "_.2f"):
        print(format(x, spec), end="|")
    print()
for code in "eEfFgG":
    for flags in ("", "+", "-", " ", "0", "#", "+0"):
        print(" ".join(("%" + flags + size + code) % x for size in ("", "12", ".3", "12.0", ".0") for x in (0.0, -1.5, 123456.789, 1e-7, 1e20)))
for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 0.285, 1e22, 1234567.891, 5e-324, 1e300, 0.1 + 0.2, 9.995):
    print(round(x), [round(x, d) for d in (0, 1, 2, 3, 10, 20, 300, 400, -1, -2, -6, -400)])
for text in ("1", "-1.5", "+.5", "5.", "1e5", "1E-5", " 2.5\n", "1_000.5", "1__0", "_1", "1_", "1e1_0", "1e_1", "inf", "-Infinity", "NaN", "nano", "", " ", ".", "e5", "1e", "0x1p3", "1.5.2", "1,5", "١.٥", "1e400", "1e-400", "4.9e-324", "2.4703282292062327208e-324", "123456789012345678901234567890", "0.1000000000000000055511151231257827", "1 2", "\x00"):
    show(lambda: float(text))
print()
for x in (0.5, -0.75, 0.1, 3.0, 1e20, 1e-20, 0.0, float("inf"), float("nan")):
    show(lambda: x.as_integer_ratio())
    show(lambda: int(x))
    show(lambda: round(x))
    show(lambda: x.__floor__())
    show(lambda: x.__ceil__())
print()
pairs = [(7.5, 2), (-7.5, 2), (7.5, -2), (-7.5, -2), (1e17, 3), (0.3, 0.1), (-0.0, 5), (5, 0.25), (1, 1e308), (-1e-300, 1e300)]
for a, b in pairs:
    print(a // b, a % b, divmod(a, b), a / b, a - b, a * b, a + b)
for a, b in ((2.0, 10), (2, 0.5), (-2.0, 3), (-2.0, -3), (0.0, 0), (0.0, 3), (-0.0, 3), (1.0, 1e308), (-1.0, 1e308), (10.0, -5), (10.0, 308), (0.5, 2000), (float("inf"), -1), (float("-inf"), 3), (2.0, float("inf")), (0.5, float("inf")), (-1.0, float("inf")), (float("nan"), 0), (1.0, float("nan"))):
    print(a ** b, end=" ")
print()
for f in (lambda: 1.0 / 0, lambda: 0.0 ** -1, lambda: 10.0 ** 400, lambda: 1.0 % 0.0, lambda: 1.0 // 0.0, lambda: divmod(1.0, 0), lambda: float("x"), lambda: float(None), lambda: float([]), lambda: float(10 ** 400), lambda: 1.5 << 2, lambda: "a" + 1.5, lambda: 1.5 + "a", lambda: [] < 1.5, lambda: round(1.5, "a"), lambda: round("a"), lambda: float(1, 2), lambda: float(x=1), lambda: (1.5).real + (1.5).imag, lambda: 1e308 + 1e308, lambda: round(1e308, -308)):
    show(f)
print()
print(0.1 + 0.2 == 0.3, 1.0 == 1, 1.0 == True, 2.0 ** 53 == 2 ** 53 + 1, 1e16 == 10 ** 16, 1e23 == 10 ** 23, 1e23 < 10 ** 23, float("inf") > 10 ** 500, -10 ** 500 < float("-inf"), 0.5 < 1, 1 < 0.5, float("nan") == 1, float("nan") < 10 ** 30, 1.5 != "a", 1.5 == None)
f = 2.5
print(float(f) is f, +f is f, f.real is f, f.conjugate() is f, f * 1 is f, sys.getsizeof(f))


class F(float):
    def __repr__(self):
        return "F!"


class Floats:
    def __float__(self):
        return 4.25


v = F(1.5)
print(v, repr(v), (lambda: str(v))(), f"{v:.3f}", "%s %r %.1f" % (v, v, v), v + 1, type(v * 2).__name__, type(float(v)).__name__, F("2.5") == 2.5, float(Floats()), F(Floats()) + 0, "%.2f" % Floats())
