# Complex numbers: literals, arithmetic, text, conversions, sizes, identity and counts.
import sys

z = 3 + 4j
w = complex(1, -2)
print(z, w, -z, +w, abs(z), z.real, z.imag, z.conjugate(), type(z).__name__)
print(z + w, z - w, z * w, z / w, z**2, z**-1, z**0.5, 2**z, z + 1, 1.5 - z, z * True, 10 / w)
print((-8) ** (1 / 3), (-2.0) ** 0.5, 1j * 1j, 1j**2, 0j**0, (0j) ** 2)
print(1j, -1j, 0j, -0j, 1e20 + 1j, 1.5j, complex(0, -1), complex(-0.0, 2), 1 - 0j)
print(complex(float("inf"), float("nan")), complex(1, float("-inf")), 1e300j * 1e10)
print(complex("1+2j"), complex(" ( -1.5e3-j ) "), complex("j"), complex("7"), complex("-3.5J"), complex("1_0+2j"))
print(complex(), complex(5), complex(1j), complex(1j, 2j), complex(real=2), complex(imag=3), complex(True, 2.5))
print(z == 3 + 4j, z != w, complex(2, 0) == 2, 2.0 == complex(2), complex(1, 1) == 1, 2**70 == complex(2**70), z == "z")
print(bool(0j), bool(1j), hash(complex(5)) == hash(5), hash(1j) == hash(1j), hash(z), hash(-1 - 1j))
print({1: "one"}[1 + 0j], {z, 3 + 4j, 2}, 3 + 4j in [z])
print(f"{z:.2f}|{z}|{z:>12}|{z:*^14}|{z:+.1e}|{1j:g}|{1j}|{w:10.3f}|{complex(0, 2):<6}|")
print("%s %r" % (z, w), str(z), repr(w), format(z, ""), "{:,}".format(12345.5 + 1000000j))
print(sys.getsizeof(z), sys.getsizeof(0j), isinstance(z, complex), complex.__name__, z.__class__)
print(complex(1.5, 2).__complex__(), z.__add__(1), z.__getnewargs__(), divmod.__name__)


class Angle:
    def __init__(self, turns):
        self.turns = turns

    def __complex__(self):
        return complex(0, self.turns)


class Tagged(complex):
    tag = "t"


t = Tagged(1, 2)
print(complex(Angle(2)), t, t.tag, type(t + 1), t == 1 + 2j, isinstance(t, complex), complex(t), type(+t))
print(sum([1j, 2, 3.5]), sorted([3j, 1j], key=abs), max([1 + 1j, 3j], key=lambda c: c.imag))

a = 5j
b = 5j
c = complex(0, 5)
print(a is b, a is c, a == c, complex(a) is a, +a is a)


def constant():
    return 5j, 2 + 3j


print(constant()[0] is a, constant()[1] is constant()[1], sys.getrefcount(c), sys.getrefcount(a))

for text in (
    "1j < 2j",
    "1j // 2",
    "1j % 2",
    "divmod(1j, 2)",
    "int(1j)",
    "float(1j)",
    "complex('1+')",
    "complex('a')",
    "complex('1', 2)",
    "complex(1, '2')",
    "complex([])",
    "complex(1, [])",
    "1j / 0",
    "0j ** -1",
    "0j ** 1j",
    "z.real = 5",
    "f'{z:d}'",
    "f'{z:08.2f}'",
    "f'{z:=8.2f}'",
    "round(z)",
    "(1e300 + 1j) ** 2",
    "abs(complex(1e308, 1e308))",
):
    actions = {
        "1j < 2j": lambda: 1j < 2j,
        "1j // 2": lambda: 1j // 2,
        "1j % 2": lambda: 1j % 2,
        "divmod(1j, 2)": lambda: divmod(1j, 2),
        "int(1j)": lambda: int(1j),
        "float(1j)": lambda: float(1j),
        "complex('1+')": lambda: complex("1+"),
        "complex('a')": lambda: complex("a"),
        "complex('1', 2)": lambda: complex("1", 2),
        "complex(1, '2')": lambda: complex(1, "2"),
        "complex([])": lambda: complex([]),
        "complex(1, [])": lambda: complex(1, []),
        "1j / 0": lambda: 1j / 0,
        "0j ** -1": lambda: 0j**-1,
        "0j ** 1j": lambda: 0j**1j,
        "z.real = 5": lambda: setattr(z, "real", 5),
        "f'{z:d}'": lambda: f"{z:d}",
        "f'{z:08.2f}'": lambda: f"{z:08.2f}",
        "f'{z:=8.2f}'": lambda: f"{z:=8.2f}",
        "round(z)": lambda: round(z),
        "(1e300 + 1j) ** 2": lambda: (1e300 + 1j) ** 2,
        "abs(complex(1e308, 1e308))": lambda: abs(complex(1e308, 1e308)),
    }
    try:
        print(text, actions[text]())
    except (TypeError, ValueError, ArithmeticError, AttributeError) as problem:
        print(text, type(problem).__name__, problem)
