# The iterators of itertools that give what others give: values, errors, reprs, sizes.
import gc
import sys
from itertools import (accumulate, chain, compress, count, cycle, dropwhile, filterfalse, islice,
                       pairwise, repeat, starmap, takewhile, zip_longest)
import itertools


def attempt(function, /, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)).split(" at 0x")[0])
    except Exception as error:
        print(type(error).__name__, error, type(error.__context__).__name__)


def gen(n):
    for i in range(n):
        yield i
    print("generator ends")


print(itertools, count, chain.from_iterable([]).__class__, type(repeat(1)))

print("count")
print(list(islice(count(), 3)), list(islice(count(5), 3)), list(islice(count(5, 2), 3)))
print(list(islice(count(1.5), 2)), list(islice(count(2, 0.5), 3)), list(islice(count(1 + 2j), 2)))
print(count(), count(7), count(7, 1), count(7, 2), count(1.5), count(3, 1.0), count(True), count(2, True))
c = count(sys.maxsize - 1)
print(next(c), c, next(c), c, next(c), c)
c = count(sys.maxsize)
print(c)
print(next(c), c)
print(count(10**30), list(islice(count(10**30, -1), 2)), count(step=3), count(start=-4))
attempt(count, "a")
attempt(count, 1, "b")
attempt(count, 1, 2, 3)
attempt(count, stop=3)
attempt(count, 1, start=3)


class Whole:
    def __index__(self):
        return 4

    def __add__(self, other):
        return ("sum", other)

    def __repr__(self):
        return "<Whole>"


c = count(Whole(), 3)
print(c, next(c), next(c) if False else c)


class MyCount(count):
    pass


print(MyCount(3).__class__.__name__, repr(MyCount(3))[:10], next(MyCount(8)))

print("repeat")
print(list(repeat("x", 3)), repeat("x"), repeat([1], 2), repeat(1, -5), list(repeat(1, -5)))
r = repeat("y", 2)
print(r.__length_hint__(), next(r), r, next(r), r, next(r, "end"), r)
attempt(repeat(1).__length_hint__)
attempt(repeat)
attempt(repeat, 1, 2, 3)
attempt(repeat, 1, "a")
attempt(repeat, 1, 2.0)
attempt(repeat, 1, 10**30)
attempt(repeat, object=3, times=2)
attempt(repeat, 1, many=2)
print(list(map(pow, range(4), repeat(2))))

print("cycle")
print(list(islice(cycle("ab"), 5)), list(cycle([])))
attempt(cycle)
attempt(cycle, 1)
attempt(cycle, [1], [2])
attempt(cycle, iterable=[1])
c = cycle(gen(2))
print([next(c) for _ in range(5)])

print("chain")
print(list(chain("ab", [1, 2], {}, (3,))), list(chain()), list(chain.from_iterable(["ab", "c"])))
attempt(chain, 1)
attempt(list, chain([1], 2))
attempt(chain.from_iterable, 3)
attempt(chain, [1], key=2)
attempt(chain.from_iterable)
c = chain([1], 2, [3])
print(next(c))
attempt(next, c)
attempt(next, c)
print(chain[int])

print("islice")
for args in [(3,), (1, 3), (1, None), (0, 7, 3), (None,), (None, None, 2), (2, 2), (7, 9), (0,)]:
    print(args, list(islice("abcdef", *args)))
attempt(islice, "a")
attempt(islice)
attempt(islice, "a", -1)
attempt(islice, "a", "b")
attempt(islice, "a", -1, 2)
attempt(islice, "a", 1, -2)
attempt(islice, "a", 1, 2, 0)
attempt(islice, "a", 1, 2, -3)
attempt(islice, "a", 1, 2, "x")
attempt(islice, "a", "x", 2)
attempt(islice, "a", 1, 2, 3, 4)
attempt(islice, 5, 1)
attempt(islice, "a", 10**30)
attempt(islice, "a", stop=1)
print(list(islice("abcdefg", Whole())))
source = iter(range(10))
print(list(islice(source, 2, 5, 2)), next(source))
source = iter(range(10))
s = islice(source, 3, None, 3)
print(next(s), next(source), next(s), list(source), list(s))
print(list(islice(count(), 2, 20, 6)))

