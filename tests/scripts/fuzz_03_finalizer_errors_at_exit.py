# Errors in __del__: with source line while the script runs and in the first collection of the
# shutdown, without it once the modules are gone.
class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)
        missing += 1


Node("now")
a, b = Node("cycle a"), Node("cycle b")
a.peer, b.peer = b, a
del a, b
keep = [Node(n) for n in "xyz"]
