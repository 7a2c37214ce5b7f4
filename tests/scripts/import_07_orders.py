import gc

gc.collect()
gc.disable()
import types

print(gc.get_count())
import copyreg

print(gc.get_count())
import weakref

print(gc.get_count())
import copy

print(gc.get_count())
print(types.FunctionType is type(lambda: 0), types.MethodType, types.ModuleType(name="m"))
print(gc.collect())
