"""Counts inside attribute hooks, properties, descriptors and class hooks."""
import gc
import sys


# when automatic collections come is no matter of this script
gc.disable()

def rc(x):
    """The count of what is not shared with the interpreter."""
    shared = type(x) in (int, str, bool) or type(x) is tuple and not x
    return 0 if shared else sys.getrefcount(x)


log = []


class Hooks:
    def __getattr__(self, name):
        log.append(("getattr", rc(self), rc(Hooks)))
        if name == "missing":
            raise AttributeError(name)
        return 1

    def __setattr__(self, name, value):
        log.append(("setattr", rc(self), rc(value)))
        super().__setattr__(name, value)

    def __delattr__(self, name):
        log.append(("delattr", rc(self)))
        super().__delattr__(name)

    def __dir__(self):
        log.append(("dir", rc(self)))
        return ["b", "a"]


class All:
    def __getattribute__(self, name):
        log.append(("getattribute", rc(self)))
        return object.__getattribute__(self, name)

    def method(self):
        log.append(("method", rc(self)))


class Prop:
    @property
    def p(self):
        log.append(("get", rc(self)))
        return self._p

    @p.setter
    def p(self, value):
        log.append(("set", rc(self), rc(value)))
        self._p = value

    @p.deleter
    def p(self):
        log.append(("delete", rc(self)))
        del self._p

    @classmethod
    def cm(cls, x):
        log.append(("cm", rc(x)))

    @staticmethod
    def sm(x):
        log.append(("sm", rc(x)))

    def m(self, x, *rest, k=None):
        log.append(("m", rc(self), rc(x)))

    def __call__(self, x):
        log.append(("call", rc(self), rc(x)))
        return x


class Descriptor:
    def __set_name__(self, owner, name):
        log.append(("set name", rc(self), rc(owner)))

    def __get__(self, instance, owner):
        log.append(("d get", rc(self), rc(instance) if instance else 0, rc(owner)))
        return 5

    def __set__(self, instance, value):
        log.append(("d set", rc(self), rc(instance), rc(value)))

    def __delete__(self, instance):
        log.append(("d delete", rc(self), rc(instance)))


class NonData:
    def __get__(self, instance, owner):
        log.append(("nd get", rc(self), rc(instance) if instance else 0))
        return lambda: 7


class Meta(type):
    def __new__(mcs, name, bases, names):
        log.append(("meta new", rc(names), rc(bases)))
        return super().__new__(mcs, name, bases, names)

    def __init__(cls, name, bases, names):
        log.append(("meta init", rc(cls), rc(names)))
        super().__init__(name, bases, names)

    def __call__(cls, *args):
        log.append(("meta call", rc(cls), rc(args)))
        return super().__call__(*args)

    def __instancecheck__(cls, instance):
        log.append(("instancecheck", rc(cls), rc(instance)))
        return True

    def __subclasscheck__(cls, other):
        log.append(("subclasscheck", rc(cls), rc(other)))
        return True

    @classmethod
    def __prepare__(mcs, name, bases):
        log.append(("prepare", rc(bases)))
        return {}


class Base:
    def __init_subclass__(cls, **names):
        log.append(("init subclass", rc(cls), rc(names)))
        super().__init_subclass__()

    def __new__(cls, *args):
        log.append(("new", rc(cls), rc(args)))
        return super().__new__(cls)

    def __init__(self, *args):
        log.append(("init", rc(self), rc(args)))

    def __class_getitem__(cls, item):
        log.append(("class getitem", rc(cls), rc(item)))
        return cls


h, a, p = Hooks(), All(), Prop()
value = ["value"]


def hooks():
    h.nothing
    getattr(h, "nothing")
    getattr(h, "missing", None)
    hasattr(h, "missing")
    hasattr(h, "there")
    h.x = value
    h.x
    setattr(h, "x", value)
    del h.x
    h.x = 1
    delattr(h, "x")
    dir(h)
    a.method()
    a.method
    getattr(a, "method")()
    try:
        a.missing
    except AttributeError:
        pass
    hasattr(a, "missing")


def properties():
    p.p = value
    p.p
    del p.p
    setattr(p, "p", value)
    getattr(p, "p")
    delattr(p, "p")
    p.cm(value)
    Prop.cm(value)
    p.sm(value)
    Prop.sm(value)
    p.m(value)
    p.m(x=value)
    p.m(value, value, k=value)
    p.m(*[value])
    p.m(**{"x": value})
    Prop.m(p, value)
    bound = p.m
    bound(value)
    p(value)
    p(x=value)
    p(*[value])
    call = p.__call__
    call(value)
    Prop.__call__(p, value)
    Prop().m([])
    Prop().p = []
    super(Prop, p).__init__()


def make_class():
    class Owner:
        d = Descriptor()
        nd = NonData()

    o = Owner()
    o.d
    Owner.d
    o.d = value
    del o.d
    o.nd()
    o.nd
    Owner.nd
    getattr(o, "d")
    setattr(o, "d", value)

    class Sub(Base):
        pass

    class Named(Base, k=5):
        pass

    Sub(value)
    Sub()
    Sub(*[value])
    Sub[value]


def metas():
    class M(metaclass=Meta):
        def __init__(self, *args):
            log.append(("M init", rc(self), rc(args)))

    M(value)
    M()
    isinstance(value, M)
    issubclass(Prop, M)
    isinstance(value, (int, M))
    Meta("Direct", (), {})
    type("Plain", (Base,), {"x": 1})


def show(label):
    seen = {}
    for entry in log:
        seen[entry] = seen.get(entry, 0) + 1
    print(label, *[f"{k}x{n}" for k, n in seen.items()], sep="\n  ")
    log.clear()


for work in (hooks, properties, make_class, metas):
    for times in (1, 10):
        for _ in range(times):
            work()
        show(f"{work.__name__} {times}")
