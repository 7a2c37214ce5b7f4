# A __future__ import is an import, too: the module is loaded when the line runs.
from __future__ import annotations

import gc

gc.collect()
a = gc.get_count()
import __future__

b = gc.get_count()
print(a, b, gc.get_count(), "sys" in dir())
print(__future__.annotations.compiler_flag > 0, gc.collect())
gc.collect()
import copy

print(gc.get_count())
