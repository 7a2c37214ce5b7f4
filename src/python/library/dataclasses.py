"""Classes that are written from their annotations: what CPython's module dataclasses offers.

What a class, its fields and its methods hold, and the methods' own text, follow CPython's; the
wording is Lastref's."""

import sys
import abc
import copy
import functools
import types

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
           "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass"]

FunctionType = types.FunctionType
GenericAlias = type(list[int])


class FrozenInstanceError(AttributeError):
    pass


# ---- marks ----

class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


class _MISSING_TYPE:
    pass


class _KW_ONLY_TYPE:
    pass


class _FIELD_BASE:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()
MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()
_EMPTY_METADATA = types.MappingProxyType({})

# what a field is
_FIELD = _FIELD_BASE("_FIELD")
_FIELD_CLASSVAR = _FIELD_BASE("_FIELD_CLASSVAR")
_FIELD_INITVAR = _FIELD_BASE("_FIELD_INITVAR")

# names of class attributes
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"


def _recursive_repr(user_function):
    repr_running = set()

    @functools.wraps(user_function)
    def wrapper(self):
        key = id(self), 0  # one thread: there is no other
        if key in repr_running:
            return "..."
        repr_running.add(key)
        try:
            result = user_function(self)
        finally:
            repr_running.discard(key)
        return result

    return wrapper


class InitVar:
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


# ---- fields ----

class Field:
    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare",
                 "metadata", "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = self._field_type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.kw_only = kw_only
        if metadata is None:
            self.metadata = _EMPTY_METADATA
        else:
            self.metadata = types.MappingProxyType(metadata)

    @_recursive_repr
    def __repr__(self):
        return (f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
                f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},"
                f"hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},"
                f"kw_only={self.kw_only!r},_field_type={self._field_type})")

    def __set_name__(self, owner, name):
        func = getattr(type(self.default), "__set_name__", None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen

    def __repr__(self):
        return (f"_DataclassParams(init={self.init!r},repr={self.repr!r},eq={self.eq!r},"
                f"order={self.order!r},unsafe_hash={self.unsafe_hash!r},frozen={self.frozen!r})")


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


# ---- annotations ----

def _is_classvar(annotation, typing):
    return (annotation is typing.ClassVar
            or (type(annotation) is typing._GenericAlias
                and annotation.__origin__ is typing.ClassVar))


def _is_initvar(annotation, dataclasses):
    return annotation is dataclasses.InitVar or type(annotation) is dataclasses.InitVar


def _is_kw_only(annotation, dataclasses):
    return annotation is dataclasses.KW_ONLY


def _leading_word(text):
    """The word that a text begins with, after blanks, and what follows it."""
    text = text.lstrip()
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end], text[end:]


def _leading_name(text):
    """The module's name and the name that a written annotation begins with; no module: None. None
    where it begins with no name."""
    first, rest = _leading_word(text)
    if not first:
        return None
    if rest.lstrip().startswith("."):
        second, _ = _leading_word(rest.lstrip()[1:])
        if second:
            return first, second
    return None, first


def _is_written(annotation, cls, module, wanted, predicate):
    """Whether an annotation that is a string begins with what `predicate` tells in that module."""
    found = _leading_name(annotation)
    if not found:
        return False
    module_name, name = found
    namespace = None
    if not module_name:
        namespace = sys.modules.get(cls.__module__).__dict__
    else:
        own = sys.modules.get(cls.__module__)
        if own and own.__dict__.get(module_name) is module:
            namespace = sys.modules.get(wanted.__module__).__dict__
    return bool(namespace and predicate(namespace.get(name), module))


def _kind_of(cls, annotation):
    typing = sys.modules.get("typing")
    if typing:
        if _is_classvar(annotation, typing) or (
                isinstance(annotation, str)
                and _is_written(annotation, cls, typing, typing.ClassVar, _is_classvar)):
            return _FIELD_CLASSVAR
    dataclasses = sys.modules[__name__]
    if _is_initvar(annotation, dataclasses) or (
            isinstance(annotation, str)
            and _is_written(annotation, cls, dataclasses, dataclasses.InitVar, _is_initvar)):
        return _FIELD_INITVAR
    return _FIELD


