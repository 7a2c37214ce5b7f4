# `from` asks the module for __path__: an AttributeError and its arguments come and go.
import gc

gc.collect()
gc.disable()
from copy import copy

print(gc.get_count())
from copy import deepcopy

print(gc.get_count())
from gc import collect, get_count

print(get_count())
print(collect())
from copy import deepcopy as again

print(get_count(), again is deepcopy)
