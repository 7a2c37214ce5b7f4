"""What may be missing around the program, or full, or closed: a clear message each, and nothing half written.

No display, one that does not answer, no font, no python3, a folder that is not to be written to, a full
disk. A full disk under a picture or document is in test_export.py and test_documents.py.
"""

import os
import shutil
import subprocess
import time

import cli

SCRIPT = "a = [1]\nprint(a)\n"
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'
LESSON = os.path.join(os.path.dirname(__file__), "../../assets/lessons/04_slots_optimization.py")
# Even for root a closed folder is closed then.
ROOT_RIGHTS = "-dac_override,-dac_read_search"
AS_ANYBODY = [] if os.geteuid() else ["setpriv", f"--bounding-set={ROOT_RIGHTS}", f"--inh-caps={ROOT_RIGHTS}"]


class Surroundings(cli.Case):
    def environment(self, **variables):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("DISPLAY", "WAYLAND_", "XDG_", "SDL_"))}
        environment.update({"LC_ALL": "C.UTF-8", "HOME": self.folder, **variables})
        return environment

    def call(self, *words, out=subprocess.PIPE, **variables):
        """As run_lastref, with all of the command and some variables to choose."""
        return subprocess.run(words, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, text=True,
                              timeout=cli.SECONDS, cwd=self.folder, env=self.environment(**variables))

    def assert_told(self, done, *words, status=2):
        """One line, and it has the words."""
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_no_display(self):
        self.assert_told(self.call(self.lastref), "a window cannot be opened: there is no display", "lastref export")
        self.assert_told(self.call(self.lastref, DISPLAY=":4711"), "the display :4711 does not answer")

    def test_lessons_that_do_not_stand_beside_the_program(self):
        alone = os.path.join(self.folder, "lastref")
        shutil.copy(self.lastref, alone)
        data = os.path.join(self.folder, "data")
        self.assert_told(self.call(alone, "export", "--all", "pictures", XDG_DATA_DIRS=data), "no lessons were found")
        shutil.copytree(os.path.dirname(LESSON), os.path.join(data, "lastref", "lessons"))
        done = self.call(alone, "lesson", "check", os.path.join(data, "lastref", "lessons", "04_slots_optimization.lesson"),
                         "--yes")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        done = self.call(alone, "export", "--all", "pictures", XDG_DATA_DIRS=f"/nowhere:{data}")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("04_slots_optimization", " ".join(os.listdir(os.path.join(self.folder, "pictures"))))

    def test_no_font(self):
        fonts = self.file("fonts.conf", NO_FONTS)
        script = self.file("script.py", SCRIPT)
        session = self.file("session.txt", "script\nx = 1\nend\n")
        for words in ((), ("export", script, "-o", "out.png"), ("session", session)):
            with self.subTest(words=words):
                done = self.call(self.lastref, *words, FONTCONFIG_FILE=fonts)
                self.assert_told(done, "no font was found; install one", "fonts-dejavu-core")
        self.assertFalse(os.path.exists(os.path.join(self.folder, "out.png")))
        # what draws nothing needs none
        self.assertEqual(self.call(self.lastref, "run", script, FONTCONFIG_FILE=fonts).stdout, "[1]\n")

    def test_no_python3(self):
        """Where processes may have mounts of their own, python3 is covered by what cannot be executed."""
        mounts = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
        if subprocess.run([*mounts, "mount", "--bind", "/dev/null", "/usr/bin/python3"], capture_output=True).returncode:
            self.skipTest("no mounts of one's own here; tests/platform/test_python_check.c has the message")
        done = self.call(*mounts, "sh", "-c", 'mount --bind /dev/null /usr/bin/python3 && exec "$@"', "sh", self.lastref,
                         "verify", LESSON, PATH="/usr/sbin:/sbin:/bin:/usr/bin")
        self.assert_told(done, "verify needs python3 of version 3.11")

    def test_a_closed_folder(self):
        script = self.file("script.py", SCRIPT)
        closed = os.path.join(self.folder, "closed")
        os.mkdir(closed)
        os.chmod(closed, 0o555)
        out = os.path.join(closed, "out.png")
        done = self.call(*AS_ANYBODY, self.lastref, "export", script, "-o", out)
        self.assert_told(done, out, "Permission denied")
        self.assertEqual(os.listdir(closed), [])

    def test_a_closed_home(self):
        """Nothing can be kept there, and the window works all the same."""
        home, places = os.path.join(self.folder, "home"), os.path.join(self.folder, "places")
        os.mkdir(home)
        os.chmod(home, 0o555)
        environment = self.environment(SDL_VIDEODRIVER="dummy", HOME=home, LASTREF_RECTS=places)
        window = subprocess.Popen([*AS_ANYBODY, self.lastref, self.file("script.py", SCRIPT)], env=environment,
                                  stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        end = time.monotonic() + cli.SECONDS
        shown = ""
        while "state\tsteps\t3\n" not in shown and window.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
            if os.path.exists(places):
                with open(places, encoding="utf-8") as file:
                    shown = file.read()
        window.kill()
        self.assertIn("state\tsteps\t3\n", shown)
        self.assertEqual(window.communicate()[1], "")
        self.assertEqual(os.listdir(home), [])

    def test_too_large_a_file(self):
        """What a shell's `ulimit -f` would end by a signal."""
        script = self.file("script.py", SCRIPT)
        before = os.listdir(self.folder)
        done = self.call("bash", "-c", 'ulimit -f 4; exec "$@"', "bash", self.lastref, "export", script, "-o", "out.png")
        self.assert_told(done, "out.png", "File too large")
        self.assertEqual(os.listdir(self.folder), before)

    def test_a_full_disk_under_the_output(self):
        script = self.file("script.py", SCRIPT)
        for words in (("run", script), ("dump", script), ("dump", script, "--all"), ("--help",), ("run", "--help"),
                      ("--version",), ("verify", LESSON)):
            with self.subTest(words=words), open("/dev/full", "w", encoding="utf-8") as full:
                self.assert_told(self.call(self.lastref, *words, out=full), "No space left on device")


if __name__ == "__main__":
    cli.main()
