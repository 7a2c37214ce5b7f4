# The globals are in a generation that is merged behind the youngest objects: the list is met
# again after its items, and they die last to first.
class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


keep = [Node(n) for n in "xyz"]
kept = {n: Node(n) for n in "abc"}
