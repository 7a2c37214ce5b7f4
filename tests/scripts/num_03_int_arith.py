# Integer operators over signs and sizes, against each other and against identities.
values = [0, 1, -1, 2, -2, 3, 7, -7, 10, 255, -256, 2 ** 29, 2 ** 30 - 1, 2 ** 30, -2 ** 30, 2 ** 31, 2 ** 60, 2 ** 62 + 1, -2 ** 63, 2 ** 63, 2 ** 64 + 3, -2 ** 90, 10 ** 30, -10 ** 40 + 7]
for a in values:
    row = []
    for b in values:
        row += [a + b, a - b, a * b, a & b, a | b, a ^ b, a == b, a < b]
        if b:
            row += [a // b, a % b, divmod(a, b) == (a // b, a % b), (a // b) * b + a % b == a]
    print(a, sum(int(v) for v in row), row[:9])
for a in values:
    print(-a, +a, ~a, abs(a), bool(a), a.bit_length(), a.bit_count(), hash(a), [a << n for n in (0, 1, 29, 30, 31, 65)], [a >> n for n in (0, 1, 29, 30, 31, 65, 200)])
for a in values:
    for b in values:
        if b:
            print(a / b, end=" ")
    print()
for base in (0, 1, -1, 2, -2, 3, -10, 2 ** 31):
    print([base ** e for e in range(6)], [base ** -e for e in range(1, 4) if base])
for a in (3, -3, 10, 2 ** 40):
    for e in (0, 1, 5, 2 ** 10, -1, -3):
        for m in (1, 7, -7, 11, 10 ** 9 + 7):
            try:
                print(pow(a, e, m), end=" ")
            except ValueError as error:
                print(error, end=" ")
    print()
for n in (0, 5, 14, 15, 16, 24, 25, 26, 149, 150, 151, 250, 12345, -15, -25, -149, -150, 10 ** 30 + 5):
    print(n, [round(n, d) for d in (None, 0, 1, -1, -2, -3, -40)] if n else round(n, -5))
print((2 ** 53 + 1) / 2 ** 53, (2 ** 1000 + 1) / 2 ** 999, 1 / 3 ** 700, 10 ** 300 / 10 ** 320, 2 ** 2000 / 2 ** 1999, 1 / 2 ** 1074, 3 / 2 ** 1075, 1 / 2 ** 1076)
print(float(2 ** 53 + 1), float(2 ** 54 + 3), float(-2 ** 1023), float(10 ** 22), float(10 ** 23), 2 ** 1023 * 2 - 2 ** 969 == 1.7976931348623157e308)
print(True + True, True * 3, -True, ~False, True & False, True | False, True ^ True, True & 3, 6 ^ True, type(True & True), type(True & 1), True << 3, True / 2, True // 1, True ** 2, divmod(True, 2), bool(), bool([]), bool("a"), repr(True), str(False), int(True), hash(True), True == 1.0)
x = 2 ** 40
print(x % 2 ** 50 is x, x + 0 is x, +x is x, abs(x) is x, int(x) is x, x.__index__() is x, x.real is x, x.numerator is x, x.conjugate() is x, x.imag, x.denominator, x.as_integer_ratio(), round(x) is x, x.__trunc__() is x)
