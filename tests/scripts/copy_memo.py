# The memo of deepcopy: what it holds and what it is good for.
import copy


class Node:
    def __init__(self, name):
        self.name = name
        self.links = []


a, b = Node("a"), Node("b")
a.links += [b, a]
b.links += [a]
memo = {}
twin = copy.deepcopy(a, memo)
print(twin.links[1] is twin, twin.links[0].links[0] is twin, twin.links[0] is b)
print(len(memo), memo[id(a)] is twin, id(b) in memo, len(memo[id(memo)]))

row = [0]
grid = {"rows": [row, row], "pair": (row, "x")}
memo = {}
new = copy.deepcopy(grid, memo)
print(new["rows"][0] is new["rows"][1], new["pair"][0] is new["rows"][0], len(memo))
print([type(value).__name__ for value in memo.values()])

loop = ([],)
loop[0].append(loop)
other = copy.deepcopy(loop)
print(other[0][0] is other, other is loop)

shared = ["config"]
print(copy.deepcopy([shared, shared], {id(shared): shared})[0] is shared)

deep = []
for _ in range(200):
    deep = [deep]
level, clone = 0, copy.deepcopy(deep)
while clone:
    clone, level = clone[0], level + 1
print(level)
for _ in range(2000):
    deep = [deep]
try:
    copy.deepcopy(deep)
except RecursionError as error:
    print("RecursionError")


class Base:
    created = 0

    def __init__(self):
        Base.created += 1
        self.items = [1, 2]


print(len([copy.deepcopy(Base()) for _ in range(3)]), Base.created)
