# A module's dict loses its functions: what they hold stays balanced.
import gc

gc.__dict__.clear()
print(gc.__dict__)
del gc
print("end")
