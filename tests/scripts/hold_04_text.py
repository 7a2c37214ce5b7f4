"""Counts inside __str__, __repr__, __format__ and their kin, whoever asks for the text."""
import sys

rc = sys.getrefcount
log = []


class Text:
    def __init__(self, name="t"):
        self.name = name

    def __repr__(self):
        log.append(("repr", rc(self)))
        return "<" + self.name + ">"

    def __str__(self):
        log.append(("str", rc(self)))
        return self.name

    def __format__(self, spec):
        log.append(("format", rc(self), rc(spec) if len(spec) > 1 else spec))
        return self.name

    def __bytes__(self):
        log.append(("bytes", rc(self)))
        return b"bytes"

    def __hash__(self):
        return 1


class OnlyRepr:
    def __repr__(self):
        log.append(("only repr", rc(self)))
        return "only"


class OnlyStr:
    def __str__(self):
        log.append(("only str", rc(self)))
        return "only"


class Derived(list):
    def __repr__(self):
        log.append(("list repr", rc(self)))
        return "derived" + super().__repr__()


class Deep:
    def __init__(self, inner):
        self.inner = inner

    def __repr__(self):
        log.append(("deep", rc(self), rc(self.inner)))
        return f"Deep({self.inner!r})"

    def __str__(self):
        log.append(("deep str", rc(self), rc(self.inner)))
        return "Deep " + str(self.inner)


t, o, s, d = Text(), OnlyRepr(), OnlyStr(), Derived([Text("inner")])
deep = Deep(Deep(t))
box = [t]
pair = (t, t)
table = {"k": t}
keyed = {t: 1}
group = {t}
frozen = frozenset([t])


def work():
    print(t, o, s)
    print([t], sep="")
    print(str(t), repr(t), format(t), ascii(t))
    print(str(o), repr(o), format(o), str(s), format(s))
    print(f"{t} {t!r} {t!s} {t!a} {t:>5} {o} {s}")
    print("%s %r %a" % (t, t, t), "%s" % t, "%r" % o)
    print("{} {!r} {!s} {:>4}".format(t, t, t, t), "{0} {x}".format(t, x=t))
    print(box, pair, table, keyed, group, frozen)
    print(str(box), repr(pair), f"{table}")
    print(d, deep, repr(deep))
    print([deep], {"a": [deep]})
    print(Text("temporary"), str(Text("x")), f"{Text('y')}")
    print(map, t.__class__.__name__, t.__str__(), Text.__str__(t))
    print(bytes(t))
    print(*[t, t], sep=t.name)
    print("-".join([str(t), str(t)]), ",".join(map(str, box)), ",".join(str(x) for x in box))
    print(*map(repr, pair))
    print(object.__repr__(t)[:10], object.__str__(o), object.__format__(t, ""))
    print("a" + str(t), str(t) + "b")
    sys.stdout.write(str(t) + "\n")


for times in (1, 10):
    for _ in range(times):
        log.clear()
        work()
    for line in log:
        print(line)


class Error(Exception):
    def __str__(self):
        log.append(("error str", rc(self)))
        return "error"

    def __repr__(self):
        log.append(("error repr", rc(self)))
        return "Error"


def raising():
    try:
        raise Error(t)
    except Error as e:
        print(e, repr(e), str(e), [e])
        print("%s" % e, f"{e}")


log.clear()
for _ in range(12):
    raising()
for line in log:
    print(line)
