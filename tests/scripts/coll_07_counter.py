# Counter: counting, arithmetic, comparison, and who holds what while Python code runs in between.
import copy
import gc
import sys
from collections import Counter, defaultdict, deque

gc.collect()


def attempt(what, *args, **named):
    try:
        print(what(*args, **named))
    except Exception as error:
        print(type(error).__name__, error)


c = Counter('abracadabra')
print(c, c['a'], c['z'], 'z' in c, len(c), c.total(), list(c), dict(c))
print(c.most_common(), c.most_common(2), c.most_common(1), c.most_common(0), c.most_common(100), c.most_common(-1))
print(''.join(c.elements()), sorted(c.elements()), list(Counter(a=2, b=0, c=-3).elements()))
print(Counter(), Counter({}), Counter([]), Counter(None), Counter(a=1), Counter({'x': 2}, x=3, y=1), Counter(['a', 'b', 'a']))
print(Counter(x for x in range(10) if x % 3), Counter({1, 2}), Counter(deque('aab')), Counter(defaultdict(int, q=4)))
print(Counter((1, 1.0, True)), Counter('hello world').most_common(3), Counter(range(3)), Counter(b'aab'))
words = 'the quick brown fox jumps over the lazy dog the end'.split()
print(Counter(words), Counter(map(len, words)), Counter(w[0] for w in words).most_common(4))
c.update('aaz')
c.update({'z': 5, 'new': 1})
c.update(q=2)
c.update()
print(c)
c.subtract('aab')
c.subtract({'z': 7})
c.subtract(Counter(q=1), new=3)
print(c, c.total())
c['k'] += 1
c['k'] += 1
del c['k']
del c['never there']
print(c, c.pop('z'), c.pop('nothing', 'default'), c.get('a'), c.get('nothing'), c.setdefault('s', 9))
attempt(c.pop, 'nothing')
attempt(Counter.fromkeys, 'ab', 1)
attempt(Counter, 5)
attempt(Counter, 1, 2)
attempt(Counter, [[1]])
attempt(c.update, 1)
attempt(c.subtract, 5)
attempt(hash, c)
attempt(lambda: c + {'a': 1})
attempt(lambda: c | [1])
attempt(lambda: c < {})
attempt(lambda: Counter(a='x', b=1))
attempt(lambda: Counter(a=None).total())
attempt(lambda: list(Counter(a=1.5).elements()))
attempt(lambda: Counter(a='x').most_common(1))
attempt(lambda: Counter(a='x', b=1, c=2).most_common(2))

print('operators')
a, b = Counter(a=3, b=1, c=-2, d=0), Counter(a=1, b=2, e=-1, f=4)
print(a + b, a - b, a | b, a & b, +a, -a, b - a, sep='\n')
for change in '+=', '-=', '|=', '&=':
    x = Counter(a)
    same = x
    exec('x %s b' % change)
    print(change, x, same is x)
x = Counter('ab')
x += x
print(x)
print(a == b, a != b, a == Counter(a), a <= b, a < b, a >= b, a > b, Counter(a=1) < Counter(a=2), Counter(a=1) <= Counter(a=1))
print(Counter(a=1, z=0) == Counter(a=1), Counter(a=1) == {'a': 1}, Counter(a=1) != {'a': 1}, {} == Counter(), Counter('ab') == Counter('ba'))
print(Counter(a=1) | {'b': 2} if False else 'no', type(Counter(a=1).copy()).__name__, copy.copy(a), copy.deepcopy(a) == a, a.__reduce__())
nested = Counter()
nested[1] = [2]
print(copy.deepcopy(nested)[1] is nested[1], copy.copy(nested)[1] is nested[1])
print(sum((Counter(w) for w in ('ab', 'bc', 'ca')), Counter()))


class Sub(Counter):
    def __missing__(self, key):
        return 100


class Own(Counter):
    def __setitem__(self, key, value):
        print('set', key, value, end=' ')
        super().__setitem__(key, value)

    def get(self, key, default=None):
        print('get', key, default, end=' ')
        return super().get(key, default)


s = Sub('aab')
print(s, s['q'], s + Counter(q=1), type(s + s).__name__, type(s.copy()).__name__, s.copy())
s.note = 'kept'
print(s.__dict__, copy.copy(s).__dict__, sys.getsizeof(s))
o = Own('aba')
print(o)
o.update({'a': 5})
print(o)
o.update(b=1)
print(o)

print('sizes')
last = 0
c = Counter()
for i in range(200):
    c[i] += 1
    if sys.getsizeof(c) != last:
        last = sys.getsizeof(c)
        print(i, last, end='; ')
print(sys.getsizeof(Counter()), sys.getsizeof(Counter('abcdef')), sys.getsizeof(Counter(range(50))), Counter().__sizeof__())
e = Counter(a=2, b=1).elements()
print(sys.getsizeof(e), type(e), iter(e) is e, gc.is_tracked(e), next(e), list(e), list(e), next(e, 'end'))

print('counts')


class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        print('hash', self.name, sys.getrefcount(self), end=' ')
        return 1

    def __eq__(self, other):
        print('eq', self.name, other.name, sys.getrefcount(self), sys.getrefcount(other), end=' ')
        return self.name[0] == other.name[0]

    def __repr__(self):
        return 'Key ' + self.name

    def __del__(self):
        print('del', self.name, end=' ')


x, y, z = Key('x1'), Key('y'), Key('x2')
c = Counter([x, y, z])
print(c, sys.getrefcount(x), sys.getrefcount(y), sys.getrefcount(z))
c.update({x: 3})
print(c[z], sys.getrefcount(x), sys.getrefcount(z))
print(Counter(Key(name) for name in ('p', 'q', 'p2')))
c.clear()
print(sys.getrefcount(x), sys.getrefcount(z))


class Number:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        print('add', self.n, sys.getrefcount(self), end=' ')
        return Number(self.n + (other.n if isinstance(other, Number) else other))

    __radd__ = __add__

    def __lt__(self, other):
        print('lt', self.n, other.n, sys.getrefcount(self), sys.getrefcount(other), end=' ')
        return self.n < other.n

    def __gt__(self, other):
        return self.n > (other.n if isinstance(other, Number) else other)

    def __repr__(self):
        return 'N%d' % self.n

    def __del__(self):
        print('del N%d' % self.n, end=' ')


c = Counter()
c['a'], c['b'], c['c'], c['d'] = Number(4), Number(2), Number(9), Number(7)
print(c.most_common())
print(c.most_common(2))
print(c.most_common(1))
print(c.most_common(3))
c.update('ab')
print(c)
c.update(c)
print(c)
c = None
print()


def giving():
    for name in 'xyx':
        print('gives', name, end=' ')
        yield name


c = Counter(giving())
print(c)
d = Counter()


def changing():
    yield 1
    d.clear()
    yield 1
    d[2] = 5
    yield 2
    raise LookupError('stopped')


attempt(d.update, changing())
print(d)


class Iterable:
    def __iter__(self):
        return iter('iii')


print(Counter(Iterable()), Counter({}.keys()), Counter({'a': 1}.items()), Counter({5: 6}.values()))
print('collection')
gc.collect()
c = Counter()
c['me'] = c
c['note'] = 1
del c
print(gc.collect())
c = Counter('aab')
it = c.elements()
next(it)
c.it = it
print([type(r).__name__ for r in gc.get_referents(it)])
del c, it
print(gc.collect())
print(Counter, Counter.__mro__, Counter.__name__, Counter.__module__, Counter.most_common.__qualname__)
