"""Counts inside __hash__ and __eq__ while dicts and sets look, store, merge and compare."""
import sys

rc = sys.getrefcount
quiet = True


def shown(label, *values):
    if not quiet:
        print(label, *values)


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        shown("hash", rc(self))
        return 1

    def __eq__(self, other):
        shown("eq", rc(self), rc(other))
        return self.n == other.n


a, b, c = Key(1), Key(2), Key(1)
value = ["value"]


def work():
    global quiet
    d = {a: value}
    s = {a}
    quiet = False
    print("dict literal")
    {a: value, b: value}
    {a: value, c: value}
    print("dict get")
    d[a]
    d[c]
    d.get(c)
    d.get(b)
    c in d
    print("dict set")
    d[c] = value
    d[b] = value
    d.setdefault(c, value)
    d.setdefault(Key(5), value)
    print("dict update")
    d.update({c: value})
    d.update([(c, value)])
    dict([(a, value), (c, value)])
    dict({a: value})
    {**d}
    d | {c: value}
    print("dict del")
    d.pop(c)
    d.pop(c, None)
    d[a] = value
    del d[c]
    print("dict compare")
    {a: value} == {c: value}
    {a: a} == {c: c}
    print("comprehension")
    {k: value for k in (a, b, c)}
    dict.fromkeys([a, c], value)
    print("set")
    {a, b, c}
    set([a, c])
    frozenset([a, c])
    s.add(c)
    s.add(b)
    c in s
    s.discard(c)
    s.add(a)
    s.remove(c)
    s.add(a)
    s | {c}
    s & {c}
    s - {c}
    s ^ {c}
    s <= {a, b}
    s == {c, b}
    s.update([c])
    s.union([c])
    s.isdisjoint([c])
    {x for x in (a, c)}
    print("list")
    [a, b].index(c)
    [a].count(c)
    c in [a]
    c in (a,)
    [a] == [c]
    (a,) == (c,)
    [b, a].remove(c)
    (a, b) < (c, a) if False else None
    hash((a, b))
    hash(a)
    quiet = True


for times in (1, 10):
    for _ in range(times):
        work()
