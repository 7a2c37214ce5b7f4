# self is one more reference; a stored bound method is another.
import sys


class Tool:
    def __init__(self, other=None):
        self.other = other
        self.at_birth = sys.getrefcount(self)

    def me(self):
        return sys.getrefcount(self)

    def twice(self, x):
        return sys.getrefcount(self), x is self

    @staticmethod
    def free(x):
        return sys.getrefcount(x)

    @classmethod
    def build(cls, *args):
        return cls(*args)


t = Tool()
print("in __init__:", t.at_birth)
print("direct     :", t.me())
print("by class   :", Tool.me(t))
print("temporary  :", Tool().me())
print("itself     :", t.twice(t))
print("keyword    :", t.twice(x=t))
m = t.me
print("bound      :", m(), sys.getrefcount(t), m is t.me, m == t.me)
print("through *  :", t.me(*[]))
print("getattr    :", getattr(t, "me")())
print("static     :", t.free(t), Tool.free(t), Tool.free(Tool()))
print("class made :", Tool.build(t).other is t, sys.getrefcount(t))
del m
print("after      :", sys.getrefcount(t))
