# bytearray: making, changing, sizes while it grows and shrinks, what it shares with bytes.
import copy
import sys


def show(label, value):
    print(label, value, len(value), sys.getsizeof(value), value.__alloc__())


show("empty", bytearray())
show("zeros", bytearray(4))
show("copy", bytearray(b"abc"))
show("list", bytearray([1, 2, 3]))
show("tuple", bytearray((65, 66)))
show("range", bytearray(range(5)))
show("generator", bytearray(n * 2 for n in range(10)))
show("text", bytearray("h\u00e9", "utf-8"))
show("other", bytearray(bytearray(b"xy")))

grown = bytearray()
sizes = []
for number in range(40):
    grown.append(number)
    sizes.append(sys.getsizeof(grown))
print(sizes)
sizes = []
while grown:
    grown.pop()
    sizes.append(sys.getsizeof(grown))
print(sizes)
show("emptied", grown)
grown.extend(b"hello")
grown.extend([32, 119])
grown += b"orld"
grown.extend(n for n in (33, 33))
show("extended", grown)
alias = grown
grown *= 2
print(alias is grown, alias.count(b"hello"), alias[:5], alias[-2:], alias[::3], alias[5:2])
del grown[:3]
show("front cut", grown)
del grown[-13:]
show("end cut", grown)
grown[0] = 76
grown[1:3] = b"OOOO"
show("slice set", grown)
grown[2:4] = []
grown[::2] = bytes(len(grown[::2]))
show("steps set", grown)
del grown[::3]
show("steps gone", grown)
grown.insert(0, 1)
grown.insert(-1, 2)
grown.insert(99, 3)
show("inserted", grown)
grown.remove(3)
grown.reverse()
show("reversed", grown)
grown.clear()
show("clear", grown)

b = bytearray(b"a,b,,c")
print(b.split(b","), b.partition(b","), b.upper(), b.replace(b",", b";"), b.find(b","), b.index(98), b.rfind(bytearray(b",")))
print(b.decode(), str(b, "ascii"), b.hex(), b.startswith(b"a"), b.center(10, b"*"), b.zfill(8), b",".join([b"x", b"y"]))
print(b == b"a,b,,c", b"a,b,,c" == b, b != bytearray(), b < b"b", b"a" < b, b in [b], b"b," in b, 98 in b, b == "a,b,,c")
print(b + b"!", b"!" + b, type(b"!" + b).__name__, b * 2, 2 * b, bytes(b), list(b), tuple(bytearray(b"hi")), sorted(b))
print([chr(c) for c in b], max(b), sum(b), b.copy() is b, b.copy() == b, bool(bytearray()), bytearray.fromhex("ff 00"))
print(isinstance(b, bytes), type(b), b.islower(), b.title(), b.strip(b"ac"), b.splitlines(), ord(bytearray(b"x")))

one = copy.copy(b)
two = copy.deepcopy([b, b])
one.append(33)
print(b, one, two, two[0] is two[1], two[0] is b)
print(sys.getrefcount(b), repr(bytearray(b"it's \"q\" \\ \n\xff")), repr(bytearray(b"it's")))


class Named(bytearray):
    pass


n = Named(b"abc")
n.label = "x"
print(n, n.label, type(n[:2]).__name__, type(n + b"d").__name__, sys.getsizeof(n), n.upper())


def failing(action):
    try:
        print(action())
    except Exception as problem:
        print(type(problem).__name__, problem)


def set_item(index, value):
    b[index] = value


failing(lambda: b.append(256))
failing(lambda: b.append("a"))
failing(lambda: b[10])
failing(lambda: b["a"])
failing(lambda: set_item(10, 1))
failing(lambda: set_item(0, -1))
failing(lambda: set_item(0, "a"))
failing(lambda: set_item(slice(0, 1), 5))
failing(lambda: set_item(slice(0, 4, 2), b"abc"))
failing(lambda: set_item(slice(0, 1), "a"))
failing(lambda: bytearray().pop())
failing(lambda: b.pop(99))
failing(lambda: b.remove(0))
failing(lambda: bytearray(-1))
failing(lambda: bytearray("a"))
failing(lambda: bytearray([300]))
failing(lambda: bytearray(5.5))
failing(lambda: bytearray(b"a", "ascii"))
failing(lambda: b + "a")
failing(lambda: b + 1)
failing(lambda: b.extend(5))
failing(lambda: b.find("a"))
failing(lambda: b.split("a"))
failing(lambda: "a" in b)
failing(lambda: 300 in b)
failing(lambda: hash(b))
failing(lambda: b.index(b"zz"))
failing(lambda: b.nothing)
