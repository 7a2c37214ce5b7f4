# Loop variables: one cell for all, or one default for each.
def at_once():
    fs = []
    for i in range(4):
        def f():
            return i
        fs.append(f)
    return fs


def one_each():
    fs = []
    for i in range(4):
        for i in range(4):
            def f():
                return i
            fs.append(f)
        def make(n):
            return lambda: n * n
        fs.append(make(i))
    return fs


print([f() for f in at_once()])
print([f() for f in one_each()])
print([f() for f in [lambda: k for k in "abc"]])
print([f() for f in [lambda k=k: k for k in "abc"]])
fs = at_once()
print(len({id(f.__closure__[0]) for f in fs}), len({id(f.__code__) for f in fs}))
fs = one_each()
print(len({id(f.__closure__[0]) for f in fs}), len({id(f.__code__) for f in fs}))


def compose(*functions):
    def run(x):
        for f in functions:
            x = f(x)
        return x
    return run


inc = lambda x: x + 1
dbl = lambda x: x * 2
print(compose(inc, dbl)(5), compose(dbl, inc)(5), compose()(5))


def memo(f):
    known = {}

    def wrapped(n):
        if n not in known:
            known[n] = f(n)
        return [known[n]]

    wrapped.known = known
    return wrapped


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(40), len(fib.known))
