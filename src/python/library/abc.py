"""Abstract base classes: what CPython's modules abc and _abc offer of them.

What a class remembers of others follows CPython's own C code; the wording is Lastref's. That code
has no frames, so all that may run a person's code stands in the methods of ABCMeta, which CPython
has in Python, too."""

from _weakref import ref as _ref

_classes = [0]  # how often one was registered


def abstractmethod(funcobj):
    funcobj.__isabstractmethod__ = True
    return funcobj


class _abc_data:
    """Classes by weak references: those that count as derived, and what was found out."""
    __slots__ = ("registry", "cache", "negative_cache", "negative_version", "__weakref__")

    def __init__(self):
        self.registry = self.cache = self.negative_cache = None
        self.negative_version = _classes[0]


def _is_in(classes, cls):
    return classes is not None and _ref(cls) in classes


def _add(data, name, cls):
    classes = getattr(data, name)
    if classes is None:
        classes = set()
        setattr(data, name, classes)
    weak = _ref(classes)

    def _destroy(key, weak=weak):
        found = weak()
        if found is not None:
            found.discard(key)

    classes.add(_ref(cls, _destroy))


def _abstract_names(cls):
    names = [key for key, value in cls.__dict__.items()
             if getattr(value, "__isabstractmethod__", False)]
    for base in cls.__bases__:
        for key in getattr(base, "__abstractmethods__", ()):
            value = getattr(cls, key, None)
            if getattr(value, "__isabstractmethod__", False):
                names.append(key)
    return frozenset(names)


class ABCMeta(type):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls)
        cls._abc_impl = _abc_data()
        return cls

    def register(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        _add(cls._abc_impl, "registry", subclass)
        _classes[0] += 1
        return subclass

    # CPython's frames hand their arguments on to C, which calls bound methods: so the arguments are
    # held twice as long as that runs, and not by the frame that an error keeps.

    def __instancecheck__(cls, instance):
        own, held = cls, instance
        try:
            data = cls._abc_impl
            subclass = instance.__class__
            if _is_in(data.cache, subclass):
                return True
            plain = type(instance) is subclass
            if (plain and data.negative_version == _classes[0]
                    and _is_in(data.negative_cache, subclass)):
                return False
            check = cls.__subclasscheck__
            if check(subclass):
                return True
            return False if plain else check(type(instance))
        finally:
            own = held = subclass = check = None

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        own, held = cls, subclass
        try:
            data = cls._abc_impl
            if _is_in(data.cache, subclass):
                return True
            if data.negative_version < _classes[0]:
                if data.negative_cache is not None:
                    data.negative_cache.clear()
                data.negative_version = _classes[0]
            elif _is_in(data.negative_cache, subclass):
                return False
            hook = cls.__subclasshook__
            answer = hook(subclass)
            hook = None
            if answer is NotImplemented:
                answer = type.__subclasscheck__(cls, subclass)
                registered = [] if answer else list(data.registry or ())
                while registered and not answer:
                    known = registered.pop(0)()
                    answer = known is not None and issubclass(subclass, known)
                derived = [] if answer else cls.__subclasses__()
                while derived and not answer:
                    answer = issubclass(subclass, derived.pop(0))
            elif answer is not True and answer is not False:
                raise AssertionError("__subclasshook__ must return either False, True, "
                                     "or NotImplemented")
            _add(data, "cache" if answer else "negative_cache", subclass)
            return answer
        finally:
            own = held = hook = None


def update_abstractmethods(cls):
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    names = set()
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            value = getattr(cls, name, None)
            if getattr(value, "__isabstractmethod__", False):
                names.add(name)
    for name, value in cls.__dict__.items():
        if getattr(value, "__isabstractmethod__", False):
            names.add(name)
    cls.__abstractmethods__ = frozenset(names)
    return cls


class ABC(metaclass=ABCMeta):
    __slots__ = ()


for _made in (_abc_data, ABCMeta, ABC):
    _made.__module__ = "_abc" if _made is _abc_data else "abc"
del _made
