# The collector clears weak references to garbage before it calls finalizers.
import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        print("  __del__", self.name, "weak reference:", watch[self.name]())


def gone(ref):
    print("  callback", ref())


gc.collect()
gc.disable()
watch = {}
a = Node("a")
watch["a"] = weakref.ref(a, gone)
del a
print("collect", gc.collect())

# a weak reference that is garbage itself is not called
b = Node("b")
b.watcher = weakref.ref(b, gone)
watch["b"] = weakref.ref(b)
del b
print("collect", gc.collect(), watch["b"]())

# an object brought back keeps dead weak references
saved = []


class Phoenix:
    def __del__(self):
        saved.append(self)


bird = Phoenix()
bird.me = bird
watch["bird"] = weakref.ref(bird)
del bird
print("collect", gc.collect(), watch["bird"](), len(saved))
fresh = weakref.ref(saved[0])
print(fresh() is saved[0])
saved[0].me = None
saved.clear()
print(fresh())

# by refcount the weak reference survives the resurrection
bird = Phoenix()
kept = weakref.ref(bird)
del bird
print(kept() is saved[0])
saved.clear()
print(kept())
gc.enable()
