"""Slots: a class that names its attributes in __slots__
keeps them in the object and needs no dict for each."""

import sys


class Free:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slim:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


# --- Where the attributes live ---------------------------
free, slim = Free(1, 2), Slim(1, 2)
print("free has a dict:", hasattr(free, "__dict__"), free.__dict__)
print("slim has a dict:", hasattr(slim, "__dict__"))
print("both answer:", free.x + free.y, slim.x + slim.y)
print("a slot is a descriptor of the class:", type(Slim.x).__name__, Slim.x.__get__(slim))


# --- What the names allow --------------------------------
def give_z(one):
    try:
        one.z = 3
        print(type(one).__name__, "has z:", one.z)
    except AttributeError as error:
        print("refused:", error)


give_z(free)
give_z(slim)
try:
    del slim.x
    print(slim.x)
except AttributeError as error:
    print("a slot may be empty:", error)
slim.x = 1

# --- What one object takes -------------------------------
print("bytes of a Free:", sys.getsizeof(free), "and of its dict:", sys.getsizeof(free.__dict__))
print("bytes of a Slim:", sys.getsizeof(slim))


# --- Subclasses ------------------------------------------
class Loose(Slim):
    pass


class Strict(Slim):
    __slots__ = ("z",)


loose, strict = Loose(1, 2), Strict(1, 2)
loose.anything = "goes"
strict.z = 3
print("Loose:", loose.__dict__, "besides its slots", loose.x, loose.y)
print("Strict:", hasattr(strict, "__dict__"), strict.x, strict.y, strict.z)
print("bytes:", sys.getsizeof(loose), sys.getsizeof(strict))


# --- A slot and a default of one name --------------------
try:
    class Clash:
        __slots__ = ("x",)
        x = 0
except ValueError as error:
    print("refused:", error)


# --- What many objects take ------------------------------
def total(objects):
    size = 0
    for one in objects:
        size += sys.getsizeof(one)
        if hasattr(one, "__dict__"):
            size += sys.getsizeof(one.__dict__)
    return size


frees = [Free(i, i) for i in range(30)]
slims = [Slim(i, i) for i in range(30)]
last_free, last_slim = frees[-1], slims[-1]
free_each, slim_each = total(frees[-5:]) // 5, total(slims[-5:]) // 5
print("the last five of thirty:", free_each, "and", slim_each, "bytes each")
print(f"{'instances':>10} {'Free':>12} {'Slim':>12}")
for count in (1_000, 10_000, 100_000):
    print(f"{count:>10,} {free_each * count:>12,} {slim_each * count:>12,}")
print(f"a Slim takes {slim_each / free_each:.0%} of a Free")
