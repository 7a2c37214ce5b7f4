"""Annotations kept as text."""
from __future__ import annotations

import sys


class Tree:
    left: Tree | None = None
    right: "Tree" = None
    size: int
    table: dict[str, list[tuple[int, ...]]]

    def __init__(self, value: int, *rest: Tree, label: str = "x", **more: None) -> None:
        self.value: Unknown[int] = value
        inner: Missing.Thing = 5

    def grow(self, other: Tree | (int | None), f: Callable[[int, str], Tree] = None) -> list[Tree]:
        return [self, other]


print(Tree.__annotations__)
print(Tree.__init__.__annotations__)
print(Tree.grow.__annotations__)
count: int = 5
late: Later[1, 2] = None
call: Annotated[int, Field(5, name='n', other=b"b")] = 1
odd: a | b ^ c & d << 1 + 2 * x ** (y ** z) = 0
odder: tuple[()] | Literal["it's", 'q"', u'u', True, None, ...] = 1
print(__annotations__)


def free(a: 1000, b: (int, str), c: int.real, d: a.b[c](d)[e]):
    pass


print(free.__annotations__, sys.getrefcount(free.__annotations__))
print(Tree(3, label="q").value, Tree(1).grow(2)[1])
