# Frames, tracebacks and what they hold.
import sys


def here():
    return sys._getframe()


f = here()
print(f.f_code.co_name, f.f_back is None, f.f_lineno)


def names():
    a, b = ["a"], ["b"]
    frame = sys._getframe()
    return sorted(frame.f_locals), frame.f_code.co_varnames, frame.f_back.f_code.co_name


print(names())


def caller():
    def callee():
        return sys._getframe(1).f_locals["mine"], sys._getframe(1).f_code.co_name
    mine = "my value"
    return callee()


print(caller())
box = ["box"]


def holder(b):
    inner = b
    raise ValueError("keep")


try:
    holder(box)
except ValueError as e:
    kept = e
print("held by the traceback's frame", sys.getrefcount(box))
tb = kept.__traceback__
print(tb.tb_frame.f_code.co_name, tb.tb_next.tb_frame.f_code.co_name, tb.tb_next.tb_next)
print(tb.tb_lineno, tb.tb_next.tb_lineno)
print(sorted(tb.tb_next.tb_frame.f_locals))
del tb
kept.__traceback__ = None
print("let go", sys.getrefcount(box))


def pausing(b):
    local = b
    yield 1
    yield 2


g = pausing(box)
print("frame of a generator", g.gi_frame.f_code.co_name, sorted(g.gi_frame.f_locals), sys.getrefcount(box))
next(g)
print(sorted(g.gi_frame.f_locals), sys.getrefcount(box), g.gi_frame.f_lineno)
g.close()
print(g.gi_frame, sys.getrefcount(box))


def deep(n):
    if n:
        return deep(n - 1)
    depth, frame = 0, sys._getframe()
    while frame:
        depth += 1
        frame = frame.f_back
    return depth


print(deep(0), deep(5))
print(sys._getframe().f_code.co_name, sys._getframe().f_globals is globals(), sys._getframe().f_locals is globals())
try:
    sys._getframe(100)
except ValueError as e:
    print(e)
