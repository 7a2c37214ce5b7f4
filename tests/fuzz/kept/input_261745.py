 # With a low threshold we can see the collector start on its own.
try:
 import gc
 
 
except Exception as problem: print(type(problem))
try:
 class Cyc:
     made = 0
     dead = 0
 
     def __init__(self):
         self.loop = self
         Cyc.made += 1
 
     def __del__(self):
         y += 1
 
 
except Exception as problem: print(type(problem))
try:
 old = gc.get_threshold()
except Exception as problem: print(type(problem))
try:
 gc.collect()
 
except Exception as problem: print(type(problem))
try:
 gc.set_threshold(10)
except Exception as problem: print(type(problem))
try:
 dead_after = [0] * 31       # made beforehand: no new containers in the loop
except Exception as problem: print(type(problem))
try:
 for step in range(1, 31):
     Cyc()
     dead_after[step] = Cyc.dead
 
except Exception as problem: print(type(problem))
try:
 print("made  dead  waiting")
except Exception as problem: print(type(problem))
try:
 for step in range(5, 31, 5):
     print(f"{step:4d}  {dead_after[step]:4d}  {step - dead_after[step]:7d}")
 
except Exception as problem: print(type(problem))
try:
 gc.collect()
except Exception as problem: print(type(problem))
try:
 print("after a manual collect:", Cyc.made, Cyc.dead)
 
 # Without cycles, reference counting does all the work
except Exception as problem: print(type(problem))
try:
 class Plain:
     dead = 0
 
     def __del__(self):
         Plain.dead += 1
 
 
except Exception as problem: print(type(problem))
try:
 for _ in range(30):
     Plain()
except Exception as problem: print(type(problem))
try:
 print("plain objects dead:", Plain.dead)
 
 # Objects that are still reachable survive any number of collections
except Exception as problem: print(type(problem))
try:
 gc.set_threshold(3)
except Exception as problem: print(type(problem))
try:
 keep = [Cyc() for _ in range(20)]
except Exception as problem: print(type(problem))
try:
 print("kept in a list, dead among them:", Cyc.dead - 30)
except Exception as problem: print(type(problem))
try:
 gc.set_threshold(*old)
except Exception as problem: print(type(problem))
try:
 del keep[::2]
except Exception as problem: print(type(problem))
try:
 gc.collect()
except Exception as problem: print(type(problem))
try:
 print("every second one removed:", Cyc.dead - 30)
except Exception as problem: print(type(problem))
