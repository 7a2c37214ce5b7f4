# A name close to one that exists.
counter = 1
print(counter)
print(conter)
