"""math.hypot to the last bit, of few and many numbers, large and tiny ones."""
import math

print(math.hypot(), math.hypot(-3), math.hypot(3, 4), math.hypot(1, 1), math.hypot(1, 2, 3))
print(math.hypot(True, 2), math.hypot(10**20, 10**20), math.hypot(0.0, -0.0))
print(math.hypot(math.inf, math.nan), math.hypot(math.nan, 1), math.hypot(-math.inf, 1))
print(math.hypot(5e-324, 5e-324), math.hypot(1e-310, 3e-312), math.hypot(1.7e308, 1.7e308))
print(math.hypot(2**-1022, 2**-1060), math.hypot(1e300, 1e-300), math.hypot(1e200, 1e200))

seed = 12345


def draw():
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
    return ((seed >> 11) / 2**53 - 0.5) * 10.0 ** ((seed >> 3) % 30 - 15)


total = 0
for count in (2, 2, 2, 3, 4, 7, 20):
    for _ in range(60):
        values = [draw() for _ in range(count)]
        total = (total * 31 + hash(math.hypot(*values))) % 2**61
    print(count, math.hypot(*values), total)

for wrong in ("3", None, [3]):
    try:
        math.hypot(1, wrong)
    except TypeError as error:
        print(error)


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __abs__(self):
        return math.hypot(self.x, self.y)


print(abs(Vector(3, 4)), abs(Vector(0.1, 0.2)))
