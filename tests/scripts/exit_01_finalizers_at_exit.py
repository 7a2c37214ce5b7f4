# What __del__ prints when the interpreter shuts down.
class Last:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


keep = Last("kept by a global")
print("end of script")
