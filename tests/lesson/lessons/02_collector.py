import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.peer = None

    def __del__(self):
        print("goodbye", self.name)


def pair(left, right):
    left.peer = right
    right.peer = left
    return [left, right]


gc.disable()
ada, bob = Node("Ada"), Node("Bob")
both = pair(ada, bob)
box = [both, 1000, {"key": both}]
for name in ("one", "two"):
    text = f"hello {name}"
    print(text)
del both, box
del ada, bob
found = gc.collect()
print("found", found)
