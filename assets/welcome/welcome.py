"""The last name of a list."""
guests = ["Ada", "Bob"]
party = guests
party.append("Cleo")
menu = ["cake", "tea"]
del guests
