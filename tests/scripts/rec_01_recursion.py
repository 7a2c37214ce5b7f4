# Recursion: counts on the way down and up, and its limit.
import sys


def down(box, n):
    here = sys.getrefcount(box)
    if n == 0:
        return [here]
    return [here] + down(box, n - 1)


box = ["box"]
print(down(box, 4), sys.getrefcount(box))


def hanoi(n, a, b, c, moves):
    if n:
        hanoi(n - 1, a, c, b, moves)
        moves.append(a + c)
        hanoi(n - 1, b, a, c, moves)
    return moves


print(" ".join(hanoi(3, "A", "B", "C", [])))


def ackermann(m, n):
    return n + 1 if m == 0 else ackermann(m - 1, 1) if n == 0 else ackermann(m - 1, ackermann(m, n - 1))


print(ackermann(2, 3))


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


print(is_even(10), is_odd(7))


def permutations(items):
    if len(items) <= 1:
        return [items]
    return [[x] + p for i, x in enumerate(items) for p in permutations(items[:i] + items[i + 1:])]


print(permutations([1, 2, 3]))


def forever(n):
    return forever(n + 1)


try:
    forever(0)
except RecursionError as e:
    print(type(e).__name__, e)
depth = 0


def dive():
    global depth
    depth += 1
    dive()


try:
    dive()
except RecursionError:
    print("depth", depth > 900, depth < 1000, sys.getrecursionlimit())


class Tree:
    def __init__(self, value, *kids):
        self.value, self.kids = value, kids

    def walk(self, level=0):
        yield "  " * level + str(self.value)
        for kid in self.kids:
            yield from kid.walk(level + 1)

    def total(self):
        return self.value + sum(k.total() for k in self.kids)


t = Tree(1, Tree(2, Tree(4)), Tree(3))
print(*t.walk(), sep="\n")
print(t.total(), sys.getrefcount(t), [sys.getrefcount(k) for k in t.kids])
fact = lambda n: n * fact(n - 1) if n else 1
print(fact(20))


def quick(xs):
    if not xs:
        return []
    p, *rest = xs
    return quick([x for x in rest if x < p]) + [p] + quick([x for x in rest if x >= p])


print(quick([3, 6, 1, 8, 2, 9, 2]))
