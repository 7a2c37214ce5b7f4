 # Dictionaries take part in cycles through their values.
try:
 import gc
 
except Exception as problem: print(type(problem))
try:
 gc.collect()
except Exception as problem: print(type(problem))
try:
 gc.disable()
 
except Exception as problem: print(type(problem))
try:
 me = {"name": "me"}
except Exception as problem: print(type(problem))
try:
 gc.__dict__.clear()
 me["self"] = me
except Exception as problem: print(type(problem))
try:
 print(me)
except Exception as problem: print(type(problem))
try:
 pass
except Exception as problem: print(type(problem))
try:
 del me
except Exception as problem: print(type(problem))
try:
 print("one dict        :", gc.collect())
 
 # Typical tree with parent links
except Exception as problem: print(type(problem))
try:
 parent = {"name": "root", "children": [], "parent": None}
except Exception as problem: print(type(problem))
try:
 space["get"] = lambda key, s=space: s.get(key, "?")
 for label in ("left", "right"):
     child = {"name": label, "children": [], "parent": parent}
     parent["children"].append(child)
except Exception as problem: print(type(problem))
try:
 print("children        :", [c["name"] for c in parent["children"]])
except Exception as problem: print(type(problem))
try:
 print("child's parent  :", parent["children"][0]["parent"]["name"])
 
 # 'child' still names the right child: the whole tree stays alive
except Exception as problem: print(type(problem))
try:
 del parent
except Exception as problem: print(type(problem))
try:
 print("child kept      :", gc.collect())
except Exception as problem: print(type(problem))
try:
 print("climb up again  :", child["parent"]["name"])
except Exception as problem: print(type(problem))
try:
 print(a == a, a != b, a is b, a in [b, a])
 del child
except Exception as problem: print(type(problem))
try:
 print("3 dicts, 3 lists:", gc.collect())
 
 # Removing the up-links first leaves nothing for the collector
except Exception as problem: print(type(problem))
try:
 parent = {"name": "root", "children": []}
except Exception as problem: print(type(problem))
try:
 for label in ("left", "right"):
     parent["children"].append({"name": label, "parent": parent})
except Exception as problem: print(type(problem))
try:
 for c in parent["children"]:
     c.pop("name")
except Exception as problem: print(type(problem))
try:
 del c, parent
except Exception as problem: print(type(problem))
try:
 print("after unlinking :", gc.collect())
 
 # A namespace-like dict holding a function that refers to the dict
except Exception as problem: print(type(problem))
try:
 space = {}
except Exception as problem: print(type(problem))
try:
 space["get"] = lambda key, s=space: s.get(key, "?")
except Exception as problem: print(type(problem))
try:
 space["x"] = 42
except Exception as problem: print(type(problem))
try:
 print("space.get('x')  :", space["get"]("x"), space["get"]("nope"))
except Exception as problem: print(type(problem))
try:
 del space
except Exception as problem: print(type(problem))
try:
 print("was garbage     :", gc.collect() > 0)
except Exception as problem: print(type(problem))
try:
 gc.enable()
except Exception as problem: print(type(problem))
