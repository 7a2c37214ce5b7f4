class Node:
    def __init__(self, name):
        self.name = name
        self.peer = None


a = Node("first")
b = Node("second")
keep = [Node("third"), (1, 2.5), 1000]
roles = {"captain": keep, 7: None}
a.peer = b
b.peer = a
del a
del b
print("kept:", len(keep))
