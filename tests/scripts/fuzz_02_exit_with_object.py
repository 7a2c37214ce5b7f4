# sys.exit with an object: its __str__ runs while the exception and its traceback are still held.
import sys


class Reason:
    def __str__(self):
        print("asked for text", sys.getrefcount(self))
        return "a reason"

    def __del__(self):
        print("reason gone")


def leave():
    sys.exit(Reason())


leave()
