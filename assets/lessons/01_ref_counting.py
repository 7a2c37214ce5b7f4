"""Reference counting: an object lives while something
refers to it, and dies with its last reference."""

from sys import getrefcount


class Node:
    """Says goodbye when its memory is given back."""

    def __init__(self, name):
        self.name = name
        self.peer = None

    def __del__(self):
        print("      goodbye,", self.name)


def show(label, count):
    # getrefcount counts its own argument, too: subtract it.
    print(f"{label:<30} {count - 1}")


# --- A name is a reference, not a box --------------------
ada = Node("Ada")
show("one name", getrefcount(ada))
also_ada = ada
show("an alias, the same object", getrefcount(ada))
print("the very same?", also_ada is ada)


# --- An argument is a name for the time of the call ------
def visit(guest):
    show("inside: the parameter as well", getrefcount(guest))


visit(ada)
show("after the call", getrefcount(ada))

# --- Containers refer to their items ---------------------
crew = [ada, ada]
show("twice in a list", getrefcount(ada))
roles = {"captain": ada}
show("and once in a dict", getrefcount(ada))
crew.pop()
del roles["captain"]
show("taken out again", getrefcount(ada))

# --- Objects refer to one another ------------------------
bob = Node("Bob")
bob.peer = ada
show("an attribute of bob", getrefcount(ada))

# --- Rebinding lets the old object go --------------------
print("bob = None")
bob = None
show("Bob took his reference along", getrefcount(ada))

# --- del removes a name, not the object ------------------
del also_ada
show("one name less", getrefcount(ada))
crew.clear()
show("the list is empty", getrefcount(ada))

# --- Hidden holders: references without a name -----------
greet = ada.__init__
show("a bound method holds self", getrefcount(ada))
del greet
recall = lambda: ada.name
show("a lambda looks ada up later", getrefcount(ada))
walk = iter([ada])
show("an iterator holds its list", getrefcount(ada))
del walk, recall

# --- The last reference ----------------------------------
print("del ada")
del ada
print("the object is gone, at once")

# --- A chain falls like dominoes -------------------------
first, second = Node("first"), Node("second")
first.peer = second
del second
print("second is held by first; now del first")
del first
print("end of the lesson")
