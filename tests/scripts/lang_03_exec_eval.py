# exec, eval and compile: namespaces, units of constants, counts, errors and their places.
import gc
import sys

exec("first = 1\nprint(first + 1)")
print(first, eval("first * 10 + 2"), eval("  \t first"), eval("[n * first for n in range(3)]"))

space = {}
exec("def double(a):\n    return a * 2\nclass Thing:\n    kind = 'made'\nresult = double(21)", space)
print(space["result"], space["double"](4), space["Thing"].kind, sorted(k for k in space if k != "__builtins__"))
print(space["double"].__module__, space["Thing"].__module__, space["double"].__globals__ is space, "__builtins__" in space)
print(eval("a + b", {"a": 1, "b": 2}), eval("a + b", {"a": 1}, {"b": 5}), exec("pass"))

names = {"x": 3}
exec("y = x + 1; x = 10", names, names)
print(names["x"], names["y"])
outer, inner = {"v": 1}, {}
exec("v = v + 1\nglobal w\nw = v", outer, inner)
print(outer["v"], outer["w"], inner)


def local_names(number):
    text = "number + 1"
    exec("number = 99\nfresh = 5")
    return number, eval(text), "fresh" in locals(), sorted(locals())


print(local_names(4))


class Body:
    exec("made_by_exec = [1, 2]")
    got = made_by_exec


print(Body.made_by_exec, Body.got)

value = 1000
print(value is eval("1000"), eval("1000") is eval("1000"), eval("'word'") is "word", eval("5") is 5)
exec("n = 1234567\nprint(sys.getrefcount(n))\ndef f():\n    return 1234567\nprint(sys.getrefcount(n), f() is n)")
print(sys.getrefcount(n), sys.getrefcount(f()))
exec("held = [object()]\nprint(sys.getrefcount(held), sys.getrefcount(held[0]))")
print(sys.getrefcount(held), gc.is_tracked(held))

code = compile("total = sum(range(5))\nprint('total', total)", "made.py", "exec")
exec(code)
exec(code, {"print": lambda *a: print("mine", *a)})
print(code.co_filename, code.co_name, code.co_consts, code.co_names, total, type(code))
answer = compile("6 * 7", "<ask>", "eval")
print(eval(answer), eval(answer, {}), exec(answer))
exec(compile("6 * 7\n'text'", "<typed>", "exec"))
exec(compile("6 * 7", "<typed>", "single"))
once = compile("big = 123456789", "<c>", "exec")
exec(once)
print(sys.getrefcount(big), sys.getrefcount(code))
maker = eval("lambda k: lambda: k")
print(maker(7)(), maker.__name__, maker.__code__.co_filename)
gen = eval("(i * i for i in range(3))")
print(list(gen), eval("{**names, 'z': 0}")["z"], eval("first if first else 0"), eval("(first, )"))


def failing(action):
    try:
        print(action())
    except Exception as problem:
        print(type(problem).__name__, problem)
        if isinstance(problem, SyntaxError):
            print("  ", problem.msg, problem.filename, problem.lineno, problem.offset, problem.text)
        if problem.__traceback__.tb_next and problem.__traceback__.tb_next.tb_next:
            frame = problem.__traceback__.tb_next.tb_next
            print("  ", frame.tb_frame.f_code.co_filename, frame.tb_lineno, frame.tb_frame.f_code.co_name)


failing(lambda: exec("x = = 1"))
failing(lambda: exec("if first:\nprint(1)"))
failing(lambda: exec("return 5"))
failing(lambda: exec("print('a'"))
failing(lambda: eval("x = 1"))
failing(lambda: eval("import sys"))
failing(lambda: eval("a b"))
failing(lambda: exec("nobody"))
failing(lambda: exec("a = 1\n\nb = a / 0"))
failing(lambda: eval("undefined_name + 1"))
failing(lambda: exec(5))
failing(lambda: eval(None))
failing(lambda: exec("1", []))
failing(lambda: eval("1", 5))
failing(lambda: compile("1", "f", "other"))
failing(lambda: compile("1", "f"))
failing(lambda: eval())
failing(lambda: exec("a\0b"))
exec("first is 5")


def deep():
    exec("def inside():\n    raise ValueError('from text')\ninside()", {})


deep()
