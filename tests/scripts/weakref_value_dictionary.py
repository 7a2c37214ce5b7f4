# WeakValueDictionary: entries go with their values.
import gc
import weakref


class Item:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


a, b, c = Item("a"), Item("b"), Item("c")
table = weakref.WeakValueDictionary({"a": a, "b": b}, c=c)
print(len(table), sorted(table), table["a"], table.get("z"), table.get("z", 1))
print(sorted(table.items(), key=str), list(table.values()), bool(table))
print("a" in table, table.pop("c"), "c" in table, table.pop("c", None))
try:
    table.pop("c")
except KeyError as error:
    print("KeyError", error)
print(table.setdefault("c", c), table.setdefault("c", a))
for key, value in table.items():
    if key == "a":
        a = None
        print("in the loop:", key, value)
del key, value
print(len(table), list(table.keys()))
copy = table.copy()
print(type(copy).__name__, dict(copy) == dict(table), copy == table)
table.update({"x": b})
print(sorted(table), len(table.valuerefs()))
del table["x"]
try:
    table["x"]
except KeyError as error:
    print("KeyError", error)
try:
    table["n"] = 1
except TypeError as error:
    print(error)
b.friend = c
c.friend = b
del b, c
print(len(table), gc.collect(), len(table), len(copy))
d = Item("d")
table["d"] = d
print(table.popitem())
try:
    table.popitem()
except KeyError as error:
    print("KeyError", error)
merged = table | {"d": d}
print(sorted(merged), type(merged).__name__)
merged.clear()
print(len(merged))
