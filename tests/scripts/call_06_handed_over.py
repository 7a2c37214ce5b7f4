# A call f(*tuple, **dict) hands its tuple and dict on to a function that takes them so: nobody else
# holds them meanwhile.
import gc
import sys
from functools import reduce
def cb(a, b):
    print([sys.getrefcount(x) for x in gc.get_referrers(lst) if type(x) is tuple])
    return a
lst = [1,2,3]
t = (cb, lst)
print(reduce(*t))
def cb2(x, *a):
    print([sys.getrefcount(x) for x in gc.get_referrers(lst) if type(x) is tuple])
    return 1
t = (cb2, lst)
list(map(*t))
t = (lst,)
print(sorted(*t, key=cb2))
t = (lst,)
print(max(*t, key=cb2))
t = (lst,)
max(lst, key=cb2)
max(*t, default=3)
class It:
    def __iter__(self): 
        print([sys.getrefcount(x) for x in gc.get_referrers(self) if type(x) is tuple])
        return iter(lst)
    def __eq__(self, o):
        print([sys.getrefcount(x) for x in gc.get_referrers(self) if type(x) is tuple])
        return True
    def __repr__(self):
        print([sys.getrefcount(x) for x in gc.get_referrers(self) if type(x) is tuple])
        return 'It'
    def __str__(self):
        print([sys.getrefcount(x) for x in gc.get_referrers(self) if type(x) is tuple])
        return 'It'
i = It()
t = (i,)
for f in list, tuple, set, frozenset, max, min, sum, enumerate, zip, sorted, any, all, iter, repr, str, print, [].extend, {1:2}.update, {1}.update, {1}.union, dict.fromkeys, {2}.intersection:
    print(f.__name__)
    try: f(*t)
    except Exception as e: print(e)
