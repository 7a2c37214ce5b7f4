"""In which order a call drops self and its arguments, cold and warm."""
import sys
rc = sys.getrefcount
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n
    def __eq__(self, o): return self.n == o.n
    def __del__(self): print("del", rc(d), rc(l), rc(s))
def f():
    d.get(Key(1))
    d.setdefault(Key(1), 5)
    d.pop(Key(1), None)
    l.append(Key(1)); l.clear()
    l.count(Key(2))
    s.add(Key(1)); s.discard(Key(1))
    s.issubset([Key(1)])
    d.update({Key(1): 1}); d.clear()
    l.insert(0, Key(1)); l.remove(Key(1))
    len([Key(1)]); str(Key(1)) and repr(Key(1)) and 1
    isinstance(Key(1), Key)
    print(Key(1).n)
    l.index(1) if l else 0
    sorted([Key(1)], key=id)
    l.extend([Key(1)]); l.pop()
    l.__len__(); d.__contains__(Key(1)); l.__contains__(Key(1))
    dict.get(d, Key(1))
    list.count(l, Key(1))
    Key(1) == Key(1)
    l.sort(key=lambda k: Key(1).n)
d, l, s = {}, [], set()
for i in range(12):
    print(i)
    f()
