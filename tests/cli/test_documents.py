"""Documents on the command line, and what is left of a window that was killed.

    /usr/bin/python3 test_documents.py LASTREF

LASTREF_KILLS says how many editing sessions are killed (8 by default).
"""

import glob
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import cli

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCENES = sorted(glob.glob(os.path.join(ROOT, "assets", "scenes", "*.lastref")))
PYTHON = "/usr/bin/python3"
SMALL = {"lastref": 1, "script": {"name": "a.py", "stops": 1, "source": [""]},
         "statements": [{"at": 1, "text": "a = [1]"}, {"at": 3, "text": "b = a"}],
         "done": 2, "shown": 5, "hash": "0000000000000000"}


class Commands(cli.Case):
    def document(self, **changes):
        return self.file("d.lastref", json.dumps({**SMALL, **changes}))

    def test_scenes_agree_with_python3(self):
        self.assertEqual(len(SCENES), 10)
        for scene in SCENES:
            out = os.path.join(self.folder, "out.py")
            done = self.run_lastref("export", scene, "--format", "py", "-o", out)
            self.assertEqual((done.status, done.err), (0, b""), scene)
            with open(out, encoding="utf-8") as file:
                self.assertIn("assert ", file.read())
            ran = subprocess.run([PYTHON, out], capture_output=True)
            self.assertEqual(ran.returncode, 0, scene + ran.stderr.decode())

    def test_verify(self):
        done = self.run_lastref("verify", SCENES[0], "--yes")
        self.assertEqual(done.status, 0, done.err)
        self.assertIn(b"python3 agrees with all", done.out)
        self.assert_refused(self.run_lastref("verify", SCENES[0]), "--yes")

    def test_without_checks(self):
        out = os.path.join(self.folder, "out.py")
        self.run_lastref("export", self.document(), "--format", "py", "-o", out, "--no-checks")
        with open(out, encoding="utf-8") as file:
            self.assertEqual(file.read(), "a = [1]\nb = a\n")

    def test_the_prompt_shows_values(self):
        path = self.document(statements=[{"at": 1, "text": "a = [1]"}, {"at": 3, "text": "a; len(a)"},
                                         {"at": 5, "text": "import gc; gc.collect()"}], done=3, shown=7)
        out = os.path.join(self.folder, "out.py")
        self.assertEqual(self.run_lastref("export", path, "--format", "py", "-o", out).status, 0)
        ran = subprocess.run([PYTHON, out], capture_output=True, text=True)
        self.assertEqual((ran.returncode, ran.stdout), (0, "[1]\n1\n0\n"), ran.stderr)

    def test_scenes_become_lessons(self):
        for scene in SCENES:
            out = os.path.join(self.folder, "out.lesson")
            done = self.run_lastref("export", scene, "--format", "lesson", "-o", out, "--yes")
            self.assertEqual((done.status, done.out, done.err), (0, b"", b""), scene)
            done = self.run_lastref("lesson", "check", out, "--yes")
            self.assertEqual((done.status, done.err), (0, b""), scene)

    def test_a_lesson_replaces_nothing_unasked(self):
        document = self.document()
        out, script = os.path.join(self.folder, "x.lesson"), os.path.join(self.folder, "x.py")
        arguments = ("export", document, "--format", "lesson", "-o", out)
        self.file("x.py", "mine")
        self.assert_refused(self.run_lastref(*arguments), "x.py is there already; --yes")
        self.assertFalse(os.path.exists(out))
        self.assertEqual(self.run_lastref(*arguments, "--yes").status, 0)
        with open(script, encoding="utf-8") as file:
            self.assertEqual(file.read(), "a = [1]\nb = a\n")
        os.remove(script)
        self.assert_refused(self.run_lastref(*arguments), "x.lesson is there already; --yes")
        self.assertFalse(os.path.exists(script))

    def test_a_lesson_is_written_whole_or_not(self):
        document = self.document()
        for out in ("/nowhere/x.lesson", os.path.join(self.folder, "x.py"), os.path.join(self.folder, ".lesson")):
            with self.subTest(out=out):
                self.assert_refused(self.run_lastref("export", document, "--format", "lesson", "-o", out))
        out = os.path.join(self.folder, "full.lesson")
        done = self.run_lastref("export", document, "--format", "lesson", "-o", out, largest_file=100)
        self.assert_refused(done, "full.lesson")
        self.assert_refused(self.run_lastref("export", self.file("a.py", "a = 1"), "--format", "lesson", "-o", out),
                            "no document")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.py", "d.lastref"])

    def test_another_model_is_told(self):
        done = self.run_lastref("dump", self.document())
        self.assertEqual(done.status, 0)
        self.assertIn(b"another version of the model", done.err)
        self.assertIn(b'"list"', done.out)

    def test_picture(self):
        out = os.path.join(self.folder, "out.png")
        done = self.run_lastref("export", SCENES[1], "-o", out, "--size", "400x300")
        self.assertEqual((done.status, done.err), (0, b""))
        self.assertTrue(os.path.getsize(out))

    def test_refused(self):
        good = json.dumps(SMALL)
        for name, content, word in (
                ("cut.lastref", good[:60], "damaged"), ("none.lastref", "", "damaged"),
                ("newer.lastref", good.replace('"lastref": 1', '"lastref": 9'), "newer Lastref"),
                ("other.lastref", "[1, 2]", "no document"), ("deep.lastref", "[" * 200000, "damaged"),
                ("bytes.lastref", b"\xff\xfe{}", "UTF-8"),
                ("step.lastref", good.replace('"at": 3', '"at": 30'), "step 30"),
                ("syntax.lastref", good.replace("b = a", "b = ("), "no Python"),
                ("big.lastref", " " * (9 << 20), "too large")):
            path = self.file(name, content)
            for command in (["dump", path], ["export", path, "-o", "x.png"],
                            ["export", path, "--format", "py", "-o", "x.py"]):
                self.assert_refused(self.run_lastref(*command), word)
        self.assertEqual(glob.glob(os.path.join(self.folder, "x.*")), [])
        self.assert_refused(self.run_lastref("run", self.document()), "is a document")
        script = self.file("s.py", "a = 1\n")
        self.assert_refused(self.run_lastref("export", script, "--format", "py", "-o", "x.py"), "script already")

    def test_a_hostile_name_opens_nothing(self):
        """The script's name is only told to Python."""
        victim = self.file("victim.py", "precious = 1\n")
        path = self.document(script={"name": victim, "stops": 1, "source": [""]})
        self.assertEqual(self.run_lastref("dump", path).status, 0)
        self.run_lastref("export", path, "-o", os.path.join(self.folder, "x.png"))
        with open(victim, encoding="utf-8") as file:
            self.assertEqual(file.read(), "precious = 1\n")
        self.assertEqual(sorted(os.listdir(self.folder)), ["d.lastref", "victim.py", "x.png"])

    def test_not_one_program(self):
        path = self.document(script={"name": "a.py", "stops": 6, "source": ["for i in range(2):", "    a = [i]", ""]},
                             statements=[{"at": 3, "text": "b = 1"}], done=1, shown=4)
        done = self.run_lastref("export", path, "--format", "py", "-o", "x.py")
        self.assert_refused(done, "statement 1 was executed while line")

    def test_a_full_disk(self):
        out = os.path.join(self.folder, "out.py")
        with open(out, "w", encoding="utf-8") as file:
            file.write("old")
        done = self.run_lastref("export", SCENES[1], "--format", "py", "-o", out, largest_file=100)
        self.assert_refused(done, "cannot be written")
        with open(out, encoding="utf-8") as file:
            self.assertEqual(file.read(), "old")
        self.assertEqual(os.listdir(self.folder), ["out.py"])


