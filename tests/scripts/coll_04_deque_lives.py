# deque: weak references, subclasses, copies, pickling's parts, collection, order of deaths.
import copy
import gc
import sys
import weakref
from collections import deque

gc.collect()


class Named:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    def __del__(self):
        print('del', self.name)


d = deque([1, 2])
w = weakref.ref(d, lambda ref: print('deque gone', ref() is None))
print(w() is d, weakref.getweakrefcount(d), gc.is_tracked(d), gc.is_tracked(deque()), gc.is_tracked(iter(d)))
del d
print(w())
proxy_of = deque([Named('held')])
p = weakref.proxy(proxy_of)
p.append(5)
print(len(p), list(p)[1], p[1])
w = weakref.ref(proxy_of, lambda ref: print('proxied gone'))
del proxy_of
try:
    p.append(1)
except ReferenceError as error:
    print(error)


class Stack(deque):
    def __init__(self, items=(), maxlen=None):
        print('init', maxlen)
        super().__init__(items, maxlen)
        self.label = 'stack'

    def peek(self):
        return self[-1]

    def __del__(self):
        print('stack dies', len(self), self.label)


s = Stack([1, 2, 3])
print(s, s.peek(), len(s), s.label, s.maxlen, isinstance(s, deque), s == deque([1, 2, 3]), type(s + deque([4])))
w = weakref.ref(s, lambda ref: print('callback'))
t = s.copy()
print(t, type(t).__name__, t.__dict__)
t = copy.copy(Stack('ab', 5))
print(t, t.label)
t = copy.deepcopy(s)
print(t, t.label, t is s)
t = s * 2
print(t)
s.append(Named('inside'))
s.other = Named('attribute')
s = None
t = None


class Odd(deque):
    def __new__(cls, *args):
        return deque.__new__(cls) if not args else 5


try:
    print(Odd().copy())
except TypeError as error:
    print(error)


class Counting(deque):
    __slots__ = ('n',)

    def append(self, item):
        self.n = getattr(self, 'n', 0) + 1
        super().append(item)

    def __eq__(self, other):
        return 'eq'

    def __len__(self):
        return super().__len__() + 100

    def __contains__(self, item):
        return item == 'always'

    def __getitem__(self, index):
        return 'item %s' % (index,)

    def __iter__(self):
        yield from ('own', 'iteration')

    def __repr__(self):
        return 'Counting' + deque.__repr__(self)


c = Counting('ab')
c.append(1)
print(c.n, c == 3, len(c), 'a' in c, 'always' in c, c[0], c['x'], list(c), c, deque(c), sys.getsizeof(c))

print('copies')
inner = [1]
d = deque([inner, 2], maxlen=4)
shallow, deep = copy.copy(d), copy.deepcopy(d)
print(shallow, deep, shallow[0] is inner, deep[0] is inner, shallow.maxlen, deep.maxlen)
d.append(d)
deep = copy.deepcopy(d)
print(deep[2] is deep, deep)
d.pop()
print(sys.getrefcount(inner))
kind, arguments, state, items = d.__reduce__()
print(kind, arguments, state, list(items))
kind, arguments, state, items = Counting('ab').__reduce__()
print(kind.__name__, arguments, state, list(items))
one = Counting()
one.append(1)
print(one.__reduce__()[2], deque('a').__reduce_ex__(4)[:3])

print('collection')
gc.collect()
d = deque()
d.append(d)
del d
print(gc.collect())
d = deque(Named('n%d' % i) for i in range(3))
d.append(d)
w = weakref.ref(d, lambda ref: print('never'))
del d
print(gc.collect(), w())
a, b = deque(), deque()
a.append(b)
b.append(a)
it = iter(a)
b.append(it)
print(gc.get_referents(a) == [b], [type(r).__name__ for r in gc.get_referents(b)], gc.get_referents(it) == [a])
del a, b, it
print(gc.collect())
s = Stack('abc')
s.me = s
s.append(s)
del s
print(gc.collect())
d = deque(range(200))
d[70] = d
d[199] = Named('late')
d.appendleft(Named('left'))
print(len(gc.get_referents(d)), gc.get_referents(d)[-1])
del d
print(gc.collect())

print('order')
d = deque([Named('a'), Named('b'), Named('c')])
d.rotate(1)
d.appendleft(Named('first'))
del d


def function():
    queue = deque(maxlen=2)
    for name in 'pqr':
        queue.append(Named(name))
    return len(queue)


print(function())
nested = deque([deque([Named('deep')]), Named('shallow')])
nested = None
chain = deque()
for i in range(60):
    chain = deque([chain])
chain = None
queue = deque([Named('x'), Named('y')])
queue.appendleft(queue.pop())
queue.popleft()
print(queue)
