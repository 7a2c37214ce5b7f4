"""Counts inside item dunders, cold and warm: quickened code moves operands into the frame of
__getitem__ and into the container."""
import sys

rc = sys.getrefcount


class Box:
    def __init__(self):
        self.seen = []

    def __getitem__(self, key):
        self.seen.append((rc(self), rc(key)))
        return key

    def __setitem__(self, key, value):
        self.seen.append((rc(self), rc(key), rc(value)))

    def __delitem__(self, key):
        self.seen.append((rc(self), rc(key)))


def runs(label, seen):
    """Prints a list as runs of equal values: what changes, and when."""
    start = 0
    for i in range(1, len(seen) + 1):
        if i == len(seen) or seen[i] != seen[start]:
            print(label, seen[start], "x", i - start)
            start = i


def get(box, key):
    return box[key]


def put(box, key, value):
    box[key] = value


def drop(box, key):
    del box[key]


for times in (1, 10, 60):
    box, key, value = Box(), ["key"], ["value"]
    for _ in range(times):
        get(box, key)
    runs("get", box.seen)
    box.seen = []
    for _ in range(times):
        put(box, key, value)
    runs("set", box.seen)
    box.seen = []
    for _ in range(times):
        drop(box, key)
    runs("del", box.seen)

# at module level
box = Box()
key = [1]
for _ in range(30):
    box[key]
runs("module", box.seen)

# temporaries
box = Box()
kept = box.seen
def temporaries():
    made = Box()
    made.seen = kept
    for _ in range(20):
        made[[]]
temporaries()
runs("temporaries", kept)


# a site that meets other classes: misses, gives up, learns anew
class Other(Box):
    def __getitem__(self, key):
        self.seen.append(("other", rc(self), rc(key)))


class Star:
    seen = []

    def __getitem__(*both):
        Star.seen.append(("star", rc(both[0]), rc(both[1])))


def mixed(things, key):
    for thing in things:
        thing[key]


log = []
box, other, star = Box(), Other(), Star()
box.seen = other.seen = Star.seen = log
mixed([box] * 12, key)
mixed([other] * 100, key)
mixed([star] * 50, key)
mixed([other] * 100, key)
mixed([box, other] * 60, key)
runs("mixed", log)

# the class is modified, the function replaced
def changed(box, key):
    return box[key]


box = Box()
for i in range(60):
    changed(box, key)
    if i == 20:
        Box.anything = 1
    if i == 40:
        def replacement(self, key):
            self.seen.append((rc(self), rc(key), "new"))
        Box.__getitem__ = replacement
runs("modified", box.seen)


# the function object itself
class Own:
    def __getitem__(self, key):
        counts.append(rc(Own.__dict__["__getitem__"]))


counts = []
own = Own()
for _ in range(30):
    get(own, 1)
runs("function", counts)


# errors from inside, and their lines
class Bad:
    def __getitem__(self, key):
        raise KeyError(key)


def ask(bad):
    try:
        bad[3]
    except KeyError as error:
        return error.__traceback__.tb_lineno, error.__traceback__.tb_next.tb_lineno, rc(bad)


print({ask(Bad()) for _ in range(40)})


# keys of dicts
class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        log.append(("hash", rc(self)))
        return 1

    def __eq__(self, other):
        log.append(("eq", rc(self), rc(other)))
        return True


log = []
table = {}
k, k2, v = Key("a"), Key("b"), ["v"]


def fill(table, key, value):
    table[key] = value


for i in range(30):
    fill(table, k2 if i % 2 else k, v)
runs("dict", log)
log = []
for i in range(30):
    get(table, k2)
runs("dict get", log)