def _get_field(cls, name, annotation, default_kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, types.MemberDescriptorType):
            default = MISSING  # a slot of the class
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _kind_of(cls, annotation)
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type is not _FIELD_CLASSVAR:
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {f.name} is not allowed: "
                         "use default_factory")
    return f


# ---- the text of methods ----

def _create_fn(name, args, body, *, globals=None, locals=None, return_type=MISSING):
    if locals is None:
        locals = {}
    returns = ""
    if return_type is not MISSING:
        locals["_return_type"] = return_type
        returns = "->_return_type"
    lines = "\n".join(f"  {line}" for line in body)
    text = (f"def __create_fn__({', '.join(locals)}):\n"
            f" def {name}({','.join(args)}){returns}:\n{lines}\n return {name}")
    made = {}
    exec(text, globals, made)
    return made["__create_fn__"](**locals)


def _tuple_str(owner, fields):
    if not fields:
        return "()"
    return f"({','.join([f'{owner}.{f.name}' for f in fields])},)"


def _value_text(f, locals, slots):
    """What the field is set to, or None: nothing is to be done. Adds what the text names."""
    default_name = f"_dflt_{f.name}"
    if f.default_factory is not MISSING:
        locals[default_name] = f.default_factory
        if f.init:
            return f"{default_name}() if {f.name} is _HAS_DEFAULT_FACTORY else {f.name}"
        return f"{default_name}()"
    if f.init:
        if f.default is not MISSING:
            locals[default_name] = f.default
        return f.name
    if slots and f.default is not MISSING:
        locals[default_name] = f.default
        return default_name
    return None


def _init_line(f, frozen, locals, self_name, slots):
    value = _value_text(f, locals, slots)
    if value is None or f._field_type is _FIELD_INITVAR:
        return None
    if frozen:
        return f"__dataclass_builtins_object__.__setattr__({self_name},{f.name!r},{value})"
    return f"{self_name}.{f.name}={value}"


def _init_param(f):
    default = ""
    if f.default is not MISSING:
        default = f"=_dflt_{f.name}"
    elif f.default_factory is not MISSING:
        default = "=_HAS_DEFAULT_FACTORY"
    return f"{f.name}:_type_{f.name}{default}"


def _init_fn(fields, std_fields, kw_only_fields, frozen, has_post_init, self_name, globals, slots):
    seen_default = False
    for f in std_fields:
        if not (f.default is MISSING and f.default_factory is MISSING):
            seen_default = True
        elif seen_default:
            raise TypeError(f"non-default argument {f.name!r} follows default argument")
    locals = {f"_type_{f.name}": f.type for f in fields}
    locals["MISSING"] = MISSING
    locals["_HAS_DEFAULT_FACTORY"] = _HAS_DEFAULT_FACTORY
    locals["__dataclass_builtins_object__"] = object
    lines = []
    for f in fields:
        line = _init_line(f, frozen, locals, self_name, slots)
        if line:
            lines.append(line)
    if has_post_init:
        given = ",".join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        lines.append(f"{self_name}.{_POST_INIT_NAME}({given})")
    params = [self_name, *map(_init_param, std_fields)]
    if kw_only_fields:
        params += ["*", *map(_init_param, kw_only_fields)]
    return _create_fn("__init__", params, lines or ["pass"], locals=locals, globals=globals,
                      return_type=None)


def _repr_fn(fields, globals):
    parts = ", ".join([f"{f.name}={{self.{f.name}!r}}" for f in fields])
    body = [f'return self.__class__.__qualname__ + f"({parts})"']
    return _recursive_repr(_create_fn("__repr__", ("self",), body, globals=globals))


def _cmp_fn(name, op, fields, globals):
    body = ["if other.__class__ is self.__class__:",
            f" return {_tuple_str('self', fields)}{op}{_tuple_str('other', fields)}",
            "return NotImplemented"]
    return _create_fn(name, ("self", "other"), body, globals=globals)


def _hash_fn(fields, globals):
    return _create_fn("__hash__", ("self",), [f"return hash({_tuple_str('self', fields)})"],
                      globals=globals)


