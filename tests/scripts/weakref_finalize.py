# finalize: once, by death, by call, or at exit in reverse order.
import weakref


class Resource:
    def __init__(self, name):
        self.name = name


def release(name, *rest, **named):
    print("  release", name, rest, named)
    return name.upper()


a = Resource("a")
f = weakref.finalize(a, release, "a", 1, 2, key="value")
print(f.alive, f.atexit, f.peek()[1] is release, f.peek()[2:])
print(f(), f(), f.alive, f.peek())
del a

b = Resource("b")
g = weakref.finalize(b, release, "b")
print(g.detach()[0] is b, g.alive, g())
del b

c = Resource("c")
h = weakref.finalize(c, release, "c")
c = None
print(h.alive)

d, e, n = Resource("d"), Resource("e"), Resource("n")
at_d = weakref.finalize(d, release, "d at exit")
at_e = weakref.finalize(e, release, "e at exit")
never = weakref.finalize(n, release, "n must not appear")
never.atexit = False
print(never.atexit, at_d.atexit)


class Holder:
    def __init__(self):
        self.end = weakref.finalize(self, print, "  holder is gone")

    def close(self):
        self.end()


holder = Holder()
holder.close()
holder.close()
print(holder.end.alive)
last = Holder()
print("end of the script")
