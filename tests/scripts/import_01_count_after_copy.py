# What an import allocates and frees shows in the collector's counts.
import gc

gc.collect()
gc.disable()
print(gc.get_count())
import copy

print(gc.get_count())
import copy

print(gc.get_count())
import weakref

print(gc.get_count())
print(gc.collect(), gc.get_count())
print(gc.collect(), gc.get_count())
