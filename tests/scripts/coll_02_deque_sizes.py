# deque: what sys.getsizeof says, at many lengths and after each kind of change.
import sys
from collections import deque

size = sys.getsizeof
print(size(deque()), size(deque([1])), size(deque(maxlen=3)), deque().__sizeof__())
last = 0
d = deque()
for i in range(500):
    d.append(i)
    if size(d) != last:
        last = size(d)
        print('append', i, last)
for i in range(500):
    d.pop()
    if size(d) != last:
        last = size(d)
        print('pop', i, last)
for i in range(500):
    d.appendleft(i)
    if size(d) != last:
        last = size(d)
        print('appendleft', i, last)
for i in range(500):
    d.popleft()
    if size(d) != last:
        last = size(d)
        print('popleft', i, last)
for n in 1, 30, 31, 32, 33, 62, 63, 64, 65, 66, 127, 128, 129, 191, 192, 193, 1000:
    left = deque()
    left.extendleft(range(n))
    print(n, size(deque(range(n))), size(left), size(deque(range(n), 40)), size(deque([0]) * n),
          size(deque([0, 1]) * n), size(deque(range(n)).copy()))
d = deque(range(200))
total = 0
for n in range(-250, 250, 7):
    d.rotate(n)
    total = total * 31 % 1000003 + size(d)
    print(size(d), d[0], d[-1], end='; ')
print(total)
d.reverse()
print(size(d), d[0])
for i in range(60):
    d.insert(i * 3, -i)
    del d[i]
print(size(d), list(d)[::17])
d.clear()
print(size(d))
d.extend([])
print(size(d))
d.extendleft([])
print(size(d))
d.append(1)
print(size(d))


class Own(deque):
    pass


class Slotted(deque):
    __slots__ = ('a', 'b')


class Bare(deque):
    __slots__ = ()


print(size(Own()), size(Own(range(100))), size(Slotted()), size(Bare()), Own().__sizeof__())
queue = deque()
seen = []
for i in range(3000):
    queue.append(i)
    if i % 3:
        queue.append(-i)
    if i % 2:
        seen.append(queue.popleft())
    if i % 500 == 0:
        print(len(queue), size(queue), queue[0], queue[-1])
print(len(seen), sum(seen), len(queue), size(queue))
while queue:
    queue.pop() if len(queue) % 2 else queue.popleft()
print(size(queue), queue)
chain = deque()
for i in range(3000):
    chain = deque([chain])
chain = None
big = deque(range(100000))
big.rotate(12345)
print(size(big), big[0], big.index(5))
big.clear()
print(size(big))
