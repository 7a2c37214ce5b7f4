import copy
class Node:
    pass
plan = [[1], [2]]
alias = plan
half = copy.copy(plan)
whole = copy.deepcopy(plan)
a, b = Node(), Node()
a.peer = b
c = b
del c
b = None
del a
print('end')
