# Comprehensions are functions of their own.
import sys

rows = [[r * 3 + c for c in range(3)] for r in range(3)]
print(rows)
print([list(col) for col in zip(*rows)])
print([[row[i] for row in rows] for i in range(3)])
print([x for row in rows for x in row if x % 2])
print({x: [y for y in range(x)] for x in range(4)})
print({(x, y) for x in range(2) for y in range(x + 1)} == {(0, 0), (1, 0), (1, 1)})
x = "outside"
print([x for x in range(3)], x)
thing = ["t"]
print([sys.getrefcount(thing) for _ in range(3)])
print([sys.getrefcount(t) for t in [thing, thing]])
print([[sys.getrefcount(t) for t in [thing]] for _ in range(2)])
print({k: sys.getrefcount(v) for k, v in {"a": thing}.items()})


def scope(n):
    m = n * 2
    return [m + i for i in range(n)], [(lambda: m + i)() for i in range(2)]


print(scope(3))
print([y := 5, y + 1], y)
print([last := n for n in range(3)], last)
print([a if a > 1 else -a for a in range(4)])
print([(i, j) for i, j in enumerate("abc")], [a for a, *b in [(1, 2, 3), (4,)]])


class Board:
    size = 3
    cells = [i for i in range(size)]


print(Board.cells)
try:
    class Bad:
        size = 3
        cells = [size for i in range(2)]
except NameError as e:
    print(e)
