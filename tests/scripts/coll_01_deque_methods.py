# deque: every method and operator, and what they say when they cannot.
from collections import deque


def attempt(what, *args):
    try:
        print(what(*args))
    except Exception as error:
        print(type(error).__name__, error)


d = deque()
print(d, len(d), bool(d), d.maxlen, list(d), d == deque(), d is deque())
for i in range(5):
    d.append(i)
    d.appendleft(-i)
print(d, d.pop(), d.popleft(), d, len(d), bool(d))
d.extend('ab')
d.extendleft('xy')
print(d, d.count(0), d.count('z'), 'a' in d, 'q' in d, d.index('a'), d.index(0, 4), d.index('b', -1))
d.insert(2, 'in')
d.insert(-1, 'near the end')
d.insert(100, 'end')
d.insert(-100, 'begin')
d.insert(0, 'first')
print(d)
d.remove('in')
d.remove('first')
d.remove('end')
print(d)
d.reverse()
print(d, d[0], d[3], d[-1], d[True])
d[0] = 'zero'
d[-1] = 'last'
del d[1]
del d[-2]
print(d)
for n in (1, -1, 3, -4, 0, 100, -1001, len(d)):
    d.rotate(n)
    print(n, d)
d.rotate()
print(d)
print(d + deque([1]), deque('ab') * 3, 2 * deque('c'), deque() * 4, deque('ab') * 0, deque('ab') * -1)
e = d
d += 'xyz'
print(e is d, d)
d *= 2
print(e is d, d)
d *= 0
print(e is d, d, e)
d *= 5
d.extend([7])
d *= 5
print(d)
d += d
d.extendleft(d)
print(d)
d.clear()
d.clear()
print(d)

print('bounded')
b = deque(range(5), 3)
print(b, b.maxlen, len(b))
b.append(5)
b.appendleft(1)
print(b)
b.extend('abcd')
b.extendleft('xy')
print(b, b * 2, b + b, b + deque('qwert'), deque('q') + b)
b *= 3
print(b)
one = deque('a', maxlen=4)
print(one * 2, one * 10)
b.rotate(1)
print(b)
zero = deque('abc', maxlen=0)
zero.append(1)
zero.appendleft(1)
zero.extend([1, 2])
print(zero, zero.maxlen, len(zero))
b.__init__('qrst')
print(b, b.maxlen)
b.__init__(maxlen=2, iterable='qrst')
print(b, b.maxlen)
b.__init__()
print(b, b.maxlen)
attempt(setattr, b, 'maxlen', 3)

print('comparing')
for left, right in (((1, 2), (1, 2)), ((1, 2), (1, 3)), ((1,), (1, 0)), ((), (1,)), ((2,), (1, 1))):
    x, y = deque(left), deque(right)
    print(x == y, x != y, x < y, x <= y, x > y, x >= y)
x = deque([1])
print(x == x, x != x, x == [1], x != (1,), x < deque([float('nan')]))
attempt(lambda: x < [1])
attempt(hash, x)
attempt(lambda: {x: 1})

print('iterating')
d = deque('abc')
it = iter(d)
print(next(it), it.__length_hint__(), list(it), list(it), it.__length_hint__(), next(it, 'end'))
print(list(reversed(d)), reversed(d).__length_hint__(), type(it).__name__, type(reversed(d)).__name__)
print([(x, y) for x, y in zip(d, reversed(d))], max(d), sorted(d), ''.join(d), list(map(ord, d)), [*d, *d])
a, *rest = d
print(a, rest, tuple(d), set(d) == set('abc'), list(enumerate(d)), dict.fromkeys(d, 0))
for step in (d.append, d.appendleft, d.remove, lambda x: d.rotate(1), lambda x: d.pop(), lambda x: d.clear()):
    d = deque('abc')
    for it in iter(d), reversed(d):
        d = deque('abc') if len(d) < 2 else d
        it = iter(d)
        next(it)
        step('a')
        try:
            next(it)
        except RuntimeError as error:
            print(error, it.__length_hint__(), end=' ')
        except StopIteration:
            print('stop', end=' ')
        try:
            next(it)
        except RuntimeError as error:
            print('again', error)
        except StopIteration:
            print('stop')
d = deque('abc')
for it in iter(d), reversed(d):
    next(it)
    d[1] = 'changed'
    print(list(it))
it = reversed(d)
list(it)
d.append(1)
print(next(it, 'ended'), it.__length_hint__())

match deque([1, 2, 3]):
    case [first, *others]:
        print('matched', first, others)
match deque(range(2)):
    case [0, 1]:
        print('two')

print('errors')
d = deque('abc')
attempt(deque().pop)
attempt(deque().popleft)
attempt(d.pop, 1)
attempt(d.remove, 'q')
attempt(d.index, 'q')
attempt(d.index, 'a', 1)
attempt(d.index)
attempt(d.index, 1, 2, 3, 4)
attempt(d.index, 'a', 'b')
attempt(d.index, 'a', 0, None)
attempt(d.insert, 1)
attempt(d.insert, 'a', 1)
attempt(d.insert, 2 ** 70, 1)
attempt(deque('a', 1).insert, 0, 'b')
attempt(d.rotate, 1, 2)
attempt(d.rotate, 'a')
attempt(d.rotate, 2 ** 70)
attempt(d.append)
attempt(d.append, 1, 2)
attempt(lambda: d.append(x=1))
attempt(deque.append)
attempt(deque.append, [], 1)
attempt(d.count)
attempt(d.extend, 3)
attempt(d.extendleft, None)
attempt(lambda: d[3])
attempt(lambda: d[-4])
attempt(lambda: d['a'])
attempt(lambda: d[0:1])
attempt(lambda: d[2 ** 70])
attempt(d.__getitem__, 'a')
attempt(d.__getitem__, -1)
attempt(d.__getitem__, -4)
attempt(d.__setitem__, 'a', 1)
attempt(d.__setitem__, 3, 1)
attempt(d.__setitem__, -1, 'last')
attempt(d.__delitem__, 'a')
attempt(d.__delitem__, 7)
attempt(d.__delitem__, 0)


def store(key):
    d[key] = 1


def delete(key):
    del d[key]


for action in store, delete:
    for key in 'a', 5, -6, 1.5, None, slice(1), 2 ** 70:
        attempt(action, key)
print(d)
attempt(deque, 5)
attempt(deque, [], -1)
attempt(deque, [], 'a')
attempt(deque, [], 1.0)
attempt(deque, [], 2 ** 70)
attempt(deque, 1, 2, 3)
attempt(lambda: deque([], x=1))
attempt(lambda: deque([], 1, maxlen=2))
attempt(lambda: deque(maxlen=True))
attempt(lambda: deque(iterable=5))
attempt(lambda: d + [1])
attempt(lambda: d + 'a')
attempt(lambda: [1] + d)
attempt(lambda: d * 'a')
attempt(lambda: d * 1.5)
attempt(lambda: d())
attempt(lambda: d.nothing)
attempt(lambda: setattr(d, 'nothing', 1))
attempt(lambda: deque.append.__name__)
d = deque([1])
d.append(d)
print(d, repr(d))
d.append([d])
print(d)
print(deque[int], type(d), deque.__name__, deque.__module__, deque.__doc__)
print([name for name in dir(deque) if not name.startswith('__')])
