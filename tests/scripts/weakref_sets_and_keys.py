# WeakSet and WeakKeyDictionary.
import weakref


class Tag:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "Tag " + self.name


def names(tags):
    return sorted(tag.name for tag in tags)


x, y, z = Tag("x"), Tag("y"), Tag("z")
tags = weakref.WeakSet([x, y])
tags.add(z)
tags.add(x)
print(len(tags), names(tags), x in tags, 3 in tags)
del y
print(len(tags), names(tags))
other = weakref.WeakSet([z])
print(names(tags | other), names(tags & other), names(tags - other), other <= tags, tags <= other)
print(other < tags, tags == weakref.WeakSet([z, x]), tags.isdisjoint(other))
tags.discard(x)
tags.discard(x)
try:
    tags.remove(x)
except KeyError:
    print("KeyError")
print(tags.pop(), len(tags))
try:
    tags.pop()
except KeyError as error:
    print(error)
tags.update([x, z])
for tag in weakref.WeakSet([x]):
    x = None
del tag
print(names(tags))

notes = weakref.WeakKeyDictionary()
notes[z] = "last"
notes[Tag("lost")] = "nobody holds the key"
print(len(notes), notes[z], notes.get(Tag("z")), z in notes, "z" in notes)
w = Tag("w")
notes[w] = [1]
notes.setdefault(w, []).append(2)
print(notes.pop(w), len(notes), notes.pop(w, "none"))
print([(k.name, v) for k, v in notes.items()], list(notes.values()), names(notes.keys()))
print(len(notes.keyrefs()), dict(notes)[z])
clone = notes.copy()
del z
print(len(notes), len(clone))
try:
    notes["text"] = 1
except TypeError as error:
    print(error)