print("takewhile, dropwhile, filterfalse")
print(list(takewhile(lambda x: x < 3, count())), list(dropwhile(lambda x: x < 3, range(6))))
print(list(filterfalse(lambda x: x % 2, range(6))), list(filterfalse(None, [0, 1, "", "a"])))
print(list(filterfalse(bool, [0, 1, [], {}])))
for kind in takewhile, dropwhile, filterfalse, starmap:
    attempt(kind)
    attempt(kind, 1)
    attempt(kind, 1, 2)
    attempt(kind, 1, [], 3)
    attempt(kind, function=None, iterable=[])
    attempt(list, kind(3, [4]))
t = takewhile(lambda x: x, [1, 0, 2])
print(list(t), list(t))
t = takewhile(lambda x: 1 / x, [1, 0, 2])
print(next(t))
attempt(next, t)
print(next(t), next(t, "end"))


class Bad:
    def __bool__(self):
        raise ValueError("no truth")


attempt(list, takewhile(lambda x: Bad(), [1]))
attempt(list, dropwhile(lambda x: Bad(), [1]))
attempt(list, filterfalse(None, [Bad()]))
attempt(list, compress([1], [Bad()]))

print("starmap")
print(list(starmap(pow, [(2, 3), (3, 2)])), list(starmap(max, ["abc", [1, 5, 2]])))
attempt(list, starmap(pow, [1]))
attempt(list, starmap(pow, [(1,)]))
print(list(starmap(lambda *a: a, [(), (1,), [1, 2], gen(2)])))

print("compress")
print(list(compress("abcdef", [1, 0, 1, 0, 1, 1])), list(compress("abc", [True])))
print(list(compress(selectors=[1, 1], data="xyz")))
attempt(compress, "a")
attempt(compress, 1, [1])
attempt(compress, [1], 1)
attempt(compress, "a", [1], 3)

print("accumulate")
print(list(accumulate([1, 2, 3])), list(accumulate("abc")), list(accumulate([])))
print(list(accumulate([1, 2, 3], lambda a, b: a * b)), list(accumulate([1, 2], initial=10)))
print(list(accumulate([], initial=5)), list(accumulate([3, 1, 4, 1, 5], max)))
print(list(accumulate([1, 2], None, initial=None)), list(accumulate(iterable=[1], func=None)))
attempt(accumulate)
attempt(accumulate, 1)
attempt(accumulate, [], None, 3)
attempt(accumulate, [], first=3)
attempt(list, accumulate([1, "a"]))
attempt(list, accumulate([1, 2], 3))
a = accumulate([1, 2, "x", 4])
print(next(a), next(a))
attempt(next, a)
print(next(a), next(a, "end"))

print("pairwise")
print(list(pairwise("abcd")), list(pairwise("a")), list(pairwise("")))
attempt(pairwise)
attempt(pairwise, 3)
attempt(pairwise, iterable=[])
p = pairwise(gen(2))
print(list(p), list(p))

print("zip_longest")
print(list(zip_longest("abc", [1])), list(zip_longest("ab", "cde", fillvalue="-")))
print(list(zip_longest()), list(zip_longest([], [])), list(zip_longest("ab")))
attempt(zip_longest, 1)
attempt(zip_longest, [], 1)
attempt(zip_longest, [], fill=1)
attempt(zip_longest, [], fillvalue=1, fill=1)
z = zip_longest(gen(1), gen(3), fillvalue=None)
for pair in z:
    print(pair)
print(list(z))

print("sizes and tracking")
for made in [count(), repeat(1), cycle([]), chain(), islice([], 1), takewhile(None, []),
             dropwhile(None, []), filterfalse(None, []), starmap(None, []), compress([], []),
             accumulate([]), pairwise([]), zip_longest([], [])]:
    kind = type(made)
    print(kind.__name__, kind.__module__, kind.__qualname__, sys.getsizeof(made),
          gc.is_tracked(made), made.__sizeof__(), iter(made) is made, kind.__basicsize__)
for name in ["accumulate", "count", "cycle", "repeat", "islice", "tee", "groupby"]:
    print(name, callable(getattr(itertools, name)))
