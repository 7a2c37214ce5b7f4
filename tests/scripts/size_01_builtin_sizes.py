# sys.getsizeof of what this language has.
import sys

size = sys.getsizeof
print([size(x) for x in (0, 1, -1, 2 ** 30 - 1, 2 ** 30, 2 ** 60, 2 ** 90, True, None, 1.5, "", "a", "abc", "é", "éé", "☕", "☕☕", "🐍", b"", b"abc")])
print([size(x) for x in ((), (1,), (1, 2), [], [1], [1, 2], [1, 2, 3], {}, {1: 2}, {"a": 1}, set(), {1, 2}, range(5), slice(1))])
l = []
sizes = []
for i in range(40):
    sizes.append(size(l))
    l.append(i)
print(sizes)
sizes = []
while l:
    l.pop()
    sizes.append(size(l))
print(sizes)
d = {}
sizes = []
for i in range(25):
    d[i] = i
    sizes.append(size(d))
print(sizes)
d = {}
sizes = []
for i in range(25):
    d["k" + str(i)] = i
    sizes.append(size(d))
print(sizes)
s = set()
sizes = []
for i in range(25):
    s.add(i)
    sizes.append(size(s))
print(sizes)
print(size([0] * 10), size(list(range(10))), size([i for i in range(10)]), size(list("abc")), size([*range(5)]), size([1, 2, 3][:2]), size([1] + [2]), size(sorted([3, 1, 2])), size(list((1, 2, 3))))


class Plain:
    pass


class Two:
    def __init__(self):
        self.a = 1
        self.b = 2


def f():
    yield 1


print(size(Plain()), size(Two()), size(Plain), size(f), size(f()), size(Two().__init__), size(lambda: 0), size(print), size(iter([])), size(ValueError("x")), size(object()))
print([].__sizeof__(), "abc".__sizeof__(), (1, 2).__sizeof__(), (5).__sizeof__(), Plain().__sizeof__())
t = Two()
print(size(t.__dict__), size(Two().__dict__), size(vars(Two())))
try:
    size()
except TypeError as e:
    print(e)
print(size("x" * 1000), size("é" * 1000), size("☕" * 1000), size([0] * 1000), size((0,) * 1000), size(10 ** 1000))
