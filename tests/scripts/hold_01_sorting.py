"""Counts inside the hooks of sorted, min, max, sum and their kin."""
import sys

rc = sys.getrefcount


def shown(label, *values):
    print(label, *values)


class Item:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        shown("lt", rc(self), rc(other))
        return self.n < other.n

    def __gt__(self, other):
        shown("gt", rc(self), rc(other))
        return self.n > other.n


def key(item):
    shown("key", rc(item), rc(items))
    return item.n


class Key:
    def __init__(self, item):
        self.item = item

    def __lt__(self, other):
        shown("key lt", rc(self), rc(other), rc(self.item))
        return self.item.n < other.item.n


for times in (1, 10):
    for _ in range(times):
        items = [Item(2), Item(1), Item(3)]
        sorted(items)
        sorted(items, key=key)
        sorted(items, key=Key)
        sorted(items, reverse=True)
        items.sort()
        items.sort(key=key)
        items.sort(key=Key, reverse=True)
        sorted(iter(items))
        sorted(x for x in items)
        sorted(tuple(items))
        sorted({1: items[0], 2: items[1]}.values())
        min(items), max(items)
        min(items, key=key), max(items, key=key)
        min(items, key=Key)
        min(items[0], items[1]), max(items[0], items[1], items[2])
        min(items[0], items[1], key=key)
        min([], default=items[0])
        min(Item(1), Item(2))
        min([Item(1), Item(2)])
        sorted([Item(1), Item(2)])
        sorted([Item(1), Item(2)], key=lambda x: (shown("lambda", rc(x)), x.n)[1])


class Num:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        shown("add", rc(self), rc(other))
        return Num(self.n + other.n)

    def __radd__(self, other):
        shown("radd", rc(self), rc(other) if other else 0)
        return self

    def __bool__(self):
        shown("bool", rc(self))
        return False

    def __abs__(self):
        shown("abs", rc(self))
        return self

    def __round__(self, *digits):
        shown("round", rc(self))
        return self

    def __divmod__(self, other):
        shown("divmod", rc(self), rc(other))
        return 1, 2

    def __pow__(self, other, modulo=None):
        shown("pow", rc(self), rc(other))
        return 1

    def __index__(self):
        shown("index", rc(self))
        return 3

    def __int__(self):
        shown("int", rc(self))
        return 3

    def __float__(self):
        shown("float", rc(self))
        return 3.0

    def __neg__(self):
        shown("neg", rc(self))
        return self

    def __invert__(self):
        shown("invert", rc(self))
        return self


numbers = [Num(1), Num(2)]
one = numbers[0]


def work():
    sum(numbers)
    sum(numbers, numbers[0])
    sum(iter(numbers))
    any(numbers)
    all(numbers)
    any(x for x in numbers)
    bool(one)
    abs(one)
    round(one)
    round(one, 2)
    divmod(one, one)
    pow(one, one)
    int(one)
    float(one)
    -one
    ~one
    hex(one)
    range(one)
    [1, 2, 3, 4][one]
    "abcd"[one]
    (1, 2, 3, 4)[one]
    [1, 2, 3, 4][one:]
    chr(one)
    not one
    one and one
    if one:
        pass
    while one:
        pass


for times in (1, 10):
    for _ in range(times):
        work()
