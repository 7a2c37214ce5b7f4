# Operator methods: forward, reflected, in place, comparison, containers.
class V:
    def __init__(self, *xs):
        self.xs = xs

    def __repr__(self):
        return "V" + repr(self.xs)

    def __add__(self, o):
        if not isinstance(o, V):
            return NotImplemented
        return V(*(a + b for a, b in zip(self.xs, o.xs)))

    def __radd__(self, o):
        print("  radd", o)
        return self if o == 0 else NotImplemented

    def __mul__(self, k):
        return V(*(a * k for a in self.xs))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __iadd__(self, o):
        print("  iadd")
        self.xs = (self + o).xs
        return self

    def __eq__(self, o):
        return isinstance(o, V) and self.xs == o.xs

    def __hash__(self):
        return hash(self.xs)

    def __lt__(self, o):
        return self.xs < o.xs

    def __len__(self):
        return len(self.xs)

    def __getitem__(self, i):
        return self.xs[i]

    def __contains__(self, x):
        print("  contains", x)
        return x in self.xs

    def __call__(self, *args, **kw):
        return args, kw

    def __abs__(self):
        return sum(x * x for x in self.xs) ** 0.5

    def __matmul__(self, o):
        return sum(a * b for a, b in zip(self, o))

    def __bool__(self):
        return any(self.xs)

    def __int__(self):
        return int(self.xs[0])

    def __float__(self):
        return float(self.xs[0])

    def __index__(self):
        return int(self)


a, b = V(1, 2), V(3, 4)
print(a + b, a * 3, 3 * a, -a, a @ b, abs(b), len(a), a[0], b[-1], a[::-1])
print(sum([a, b]), 2 in a, a == V(1, 2), a != b, a < b, a > b, a == 1, {a: "k"}[V(1, 2)])
c = a
c += b
print(a, c is a)
print(a("x", k=1), bool(V(0)), int(a), float(b), [10, 20, 30, 40, 50][V(3)], list(b), *a)
for bad in (lambda: a + 1, lambda: "s" + a, lambda: a - b, lambda: a <= b, lambda: a // 2, lambda: a & b, lambda: ~a):
    try:
        print(bad())
    except TypeError as e:
        print("TypeError:", e)
print(sorted([b, a, V(2)]), min(b, a), [V(9)] + [a])
x, y = b
print(x, y, V(1) in [V(1)], [V(1)].index(V(1)), [V(1), V(2)].count(V(2)))


class Bag:
    def __init__(self):
        self.d = {}

    def __setitem__(self, k, v):
        print("  set", k)
        self.d[k] = v

    def __getitem__(self, k):
        return self.d[k]

    def __delitem__(self, k):
        print("  del", k)
        del self.d[k]

    def __iter__(self):
        return iter(sorted(self.d))


g = Bag()
g["a"], g["b"] = 1, 2
g["a"] += 5
del g["b"]
print(list(g), g["a"], "a" in g)
