# Truth, short circuits, chained comparisons, conditional expressions.
def say(x):
    print("  eval", x)
    return x


print(1 < say(2) < 3, 1 < say(5) < say(3), 3 < say(2) < say(1))
print(say(0) or say("") or say("last"), say(1) and say([]) and say("never"))
print(not say(0), not not say("x"))
print("yes" if say(3) > 2 else "no")
a_name = 7
print(1 == 1.0 == True, a_name is a_name is not None, "a" in "abc" in ["abc"])
a = b = []
print(a is b == [], a is not [] is not b)
for value in (0, 1, 0.0, -0.0, "", " ", [], [0], {}, {0: 0}, None, True, (), (0,), set(), range(0), range(1)):
    print(repr(value), bool(value), end="; ")
print()


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        print("  len")
        return self.n


class Truthy(Sized):
    def __bool__(self):
        print("  bool")
        return self.n > 10


print(bool(Sized(0)), bool(Sized(2)), bool(Truthy(3)))
if Truthy(11) and not Sized(0):
    print("both")
elif say("x"):
    print("no")
x = 5
print("small" if x < 3 else "middle" if x < 7 else "big")
if (y := x * 2) > 9:
    print("walrus", y)
print(5 in range(10), 5.0 in range(10), 11 not in range(10), "k" in {"k": 1})
assert x == 5, "never"
try:
    assert x == 6, "x was %d" % x
except AssertionError as e:
    print("AssertionError", e)
try:
    assert []
except AssertionError as e:
    print("AssertionError", repr(e))
