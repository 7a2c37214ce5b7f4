# Which objects the collector tracks.
import gc


class C:
    pass


def f():
    yield 1


tracked = gc.is_tracked
print([tracked(x) for x in (1, 1.5, "s", b"b", None, True, range(3), slice(1), object())])
print([tracked(x) for x in ([], (), (1, 2), {}, {1: 2}, {"a": "b"}, {"a": []}, set(), frozenset(), C(), C, f, f(), lambda: 0, iter([]), C().__init__)])
d = {}
print(tracked(d), end=" ")
d["a"] = 1
print(tracked(d), end=" ")
d["b"] = (1, 2)
print(tracked(d), end=" ")
d["c"] = []
print(tracked(d), end=" ")
del d["c"]
print(tracked(d))
n = {}
n["inner"] = {}
print(tracked(n), tracked(n["inner"]))
c = C()
c.x = 1
print(tracked(c), tracked(c.__dict__))
c.y = []
print(tracked(c.__dict__))
built = tuple([1, 2])
print(tracked(built), tracked((1, "a", None)), tracked((1, [])))
print(gc.isenabled(), gc.get_threshold())
