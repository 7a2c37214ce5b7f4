"""Programs without an end: bounded in time and memory, told in words."""

import subprocess

import cli

ENDLESS = {
    "loop": "while True:\n    pass\n",
    "counting": "n = 0\nwhile True:\n    n += 1\n",
    "function": "def f():\n    while True:\n        pass\nf()\n",
    "generator": "def g():\n    while True:\n        yield 1\nfor x in g():\n    pass\n",
    "builtin": "def g():\n    while True:\n        yield 1\nsum(g())\n",
    "range": "for i in range(10 ** 18):\n    pass\n",
    "list": "l = []\nwhile True:\n    l.append([0] * 100)\n",
    "string": "s = 'x'\nwhile True:\n    s += s\n",
    "integer": "n = 7\nwhile True:\n    n *= n\n",
    "power": "print(len(str(9 ** 9 ** 9)))\n",
    "shift": "x = 1 << 10 ** 12\n",
    "repeat": "x = 'a' * 10 ** 13\n",
    "list repeat": "x = [0] * 10 ** 13\n",
    "output": "while True:\n    print('again and again ' * 64)\n",
    "format": "print('%0999999999999d' % 1)\n",
    "width": "print(f'{1:99999999999}')\n",
    "finalizers": "class C:\n    def __del__(self):\n        C()\nC()\n",
    "swallow": "while True:\n    try:\n        1 / 0\n    except Exception:\n        pass\n",
    "deep list": "l = []\nwhile True:\n    l = [l]\n",
}


class Limits(cli.Case):
    def test_endless_programs_end(self):
        for name, text in ENDLESS.items():
            path = self.file(name.replace(" ", "_") + ".py", text)
            with self.subTest(name=name):
                done = self.run_lastref("run", path)
                self.assert_refused(done, statuses=(1, 2, 3))
                self.assertLess(len(done.err), 100_000)

    def test_a_dump_of_the_last_step_ends(self):
        for name in ("loop", "list", "string"):
            path = self.file(name + ".py", ENDLESS[name])
            with self.subTest(name=name):
                done = self.run_lastref("dump", path, "--last")
                self.assertTrue(done.out or done.err)

    def test_endless_recursion_is_an_exception(self):
        for number, text in enumerate((
                "def f(n):\n    return f(n + 1)\nf(0)\n",
                "class C:\n    def __getattr__(self, name):\n        return self.other\nC().x\n",
                "class C:\n    def __repr__(self):\n        return repr(self)\nrepr(C())\n",
                "class C:\n    def __init__(self):\n        C()\nC()\n",
                "f = lambda: f()\nf()\n",
                "def g():\n    yield from g()\nnext(g())\n",
                "class C:\n    def __eq__(self, other):\n        return self == other\nC() == C()\n",
                "def f():\n    try:\n        f()\n    finally:\n        pass\nf()\n")):
            path = self.file(f"recursion{number}.py", text)
            wanted = subprocess.run(["/usr/bin/python3", path], capture_output=True)
            with self.subTest(text=text):
                done = self.run_lastref("run", path)
                self.assertEqual((done.status, wanted.returncode), (1, 1), done.first_error())
                self.assertEqual(done.err.splitlines()[-1], wanted.stderr.splitlines()[-1])

    def test_deep_structures_are_freed(self):
        text = ("def nest(n):\n    l = None\n    for i in range(n):\n        l = [l]\n    return l\n"
                "x = nest(50000)\ndel x\nt = ()\nfor i in range(50000):\n    t = (t,)\ndel t\n"
                "class N:\n    def __init__(self, n): self.n = n\n"
                "h = None\nfor i in range(20000):\n    h = N(h)\ndel h\nprint('freed')\n")
        done = self.run_lastref("run", self.file("deep.py", text))
        self.assertEqual((done.status, done.out), (0, b"freed\n"), done.first_error())


if __name__ == "__main__":
    cli.main()
