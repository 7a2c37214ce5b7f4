# functools.singledispatch: what is called for which class, and what it holds.
import functools
import gc
import sys


@functools.singledispatch
def show(value, *rest):
    """Shows a value."""
    return 'object', value, rest


@show.register(int)
def show_int(value, *rest):
    return 'int', value


@show.register(list)
def _(value, *rest):
    return 'list', sys.getrefcount(value)


class Base:
    pass


class Derived(Base):
    pass


class Other(Derived, dict):
    pass


show.register(Base, lambda value: 'Base')
gc.collect()
print(show(1), show('text', 2), show([3]), show(True), show(None))
print(show(Base()), show(Derived()), show(Other()))
print(show.dispatch(bool) is show_int, show.dispatch(Other).__name__, show.registry.keys() == {object, int, list, Base})
print(show.__name__, show.__doc__, show.__wrapped__(4), type(show.registry).__name__, len(show.registry))
show.register(dict, lambda value: 'dict')
gc.collect()
print(show({}), show(Other()))
try:
    show()
except TypeError as error:
    print(error)


class Loud(Base):
    def __del__(self):
        print('del')


print(show(Loud()))
del Loud
gc.collect()
print(len(show.registry), show(Derived()))
