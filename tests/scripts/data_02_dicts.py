# Dicts: methods, order, views, counts of keys and values.
import sys

d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 10
print(d, len(d), list(d), list(d.values()), list(d.items()))
print(d.get("a"), d.get("zz"), d.get("zz", 0), d.setdefault("a", 9), d.setdefault("new", []), d)
print(d.pop("new"), d.pop("zz", "default"), d.popitem(), d)
d.update({"x": 1}, y=2)
d.update([("z", 3)])
print(d, "x" in d, "q" not in d, dict(d) == d, dict(d) is d, d.copy() == d)
print({1: "int", 1.0: "float", True: "bool"}, {0: 1, False: 2}, {"a": 1, "a": 2})
print(dict(a=1, b=2), dict([("k", "v")]), dict({"m": 1}, n=2), dict(), dict(zip("ab", range(2))), dict.fromkeys("ab", 0), dict.fromkeys([1]))
print({"a": 1} | {"b": 2}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {**d, "x": "over"})
d |= {"merged": True}
print(d)
del d["merged"], d["x"]
for k, v in d.items():
    print(k, v, end="; ")
print()
for i, k in enumerate(sorted(d, reverse=True)):
    print(i, k, end="; ")
print()
print(sorted(d.items(), key=lambda kv: -kv[1]), max(d, key=d.get), sum(d.values()))
keys, values, items = d.keys(), d.values(), d.items()
d["late"] = 0
print(keys, values, items, len(keys), "late" in keys, 0 in values, ("late", 0) in items)
print({"a": 1}.keys() & {"a": 2, "b": 3}.keys(), d.keys() == set(d), list(reversed(d)))
t = {(1, 2): "tuple", frozenset([1]): "frozen", None: "none", 1.5: "float"}
print(t[(1, 2)], t[None], t[1.5], t[frozenset([1])])
value = ["v"]
d = {"one": value, "two": value}
print(sys.getrefcount(value), sys.getrefcount(d))
for v in d.values():
    print(sys.getrefcount(v), end=" ")
for k, v in d.items():
    print(sys.getrefcount(v), end=" ")
print(sys.getrefcount(value))
e = d.copy()
f = {**d}
print(sys.getrefcount(value))
d.clear()
e.pop("one")
f["one"] = None
print(sys.getrefcount(value))


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        print("  hash", self.n)
        return self.n % 2

    def __eq__(self, other):
        print("  eq", self.n, other.n)
        return self.n == other.n


h = {Key(1): "one", Key(3): "three"}
print(h[Key(3)], Key(2) in h)
k = Key(5)
h[k] = k
print(sys.getrefcount(k))
big = {i: i * i for i in range(100)}
for i in range(0, 100, 3):
    del big[i]
print(len(big), list(big)[:5], big[50], sum(big))
nest = {}
nest["self"] = nest
nest.setdefault("l", []).append(1)
nest.setdefault("l", []).append(2)
print(nest)
counts = {}
for ch in "mississippi":
    counts[ch] = counts.get(ch, 0) + 1
print(counts, sorted(counts, key=counts.get, reverse=True))
