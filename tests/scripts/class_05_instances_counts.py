# Attributes, instance dicts and who holds the instance.
import sys


class Node:
    def __init__(self, value, nxt=None):
        self.value = value
        self.next = nxt


n3 = Node("c")
n2 = Node("b", n3)
n1 = Node("a", n2)
print([sys.getrefcount(n) for n in (n1, n2, n3)])
print(sys.getrefcount(n1), sys.getrefcount(n2), sys.getrefcount(n3))
n = n1
while n:
    print(n.value, sys.getrefcount(n))
    n = n.next
n1.next = n3
print("n2 skipped", sys.getrefcount(n2), sys.getrefcount(n3))
n2.next = None
print("n3", sys.getrefcount(n3))
d = n1.__dict__
print("dict", sys.getrefcount(d), d is n1.__dict__, sorted(d))
d["value"] = "through the dict"
print(n1.value, sys.getrefcount(n3))
d["extra"] = n3
print(n1.extra is n3, sys.getrefcount(n3))
del n1
print("dict outlives", d["value"], sys.getrefcount(n3), sys.getrefcount(d))
d.clear()
print(sys.getrefcount(n3))
n3.me = n3
print("self reference", sys.getrefcount(n3))
n3.me = None
n3.method = n3.__init__
print("bound to itself", sys.getrefcount(n3))
del n3.method
Node.shared = n3
print("class attribute", sys.getrefcount(n3), n2.shared is n3)
del Node.shared
print("end", sys.getrefcount(n3))
print("class", sys.getrefcount(Node))
more = [Node(i) for i in range(5)]
print("class", sys.getrefcount(Node))
more.clear()
print("class", sys.getrefcount(Node))
