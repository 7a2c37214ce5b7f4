"""Counts inside __iter__, __next__, __len__, __contains__ and functions that map, filter and zip."""
import sys

rc = sys.getrefcount


def shown(label, *values):
    print(label, *values)


class Walk:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        shown("iter", rc(self))
        return Steps(self.items)

    def __len__(self):
        shown("len", rc(self))
        return len(self.items)

    def __contains__(self, item):
        shown("contains", rc(self), rc(item))
        return True

    def __reversed__(self):
        shown("reversed", rc(self))
        return iter(self.items)

    def __length_hint__(self):
        shown("hint", rc(self))
        return 2


class Steps:
    def __init__(self, items):
        self.items = items
        self.at = 0

    def __iter__(self):
        shown("steps iter", rc(self))
        return self

    def __next__(self):
        shown("next", rc(self))
        if self.at == len(self.items):
            raise StopIteration
        self.at += 1
        return self.items[self.at - 1]

    def __length_hint__(self):
        shown("steps hint", rc(self))
        return 2


class Old:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, index):
        shown("getitem", rc(self))
        return self.items[index]


item = ["item"]
walk = Walk([item, item])
old = Old([item])


def call(x):
    shown("call", rc(x))
    return x


def two(x, y):
    shown("two", rc(x), rc(y))
    return x


def pair_up(x):
    return (x, x)


def work():
    for x in walk:
        shown("body", rc(x), rc(walk))
    list(walk)
    tuple(walk)
    [*walk]
    (*walk,)
    first, second = walk
    first, *rest = walk
    print(*map(lambda x: 1, walk))
    two(*walk)
    len(walk)
    item in walk
    list(reversed(walk))
    list(map(call, walk))
    list(map(two, walk, walk))
    list(filter(call, walk))
    list(filter(None, walk))
    list(zip(walk, walk))
    list(enumerate(walk))
    iterator = iter(walk)
    next(iterator)
    next(iterator, None)
    next(iterator, None)
    next(iter(Walk([])), None)
    list(iter(lambda: call(item), item))
    [call(x) for x in walk]
    list(call(x) for x in walk)
    {1: x for x in walk}
    for x in old:
        pass
    list(old)
    item in old
    list(Walk([[1], [2]]))
    for x in Walk([[1], [2]]):
        pass
    "".join(Walk(["a", "b"]))
    grown = []
    grown.extend(walk)
    grown += walk
    grown[1:2] = walk
    any(walk), all(walk)
    sum(Walk([1, 2]))
    set(Walk([1, 2]))
    frozenset(Walk([1, 2]))
    {1}.union(Walk([1, 2]))
    {1}.update(Walk([1, 2]))
    dict(Walk([(1, 2), (3, 4)]))
    {}.update(Walk([(1, 2), (3, 4)]))
    dict.fromkeys(Walk([1, 2]))
    bytes(Walk([1, 2]))
    grown.index(item)
    grown.count(item)


for times in (1, 10):
    for _ in range(times):
        work()


def generate(x):
    shown("generator", rc(x))
    got = yield x
    shown("sent", rc(got))
    yield from walk


for times in (1, 10):
    for _ in range(times):
        g = generate(item)
        next(g)
        shown("yielded", rc(item), rc(g))
        g.send(item)
        list(g)
        del g
