# finally runs on every way out, and may change it.
def ret():
    try:
        return "try"
    finally:
        print("  finally of ret")


def override():
    try:
        return "try"
    finally:
        return "finally"


def swallow():
    try:
        1 / 0
    finally:
        return "swallowed"


def loop():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(-i)
    else:
        out.append("else")
    return out


def order():
    log = []
    try:
        log.append("try")
        try:
            log.append("inner")
            raise KeyError("x")
        except ValueError:
            log.append("wrong")
        else:
            log.append("wrong else")
        finally:
            log.append("inner finally")
    except KeyError as e:
        log.append("except " + repr(e))
    else:
        log.append("else")
    finally:
        log.append("finally")
    return log


def no_error():
    try:
        pass
    except Exception:
        return "except"
    else:
        return "else"
    finally:
        print("  finally of no_error")


def value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def nested(n):
    try:
        if n == 0:
            return "bottom"
        return nested(n - 1)
    finally:
        print("  unwinding", n)


print(ret())
print(override())
print(swallow())
print(loop())
print(order())
print(no_error())
print(value_kept())
print(nested(3))
while True:
    try:
        break
    finally:
        print("finally of break")
