# Which handler runs, what is bound, what is unbound.
import sys


def run(f):
    try:
        f()
    except (KeyError, IndexError) as e:
        return "lookup " + type(e).__name__
    except ArithmeticError:
        return "arithmetic " + type(sys.exc_info()[1]).__name__
    except:
        return "bare " + sys.exc_info()[0].__name__
    else:
        return "else"


def boom(kind):
    def go():
        raise kind
    return go


for kind in (KeyError, IndexError("x"), ZeroDivisionError, OverflowError, ValueError, KeyboardInterrupt, SystemExit(3), StopIteration):
    print(run(boom(kind)))
print(run(lambda: None))
print(sys.exc_info())


def info_nested():
    try:
        raise ValueError("one")
    except ValueError:
        try:
            raise KeyError("two")
        except KeyError:
            print("inner", sys.exc_info()[0].__name__)
        print("outer", sys.exc_info()[0].__name__)
    print("none", sys.exc_info()[0])


info_nested()


def gen():
    try:
        yield "a"
    except ValueError as e:
        yield "handled " + str(e)
    print("  gen", sys.exc_info()[0])


g = gen()
next(g)
try:
    raise KeyError("outside")
except KeyError:
    print(g.throw(ValueError("in")), sys.exc_info()[0].__name__)
    print(next(g, "done"))


class Odd(type(Exception("x"))):
    pass


for cls in (Odd, Exception, BaseException):
    try:
        raise Odd("odd one")
    except cls as odd:
        print(cls.__name__, odd)
name = "kept"
try:
    raise Odd
except Odd as other:
    name = other
print(repr(name), "other" in globals())
try:
    try:
        raise Odd(1)
    except 5:
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise Odd(1)
    finally:
        raise Odd(2)
except Odd as e:
    print(e, "context", e.__context__)


def depth(n):
    try:
        return depth(n - 1) if n else 1 / 0
    except ZeroDivisionError:
        return n


print(depth(50))
l = []
try:
    l.append(1)
    l[5] = 2
except IndexError:
    l.append(3)
finally:
    l.append(4)
print(l)
