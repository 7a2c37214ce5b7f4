# Floats print the shortest digits that read back the same.
for x in (0.1, 0.1 + 0.2, 1 / 3, 2 / 3, 1e22, 1e21, 1e16, 123456789012345678.0, 1e15, 0.0001, 0.00001, 1.5e-10, 5e-324, 1.7976931348623157e308,
          -0.0, 100.0, 3.0, 2.5, 1e100, 12345.6789, 9007199254740993.0, 0.30000000000000004, 4.35, 1.1 * 1.1, 1e-4, 1e5, 123e-7):
    print(x, end=" ")
print()
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, divmod(7.5, 2), 2.0 ** 0.5, 2 ** 0.5, (-8) ** 2.0, 1e308 * 10, -1e308 * 10, 0.0 * -1)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(0.5), round(1.5), round(1e20), round(2.0, 3), round(1.005, 2))
print(int(2.9), int(-2.9), float("1.5"), float("-inf"), float("1e3"), float(" 2 "), float(7), float("1_0.5"), float(True), float("nan") == float("nan"))
inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, inf - inf, inf > 10 ** 400, nan < 1, nan != nan, inf == inf, min(1.0, nan), [nan] == [nan], nan in [nan])
print((2.0).is_integer(), (2.5).is_integer(), (0.75).as_integer_ratio(), (1.0).hex(), 3.0 == 3, 0.1 + 0.2 == 0.3, hash(1.0) == hash(1), hash(0.5), hash(1e300), hash(inf))
print(1.0 < 2, 1.5 > True, 2 ** 53 < 2.0 ** 53 + 2, 10 ** 20 == 1e20, 10 ** 23 == 1e23, 1e23 < 10 ** 23, -0.0 == 0.0, str(-0.0))
print("%.3f %.0f %.10f %g %g %g" % (1.0005, 0.5, 0.1, 1e6, 1e-5, 123456789), f"{1e6:g} {1e5:g} {0.0001:g} {1.23456789:.3g} {1e10:.3} {1.0:.3} {123.456:.5}")
print(1e3, 1E3, 1., .5, 1_0.0_1, 0.5e1, 00.5)
print(sum([0.1] * 10), sum([1e100, 1, -1e100]), max(1.0, 1), max(1, 1.0), abs(-1.5), pow(2.0, 3), pow(9, 0.5))
for bad in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 0.0 ** -1, lambda: float("abc"), lambda: float([]), lambda: 1e200 ** 2, lambda: int(inf), lambda: round(nan), lambda: 1.5 & 1, lambda: range(2.0), lambda: "a" * 2.0, lambda: (1.5).x):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(isinstance(1.0, float), isinstance(1, float), type(1 / 1).__name__)
