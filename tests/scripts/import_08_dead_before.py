# Free lists that the script has filled are used by the import.
import gc

gc.collect()
gc.disable()
gone = [(i, str(i)) for i in range(50)] + [{i: [i]} for i in range(50)]
print(gc.get_count())
del gone
print(gc.get_count())
import copy

print(gc.get_count())
new = [[] for i in range(40)]
print(gc.get_count())
