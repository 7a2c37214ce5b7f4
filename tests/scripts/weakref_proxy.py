# A proxy passes everything on to its object.
import sys
import weakref


class Money:
    def __init__(self, amount):
        self.amount = amount

    def __add__(self, other):
        return Money(self.amount + other.amount)

    def __iadd__(self, other):
        self.amount += other.amount
        return self

    def __lt__(self, other):
        return self.amount < other.amount

    def __len__(self):
        return self.amount

    def __getitem__(self, key):
        return key * self.amount

    def __contains__(self, key):
        return key == self.amount

    def __iter__(self):
        return iter(range(self.amount))

    def __call__(self, *args, **names):
        return args, names

    def __bool__(self):
        return self.amount > 0

    def __str__(self):
        return f"{self.amount} coins"

    def __neg__(self):
        return Money(-self.amount)

    def __index__(self):
        return self.amount


money = Money(3)
before = sys.getrefcount(money)
proxy = weakref.proxy(money)
print(sys.getrefcount(money) == before, weakref.proxy(money) is proxy)
print(proxy.amount, (proxy + money).amount, (money + proxy).amount, (-proxy).amount)
print(len(proxy), proxy[5], 3 in proxy, list(proxy), bool(proxy), str(proxy))
print(proxy(1, 2, x=3), proxy < Money(4), isinstance(proxy, Money), type(proxy))
print([10, 20, 30, 40][proxy], type(proxy) is weakref.CallableProxyType)
proxy.amount = 5
proxy.extra = "new"
print(money.amount, money.extra)
del proxy.extra
print(hasattr(money, "extra"))
same = proxy
same += Money(1)
print(money.amount, same is money)
del same
try:
    hash(proxy)
except TypeError as error:
    print(error)


class Thing:
    pass


thing = Thing()
simple = weakref.proxy(thing, lambda p: print("the thing is gone"))
print(type(simple), type(simple) is weakref.ProxyType)
del thing
for action in (lambda: simple.name, lambda: str(simple), lambda: bool(simple), lambda: len(simple)):
    try:
        action()
    except ReferenceError as error:
        print(type(error).__name__, error)
