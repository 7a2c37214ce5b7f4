# An exception raised while another is handled.
d = {"a": 1}


def look(key):
    try:
        return d[key]
    except KeyError:
        return d["other " + key]


print(look("a"))
look("b")
