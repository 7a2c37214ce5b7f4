"""What annotations hold: caches, aliases, bases as written; dataclasses with them."""
import gc
import sys
from dataclasses import dataclass, field
from typing import Any, ClassVar, Dict, Generic, List, Optional, TypeVar, Union

gc.collect()
T = TypeVar("T")
print(sys.getrefcount(T))


class Meta(type):
    def __eq__(cls, other):
        return cls is other

    def __hash__(cls):
        print("hash of", cls.__name__)
        return 7


class Key(metaclass=Meta):
    pass


print(sys.getrefcount(Key))
maybe = Optional[Key]
print(sys.getrefcount(Key), sys.getrefcount(maybe))
again = Optional[Key]
print(again is maybe, sys.getrefcount(maybe))
del maybe, again
print(gc.collect() >= 0, sys.getrefcount(Key))


class Stack(Generic[T]):
    limit: ClassVar[int] = 10

    def __init__(self) -> None:
        self.items: List[T] = []

    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self


print(sys.getrefcount(T), Stack.__orig_bases__, sys.getrefcount(Stack.__orig_bases__))
s = Stack[int]().push(1)
print(s.items, sys.getrefcount(s), sys.getsizeof(s), sorted(vars(s)))
del s


class Base:
    def __mro_entries__(self, bases):
        print("asked", len(bases), sys.getrefcount(bases), sys.getrefcount(self))
        return (dict, Extra)


class Extra:
    pass


class Made(Base(), metaclass=type):
    pass


print(Made.__mro__, len(Made.__orig_bases__), sys.getrefcount(Made.__orig_bases__))


class Wrong:
    def __mro_entries__(self, bases):
        return [dict]


try:
    class Never(Wrong()):
        pass
except TypeError as error:
    print(error)


class OfList(list[int]):
    pass


print(OfList.__bases__, OfList.__orig_bases__)


@dataclass
class Tree(Generic[T]):
    made: ClassVar[int] = 0
    value: T
    left: Optional["Tree[T]"] = None
    right: Optional["Tree[T]"] = None
    tags: Dict[str, Any] = field(default_factory=dict)


t = Tree(1, Tree(2), Tree(3))
t.left.tags["parent"] = t
print(Tree.__match_args__, Tree.__doc__)
print(sys.getrefcount(t), sys.getrefcount(t.left), Tree.__init__.__annotations__["left"])
del t
print(gc.collect())
u: Union[int, List[int]] = 3
print(__annotations__, u)
