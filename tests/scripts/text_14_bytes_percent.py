# bytes % values, bytearray % values.
import gc
import sys

# what the compiler has made is tracked or not as collections in it fall
gc.collect()


class Made:
    def __bytes__(self):
        return b'made'

    def __repr__(self):
        return 'M\u00e9'


class Wrong:
    def __bytes__(self):
        return 'str'


class Index:
    def __index__(self):
        return 300


class Broken:
    def __float__(self):
        raise ValueError('no')

    def __int__(self):
        raise ValueError('no')


def show(format, values):
    try:
        made = format % values
        print(type(made).__name__, made, sys.getsizeof(made))
    except Exception as error:
        print(type(error).__name__, error)


for format, values in [
    (b'%d', 5), (b'%5d|%-5d|%05d|%+d|% d', (1, 2, 3, 4, 5)), (b'%x %X %o %#x %#X %#o', (255,) * 6),
    (b'%u %i', (1, -2)), (b'%.3d|%8.3d|%-8.3d|', (-7, 8, 9)), (b'%d', 10 ** 30), (b'%d', True), (b'%d', 3.99),
    (b'%f %e %g %G', (1.5, 2.5, 1e20, 1e-10)), (b'%.2f|%10.3f|%-10.1f|%010.2f|%+.1f', (1.0, 2.0, 3.0, -4.0, 5.0)),
    (b'%f', 'x'), (b'%f', Broken()), (b'%d', Broken()), (b'%d', 'x'), (b'%x', 1.5), (b'%x', Index()),
    (b'%b|%s', (b'ab', b'cd')), (b'%5b|%-5s|%.1b', (b'ab', b'cd', b'ef')), (b'%s', bytearray(b'array')),
    (b'%b', memoryview(b'view')), (b'%b', Made()), (b'%s', Wrong()), (b'%s', 'text'), (b'%b', 5), (b'%s', None),
    (b'%a %r', (Made(), '\u20ac')), (b'%.2a|%8r|', ('abc', 'd')), (b'%c%c', (65, b'B')), (b'%3c|%-3c|', (b'x', bytearray(b'y'))),
    (b'%c', 256), (b'%c', -1), (b'%c', b'ab'), (b'%c', 'a'), (b'%c', 1.5), (b'100%%', ()), (b'%d%%', 50),
    (b'%(a)s %(b)d', {b'a': b'A', b'b': 2}), (b'%(a)s', {'a': b'A'}), (b'%(a)s', 5), (b'%(a', {}), (b'%(k(x))d', {b'k(x)': 1}),
    (b'%*d|%-*d|%.*f', (5, 1, 5, 2, 1, 2.25)), (b'%*d', ('a', 1)), (b'%d', ()), (b'%d', (1, 2)), (b'x', 1), (b'x', ()), (b'x', {}),
    (b'x', [1]), (b'x', b'y'), (b'x', 'y'), (b'%y', 1), (b'%', 1), (b'%5', 1), (b'%.', 1), (b'%\xff', 1), (b'%ld %hd', (1, 2)),
    (bytearray(b'%d %s'), (1, b'z')), (bytearray(b'x%'), 1), (b'\xff%d\x00', 1), (b'%99999999999999999999d', 1), (b'%.99999999999d', 1)]:
    show(format, values)
print(b'%s' % (b'a',), b'%s%s' % (b'', b''))
held = b'held by somebody'
print((b'%s' % held) is held, sys.getrefcount(held))
try:
    5 % b'x'
except TypeError as error:
    print(error)
