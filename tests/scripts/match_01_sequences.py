# Sequence patterns: lengths, stars, nesting, what counts as a sequence, captures and their counts.
import sys


def shape(value):
    match value:
        case []:
            return "empty"
        case [only]:
            return f"one {only!r}"
        case [0, *rest]:
            return f"zero then {rest!r}"
        case [first, *_, 9]:
            return f"{first!r} to nine"
        case [first, (left, right), *tail]:
            return f"{first!r} pair {left!r} {right!r} tail {tail!r}"
        case [*_, last] if last == "end":
            return "ends"
        case (a, b, c) | [a, b, c, _]:
            return f"three or four {a!r} {b!r} {c!r}"
        case _:
            return "something else"


class Row(list):
    pass


class Counted:
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return index


for sample in (
    [],
    (),
    [1],
    (None,),
    [0, 1, 2],
    (0,),
    [4, 5, 9],
    [1, [2, 3], 4, 5],
    [1, "ab", 7],
    ["x", "y", "z", "end"],
    (1, 2, 3),
    [1, 2, 3, 4],
    range(1),
    range(4, 7),
    Row([8, 1, 2]),
    "abc",
    b"abc",
    {1, 2},
    {1: 2},
    Counted(),
    iter([1]),
    12,
):
    print(shape(sample))


def held(items):
    match items:
        case [head, *others]:
            print(sys.getrefcount(head), sys.getrefcount(others), sys.getrefcount(items))
    return others


one = object()
left_over = held([one, one, [one]])
print(sys.getrefcount(one), sys.getrefcount(left_over), len(left_over))

match [object(), object()]:
    case [p, q] as whole:
        print(sys.getrefcount(p), sys.getrefcount(q), sys.getrefcount(whole))
print(sys.getrefcount(p), sys.getrefcount(whole))

match (1, 2), [3]:
    case (x, y), [z]:
        print(x + y + z)

try:
    match [1, 2]:
        case [x, y] if x / 0:
            print("never")
except ZeroDivisionError as problem:
    print(problem, x, y)
