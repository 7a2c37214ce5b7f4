# A wrong number of values, spread over lines.
pairs = [(1, 2), (3, 4, 5)]
for left, right in pairs:
    print(
        left,
        right,
    )
