# Decorators: order, arguments, state, classes.
import sys


def trace(f):
    print("  decorating", f.__name__)

    def wrapper(*args, **kwargs):
        print("  ->", f.__name__, len(args), kwargs)
        result = f(*args, **kwargs)
        print("  <-", result)
        return result

    wrapper.__name__ = f.__name__
    wrapper.original = f
    return wrapper


def times(n):
    print("  times", n)

    def decorate(f):
        return lambda *a: [f(*a) for _ in range(n)]
    return decorate


@trace
def add(a, b=2):
    return a + b


@times(2)
@trace
def hello(name):
    return "hello " + name


print(add(1), add(1, b=5), add.__name__, add.original(7))
print(hello("x"))


class Counted:
    def __init__(self, f):
        self.f, self.calls = f, 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)


@Counted
def square(x):
    return x * x


print(square(3), square(4), square.calls, sys.getrefcount(square), sys.getrefcount(square.f))


def register(cls):
    registry.append(cls)
    return cls


registry = []


@register
class A:
    @staticmethod
    @trace
    def s(x):
        return x

    @trace
    def m(self):
        return "m"

    @classmethod
    def c(cls, x):
        return cls.__name__, x


print(registry[0] is A, A.s(1), A().m(), A.c(2), A().c(3), sys.getrefcount(A))


@lambda f: f()
def value():
    return "called at once"


print(value)


def cache(f):
    seen = {}

    def wrapped(*args):
        if args not in seen:
            seen[args] = f(*args)
        return seen[args]

    return wrapped


@cache
def make(n):
    return [n]


print(make(1) is make(1), make(1) is make(2), sys.getrefcount(make(1)))
