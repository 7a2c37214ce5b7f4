import math
import sys

print(math.pi, math.e, math.tau, math.inf, -math.inf, math.nan)
for name in ("sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh",
             "atanh", "exp", "exp2", "expm1", "cbrt", "fabs", "degrees", "radians", "log", "log2",
             "log10"):
    function = getattr(math, name)
    print(name, [function(x) for x in (0.1, 0.5, 0.25, 1 / 3)])
print(math.acosh(2), math.sqrt(16), math.sqrt(2), math.sqrt(10**20), math.sqrt(True))
print(math.floor(2.7), math.floor(-2.7), math.ceil(2.1), math.ceil(-2.1), math.trunc(-2.7))
print(math.floor(5), math.ceil(True), math.floor(1e20), math.ceil(1e300) == int(1e300))
print(math.gcd(12, 18), math.gcd(), math.gcd(-4), math.gcd(0, 0), math.gcd(12, 18, 27))
print(math.lcm(4, 6), math.lcm(), math.lcm(0, 3), math.lcm(4, -6, 10))
print([math.factorial(n) for n in range(12)], math.factorial(30))
print(math.isqrt(17), math.isqrt(10**40), math.isqrt(0))
print(math.pow(2, 10), math.pow(2, 0.5), math.pow(0, 0), math.pow(math.inf, -1))
print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, math.inf), math.atan2(1, -1))
print(math.copysign(3, -0.0), math.log(8, 2), math.log(100, 10), math.log(10**300))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isnan(3))


class Length(float):
    pass


print(math.sqrt(Length(9)), math.sin(Length(0)))


def tried(function, *args):
    try:
        print(function(*args))
    except (ValueError, TypeError, OverflowError, ZeroDivisionError) as error:
        print(type(error).__name__, error)


tried(math.sqrt, -1)
tried(math.sqrt, "4")
tried(math.sqrt, None)
tried(math.sqrt)
tried(math.sqrt, 1, 2)
tried(math.log, 0)
tried(math.log, -1.5)
tried(math.log)
tried(math.log, 2, 1)
tried(math.log, 2, 0)
tried(math.log2, 0)
tried(math.log10, "x")
tried(math.exp, 1000)
tried(math.cosh, 1e9)
tried(math.acos, 2)
tried(math.atanh, 1)
tried(math.sin, math.inf)
tried(math.pow, -8, 1 / 3)
tried(math.pow, 0, -1)
tried(math.pow, 10, 400)
tried(math.pow, 1)
tried(math.fmod, 1, 0)
tried(math.factorial, -1)
tried(math.factorial, 2.0)
tried(math.isqrt, -1)
tried(math.isqrt, 2.0)
tried(math.gcd, 2.0, 3)
tried(math.floor, "2")
tried(math.ceil, [])
tried(math.trunc, "2")
tried(math.floor, math.inf)
tried(math.ceil, math.nan)
tried(math.sqrt, 10**400)
print(math, math.sqrt, "math" in sys.modules)
