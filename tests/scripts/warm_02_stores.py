"""What the finalizer of a replaced value sees, cold and warm: a specialised store moves the new
value into the object, where the plain one keeps a second reference on the stack."""
import sys

rc = sys.getrefcount
log = []


def runs(label):
    start = 0
    for i in range(1, len(log) + 1):
        if i == len(log) or log[i] != log[start]:
            print(label, log[start], "x", i - start)
            start = i
    log.clear()


class Old:
    def __init__(self, look):
        self.look = look

    def __del__(self):
        log.append(self.look())


class Plain:
    pass


class Slotted:
    __slots__ = ("x", "y")


plain = Plain()
slotted = Slotted()
with_dict = Plain()
with_dict.__dict__
combined = Plain()
combined.__dict__ = {"a": 1, "x": None}
items = [None, None]
table = {"x": None}
number = {1000: None}


def set_plain(owner, value):
    owner.x = value


def set_slot(owner, value):
    owner.x = value


def set_split(owner, value):
    owner.x = value


def set_hint(owner, value):
    owner.x = value


def set_item(owner, value):
    owner[0] = value


def set_key(owner, value):
    owner["x"] = value


def set_number(owner, key, value):
    owner[key] = value


for _ in range(40):
    set_plain(plain, Old(lambda: (rc(plain.x), rc(plain), rc(Plain))))
runs("inline value")
for _ in range(40):
    set_slot(slotted, Old(lambda: (rc(slotted.x), rc(slotted), rc(Slotted))))
runs("slot")
for _ in range(100):
    set_split(with_dict, Old(lambda: (rc(with_dict.x), rc(with_dict), rc(Plain))))
runs("split dict")
for _ in range(40):
    set_hint(combined, Old(lambda: (rc(combined.x), rc(combined), rc(Plain))))
runs("combined dict")
for _ in range(40):
    set_item(items, Old(lambda: (rc(items[0]), rc(items))))
runs("list")
for _ in range(40):
    set_key(table, Old(lambda: (rc(table["x"]), rc(table))))
runs("dict")
for _ in range(40):
    set_number(number, 1000, Old(lambda: (rc(number[1000]), rc(number))))
runs("dict of int")


# one site, many owners
def set_any(owner, value):
    owner.x = value


for i in range(150):
    owner = (plain, slotted, with_dict, combined)[i // 40 % 4]
    set_any(owner, Old(lambda: (type(owner).__name__, rc(owner.x))))
runs("any")


# a class that counts its instances is modified at each birth
class Counted:
    born = 0

    def __init__(self):
        Counted.born += 1
        self.x = Old(lambda: rc(self.x))
        self.x = Old(lambda: 0)


for i in range(70):
    c = Counted()
    c.x = None
runs("counted")


# shadowed by a property, by a method, by a class attribute
class Shadow:
    x = 5

    def method(self):
        pass

    @property
    def p(self):
        return self._p

    @p.setter
    def p(self, value):
        log.append(("p", rc(self), rc(value), rc(Shadow)))
        self._p = value


def set_shadow(s, value):
    s.x = value
    s.method = value
    s.p = value


s = Shadow()
for _ in range(20):
    set_shadow(s, [])
runs("shadow")


class Sets:
    def __setattr__(self, name, value):
        log.append((name, rc(self), rc(value), rc(Sets)))
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        log.append((name, rc(self), rc(Sets)))
        object.__delattr__(self, name)


def set_hooked(s, value):
    s.x = value
    del s.x


s = Sets()
for _ in range(20):
    set_hooked(s, [])
runs("hooked")
