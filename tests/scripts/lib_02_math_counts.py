import gc

gc.collect()
gc.disable()
import math

print(gc.get_count())
x = math.sqrt(2.0)
print(gc.get_count())
import copy

print(gc.get_count())
print(gc.collect())
