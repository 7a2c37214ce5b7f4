"""Counts inside finalizers, weak reference callbacks, collector callbacks, copy hooks, with."""
import copy
import gc
import sys
import weakref


# when automatic collections come is no matter of this script
gc.disable()

def rc(x):
    """The count of what is not shared with the interpreter."""
    shared = type(x) in (int, str, bool) or type(x) is tuple and not x
    return 0 if shared else sys.getrefcount(x)


log = []


def show(label):
    seen = {}
    for entry in log:
        seen[entry] = seen.get(entry, 0) + 1
    print(label, *[f"{k}x{n}" for k, n in seen.items()], sep="\n  ")
    log.clear()


class Dies:
    def __init__(self, other=None):
        self.other = other

    def __del__(self):
        log.append(("del", rc(self), rc(self.other)))


class Manager:
    def __enter__(self):
        log.append(("enter", rc(self)))
        return self

    def __exit__(self, kind, value, traceback):
        log.append(("exit", rc(self), rc(value) if value else 0, rc(traceback) if traceback else 0))
        return True


class Copies:
    def __init__(self, part):
        self.part = part

    def __copy__(self):
        log.append(("copy", rc(self), rc(self.part)))
        return Copies(self.part)

    def __deepcopy__(self, memo):
        log.append(("deepcopy", rc(self), rc(memo), rc(self.part)))
        return Copies(copy.deepcopy(self.part, memo))


class State:
    def __init__(self, part):
        self.part = part

    def __getstate__(self):
        log.append(("getstate", rc(self), rc(self.part)))
        return {"part": self.part}

    def __setstate__(self, state):
        log.append(("setstate", rc(self), rc(state), rc(state["part"])))
        self.__dict__.update(state)


class Reduce:
    def __init__(self, part):
        self.part = part
        log.append(("reduce init", rc(self), rc(part)))

    def __reduce__(self):
        log.append(("reduce", rc(self), rc(self.part)))
        return Reduce, (self.part,)


class New:
    def __new__(cls, *args):
        log.append(("new", rc(args)))
        return super().__new__(cls)

    def __getnewargs__(self):
        log.append(("getnewargs", rc(self)))
        return (value,)


class Slots:
    __slots__ = ("part", "more")


value = ["value"]
m = Manager()


def dying():
    Dies(value)
    d = Dies(value)
    d = None
    items = [Dies(value), Dies(value)]
    items.clear()
    table = {"k": Dies(value)}
    table["k"] = 1
    del table
    pair = (Dies(value),)
    del pair
    x = Dies(value)
    x = Dies(value)
    del x

    def inner(a):
        pass

    inner(Dies(value))
    [Dies(value) for _ in range(2)]
    box = [Dies(value)]
    box[0] = None
    box.append(Dies(value))
    box.pop()
    box.append(Dies(value))
    del box[1]
    box[:] = [Dies(value)]
    box += [Dies(value)]
    d = {1: Dies(value)}
    d.pop(1)
    d[2] = Dies(value)
    d.clear()


def weak():
    def gone(ref):
        log.append(("callback", rc(ref), type(ref) is weakref.ref and ref() is None))

    d = Dies(value)
    first, second = weakref.ref(d, gone), weakref.ref(d, gone)
    log.append(("alive", rc(d), rc(first), rc(first())))
    del d
    weakref.finalize(m, log.append, ("finalize",)).detach()
    kept = Dies(value)
    f = weakref.finalize(kept, lambda x: log.append(("finalize", rc(x))), value)
    del kept
    p = Dies(value)
    proxy = weakref.proxy(p, gone)
    log.append(("proxy", rc(p), rc(proxy.other)))
    del p
    values = weakref.WeakValueDictionary()
    item = Dies(value)
    values["k"] = item
    log.append(("values", rc(item), rc(values["k"]), rc(values.get("k"))))
    del item
    log.append(("left", len(values)))
    keys = weakref.WeakKeyDictionary()
    item = Dies(value)
    keys[item] = value
    log.append(("keys", rc(item), rc(keys[item])))
    del item
    s = weakref.WeakSet([m])
    log.append(("set", m in s, rc(m)))


def cycles():
    a, b = Dies(value), Dies(value)
    a.other2, b.other2 = b, a
    del a, b
    gc.collect()

    def watch(phase, info):
        log.append((phase, rc(phase), rc(info)))

    gc.callbacks.append(watch)
    gc.collect(0)
    gc.callbacks.remove(watch)


def managers():
    with m as x:
        log.append(("with", rc(m), rc(x)))
    with Manager() as x:
        log.append(("with", rc(x)))
    with m:
        raise ValueError(value)
    with m, Manager():
        pass


def copies():
    c = Copies(value)
    copy.copy(c)
    copy.deepcopy(c)
    copy.deepcopy([c, c])
    copy.deepcopy({"k": c})
    copy.deepcopy((c, value))
    s = State(value)
    copy.copy(s)
    copy.deepcopy(s)
    r = Reduce(value)
    copy.copy(r)
    copy.deepcopy(r)
    n = New(value)
    copy.copy(n)
    copy.deepcopy(n)
    slots = Slots()
    slots.part = c
    slots.more = value
    copy.copy(slots)
    copy.deepcopy(slots)
    copy.copy(value), copy.deepcopy(value), value.copy()


for work in (dying, weak, cycles, managers, copies):
    for times in (1, 10):
        for _ in range(times):
            work()
        show(f"{work.__name__} {times}")
