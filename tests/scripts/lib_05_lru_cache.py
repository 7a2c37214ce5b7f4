# functools.lru_cache and cache: results, counts, what the cache holds, how it forgets.
import copy
import functools
import gc
import sys
import weakref

gc.collect()


@functools.lru_cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(30), fib.cache_info(), fib.cache_info().hits, fib.cache_info()[1])
print(fib.__name__, fib.__wrapped__.__name__, fib.cache_parameters(), sys.getsizeof(fib))
fib.cache_clear()
print(fib.cache_info(), type(fib), callable(fib), gc.is_tracked(fib))


class Thing:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return 'Thing%d' % self.n

    def __del__(self):
        print('del', self.n, end=' ')


@functools.lru_cache(maxsize=2)
def make(n):
    """Makes one."""
    return Thing(n)


a = make(1)
print(sys.getrefcount(a), make(1) is a, sys.getrefcount(a))
make(2), make(3), make(2), make(4)
print(make.cache_info())
del a
print(make(1), make.cache_info())
print(list(map(type, gc.get_referents(make))))
make.cache_clear()
print(make.cache_info(), make.__doc__)


@functools.cache
def pair(a, b=0, *rest, **kw):
    return [a, b, rest, kw]


key = (1, 2)
x = pair(key)
print(sys.getrefcount(key), sys.getrefcount(x), pair(key) is x, pair(a=key) is x, pair(key, 0) is x)
print(pair('s'), pair(1), pair(1.0) is pair(1), pair(True) is pair(1), pair(1, b=2, c=3), pair(1, c=3, b=2))
print(pair.cache_info())
try:
    pair([])
except TypeError as error:
    print(error)
print(pair.cache_info())


@functools.lru_cache(maxsize=None, typed=True)
def typed(v, **kw):
    return [v]


print(typed(1) is typed(1.0), typed(1) is typed(1), typed(1, k=1) is typed(1, k=1.0), typed.cache_info())


@functools.lru_cache(maxsize=0)
def never(v):
    return [v]


print(never(1) is never(1), never.cache_info())
for bad in (lambda: functools.lru_cache(maxsize='x'), lambda: functools.lru_cache(maxsize=-3)(fib).cache_info(),
            lambda: functools._lru_cache_wrapper(1, 2, 3, 4), lambda: functools._lru_cache_wrapper(len, 'a', 3, 4),
            lambda: functools._lru_cache_wrapper(len)):
    try:
        print(bad())
    except TypeError as error:
        print(error)


class Point:
    def __init__(self, x):
        self.x = x

    def __hash__(self):
        print('hash', self.x, end=' ')
        return 7

    def __eq__(self, other):
        print('eq', sys.getrefcount(self), sys.getrefcount(other), end=' ')
        return self.x == other.x

    @functools.lru_cache(maxsize=2)
    def area(self, k=1):
        return [self.x * k]

    @functools.cache
    def twice(self):
        return self.x * 2

    def __del__(self):
        print('point', self.x, end=' ')


p, q = Point(2), Point(3)
print(p.area(), q.area(), p.area(), sys.getrefcount(p))
print(p.area(k=2), q.area(k=3))
print(Point.area.cache_info(), sys.getrefcount(p), sys.getrefcount(q))
print(p.twice(), p.twice(), Point.twice.cache_info(), p.area)
r = weakref.ref(p)
del p, q
print(gc.collect(), r())
Point.area.cache_clear()
Point.twice.cache_clear()
print(r())


@functools.lru_cache(maxsize=3)
def failing(n):
    if n % 2:
        raise ValueError(n)
    return n


for n in (0, 1, 2, 1, 3, 2):
    try:
        print(failing(n), end=' ')
    except ValueError as error:
        print('ValueError', error, end=' ')
print(failing.cache_info())


@functools.lru_cache(maxsize=2)
def nested(n):
    if n > 0:
        nested(n - 1)
        nested(0)
    return [n]


print(nested(6), nested.cache_info())


def deep(n):
    return 1 if n == 0 else 1 + deep(n - 1)


deep = functools.cache(deep)
print(deep(200))
try:
    deep(2000)
except RecursionError as error:
    print(error)
print(copy.copy(make) is make, copy.deepcopy(make) is make)


class Node:
    def __del__(self):
        print('node', end=' ')


def cycle():
    node = Node()

    @functools.lru_cache
    def get(key):
        return node

    node.get = get
    get(1)
    get((node,))
    get.extra = node
    return weakref.ref(get, lambda ref: print('get died', end=' '))


w = cycle()
print(gc.collect(), w())
for case in (lambda: fib(1), lambda: fib(1), lambda: pair(1, c=3, b=2), lambda: never(1), lambda: typed(1, k=1),
             lambda: make(1), lambda: make(2), lambda: make(3), lambda: functools.lru_cache(fib),
             lambda: fib.cache_info()):
    gc.collect()
    a = gc.get_count()
    case()
    b = gc.get_count()
    case()
    print(a, b, gc.get_count())
