# An uncaught RecursionError repeats one line of the traceback.
def down(n):
    return down(n + 1)


print("start")
down(0)
