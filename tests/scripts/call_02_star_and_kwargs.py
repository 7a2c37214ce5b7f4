# *args is a new tuple, **kwargs a new dict; both hold what was passed.
import sys


def gather(*args, **kwargs):
    held = sys.getrefcount(args) if args else "shared"
    print("  args", held, len(args), "kwargs", sys.getrefcount(kwargs), list(kwargs))
    return args, kwargs


item = {"id": 7}
print("before:", sys.getrefcount(item))
a, k = gather(item, item, left=item)
print("kept both:", sys.getrefcount(item), sys.getrefcount(a), sys.getrefcount(k))
print("same objects:", a[0] is item, k["left"] is item)
given = (item, item)
b, _ = gather(*given)
print("a tuple is passed on as it is:", b is given, sys.getrefcount(given))
more = {"x": item}
_, m = gather(**more)
print("a dict is always copied:", m is more, m == more, sys.getrefcount(item))
m["y"] = 1
print("so the caller's stays:", list(more), list(m))
del a, k, b, _, m, given, more
print("after:", sys.getrefcount(item))


def only(*args):
    return args


print("empty:", only() is only())
