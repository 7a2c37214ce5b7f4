"""Random programs in the language that Lastref runs: the same seed makes the same program.

    /usr/bin/python3 generate.py SEED        prints one

Programs end by themselves, print no addresses, and print what memory is about: refcounts, sizes,
identity, the order in which objects die. Statements may raise; each is guarded, and the exception
is printed.
"""

import random
import sys

import topics

NAMES = ["a", "b", "c", "d", "e", "f"]
ATTRIBUTES = ["x", "y", "peer", "items"]
WORDS = ["red", "green", "blue", "two words", "", "k", "naïve", "日本"]

HEADER = """\
import copy
import gc
import sys
import weakref

gc.collect()

def told(r):
    print('told', r() is None)

def rc(x):
    if type(x) in COUNTED:
        print(type(x).__name__, sys.getrefcount(x), sys.getsizeof(x))
    else:
        print(x)

def cnt(x):
    return sys.getrefcount(x) if type(x) in COUNTED else type(x).__name__

def take(n, it):
    out = []
    for item in it:
        out.append(item)
        if len(out) >= n:
            break
    return out
"""


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.classes = []
        self.functions = []
        self.generators = []
        self.births = 0
        self.chunks = 0

    # ---- choosing ----

    def pick(self, choices):
        return self.random.choice(choices)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def name(self):
        return self.pick(NAMES)

    def emit(self, depth, text):
        self.lines.append("    " * depth + text)

    def number(self):
        """For names that no other chunk has."""
        self.chunks += 1
        return self.chunks

    def number_below(self, bound):
        return self.random.randrange(bound)

    def guard(self, text, body=None):
        """Statements whose exception is printed."""
        self.emit(0, "try:")
        for line in text.split("\n"):
            self.emit(1, line)
        if body:
            self.emit(2, body)
        self.emit(0, "except Exception as e:")
        self.emit(1, "print(type(e).__name__, e)")

    def death(self):
        return self.pick(["del {0}", "{0} = None", "{0} = [{0}]; {0}.clear()", "{0}.x = {0}; del {0}; print(gc.collect())",
                          "{0} = {0}.n", "del {0}; print(gc.collect(0))"])

    # ---- expressions ----

    def integer(self):
        return self.pick([str(self.random.randrange(-9, 10)), str(self.random.randrange(2000)),
                          str(self.random.randrange(10 ** 12)), "True", "2 ** 70"])

    def real(self):
        return self.pick(["%.2f" % (self.random.randrange(-500, 500) / 7), "0.1", "1e22", "2.5", "-0.0",
                          repr(self.random.uniform(-1e6, 1e6)), repr(10 ** self.random.uniform(-20, 20))])

    def text(self):
        return repr(self.pick(WORDS) if self.chance(70) else "w%d" % self.random.randrange(50))

    def atom(self):
        return self.pick([self.integer, self.text, self.name, self.name, lambda: "None",
                          lambda: "%.2f" % (self.random.randrange(-500, 500) / 7)])()

    def key(self):
        return self.pick([self.integer, self.text, lambda: "(%s, %s)" % (self.integer(), self.text())])()

    def instance(self):
        self.births += 1
        return "%s(%d)" % (self.pick(self.classes), self.births)

    def container(self, depth):
        items = [self.expression(depth - 1) for _ in range(self.random.randrange(4))]
        form = self.random.randrange(9)
        if form < 3:
            return "[%s]" % ", ".join(items)
        if form < 5:
            return "(%s)" % "".join(i + ", " for i in items)
        if form < 7:
            return "{%s}" % ", ".join("%s: %s" % (self.key(), i) for i in items)
        if form == 7:
            return "{%s}" % ", ".join([self.integer(), self.text(), self.integer()])
        return "[%s] * %d" % (", ".join(items), self.random.randrange(4))

    def comprehension(self, depth):
        source = self.pick(["range(%d)" % self.random.randrange(6), self.name(), "take(3, %s)" % self.name()])
        body = self.pick(["v", "[v]", "(v, %s)" % self.atom(), "str(v)", "v"])
        tail = self.pick(["", "", " if v", " if v != 1", " for w in (1, 2)"])
        return self.pick(["[%s for v in %s%s]", "list(%s for v in %s%s)", "tuple(%s for v in %s%s)",
                          "[u for u in [%s for v in %s%s]]"]) % (body, source, tail)

    def call(self, depth):
        arguments = ", ".join(self.expression(depth - 1) for _ in range(self.random.randrange(4)))
        forms = ["%s(%s)" % (self.pick(self.functions), arguments),
                 "%s(*take(2, %s))" % (self.pick(self.functions), self.name()),
                 "%s(%s, k=%s)" % (self.pick(self.functions), self.atom(), self.atom()),
                 "%s.get(%s)" % (self.name(), self.atom()),
                 "len(%s)" % self.name(), "sorted(take(4, %s), key=str)" % self.name(),
                 "list(zip(%s, %s))" % (self.name(), self.name()), "sum(%s)" % self.name(),
                 "dict(%s=%s, q=%s)" % (self.pick("uvw"), self.atom(), self.atom()),
                 "list(%s)" % self.name(), "str(%s)" % self.atom(), "isinstance(%s, %s)" % (self.name(), self.pick(self.classes)),
                 "%s.copy()" % self.name(), "list(enumerate(%s))" % self.name(),
                 "list(map(%s, [1, 2]))" % self.pick(self.functions),
                 "max(%s, default=%s)" % (self.name(), self.integer()),
                 "','.join(map(str, take(3, %s)))" % self.name()]
        if self.generators:
            forms.append("take(%d, %s(%s))" % (self.random.randrange(1, 4), self.pick(self.generators), self.atom()))
        return self.pick(forms)

    def binary(self, depth):
        left, right = self.expression(depth - 1), self.expression(depth - 1)
        operator = self.pick(["+", "+", "-", "*", "//", "%", "==", "!=", "<", "is", "is not", "in", "and", "or", "&", "|"])
        if operator.startswith("is"):
            left, right = self.name(), self.name()
        if operator == "*":
            right = str(self.random.randrange(-1, 4))
        if operator == "%":
            right = self.integer()
        return "(%s %s %s)" % (left, operator, right)

    def reach(self):
        return self.pick(["%s.%s" % (self.name(), self.pick(ATTRIBUTES)), "%s[%s]" % (self.name(), self.key()),
                          "%s[%d]" % (self.name(), self.random.randrange(-2, 3)),
                          "%s[%d:]" % (self.name(), self.random.randrange(3)), "%s[::-1]" % self.name()])

    def expression(self, depth=2):
        if depth <= 0:
            return self.atom()
        return self.pick([self.atom, self.atom, self.instance, self.instance, self.reach, self.reach,
                          lambda: self.container(depth), lambda: self.container(depth),
                          lambda: self.call(depth), lambda: self.binary(depth), lambda: self.comprehension(depth),
                          lambda: "(%s if %s else %s)" % (self.atom(), self.name(), self.expression(depth - 1)),
                          lambda: "(lambda p=%s: p)()" % self.expression(depth - 1),
                          lambda: "f'{%s!r:>6}|{len(str(%s))}'" % (self.integer(), self.integer())])()

    # ---- statements ----

    def target(self):
        return self.pick([self.name, self.name, self.name,
                          lambda: "%s.%s" % (self.name(), self.pick(ATTRIBUTES)),
                          lambda: "%s[%s]" % (self.name(), self.key())])()

    def simple(self):
        form = self.random.randrange(22)
        if form < 7:
            return "%s = %s" % (self.target(), self.expression())
        if form == 7:
            return "%s = %s = %s" % (self.name(), self.target(), self.expression())
        if form == 8:
            return "%s, %s = %s, %s" % (self.name(), self.target(), self.name(), self.expression(1))
        if form == 9:
            return "%s, *%s = %s" % (self.name(), self.name(), self.name())
        if form == 10:
            if self.chance(20):
                return "%s %s" % (self.target(), self.pick(["*= 2", "*= 0", "*= 1"]))
            return "%s %s %s" % (self.target(), self.pick(["+=", "+=", "-=", "|="]), self.pick(
                [self.integer(), "[%s]" % self.atom(), "(%s,)" % self.atom(), self.name()]))
        if form == 11:
            return "del %s" % self.target()
        if form == 12:
            return "%s.append(%s)" % (self.name(), self.expression(1))
        if form == 13:
            return self.pick(["%s.pop()", "%s.clear()", "%s.reverse()", "%s.popitem()"]) % self.name()
        if form == 14:
            return "%s.update({%s: %s})" % (self.name(), self.key(), self.expression(1))
        if form == 15:
            return "%s.insert(%d, %s)" % (self.name(), self.random.randrange(3), self.name())
        if form == 16:
            return "print(%s is %s, %s)" % (self.name(), self.name(), self.name())
        if form == 17:
            return "print(%s)" % self.expression()
        return "rc(%s)" % self.name()

    def block(self, depth, size):
        for _ in range(self.random.randrange(1, size + 1)):
            self.statement(depth)

    def statement(self, depth):
        form = self.random.randrange(16) if depth < 4 else 0
        if form < 9:
            self.emit(depth, self.simple())
        elif form == 9:
            self.emit(depth, "for %s in %s:" % (self.name(), self.pick(
                ["range(%d)" % self.random.randrange(4), "take(3, %s)" % self.name(), "'ab'"])))
            self.block(depth + 1, 2)
            if self.chance(30):
                self.emit(depth + 1, "if %s: %s" % (self.name(), self.pick(["break", "continue"])))
            if self.chance(20):
                self.emit(depth, "else:")
                self.block(depth + 1, 1)
        elif form == 10:
            self.emit(depth, "if %s:" % self.expression(1))
            self.block(depth + 1, 2)
            self.emit(depth, "else:")
            self.block(depth + 1, 2)
        elif form == 11:
            self.emit(depth, "try:")
            self.block(depth + 1, 2)
            self.emit(depth, "except (TypeError, AttributeError) as err:")
            self.emit(depth + 1, "print('caught', type(err).__name__, len(err.args), sys.getrefcount(err))")
            self.block(depth + 1, 1)
            if self.chance(50):
                self.emit(depth, "finally:")
                self.block(depth + 1, 1)
        elif form == 12:
            self.emit(depth, "with Manager(%s) as %s:" % (self.name(), self.name()))
            self.block(depth + 1, 2)
        elif form == 13:
            counter = "i%d" % len(self.lines)
            self.emit(depth, "%s = 0" % counter)
            self.emit(depth, "while %s < %d:" % (counter, self.random.randrange(4)))
            self.emit(depth + 1, "%s += 1" % counter)
            self.block(depth + 1, 2)
        else:
            self.emit(depth, self.simple())

    def guarded(self):
        self.emit(0, "try:")
        self.statement(1)
        self.emit(0, "except Exception as e:")
        self.emit(1, "print(type(e).__name__, e)")

    def topic(self):
        """The chunk's own lines in one try, so that a surprise does not end the program."""
        outer, self.lines = self.lines, []
        self.pick(topics.TOPICS)(self)
        chunk, self.lines = self.lines, outer
        self.guard("\n".join(chunk))

    # ---- definitions ----

    def class_definition(self, number):
        name = "C%d" % number
        base = self.pick(self.classes) if self.classes and self.chance(40) else ""
        self.emit(0, "class %s%s:" % (name, "(%s)" % base if base else ""))
        if self.chance(25):
            self.emit(1, "__slots__ = (%s)" % "".join("%r, " % a for a in ATTRIBUTES + (["n"] if not base else [])))
        if not base or self.chance(40):
            self.emit(1, "def __init__(self, n, x=None):")
            self.emit(2, "self.n = n")
            self.emit(2, "self.x = x")
            if self.chance(40):
                self.emit(2, "self.items = []")
        if not base:
            self.emit(1, "def __repr__(self):")
            self.emit(2, "return '%s-%s' % (type(self).__name__, self.n)")
        if self.chance(70):
            self.emit(1, "def __del__(self):")
            self.emit(2, "print('del', self.n, end=' ')")
        if self.chance(25):
            self.emit(1, "def __eq__(self, other):")
            self.emit(2, "return type(self) is type(other) and self.n % 3 == other.n % 3")
            self.emit(1, "__hash__ = None")
        if self.chance(25):
            self.emit(1, "def __len__(self):")
            self.emit(2, "return 2")
            self.emit(1, "def __getitem__(self, i):")
            self.emit(2, "if i in (0, 1): return self.x")
            self.emit(2, "raise IndexError(i)")
        if self.chance(30):
            self.emit(1, "def __iter__(self):")
            self.emit(2, "yield self.x")
            self.emit(2, "yield self")
        if self.chance(25):
            self.emit(1, "def __getattr__(self, name):")
            self.emit(2, "if name == 'y': return [sys.getrefcount(self)]")
            self.emit(2, "raise AttributeError(name)")
        if self.chance(25):
            self.emit(1, "def __iadd__(self, other):")
            self.emit(2, "self.x = other")
            self.emit(2, "return self")
        if self.chance(25):
            self.emit(1, "@property")
            self.emit(1, "def double(self):")
            self.emit(2, "return (self.x, self.x)")
        if self.chance(25):
            self.emit(1, "kept = []")
        self.emit(1, "def meet(self, other=None):")
        self.emit(2, "self.peer = other")
        self.emit(2, "return sys.getrefcount(self)")
        self.classes.append(name)

    def function_definition(self, number):
        name = "f%d" % number
        kind = self.random.randrange(5)
        if kind == 0:
            self.emit(0, "def %s(p=%s, *rest, k=%s, **more):" % (name, self.pick(["None", "[]", "{}", "7"]), self.integer()))
            self.emit(1, self.pick(["p = [p, rest]", "if type(p) is list: p.append(k)", "more['p'] = p", "rc(p)"]))
            self.emit(1, "return %s" % self.pick(["p", "(p, k)", "rest", "more", "[p] * 2"]))
        elif kind == 1:
            self.emit(0, "def %s(p=None, *rest, k=None):" % name)
            self.emit(1, "def inner(q):")
            self.emit(2, "nonlocal k")
            self.emit(2, "k = (k, q)")
            self.emit(2, "rc(p)")
            self.emit(2, "return k")
            self.emit(1, "return %s" % self.pick(["inner(1)", "inner", "[inner(2), k]"]))
        elif kind == 2:
            self.emit(0, "def %s(*args, k=0):" % name)
            self.emit(1, "global %s" % self.name())
            self.emit(1, "%s = args" % self.name())
            self.emit(1, "try:")
            self.emit(2, "return %s[0]" % self.name())
            self.emit(1, "finally:")
            self.emit(2, "rc(args[0] if args else k)")
        elif kind == 3:
            self.emit(0, "def %s(p=3, *rest, k=None):" % name)
            self.emit(1, "if not isinstance(p, int) or not 0 < p < 20: return rest")
            self.emit(1, "return [p, %s(p - 1, *rest)]" % name)
        else:
            self.emit(0, "def %s(p=None, *rest, k=1):" % name)
            self.emit(1, "for v in (p, *rest):")
            self.emit(2, "got = yield v")
            self.emit(2, "rc(v)")
            self.emit(1, "yield from [k, %s]" % self.atom())
            self.generators.append(name)
        self.functions.append(name)

    def program(self):
        self.lines.append(HEADER)
        self.emit(0, "class Manager:")
        self.emit(1, "def __init__(self, held): self.held = held")
        self.emit(1, "def __enter__(self): return self.held")
        self.emit(1, "def __exit__(self, kind, value, trace):")
        self.emit(2, "print('exit', kind and kind.__name__)")
        self.emit(2, "return kind is KeyError")
        for number in range(self.random.randrange(1, 4)):
            self.class_definition(number)
        for number in range(self.random.randrange(1, 5)):
            self.function_definition(number)
        self.emit(0, "COUNTED = (list, dict, set, %s)" % "".join(c + ", " for c in self.classes))
        for name in NAMES:
            self.emit(0, "%s = %s" % (name, self.pick([self.instance(), "[%s]" % self.integer(), "{}",
                                                       "[%s, 'w']" % self.instance(), "{'k': %s}" % self.instance()])))
        for _ in range(self.random.randrange(2, 6)):
            if self.chance(45):
                self.guarded()
            else:
                self.topic()
        if self.chance(8):
            self.emit(0, self.pick(["fail = [][1]", "sys.exit(%s)" % self.pick(["", "3", "'bye'", "a"]), "raise ValueError(a) from KeyError(1)",
                                    "print(nothing)", "1 // 0"]))
        self.emit(0, "print('end')")
        if self.chance(70):
            for name in NAMES:
                self.emit(0, "%s = None" % name)
            self.emit(0, "print('gone')")
        return "\n".join(self.lines) + "\n"


def program(seed):
    return Generator(seed).program()


if __name__ == "__main__":
    sys.stdout.write(program(int(sys.argv[1])))
