import gc

gc.collect()
keep = list(map(list, [(1,)] * 450))
print(gc.get_count())
import copy

print(gc.get_count())


def told(phase, info):
    if phase == "stop":
        print(info, len(gathered))


gathered = []
gc.callbacks.append(told)
gathered.extend(map(list, [()] * 2000))
gc.callbacks.clear()
print(gc.get_count(), gc.get_stats())
print(gc.collect())
