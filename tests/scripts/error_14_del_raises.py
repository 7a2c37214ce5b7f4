# An exception inside __del__ is reported and ignored; the script goes on.
class Bad:
    def __del__(self):
        raise ValueError("in a finalizer")


b = Bad()
del b
print("went on")
raise SystemExit(1)
