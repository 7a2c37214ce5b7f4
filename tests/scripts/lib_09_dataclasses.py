from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass, FrozenInstanceError, KW_ONLY, InitVar
import sys
@dataclass
class P:
    x: int
    y: int = 0
print(P.__doc__)
p = P(1)
print(p, p == P(1), p != P(2), hasattr(p, '__dict__'), sys.getsizeof(p), sys.getrefcount(p))
@dataclass(slots=True)
class Q:
    x: int
    y: int = 0
q = Q(1, 2)
print(q, hasattr(q, '__dict__'), Q.__slots__, sys.getsizeof(q))
try: q.z = 1
except AttributeError as e: print(e)
@dataclass(frozen=True, order=True)
class F:
    a: str
    b: list = field(default_factory=list, compare=False, repr=False)
f = F('u'); g = F('v')
print(f < g, hash(f) == hash(F('u')), f.b is g.b)
try: f.a = 1
except FrozenInstanceError as e: print('frozen', e)
try: del f.a
except FrozenInstanceError as e: print('frozen', e)
print(asdict(F('z', [P(1)])), astuple(P(3)), replace(P(1, 2), x=9), is_dataclass(P), is_dataclass(3))
@dataclass
class Node:
    v: int
    next: 'Node' = None
n = Node(1); n.next = Node(2, n)
print(n)
print([f.name for f in fields(Node)], Node.__match_args__, Node.__doc__)
@dataclass
class B(P):
    z: int = field(default=5, kw_only=True)
    _: KW_ONLY = None
print(B(1, z=3), B.__doc__)
@dataclass
class I:
    a: InitVar[int]
    b: int = 0
    def __post_init__(self, a): self.b = a * 2
print(I(4), I.__doc__)
for bad in ("x: list = []", "x: int = 1\n    y: int", "x = field()"):
    try: exec(f"@dataclass\nclass C:\n    {bad}\n")
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
class L:
    def __init__(s): pass
d = L()
@dataclass
class D:
    o: object = d
print(sys.getrefcount(d), D.__init__.__defaults__[0] is d)
try: P()
except TypeError as e: print(e)
print(repr(fields(P)[0]).count(","), P.__dataclass_params__)
@dataclass(unsafe_hash=True)
class H: a: int
print(hash(H(1)) == hash(H(1)), D.__hash__, len({H(1), H(1)}))
match P(1, 2):
    case P(x, y): print('m', x, y)
@dataclass
class Q3:
    """doc"""
    a: 'list[int]'
    b: dict[str, int] = field(default_factory=dict)
print(Q3.__doc__, Q3([1]))
print(Q3.__init__.__annotations__, sorted(k for k in vars(Q3) if not k.startswith('__')), list(vars(P)))
import weakref
@dataclass(slots=True, weakref_slot=True)
class W: a: int
w = W(1); r = weakref.ref(w); print(r() is w, W.__slots__); del w; print(r())
