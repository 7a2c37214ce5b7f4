"""`lastref verify`: the same script by Lastref and by python3."""

import os
import unittest

import cli

LESSON = os.path.join(os.path.dirname(__file__), "../../assets/lessons/04_slots_optimization.py")


class Verify(cli.Case):
    def verify(self, text, *options):
        return self.run_lastref("verify", self.file("script.py", text), *options)

    def test_a_lesson_is_identical_and_needs_no_leave(self):
        done = self.run_lastref("verify", LESSON)
        self.assertEqual((done.status, done.out), (0, b"identical\n"), done.first_error())

    def test_other_files_need_leave(self):
        mark = os.path.join(self.folder, "made")
        self.assert_refused(self.verify(f"open({mark!r}, 'w')\n"), "--yes")
        self.assertFalse(os.path.exists(mark))

    def test_output_errors_and_status(self):
        for text in ("print(1)\n", "import sys\nsys.exit(5)\n", "print('x' * 100000)\n1 / 0\n", "if:\n", "",
                     "print(object(), [object()])\n", "x = object()\nprint(x, x, object())\n",
                     "import sys\nprint(sys.argv[0][-9:], __file__[-9:])\n"):
            with self.subTest(text=text):
                done = self.verify(text, "--yes")
                self.assertEqual((done.status, done.out), (0, b"identical\n"), done.first_error())

    def test_a_name_in_this_folder(self):
        self.file("here.py", "import sys\nprint(sys.argv, __file__)\nundefined\n")
        done = self.run_lastref("verify", "here.py", "--yes")
        self.assertEqual((done.status, done.out), (0, b"identical\n"), done.first_error())

    def test_what_python_does_not_repeat_is_left_out(self):
        text = "print('a')\nprint(hash(object()))\nprint('b')\n"
        done = self.verify(text, "--yes")
        self.assertEqual(done.status, 0, done.out)
        self.assertIn(b"1 line left out", done.out)

    def test_what_is_not_supported(self):
        done = self.verify("import socket\n", "--yes")
        self.assert_refused(done, "socket", statuses=(3,))


if __name__ == "__main__":
    cli.main()
