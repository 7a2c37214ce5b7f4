"""Quickening belongs to code objects: functions made from one code share it, generators and
comprehensions are warmed by their resumptions and calls, deletion and redefinition begin anew."""
import sys

rc = sys.getrefcount
log = []


def runs(label):
    start = 0
    for i in range(1, len(log) + 1):
        if i == len(log) or log[i] != log[start]:
            print(label, log[start], "x", i - start)
            start = i
    log.clear()


class Box:
    def __getitem__(self, key):
        log.append((rc(self), rc(key)))
        return key


box, key = Box(), ["key"]


def make():
    def get(b, k):
        return b[k]
    return get


for _ in range(12):
    make()(box, key)
runs("one code, many functions")


def looping(b, k, times):
    while times:
        b[k]
        times -= 1


looping(box, key, 20)
runs("while")


def for_loop(b, k):
    for _ in range(20):
        b[k]


for_loop(box, key)
runs("for")


def generator(b, k):
    while True:
        yield b[k]


g = generator(box, key)
for _ in range(20):
    next(g)
runs("generator")


def plain_generator(b, k):
    yield b[k]
    yield b[k]


for _ in range(10):
    list(plain_generator(box, key))
runs("generators")
for _ in range(20):
    [b[key] for b in [box]]
runs("comprehensions")
[b[key] for b in [box] * 20]
runs("comprehension")
list(b[key] for b in [box] * 20)
runs("generator expression")


def recursive(b, k, depth):
    if depth:
        recursive(b, k, depth - 1)
    b[k]


recursive(box, key, 20)
runs("recursive")


def nested(b, k):
    def inner():
        return b[k]
    inner()
    return b[k]


for _ in range(12):
    nested(box, key)
runs("nested")


def conditional(b, k, yes):
    if yes:
        return b[k]


for i in range(40):
    conditional(box, key, i % 3 == 0)
runs("seldom")


def handler(b, k):
    try:
        raise ValueError
    except ValueError:
        b[k]
    finally:
        b[k]


for _ in range(12):
    handler(box, key)
runs("handler")


def with_exception(b, k):
    for _ in range(12):
        try:
            b[k]
            raise KeyError
        except KeyError:
            continue


with_exception(box, key)
runs("continue")

for _ in range(3):
    def again(b, k):
        return b[k]
    for _ in range(10):
        again(box, key)
    runs("defined again")


class Method:
    def get(self, b, k):
        return b[k]

    @staticmethod
    def static(b, k):
        return b[k]

    @classmethod
    def made(cls, b, k):
        return b[k]

    @property
    def prop(self):
        return box[key]


m = Method()
for _ in range(12):
    m.get(box, key)
    m.prop
    m.static(box, key)
    m.made(box, key)
    Method.made(box, key)
runs("methods")
get = lambda b, k: b[k]
for _ in range(12):
    get(box, key)
runs("lambda")
for b in [box] * 20:
    b[key]
runs("module loop")
i = 0
while i < 20:
    box[key]
    i += 1
runs("module while")


class Body:
    for _ in range(20):
        box[key]


runs("class body")


class Chooser:
    def __init__(self, pick):
        self.pick = pick

    def __getitem__(self, key):
        log.append(("chooser", rc(self), rc(key)))
        return self.pick[key] if self.pick is not None else key


def chain(c, k):
    return c[k]


for _ in range(20):
    chain(Chooser(Chooser(None)), key)
runs("chained")


class Defaults:
    def __getitem__(self, key, more=5):
        log.append(("defaults", rc(self), rc(key)))


class Keywords:
    def __getitem__(self, key, *, k=1):
        log.append(("keywords", rc(self), rc(key)))


class Static:
    @staticmethod
    def __getitem__(key):
        log.append(("static", rc(key)))


class Callable:
    def __call__(self, key):
        log.append(("callable", rc(key)))


class Indirect:
    __getitem__ = Callable()


class Derived(Box):
    pass


class ListOf(list):
    def __getitem__(self, key):
        log.append(("list", rc(self), rc(key)))
        return super().__getitem__(0)


class Plain(list):
    pass


class Gen:
    def __getitem__(self, key):
        log.append(("gen", rc(self), rc(key)))
        yield key


def site(c, k):
    return c[k]


for made in (Defaults(), Keywords(), Static(), Indirect(), Derived(), ListOf([1]), Gen(), {1: 2}):
    def site(c, k):
        return c[k]
    for _ in range(20):
        try:
            site(made, key)
        except TypeError as e:
            log.append(str(e))
    runs(type(made).__name__)
p = Plain([key])
for _ in range(20):
    site(p, 0)
print(rc(p), rc(key))
site.__defaults__ = (1,)
for _ in range(10):
    site(box, key)
runs("defaults set")
g = list(site(Gen(), key))
Box.__getitem__.__defaults__ = (key,)
for _ in range(70):
    chain(box, key)
runs("getitem's defaults set")
del Box.__getitem__
try:
    chain(box, key)
except TypeError as e:
    print(e)
