# The words CPython uses for common mistakes.
class Plain:
    def method(self): pass


p = Plain()
numbers, five, nothing, text, pair = [1, 2], 5, None, "abc", (1,)
cases = [
    lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 0 ** -1,
    lambda: [][0], lambda: ()[0], lambda: ""[0], lambda: {}["k"], lambda: {}[0], lambda: numbers["a"],
    lambda: five[0], lambda: nothing[0], lambda: text["x"], lambda: pair["x"],
    lambda: "a" + 1, lambda: 1 + "a", lambda: [] + (), lambda: "a" * "b", lambda: None + 1, lambda: [] - [],
    lambda: -"a", lambda: ~1.5, lambda: not_defined, lambda: p.x, lambda: p.method(1), lambda: Plain.method(),
    lambda: int("abc"), lambda: int("12", 1), lambda: int([]), lambda: float("x"), lambda: int(None), lambda: int(""),
    lambda: len(5), lambda: sum(["a"]), lambda: max([]), lambda: min(), lambda: ord("ab"), lambda: chr(-1),
    lambda: [1].remove(2), lambda: [].pop(), lambda: [1].index(5), lambda: {}.pop("k"), lambda: set().pop(), lambda: {1}.remove(2),
    lambda: "abc".index("z"), lambda: {[]: 1}, lambda: {{}}, lambda: hash([]), lambda: 1 < "a", lambda: [] < {}, lambda: None < None,
    lambda: sorted([1, "a"]), lambda: iter(5), lambda: range("a"), lambda: range(1, 2, 0), lambda: "a".join([1]), lambda: "x".join(5),
    lambda: isinstance(1, 5), lambda: setattr(5, "x", 1), lambda: setattr(object(), "x", 1), lambda: [].nothing, lambda: "".nothing,
    lambda: (1).real.nothing, lambda: None.x, lambda: print.x, lambda: (lambda: 0).x, lambda: int.nothing, lambda: list(5), lambda: dict([1]),
    lambda: dict([(1, 2, 3)]), lambda: tuple(5), lambda: [*5], lambda: print(**{"zz": 1}), lambda: round("a"), lambda: abs("a"), lambda: pow(2, -1, 0),
    lambda: "%d" % "a", lambda: "%d %d" % 1, lambda: "%d" % (1, 2), lambda: "{}".format(), lambda: "{x}".format(), lambda: f"{1:s}", lambda: f"{'a':d}",
    lambda: [1, 2, 3][::0], lambda: 1 << -1, lambda: divmod(1, 0), lambda: 2.5 % 0, lambda: bytes([256]), lambda: super(), lambda: next(iter(())),
    lambda: object(1), lambda: Plain(1), lambda: type("X", 5, {}), lambda: 1 in 5, lambda: "a" in 5, lambda: 1 in "a", lambda: [].append(), lambda: [].append(1, 2),
    lambda: "a".split(""), lambda: "a".replace("a"), lambda: zip(5), lambda: enumerate(5), lambda: map(5), lambda: str(1, 2, 3, 4), lambda: bool(1, 2),
]
for i, case in enumerate(cases):
    try:
        print(i, "value", case())
    except Exception as e:
        print(i, type(e).__name__, "|", e)
