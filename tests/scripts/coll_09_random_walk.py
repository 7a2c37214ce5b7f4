# Many operations in an order that nobody would write, on deques, defaultdicts and Counters.
import sys
from collections import Counter, defaultdict, deque

state = 12345


def random(n):
    global state
    state = (state * 1103515245 + 12345) % 2 ** 31
    return (state >> 8) % n


class Item:
    alive = 0

    def __init__(self, n):
        self.n = n
        Item.alive += 1

    def __eq__(self, other):
        return isinstance(other, Item) and self.n == other.n

    def __hash__(self):
        return self.n

    def __repr__(self):
        return '<%d>' % self.n

    def __del__(self):
        Item.alive -= 1


def digest(d):
    total = len(d)
    for item in d:
        total = (total * 31 + item.n) % 1000003
    return total


d, other = deque(), deque(maxlen=70)
for step in range(2500):
    what = random(24)
    n = random(400)
    try:
        if what < 4:
            d.append(Item(n))
        elif what < 7:
            d.appendleft(Item(n))
        elif what == 7:
            d.pop()
        elif what == 8:
            d.popleft()
        elif what == 9:
            d.rotate(n - 200)
        elif what == 10:
            d.insert(n - 200, Item(n))
        elif what == 11:
            del d[n % 150]
        elif what == 12:
            d[n % 150] = Item(n)
        elif what == 13:
            d.remove(Item(n))
        elif what == 14:
            other.extend(d)
        elif what == 15:
            d.extendleft(Item(i) for i in range(n % 90))
        elif what == 16:
            d.extend(list(other)[:n % 40])
        elif what == 17:
            d.reverse()
        elif what == 18:
            d = d.copy() if n % 2 else d + other
        elif what == 19 and len(d) > 300:
            d.clear()
        elif what == 20 and len(d) < 100:
            d *= n % 4
        elif what == 21:
            other, d = d, other
        elif what == 22:
            print(d.count(Item(n)), Item(n) in d, d == other)
        else:
            print(d.index(Item(n), n % 20), end=' ')
    except (IndexError, ValueError) as error:
        print(type(error).__name__, end=' ')
    if step % 100 == 0:
        print(step, len(d), len(other), digest(d), digest(other), sys.getsizeof(d), sys.getsizeof(other), Item.alive)
first = d[0] if d else None
print(sys.getrefcount(first), Item.alive)
groups = defaultdict(list)
for item in d:
    groups[item.n % 10].append(item)
counts = Counter(item.n % 7 for item in other)
print(sorted((k, len(v)) for k, v in groups.items()), sorted(counts.items()), counts.most_common(3))
print(sys.getsizeof(groups), sys.getsizeof(counts), sys.getrefcount(first))
d = other = item = first = None
print(Item.alive, sum(map(len, groups.values())))
for k in sorted(groups):
    del groups[k]
    print(k, Item.alive, end=' ')
print(groups)
