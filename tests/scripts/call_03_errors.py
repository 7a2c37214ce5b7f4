# A wrong call is a TypeError with CPython's own words.
def plain(a, b): pass
def defaults(a, b=2, *, c, d=4): pass
def stars(*args, **kwargs): return args, kwargs
def only(a, /, b): return a, b


def attempt(label, f):
    try:
        print(label, "->", f())
    except TypeError as e:
        print(label, "->", e)


attempt("none", lambda: plain())
attempt("one", lambda: plain(1))
attempt("three", lambda: plain(1, 2, 3))
attempt("twice", lambda: plain(1, a=2))
attempt("unknown", lambda: plain(1, 2, z=3))
attempt("keyword only missing", lambda: defaults(1))
attempt("too many", lambda: defaults(1, 2, 3, c=3))
attempt("fine", lambda: defaults(1, c=3))
attempt("stars", lambda: stars(1, *[2, 3], k=4, **{"j": 5}))
attempt("double keyword", lambda: stars(k=4, **{"k": 5}))
attempt("not a mapping", lambda: stars(**[1]))
attempt("not iterable", lambda: stars(*5))
attempt("string keys", lambda: stars(**{1: 2}))
attempt("positional only", lambda: only(a=1, b=2))
attempt("positional only fine", lambda: only(1, b=2))
five, nothing = 5, None
attempt("not callable", lambda: five())
attempt("none callable", lambda: nothing())
attempt("len", lambda: len())
attempt("len two", lambda: len([], []))
attempt("int add", lambda: 1 + "a")
