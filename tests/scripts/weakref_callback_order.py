# Callbacks run newest first, after __del__, when nothing refers to the object any more.
import sys
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  del", self.name, "alive through a weak reference:", probe() is self)


def say(text):
    def callback(ref):
        print("  callback", text, ref(), type(ref).__name__)
    return callback


node = Node("a")
probe = weakref.ref(node)
refs = [weakref.ref(node, say(str(i))) for i in range(4)]
print(weakref.getweakrefcount(node), len(weakref.getweakrefs(node)))
print([r is probe for r in weakref.getweakrefs(node)])
print(sys.getrefcount(node))
del refs[1]
print(weakref.getweakrefcount(node))
del node
print(probe(), [r() for r in refs], [r.__callback__ for r in refs])

# a callback that fails is reported and does not stop the others
node = Node("b")
probe = weakref.ref(node)


def fails(ref):
    raise ValueError("in a callback")


first = weakref.ref(node, say("first"))
second = weakref.ref(node, fails)
third = weakref.ref(node, say("third"))
node = None
print("end")
