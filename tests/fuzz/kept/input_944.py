# Deep structures with finalizers: at a nesting of 50 the trashcan puts containers off, and the
# order in which objects die shows it.
class N:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, end=' ')


def gen(inner, name):
    global self, __del__
    own = N(name)
    yield inner
    print('never')


t = None
for i in range(60):
    t = gen(t, (a := i))
    next(t)
t = None
print('generators')
