# print() asks for file.write anew for each piece: an allocation, dropped at once, that a threshold
# can meet.
import gc

gc.collect()
gc.set_threshold(9, 1, 1)
x = [[], []]
print(gc.get_count(), end=' ')
a = gc.get_count()
x = [[], []]
b = gc.get_count()
print(gc.get_count(), end=' ')
x = [[], []]
gc.set_threshold(700, 10, 10)
print(a, b)

for threshold in range(3, 12):
    gc.collect()
    gc.set_threshold(threshold, 1, 1)
    for i in range(7):
        x = [[], []]
        print(gc.get_count(), end=' ')
    gc.set_threshold(700, 10, 10)
    print(threshold)
