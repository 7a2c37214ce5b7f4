"""Context managers by contextlib: generators, decorators, what each holds."""
import gc
import sys
from contextlib import closing, contextmanager, nullcontext, redirect_stdout, suppress

gc.collect()


class Thing:
    def __init__(self, name):
        self.name = name

    def close(self):
        print("close", self.name, sys.getrefcount(self))

    def __del__(self):
        print("gone", self.name)


@contextmanager
def managed(thing, *rest, **more):
    """A thing for a while."""
    print("enter", thing.name, sys.getrefcount(thing))
    try:
        yield thing
    except KeyError as error:
        print("swallowed", error)
    finally:
        print("exit", thing.name, sys.getrefcount(thing))


with managed(Thing("a")) as a:
    print(sys.getrefcount(a))
del a
m = managed(Thing("b"), 1, x=Thing("kept"))
print(type(m).__name__, sorted(vars(m)), sys.getrefcount(m), m.__doc__, managed.__wrapped__.__name__)
with m as b:
    print(sorted(vars(m)), sys.getrefcount(m.gen))
    raise KeyError("inside")
del b
try:
    with m:
        pass
except AttributeError as error:
    print(error)
del m
try:
    with managed(Thing("c")) as c:
        raise ValueError("passes through")
except ValueError as error:
    depth, tb = 0, error.__traceback__
    while tb:
        depth, tb = depth + 1, tb.tb_next
    print(error, depth)
del c


@managed(Thing("decorator"))
def decorated(x):
    print("decorated", x)
    return x


print(decorated(1), decorated(2), decorated.__name__)
del decorated


@contextmanager
def twice():
    yield 1
    yield 2


@contextmanager
def never():
    if False:
        yield


@contextmanager
def again():
    try:
        yield
    except ValueError:
        yield


for bad in twice, never, again:
    try:
        with bad() as x:
            print("got", x)
            if bad is again:
                raise ValueError
    except RuntimeError as error:
        print(error, error.__suppress_context__)
with suppress(KeyError, IndexError):
    [][1]
    print("not reached")
try:
    with suppress(KeyError):
        1 / 0
except ZeroDivisionError as error:
    print(error)
with closing(Thing("d")) as d, nullcontext(3) as three:
    print(d.name, three)
del d


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        pass


w = Writer()
with redirect_stdout(w) as target:
    print("hidden", target is w)
print(w.parts, sys.getrefcount(w))


@contextmanager
def stopping():
    try:
        yield
    finally:
        print("stopped")


try:
    with stopping():
        raise StopIteration("mine")
except StopIteration as error:
    print("StopIteration", error)
print(gc.collect())
