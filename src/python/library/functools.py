"""Tools for functions: what CPython's module functools offers of it.

What a decorated function or class holds follows CPython's own Python text; the wording is
Lastref's."""

from _functools import reduce

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            setattr(wrapper, name, getattr(wrapped, name))
        except AttributeError:
            pass
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    # last, so that the update of __dict__ does not bring that of another wrapper
    wrapper.__wrapped__ = wrapped
    return wrapper


class _Wrapping:
    # In CPython a partial object of update_wrapper.

    __slots__ = "func", "args", "keywords", "__dict__", "__weakref__"

    def __init__(self, keywords):
        self.func = update_wrapper
        self.args = ()
        self.keywords = keywords

    def __call__(self, wrapper):
        return self.func(wrapper, **self.keywords)

    def __repr__(self):
        words = ", ".join("%s=%r" % pair for pair in self.keywords.items())
        return "functools.partial(%r, %s)" % (self.func, words)


_Wrapping.__name__ = _Wrapping.__qualname__ = "partial"


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return _Wrapping({"wrapped": wrapped, "assigned": assigned, "updated": updated})
