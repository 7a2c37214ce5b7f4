import gc

gc.collect()
gc.disable()
import weakref

print(gc.get_count())
import copyreg

print(gc.get_count())
import copy

print(gc.get_count())
# the class that types takes MethodType from is garbage
print(gc.collect(), gc.get_count())
