# Subscripted built-in classes and unions: text, parts, equality, calls, annotations, counts.
import gc
import sys

numbers = list[int]
print(numbers, dict[str, list[int]], tuple[int, ...], tuple[()], set["Later"], frozenset[None], type[int], list[int | None])
print(numbers.__origin__, numbers.__args__, numbers.__parameters__, dict[str, int].__args__)
print(numbers == list[int], numbers != list[str], numbers is list[int], hash(numbers) == hash(list[int]), numbers == list)
print(numbers(), numbers("ab"), dict[str, int](a=1), numbers.__name__, numbers.append, callable(numbers))
print(type(numbers), isinstance(numbers, type), numbers.__class__, sys.getsizeof(numbers), gc.is_tracked(numbers))


class Box:
    def __init__(self, item=None):
        self.item = item

    def __class_getitem__(cls, key):
        return f"{cls.__name__} of {key!r}"


class Typed(list):
    pass


print(Box[int], Box["x", 2], list[Box], Typed[int], Typed[int]([1, 2]), type(Typed[str]()).__name__)
made = Typed[int]([3])
print(made.__orig_class__, made)

either = int | str
print(either, int | None, None | int, int | int, int | str | int, list[int] | None, Box | None, either | float)
print(either.__args__, either == str | int, hash(either) == hash(str | int), either != int | float, type(either))
print(isinstance(1, either), isinstance(1.5, either), isinstance(None, int | None), issubclass(bool, either), isinstance("a", (float, either)))
print(sys.getsizeof(either), gc.is_tracked(either), either.__parameters__)


def annotated(a: int, b: list[int] = None, *rest: str | None, key: dict[str, "Later"] = {}) -> tuple[int, ...]:
    local: set[int] = set()
    return (a,)


print(annotated.__annotations__)
print(annotated(1))
table: dict[str, list[int]] = {"a": [1]}
print(__annotations__["table"])


class Record:
    name: str
    tags: list[str] = []
    parent: "Record | None" = None


print(Record.__annotations__)

args = (int, str)
pair = tuple[args]
print(sys.getrefcount(args), pair.__args__ is args, sys.getrefcount(Box), sys.getrefcount(pair))
boxes = list[Box]
print(sys.getrefcount(Box), sys.getrefcount(boxes.__args__), gc.get_referents(boxes))
maybe = Box | None
print(sys.getrefcount(Box), gc.get_referents(maybe))
del boxes, maybe
print(sys.getrefcount(Box))
gc.collect()
before = gc.get_count()[0]
kept = list[int]
union = int | str
print(gc.get_count()[0] - before)


def failing(action):
    try:
        print(action())
    except TypeError as problem:
        print(problem)


failing(lambda: numbers[str])
failing(lambda: either[str])
failing(lambda: isinstance([], numbers))
failing(lambda: issubclass(list, numbers))
failing(lambda: isinstance([], str | numbers))
failing(lambda: 5 | int)
failing(lambda: int | 5)
failing(lambda: either())
failing(lambda: int[str])
failing(lambda: "a"[int])
failing(lambda: either < either)
failing(lambda: numbers + numbers)
