"""Which tuples hold an argument on its way through classes, metaclasses, wrappers and super()."""
import sys

rc = sys.getrefcount
value = ["v"]
class Meta(type):
    def __call__(cls, *args):
        print("call", rc(value))
        return super().__call__(*args)
class M(metaclass=Meta):
    def __init__(self, *args):
        print("init", rc(value))
class Meta2(type):
    def __call__(cls, *args):
        print("call", rc(value))
        return type.__call__(cls, *args)
class M2(metaclass=Meta2):
    def __init__(self, *args):
        print("init", rc(value))
class Meta3(type):
    def __call__(cls, *args, **kw):
        print("call", rc(value))
        return super().__call__(*args, **kw)
class M3(metaclass=Meta3):
    def __init__(self, *args, **kw):
        print("init", rc(value))
class P:
    def __init__(self, *a, **k): print("p init", rc(value))
    def __new__(cls, *a, **k): print("p new", rc(value)); return super().__new__(cls)
class Q(P):
    def __init__(self, *a, **k):
        print("q init", rc(value))
        super().__init__(*a, **k)
    def __new__(cls, *a, **k):
        print("q new", rc(value))
        return super().__new__(cls, *a, **k)
class L(list):
    def __init__(self, *a):
        print("l init", rc(value))
        super().__init__(*a)
class E(Exception):
    def __init__(self, *a):
        print("e init", rc(value))
        super().__init__(*a)
        print("e init", rc(value))
class C:
    def __call__(self, *a, **k):
        print("c", rc(value))
        return super().__init__()
class D(C):
    def __call__(self, *a, **k):
        print("d", rc(value))
        return super().__call__(*a, **k)
def direct(f, *a, **k):
    f(*a, **k)
for i in range(2):
    M(value); M2(value); M3(value); M3(k=value); P(value); Q(value); Q(k=value); L(value); E(value); D()(value); D()(k=value)
    direct(M, value); direct(M2, value); direct(M3, value); direct(M3, k=value); direct(P, value); direct(Q, value); direct(Q, k=value)
    direct(L, value); direct(E, value); direct(D(), value); direct(D(), k=value)
    direct(type.__call__, P, value)
    direct(P.__new__, P, value); direct(Q.__init__, Q(), value)
    M.__call__(value)
    type(M).__call__(M, value)
