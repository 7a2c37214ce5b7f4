__builtins__ = None
def g():
    return len
print(g())
