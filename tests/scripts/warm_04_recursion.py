"""Where a recursion ends, cold and warm: specialised instructions check the depth less often."""
import sys

sys.setrecursionlimit(45)


def fact(n):
    if n == 0.5:
        return 1
    return n * fact(n - 1)


def down(n):
    if n == "x":
        return
    down(n + 1)


def small(n):
    if n < -5:
        return
    small(n + 1)


def big(n):
    if n < -10 ** 30:
        return
    big(n + 10 ** 30)


def floats(n):
    if n < -5.0:
        return
    floats(n + 1.0)


def words(s):
    if s == "end":
        return
    words(s + "x")


def plain(n):
    plain(n)


class Length:
    def __len__(self):
        return len(self) + 1


class Text:
    def __str__(self):
        return str(self)


class Repr:
    def __repr__(self):
        return repr(self)


class Item:
    def __getitem__(self, k):
        return self[k]


class Attr:
    def __getattr__(self, name):
        return self.other


class Prop:
    @property
    def p(self):
        return self.p


class Eq:
    def __eq__(self, other):
        return self == other


class EqJump:
    def __eq__(self, other):
        if self == other:
            return True


class Add:
    def __add__(self, other):
        return self + other


class Call:
    def __call__(self):
        return self()


class Iter:
    def __iter__(self):
        return iter(self)


class Hash:
    def __hash__(self):
        return hash(self)


class Contains:
    def __contains__(self, x):
        return x in self


class Bool:
    def __bool__(self):
        return not self


class Set:
    def __setattr__(self, name, value):
        self.x = value


class SetItem:
    def __setitem__(self, k, v):
        self[k] = v


class Init:
    def __init__(self):
        Init()


class Method:
    def m(self):
        self.m()

    @classmethod
    def c(cls):
        cls.c()

    @staticmethod
    def s():
        Method.s()


def instance(x):
    return isinstance(instance(x), int)


def through_map(x):
    return list(map(through_map, [x]))


def through_sorted(x):
    return sorted([1], key=through_sorted)


def through_comprehension(x):
    return [through_comprehension(y) for y in [x]]


def through_generator(x):
    yield from through_generator(x)


def depth():
    n = 0
    frame = sys._getframe()
    while frame:
        n += 1
        frame = frame.f_back
    return n


def deepest(run):
    """Runs into the limit; tells the words and the traceback's length."""
    try:
        run()
    except RecursionError as error:
        length, tb = 0, error.__traceback__
        while tb:
            length += 1
            tb = tb.tb_next
        return str(error), length
    return "none"


cases = [lambda: fact(3), lambda: down(3), lambda: small(0), lambda: big(10 ** 31), lambda: floats(1.0),
         lambda: words("a"), lambda: plain(1), lambda: len(Length()), lambda: str(Text()), lambda: repr(Repr()),
         lambda: Item()[1], lambda: Attr().x, lambda: Prop().p, lambda: Eq() == 1, lambda: EqJump() == 1,
         lambda: Add() + 1, lambda: Call()(), lambda: iter(Iter()), lambda: hash(Hash()), lambda: 1 in Contains(),
         lambda: not Bool(), lambda: setattr(Set(), "x", 1), lambda: SetItem().__setitem__(1, 2), lambda: Init(),
         lambda: Method().m(), lambda: Method.c(), lambda: Method.s(), lambda: instance(1), lambda: through_map(1),
         lambda: through_sorted(1), lambda: through_comprehension(1), lambda: list(through_generator(1)),
         lambda: f"{Text()}", lambda: print(Text()), lambda: "%s" % Text(), lambda: [Repr()].__repr__(),
         lambda: Eq() != 1, lambda: [Eq()] == [Eq()], lambda: Eq() in [Eq()], lambda: {Hash(): 1},
         lambda: sum([Add(), Add()], Add()), lambda: max(Eq(), Eq(), key=lambda e: e == e)]
for number, case in enumerate(cases):
    print(number, deepest(case), deepest(case))
