"""Counts inside operator dunders: forward, reflected, in place, comparison, by wrapper."""
import gc
import sys


# when automatic collections come is no matter of this script
gc.disable()

def rc(x):
    """The count of what is not shared with the interpreter."""
    shared = type(x) in (int, str, bool) or type(x) is tuple and not x
    return 0 if shared else sys.getrefcount(x)


log = []


def show(label):
    seen = {}
    for entry in log:
        seen[entry] = seen.get(entry, 0) + 1
    print(label, *[f"{k}x{n}" for k, n in seen.items()], sep="\n  ")
    log.clear()


NAMES = "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul".split()


def maker(prefix):
    def make(name):
        def method(self, other, *rest):
            log.append((prefix + name, rc(self), rc(other)))
            return self
        return method
    return make


def make_class(name, prefixes, bases=()):
    names = {}
    for prefix in prefixes:
        make = maker(prefix)
        for n in NAMES:
            names["__" + prefix + n + "__"] = make(n)
    return type(name, bases, names)


Forward = make_class("Forward", [""])
Reflected = make_class("Reflected", ["r"])
Inplace = make_class("Inplace", ["i"])
Both = make_class("Both", ["", "r", "i"])
Sub = make_class("Sub", ["", "r"], (Forward,))
f, r, i, b, s = Forward(), Reflected(), Inplace(), Both(), Sub()
plain = object()


class Partly:
    def __add__(self, other):
        log.append(("declines", rc(self), rc(other)))
        return NotImplemented


partly = Partly()


def binary():
    f + plain, f - plain, f * plain, f / plain, f // plain, f % plain, f ** plain
    f << plain, f >> plain, f & plain, f | plain, f ^ plain, f @ plain
    plain + r, plain - r, plain * r, plain / r, plain // r, plain % r, plain ** r
    plain << r, plain >> r, plain & r, plain | r, plain ^ r, plain @ r
    partly + r
    f + s
    s + f
    5 + r, [] + r if False else None
    "a" * r
    [1] * r
    r + 1 if False else None
    Forward() + Reflected()
    f + []
    x = f
    x += plain
    x = i
    x += plain
    x -= plain
    x *= 2
    x |= plain
    x = b
    x += b
    y = [1]
    y *= 1
    z = plain
    z += r
    try:
        partly + plain
    except TypeError:
        pass


class Eq:
    def __eq__(self, other):
        log.append(("eq", rc(self), rc(other)))
        return self is other

    __hash__ = None


class Lt:
    def __lt__(self, other):
        log.append(("lt", rc(self), rc(other)))
        return True


class Declines:
    def __eq__(self, other):
        log.append(("eq declines", rc(self), rc(other)))
        return NotImplemented

    def __ne__(self, other):
        log.append(("ne declines", rc(self), rc(other)))
        return NotImplemented

    def __lt__(self, other):
        log.append(("lt declines", rc(self), rc(other)))
        return NotImplemented

    def __ge__(self, other):
        log.append(("ge declines", rc(self), rc(other)))
        return NotImplemented


class SubEq(Eq):
    def __eq__(self, other):
        log.append(("sub eq", rc(self), rc(other)))
        return False


class ListLike(list):
    def __eq__(self, other):
        log.append(("list eq", rc(self), rc(other)))
        return True


e, e2, l, l2, d, d2, se, ll = Eq(), Eq(), Lt(), Lt(), Declines(), Declines(), SubEq(), ListLike([1])


def compare():
    e == e2, e != e2, e == plain, plain == e, plain != e
    l < l2, l > l2, l < plain, plain > l
    l == l2, l != l2
    d == d2, d != d2
    for op in ("<", ">="):
        try:
            d < d2 if op == "<" else d >= d2
        except TypeError:
            pass
    e == se, se == e, se != e, e != se
    ll == [1], [1] == ll, ll != [1], [1] != ll, ll < [2], [2] > ll
    [e] == [e2], (e, 1) == (e2, 1), [e] != [e2], {1: e} == {1: e2}
    e in [e2], e in (e2,), e not in [e2]
    [e2].count(e)
    if e == e2:
        pass
    if l < l2:
        pass
    e == e2 == e
    e is e2
    min(l, l2)
    sorted([l, l2])


class Contain:
    def __contains__(self, x):
        log.append(("contains", rc(self), rc(x)))
        return False

    def __getitem__(self, k):
        log.append(("getitem", rc(self), rc(k)))
        return k

    def __setitem__(self, k, v):
        log.append(("setitem", rc(self), rc(k), rc(v)))

    def __delitem__(self, k):
        log.append(("delitem", rc(self), rc(k)))

    def __missing__(self, k):
        return k


class Missing(dict):
    def __missing__(self, k):
        log.append(("missing", rc(self), rc(k)))
        return k


c, missing, key, val = Contain(), Missing(), ["k"], ["v"]
number = 1000


def items():
    key in c, key not in c
    c[key], c[key, key], c[1:2], c[number]
    c[key] = val
    del c[key]
    c[key] += val
    c[0:1] = val
    missing[number]
    missing["k"]
    c.__getitem__(key)
    Contain.__getitem__(c, key)
    c.__setitem__(key, val)
    c[key][0]
    Contain()[[]]
    Contain()[[]] = []


for work in (binary, compare, items):
    for times in (1, 10):
        for _ in range(times):
            work()
        show(f"{work.__name__} {times}")
