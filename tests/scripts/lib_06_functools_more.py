# functools: cmp_to_key, total_ordering, cached_property, wraps as a partial.
import functools
import gc
import sys
from functools import cached_property, cmp_to_key, total_ordering

gc.collect()


def compare(a, b):
    print((a, b), end=' ')
    return (a > b) - (a < b)


print(sorted([3, 1, 2], key=cmp_to_key(compare)))
print(sorted(['bb', 'a', 'ccc'], key=cmp_to_key(lambda a, b: len(b) - len(a))))
K = cmp_to_key(compare)
x = []
k = K(x)
print(K.obj, k.obj is x, sys.getrefcount(x), sys.getsizeof(k), gc.is_tracked(k), list(map(type, gc.get_referents(k))))
print(K(1) < K(2), K(1) == K(1), K(2) >= K(3), K(1) != K(2), max([2, 5, 1], key=K))
k.obj = 5
print(k.obj, k < K(6))
for bad in (lambda: hash(k), lambda: k < 1, lambda: K < K(1), lambda: K(), lambda: cmp_to_key(), lambda: K(obj=3) < K(x)):
    try:
        print(bad())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.n == other.n

    def __lt__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.n < other.n


a, b = Version(1), Version(2)
print(a < b, a <= b, a > b, a >= b, a == b, a != b, sorted([b, a])[0] is a)
print(Version.__le__.__name__, Version.__gt__.__qualname__, sorted(n for n in vars(Version) if n.startswith('__')))
try:
    a <= 3
except TypeError as error:
    print(error)
for root in ('__le__', '__gt__', '__ge__'):
    C = type('C', (), {'__init__': Version.__init__, '__eq__': lambda s, o: s.n == o.n,
                       root: {'__le__': lambda s, o: s.n <= o.n, '__gt__': lambda s, o: s.n > o.n,
                              '__ge__': lambda s, o: s.n >= o.n}[root]})
    C = total_ordering(C)
    print(root, [(x < y, x <= y, x > y, x >= y) for x in (C(1), C(2)) for y in (C(1), C(2))])
try:
    total_ordering(type('Empty', (), {}))
except ValueError as error:
    print(error)


class Data:
    def __init__(self, items):
        self.items = items

    @cached_property
    def total(self):
        """The sum."""
        print('computed', sys.getrefcount(self), end=' ')
        return [sum(self.items)]


d = Data([1, 2, 3])
print(d.__dict__, d.total, d.total is d.total, d.__dict__, sys.getrefcount(d.total))
print(Data.total.__doc__, Data.total.attrname, Data.total.func.__name__, type(Data.total).__name__)
del d.total
print(d.__dict__, d.total)
d.total = 5
print(d.total, sys.getsizeof(d.__dict__), sys.getsizeof(Data.total), sorted(vars(Data.total)))
print(sys.getsizeof(Data.total.lock), sys.getrefcount(Data.total.lock), gc.is_tracked(Data.total.lock))


class Slotted:
    __slots__ = ('x',)

    @cached_property
    def y(self):
        return 1


try:
    Slotted().y
except TypeError as error:
    print(error)
try:
    class Twice:
        p = cached_property(lambda self: 1)
        q = p
except RuntimeError as error:
    print(error, error.__cause__)
lone = cached_property(lambda self: 1)
try:
    lone.__get__(d)
except TypeError as error:
    print(error)


def deco(fn):
    @functools.wraps(fn)
    def inner(*args, **kw):
        return fn(*args, **kw)
    return inner


w = functools.wraps(compare)
print(w.func is functools.update_wrapper, sorted(w.keywords), w.args, sys.getrefcount(w), type(w).__name__)


@deco
def plain(x):
    """doc"""
    return x


print(plain.__name__, plain.__doc__, plain.__wrapped__(3), plain(4), vars(plain).keys())
gc.collect()
for case in (lambda: K(1), lambda: d.total, lambda: Data([1]).total, lambda: a <= b, lambda: functools.wraps(plain),
             lambda: deco(plain), lambda: cmp_to_key(compare)):
    gc.collect()
    x = gc.get_count()
    case()
    y = gc.get_count()
    case()
    print(x, y, gc.get_count())

# types that modules in C make are heap types: tracked, and of another size
import functools, sys
print(gc.is_tracked(functools.partial), sys.getsizeof(functools.partial), gc.is_tracked(list))
print(gc.is_tracked(type(functools.lru_cache(plain))), gc.is_tracked(type(cmp_to_key(compare))))
