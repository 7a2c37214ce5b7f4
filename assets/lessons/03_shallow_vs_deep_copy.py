"""Shallow and deep copies: a shallow copy is a new box
with the same things in it; a deep copy copies the things, too."""

import copy


def same(a, b):
    return "the same object" if a is b else "two objects"


# --- An alias is no copy ---------------------------------
plan = [["Mon", 1], ["Tue", 2]]
alias = plan
alias.append(["Wed", 3])
print("alias:            ", same(plan, alias), len(plan))

# --- Four ways to a shallow copy -------------------------
for name, twin in (
    ("plan[:]", plan[:]),
    ("list(plan)", list(plan)),
    ("plan.copy()", plan.copy()),
    ("copy.copy(plan)", copy.copy(plan)),
):
    print(f"{name:<18}", same(plan, twin), "| first item:", same(plan[0], twin[0]))

# --- What is shared is seen by both ----------------------
shallow = copy.copy(plan)
shallow[0][1] = 99
print("through shallow:  ", plan[0], "changed in plan as well")
shallow.append("new")
print("the boxes differ: ", len(plan), len(shallow))

# --- A deep copy shares nothing that can change ----------
deep = copy.deepcopy(plan)
deep[0][1] = -1
print("through deep:     ", plan[0], "untouched")
print("lists inside:     ", same(plan[0], deep[0]))
print("but texts are kept:", same(plan[0][0], deep[0][0]))

# --- Shared parts stay shared, once ----------------------
team = ["Ada", "Bob"]
projects = {"engine": team, "notes": team}
copied = copy.deepcopy(projects)
print("shared in the copy:", same(copied["engine"], copied["notes"]))
print("but not with us:  ", same(copied["engine"], team))

# --- Cycles are no trouble -------------------------------
loop = ["start"]
loop.append(loop)
twin = copy.deepcopy(loop)
print("a cycle:          ", twin, same(twin[1], twin), same(twin, loop))

# --- Tuples: copied only when something inside must be ---
plain = (1, "two", (3,))
holder = (1, [2])
print("copy of a tuple:  ", same(plain, copy.copy(plain)))
print("deep, nothing can change:", same(plain, copy.deepcopy(plain)))
print("deep, with a list:", same(holder, copy.deepcopy(holder)))


# --- Instances -------------------------------------------
class Account:
    def __init__(self, owner, history):
        self.owner = owner
        self.history = history


ada = Account("Ada", [100])
half = copy.copy(ada)
whole = copy.deepcopy(ada)
half.owner = "Bob"
half.history.append(200)
whole.history.append(300)
print("shallow instance: ", ada.owner, ada.history, half.owner)
print("deep instance:    ", whole.owner, whole.history)


# --- A class may say how it is copied --------------------
class Document:
    def __init__(self, text, cache):
        self.text = text
        self.cache = cache

    def __copy__(self):
        print("    __copy__ is asked")
        return Document(self.text, self.cache)

    def __deepcopy__(self, memo):
        print("    __deepcopy__ is asked")
        twin = Document(copy.deepcopy(self.text, memo), self.cache)
        memo[id(self)] = twin
        return twin


page = Document(["Hello"], {"big": "cache"})
light = copy.copy(page)
pair = copy.deepcopy([page, page])
print("its list:         ", same(light.text, page.text), "|", same(pair[0].text, page.text))
print("its cache is kept:", same(pair[0].cache, page.cache))
print("copied only once: ", same(pair[0], pair[1]))
