# A finalizer that raises: while the script runs the traceback shows the line, during shutdown,
# after sys.modules was cleared, it does not.
class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)
        raise ValueError(self.name)


early = Loud("early")
del early
_hidden = Loud("at shutdown, first")
late = Loud("at shutdown")
ring = [Loud("in a cycle")]
ring.append(ring)
print("end")
