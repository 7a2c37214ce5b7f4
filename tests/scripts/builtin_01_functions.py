# Built-in functions, in ordinary and odd uses.
import sys


class C:
    x = 1

    def __init__(self):
        self.y = 2

    def __len__(self):
        return 3

    def __iter__(self):
        return iter("abc")

    def __reversed__(self):
        return iter("cba")


c = C()
print(abs(-3), all([1, 2]), any([]), bin(5), bool([]), callable(len), callable(3), chr(97), divmod(7, 2), hash(5), hex(10), oct(8), ord("z"))
print(isinstance(1, int), isinstance(True, int), isinstance("a", (int, str)), issubclass(bool, int), issubclass(C, (list, object)), id(c) == id(c))
print(len(c), list(c), list(reversed(c)), tuple(c), sorted(c, reverse=True), max(c), min(c), "b" in c, sum(map(len, ["a", "bb"])))
print(getattr(c, "y"), getattr(c, "z", None), hasattr(c, "x"), hasattr(c, "nope"), vars(c), type(c) is C, c.__class__.__name__)
print(list(map(str, [1, 2])), list(map(max, [1, 5], [3, 2])), list(filter(lambda v: v % 2, range(6))), list(filter(None, ["", "a"])))
print(list(zip([1, 2, 3], "ab")), list(zip([1], strict=True)), list(enumerate("ab", 10)), dict(enumerate("ab")), list(reversed(range(3))))
print(max(1, 5, 3), max([1, 5], key=lambda v: -v), min("b", "a"), max([], default=0), max("ab", "b", key=len), sum([1, 2], 10), sum([]), round(2.567, 1), pow(2, 5), pow(2, 5, 7))
print(next(iter([7])), next(iter([]), "default"), sorted([3, 1, 2]), sorted("bca", key=lambda s: -ord(s)), repr("r"), str(12), int("8"), float("2"), list("ab"))
print(type(iter([])).__name__, type(zip()).__name__, type(map(abs, [])).__name__, type(enumerate([])).__name__, type({}.keys()).__name__)
eval_free = 3
print(eval_free, globals()["eval_free"], "c" in globals(), __name__)
print(int(), float(), str(), bool(), list(), tuple(), dict(), set(), frozenset(), bytes(), object().__class__.__name__)
T = type("T", (C,), {"z": 5, "m": lambda self: self.z})
print(T.__name__, T().m(), T().y, T.__bases__[0].__name__, T.__mro__[-1].__name__)
it = iter(lambda: next(source), 3)
source = iter(range(10))
print(list(it), next(source))
box = ["b"]
print(sys.getrefcount(box), sorted([box], key=lambda v: sys.getrefcount(v)) == [box], [sys.getrefcount(v) for v in (box,)], list(map(sys.getrefcount, [box])), list(filter(lambda v: print("  in filter", sys.getrefcount(v)), [box])))
print(max([box], key=sys.getrefcount) is box, max([box], key=lambda v: print("  in max", sys.getrefcount(v)) or 0) is box, sys.getrefcount(box))
for bad in (lambda: abs("a"), lambda: next(5), lambda: reversed({1}), lambda: list(zip([1], [], strict=True)), lambda: sum("ab"), lambda: max(5), lambda: max(1, "a"), lambda: sorted([1], 5), lambda: isinstance(1, "int"), lambda: getattr(c, 5), lambda: getattr(c, "gone"), lambda: type(), lambda: hash({}), lambda: vars(5), lambda: issubclass(1, int), lambda: round("x"), lambda: map(), lambda: filter(None), lambda: divmod("a", 1), lambda: delattr(c, "gone"), lambda: len(iter([])), lambda: chr("a"), lambda: ord(5), lambda: int("a", 40), lambda: bytes("x")):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
