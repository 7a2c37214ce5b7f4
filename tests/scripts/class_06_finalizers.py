# When __del__ runs, and in what order things go.
class Loud:
    def __init__(self, name, *parts):
        self.name = name
        self.parts = parts

    def __del__(self):
        print("  -", self.name)


print("tree")
t = Loud("root", Loud("left", Loud("ll")), Loud("right"))
t = None
print("list goes last to first")
l = [Loud("l0"), Loud("l1"), Loud("l2")]
del l
print("tuple")
u = (Loud("u0"), Loud("u1"))
del u
print("dict in order")
d = {"b": Loud("b"), "a": Loud("a")}
del d
print("attributes in order")
o = Loud("o")
o.z = Loud("z")
o.a = Loud("a")
del o
print("locals in order")


def f(arg):
    x = Loud("x")
    a = Loud("a")
    print("  leaving")


f(Loud("arg"))
print("expression statement")
Loud("temp")
print("rebinding: new before old goes")
r = Loud("old")
r = Loud("new")
print("in an expression")
print(" ", [Loud("elem"), 5][1], len((Loud("t"),)))
print("replaced item and clear")
l = [Loud("i0"), Loud("i1")]
l[0] = 0
l.clear()
print("slice assignment")
l[:] = [Loud("s0"), Loud("s1"), Loud("s2")]
l[0:2] = []
print("extend and pop")
l.extend([Loud("e")])
l.pop(0)
l.pop()
print("resurrection")


class Phoenix:
    def __del__(self):
        print("  rising")
        global saved
        saved = self


p = Phoenix()
del p
print(" ", type(saved).__name__)
saved = None
print("exception inside the constructor")


class Half:
    def __init__(self):
        self.done = False
        raise ValueError("half")

    def __del__(self):
        print("  half built", self.done)


try:
    Half()
except ValueError as e:
    print(" ", e)
print("swap")
a, b = Loud("A"), Loud("B")
a, b = b, a
del a
print("end")
