# namedtuple: the classes it makes, what they hold, what they say.
import collections
import gc
import sys
import weakref
from collections import namedtuple

gc.collect()


def attempt(what, *args, **named):
    try:
        print(what(*args, **named))
    except Exception as error:
        print(type(error).__name__, error)


Point = namedtuple('Point', 'x y')
p = Point(1, y=2)
print(p, p.x, p.y, p[0], p[-1], len(p), tuple(p), p == (1, 2), p < (1, 3), hash(p) == hash((1, 2)), p + (3,))
x, y = p
print(x, y, list(p), p._fields, p._asdict(), p._replace(x=5), Point._make([7, 8]), Point(*'ab'), Point(**{'x': 1, 'y': 2}))
print(isinstance(p, tuple), type(p).__mro__, Point.__name__, Point.__qualname__, Point.__module__, Point.__doc__)
print(Point._field_defaults, Point.__match_args__, Point.__slots__, p.__getnewargs__(), p.count(1), p.index(2))
print(Point.x, Point.y.__doc__, type(Point.x), Point.x.__reduce__(), Point.x.__get__(p), Point.x is Point.__dict__['x'])
print(Point.__new__.__doc__, Point._make.__doc__, Point._replace.__doc__, Point.__repr__.__doc__, Point._asdict.__doc__,
      Point.__getnewargs__.__doc__, sep='\n')
print(Point.__new__.__qualname__, Point._make.__qualname__, Point._replace.__qualname__, Point.__new__.__defaults__,
      Point.__new__.__name__, Point.__new__.__module__)
print(list(vars(Point)))
attempt(Point)
attempt(Point, 1)
attempt(Point, 1, 2, 3)
attempt(Point, 1, 2, z=3)
attempt(Point, 1, x=3)
attempt(p._replace, z=1)
attempt(p._replace, z=1, q=2, x=3)
attempt(Point._make, [1])
attempt(Point._make, [1, 2, 3])
attempt(Point._make, 5)
attempt(setattr, p, 'x', 1)
attempt(delattr, p, 'x')
attempt(setattr, p, 'z', 1)
attempt(lambda: p.z)
attempt(lambda: p.__dict__)
attempt(lambda: p['x'])
attempt(lambda: Point.x.__get__([], list))
attempt(lambda: Point.y.__get__((1,), tuple))
attempt(lambda: Point.y.__get__(None, tuple))
attempt(lambda: Point.y.__get__((1, 'from a tuple'), tuple))
attempt(lambda: Point.x.__set__(p, 1))
attempt(lambda: Point.x.__delete__(p))
attempt(lambda: weakref.ref(p))
attempt(lambda: weakref.ref(Point)() is Point)

print('forms')
print(namedtuple('A', ['b', 'c'])(1, 2), namedtuple('A', 'b, c')(1, 2), namedtuple('A', ('b',))(1), namedtuple('A', '')())
print(namedtuple('A', (n for n in 'abc'))._fields, namedtuple('A', {'k': 1})._fields, namedtuple('A', 'x y  z,w')._fields)
D = namedtuple('D', 'a b c', defaults=(2, 3))
print(D(1), D(1, 5), D._field_defaults, D.__new__.__defaults__, D._make('xyz'), D(1)._replace(c=0))
print(namedtuple('D', 'a b', defaults=[])._field_defaults, namedtuple('D', 'a', defaults=iter([1]))())
R = namedtuple('R', 'class a a _b 1x def ok', rename=True)
print(R._fields, R(*range(7)))
M = namedtuple('M', 'a', module='elsewhere')
print(M.__module__, M, repr(M(1)))
One = namedtuple('One', 'only')
print(One(5), One(5)._replace(only=6), One.__doc__, One.__new__.__doc__)
Many = namedtuple('Many', ['f%d' % i for i in range(40)])
print(Many(*range(40)).f39, len(Many._fields), Many(*range(40))[20:22])
attempt(namedtuple, 'A', 'a a')
attempt(namedtuple, 'A', 'class')
attempt(namedtuple, 'A', '_a')
attempt(namedtuple, 'A', '1a')
attempt(namedtuple, 'A', 'a-b')
attempt(namedtuple, 'class', 'a')
attempt(namedtuple, '9', 'a')
attempt(namedtuple, 'A', [1])
attempt(namedtuple, 5, 'a')
attempt(namedtuple, 'A', 'a', defaults=(1, 2))
attempt(namedtuple, 'A', 5)
attempt(namedtuple, 'A')
attempt(namedtuple, 'A', 'a', True)
attempt(namedtuple, 'A', 'a', defaults=5)


