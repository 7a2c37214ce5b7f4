# An uncaught exception, three calls deep.
def a(x):
    return b(x) + 1


def b(x):
    return c(x, 0)


def c(x, y):
    return x / y


print("before")
a(5)
print("never")
