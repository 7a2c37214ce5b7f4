# A long random walk over a dict, a set and a list: sizes and orders must stay CPython's.
x = 12345
def rnd(n):
    global x
    x = (x * 1103515245 + 12345) % 2**31
    return (x >> 8) % n
d, s, l = {}, set(), []
from sys import getsizeof as sz
for i in range(6000):
    k = rnd(300) if rnd(3) else "s" + str(rnd(200))
    op = rnd(9)
    if op < 3: d[k] = i; s.add(k); l.append(i)
    elif op == 3: d.pop(k, None); s.discard(k)
    elif op == 4 and l: l.pop(rnd(len(l)))
    elif op == 5: l.insert(rnd(len(l) + 1), k)
    elif op == 6 and rnd(40) == 0: d = dict(d); s = set(s); l = l[:]
    elif op == 7 and rnd(30) == 0 and d: d.popitem(); s.pop(); l[rnd(5):rnd(40)] = [1, 2]
    elif op == 8 and rnd(60) == 0: s |= {rnd(500) for _ in range(rnd(20))}; s -= set(range(rnd(90))); d.update({j: 0 for j in range(rnd(30))})
    if i % 50 == 0: print(i, len(d), sz(d), len(s), sz(s), len(l), sz(l), list(s)[:6], list(d)[-3:], l[-3:])
print(d); print(s); print(sorted(l, key=str)); print(sorted(s, key=lambda v: (str(type(v)), v)))