def local():
    return namedtuple('Local', 'a')


print(local().__module__, local()(1), local().__qualname__)

print('subclasses')


class Vector(Point):
    __slots__ = ()

    @property
    def length(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)


class Loose(namedtuple('Base', 'a b')):
    "With a dict."

    def __new__(cls, a, b=10):
        return super().__new__(cls, a, b)

    def __repr__(self):
        return 'Loose of ' + super().__repr__()


v = Vector(3, 4)
print(v, v.length, v + v, v._replace(x=0), type(v._replace(x=0)).__name__, Vector._make([1, 2]), v == Point(3, 4))
attempt(setattr, v, 'z', 1)
loose = Loose(1)
loose.note = 'kept'
print(loose, loose.a, loose.b, loose.__dict__, Loose.__mro__[1].__name__, loose._asdict(), sys.getsizeof(loose))


class Method(namedtuple('Method', 'x')):
    @property
    def x(self):
        return 'hidden %s' % self[0]


print(Method(1).x, Method(1))
match p:
    case Point(x, y):
        print('matched', x, y)
match v:
    case Point(x=3, y=y):
        print('matched', y)

print('sizes and counts')
print(sys.getsizeof(p), sys.getsizeof(v), sys.getsizeof(One(1)), sys.getsizeof(Many(*range(40))), sys.getsizeof(Point.x))
print(sys.getsizeof(Point), Point.__basicsize__, Point.__itemsize__)
thing = object()
q = Point(thing, thing)
print(sys.getrefcount(thing), sys.getrefcount(q), sys.getrefcount(Point))
r = q._replace(y=None)
a = q._asdict()
print(sys.getrefcount(thing), sys.getrefcount(Point), sys.getrefcount(a))
del q, a
print(sys.getrefcount(thing))
r = None
print(sys.getrefcount(thing), sys.getrefcount(Point))
print(gc.is_tracked(Point(1, 2)), gc.is_tracked(p), gc.is_tracked(Point.x), gc.is_tracked(Point))
gc.collect()
print(gc.is_tracked(p), [type(o).__name__ for o in gc.get_referents(p)], gc.get_referents(Point.x))
print(sys.getrefcount(Point._fields), sys.getrefcount(Point._field_defaults), sys.getrefcount(Point.__new__),
      sys.getrefcount(Point._replace), sys.getrefcount(Point.x))
print([type(c.cell_contents).__name__ for c in Point._replace.__closure__], Point._replace.__code__.co_freevars)
print([type(c.cell_contents).__name__ for c in Point._make.__func__.__closure__], Point.__repr__.__code__.co_freevars)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        print('repr', sys.getrefcount(self), end=' ')
        return self.name

    def __del__(self):
        print('del', self.name)


pair = Point(Noisy('first'), Noisy('second'))
print(pair, str(pair))
pair = pair._replace(x=Noisy('third'))
print('replaced')
pair = None
Temporary = namedtuple('Temporary', 'a b', defaults=[Noisy('default')])
gone = weakref.ref(Temporary)
t = Temporary(1)
print(t.a)
del Temporary, t
print(gone() is None, gc.collect(), gone())
Temporary = namedtuple('Temporary', '')
del Temporary
print(gc.collect())
Temporary = namedtuple('Temporary', 'a b c d')
del Temporary
print(gc.collect())
Temporary = type('Temporary', (namedtuple('Base', 'a'),), {})
del Temporary
print(gc.collect())
cyclic = Point([], 1)
cyclic.x.append(cyclic)
print(cyclic)
del cyclic
print(gc.collect())
print(collections.namedtuple is namedtuple, collections.__name__, collections.__all__)
