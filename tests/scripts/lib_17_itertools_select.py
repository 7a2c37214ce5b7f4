# product, combinations, combinations_with_replacement and permutations.
import gc
import sys
from itertools import combinations, combinations_with_replacement, islice, permutations, product


def attempt(call, /, *args, **kwargs):
    try:
        print(repr(call(*args, **kwargs)).split(" at 0x")[0])
    except Exception as error:
        print(type(error).__name__, error)


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  dies:", self.name)

    def __repr__(self):
        return "<" + self.name + ">"


def things(*names):
    for name in names:
        yield Thing(name)


class Index:
    def __index__(self):
        return 2


print("product")
print(list(product()), list(product("ab")), list(product("ab", [1, 2])), list(product("ab", "")))
print(list(product("ab", repeat=2)), list(product("ab", repeat=0)), list(product(repeat=3)))
print(len(list(product(range(3), range(4), repeat=2))), list(product("a", repeat=Index())))
attempt(product, 1)
attempt(product, "a", 2)
attempt(product, "a", repeat=-1)
attempt(product, "a", repeat="x")
attempt(product, "a", repeat=2**62)
attempt(product, "a", times=2)
attempt(product, "a", repeat=1, times=2)

print("combinations")
for r in range(5):
    print(r, list(combinations("abc", r)), list(combinations_with_replacement("abc", r)))
print(list(combinations(range(5), 3)), list(combinations([], 0)), list(combinations([], 1)))
print(list(combinations_with_replacement([], 0)), list(combinations_with_replacement([], 1)))
print(list(combinations(iterable="ab", r=Index())))
for kind in combinations, combinations_with_replacement:
    attempt(kind)
    attempt(kind, "a")
    attempt(kind, 1, 1)
    attempt(kind, "a", -1)
    attempt(kind, "a", None)
    attempt(kind, "a", 1.0)
    attempt(kind, "a", 10**30)
    attempt(kind, "a", 1, 2)
    attempt(kind, "a", size=1)

print("permutations")
for r in range(5):
    print(r, list(permutations("abc", r)))
print(list(permutations("abcd"))[5:20], list(permutations([])), list(permutations([], 1)))
print(list(permutations("abcd", 2)), list(permutations("ab", None)), list(permutations("ab", True)))
attempt(permutations)
attempt(permutations, 1)
attempt(permutations, "a", -1)
attempt(permutations, "a", "b")
attempt(permutations, "a", Index())
attempt(permutations, "a", 10**30)
attempt(permutations, "a", 1, 2)

print("sizes")
for made in [product(), product("ab"), product("abc", repeat=4), combinations("abc", 2),
             combinations("abc", 0), combinations("ab", 5), combinations_with_replacement("abc", 4),
             permutations("abcde"), permutations("abcde", 2), permutations("ab", 4)]:
    kind = type(made)
    print(kind.__name__, kind.__module__, sys.getsizeof(made), made.__sizeof__(),
          gc.is_tracked(made), kind.__basicsize__, iter(made) is made)

print("the result tuple")
for make in [lambda: product("ab", [1, 2]), lambda: combinations("abc", 2),
             lambda: combinations_with_replacement("ab", 2), lambda: permutations("abc", 2)]:
    made = make()
    print(type(made).__name__, len({id(t) for t in made}))
    made = make()
    kept = list(made)
    print(len(set(map(id, kept))), [type(o).__name__ for o in gc.get_referents(made)],
          sys.getrefcount(kept[-1]))
    made = make()
    t = next(made)
    print(sys.getrefcount(t), gc.is_tracked(t))
    gc.collect()
    print(gc.is_tracked(t))
    del t
    print(gc.is_tracked(gc.get_referents(made)[1]))
    t = next(made)
    print(gc.is_tracked(t), sys.getrefcount(t))
    u = next(made)
    print(gc.is_tracked(u), t, u, sys.getrefcount(t), sys.getrefcount(u))
    del made
    print(sys.getrefcount(t), sys.getrefcount(u))

print("counts of references")
x = Thing("x")
print(sys.getrefcount(x))
p = product([x], [x, x])
print(sys.getrefcount(x))
a = next(p)
print(sys.getrefcount(x))
b = next(p)
print(sys.getrefcount(x))
print(next(p, "end"), sys.getrefcount(x), next(p, "end"))
del a, b
print(sys.getrefcount(x))
del p
print(sys.getrefcount(x))
c = combinations([x, x, x], 2)
next(c)
print(sys.getrefcount(x), len(list(c)), sys.getrefcount(x))
c = permutations([x, x], 1)
print(sys.getrefcount(x), next(c), sys.getrefcount(x))
c = None
print(sys.getrefcount(x))

print("deaths")
for t in product(things("a", "b"), things("c", "d")):
    print(t)
del t
for t in combinations(things("a", "b", "c"), 2):
    print(t)
print("still", t)
del t
p = permutations(things("a", "b", "c"))
print(next(p), next(p))
del p
for t in combinations_with_replacement(things("a", "b"), 2):
    print(t)
    break
del t
p = None


def broken():
    yield Thing("only")
    raise ValueError("broken")


attempt(product, things("first"), broken())
attempt(combinations, broken(), 1)
attempt(permutations, broken())
attempt(combinations, things("n"), -1)
attempt(permutations, things("n"), -1)

print("cycles")


class Node:
    def __del__(self):
        print("  node dies")


for make in [lambda n: product([n]), lambda n: combinations([n], 1), lambda n: permutations([n]),
             lambda n: combinations_with_replacement([n], 1)]:
    for advance in False, True:
        node = Node()
        node.tool = make(node)
        if advance:
            next(node.tool)
        del node
        print(gc.collect() > 0)


class MyProduct(product):
    def __init__(self, *args, repeat=1, name=""):
        self.name = name


m = MyProduct("ab", repeat=2)
print(list(islice(m, 3)), m.name, sys.getsizeof(m) > 80)
del x
