# Which values copy and deepcopy return as they are, and which are new objects.
import copy
import weakref


class Plain:
    def method(self):
        return self


class Items(list):
    pass


class Table(dict):
    pass


class Pair(tuple):
    pass


class Number(int):
    pass


plain = Plain()
values = [None, True, 1, 10 ** 30, 1.5, "text", b"bytes", (), (1, 2), (1, [2]), [1, [2]],
          {"a": [1]}, {1, 2}, frozenset({1}), range(3), slice(1, 2), len, Plain, Plain.method,
          plain, plain.method, Items([1, [2]]), Table(a=[1]), Pair((1, [2])), Number(5),
          object(), Ellipsis, NotImplemented, property(), weakref.ref(plain), lambda: 1,
          ValueError("x", [1]), KeyError]
for value in values:
    shallow, deep = copy.copy(value), copy.deepcopy(value)
    print(type(value).__name__, shallow is value, deep is value, type(deep) is type(value))

items = Items([1, [2]])
items.note = ["n"]
deep = copy.deepcopy(items)
print(deep, deep.note, deep[1] is items[1], deep.note is items.note, copy.copy(items).note is items.note)
table = Table(a=[1])
print(copy.copy(table)["a"] is table["a"], copy.deepcopy(table)["a"] is table["a"])
pair = Pair(([1], 2))
print(copy.deepcopy(pair), copy.deepcopy(pair)[0] is pair[0], copy.copy(pair) is pair)
print(copy.deepcopy(plain.method)() is plain, copy.deepcopy(ValueError("x", [1])).args)


def numbers():
    yield 1


for wrong in (numbers(), weakref, {}.keys(), iter):
    try:
        print(copy.deepcopy(wrong) is wrong)
    except TypeError as error:
        print("TypeError:", error)
print(copy.Error is copy.error, issubclass(copy.Error, Exception))