class Display:
    """A virtual X server, shared by the windows that are killed."""

    def __enter__(self):
        reader, writer = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24",
                                        "-nolisten", "tcp", "-noreset"], pass_fds=[writer],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as number:
            self.name = ":" + number.readline().strip()
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


class Window:
    """A real window; what it shows is read from the file that it writes after each frame."""

    def __init__(self, case, display, *arguments):
        self.places = os.path.join(case.folder, "places")
        if os.path.exists(self.places):
            os.remove(self.places)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "WAYLAND_", "SDL_"))}
        environment.update(DISPLAY=display.name, HOME=case.folder, LASTREF_RECTS=self.places, LC_ALL="C.UTF-8")
        self.case, self.environment = case, environment
        self.process = subprocess.Popen([case.lastref, *arguments], env=environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=case.folder)

    def read(self):
        rects, states = {}, {}
        try:
            with open(self.places, encoding="utf-8") as file:
                for line in file:
                    kind, name, *rest = line.rstrip("\n").split("\t")
                    if kind == "rect":
                        rects[name] = [float(number) for number in rest]
                    else:
                        states[name] = rest[0] if rest else ""
        except FileNotFoundError:
            pass
        return rects, states

    def wait(self, what, condition, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            rects, states = self.read()
            if condition(rects, states):
                return rects, states
            self.case.assertIsNone(self.process.poll(), f"ended while waiting for {what}")
            time.sleep(0.02)
        self.case.fail(f"no {what}: {self.read()}")
        return None

    def hand(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def click(self, name):
        rects, _ = self.wait(name, lambda rects, _: name in rects)
        x, y, width, height = rects[name]
        self.hand("mousemove", str(int(x + width / 2)), str(int(y + height / 2)), "click", "1")

    def type(self, text):
        self.hand("type", "--delay", "0", text)
        self.hand("key", "Return")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@cli.unittest.skipUnless(shutil.which("Xvfb") and shutil.which("xdotool"), "needs Xvfb and xdotool")
class Killed(cli.Case):
    def journals(self):
        return glob.glob(os.path.join(self.folder, ".local", "state", "lastref", "open-*.lastref"))

    def edit_and_die(self, display, chance):
        """Returns the statement and hash that were seen last before the window was killed."""
        window = Window(self, display)
        window.wait("the window", lambda rects, states: "view.sandbox" in rects and states.get("loading") == "no")
        window.click("view.sandbox")
        window.wait("the prompt", lambda rects, _: "prompt" in rects)
        seen = {"statements": "", "hash": ""}
        for number in range(chance.randrange(1, 6)):
            text = chance.choice(["n%d = [%d]", "n%d = {'k': %d}", "n%d = [[], %d]"]) % (number, number)
            window.click("prompt")
            window.type(text)
            if chance.random() < 0.3:
                time.sleep(chance.random() * 0.1)
                break  # in the middle of it, perhaps
            _, seen = window.wait(text, lambda _, states, text=text: states.get("statement") == text)
        time.sleep(chance.random() * 0.05)
        _, last = window.read()
        window.kill()
        return last if last.get("statement") else seen

    def restore(self, display, seen):
        window = Window(self, display)
        if not seen.get("statement") and not self.journals():
            window.kill()
            return
        window.wait("the offer", lambda rects, _: "restore.restore" in rects)
        window.click("restore.restore")
        _, states = window.wait("what was open", lambda rects, states: "restore.restore" not in rects and
                                states.get("statements", "").startswith(seen["statements"]) and
                                states.get("statement"))
        if states["statements"] == seen["statements"]:  # else a later one was finished, too
            self.assertEqual(states["hash"], seen["hash"])
        self.assertEqual(states["saved"], "no")
        window.kill()
        for journal in self.journals():
            os.remove(journal)

    def test_the_last_gesture_is_there(self):
        chance = random.Random(int(os.environ.get("LASTREF_SEED", "1")))
        with Display() as display:
            for _ in range(int(os.environ.get("LASTREF_KILLS", "8"))):
                self.restore(display, self.edit_and_die(display, chance))

    def test_a_clean_end_leaves_nothing(self):
        with Display() as display:
            # what is done for a task of a lesson is nothing to save
            window = Window(self, display, self.file("own.py", "x = 1\n"))
            window.wait("the window", lambda rects, states: "view.sandbox" in rects and states.get("loading") == "no")
            window.click("view.sandbox")
            window.click("prompt")
            window.type("a = []")
            window.wait("a", lambda _, states: states.get("statement") == "a = []")
            self.assertEqual(len(self.journals()), 1)
            window.hand("key", "Escape")
            window.hand("key", "ctrl+q")
            window.wait("a warning", lambda _, states: "not saved" in states.get("message", ""))
            window.hand("key", "ctrl+q")
            self.assertEqual(window.process.wait(30), 0)
            self.assertEqual(self.journals(), [])


if __name__ == "__main__":
    cli.main()
