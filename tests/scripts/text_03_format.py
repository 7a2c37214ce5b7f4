# str.format and format().
print("{} {} {}".format(1, "b", [3]), "{0} {1} {0}".format("x", "y"), "{a} {b}".format(a=1, b=2))
print("{0[1]} {0[0]!r} {1[key]} {2.real} {2.imag}".format(["p", "q"], {"key": "v"}, 5))
print("[{:>5}] [{:<5}] [{:^5}] [{:05d}] [{:.3f}] [{:+}]".format("a", "b", "c", 42, 2.0, 7))
print("{:{}} {:{w}.{p}f}|".format("x", 4, 3.14159, w=8, p=2))
print("{{}} {{{}}}".format("in"), "{!r} {!s} {!a}".format("r", "s", "ü"))
print("{:,} {:x} {:#b} {:e} {:%}".format(1234567, 255, 5, 1234.5, 0.25))
print("{a.name}".format(a=type("T", (), {"name": "attr"})), "{}".format(None), "{:5}|".format(True))
print(format(3.14159, ".2f"), format(255, "x"), format("s", ">4"), format([1]), format(10, ""), format(1e9, ","))
print("{0:{1}^{2}}".format("mid", "*", 9))
for bad in (lambda: "{} {}".format(1), lambda: "{a}".format(), lambda: "{0} {}".format(1, 2), lambda: "{".format(), lambda: "}".format(),
            lambda: "{0.x}".format(1), lambda: "{0[k]}".format({}), lambda: "{:d}".format("s"), lambda: "{!z}".format(1), lambda: "{0[5]}".format([1]), lambda: format(1, 2)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)


class Money:
    def __init__(self, v):
        self.v = v

    def __format__(self, spec):
        if not spec:
            return str(self.v)
        return "$" + format(self.v, spec)


print("{} {:.2f} {:>10,.1f}".format(Money(5), Money(5), Money(12345.67)))
f = "{}-{}".format
print(f(1, 2), f(*"ab"), ", ".join(map("<{}>".format, "xyz")))
print("{:>{w}}|{:<{w}}|".format("r", "l", w=6), "{:.{n}}".format("truncate", n=5))
