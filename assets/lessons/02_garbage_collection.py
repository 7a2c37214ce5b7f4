"""Garbage collection: a cycle keeps itself alive
until the collector finds that nobody else holds it."""

import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.peer = None

    def __repr__(self):
        return f"Node({self.name!r})"


def alive(witness):
    return "alive" if witness() is not None else "gone"


gc.disable()  # for now it runs only when we say so
gc.collect()

# --- A lone object needs no collector --------------------
lone = Node("lone")
witness = weakref.ref(lone)
print("a lone object, its name holds it:    ", alive(witness))
del lone
print("after del, freed at once:            ", alive(witness))

# --- Two that hold each other ----------------------------
ada, bob = Node("Ada"), Node("Bob")
ada.peer, bob.peer = bob, ada
see_ada, see_bob = weakref.ref(ada), weakref.ref(bob)
del ada, bob
print("a cycle of two without a name:       ", alive(see_ada), "and", alive(see_bob))
print("the collector finds unreachable:     ", gc.collect())
print("and then they are:                   ", alive(see_ada), "and", alive(see_bob))
del witness, see_ada, see_bob

# --- One that holds itself -------------------------------
loner = Node("loner")
loner.peer = loner
see_loner = weakref.ref(loner)
del loner
print("a cycle of one:                      ", alive(see_loner))
gc.collect()
print("collected:                           ", alive(see_loner))
del see_loner
items = []
items.append(items)
print("a list in itself:                    ", items)
del items
print("the collector finds unreachable:     ", gc.collect())

# --- One reference from outside saves all of it ----------
first, second, third = Node("1"), Node("2"), Node("3")
first.peer, second.peer, third.peer = second, third, first
see_third = weakref.ref(third)
del second, third
print("a ring of three, one name is left:   ", gc.collect(0), alive(see_third))
del first
print("without it:                          ", gc.collect(), alive(see_third))
del see_third


# --- __del__ is called before anything is cleared --------
class Guest(Node):
    def __del__(self):
        print("    goodbye from", self.name, "whose peer is", self.peer.name)


left, right = Guest("left"), Guest("right")
left.peer, right.peer = right, left
del left, right
print("a cycle with finalizers:")
print("the collector finds unreachable:     ", gc.collect())

# --- Generations: the young are looked at often ----------
print("thresholds of the generations:       ", gc.get_threshold())
young = [Node("young")]
print("generation of a new object is 0:     ", young in gc.get_objects(0))
gc.collect(0)
print("it survived one collection, now in 1:", young in gc.get_objects(1))
gc.collect(1)
print("and another, now in 2:               ", young in gc.get_objects(2))
print("an int is not looked at at all:      ", gc.is_tracked(7), gc.is_tracked("text"))

# --- The collector comes by itself -----------------------
gc.enable()
lost = Node("lost")
lost.peer = lost
see_lost = weakref.ref(lost)
del lost
print("a lost cycle:                        ", alive(see_lost))
pile = list(map(list, "x" * 1000))  # a thousand new containers
print("after them, without being called:    ", alive(see_lost))
del pile, see_lost, young
gc.disable()


# --- Better: no cycle at all -----------------------------
class Child:
    def __init__(self, parent):
        self.parent = weakref.ref(parent)


parent = Node("parent")
parent.peer = Child(parent)
see_parent = weakref.ref(parent)
print("a weak link back to the parent:      ", parent.peer.parent())
del parent
print("freed at once, without the collector:", alive(see_parent))
del see_parent
gc.enable()

# --- Two to try it on ------------------------------------
boss, helper = Node("boss"), Node("helper")
boss.peer, helper.peer = helper, boss
