# collections: the ways to import it, and what of it is there.
import collections
import sys
from collections import deque as queue, Counter

print(collections.deque is queue, collections.Counter is Counter)
print('collections' in sys.modules, '_collections' in sys.modules, collections.__name__, collections.__package__)
import _collections
print(_collections.deque is queue, _collections.defaultdict is collections.defaultdict)
for name in ('Mapping', 'nothing'):
    try:
        getattr(collections, name)
    except AttributeError as error:
        print(error)
try:
    from collections import Iterable
except ImportError as error:
    print(str(error).split(' (')[0])
print((lambda names: (exec('from collections import *', names), 'deque' in names, 'UserDict' in names)[1:])({}))
import functools
print(functools.lru_cache(lambda: 1).cache_info(), sys.modules['collections'] is collections)


def inner():
    from collections import namedtuple
    return namedtuple('Inner', 'a')(1)


print(inner())
graph = {'a': 'bc', 'b': 'd', 'c': 'd', 'd': ''}
seen, waiting = [], queue('a')
while waiting:
    node = waiting.popleft()
    if node not in seen:
        seen.append(node)
        waiting.extend(graph[node])
print(seen)
