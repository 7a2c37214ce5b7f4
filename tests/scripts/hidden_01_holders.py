# Holders that no name shows.
import sys


class Thing:
    def act(self):
        return self


thing = Thing()
count = lambda: sys.getrefcount(thing) - 1
print("start", count())
m = thing.act
print("bound method", count())
s = [thing.act, thing.act]
print("two more", count())
del m, s
it = iter((thing,))
print("tuple iterator", count())
next(it)
print("item taken", count())
next(it, None)
print("exhausted", count())
z = zip([thing], [thing])
print("zip", count())
p = next(z)
print("zip result", count())
del p
print("zip keeps its tuple", count())
del z
mp = map(lambda x: x, [thing])
print("map", count())
next(mp)
print("map advanced", count())
del mp
print("map gone", count())
e = enumerate([thing])
pair = next(e)
print("enumerate", count())
del pair, e
print("gone", count())
f = lambda x=thing: x
print("default", count())
del f
g = (x for x in [thing])
print("generator", count())
for _ in g:
    break
print("generator and _", count())
del g, _
d = dict.fromkeys(range(3), thing)
print("values", count())
view = d.values()
del d
print("held by a view", count(), len(view))
del view
print("gone", count())
try:
    raise ValueError(thing)
except ValueError as err:
    print("in args and traceback", count())
print("after", count())
r = reversed([thing])
print("reversed", count())
del r
c = {"k": thing}
k = c.items()
for pair in k:
    print("items pair", count())
del pair, c, k
st = staticmethod(thing)
pr = property(thing)
print("wrappers", count())
del st, pr
sl = slice(thing, None, thing)
print("slice", count())
del sl
print("arguments", (lambda *a, **k: count())(thing, thing, x=thing))
print("end", count())
