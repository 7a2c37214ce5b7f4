"""Annotations by typing: what they are, print, cache and refuse; classes that are Generic."""
from typing import Optional, List, Dict, Any, Union, Callable, Tuple, TypeVar, Generic, Iterator, Iterable, ClassVar, Set, Type, Literal, NewType, cast, TYPE_CHECKING, Self, Final
import typing, sys
class Node:
    count: ClassVar[int] = 0
    def __init__(self, value: int, next: Optional["Node"] = None) -> None:
        self.value: int = value
        self.next: Optional[Node] = next
    def walk(self) -> Iterator[int]:
        n: Optional[Node] = self
        while n:
            yield n.value
            n = n.next
n = Node(1, Node(2))
print(list(n.walk()), Node.__init__.__annotations__, Node.__annotations__)
print(Optional[int], Union[int, str], Union[int, None, str], Union[int], List[int], Dict[str, List[int]], Tuple[int, ...], Tuple[int, str], Callable[[int, str], bool], Callable[..., Any], Any, Type[int], Iterable[int], Set['Node'])
print(Optional[int] is Optional[int], List[int] is List[int], List[int] == List[int], Optional[Optional[int]] == Optional[int], Union[int, str] == Union[str, int])
T = TypeVar('T'); K = TypeVar('K'); V = TypeVar('V', bound=int)
print(T, T.__module__, V.__bound__, T.__constraints__)
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
    def pop(self) -> T: return self.items.pop()
s = Stack[int](); s.push(3); print(s.pop(), Stack[int], Stack.__parameters__, Stack.__mro__, s.__orig_class__)
class Pair(Generic[K, T]): pass
print(Pair[int, str], Pair[int, T], Dict[K, T][int, str], Pair.__orig_bases__)
print(sys.getrefcount(Node) > 5, Literal['a', 'b'], Literal[1, 1], TYPE_CHECKING, Self, Final[int])
U = NewType('U', int); print(U(3), U.__name__, cast(int, 'x'))
for bad in ("Optional[1, 2]", "List[int, str]", "List[int][str]", "Union[()]", "Any()", "isinstance(1, List[int])", "List()", "Callable[int]", "Generic[int]", "isinstance(3, Optional[int])", "Optional()", "Optional['(']", "Dict[int]", "Optional[ClassVar[int]]", "isinstance([], List)", "Stack[int, str]"):
    try: print(bad, eval(bad))
    except (TypeError, SyntaxError) as e: print(bad, type(e).__name__, e)
def f(x: 'int', *a: Any, **k: Dict[str, Any]) -> Union[int, str]: return x
print(f.__annotations__)
class Sub(List[int]): pass
print(Sub.__mro__, Sub([1]))
print(List, Dict.__doc__, int | None, Optional[int] | str, List[int] | None)
print(type(Optional[int]).__name__, List[int].__origin__, List[int].__args__, Optional["Node"].__args__)
x: List[Node] = [n]
print(sys.getrefcount(n), __annotations__)
