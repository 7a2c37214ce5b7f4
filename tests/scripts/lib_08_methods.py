# functools.partialmethod and singledispatchmethod.
import functools
import gc
import sys


class Cell:
    def __init__(self):
        self.alive = False

    def set_state(self, state, *, loud=False):
        self.alive = state
        return state, loud, sys.getrefcount(self)

    set_alive = functools.partialmethod(set_state, True)
    set_dead = functools.partialmethod(set_state, False, loud=True)
    shout = functools.partialmethod(set_alive, loud=1)

    @classmethod
    def make(cls, n=1):
        return [cls.__name__] * n

    two = functools.partialmethod(make, 2)
    length = functools.partialmethod(len)

    @functools.singledispatchmethod
    def add(self, value):
        """Adds."""
        return 'any', sys.getrefcount(value)

    @add.register(int)
    def _(self, value):
        return 'int', value

    @add.register(list)
    @classmethod
    def _(cls, value):
        return cls.__name__, len(value)

    def __len__(self):
        return 7


gc.collect()
cell = Cell()
print(cell.set_alive(), cell.alive, cell.set_dead(), cell.alive, cell.shout())
print(Cell.set_alive(cell), cell.two(), Cell.two(), cell.length())
print(sys.getrefcount(cell), Cell.__dict__['shout'].args, Cell.__dict__['shout'].keywords)
print(cell.set_alive.__name__ if hasattr(cell.set_alive, '__name__') else None, type(cell.set_alive).__name__, type(cell.two).__name__)
print(cell.add(1), cell.add([1, 2]), cell.add('x' * 3 + str(5)), Cell.add([3]), cell.add.__doc__)
try:
    functools.partialmethod(3)
except TypeError as error:
    print(error)


def allocated(case):
    gc.collect()
    before = gc.get_count()[0]
    case()
    return before, gc.get_count()[0]


print(allocated(cell.set_alive), allocated(lambda: cell.two()), allocated(lambda: cell.add(1)),
      allocated(lambda: cell.add([1])), allocated(lambda: cell.set_dead))
