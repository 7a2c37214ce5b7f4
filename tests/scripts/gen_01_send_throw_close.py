# A generator is talked to through send, throw and close.
import sys


def echo():
    got = "nothing yet"
    while True:
        try:
            got = yield got
            print("   got", got, sys.getrefcount(got) if isinstance(got, list) else "")
        except KeyError as e:
            print("   caught", type(e).__name__, e)
            got = "after error"
        finally:
            print("   turn over")


g = echo()
print(next(g))
print(g.send(1))
data = ["data"]
print(g.send(data))
print("held by the frame:", sys.getrefcount(data))
print(g.throw(KeyError("k")))
print("let go:", sys.getrefcount(data))
try:
    g.throw(ValueError("stop it"))
except ValueError as e:
    print("came out:", e)
try:
    next(g)
except StopIteration as e:
    print("finished:", e.value)
g = echo()
try:
    g.send(5)
except TypeError as e:
    print(e)
next(g)
g.close()
print("closed:", list(g))


def stubborn():
    for tries in range(2):
        try:
            yield tries
        except GeneratorExit:
            print("   not now")


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print("RuntimeError:", e)
del s


def returns():
    try:
        yield 1
        return "value"
    finally:
        print("   cleaned")


r = returns()
next(r)
try:
    next(r)
except StopIteration as e:
    print("value:", e.value, e.args)
