"""How objects say what they are made of, for copy: what CPython's module copyreg offers of it."""

__all__ = ["pickle", "constructor"]

dispatch_table = {}


def pickle(type, function, constructor_ob=None):
    if not callable(function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[type] = function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _slotnames(cls):
    # The names of the slots that a class and its bases define, remembered in the class.
    names = cls.__dict__.get("__slotnames__")
    if names is not None:
        return names
    names = []
    if hasattr(cls, "__slots__"):
        for base in cls.__mro__:
            if "__slots__" in base.__dict__:
                slots = base.__dict__["__slots__"]
                if isinstance(slots, str):
                    slots = (slots,)
                for name in slots:
                    if name in ("__dict__", "__weakref__"):
                        continue
                    if name.startswith("__") and not name.endswith("__"):
                        owner = base.__name__.lstrip("_")
                        names.append("_%s%s" % (owner, name) if owner else name)
                    else:
                        names.append(name)
    try:
        cls.__slotnames__ = names
    except:
        pass
    return names
