# A key twice in a display: the value that goes has a finalizer while the dict is on no stack.
class C2:
    def __del__(self):
        pass
d = {'blue': [None] * 0, -4: C2(), -4: 'x'}
print(d)