def _frozen_fns(cls, fields, globals):
    locals = {"cls": cls, "FrozenInstanceError": FrozenInstanceError}
    names = f"({','.join(repr(f.name) for f in fields)},)" if fields else "()"
    test = f"if type(self) is cls or name in {names}:"
    for name, args, verb in (("__setattr__", ("self", "name", "value"), "assign to"),
                             ("__delattr__", ("self", "name"), "delete")):
        body = (test, f' raise FrozenInstanceError(f"cannot {verb} field {{name!r}}")',
                f"super(cls, self).{name}({', '.join(args[1:])})")
        yield _create_fn(name, args, body, locals=locals, globals=globals)


# ---- a class's documentation: its signature ----

def _annotation_text(annotation):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


class _Parameter:
    __slots__ = ("mark", "name", "default", "annotation")

    def __init__(self, mark, name, default, annotation):
        self.mark = mark
        self.name = name
        self.default = default
        self.annotation = annotation

    def __str__(self):
        text = self.mark + self.name
        if self.annotation is not MISSING:
            text += ": " + _annotation_text(self.annotation)
        if self.default is not MISSING:
            equals = "=" if self.annotation is MISSING else " = "
            text += equals + repr(self.default)
        return text


def _parameters_of(function):
    """All after the first one; a mark alone is a string. And what it returns."""
    code = function.__code__
    annotations = function.__annotations__
    defaults = function.__defaults__ or ()
    by_keyword = function.__kwdefaults__ or {}
    count = code.co_argcount
    end = count + code.co_kwonlyargcount
    names = code.co_varnames
    found = []

    def add(mark, name, default=MISSING):
        found.append(_Parameter(mark, name, default, annotations.get(name, MISSING)))

    for i in range(1, count):
        at = i - (count - len(defaults))
        add("", names[i], defaults[at] if at >= 0 else MISSING)
        if i + 1 == code.co_posonlyargcount:
            found.append("/")
    if code.co_flags & 4:
        add("*", names[end])
    elif code.co_kwonlyargcount:
        found.append("*")
    for name in names[count:end]:
        add("", name, by_keyword.get(name, MISSING))
    if code.co_flags & 8:
        add("**", names[end + bool(code.co_flags & 4)])
    return tuple(found), annotations.get("return", MISSING)


def _signature_of(function):
    parameters, returned = _parameters_of(function)
    text = f"({', '.join(map(str, parameters))})"
    if returned is not MISSING:
        text += f" -> {_annotation_text(returned)}"
    return text


def _signature(cls):
    new, init = cls.__new__, cls.__init__
    plain = type(cls) is type and "__signature__" not in cls.__dict__
    if plain and isinstance(new, FunctionType) and not hasattr(new, "__wrapped__"):
        return _signature_of(new)
    if plain and new is object.__new__ and isinstance(init, FunctionType):
        if not hasattr(init, "__wrapped__") and init.__code__.co_argcount:
            return _signature_of(init)
    if plain and new is object.__new__ and init is object.__init__:
        return "()"
    import inspect
    return str(inspect.signature(cls))


# ---- the class ----

def _set_qualname(cls, value):
    if isinstance(value, FunctionType):
        value.__qualname__ = f"{cls.__qualname__}.{value.__name__}"
    return value


def _set_new_attribute(cls, name, value):
    """True, and nothing is done: the class has one."""
    if name in cls.__dict__:
        return True
    setattr(cls, name, _set_qualname(cls, value))
    return False


def _set_hash(cls, unsafe_hash, eq, frozen, explicit, fields, globals):
    if unsafe_hash and explicit:
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    if unsafe_hash or (eq and frozen and not explicit):
        hashed = [f for f in fields if (f.compare if f.hash is None else f.hash)]
        cls.__hash__ = _set_qualname(cls, _hash_fn(hashed, globals))
    elif eq and not explicit:
        cls.__hash__ = None


