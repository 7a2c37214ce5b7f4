# Weak references compare by their objects while those live, by identity afterwards.
import weakref


class Value:
    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return self.number == other.number

    def __hash__(self):
        return hash(self.number)


a, b = Value(1), Value(1)
ra, rb = weakref.ref(a), weakref.ref(b)
print(ra == rb, ra is rb, ra != rb, hash(ra) == hash(rb), len({ra, rb}))
named = {ra: "one"}
print(named[rb])
del a
print(ra == rb, ra == ra, hash(ra) == hash(rb))
c = Value(2)
rc = weakref.ref(c)
del c
try:
    hash(rc)
except TypeError as error:
    print(error)
print(ra == 3, ra != None)
try:
    ra < rb
except TypeError as error:
    print(error)
for wrong in ((), (b, None, 1), (1,)):
    try:
        weakref.ref(*wrong)
    except TypeError as error:
        print(error)
try:
    weakref.ref(b, callback=None)
except TypeError as error:
    print(error)
try:
    rb(1)
except TypeError as error:
    print(error)
