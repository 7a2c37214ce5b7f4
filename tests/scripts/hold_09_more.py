"""Counts inside what else calls back: augmented targets, star calls, decorators, class bodies,
unpacking, comparison chains, closures, generators that are closed or thrown into, match, del."""
import gc
import sys

gc.disable()


def rc(x):
    shared = type(x) in (int, str, bool, type(None)) or type(x) is tuple and not x
    return 0 if shared else sys.getrefcount(x)


log = []


def show(label):
    seen = {}
    for entry in log:
        seen[entry] = seen.get(entry, 0) + 1
    print(label, *[f"{k}x{n}" for k, n in seen.items()], sep="\n  ")
    log.clear()


value = ["value"]


class Mapping:
    def __init__(self, **names):
        self.names = names

    def keys(self):
        log.append(("keys", rc(self)))
        return self.names.keys()

    def __getitem__(self, key):
        log.append(("getitem", rc(self)))
        return self.names[key]


def takes(*args, **names):
    log.append(("takes", rc(args), rc(names), rc(args[0]) if args else 0, rc(names.get("x"))))


def one(x):
    log.append(("one", rc(x)))
    return x


def default(x=[], *, k=[]):
    log.append(("default", rc(x), rc(k)))


def calls():
    m = Mapping(x=value)
    takes(**m)
    takes(*[value], **{"x": value})
    takes(value, x=value)
    takes(*(value,), *[value])
    takes(**{"x": value}, **{"y": value})
    one(x=value)
    one(*[value])
    one(**{"x": value})
    one([])
    one(one(one([])))
    default()
    default(value)
    default(k=value)
    (lambda x, *y, **z: log.append(("lambda", rc(x), rc(y), rc(z))))(value, value, k=value)
    f = one
    f(value)
    [one][0](value)
    {"f": one}["f"](value)
    list(map(one, [value]))
    sorted([value], key=one)
    max([value], key=one)
    callable(one) and one(value)
    getattr(value, "append")
    value.copy()
    [].append(value)
    dict(x=value)
    dict(**{"x": value})
    dict({"x": value}, y=value)
    "{x}".format_map({"x": value}), "{x}".format(x=value), "{0}".format(value)
    {}.update(x=value)
    print(end="", file=None)
    isinstance(value, (int, list)), issubclass(list, (int, object))
    list.append([], value)
    str.join(",", ["a"])


def decorate(f):
    log.append(("decorate", rc(f)))
    def wrapper(*args):
        log.append(("wrapper", rc(args), rc(f)))
        return f(*args)
    return wrapper


def bodies():
    @decorate
    @decorate
    def decorated(x):
        log.append(("decorated", rc(x)))

    decorated(value)
    decorated([])

    class Body:
        x = value
        log.append(("body", rc(x)))
        y = [one(z) for z in (x,)]

        @decorate
        def method(self, x):
            log.append(("method", rc(self), rc(x)))

        @property
        def p(self):
            return rc(self)

    Body().method(value)
    b = Body()
    b.method(value)
    log.append(("p", b.p, rc(Body)))
    cells = [value]

    def outer(x):
        def inner():
            log.append(("inner", rc(x), rc(cells)))
            return x
        return inner

    outer(value)()
    outer([])()
    k = outer(value)
    k()
    log.append(("cell", rc(k.__closure__[0]), rc(k.__closure__[0].cell_contents)))


class Boom(Exception):
    pass


def gen(x):
    try:
        log.append(("gen", rc(x)))
        while True:
            got = yield x
            log.append(("got", rc(got), rc(x)))
    except Boom as e:
        log.append(("boom", rc(e), rc(x)))
        yield "boom"
    except GeneratorExit:
        log.append(("exit", rc(x)))
        raise
    finally:
        log.append(("finally", rc(x)))


def delegate(x):
    result = yield from gen(x)
    return result


def generators():
    for make in (gen, delegate):
        g = make(value)
        next(g)
        g.send(value)
        g.send([])
        g.throw(Boom(value))
        g.close()
        g = make([])
        next(g)
        g.close()
        g = make([])
        next(g)
        del g
        g = make(value)
        next(g)
        try:
            g.throw(ValueError, "x")
        except ValueError as e:
            log.append(("caught", rc(e), rc(e.__traceback__)))
        for item in make(value):
            log.append(("for", rc(item)))
            break
    list(one(x) for x in [value])
    [one(x) for x in [value] if one(x)]
    {one("k"): one(x) for x in [value]}
    sum(1 for x in [value] if one(x))
    any(one(x) for x in [value])
    first, *rest = (one(x) for x in [value, value])
    a, b = map(one, (value, value))


def raising():
    try:
        one(value)
        raise Boom(value)
    except Boom as e:
        log.append(("e", rc(e), rc(e.args), rc(e.args[0]), rc(e.__traceback__)))
        try:
            raise ValueError(value) from e
        except ValueError as f:
            log.append(("f", rc(f), rc(f.__cause__), rc(f.__context__)))
    try:
        try:
            1 / 0
        finally:
            log.append(("finally", rc(sys.exc_info()[1])))
    except ZeroDivisionError:
        log.append(("zero", rc(sys.exc_info()[1])))
    try:
        raise Boom
    except (ValueError, Boom) as e:
        log.append(("class", rc(e), e.args))
    try:
        takes(**{"x": value}, **{"x": value})
    except TypeError as e:
        log.append(("double", rc(e), str(e)))
    try:
        one()
    except TypeError as e:
        log.append(("missing", rc(e), str(e)))


def assigning():
    x = y = z = []
    log.append(("chain", rc(x)))
    (a, b), c = (x, y), z
    log.append(("unpacked", rc(a)))
    [p, *q] = [x, y, z]
    log.append(("starred", rc(p), rc(q)))
    d = {"k": x}
    d["k"] += [1]
    log.append(("augmented", rc(x), len(x)))
    x += [2]
    box = [x]
    box[0] += [3]
    log.append(("in a list", rc(x), len(x)))
    if (w := one(x)):
        log.append(("walrus", rc(w)))
    del y
    log.append(("deleted", rc(x)))
    t = x, x
    log.append(("tuple", rc(x), rc(t)))
    t += (x,)
    log.append(("grown", rc(x), rc(t)))
    u = [x] * 3
    log.append(("repeated", rc(x), rc(u)))
    u[0:2] = []
    log.append(("cut", rc(x)))
    v = u[:] + u + [*u]
    log.append(("copied", rc(x), rc(v)))
    s = f"{one(x)}{one(x)!r}"
    one(x) is one(x)
    one(x) and one(x) or one(x)
    one(x) if one(x) else one(x)
    not one(x)
    one(x) == one(x) != one([])
    one(x)[0]
    one(x)[0:1]
    [one(x), one(x)]
    {"a": one(x), "b": one(x)}
    assert one(x), one(x)


for work in (calls, bodies, generators, raising, assigning):
    for times in (1, 10):
        for _ in range(times):
            work()
        show(f"{work.__name__} {times}")
