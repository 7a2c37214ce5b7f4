# Tuples of 20 items go to their free list and are never taken from it.
import gc

for n in (1, 5, 19, 20, 21):
    items = list(range(n))
    gc.collect()
    a = gc.get_count()[0]
    x = tuple(items)
    b = gc.get_count()[0]
    x = None
    x = tuple(items)
    c = gc.get_count()[0]
    x = None
    x = tuple(items)
    print(n, a, b, c, gc.get_count()[0])
