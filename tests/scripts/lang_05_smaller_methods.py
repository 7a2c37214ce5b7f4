# Smaller methods: float.fromhex, bytes.hex with a separator, reversed views of dicts, isdisjoint,
# star imports of the library.
import sys
from copy import *

print(float.fromhex("0x1.8p+1"), float.fromhex(" -0x1p-3 "), float.fromhex("ff.8"), float.fromhex("inf"), float.fromhex("-Infinity"))
print(float.fromhex("nan"), float.fromhex((0.1).hex()) == 0.1, float.fromhex("0x.1"), float.fromhex("1P4"))
for text in ("0x", "p1", "1..2", "0x1p", "abcxyz", "0x1p99999", ""):
    try:
        print(float.fromhex(text))
    except (ValueError, OverflowError) as problem:
        print(type(problem).__name__, problem)

data = bytes(range(10))
print(data.hex(":"), data.hex("-", 2), data.hex(" ", -3), data.hex(), data.hex(b"_", 4), b"".hex(":"), data.hex(sep=".", bytes_per_sep=5))
for wrong in ("", "ab", "\u00e9", 5):
    try:
        print(data.hex(wrong))
    except (TypeError, ValueError) as problem:
        print(type(problem).__name__, problem)

table = {"a": 1, "b": [2], "c": None}
print(list(reversed(table)), list(reversed(table.values())), list(reversed(table.items())), list(reversed(table.keys())))
walk = reversed(table.items())
pair = next(walk)
print(pair, sys.getrefcount(pair), sys.getrefcount(table["b"]), walk.__length_hint__(), type(walk).__name__)
values = reversed(table.values())
print(next(values), type(values).__name__, sys.getsizeof(values), sys.getrefcount(table))
del table["c"]
try:
    next(values)
except RuntimeError as problem:
    print(problem)
print(table.keys().isdisjoint(["z"]), table.keys().isdisjoint({"a"}), table.items().isdisjoint([("a", 1)]), table.keys().isdisjoint(table.keys()), {}.keys().isdisjoint([]))

first = [1, [2]]
print(copy(first) == first, deepcopy(first)[1] is first[1], "Error" in globals(), "dispatch_table" in globals())


class Fake:
    def inside():
        try:
            exec("from copy import *", space)
        except Exception as problem:
            print(problem)


space = {}
Fake.inside()
print(sorted(n for n in space if n != "__builtins__"))
