# How many references a call makes, by the form of the call.
from sys import getrefcount as count


def one(a):
    return count(a)


def late(a, b=None, *rest, key=None, **more):
    return count(a), b is a, len(rest), key is a, sorted(more)


box = ["box"]
print("one positional     :", one(box))
print("one keyword        :", one(a=box))
print("unpacked tuple     :", one(*(box,)))
print("unpacked list      :", one(*[box]))
print("unpacked dict      :", one(**{"a": box}))
print("late, positional   :", late(box))
print("late, b as well    :", late(box, box))
print("late, rest         :", late(box, 1, box, box))
print("late, keyword only :", late(box, key=box))
print("late, more         :", late(box, x=box, y=box))
print("late, all          :", late(box, box, box, key=box, z=box))
args = (box, box, box)
print("args kept in tuple :", late(*args))
print("args and stars     :", late(*args, *args, **{"key": box}))
del args
print("afterwards         :", count(box))
