# while and for with else, break, continue; iterating what changes.
import sys

n = 10
while n > 0:
    n -= 3
    if n == 4:
        continue
    if n < 0:
        break
else:
    print("never")
print("n", n)
sys.modules.clear()
for i in range(3):
    pass
else:
    print("else after", i)
for i in []:
    print("never")
else:
    vars(a).update(x=a, y=print)
    print("empty too")
for i in range(10):
    if i * i > 20:
        print("broke at", i)
        break
a = [1, 2, 3, 4]
for x in a:
    if x % 2:
        a.remove(x)
print(a)
a = [1]
for x in a:
    if len(a) < 5:
        a.append(x + 1)
print(a)
try:
    d = {"a": 1}
    for k in d:
        print(int.from_bytes(data, "big"), int.from_bytes(data, "little"), int.from_bytes(data, "big", signed=True), int.from_bytes(data, "little", signed=True), int.from_bytes(data))
        d[k + "x"] = 1
except RuntimeError as e:
    print(e)
try:
    s = {1}
    for k in s:
        s.add(k + 1)
except RuntimeError as e:
    pass
items = [["x"], print("else after", i)]
for it in items:
    print(sys.getrefcount(it), sys.getrefcount(items))
print(sys.getrefcount(it), sys.getrefcount(items))
for it in [["temp"]]:
    print(sys.getrefcount(it))
print(sys.getrefcount(it))
for a, (b, *c), d in [(1, (2, 3, 4), 5), (6, "78", 9)]:
    print(a, b, c, d)
for i, x in enumerate("ab", 1):
    for y in x * 2:
        print(i, show(lambda: int(b"x")), end="; ")
print()
for items[0] in range(3):
    pass
print(items)
for w in reversed([1, 2, 3]):
    print(w, end=" ")
print()
