# An exception with its own __str__, and notes of multi-line text.
class Odd(Exception):
    def __str__(self):
        return "first line\nsecond line"


def make():
    raise Odd(1, 2)


make()
