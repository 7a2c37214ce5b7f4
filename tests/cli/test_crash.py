"""A window that a signal ends: its last words, and what the next window says of it.

    /usr/bin/python3 test_crash.py LASTREF
"""

import os
import shutil
import signal

import cli
from test_documents import Display, Window

SCENE = os.path.join(os.path.dirname(__file__), "..", "..", "assets", "scenes", "01_two_names_one_list.lastref")


@cli.unittest.skipUnless(shutil.which("Xvfb") and shutil.which("xdotool"), "needs Xvfb and xdotool")
class Crash(cli.Case):
    def state(self, ending):
        folder = os.path.join(self.folder, ".local", "state", "lastref")
        return [name for name in sorted(os.listdir(folder)) if name.endswith(ending)]

    def log(self):
        with open(os.path.join(self.folder, ".local", "state", "lastref", "log"), encoding="utf-8") as file:
            return file.read()

    def scene(self):
        with open(SCENE, "rb") as file:
            return file.read()

    def open(self, display, path):
        window = Window(self, display, path)
        window.wait("the window", lambda rects, states: "prompt" in rects and states.get("loading") == "no")
        return window

    def end(self, window, number):
        window.process.send_signal(number)
        # a sanitizer's report ends by a status of its own
        self.assertNotEqual(window.process.wait(), 0)
        marker, = self.state(".crash")
        self.assertTrue(marker.startswith(f"open-{window.process.pid}-"), marker)

    def test_what_was_done_is_offered(self):
        path = self.file("place.lastref", self.scene())
        with Display() as display:
            window = self.open(display, path)
            window.click("prompt")
            window.type("kept = [1]")
            window.wait("the statement", lambda _, states: states.get("statement") == "kept = [1]")
            self.end(window, signal.SIGSEGV)
            self.assertEqual(len(self.state(".lastref")), 1)
            again = self.open(display, path)
            _, states = again.wait("the offer", lambda rects, _: "restore.restore" in rects)
            self.assertIn("A fault of its own ended it (SIGSEGV). What you did is kept.", states["offer"])
            self.assertEqual(self.state(".crash"), [])
            again.click("restore.restore")
            again.wait("what was done", lambda _, states: states.get("statement") == "kept = [1]")
            again.hand("key", "ctrl+s")
            again.wait("saved", lambda _, states: states.get("saved") == "yes")
            # all is saved: a second fault loses nothing, and that is told
            self.end(again, signal.SIGABRT)
            last = self.open(display, path)
            last.wait("the note", lambda _, states: "(SIGABRT). Nothing was left unsaved." in states.get("message", ""))
            last.kill()
        self.assertRegex(self.log(), r"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ %d ended by SIGSEGV;" % window.process.pid)
        self.assertIn(f"{again.process.pid} ended by SIGABRT;", self.log())
        self.assertIn(f"{last.process.pid} opens {path}", self.log())

    def test_who_is_asked_to_end(self):
        """By the system, a terminal that is closed: no fault, and nothing is lost."""
        path = self.file("place.lastref", self.scene())
        with Display() as display:
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                window = self.open(display, path)
                window.click("prompt")
                window.type("kept = [1]")
                window.wait("the statement", lambda _, states: states.get("statement") == "kept = [1]")
                window.process.send_signal(number)
                self.assertEqual(window.process.wait(), -number)
                self.assertEqual(self.state(".crash"), [])
                self.assertIn(f"{window.process.pid} ended by {number.name}; what was not saved is kept", self.log())
                again = self.open(display, path)
                _, states = again.wait("the offer", lambda rects, _: "restore.restore" in rects)
                self.assertNotIn("fault", states["offer"])
                again.click("restore.restore")
                again.wait("what was done", lambda _, states: states.get("statement") == "kept = [1]")
                again.hand("key", "ctrl+s")
                again.wait("saved", lambda _, states: states.get("saved") == "yes")
                again.hand("key", "ctrl+q")
                self.assertEqual(again.process.wait(), 0)
                with open(path, "wb") as file:
                    file.write(self.scene())

    def test_a_display_that_goes(self):
        """The X server ends, and its library the program: what was done is kept, and the log tells why."""
        path = self.file("place.lastref", self.scene())
        with Display() as display:
            window = self.open(display, path)
            window.click("prompt")
            window.type("kept = [1]")
            window.wait("the statement", lambda _, states: states.get("statement") == "kept = [1]")
            display.server.kill()
            self.assertEqual(window.process.wait(), 1)
        self.assertIn(f"{window.process.pid} ended by the loss of its display; what was not saved is kept", self.log())
        with Display() as display:
            again = self.open(display, path)
            _, states = again.wait("the offer", lambda rects, _: "restore.restore" in rects)
            self.assertNotIn("fault", states["offer"])
            again.kill()

    def test_what_is_told_is_logged(self):
        path = self.file("place.lastref", self.scene())
        with Display() as display:
            window = self.open(display, path)
            window.click("prompt")
            window.type("kept = [1]")
            window.wait("the statement", lambda _, states: states.get("statement") == "kept = [1]")
            os.remove(path)
            os.mkdir(path)
            window.hand("key", "ctrl+s")
            _, states = window.wait("the refusal", lambda _, states: path in states.get("message", ""))
            window.hand("key", "ctrl+q")
            window.wait("the question", lambda _, states: "Quit" in states.get("message", ""))
            window.hand("key", "ctrl+q")
            self.assertEqual(window.process.wait(), 0)
        lines = self.log().splitlines()
        self.assertRegex(lines[0], r" Lastref \d+\.\d+\.\d+ starts: 1440x900 pixels, scale 1, by \w+$")
        self.assertTrue(lines[-1].endswith(f" {window.process.pid} ends"), lines)
        self.assertTrue(any(line.endswith("told: " + states["message"]) for line in lines), lines)


if __name__ == "__main__":
    cli.main()
