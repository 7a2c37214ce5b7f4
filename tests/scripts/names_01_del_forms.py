# del takes away a name, an item, an attribute, a slice.
import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  freed", self.name)


a = Loud("a")
del a
b = c = Loud("b")
del b
print("still by c")
del (c)
x, y = Loud("x"), Loud("y")
del x, y
l = [Loud("l%d" % i) for i in range(6)]
print("del item")
del l[0]
print("del slice")
del l[1:3]
print("del last two with a step")
del l[-1::-2]
print([o.name for o in l])
d = {"k": Loud("value"), "m": Loud("other")}
print("del key")
del d["k"]
o = Loud("holder")
o.part = Loud("part")
print("del attribute")
del o.part
print("pop")
d.pop("m")
print("nested")
t = {"deep": [Loud("deep")]}
del t["deep"][0]
print(t)
del [o]
for bad in ("del nope", "d['zz']", "l[50]", "t.x"):
    try:
        if bad == "del nope":
            del nope
        elif bad == "d['zz']":
            del d["zz"]
        elif bad == "l[50]":
            del l[50]
        else:
            del t.x
    except (NameError, KeyError, IndexError, AttributeError) as e:
        print(type(e).__name__, e)


def f(p):
    q = p
    del p
    print("  in f", sys.getrefcount(q))
    try:
        p
    except UnboundLocalError as e:
        print(" ", e)


f(Loud("argument"))
print("end")
