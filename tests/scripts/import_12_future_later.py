import gc

gc.collect()
import __future__

print(gc.get_count())
import copy

print(gc.get_count(), gc.collect(), gc.get_count())
