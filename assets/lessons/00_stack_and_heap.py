"""Stack and heap: every value is an object on the heap;
a variable is only a reference to it, kept in a frame."""

from sys import getrefcount


def headline(text):
    print()
    print(text)


# --- Everything is an object -----------------------------
headline("Everything is an object")
for value in (7, 2.5, "text", [1, 2], None, len, headline, int):
    print(f"    {type(value).__name__:<28}{isinstance(value, object)}")

# --- A variable is a name for one ------------------------
headline("A name for an object")
x = 10
print("    x:", x, "of type", type(x).__name__)
del x

headline("Two names, one object")
basket = ["apple"]
same_basket = basket
same_basket.append("pear")
print("    basket sees the pear:", basket)
print("    the same object:", basket is same_basket)

headline("Equal is not the same")
other_basket = ["apple", "pear"]
print("    equal:", basket == other_basket)
print("    the same object:", basket is other_basket)


# --- A call pushes a frame, the return pops it -----------
def outer(depth):
    here = f"outer's own text {depth}"
    deeper = inner(depth + 1)
    return here, deeper


def inner(depth):
    here = f"inner's own text {depth}"
    return here


headline("Frames are pushed and popped")
texts = outer(1)
print("    what was returned outlives the frames:", texts)
try:
    print(here)
except NameError as error:
    print("    the locals are forgotten:", error)
del texts


# --- An argument is a reference, too ---------------------
def add_item(items):
    items.append("plum")


def replace_items(items):
    items = ["nothing but this"]
    return len(items)


headline("Arguments are references")
add_item(basket)
print("    changed by the function:", basket)
replace_items(basket)
print("    a name bound anew inside is not the caller's:", basket)

# --- Rebinding moves a reference, nothing else -----------
headline("Rebinding")
number = 1000
before = number
number += 1
print("    an int is never changed; += bound another:", before, number)
words = ["one"]
before = words
words += ["two"]
print("    a list is changed in place by +=:", before, words is before)
words = words + ["three"]
print("    but + makes a new one:", before, words is before)
del words, before


# --- Globals, locals, and who may bind them --------------
counter = 0


def count_locally():
    counter = 100
    return counter


def count_globally():
    global counter
    counter += 1
    return counter


headline("Globals and locals")
print("    a local of the same name:", count_locally(), "the global stays", counter)
print("    declared global:", count_globally(), "the global is now", counter)


# --- A frame that goes drops its references --------------
def borrow(guest):
    extra = [guest, guest]
    return getrefcount(guest) - 1, len(extra)


headline("Frames hold references only while they are there")
guest = {"name": "Ada"}
print("    before the call:", getrefcount(guest) - 1)
print("    inside the call:", borrow(guest)[0])
print("    after the call: ", getrefcount(guest) - 1)
del guest


# --- Recursion: one frame for each call ------------------
def countdown(n, trail):
    trail.append(n)
    if n == 0:
        return "the deepest frame"
    return countdown(n - 1, trail)


headline("Recursion")
trail = []
print("   ", countdown(4, trail), "came after", trail)


# --- What a call makes can outlive it --------------------
def pack():
    bag = ["map", "rope"]
    return bag


headline("A list made inside a call")
print("    items in it, and nobody keeps it:", len(pack()))
