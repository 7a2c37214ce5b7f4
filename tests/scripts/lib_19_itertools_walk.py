# A random walk: tools on tools on lists, advanced in turns, dropped, collected.
import gc
import sys
import itertools

state = 12345


def draw(limit):
    global state
    state = (state * 1103515245 + 12345) % 2**31
    return state // 65536 % limit


class Item:
    alive = 0

    def __init__(self, number):
        self.number = number
        Item.alive += 1

    def __del__(self):
        Item.alive -= 1

    def __add__(self, other):
        return other

    def __eq__(self, other):
        return self.number // 2 == getattr(other, "number", 0) // 2

    def __hash__(self):
        return self.number // 2

    def __repr__(self):
        return "I" + str(self.number)


def odd(item):
    return getattr(item, "number", 1) % 2


def source():
    kind = draw(4)
    if kind == 0:
        return [Item(draw(10)) for _ in range(draw(6))]
    if kind == 1:
        return (Item(i) for i in range(draw(6)))
    if kind == 2:
        return tuple(Item(i) for i in range(draw(5)))
    return iter([Item(draw(3)) for _ in range(draw(70))])


def pairs(iterable):
    return zip(iterable, iterable)


makers = [
    lambda s, o: itertools.chain(s, o),
    lambda s, o: itertools.chain.from_iterable([s, o, s]),
    lambda s, o: itertools.cycle(s),
    lambda s, o: itertools.islice(s, draw(3), None, 1 + draw(3)),
    lambda s, o: itertools.islice(itertools.cycle(s), draw(20)),
    lambda s, o: itertools.takewhile(odd, s),
    lambda s, o: itertools.dropwhile(odd, s),
    lambda s, o: itertools.filterfalse(odd, s),
    lambda s, o: itertools.filterfalse(None, s),
    lambda s, o: itertools.starmap(max, [(1, 2), (3, 4)]),
    lambda s, o: itertools.starmap(lambda a, b: b, pairs(iter(s))),
    lambda s, o: itertools.compress(s, itertools.cycle([1, 0, 1])),
    lambda s, o: itertools.accumulate(s, initial=Item(7)),
    lambda s, o: itertools.accumulate(s, lambda a, b: a),
    lambda s, o: itertools.pairwise(s),
    lambda s, o: itertools.zip_longest(s, o, fillvalue=Item(8)),
    lambda s, o: itertools.product(itertools.islice(s, 3), repeat=2),
    lambda s, o: itertools.product(itertools.islice(s, 3), itertools.islice(o, 2)),
    lambda s, o: itertools.permutations(itertools.islice(s, 4), draw(3)),
    lambda s, o: itertools.combinations(itertools.islice(s, 5), draw(4)),
    lambda s, o: itertools.combinations_with_replacement(itertools.islice(s, 3), draw(4)),
    lambda s, o: itertools.groupby(s),
    lambda s, o: (g for k, group in itertools.groupby(s, odd) for g in group),
    lambda s, o: itertools.tee(s)[0],
    lambda s, o: itertools.repeat(s, 2),
    lambda s, o: zip(itertools.count(), s),
]

tools = []
kept = []
for step in range(400):
    action = draw(10)
    if action < 3 or not tools:
        tools.append(makers[draw(len(makers))](source(), source()))
    elif action < 4 and len(tools) > 1:
        first = tools.pop(draw(len(tools)))
        tools.append(makers[draw(len(makers))](first, source()))
        del first
    elif action < 8:
        at = draw(len(tools))
        try:
            value = next(tools[at], "end")
        except Exception as error:
            value = type(error).__name__
        if draw(3) == 0:
            kept.append(value)
        if draw(4) == 0 and value != "end" and type(value).__name__ != "_grouper":
            print(step, type(tools[at]).__name__, str(value)[:40].split(" object")[0],
                  sys.getrefcount(value) if isinstance(value, Item) else "")
        value = None
    elif action < 9:
        tools.pop(draw(len(tools)))
    elif kept:
        kept.pop(draw(len(kept)))
    if len(tools) > 8:
        old = tools.pop(0)
        old, copy = itertools.tee(old)
        tools[draw(7)] = copy
        del old, copy
    if step % 50 == 0:
        print(step, Item.alive, len(tools), len(kept), gc.collect(),
              [gc.is_tracked(k) for k in kept if type(k) is tuple][:8],
              [(type(t).__name__, sys.getsizeof(t), sys.getrefcount(t)) for t in tools[:3]])
tools.clear()
print(Item.alive)
kept.clear()
print(Item.alive, gc.collect(), Item.alive)
