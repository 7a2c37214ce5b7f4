# A full collection waits until a quarter of the long-lived objects is new: those of the
# interpreter's start-up weigh, too. How many these are differs by some between machines (each .pth
# file of an installed package leaves a few), so that its place is told to the nearest hundred.
import gc

gens = []


def watch(phase, info):
    if phase == "start":
        gens.append(info["generation"])


def grow(count):
    gens.clear()
    gc.set_threshold(2, 2, 2)
    for i in range(count):
        keep.append([i])
    gc.set_threshold(0)
    print(gens.count(0), gens.count(1), [(i + 50) // 100 for i, g in enumerate(gens) if g == 2])


keep = []
gc.collect()
gc.callbacks.append(watch)
grow(100)
gc.collect()
grow(100)
grow(3000)
grow(100)
