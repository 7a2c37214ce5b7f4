# deque: Python code that runs in the middle of its methods; who holds what meanwhile.
import sys
from collections import deque


class Probe:
    def __init__(self, name, action=None, answer=False):
        self.name = name
        self.action = action
        self.answer = answer

    def __eq__(self, other):
        print('eq', self.name, sys.getrefcount(self), sys.getrefcount(other), end=' ')
        if self.action:
            self.action()
        return self.answer

    def __lt__(self, other):
        print('lt', self.name, sys.getrefcount(self), sys.getrefcount(other), end=' ')
        return True

    def __repr__(self):
        if self.action:
            self.action()
        return 'Probe ' + self.name

    def __del__(self):
        print('del', self.name, end=' ')


class Value:
    def __repr__(self):
        return 'Value'


value = Value()
d = deque([Probe('a'), Probe('b'), Probe('c')])
print('count')
print(d.count(value))
print('contains')
print(value in d)
print('index')
try:
    d.index(value)
except ValueError as error:
    print(error)
print('remove')
try:
    d.remove(value)
except ValueError as error:
    print(error)
print('compare')
e = deque(d)
print(sys.getrefcount(d[0]))
print(d == e, d == deque([value, value, value]))
print(d < deque([value, value, value]))
print(d != deque([d[0], value, value]))
d.clear()
e.clear()
print()


def try_each(make, *actions):
    for action in actions:
        d = make()
        try:
            print(action(d), end=' ')
        except Exception as error:
            print(type(error).__name__, error, end=' ')
        print(d, len(d))


def mutating(change, answer=False, at=1):
    def make():
        d = deque()
        probe = Probe('m', None, answer)
        probe.action = lambda: (change(d), setattr(probe, 'action', None))
        d.extend([0, 1, 2])
        d[at] = probe
        return d
    return make


for answer in False, True:
    for change in (lambda d: d.append(9), lambda d: d.clear(), lambda d: d.popleft(), lambda d: d.rotate(1),
                   lambda d: d.__setitem__(2, value), lambda d: d.reverse()):
        print('change', answer)
        try_each(mutating(change, answer), lambda d: d.count(value), lambda d: value in d,
                 lambda d: d.remove(value), lambda d: d == deque([0, value, 2]),
                 lambda d: d < deque([0, value, 2]))
print()
print('repr')
for change in lambda d: d.append(9), lambda d: d.clear():
    try_each(mutating(change), repr)


class Dying:
    def __init__(self, name, what):
        self.name = name
        self.what = what

    def __repr__(self):
        return self.name

    def __del__(self):
        print('dies', self.name, self.what(), end=' ')


print('finalizers')
d = deque(maxlen=2)
for i in range(5):
    d.append(Dying('r%d' % i, lambda: list(d)))
print(d)
for i in range(3):
    d.appendleft(Dying('l%d' % i, lambda: list(d)))
print(d)
d[0] = 5
print(d)
del d[0]
print(d)
d.append(6)
print(d)
d = deque(Dying('c%d' % i, lambda: (len(d), d.append(1))[0]) for i in range(150))
d.clear()
print()
print(len(d), sys.getsizeof(d))
d = deque(Dying('i%d' % i, lambda: len(d)) for i in range(4))
d.__init__('xyz')
print(d)
d = deque(Dying('m%d' % i, lambda: len(d)) for i in range(4))
d *= 0
print(d)
d = deque(Dying('z%d' % i, lambda: None) for i in range(70))
d = None
print()


def numbers(d):
    for i in range(4):
        print('gives', i, len(d), sys.getrefcount(d), end=' ')
        yield i


print('extend')
d = deque()
d.extend(numbers(d))
print(d)
d.extendleft(numbers(d))
print(d)
d += numbers(d)
print(d)


def changing(d):
    yield 1
    d.clear()
    yield 2
    d.append('own')
    yield 3


d.extend(changing(d))
print(d)
d.extendleft(changing(d))
print(d)


def failing():
    yield 1
    yield 2
    raise KeyError('stop')


try:
    d.extend(failing())
except KeyError as error:
    print('failed', error, d)


class Index:
    def __init__(self, change):
        self.change = change

    def __index__(self):
        self.change()
        return 1


for action in (lambda i: d.insert(i, 'new'), lambda i: d.rotate(i), lambda i: d[i], lambda i: d.__delitem__(i),
               lambda i: d.index(2, i), lambda i: d * i):
    d = deque([1, 2, 3])
    try:
        print(action(Index(lambda: d.pop())), d)
    except Exception as error:
        print(type(error).__name__, error, d)
x = object()
d = deque([x])
print(sys.getrefcount(x), sys.getrefcount(d))
d.append(x)
d.appendleft(x)
e = d.copy()
f = d * 3
print(sys.getrefcount(x))
it = iter(d)
rev = reversed(d)
print(sys.getrefcount(d), sys.getrefcount(x))
list(it)
print(sys.getrefcount(d), next(it, None))
del it, rev, e, f
d.rotate(1)
d.reverse()
print(sys.getrefcount(d), sys.getrefcount(x))
d.pop()
d.popleft()
print(sys.getrefcount(x), d.pop() is x, sys.getrefcount(x))
