# Integers of any size.
import sys

print(7 // 2, -7 // 2, 7 // -2, 7 % 3, -7 % 3, 7 % -3, divmod(-7, 2), 7 / 2, -7 / 2, 6 / 3, 2 ** 10, 2 ** -1, (-2) ** 3, 0 ** 0, pow(3, 4, 5), pow(3, -1, 7))
print(2 ** 64, 2 ** 100, -2 ** 63, 10 ** 30, 3 ** 80, (2 ** 64) // 3, (2 ** 100) % 97, -(2 ** 70) // 7, -(2 ** 70) % 7)
big = 123456789012345678901234567890
print(big * big, big + 1, big - big, big // 10 ** 20, big % 10 ** 10, -big, abs(-big), big ** 3)
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 40, 1 << 100, -1 >> 3, big >> 64, big & 0xFFFF, big | 1, big ^ big, -5 & 0xFF, -big & 0xFFFFFFFF, ~big)
print(0xFF, 0o17, 0b101, 1_000_000, int("42"), int("-7"), int("ff", 16), int("0x1f", 16), int("101", 2), int("z", 36), int("0b11", 0), int(3.99), int(-3.99), int(" 12 "), int("1_000"), int(True), int(1e20))
print(hex(255), oct(8), bin(5), hex(-255), hex(big), bin(-1), str(2 ** 70), repr(-5), (255).bit_length(), (-1).bit_length(), big.bit_length(), (6).bit_count())
print(1 < 2 < 3, big > 10 ** 29, big == float(big), 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, -1 < 0, big < big + 1, 1 == True, hash(2 ** 61 - 1), hash(-1), hash(2 ** 61))
print(round(15, -1), round(25, -1), round(-15, -1), round(12345, -2), round(7), (10).__add__(5), (3).real, (3).numerator, (3).conjugate())
print(sum(range(1000)), max(3, 9, 2), min(3, -9), abs(-7), (7).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"), (-2).to_bytes(2, "little", signed=True))
for n in (0, 1, 2 ** 30 - 1, 2 ** 30, 2 ** 60, 10 ** 40, -1, True):
    print(sys.getsizeof(n), end=" ")
print()
f = 1
for i in range(1, 31):
    f *= i
print(f, len(str(f)))
a, b = 0, 1
for _ in range(150):
    a, b = b, a + b
print(a)
x = 10
x += 5; x -= 3; x *= 4; x //= 5; x **= 2; x %= 50; x <<= 3; x >>= 1; x |= 3; x &= 0xFE; x ^= 1
print(x)
x /= 4
print(x)
for bad in (lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1 << -1, lambda: int("12x"), lambda: int("9", 8), lambda: int("", 10), lambda: int(float("inf")), lambda: int(float("nan")), lambda: 10 ** 400 / 1, lambda: float(10 ** 400), lambda: pow(2, 3, 0), lambda: int("1__0"), lambda: chr(0x110000), lambda: 1 & 1.5, lambda: (5).x):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(int("9" * 50) + 1, -int("9" * 50) // 7, int("-0"), 7 .real, 10 ** 18 // 10 ** 9, (10 ** 40) // (10 ** 20 + 1), (10 ** 40) % (10 ** 20 + 1))
e1 = 1000
e2 = 10 ** 3
print(e1 == e2, 257 == int("257"), sys.getrefcount(e1) >= 2)
