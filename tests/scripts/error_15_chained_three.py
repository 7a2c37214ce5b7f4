# Three exceptions: a context, a cause, and the suppressed one.
def first():
    raise KeyError("one")


def second():
    try:
        first()
    except KeyError as e:
        raise ValueError("two") from e


def third():
    try:
        second()
    except ValueError:
        raise TypeError("three")


try:
    third()
except TypeError as e:
    try:
        raise RuntimeError("quiet") from None
    except RuntimeError as q:
        print(q, q.__suppress_context__, q.__context__ is e)
third()
