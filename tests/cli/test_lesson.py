"""lastref lesson check: exit statuses, and mistakes with their places."""

import os

import cli

SCRIPT = "plan = [1]\nalias = plan\nprint('end')\n"
LESSON = """title: Names
goal: Say what a name is.
minutes: 1
beat one
    at line "alias = plan"
    predict number refcount(plan)
        ask How many?
        wrong because Count.
beat two
    at finish
    task freed(plan)
        ask Make it go.
        solution
            del plan, alias
"""


README = os.path.join(os.path.dirname(__file__), "..", "..", "README.md")


def example(first_line):
    """The indented part of the README that begins with this line."""
    with open(README, encoding="utf-8") as file:
        part = file.read().split(f"\n    {first_line}\n", 1)[1]
    lines = [first_line]
    for line in part.splitlines():
        if line and not line.startswith("    "):
            break
        lines.append(line[4:])
    return "\n".join(lines) + "\n"


class Lesson(cli.Case):
    def check(self, lesson, script=SCRIPT, *options):
        if script is not None:
            self.file("01_names.py", script)
        self.path = self.file("01_names.lesson", lesson)
        return self.run_lastref("lesson", "check", self.path, *options)

    def test_a_lesson_without_mistakes(self):
        done = self.check(LESSON, SCRIPT, "--yes")
        self.assertEqual((done.status, done.out, done.err), (0, b"", b""))

    def test_the_example_of_the_readme(self):
        self.file("party.py", example('guests = ["Ada", "Bob"]'))
        lesson = self.file("party.lesson", example("title: Two names"))
        done = self.run_lastref("lesson", "check", lesson, "--yes")
        self.assertEqual((done.status, done.err), (0, b""))

    def test_python3_is_not_asked_without_permission(self):
        marker = os.path.join(self.folder, "executed")
        script = SCRIPT + f"try:\n    open({marker!r}, 'w')\nexcept NameError:\n    pass\n"
        done = self.check(LESSON, SCRIPT)
        note = f"note: {self.path[:-7]}.py was not compared with python3: it would execute the script; --yes allows it\n"
        self.assertEqual((done.status, done.out, done.err.decode()), (0, b"", note))
        self.check(LESSON, script)
        self.assertFalse(os.path.exists(marker))

    def test_a_script_that_differs_from_python3(self):
        done = self.check(LESSON, SCRIPT + "import gc\nprint(len(gc.get_objects()))\n", "--yes")
        self.assertEqual(done.status, 1)
        told = done.err.decode()
        self.assertIn("01_names.lesson:1:1: the script ", told)
        self.assertIn("01_names.py differs from python3: stdout differs at line 2; python3: ", told)
        self.assertEqual(told.count("\n"), 1)

    def test_mistakes_are_told_in_the_order_of_the_file(self):
        lesson = LESSON.replace("alias = plan", "alias = nothing").replace("del plan, alias", "del plan")
        done = self.check(lesson.replace("minutes: 1", "minutes: long"))
        self.assertEqual(done.status, 1)
        told = [line[len(self.path):] for line in done.err.decode().splitlines() if not line.startswith("note: ")]
        self.assertEqual([line.split(" ")[0] for line in told], [":1:1:", ":3:10:", ":5:8:", ":11:10:"])

    def test_scripts_that_do_not_run(self):
        for script, words in (("x = (\n", "syntax error"), ("import socket\n", "socket"),
                              ("while True: pass\n", "instructions"), ("input()\n", "input()"),
                              ("while True: print('long output' * 99)\n", "")):
            with self.subTest(script=script):
                self.assert_refused(self.check(LESSON, script), ":1:1: the script", words, statuses=(1,))

    def test_files_that_are_not_there(self):
        self.assert_refused(self.check(LESSON, None), ":1:1: the script", statuses=(1,))
        self.assert_refused(self.run_lastref("lesson", "check", "nowhere.lesson"), "nowhere.lesson")
        self.assert_refused(self.run_lastref("lesson", "check", self.folder))
        self.assert_refused(self.run_lastref("lesson", "check"), "lesson check")
        self.assert_refused(self.run_lastref("lesson", "play", "x.lesson"), "lesson check")

    def test_files_that_are_no_lessons(self):
        for content in (b"", b"\x00\x01\x02", b"\xff" * 100, SCRIPT.encode(), b"a" * 300000, b" \n" * 9000):
            with self.subTest(content=content[:20]):
                self.file("01_names.py", SCRIPT)
                path = self.file("01_names.lesson", content)
                self.assert_refused(self.run_lastref("lesson", "check", path), statuses=(1, 2))


if __name__ == "__main__":
    cli.main()
