"""Counts inside the rarer hooks: descriptors bound by classmethod, __getattr__ of modules' kin, super,
slots, weak containers with hooks, finalizers during stores, copies of containers, __reduce_ex__."""
import copy
import gc
import sys
import weakref

gc.disable()


def rc(x):
    shared = type(x) in (int, str, bool, type(None)) or type(x) is tuple and not x
    return 0 if shared else sys.getrefcount(x)


log = []


def show(label):
    seen = {}
    for entry in log:
        seen[entry] = seen.get(entry, 0) + 1
    print(label, *[f"{k}x{n}" for k, n in seen.items()], sep="\n  ")
    log.clear()


value = ["value"]


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        log.append(("hash", rc(self)))
        return self.n

    def __eq__(self, other):
        log.append(("eq", rc(self), rc(other)))
        return self.n == other.n

    def __del__(self):
        log.append(("key del", rc(self)))


class Value:
    def __init__(self, owner=None, look=None):
        self.owner, self.look = owner, look

    def __del__(self):
        log.append(("value del", rc(self), rc(self.owner), self.look() if self.look else 0))


k1, k2 = Key(1), Key(1)
kept = {}


def dicts():
    d = {k1: Value(), Key(2): Value()}
    d[k2] = Value(value)
    d[k2] = value
    d.pop(k2)
    d.setdefault(k1, Value())
    d.setdefault(k2, Value())
    d.popitem()
    d.update({k1: Value()})
    d.update([(k2, Value())])
    d |= {k1: Value()}
    copied = d.copy()
    copied2 = dict(d)
    copied3 = {**d}
    copied.clear()
    del copied2[k2]
    for k in copied3:
        log.append(("key", rc(k)))
    for k, v in d.items():
        log.append(("item", rc(k), rc(v)))
    list(d), list(d.values()), list(d.items())
    d.get(Key(1))
    Key(1) in d
    {Key(5): Value()}
    {k1, k2, Key(1)}
    kept["k"] = Value(kept, lambda: rc(kept.get("k")))
    kept["k"] = Value(kept, lambda: rc(kept.get("k")))
    kept["k"] = None
    kept[1000] = Value(kept, lambda: rc(kept.get(1000)))
    kept[1000] = None
    del kept[1000]
    s = {k1}
    s.add(k2)
    s.add(Key(3))
    s.pop()
    s.clear()
    dict.fromkeys([k1, k2], Value())
    d1, d2 = {k1: value}, {k2: value}
    d1 == d2, d1 != d2
    d1.keys() & d2.keys()
    d1.keys() == d2.keys()
    d1.items() == d2.items()
    d1.keys() | {k2}
    k1 in d1.keys(), (k1, value) in d1.items(), value in d1.values()


class Base:
    __slots__ = ("a", "b")

    def __setattr__(self, name, v):
        log.append(("base set", name, rc(self), rc(v)))
        super().__setattr__(name, v)

    def __getattribute__(self, name):
        log.append(("base get", name, rc(self)))
        return super().__getattribute__(name)

    def hello(self, x):
        log.append(("hello", rc(self), rc(x)))


class Mid(Base):
    __slots__ = ()

    def hello(self, x):
        log.append(("mid hello", rc(self), rc(x)))
        super().hello(x)
        super(Mid, self).hello(x)
        Base.hello(self, x)

    @classmethod
    def make(cls, x):
        log.append(("make", rc(cls), rc(x)))
        m = cls()
        m.a = x
        return m


class Left(Mid):
    def hello(self, x):
        log.append(("left hello", rc(self), rc(x)))
        super().hello(x)

    @classmethod
    def make(cls, x):
        return super().make(x)


def slots():
    left = Left()
    left.a = Value(value, lambda: 0)
    left.a = Value(value, lambda: 1)
    left.b = value
    left.hello(value)
    left.hello([])
    made = Left.make(value)
    made.a
    del left.b
    del left.a
    left.c = value
    left.__dict__
    f = left.hello
    f(value)
    copy.copy(left)
    copy.deepcopy(left)
    Mid.make([])
    getattr(left, "nothing", None)
    hasattr(left, "a")


class Reduced:
    def __init__(self, x):
        self.x = x

    def __reduce_ex__(self, protocol):
        log.append(("reduce_ex", rc(self), protocol))
        return (make_reduced, (self.x,), {"y": value}, iter([value]), iter([("k", value)]))

    def append(self, item):
        log.append(("append", rc(self), rc(item)))

    def extend(self, items):
        log.append(("extend", rc(self), rc(items)))

    def __setitem__(self, key, item):
        log.append(("setitem", rc(self), rc(key), rc(item)))

    def __setstate__(self, state):
        log.append(("setstate", rc(self), rc(state)))


def make_reduced(x):
    log.append(("make_reduced", rc(x)))
    return Reduced(x)


class ListOf(list):
    def __init__(self, *items):
        super().__init__(items)
        self.extra = value

    def append(self, item):
        log.append(("list append", rc(self), rc(item)))
        super().append(item)

    def __deepcopy__(self, memo):
        log.append(("list deepcopy", rc(self), rc(memo)))
        return ListOf(*[copy.deepcopy(x, memo) for x in self])


class DictOf(dict):
    def __setitem__(self, key, item):
        log.append(("dict set", rc(self), rc(item)))
        super().__setitem__(key, item)

    def __getitem__(self, key):
        log.append(("dict get", rc(self)))
        return super().__getitem__(key)


def copies():
    r = Reduced(value)
    copy.copy(r)
    copy.deepcopy(r)
    box = ListOf(value, value)
    copy.copy(box)
    copy.deepcopy(box)
    d = DictOf(a=value)
    d["b"] = value
    d["b"]
    copy.copy(d)
    copy.deepcopy(d)
    {**d}
    dict(d)
    box.append(value)
    box[0]
    sorted(box, key=len)


def weak():
    class Target:
        def __eq__(self, other):
            log.append(("target eq", rc(self), rc(other)))
            return True

        def __hash__(self):
            log.append(("target hash", rc(self)))
            return 7

    a, b = Target(), Target()
    ra, rb = weakref.ref(a), weakref.ref(b)
    ra == rb, ra != rb, hash(ra)
    {ra: 1}[rb]
    table = weakref.WeakKeyDictionary()
    table[a] = value
    table[b] = value
    a in table
    table.get(b)
    del table[a]
    s = weakref.WeakSet([a])
    s.add(b)
    b in s
    s.discard(a)
    v = weakref.WeakValueDictionary()
    v["x"] = a
    v["x"] = b
    v.get("x"), v.pop("x")
    p = weakref.proxy(a)
    p == b, p != b
    m = weakref.WeakMethod(a.__eq__)
    m() is not None


for work in (dicts, slots, copies, weak):
    for times in (1, 10):
        for _ in range(times):
            try:
                work()
            except (AttributeError, TypeError) as e:
                log.append((type(e).__name__, str(e)))
        show(f"{work.__name__} {times}")
