# Through a method, a property and an operator.
class Account:
    def __init__(self, balance):
        self.balance = balance

    @property
    def doubled(self):
        return self.balance * 2 + "EUR"

    def __add__(self, other):
        return Account(self.doubled + other)


print(Account(5).balance)
print(Account(5) + 3)
