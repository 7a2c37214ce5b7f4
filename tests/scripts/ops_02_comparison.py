# Comparison: order of calls, reflection, identity shortcuts.
class N:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        print(f"  {self.v} eq")
        return NotImplemented if not isinstance(o, N) else self.v == o.v

    def __lt__(self, o):
        print(f"  {self.v} lt")
        return self.v < o.v

    def __gt__(self, o):
        print(f"  {self.v} gt")
        return NotImplemented


class Sub(N):
    def __eq__(self, o):
        print(f"  sub {self.v} eq")
        return True


a, b = N(1), N(2)
print(a == a, a == b, a != b, a == 1, 1 == a)
print(a < b, a > b)
try:
    a <= b
except TypeError as e:
    print(e)
try:
    hash(a)
except TypeError as e:
    print(e)
print(a == Sub(5), Sub(5) == a)
print("in list", a in [b, a], a in [a], [a] == [a], (a, b) == (a, b))
print(sorted([N(3), N(1), N(2)], key=lambda n: n.v)[0].v, max(N(1), N(3)).v)
print([n.v for n in sorted([N(2), N(1)])])


def side(x):
    print("  side", x)
    return x


print(side(1) < side(2) == side(2) <= side(2) != side(3))
print(side(5) < side(2) < side(9))
print(1 < 2 > 1, 1 == 1 in [1], [] == [] is not None, "a" <= "b" <= "b" < "c")
print([1, 2, 3] < [1, 2, 4], [1, 2] < [1, 2, 0], (1, "a") < (1, "b"), {1: 2} == {1: 2}, {1, 2} == {2, 1}, [1] == (1,))
for x, y in ((1, 1.0), ("a", "b"), ((), []), (None, None), ([1], [1]), (1, "1")):
    print(x == y, x != y, x is y, end=" | ")
print()


class Always:
    def __eq__(self, o):
        return "a string"

    def __ne__(self, o):
        return []

    def __contains__(self, x):
        return 7


print(Always() == 1, Always() != 1, 3 in Always(), 3 not in Always())


class Bad:
    def __bool__(self):
        return "no"


try:
    if Bad():
        pass
except TypeError as e:
    print(e)
