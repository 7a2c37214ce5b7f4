"""A local string that grows: a specialised += extends it where it lies."""
import sys

rc = sys.getrefcount


def grow(times, part):
    s = ""
    kept = []
    for _ in range(times):
        s += part
        kept.append((len(s), rc(s) if len(s) > 1 else 0, sys.getsizeof(s)))
    return kept


def grow_shared(times, part):
    s = ""
    all_of_them = []
    for _ in range(times):
        s += part
        all_of_them.append(s)
    return [len(x) for x in all_of_them], [rc(x) for x in all_of_them[1:]]


def grow_other(times, part):
    s = t = "begin"
    for _ in range(times):
        t = s + part
        s = t
    return s == t, rc(s), len(s)


def grow_hashed(times, part):
    s = "x"
    seen = set()
    for _ in range(times):
        s += part
        seen.add(s)
    return len(seen), sorted(len(x) for x in seen)[-1]


def grow_wide(times):
    s = "a"
    sizes = []
    for i in range(times):
        s += chr(0x3b1 if i == 20 else 98)
        sizes.append(sys.getsizeof(s))
    return sizes


def grow_attribute(times, part):
    class Box:
        pass
    b = Box()
    b.s = ""
    for _ in range(times):
        b.s += part
    return b.s, times > 1 and rc(b.s)


def grow_cell(times, part):
    s = ""

    def more():
        nonlocal s
        s += part
    for _ in range(times):
        more()
    return s, times > 1 and rc(s)


def mixed(values):
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


for times in (1, 10, 40):
    print(grow(times, "ab"))
    print(grow(times, "é"))
    print(grow_shared(times, "ab"))
    print(grow_other(times, "ab"))
    print(grow_hashed(times, "ab"))
    print(grow_wide(times))
    print(grow_attribute(times, "ab"))
    print(grow_cell(times, "ab"))
for _ in range(10):
    print(mixed(["a", "b", "c"]), mixed([1, 2, 3]), mixed([1.5, 2.5]), mixed([[1], [2]]), mixed([(1,), (2,)]))
print(mixed(["a"] * 100), mixed([1] * 100), mixed([1000] * 100), mixed([0.5] * 100), mixed([[1]] * 70))
s = ""
for _ in range(30):
    s += "module"
print(len(s), rc(s))


def same_place(part):
    """While nothing else refers to it and its block has room, the string stays where it is."""
    s = "0123456789"
    s += part
    before = id(s)
    s += part
    return id(s) == before


print([same_place("a") for _ in range(20)])
print([same_place("abcdefghijklmnop") for _ in range(20)])


def number_places():
    """Which of two freed numbers is the first to be used again."""
    a = 10 ** 6
    first, second = a + 1, a + 2
    places = id(first), id(second)
    third = first + second
    del first, second
    fourth = a + 3
    fifth = a + 4
    return id(fourth) in places, id(fifth) in places, id(fourth) == places[1]


print([number_places() for _ in range(20)])


def temporaries(a):
    x = (a + 1) * (a + 2)
    y = a - 3
    return id(x) == id(y), x, y


print([temporaries(10 ** 6) for _ in range(20)])
