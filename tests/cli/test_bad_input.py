"""Files that are no readable Python source: a clear message, never a crash or a hang."""

import os
import subprocess

import cli

COMMANDS = (["run"], ["dump", "--last"], ["export", "--step", "1", "-o", "out.png"])


class BadInput(cli.Case):
    def each_command(self, path):
        for command, *options in COMMANDS:
            yield self.run_lastref(command, path, *options)

    def test_missing_file(self):
        for done in self.each_command("nowhere.py"):
            self.assert_refused(done, "nowhere.py")

    def test_folder(self):
        os.mkdir(os.path.join(self.folder, "place.py"))
        for done in self.each_command("place.py"):
            self.assert_refused(done, "place.py")

    def test_unreadable_device(self):
        for done in self.each_command("/dev/zero"):
            self.assert_refused(done, "/dev/zero", statuses=(1, 2, 3))

    def test_binary(self):
        path = self.file("binary.py", bytes(range(256)) * 64)
        for done in self.each_command(path):
            self.assert_refused(done, "binary.py", statuses=(1, 2, 3))

    def test_null_byte(self):
        path = self.file("null.py", b"print(1)\n\0print(2)\n")
        for done in self.each_command(path):
            self.assert_refused(done, "null.py", statuses=(1, 2, 3))
            self.assertEqual(done.out, b"")

    def test_not_utf8(self):
        for number, text in enumerate((b"\xff", b"\xc3(", b"\xe2\x82", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80")):
            path = self.file(f"latin{number}.py", b"print(1)\nname = '" + text + b"'\n")
            for done in self.each_command(path):
                self.assert_refused(done, f"latin{number}.py", statuses=(1, 2, 3))

    def test_empty(self):
        for content in (b"", b"\n", b"# only a comment", b"\n\n   \n\t\n"):
            path = self.file("empty.py", content)
            for done in self.each_command(path):
                self.assertEqual((done.status, done.err), (0, b""))
            self.assertEqual(self.run_lastref("run", path).out, b"")

    def test_line_ends_and_mark(self):
        plain = "if True:\n    print('a')\n    print('''x\ny''')\nprint('b')"
        for name, content in (("crlf.py", plain.replace("\n", "\r\n").encode()),
                              ("mark.py", b"\xef\xbb\xbf" + plain.encode()),
                              ("tabs.py", plain.replace("    ", "\t").encode()),
                              ("unicode.py", "grüße = 'café ☕ 🐍'\nprint(grüße, len(grüße))".encode())):
            path = self.file(name, content)
            wanted = subprocess.run(["/usr/bin/python3", path], capture_output=True)
            done = self.run_lastref("run", path)
            with self.subTest(name=name):
                self.assertEqual((done.status, done.out, done.err),
                                 (wanted.returncode, wanted.stdout, wanted.stderr))

    def test_ten_megabytes(self):
        for name, line in (("comments.py", b"# a long story about nothing at all\n"),
                           ("statements.py", b"x = 1000\n"),
                           ("one_line.py", b"x; ")):
            path = self.file(name, line * (10 * 1024 * 1024 // len(line)))
            done = self.run_lastref("run", path)
            with self.subTest(name=name):
                if done.status != 0: self.assert_refused(done, name, statuses=(1, 2, 3))

    def test_deep_nesting(self):
        depth = 20000
        for name, text in (("parentheses", "x = " + "(" * depth + ")" * depth),
                           ("brackets", "x = " + "[" * depth + "]" * depth),
                           ("minus", "x = " + "-" * depth + "1"),
                           ("not", "x = " + "not " * depth + "1"),
                           ("plus", "x = 1" + " + 1" * depth),
                           ("attributes", "x = 1" + ".real" * depth),
                           ("calls", "print" + "()" * depth),
                           ("powers", "x = 1" + " ** 1" * depth),
                           ("lambdas", "x = " + "lambda: " * depth + "1"),
                           ("else", "x = " + "1 if 1 else " * depth + "1"),
                           ("indent", "".join(" " * i + "if 1:\n" for i in range(1500)) + " " * 1500 + "pass"),
                           ("fstring", "x = " + "f'{" * 50 + "1" + "}'" * 50),
                           ("compare", "x = 1" + " < 1" * depth),
                           ("comprehension", "x = [0" + " for a in b" * depth + "]")):
            done = self.run_lastref("run", self.file(name + ".py", text + "\n"))
            with self.subTest(name=name):
                if done.status != 0: self.assert_refused(done, statuses=(1, 3))

    def test_broken_syntax(self):
        for number, text in enumerate((
                "(", ")", "x = = 1", "def f(:\n  pass", "if x\n  pass", "  x = 1", "if 1:\npass", "x = 'abc",
                "x = '''abc", "for in y: pass", "1 = x", "f() = 1", "class", "def f(a, a): pass", "return 1",
                "break", "continue", "x = 08", "x = 1_", "x = 0xg", "a b", "f(**k, *a)", "f(a=1, 2)", "del f()",
                "nonlocal x", "lambda: (yield", "if 1:\n\tx\n        y", "\\", "x = \\ 1", "f'{'", "f'{}'", "'\\N{nothing}'",
                "global x\nx = 1\ndef f():\n  x = 1\n  global x", "try:\n  pass", "with:\n  pass", "import", "from x import",
                "raise x from", "assert", "else:\n  pass", "x +", "@", "a = *b", "?", "$", "€", "x!", "print 'hi'")):
            path = self.file(f"broken{number}.py", text)
            done = self.run_lastref("run", path)
            with self.subTest(text=text):
                self.assert_refused(done, f"broken{number}.py", statuses=(1, 3))
                self.assertEqual(done.out, b"")


if __name__ == "__main__":
    cli.main()
