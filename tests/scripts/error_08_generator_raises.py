# Out of a generator, through a for loop and a comprehension.
def numbers():
    yield 1
    yield 2
    raise LookupError("no more numbers")


def collect():
    return [n * 10 for n in numbers()]


for n in numbers():
    print(n)
    if n == 2:
        break
collect()
