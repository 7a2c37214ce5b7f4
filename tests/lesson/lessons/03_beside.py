class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


point = Point(1, 2)
names = point.__dict__
row = [point, point]
copy = list(row)
print('end')
