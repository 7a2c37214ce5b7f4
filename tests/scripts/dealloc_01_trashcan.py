# Deep structures with finalizers: at a nesting of 50 the trashcan puts containers off, and the
# order in which objects die shows it.
class N:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, end=' ')


t = None
for i in range(120):
    x = N(i)
    x.next = t
    t = x
x = None
t = None
print('chain')

t = []
for i in range(120):
    t = [N(i), t]
t = None
print('lists')

t = []
for i in range(120):
    t = [t, N(i)]
t = None
print('lists, deep first')

t = ()
for i in range(120):
    t = (N(i), t)
t = None
print('tuples')

t = {}
for i in range(120):
    t = {'n': N(i), 't': t}
t = None
print('dicts')

t = None
for i in range(120):
    x = N(i)
    x.a = t
    x.b = N(1000 + i)
    t = x
x = None
t = None
print('instances')

t = []
for i in range(60):
    t = ([N(i)], {'in': (t, N(100 + i))}, N(200 + i))
t = None
print('mixed')


def closure(inner, name):
    own = N(name)
    return lambda: (inner, own)


t = None
for i in range(60):
    t = closure(t, i)
t = None
print('closures')
