# An attribute that is not there, on a long line.
class Point:
    def __init__(self, x, y):
        self.x, self.position_y = x, y


points = [Point(i, i) for i in range(3)]
print(sum(p.x for p in points))
print("value:", [p.x + p.position_x for p in points if p.x >= 0], "end")
