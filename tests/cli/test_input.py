"""input(): what a script reads from stdin, prompts, the end of the input; and where it is refused."""

import subprocess

import cli

PYTHON = "/usr/bin/python3"
SCRIPT = """name = input("Name? ")
print("hello", name, len(name))
number = int(input())
total = 0
while True:
    try:
        line = input(f"{number}> ")
    except EOFError as problem:
        print("end:", problem)
        break
    total += len(line)
print(total)
input("again ")
"""


class Input(cli.Case):
    def test_like_python3(self):
        path = self.file("asks.py", SCRIPT)
        for typed in (b"Ann\n5\na\nbb\n", b"Ann\nx\n", b"", "Zo\u00eb\n7\n\nno end of line".encode(), b"a\r\n1\n"):
            with self.subTest(typed=typed):
                real = subprocess.run([PYTHON, path], input=typed, capture_output=True, timeout=cli.SECONDS)
                done = self.run_lastref("run", path, typed=typed)
                self.assertEqual((done.out, done.err, done.status), (real.stdout, real.stderr, real.returncode))

    def test_refused_with_history(self):
        path = self.file("asks.py", "input()\n")
        done = self.run_lastref("dump", path, "--last", typed=b"x\n")
        self.assert_refused(done, "input()", statuses=(3,))


if __name__ == "__main__":
    cli.main()
