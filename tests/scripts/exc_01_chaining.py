# Exceptions: context, cause, args, and what they hold.
import sys


def inner():
    raise KeyError("deep", 2)


def outer():
    try:
        inner()
    except KeyError as e:
        raise ValueError("shallow") from e


try:
    outer()
except ValueError as e:
    print(e, e.args, repr(e.__cause__), e.__context__ is e.__cause__, e.__suppress_context__)
    tb = e.__traceback__
    lines = []
    while tb:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(lines)
try:
    e
except NameError as err:
    print("gone:", err)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        {}["missing"]
except KeyError as e:
    print(repr(e), "during", repr(e.__context__), e.__cause__)
try:
    try:
        [][1]
    except IndexError:
        raise RuntimeError("clean") from None
except RuntimeError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)


class AppError(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code

    def __str__(self):
        return f"app error {self.code}"


for kind in (AppError, ValueError):
    try:
        raise kind(7, "x")
    except (TypeError, ValueError) as e:
        print("first", e, repr(e))
    except Exception as e:
        print("second", e, repr(e), e.code, e.args)
try:
    raise AppError
except TypeError as e:
    print(e)
try:
    raise 5
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError(1)
    except ValueError:
        raise
except ValueError as e:
    print("again", e)
box = ["box"]


def hold(b):
    local = b
    raise LookupError


try:
    hold(box)
except LookupError as e:
    print("while handled", sys.getrefcount(box), sys.getrefcount(e), sys.getrefcount(e.__traceback__))
print("after", sys.getrefcount(box))
try:
    raise
except RuntimeError as e:
    print(e)
print(issubclass(KeyError, LookupError), isinstance(ZeroDivisionError(), ArithmeticError), Exception.__bases__[0].__name__)
e = ValueError("a", "b")
print(e, repr(e), ValueError(), repr(ValueError()), str(KeyError("k")), str(KeyError()))
print(e.__traceback__, e.__context__, e.with_traceback(None) is e)
