# In-place operators: same object or a new one, and the counts.
import sys

a = [1]
b = a
a += [2]
print(a is b, b)
a = a + [3]
print(a is b, a, b)
b *= 2
b[0] += 10
b[1:] += ["t"]
print(b)
t = u = (1,)
t += (2,)
print(t, u, t is u)
s = r = "x"
s += "y"
print(s, r)
d = e = {"k": [0]}
d["k"] += [1]
d |= {"j": 2}
print(e, d is e)
q = w = {1}
q |= {2}
print(q is w, w)


class Acc:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        print("  add")
        return Acc(self.v + o)

    def __isub__(self, o):
        print("  isub", sys.getrefcount(self))
        self.v -= o
        return self


x = y = Acc(5)
x += 1
print(x.v, y.v, x is y)
x = y
x -= 1
print(x.v, y.v, x is y, sys.getrefcount(x))


class Holder:
    total = 0

    def __getitem__(self, k):
        print("  get", k)
        return 1

    def __setitem__(self, k, v):
        print("  set", k, v)


h = Holder()
h.total += 5
print(h.total, Holder.total, h.__dict__)


def index():
    print("  index")
    return "key"


h[index()] += 41
Holder.total -= 1
print(h.total, Holder.total)
n = 5
n **= 2; n //= 2; n %= 7; n <<= 3; n >>= 1; n &= 14; n |= 1; n ^= 3
print(n)
l = [[0]] * 2
l[0] += [1]
print(l, l[0] is l[1], sys.getrefcount(l[0]))
text = ""
for i in range(5):
    text += str(i) + ","
print(text, sys.getrefcount(text))
try:
    z += 1
except NameError as err:
    print(err)
try:
    l += 5
except TypeError as err:
    print(err)
try:
    "a" - 1
    n -= "a"
except TypeError as err:
    print(err)
i = j = k = 0
i, (j, k) = 1, (i + 5, j + 6)
print(i, j, k, (m := n) is n, -n ** 2, 2 ** -1, not n == m, 1 + 2 * 3 - 4 / 2, (1 + 2) * 3, 7 & 3 == 3, 1 << 2 + 1, -7 // 2 * 2)
