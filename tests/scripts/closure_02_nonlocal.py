# nonlocal rebinds the cell; the old object is let go.
import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("   bye", self.name)


def account(start):
    current = start

    def put(value):
        nonlocal current
        current = value

    def get():
        return current

    def drop():
        nonlocal current
        del current

    return put, get, drop


put, get, drop = account(Loud("first"))
print("holding", get().name)
put(Loud("second"))
print("holding", get().name)
print("count", sys.getrefcount(get()))
drop()
try:
    get()
except NameError as e:
    print(type(e).__name__ + ":", e)
put(3)
print(get())


def late():
    def show():
        return value
    try:
        show()
    except NameError as e:
        print(type(e).__name__ + ":", e)
    value = 1
    return show()


print(late())
try:
    def early():
        print(y)
        y = 1
    early()
except UnboundLocalError as e:
    print(type(e).__name__ + ":", e)
