"""Commands and options, exit statuses, and the refusal of what is not built."""

import os
import re
import unittest.mock

import cli

UNSUPPORTED = {
    "async def f():\n    pass\n": 1,
    "\n\nimport os\n": 3,
    "from collections import OrderedDict\n": 1,
    "try:\n    import socket\nexcept ImportError:\n    print('hidden')\n": 2,
    "import sys\n\nsys.setprofile(None)\n": 3,
    "print(1)\nhasattr(ExceptionGroup, 'x')\n": 2,
}


class Usage(cli.Case):
    def test_help(self):
        for option in ("--help", "-h"):
            done = self.run_lastref(option)
            self.assertEqual((done.status, done.err), (0, b""))
            for word in (b"run", b"dump", b"export", b"--step", b"--version"):
                self.assertIn(word, done.out)

    def test_help_of_each_command(self):
        for words in (["run"], ["dump"], ["export"], ["verify"], ["session"], ["lesson"], ["lesson", "check"]):
            done = self.run_lastref(*words, "--help")
            with self.subTest(words=words):
                self.assertEqual((done.status, done.err), (0, b""))
                self.assertIn(f"lastref {words[0]} ".encode(), done.out)
                self.assertLessEqual(max(map(len, done.out.splitlines())), 100)

    def test_version(self):
        done = self.run_lastref("--version")
        self.assertEqual((done.status, done.err), (0, b""))
        told = done.out.decode()
        self.assertRegex(told, r"^lastref \d+\.\d+\.\d+\n")
        self.assertEqual(dict(line.split(": ", 1) for line in told.splitlines()[1:]).keys(),
                         {"Python model", "Licence", "Libraries", "System", "Fonts", "Language", "Assets", "Settings", "Log",
                          "Own lessons"})
        self.assertRegex(told, r"\nLibraries: SDL 2\.\d+\.\d+, SDL_ttf 2\.\d+\.\d+, FreeType 2\.[1-9]\d*\.\d+, .*cairo 1\.")

    def test_version_makes_no_folder(self):
        home = os.path.join(self.folder, "home")
        os.mkdir(home)
        with unittest.mock.patch.dict(os.environ, {"HOME": home, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": "",
                                                   "XDG_DATA_HOME": ""}):
            done = self.run_lastref("--version")
        self.assertIn(f"\nLog: {home}/.local/state/lastref/log\n", done.out.decode())
        self.assertEqual(os.listdir(home), [])

    def test_wrong_usage(self):
        path = self.file("fine.py", "x = 1\n")
        for arguments in (["run"], ["dump"], ["export"], ["--nope"], ["run", "--nope", path], ["run", path, path],
                          ["dump", path, "--step"], ["dump", path, "--step", "one"], ["dump", path, "--step", "-1"],
                          ["dump", path, "--last", "--all"], ["dump", path, "--step", "99999999999999999999"],
                          ["export", path], ["export", path, "-o"], ["export", path, "-o", "x.png", "--size", "0x0"],
                          ["export", path, "-o", "x.png", "--size", "wide"], ["export", path, "-o", "x.png", "--size", "10"],
                          ["export", path, "-o", "x.png", "--size", "99999999x99999999"],
                          ["export", path, "-o", "x.png", "--scale", "0"], ["export", path, "-o", "x.png", "--scale", "-2"],
                          ["export", path, "-o", "x.png", "--scale", "nan"], ["export", path, "-o", "x.png", "--theme", "blue"]):
            with self.subTest(arguments=arguments):
                self.assert_refused(self.run_lastref(*arguments))

    def test_exit_statuses_of_run(self):
        for text, status in (("print('fine')\n", 0), ("1 / 0\n", 1), ("import sys\nsys.exit(0)\n", 0),
                             ("raise SystemExit\n", 0), ("x = (\n", 1)):
            done = self.run_lastref("run", self.file("status.py", text))
            with self.subTest(text=text):
                self.assertEqual(done.status, status, done.first_error())

    def test_unsupported_is_refused_with_its_place(self):
        for text, line in UNSUPPORTED.items():
            path = self.file("outside.py", text)
            with self.subTest(text=text):
                done = self.run_lastref("run", path)
                self.assertEqual(done.status, 3, done.first_error())
                found = re.search(re.escape(path) + r":(\d+):(\d+): \S", done.err.decode())
                self.assertTrue(found, done.err)
                self.assertEqual(int(found[1]), line)
                self.assertNotIn(b"hidden", done.out)

    def test_output_before_an_error_is_kept(self):
        done = self.run_lastref("run", self.file("late.py", "print('before')\nprint('x', end='')\n1 / 0\n"))
        self.assertEqual((done.status, done.out), (1, b"before\nx"))


if __name__ == "__main__":
    cli.main()
