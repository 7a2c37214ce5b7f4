 # Holders that no name shows.
try:
 import sys
 
 
except Exception as problem: print(type(problem))
try:
 class Thing:
     def act(self):
         return self
 
 
except Exception as problem: print(type(problem))
try:
 thing = Thing()
except Exception as problem: print(type(problem))
try:
 count = lambda: sys.getrefcount(thing) - 1
except Exception as problem: print(type(problem))
try:
 print("start", count())
except Exception as problem: print(type(problem))
try:
 m = thing.act
except Exception as problem: print(type(problem))
try:
 print("bound method", count())
except Exception as problem: print(type(problem))
try:
 s = [thing.act, thing.act]
except Exception as problem: print(type(problem))
try:
 print("two more", count())
except Exception as problem: print(type(problem))
try:
 del m, s
except Exception as problem: print(type(problem))
try:
 it = iter((thing,))
except Exception as problem: print(type(problem))
try:
 print("tuple iterator", count())
except Exception as problem: print(type(problem))
try:
 next(it)
except Exception as problem: print(type(problem))
try:
 print("item taken", count())
except Exception as problem: print(type(problem))
try:
 next(it, None)
except Exception as problem: print(type(problem))
try:
 print("exhausted", count())
except Exception as problem: print(type(problem))
try:
 z = zip([thing], [thing])
except Exception as problem: print(type(problem))
try:
 print("zip", count())
except Exception as problem: print(type(problem))
try:
 p = next(z)
except Exception as problem: print(type(problem))
try:
 print("zip result", count())
except Exception as problem: print(type(problem))
try:
 del p
except Exception as problem: print(type(problem))
try:
 print("zip keeps its tuple", count())
except Exception as problem: print(type(problem))
try:
 del z
except Exception as problem: print(type(problem))
try:
 mp = map(lambda x: x, [thing])
except Exception as problem: print(type(problem))
try:
 print("map", count())
except Exception as problem: print(type(problem))
try:
 next(mp)
except Exception as problem: print(type(problem))
try:
 print("map advanced", count())
except Exception as problem: print(type(problem))
try:
 del mp
except Exception as problem: print(type(problem))
try:
 print("map gone", count())
except Exception as problem: print(type(problem))
try:
 e = enumerate([thing])
except Exception as problem: print(type(problem))
try:
 pair = next(e)
except Exception as problem: print(type(problem))
try:
 print("enumerate", count())
except Exception as problem: print(type(problem))
try:
 del pair, e
except Exception as problem: print(type(problem))
try:
 print("gone", count())
except Exception as problem: print(type(problem))
try:
 f = lambda x=thing: x
except Exception as problem: print(type(problem))
try:
 print("default", count())
except Exception as problem: print(type(problem))
try:
 del f
except Exception as problem: print(type(problem))
try:
 pass
except Exception as problem: print(type(problem))
try:
 print("generator", count())
except Exception as problem: print(type(problem))
try:
 for _ in g:
     break
except Exception as problem: print(type(problem))
try:
 print("generator and _", count())
except Exception as problem: print(type(problem))
try:
 del g, _
except Exception as problem: print(type(problem))
try:
 d = dict.fromkeys(range(3), thing)
except Exception as problem: print(type(problem))
try:
 print("values", count())
except Exception as problem: print(type(problem))
try:
 view = d.values()
except Exception as problem: print(type(problem))
try:
 del d
except Exception as problem: print(type(problem))
try:
 print("held by a view", count(), len(view))
except Exception as problem: print(type(problem))
try:
 del view
except Exception as problem: print(type(problem))
try:
 print("gone", count())
except Exception as problem: print(type(problem))
try:
 try:
     raise ValueError(thing)
 except ValueError as err:
     print("in args and traceback", count())
except Exception as problem: print(type(problem))
try:
 print("after", count())
except Exception as problem: print(type(problem))
try:
 r = reversed([thing])
except Exception as problem: print(type(problem))
try:
 print("reversed", count())
except Exception as problem: print(type(problem))
try:
 del r
except Exception as problem: print(type(problem))
try:
 c = {"k": thing}
except Exception as problem: print(type(problem))
try:
 k = c.items()
except Exception as problem: print(type(problem))
try:
 for pair in k:
     print("items pair", count())
except Exception as problem: print(type(problem))
try:
 del pair, c, k
except Exception as problem: print(type(problem))
try:
 st = staticmethod(thing)
except Exception as problem: print(type(problem))
try:
 pr = property(thing)
except Exception as problem: print(type(problem))
try:
 print("wrappers", count())
except Exception as problem: print(type(problem))
try:
 sys.__dict__.clear()
 del st, pr
except Exception as problem: print(type(problem))
try:
 sl = slice(thing, None, thing)
except Exception as problem: print(type(problem))
try:
 print("slice", count())
except Exception as problem: print(type(problem))
try:
 del sl
except Exception as problem: print(type(problem))
try:
 print("arguments", (lambda *a, **k: count())(thing, thing, x=thing))
except Exception as problem: print(type(problem))
try:
 print("end", count())
except Exception as problem: print(type(problem))
