# defaultdict: the factory, __missing__, repr, copies and unions, lives.
import copy
import gc
import sys
import weakref
from collections import defaultdict

gc.collect()


def attempt(what, *args, **named):
    try:
        print(what(*args, **named))
    except Exception as error:
        print(type(error).__name__, error, error.args)


words = defaultdict(list)
for word in 'the cat and the dog and the bird'.split():
    words[len(word)].append(word)
print(words, dict(words), len(words), 7 in words, words.get(7), 7 in words)
count = defaultdict(int)
for c in 'mississippi':
    count[c] += 1
print(count, sorted(count.items()))
d = defaultdict(None, {'a': 1}, b=2)
print(d, d.default_factory)
attempt(lambda: d['missing'])
attempt(lambda: d[(1, 2)])
attempt(lambda: d[None])
d.default_factory = lambda: 'made'
print(d['missing'], d.pop('missing'), d.setdefault('q'), list(d))
del d.default_factory
print(d.default_factory)
attempt(lambda: d['missing'])
d.default_factory = 5
attempt(lambda: d['missing'])
print(d)
attempt(defaultdict, 1)
attempt(defaultdict, None, 1)
attempt(defaultdict, int, [1])
attempt(defaultdict, int, {}, 3)
attempt(defaultdict, int, [(1, 2)], x=3)
attempt(defaultdict, x=1, y=2)
attempt(defaultdict, default_factory=1)
attempt(lambda: defaultdict(int) | [1])
attempt(lambda: [1] | defaultdict(int))
attempt(hash, defaultdict())
attempt(lambda: weakref.ref(defaultdict()))
attempt(defaultdict().__missing__)
attempt(defaultdict(int).__missing__, 5)
attempt(defaultdict.__missing__)
d = defaultdict(list, [(1, [2])])
d.__init__(int, {3: 4})
print(d, d[9], d)
d.__init__()
print(d, d.default_factory)

print('unions and copies')
a, b = defaultdict(int, x=1), {'y': 2}
print(a | b, b | a, type(b | a).__name__, a | a)
a |= b
print(a, a == {'x': 1, 'y': 2}, a != {}, {'x': 1, 'y': 2} == a)
attempt(lambda: a < b)
print(a.copy(), copy.copy(a), copy.deepcopy(a), type(a.copy()).__name__, a.copy().default_factory)
nested = defaultdict(list, k=[1])
shallow, deep = copy.copy(nested), copy.deepcopy(nested)
print(shallow['k'] is nested['k'], deep['k'] is nested['k'], deep['new'], nested)
kind, args, state, more, items = nested.__reduce__()
print(kind, args, state, more, list(items))
print(defaultdict().__reduce__()[:4])
tree = lambda: defaultdict(tree)
t = tree()
t['a']['b']['c'] = 1
print(list(t), list(t['a']), list(t['a']['b']), t['a']['b']['c'])
d = defaultdict(list)
d['self'] = d
print(d)


class Factory:
    def __init__(self, d):
        self.d = d

    def __call__(self):
        return 0

    def __repr__(self):
        return 'Factory of %r' % (self.d,)


d = defaultdict()
d.default_factory = Factory(d)
d[1]
print(d)
d.default_factory = d.__repr__
print(repr(d))
print(defaultdict.fromkeys('ab', 1), defaultdict(int).fromkeys('a'))
match defaultdict(int, k=5):
    case {'k': value}:
        print('matched', value)
match defaultdict(int, k=5):
    case dict(found):
        print('matched', found)

print('counts')


class Value:
    pass


made = []


def factory():
    value = Value()
    made.append(value)
    print('called', sys.getrefcount(value), sys.getrefcount(factory), end=' ')
    return value


d = defaultdict(factory)
print(sys.getrefcount(factory))
x = d['k']
print(sys.getrefcount(x), sys.getrefcount(made[0]), sys.getrefcount(factory))


class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        print('hash', self.name, sys.getrefcount(self), end=' ')
        return 1

    def __eq__(self, other):
        print('eq', self.name, other.name, sys.getrefcount(self), sys.getrefcount(other), end=' ')
        return self.name == other.name


k, same = Key('k'), Key('k')
d = defaultdict(list)
d[k].append(1)
print()
d[same].append(2)
print(len(d), sys.getrefcount(k), sys.getrefcount(same))


class Noisy:
    def __init__(self, name):
        self.name = name

    def __call__(self):
        return Noisy('made by ' + self.name)

    def __del__(self):
        print('del', self.name)


d = defaultdict(Noisy('f'), a=Noisy('a'))
d['b']
d[Noisy('key')] = Noisy('value')
d.default_factory = Noisy('g')
print('replaced')
d.__init__(Noisy('h'))
print('again')
e = defaultdict(Noisy('i'), [('x', Noisy('x'))], y=Noisy('y'))
e = None
d = None


def failing():
    raise ZeroDivisionError('from the factory')


d = defaultdict(failing)
attempt(lambda: d[1])
print(dict(d))
d = defaultdict(lambda: d.clear() or d.setdefault('inside', 1) and 'outside')
print(d[5], d)
d = defaultdict(lambda: setattr(d, 'default_factory', None) or 7)
print(d[5], d)


class Own(defaultdict):
    def __missing__(self, key):
        return 'no %r' % (key,)


class Keyed(defaultdict):
    def __missing__(self, key):
        self[key] = value = self.default_factory(key)
        return value


class Sub(defaultdict):
    pass


o = Own(int, a=1)
print(o['a'], o['z'], o, len(o), type(o.copy()).__name__)
k = Keyed(lambda key: key * 2)
print(k[4], k['ab'], dict(k))
s = Sub(list)
s['x'].append(1)
s.note = 'attribute'
print(s, s.__dict__, copy.copy(s), copy.deepcopy(s).__dict__, s | {'y': 1}, weakref.ref(s)() is s)

print('sizes')
size = sys.getsizeof
print(size(defaultdict()), size(defaultdict(int, a=1)), size(s), size(o), defaultdict().__sizeof__())
d = defaultdict(int)
last = 0
for i in range(200):
    d[i]
    if size(d) != last:
        last = size(d)
        print(i, last, end='; ')
print()
print(gc.is_tracked(defaultdict()), gc.is_tracked(defaultdict(int, a=1)))
gc.collect()
print(gc.is_tracked(d))
print('collection')
d = defaultdict(list)
d['me'].append(d)
print([type(r).__name__ for r in gc.get_referents(d)])
del d
print(gc.collect())
t = tree()
t['a']['b']
del t, tree
print(gc.collect())
d = defaultdict(Noisy('factory'))
d.default_factory.d = d
d['noisy'] = Noisy('inside')
del d
print(gc.collect())
print(defaultdict, defaultdict[int, str], defaultdict.__name__, defaultdict.__mro__)
print(defaultdict.__doc__)
last = defaultdict(Noisy('factory at exit'))
last['v'] = Noisy('value at exit')
