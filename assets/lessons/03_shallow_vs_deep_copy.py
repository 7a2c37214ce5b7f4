"""Shallow and deep copies: what an assignment, a shallow copy
and a deep copy make anew, and what they share."""

import copy


def same(a, b):
    return "one object" if a is b else "two objects"


# --- A second name ---------------------------------------
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
    print(f"{name:<15}", same(plan, twin), "| [0]:", same(plan[0], twin[0]))

# --- A change through the copy ---------------------------
shallow = copy.copy(plan)
shallow[0][1] = 99
print("through shallow:  ", plan[0], shallow[0])
shallow.append("new")
print("lengths:          ", len(plan), len(shallow))

# --- A deep copy -----------------------------------------
deep = copy.deepcopy(plan)
deep[0][1] = -1
print("through deep:     ", plan[0], deep[0])
print("lists inside:     ", same(plan[0], deep[0]))
print("texts inside:     ", same(plan[0][0], deep[0][0]))

# --- One list under two keys -----------------------------
team = ["Ada", "Bob"]
projects = {"engine": team, "notes": team}
copied = copy.deepcopy(projects)
print("within the copy:  ", same(copied["engine"], copied["notes"]))
print("copy and original:", same(copied["engine"], team))

# --- A list that holds itself ----------------------------
loop = ["start"]
loop.append(loop)
twin = copy.deepcopy(loop)
print("a cycle:          ", twin, same(twin[1], twin), same(twin, loop))

# --- Tuples ----------------------------------------------
plain = (1, "two", (3,))
holder = (1, [2])
print("copy of plain:    ", same(plain, copy.copy(plain)))
print("deepcopy of plain:", same(plain, copy.deepcopy(plain)))
print("deepcopy of holder:", same(holder, copy.deepcopy(holder)))


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
print("its cache:        ", same(pair[0].cache, page.cache))
print("both items:       ", same(pair[0], pair[1]))
