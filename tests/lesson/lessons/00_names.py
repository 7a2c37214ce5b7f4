plan = [1, 2]
alias = plan
print("done")
