import functools
import sys
from functools import reduce, wraps


def traced(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        print("call", function.__name__, args, kwargs)
        return function(*args, **kwargs)

    return wrapper


@traced
def add(a, b=2):
    """The sum."""
    return a + b


print(add(1), add(1, b=5), add.__name__, add.__doc__, add.__qualname__, add.__module__)
print(add.__wrapped__.__name__, sorted(add.__dict__), sys.getrefcount(add.__wrapped__))


def plain(x: int) -> str:
    return str(x)


plain.mark = [1]


def other(*args):
    return args


print(functools.update_wrapper(other, plain) is other, other.mark is plain.mark)
print(other.__annotations__, other.__name__, sys.getrefcount(plain), sys.getrefcount(plain.mark))
try:
    functools.update_wrapper(other, plain, updated=("nothing",))
except AttributeError as error:
    print(error)
print(functools.WRAPPER_ASSIGNMENTS, functools.WRAPPER_UPDATES)

print(reduce(lambda a, b: a * b, range(1, 8)), reduce(lambda a, b: a + b, [], 5))
print(reduce(max, [3, 1, 4, 1, 5]), reduce(lambda a, b: a + [b], "abc", []))


class Item:
    pass


items = [Item() for _ in range(4)]


def counted(a, b):
    print(sys.getrefcount(a), sys.getrefcount(b))
    return b


print(reduce(counted, items) is items[-1], [sys.getrefcount(i) for i in items])


def tried(function, *args):
    try:
        print(function(*args))
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__, error)


tried(reduce, max, [])
tried(reduce, max, 5)
tried(reduce, max)
try:
    reduce(lambda a, b: a / b, [1, 0])
except ZeroDivisionError as error:
    print(error)


# What dies while reduce works, and with it at its end.
class Mortal:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


def added(a, b):
    print(a.n, b.n, sys.getrefcount(a), sys.getrefcount(b))
    return Mortal(a.n + b.n)


print(reduce(added, (Mortal(i) for i in range(5))).n)
held = []
print(reduce(lambda *both: held.append(both) or Mortal(len(held)), [Mortal(n) for n in (10, 20, 30)]).n)
