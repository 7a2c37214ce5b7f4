# functools.partial: what it holds, how it calls, prints, copies and dies.
import copy
import functools
import gc
import sys
import weakref

gc.collect()


def f(*args, **kw):
    return args, kw


class Box:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return 'Box%d' % self.n

    def __del__(self):
        print('del', self.n)

    def __call__(self, *args, **kw):
        return self.n, args, kw


b = Box(1)
p = functools.partial(f, b, 2)
print(p, p.func is f, p.args, p.keywords, p.__dict__)
print(sys.getsizeof(p), sys.getrefcount(p), sys.getrefcount(b), sys.getrefcount(f))
print(sys.getrefcount(p.args), sys.getrefcount(p.keywords), gc.is_tracked(p))
print(list(map(type, gc.get_referents(p))))
print(p(), p(3), p(3, k=4), p(*[5, 6]), p(*[5], **{'z': 1}))
q = functools.partial(p, 7, k=b)
print(q, q.func is f, q.args)
print(q(), q(8), q(8, k=9), q(8, m=1), q(**{'m': 2}))
print(sys.getrefcount(b), sys.getrefcount(q.keywords))
r = functools.partial(q, k=1)
print(r, r.keywords is q.keywords, q.keywords)
q.note = [1]
s = functools.partial(q, 10)
print(s.func is q, s)
print(s())
kw = {'a': 1}
t = functools.partial(f, **kw)
print(t.keywords is kw, t.keywords, sys.getrefcount(t.keywords), sys.getsizeof(t.keywords))


def counted(x):
    print(sys.getrefcount(x))


own = []
functools.partial(counted, own)()
functools.partial(counted)(own)
functools.partial(counted, x=own)()
functools.partial(counted)(x=own)
functools.partial(counted, *[own])()


def counted_more(x, k=None):
    print(sys.getrefcount(x), sys.getrefcount(k))


# the first call of a partial with keywords finds out that it takes no vector
fresh = functools.partial(counted_more, k=own)
fresh(*[own])
fresh(*[own])
fresh(*[own], **{'k': 1000000})
fresh = functools.partial(counted_more, k=own)
fresh(*[own], **{'k': own})
fresh(*[own], **{'k': own})
functools.partial(Box(2), 1)
print(functools.partial(Box(3), 1)(2, k=3))
print(functools.partial(int, base=2)('101'), functools.partial(max, 3)(1, 5), functools.partial(sorted, key=lambda v: -v)([1, 3]))
print(functools.partial(print, 'a', sep='-')('b', 'c'))
print(functools.partial(str.upper)('x'), functools.partial(list)('ab'), functools.partial(dict, a=1)(b=2))

w = weakref.ref(p, lambda ref: print('partial died'))
print(w() is p)
p.me = p
print(p.__dict__.keys())
del p, b, q, s, r
print(gc.collect())
print(w())

c = functools.partial(f, [1], k=[2])
c.extra = [3]
d = copy.copy(c)
e = copy.deepcopy(c)
print(d, d.args is c.args, d.keywords is c.keywords, d.__dict__ is c.__dict__, d.extra)
print(e, e.args == c.args, e.args[0] is c.args[0], e.extra)
print(c.__reduce__()[1:])
g = functools.partial(f)
g.__setstate__((len, (), None, None))
print(g, g('abc'), g.keywords)
for state in (1, (), (1, (), None, None), (len, [], None, None), (len, (), 1, None)):
    try:
        g.__setstate__(state)
    except TypeError as error:
        print(error)
for bad in (lambda: functools.partial(), lambda: functools.partial(1), lambda: functools.partial(f)(**{1: 2})):
    try:
        bad()
    except TypeError as error:
        print(error)
try:
    g.func = 1
except AttributeError as error:
    print(error)


class P(functools.partial):
    pass


h = P(f, 1, k=2)
print(h, h(3), type(functools.partial(h)), functools.partial(h).func is f)
h.x = 1
print(h.__dict__, sys.getsizeof(h))


class Host:
    method = functools.partial(f, 1)

    def base(self, n):
        return n, self.__class__.__name__

    double = functools.partial(base, n=2)


print(Host().method(2), Host().double(Host()))
loop = []
loop.append(functools.partial(f, loop))
print(loop)
loop[0].keywords['z'] = loop[0]
print(loop[0])
gc.collect()
for case in (lambda: functools.partial(f), lambda: functools.partial(f, 1), lambda: functools.partial(f, k=1), lambda: functools.partial(f, 1)(2),
             lambda: functools.partial(f, 1)(2, k=3), lambda: functools.partial(f, k=1)(2), lambda: functools.partial(f, k=1)(k=3),
             lambda: functools.partial(functools.partial(f, 1, k=2), 3, m=4)(5, n=6), lambda: functools.partial(Box.__call__, 1)):
    gc.collect()
    x = gc.get_count()
    case()
    y = gc.get_count()
    case()
    print(x, y, gc.get_count())
