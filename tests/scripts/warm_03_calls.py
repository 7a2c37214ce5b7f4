"""One call site that meets many callables: what is specialised, missed, given up and learned anew
shows in the references that str(x) holds."""
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


class Text:
    def __str__(self):
        log.append(("str", rc(self)))
        return "text"

    def __repr__(self):
        log.append(("repr", rc(self)))
        return "repr"

    def __len__(self):
        log.append(("len", rc(self)))
        return 3

    def __iter__(self):
        log.append(("iter", rc(self)))
        return iter((1, 2))

    def __hash__(self):
        log.append(("hash", rc(self)))
        return 5

    def __abs__(self):
        log.append(("abs", rc(self)))
        return 5

    def __call__(self, x):
        log.append(("call", rc(self), rc(x)))
        return self

    def method(self):
        log.append(("method", rc(self)))


def user(x):
    log.append(("user", rc(x)))


text = Text()


def plain(x):
    return str(x)


def apply(function, x):
    return function(x)


def apply_many(functions, x):
    for function in functions:
        function(x)


def twice(x, other):
    return str(x) + str(other)


def with_keywords(x):
    return str(object=x)


def joined(x):
    return str(x).join("ab")


for _ in range(30):
    plain(text)
runs("plain")
for _ in range(30):
    apply(str, text)
runs("apply str")
for _ in range(60):
    apply(user, text)
runs("apply user")
for _ in range(60):
    apply(str, text)
runs("apply str again")
for function in (repr, len, tuple, list, abs, text, hash, type, Text.method, Text.__str__, bool, iter,
                 set, frozenset, str, sorted):
    for _ in range(70):
        apply(function, text)
    runs("apply " + getattr(function, "__name__", "instance"))
apply_many([str, repr, len, user] * 50, text)
runs("many")
apply_many([str] * 40 + [user, repr, len] * 30 + [str] * 80, text)
runs("many more")
for _ in range(20):
    twice(text, Text())
runs("twice")
for _ in range(20):
    with_keywords(text)
runs("keywords")
for _ in range(20):
    joined(text)
runs("joined")
for _ in range(30):
    str(text)
runs("module")
for _ in range(20):
    [str(x) for x in (text, text)]
runs("comprehension")
for _ in range(20):
    list(map(str, [text]))
    list(str(x) for x in [text])
runs("map")


class Names(str):
    def __new__(cls, x):
        log.append(("names", rc(x)))
        return super().__new__(cls, "n")


for _ in range(20):
    apply(Names, text)
runs("subclass")


def generator(x):
    while True:
        yield str(x)


g = generator(text)
for _ in range(30):
    next(g)
runs("generator")


class Holder:
    def show(self):
        return str(self.x)

    def run(self, f, x):
        return f(x)


h = Holder()
h.x = text
for _ in range(20):
    h.show()
runs("holder")
for f in (str, len, user, h.run.__func__.__str__, str):
    for _ in range(20):
        try:
            h.run(f, text)
        except TypeError:
            log.append("TypeError")
    runs("run")
