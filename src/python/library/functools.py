"""Tools for functions: what CPython's module functools offers of it.

What a decorated function or class holds follows CPython's own Python text; the wording is
Lastref's."""

from _functools import cmp_to_key, partial, reduce, _lru_cache_wrapper
from _thread import RLock

GenericAlias = type(list[int])

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


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# ---- total_ordering: what each method makes of the one that the class defines


def _gt_from_lt(self, other):
    said = type(self).__lt__(self, other)
    if said is NotImplemented:
        return said
    return not said and self != other


def _le_from_lt(self, other):
    said = type(self).__lt__(self, other)
    if said is NotImplemented:
        return said
    return said or self == other


def _ge_from_lt(self, other):
    said = type(self).__lt__(self, other)
    if said is NotImplemented:
        return said
    return not said


def _ge_from_le(self, other):
    said = type(self).__le__(self, other)
    if said is NotImplemented:
        return said
    return not said or self == other


def _lt_from_le(self, other):
    said = type(self).__le__(self, other)
    if said is NotImplemented:
        return said
    return said and self != other


def _gt_from_le(self, other):
    said = type(self).__le__(self, other)
    if said is NotImplemented:
        return said
    return not said


def _lt_from_gt(self, other):
    said = type(self).__gt__(self, other)
    if said is NotImplemented:
        return said
    return not said and self != other


def _ge_from_gt(self, other):
    said = type(self).__gt__(self, other)
    if said is NotImplemented:
        return said
    return said or self == other


def _le_from_gt(self, other):
    said = type(self).__gt__(self, other)
    if said is NotImplemented:
        return said
    return not said


def _le_from_ge(self, other):
    said = type(self).__ge__(self, other)
    if said is NotImplemented:
        return said
    return not said or self == other


def _gt_from_ge(self, other):
    said = type(self).__ge__(self, other)
    if said is NotImplemented:
        return said
    return said and self != other


def _lt_from_ge(self, other):
    said = type(self).__ge__(self, other)
    if said is NotImplemented:
        return said
    return not said


_convert = {
    "__lt__": [("__gt__", _gt_from_lt), ("__le__", _le_from_lt), ("__ge__", _ge_from_lt)],
    "__le__": [("__ge__", _ge_from_le), ("__lt__", _lt_from_le), ("__gt__", _gt_from_le)],
    "__gt__": [("__lt__", _lt_from_gt), ("__ge__", _ge_from_gt), ("__le__", _le_from_gt)],
    "__ge__": [("__le__", _le_from_ge), ("__gt__", _gt_from_ge), ("__lt__", _lt_from_ge)],
}


def total_ordering(cls):
    # a method counts when it is not the one of object
    roots = {name for name in _convert if getattr(cls, name, None) is not getattr(object, name, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots)
    for name, method in _convert[root]:
        if name not in roots:
            method.__name__ = name
            setattr(cls, name, method)
    return cls


# ---- lru_cache


class _CacheInfo(tuple):
    """CacheInfo(hits, misses, maxsize, currsize)"""

    __slots__ = ()
    _fields = __match_args__ = ("hits", "misses", "maxsize", "currsize")
    _field_defaults = {}

    def __new__(_cls, hits, misses, maxsize, currsize):
        return tuple.__new__(_cls, (hits, misses, maxsize, currsize))

    @classmethod
    def _make(cls, iterable):
        result = tuple.__new__(cls, iterable)
        if len(result) != 4:
            raise TypeError("Expected 4 arguments, got %d" % len(result))
        return result

    def _replace(self, /, **kwds):
        result = self._make(map(kwds.pop, self._fields, self))
        if kwds:
            raise ValueError("Got unexpected field names: %r" % list(kwds))
        return result

    def __repr__(self):
        return self.__class__.__name__ + "(hits=%r, misses=%r, maxsize=%r, currsize=%r)" % tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def __getnewargs__(self):
        return tuple(self)

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])


_CacheInfo.__name__ = _CacheInfo.__qualname__ = "CacheInfo"


def lru_cache(maxsize=128, typed=False):
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        # the decorator is used without parentheses
        user_function, maxsize = maxsize, 128
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, user_function)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorating_function(user_function):
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, user_function)

    return decorating_function


def cache(user_function, /):
    return lru_cache(maxsize=None)(user_function)


# ---- cached_property

_NOT_FOUND = object()


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.lock = RLock()

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            msg = (
                f"No '__dict__' attribute on {type(instance).__name__!r} "
                f"instance to cache {self.attrname!r} property."
            )
            raise TypeError(msg) from None
        val = cache.get(self.attrname, _NOT_FOUND)
        if val is _NOT_FOUND:
            with self.lock:
                # asked again, as CPython does for the sake of other threads
                val = cache.get(self.attrname, _NOT_FOUND)
                if val is _NOT_FOUND:
                    val = self.func(instance)
                    try:
                        cache[self.attrname] = val
                    except TypeError:
                        msg = (
                            f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                            f"does not support item assignment for caching {self.attrname!r} property."
                        )
                        raise TypeError(msg) from None
        return val

    __class_getitem__ = classmethod(GenericAlias)
