# Parents hold children, children know their parent weakly: no cycle, no work for the collector.
import gc
import sys
import weakref


class Node:
    __slots__ = ("name", "children", "_parent", "__weakref__")

    def __init__(self, name, parent=None):
        self.name = name
        self.children = []
        self._parent = parent and weakref.ref(parent)
        if parent:
            parent.children.append(self)

    @property
    def parent(self):
        return self._parent and self._parent()

    def path(self):
        above = self.parent
        return self.name if above is None else above.path() + "/" + self.name

    def __del__(self):
        print("  freed", self.name)


gc.collect()
gc.disable()
root = Node("root")
for name in "ab":
    branch = Node(name, root)
    for digit in "12":
        Node(name + digit, branch)
leaf = root.children[0].children[1]
print(leaf.path(), branch.path(), sys.getrefcount(root), sys.getrefcount(leaf))
print(weakref.getweakrefcount(root), leaf._parent is root.children[0].children[0]._parent)
del branch
root = None
print(leaf.parent, leaf.path())
print("collected:", gc.collect())


class Subject:
    def __init__(self):
        self.observers = weakref.WeakSet()

    def notify(self, event):
        for observer in sorted(self.observers, key=lambda o: o.name):
            observer.seen.append(event)
        return len(self.observers)


class Observer:
    def __init__(self, name, subject):
        self.name, self.seen = name, []
        subject.observers.add(self)


subject = Subject()
one, two = Observer("one", subject), Observer("two", subject)
print(subject.notify("start"))
del two
print(subject.notify("stop"), one.seen)
gc.enable()
