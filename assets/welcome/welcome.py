"""The last name of a list."""
guests = ["Ada", "Bob", "Cleo"]
party = guests
party.append("Dora")
menu = {"cakes": ["plum", "lemon"]}
del guests
