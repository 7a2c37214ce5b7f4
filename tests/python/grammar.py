# Every construct of Python 3.11's grammar once; never run. grammar.ast is its tree (ast_oracle.py).
"""Module
docstring."""
from __future__ import annotations
import a, b.c as d, e.f
from . import g
from ...h.i import (j as k, l,)
from m import *

x = y = 1_000; z: int = 0xFF_FF; (w): float
q.r: str = 'r'; s[0]: bytes
a, *b = [c, d], = (e, f) = (), (g,)
x += 1; x -= .5; x *= 1e10; x @= 2j; x /= 0b101; x %= 0o17; x &= 00; x |= 1
x ^= 1; x <<= 1; x >>= 1; x **= 1; x //= 123456789012345678901234567890
del a, b.c, d[0], (e, [f, g]), ()
pass; assert x, 'message'
global_name = None or True and not False if ... else -x ** -y
t = a < b <= c == d != e > f >= g is h is not i in j not in k
u = a | b ^ c & d << e >> f + g - h * i / j // k % l @ m ** n
v = ~x, +x, -x, not x
w = lambda: 0, lambda a, /, b=1, *c, d, e=2, **f: (yield), lambda *, k: k, lambda *a: a
m = [1, *b, (n := 2)], {1, *s}, {1: 2, **d, 'a': b}, {}, [], (), (1,), ((a))
c = [i for i in x if i if j for k, *l in y], {i for i in x}, {i: j for i, j in x}
g = (i async for i in x), f(i for i in x), f((i for i in x), 1)
h = f(), f(a, *b, c, d=1, *e, f=2, **g, h=3), f(a := 1), f(*a or b)
i = a[0], a[:], a[1:2], a[::3], a[1:, ..., 2], a[*b], a[b := 1], a[x,]
j = a.b.c(d)[e].f, 1 .real, 1..real, (yield)
k = 'a' "b" '''c
d''' r'\n' u'e', u'x' 'y', b'a' rb'\x00' b"\x00\xff\101\
", '\a\b\f\n\r\t\v\\\'\"\0\12\1234\x41\u00e9\U0001F600\ud800\q', "é"
l = f'', f'a', f'{a}', f'a{b!r}c{d!s:>{e}}{f!a:{g}.{h}}' 'i' f"{j=}{k = !s}{l=:x}{{}}"
m = f'''{
a} {b
} {f"{c}"}
  {d:{e}} {lambda_ + (lambda: 1)()} { {1: 2}[1] } {x!=y} {x==y} {x<=y}''' rf'\{n}'
n = (f'{a}' f'''b
{c:{d}e}''')

if a: b
elif c: d; e
else: f
if (a := b):
    pass
else:
    if c: d
while a: break
else: continue
for a, b in c, d:
    pass
else:
    pass
for (a) in b: pass
for a.b, [c, *d], e[0] in *f, g: pass
with a: pass
with a as b, c as (d, e), f as g.h: pass
with (a as b, c): pass
with (a, b) as c: pass
with (a): pass
with (yield): pass
with (a as b,): pass
try: a
except: b
try: a
except b: c
except (d, e) as f: g
else: h
finally: i
try: a
finally: b
try: a
except* b as c: d
raise
raise a
raise a from b


def f(): return
def g(a, b=1, /, c: int = 2, *d: str, e, f=3, **h: 'k') -> None:
    global i, j
    def k(*, a): nonlocal b; return a, *b
    yield
    yield a, *b
    x = yield from a
    x = yield
    await a
def h(*a: *b): pass
def i(a, /): pass


@a
@b.c(d)
@(e := f)
class A: x: int
class B(a, *b, metaclass=c, **d):
    """doc"""

    @property
    def x(self): pass

    @staticmethod
    async def y(a): await a ** await b; return [x async for x in y if await z]


async def f():
    async with a as b, c: pass
    async with (a as b): pass
    async for x in y: pass
    else: pass

match a:
    case 1 | -1 | 1.5 | 1 + 2j | -1 - 2j | 'a' 'b' | b'c' | None | True | False: pass
    case b.c | d.e.f: pass
    case x if y: pass
    case _: pass
    case (1): pass
    case (1, 2) | [3, *_] | [*a, 4,] | () | []: pass
    case 1, *rest: pass
    case {}: pass
    case {'a': 1, b.c: x, -1: _, **rest}: pass
    case {**rest}: pass
    case A(): pass
    case A(1, b, c=2, d=_) | b.A(c=2,): pass
    case (1 | 2) as x: pass
    case [a, b] as c: pass
match a, *b:
    case c,: pass
match (a):
    case x: pass
match = case = _ = 1
match[a] = match.b = 1
match(a)
print(match, case)
é = ж = 文 = 1
if 1:
	tab
if 1:
        if 2:
            deep

        # comment

    # comment
        end
x = (1 +
     2); y = \
    3
