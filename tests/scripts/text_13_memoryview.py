# memoryview: a window on bytes that copies nothing; what it holds, and what it forbids meanwhile.
import gc
import sys

data = bytearray(b"abcdefgh")
print(sys.getrefcount(data))
view = memoryview(data)
print(sys.getrefcount(data), sys.getrefcount(view), sys.getsizeof(view), gc.is_tracked(view))
print(view[0], view[-1], bytes(view[2:4]), view[::2].tobytes(), view[::-1].tolist(), len(view[3:]))
part = view[2:6]
print(sys.getrefcount(data), part.obj is data, part.nbytes, part.itemsize, part.format, part.ndim, part.shape, part.strides)
part[0] = 90
part[1:3] = b"XY"
print(data, part.tobytes(), view[2:6] == part, part == b"ZXYf", part != b"ZXY", list(part), 90 in part, bytes(part), part.hex())
print(view.readonly, memoryview(b"abc").readonly, view.toreadonly().readonly, view.contiguous, view[::2].contiguous, view[::2].strides)
print(hash(memoryview(b"abc")) == hash(b"abc"), bytearray(part), b"<" + part, max(part), [hex(n) for n in part][:2])


def failing(action):
    try:
        print(action())
    except Exception as problem:
        print(type(problem).__name__, problem)


def set_item(target, index, value):
    target[index] = value


failing(lambda: data.append(1))
failing(lambda: data.extend(b"x"))
failing(lambda: data.clear())
failing(lambda: data.pop())
failing(lambda: set_item(data, slice(0, 1), b"long"))
failing(lambda: set_item(view, 99, 1))
failing(lambda: set_item(view, 0, 256))
failing(lambda: set_item(view, 0, "a"))
failing(lambda: set_item(view, slice(0, 2), b"abc"))
failing(lambda: set_item(view, slice(0, 2), 5))
failing(lambda: set_item(memoryview(b"abc"), 0, 1))
failing(lambda: view[99])
failing(lambda: view["a"])
failing(lambda: hash(view))
failing(lambda: memoryview("text"))
failing(lambda: memoryview(5))
failing(lambda: memoryview())
failing(lambda: view.nothing)
data[0] = 65
print(view[0], data)
part.release()
failing(lambda: part[0])
failing(lambda: len(part))
print(sys.getrefcount(data), repr(part).split(" at ")[0], repr(view).split(" at ")[0])
with memoryview(data) as third:
    print(third[0], sys.getrefcount(data))
failing(lambda: third[0])
print(sys.getrefcount(data))
del view
failing(lambda: data.append(33))
del part
print(sys.getrefcount(data), data)
data.append(33)
print(data)

gc.collect()
before = gc.get_count()[0]
view = memoryview(data)
half = view[4:]
print(gc.get_count()[0] - before, [type(o).__name__ for o in gc.get_referents(view)])
match view:
    case [first, *_, last]:
        print(first, last)
match data:
    case [first, *_]:
        print("a bytearray is no sequence pattern", first)
    case bytearray(whole):
        print("itself", whole is data)
