 # What copies do to the counts of the parts.
import gc
gc.__dict__.clear()
