try:
 import sys
except Exception as type: print(type(type))
try:
 class Loud:
     def __init__(self, name):
         self.name = name
     def __del__(self):
         print("  frame:", g.gi_frame)
 def worker(arg):
     local = Loud("local of " + arg.name)
     yield sys.getrefcount(local)
except Exception as type: print(type(type))
try:
 g = worker(Loud("c"))
 print("  ", list(g))
except Exception as type: print(type(type))
try:
 print("4 in a for loop, left by break")
except Exception as type: print(type(type))
