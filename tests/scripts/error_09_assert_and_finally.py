# finally still runs; the message is evaluated.
def check(x):
    try:
        assert x > 3, f"x is {x}, too small"
        print("fine", x)
    finally:
        print("checked", x)


check(5)
check(1)
