# Which equal things are the same thing.
import sys

a = 1000
b = 1000
print("constants of one file:", a is b)


def f():
    return 1000


print("across functions:", f() is a)
c = int("1000")
print("computed:", c is a, c == a)
seven, top, over = 7, 256, 257
print("small:", int("7") is seven, top is top - 1 + 1, int("257") is over, over - 1 is top)
s = "a b"
t = "a b"
joined = "a" + " b"
print("strings:", s is t, s is joined, s is "a " + s[2:])
u = "ident"
v = "".join(["id", "ent"])
print("computed string:", u is v, u == v, u is sys.intern(v))
x_char = "x"
print("one character:", ("wxy" + s)[1] is x_char, chr(120) is x_char, "wxy"[1:2] is x_char)
e1, e2 = (), tuple([])
print("empty tuple:", e1 is e2, e1 is s.split() is e2)
one_list, other_list = [], []
print("fresh lists:", one_list is other_list, one_list == other_list)
p, q = (1, 2), (1, 2)
print("constant tuples:", p is q, p is tuple([1, 2]))
folded, one, abab = 10 * 100, (1, 2)[0], "ab" * 2
print("folded:", folded is a, one is top - 255, abab is sys.intern("ab" + "abab"[2:]))
x = 1.5
y = 1.5
print("floats:", x is y, x is float(3) / 2, float("1.5") is x)
print("copies:", tuple(p) is p, p[:] is p, str(s) is s, s[:] is s, int(a) is a, +a is a, float(x) is x)
print("same again:", p * 1 is p, p + e1 is p, s * 1 is s, s + "" is s, s.strip() is s, f"{s}" is s, "%s" % s is s)
print("not the same:", a + 0 is a, s.lower() is s, x * 1 is x)
l = [1]
print("lists:", l[:] is l, list(l) is l, l * 1 is l)
n = None
print(n is None, type(n) is type(None), (not None) is True)
print((1, 2.0) == (1, 2), 1 == 1.0, True == 1, True is (one == 1))
z, nz = 0.0, -0.0
print("zeros:", z == nz, z is nz)
big1 = 2 ** 70
big2 = 2 ** 70
print("not folded:", big1 is big2, big1 == big2)
