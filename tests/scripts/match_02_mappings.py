# Mapping patterns: keys, the rest, get of subclasses, duplicate keys, references while matching.
import sys


def describe(event):
    match event:
        case {"kind": "move", "to": [x, y]}:
            return f"move to {x},{y}"
        case {"kind": "say", "text": str(text), **extra} if extra:
            return f"say {text} with {extra}"
        case {"kind": "say", "text": str(text)}:
            return f"say {text}"
        case {"kind": kind, **nothing} if not nothing:
            return f"only {kind}"
        case {1: one, None: none, (2, 3): pair}:
            return f"odd keys {one} {none} {pair}"
        case {}:
            return f"mapping of {len(event)}"
        case _:
            return "no mapping"


class Quiet(dict):
    def __missing__(self, key):
        print("missing", key)
        return 0

    def get(self, key, default=None):
        print("get", key)
        return super().get(key, default)


for event in (
    {"kind": "move", "to": (1, 2)},
    {"kind": "say", "text": "hi", "loud": True},
    {"kind": "say", "text": "hi"},
    {"kind": "say", "text": 5},
    {"kind": "stop"},
    {1: "a", None: "b", (2, 3): "c"},
    {},
    {"other": 1},
    Quiet(kind="stop"),
    [("kind", "stop")],
    type.__dict__,
):
    print(describe(event).split(" of ")[0])


class Key:
    A = "k"
    B = "k"


try:
    match {"k": 1, "l": 2}:
        case {Key.A: first, Key.B: second}:
            print(first, second)
except ValueError as problem:
    print(problem)

value = object()
table = {"v": value, "w": [value]}
match table:
    case {"v": found, **others}:
        print(sys.getrefcount(value), sys.getrefcount(found), sys.getrefcount(others))
print(found is value, others, others is table, len(table))


class Chatty:
    def __hash__(self):
        print("hash")
        return hash("v")

    def __eq__(self, other):
        print("eq", other)
        return other == "v"


class Holder:
    key = Chatty()


match table:
    case {Holder.key: got}:
        print("got", got is value)
