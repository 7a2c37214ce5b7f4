# A small program: linked list, stack, queue; counts along the way.
import sys


class Node:
    def __init__(self, value):
        self.value = value
        self.next = None

    def __repr__(self):
        return f"Node({self.value})"


class LinkedList:
    def __init__(self, *values):
        self.head = None
        self.size = 0
        for v in values:
            self.append(v)

    def append(self, value):
        node = Node(value)
        if self.head is None:
            self.head = node
        else:
            last = self.head
            while last.next:
                last = last.next
            last.next = node
        self.size += 1

    def reverse(self):
        previous, current = None, self.head
        while current:
            current.next, previous, current = previous, current, current.next
        self.head = previous

    def remove(self, value):
        previous, current = None, self.head
        while current and current.value != value:
            previous, current = current, current.next
        if current is None:
            raise ValueError(f"{value!r} is not here")
        if previous is None:
            self.head = current.next
        else:
            previous.next = current.next
        self.size -= 1

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def __len__(self):
        return self.size


l = LinkedList(1, 2, 3, 4)
print(list(l), len(l), sys.getrefcount(l.head), sys.getrefcount(l.head.next))
l.reverse()
print(list(l), l.head)
l.remove(3)
l.remove(4)
print(list(l), sys.getrefcount(l.head))
try:
    l.remove(99)
except ValueError as e:
    print(e)
for v in l:
    print(v, sys.getrefcount(l))
head = l.head
del l
print(head, head.next, sys.getrefcount(head), sys.getrefcount(head.next))


class Stack:
    def __init__(self):
        self.items = []

    def push(self, x):
        self.items.append(x)
        return self

    def pop(self):
        return self.items.pop()


s = Stack().push(head).push([1]).push(head)
print(sys.getrefcount(head))
s.pop()
print(sys.getrefcount(head), s.pop(), s.pop() is head, sys.getrefcount(head))
try:
    s.pop()
except IndexError as e:
    print(e)
memo = {}


def paths(r, c):
    if (r, c) in memo:
        return memo[r, c]
    memo[r, c] = 1 if r == 0 or c == 0 else paths(r - 1, c) + paths(r, c - 1)
    return memo[r, c]


print(paths(8, 8), len(memo))


def bubble(xs):
    xs = xs[:]
    for i in range(len(xs)):
        for j in range(len(xs) - 1 - i):
            if xs[j] > xs[j + 1]:
                xs[j], xs[j + 1] = xs[j + 1], xs[j]
    return xs


data = [5, 2, 9, 1, 5, 6]
print(bubble(data), data)
primes = [n for n in range(2, 50) if all(n % p for p in range(2, int(n ** 0.5) + 1))]
print(primes)
