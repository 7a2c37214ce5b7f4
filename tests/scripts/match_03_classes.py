# Class patterns: __match_args__, keywords, built-in classes, failures and their messages.
import gc
import sys


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Slotted:
    __slots__ = ("left", "right")
    __match_args__ = __slots__

    def __init__(self, left, right):
        self.left = left
        self.right = right


class Lazy:
    @property
    def size(self):
        print("size is asked")
        return 3

    def __getattr__(self, name):
        print("asked for", name)
        raise AttributeError(name)


def name_of(value):
    match value:
        case Point3(x, y, z):
            return f"space {x} {y} {z}"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y) | Point(x=y, y=0):
            return f"axis {y}"
        case Point(x, y) if x == y:
            return "diagonal"
        case Point():
            return "plane"
        case Slotted(Slotted(a, b), right=c):
            return f"tree {a} {b} {c}"
        case Slotted(left=None) | Slotted(right=None):
            return "leaf"
        case Lazy(size=3, weight=w):
            return f"weighs {w}"
        case Lazy(size=3):
            return "lazy"
        case bool(flag):
            return f"flag {flag}"
        case int(number) | float(number):
            return f"number {number}"
        case str(text) | bytes(text):
            return f"text {text!r}"
        case list([first, *_]) | tuple([first, *_]):
            return f"starts with {first}"
        case dict(d) | set(d) | frozenset(d):
            return f"collection of {len(d)}"
        case Exception(args=(message,)):
            return f"error {message}"
        case type():
            return "class"
        case None:
            return "nothing"
        case object(__class__=cls):
            return f"some {cls.__name__}"


for value in (
    Point3(1, 2, 3),
    Point(0, 0),
    Point(0, 7),
    Point(7, 0),
    Point(4, 4),
    Point(1, 2),
    Slotted(Slotted(1, 2), 3),
    Slotted(None, 1),
    Lazy(),
    True,
    12,
    1.5,
    "abc",
    b"x",
    [1, 2],
    (3,),
    {"k": 1},
    {1, 2, 3},
    frozenset(),
    ValueError("bad"),
    int,
    None,
    range(3),
):
    print(name_of(value))


class Many:
    __match_args__ = ["x"]


class Numbers:
    __match_args__ = (1,)


class Twice:
    __match_args__ = ("x", "x")
    x = 1


def complain(action):
    try:
        action()
    except (TypeError, ValueError) as problem:
        print(type(problem).__name__, problem)


def too_many():
    match Point(1, 2):
        case Point(1, 2, 3):
            pass


def none_allowed():
    match Lazy():
        case Lazy(1):
            pass


def two_for_int():
    match 5:
        case int(1, 2):
            pass


def list_of_names():
    match Many():
        case Many(1):
            pass


def number_as_name():
    match Numbers():
        case Numbers(1):
            pass


def same_name():
    match Twice():
        case Twice(1, 1):
            pass


def given_twice():
    match Point(1, 2):
        case Point(1, x=1):
            pass


def not_a_class():
    match 5:
        case print(5):
            pass


for action in (too_many, none_allowed, two_for_int, list_of_names, number_as_name, same_name,
               given_twice, not_a_class):
    complain(action)

marker = object()
match Point(marker, [marker]):
    case Point(x, y=[inner]):
        print(sys.getrefcount(marker), sys.getrefcount(x), sys.getrefcount(inner))
print(sys.getrefcount(marker))

gc.collect()
before = gc.get_count()[0]
match Point(1, 2):
    case Point(x, y=second):
        pass
print(gc.get_count()[0] - before, x, second)
