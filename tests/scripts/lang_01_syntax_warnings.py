# What the compiler warns about; a body of finally is compiled twice and warns twice.
def compare(value, other):
    if value is 5:
        return 1
    if value is not "a":
        return 2
    return value is () or other is None is True or value is -1 is other


def check(value):
    assert (value, "always")
    assert (1, "always")
    try:
        pass
    finally:
        value is 5.5


def missing_commas():
    return [
        (1, 2)
        (3, 4),
        "a"("b"),
        [1]["x"],
        {1}[0],
        None[1],
        5[0],
        f"a"["b"],
        (1, 2)[1.5],
        {}(),
        [x for x in ()](1),
        "abc"["d"],
        (lambda: 1)[0],
        (lambda: 1)(),
        "abc"[None],
        [1, 2][3, 4],
        [1][True],
    ]


print(compare(5, 1), compare("b", 1))
check(1)
try:
    missing_commas()
except TypeError as problem:
    print(problem)
