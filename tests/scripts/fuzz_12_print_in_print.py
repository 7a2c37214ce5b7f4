# A finalizer prints while a print allocates: the first one's names of keywords, file.write, the list
# of what waits.
import gc


class Loud:
    def __init__(self):
        self.me = self

    def __del__(self):
        print('del', end=' ')


first = [[] for i in range(15)]
gc.collect()
Loud()
gc.set_threshold(1)
print('x', 'y')
gc.set_threshold(700)
for n in range(30):
    gc.collect()
    Loud()
    kept = [[] for i in range(n)]
    gc.set_threshold(12)
    print('x', n, sep='-')
    gc.set_threshold(700)
