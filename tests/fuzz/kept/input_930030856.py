 # dir(): what it holds while a collection runs finalizers in its allocations; the order of __dir__().
try:
 import gc
except Exception as problem: print(type(problem))
try:
 pass
except Exception as problem: print(type(problem))
try:
 class Base:
     def base(self):
         pass
 
 
except Exception as problem: print(type(problem))
try:
 class Other:
     def other(self):
         pass
 
 
except Exception as problem: print(type(problem))
try:
 class Thing(Base, Other):
     z = 1
 
     def __init__(self):
         self.x = 1
         self.y = [self]
 
 
except Exception as problem: print(type(problem))
try:
 class Loud:
     def __init__(self, n):
         self.n = n
         self.me = self
 
     def __del__(self):
         setattr(__init__, 'x' * 300, __init__)
         print(f"range({n}):", sys.getsizeof(set(range(n))), sys.getsizeof(frozenset(range(n))))
         print('del', self.n, sys.getrefcount(__init__), sys.getrefcount(names))
 
 
except Exception as problem: print(type(problem))
try:
 __init__ = Thing()
except Exception as problem: print(type(problem))
try:
 names = vars(__init__)
except Exception as problem: print(type(problem))
try:
 print(__init__.__dir__()[:12])
except Exception as problem: print(type(problem))
try:
 print(type.__dir__(Thing)[:10])
except Exception as problem: print(type(problem))
try:
 print(sys.getsizeof(__init__.__dir__()), sys.getsizeof(dir(__init__)), sys.getsizeof(dir(Thing)))
except Exception as problem: print(type(problem))
try:
 for threshold in range(1, 12):
     gc.collect()
     gc.set_threshold(threshold)
     Loud(threshold)
     got = dir(__init__)
     got = dir(Thing)
     gc.set_threshold(700)
     print(len(got) > 5)
except Exception as problem: print(type(problem))
try:
 __init__.y = None
except Exception as problem: print(type(problem))
