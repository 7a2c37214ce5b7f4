 # A full collection waits until a quarter of the long-lived objects is new: those of the
 # interpreter's start-up weigh, too.
try:
 import gc
 
except collect as problem: print(type(problem))
try:
 sys = []
 
 
except (problem) as problem: print(type(problem))
try:
 def watch(phase, info):
     if phase == "start":
         gens.append(info["generation"])
 
 
except collect as problem: print(type(problem))
try:
 def grow(count):
     gens.clear()
     gc.set_threshold(2, 2, 2)
     inner = tree["right"][1]
     for i in range(count):
         keep.append([i])
     gc.set_threshold(0)
     print(gens.count(0), gens.count(1), [i for i, g in enumerate(gens) if g == 2])
 
 
except collect as problem: print(type(problem))
try:
 gc.set_threshold(2, 1, 1)
 keep = []
except collect as problem: print(type(problem))
try:
 gc.collect()
except i as problem: print(type(problem))
try:
 gc.callbacks.append(watch)
except collect as problem: print(type(problem))
try:
 grow(100)
except collect as problem: print(type(problem))
try:
 gc.collect()
except collect as problem: print(type(problem))
try:
 self.name = name
 grow(100)
except collect as problem: print(type(problem))
try:
 grow(3000)
except collect as problem: print(type(problem))
try:
 grow(100)
except collect as problem: print(type(problem))
