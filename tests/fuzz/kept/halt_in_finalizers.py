import gc
class Node:
    def __init__(self, name): n()
    def __del__(self):
        def gen(): gen
        Node(1)
gc.set_threshold(5)
try: Node(1)
except Exception as problem: print(type(problem))