# Code of the person's runs below it (the repr of a default, a metaclass), and what its loops have
# looked at last stays held until it returns, as in CPython.
def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                   weakref_slot):
    fields = {}
    globals = sys.modules[cls.__module__].__dict__ if cls.__module__ in sys.modules else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen))
    any_frozen_base = has_dataclass_bases = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is not None:
            has_dataclass_bases = True
            for f in base_fields.values():
                fields[f.name] = f
            if getattr(base, _PARAMS).frozen:
                any_frozen_base = True
    annotations = cls.__dict__.get("__annotations__", {})
    dataclasses = sys.modules[__name__]
    marked = False
    own = []
    for name, annotation in annotations.items():
        if _is_kw_only(annotation, dataclasses) or (
                isinstance(annotation, str)
                and _is_written(annotation, cls, dataclasses, dataclasses.KW_ONLY, _is_kw_only)):
            if marked:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            marked = kw_only = True
        else:
            own.append(_get_field(cls, name, annotation, kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_dataclass_bases and any_frozen_base and not frozen:
        raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
    if has_dataclass_bases and frozen and not any_frozen_base:
        raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    explicit_hash = not (class_hash is MISSING
                         or (class_hash is None and "__eq__" in cls.__dict__))
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    for_init = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_fields = tuple(f for f in for_init if f.init and not f.kw_only)
    if init:
        kw_only_fields = tuple(f for f in for_init if f.init and f.kw_only)
        _set_new_attribute(cls, "__init__", _init_fn(
            for_init, std_fields, kw_only_fields, frozen, hasattr(cls, _POST_INIT_NAME),
            "__dataclass_self__" if "self" in fields else "self", globals, slots))
    real = [f for f in fields.values() if f._field_type is _FIELD]
    compared = [f for f in real if f.compare]
    if repr:
        _set_new_attribute(cls, "__repr__", _repr_fn([f for f in real if f.repr], globals))
    if eq:
        _set_new_attribute(cls, "__eq__", _cmp_fn("__eq__", "==", compared, globals))
    if order:
        for name, op in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            if _set_new_attribute(cls, name, _cmp_fn(name, op, compared, globals)):
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. "
                                "Consider using functools.total_ordering")
    if frozen:
        for fn in list(_frozen_fns(cls, real, globals)):
            if _set_new_attribute(cls, fn.__name__, fn):
                raise TypeError(f"Cannot overwrite attribute {fn.__name__} "
                                f"in class {cls.__name__}")
    _set_hash(cls, unsafe_hash, eq, frozen, explicit_hash, real, globals)
    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + _signature(cls).replace(" -> None", "")
    if match_args:
        _set_new_attribute(cls, "__match_args__", tuple(f.name for f in std_fields))
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    abc.update_abstractmethods(cls)
    return cls


# ---- slots: another class in its place ----

def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for field, value in zip(fields(self), state):
        object.__setattr__(self, field.name, value)


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        return ()
    if isinstance(slots, str):
        return (slots,)
    if hasattr(slots, "__next__"):
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return slots


def _add_slots(cls, is_frozen, weakref_slot):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    names = tuple(f.name for f in fields(cls))
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    wanted = names + (("__weakref__",) if weakref_slot else ())
    namespace["__slots__"] = tuple(name for name in wanted if name not in inherited)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    qualname = getattr(cls, "__qualname__", None)
    cls = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        cls.__qualname__ = qualname
    if is_frozen:
        cls.__getstate__ = _dataclass_getstate
        cls.__setstate__ = _dataclass_setstate
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args,
                              kw_only, slots, weakref_slot)

    return wrap if cls is None else wrap(cls)


# ---- instances ----

def fields(class_or_instance):
    try:
        fields = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance")
    return tuple(f for f in fields.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _asdict_inner(obj, dict_factory)


def _asdict_inner(obj, dict_factory):
    if _is_dataclass_instance(obj):
        result = []
        for f in fields(obj):
            value = _asdict_inner(getattr(obj, f.name), dict_factory)
            result.append((f.name, value))
        return dict_factory(result)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_asdict_inner(v, dict_factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_asdict_inner(v, dict_factory) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_asdict_inner(k, dict_factory), _asdict_inner(v, dict_factory))
                         for k, v in obj.items())
    return copy.deepcopy(obj)


def astuple(obj, *, tuple_factory=tuple):
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _astuple_inner(obj, tuple_factory)


def _astuple_inner(obj, tuple_factory):
    if _is_dataclass_instance(obj):
        result = []
        for f in fields(obj):
            value = _astuple_inner(getattr(obj, f.name), tuple_factory)
            result.append(value)
        return tuple_factory(result)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_astuple_inner(v, tuple_factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_astuple_inner(v, tuple_factory) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_astuple_inner(k, tuple_factory), _astuple_inner(v, tuple_factory))
                         for k, v in obj.items())
    return copy.deepcopy(obj)


def replace(obj, /, **changes):
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be "
                                 "specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)
