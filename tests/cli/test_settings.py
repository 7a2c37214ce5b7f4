"""What a person has set: kept from window to window, below --data-dir or in XDG's folders."""

import os
import shutil
import subprocess
import sys
import time
import unittest

import cli

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../smoke"))
import window  # noqa: E402

HEAD = "lastref settings 1\n"
ROOT_RIGHTS = "-dac_override,-dac_read_search"
AS_ANYBODY = [] if os.geteuid() else ["setpriv", f"--bounding-set={ROOT_RIGHTS}", f"--inh-caps={ROOT_RIGHTS}"]


class Settings(cli.Case):
    def setUp(self):
        super().setUp()
        self.script = self.file("script.py", "a = [1]\nb = a\n")
        self.kept = os.path.join(self.folder, "kept", "config", "settings")

    def set_variable(self, name, value):
        before = os.environ.get(name)
        os.environ[name] = value
        self.addCleanup(lambda: os.environ.pop(name) if before is None else os.environ.update({name: before}))

    def open(self, screen, *arguments):
        # whatever the last window wrote is of no interest
        rects = os.path.join(self.folder, "rects.txt")
        if os.path.exists(rects):
            os.remove(rects)
        shown = window.Window(self.lastref, screen.display, self.folder, self.script, *arguments)
        self.addCleanup(shown.end)
        shown.find_window()
        shown.wait_for_state("steps", 3)
        return shown

    def quit(self, shown):
        shown.key("ctrl+q")
        shown.program.wait(cli.SECONDS)
        shown.log.seek(0)
        self.assertEqual(shown.log.read(), b"")
        self.assertEqual(shown.program.returncode, 0)

    def set(self, text):
        os.makedirs(os.path.dirname(self.kept), exist_ok=True)
        with open(self.kept, "w", encoding="utf-8") as file:
            file.write(text)

    def said(self):
        with open(self.kept, encoding="utf-8") as file:
            return file.read()

    def test_kept_from_window_to_window(self):
        with window.Screen() as screen:
            shown = self.open(screen)
            self.quit(shown)
            self.assertFalse(os.path.exists(os.path.dirname(self.kept)), "nothing was set")
            shown = self.open(screen)
            shown.key("t")
            shown.wait_for_state("theme", "dark")
            shown.key("ctrl+plus")
            self.quit(shown)
            self.assertEqual(self.said(), HEAD + "theme dark\nsize 112.5\n")
            # the command line's is for this time
            shown = self.open(screen, "--theme", "contrast")
            shown.wait_for_state("theme", "contrast")
            shown.key("ctrl+minus")
            shown.wait_for_state("settings", "theme dark")
            self.quit(shown)
            self.assertEqual(self.said(), HEAD + "theme dark\n")
            # two windows do not take back what the other one has set
            first = self.open(screen)
            self.set(HEAD + "theme dark\nwheel scrolls\n")
            first.key("t")
            first.wait_for_state("theme", "contrast")
            self.quit(first)
            self.assertEqual(self.said(), HEAD + "theme contrast\nwheel scrolls\n")

    def test_a_link_stays_one(self):
        elsewhere = self.file("dotfile", HEAD)
        os.makedirs(os.path.dirname(self.kept))
        os.symlink(elsewhere, self.kept)
        with window.Screen() as screen:
            shown = self.open(screen)
            shown.key("t")
            self.quit(shown)
        self.assertTrue(os.path.islink(self.kept))
        self.assertEqual(self.said(), HEAD + "theme dark\n")

    def test_what_is_broken_is_told(self):
        with window.Screen() as screen:
            self.set(HEAD + "size many\nfont No Such Family\ntheme dark\n")
            shown = self.open(screen)
            shown.wait_for("message", lambda: "line 2 is not understood" in (shown.state("message") or ""))
            shown.wait_for_state("theme", "dark")
            self.quit(shown)
            self.set(HEAD + "font No Such Family\n")
            shown = self.open(screen)
            shown.wait_for("message", lambda: "No Such Family" in (shown.state("message") or ""))
            self.quit(shown)
            for other in (b"\xff\x00\x01", b"theme dark\n"):
                with open(self.kept, "wb") as file:
                    file.write(other)
                shown = self.open(screen)
                shown.wait_for("message", lambda: "is left as it is" in (shown.state("message") or ""))
                shown.key("t")
                shown.wait_for_state("theme", "dark")
                self.quit(shown)
                with open(self.kept, "rb") as file:
                    self.assertEqual(file.read(), other)

    def catalogue(self, language, text):
        folder = os.path.join(self.folder, "assets", "languages", language, "LC_MESSAGES")
        os.makedirs(folder)
        words = self.file(language + ".po", f"""msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: {language}\\n"
msgid "Interface size %.0f %%"
msgstr "{text}"
""")
        subprocess.run(["msgfmt", "-o", os.path.join(folder, "lastref.mo"), words], check=True)

    @unittest.skipUnless(shutil.which("msgfmt"), "no gettext")
    def test_language(self):
        self.catalogue("de", "Größe %.0f %%")
        self.catalogue("fr", "Taille %.0f %%")
        self.set_variable("LASTREF_ASSETS", os.path.join(self.folder, "assets"))
        self.set_variable("LANGUAGE", "fr")
        with window.Screen() as screen:
            for said, told in (("", "Taille 112 %"), ("language de\n", "Größe 112 %"),
                               ("language en\n", "Interface size 112 %")):
                with self.subTest(said=said):
                    self.set(HEAD + said)
                    shown = self.open(screen)
                    shown.key("ctrl+plus")
                    shown.wait_for_state("message", told)
                    self.quit(shown)
            # without its catalogue: that of the system, and a word
            self.set(HEAD + "language it\n")
            shown = self.open(screen)
            shown.wait_for("message", lambda: "The language it" in (shown.state("message") or ""))
            shown.key("ctrl+plus")
            shown.wait_for_state("message", "Taille 112 %")
            self.quit(shown)

    def whole_catalogue(self, language):
        """Each word of the program is another one in it."""
        top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        folder = os.path.join(self.folder, "assets", "languages", language, "LC_MESSAGES")
        os.makedirs(folder)
        words = os.path.join(self.folder, language + ".po")
        subprocess.run([sys.executable, os.path.join(top, "tests/words/pseudo.py"),
                        os.path.join(top, "assets/languages/lastref.pot"), words], check=True)
        subprocess.run(["msgfmt", "-o", os.path.join(folder, "lastref.mo"), words], check=True)

    def looks(self, shown):
        """All that tells what is shown, but for the message and where the ring of the keyboard is."""
        time.sleep(0.5)
        rects, states = shown.read()
        return rects, {name: value for name, value in states.items() if name not in ("message", "tip")}

    @unittest.skipUnless(shutil.which("msgfmt"), "no gettext")
    def test_fonts_and_language_hold_at_once(self):
        """The window looks as one that was started with what is set; the step that was shown is still shown."""
        self.whole_catalogue("de")
        self.set_variable("LASTREF_ASSETS", os.path.join(self.folder, "assets"))
        with window.Screen() as screen:
            shown = self.open(screen)
            shown.key("Home", "Right")
            shown.wait_for_state("step", 2)
            before = self.looks(shown)
            shown.key("ctrl+comma")
            time.sleep(0.3)  # the page finds its size
            shown.click("settings.language.de")
            shown.wait_for_state("settings", "language de")
            time.sleep(0.3)
            shown.click("settings.code_font")
            shown.type("DejaVu Serif")
            shown.key("Return")
            shown.wait_for("fonts", lambda: "code-font DejaVu Serif" in (shown.state("settings") or ""))
            shown.key("Escape")
            shown.wait_for_state("step", 2)
            at_once = self.looks(shown)
            shown.shot("at-once")
            self.quit(shown)
            shown = self.open(screen)
            shown.key("Home", "Right")
            shown.wait_for_state("step", 2)
            anew = self.looks(shown)
            self.assertEqual(at_once[1], anew[1])
            self.assertNotEqual(at_once[1]["narration"], before[1]["narration"])
            self.assertEqual({name: rect for name, rect in at_once[0].items() if "node:" not in name},
                             {name: rect for name, rect in anew[0].items() if "node:" not in name})
            # and back to what the system says
            shown.key("ctrl+comma")
            time.sleep(0.3)
            shown.click("settings.reset")
            shown.key("Escape")
            shown.wait_for_state("settings", "")
            self.assertEqual(self.looks(shown), before)
            self.quit(shown)

    def test_a_closed_folder(self):
        self.set(HEAD + "size 125\n")
        folder = os.path.dirname(self.kept)
        os.chmod(folder, 0o555)
        self.addCleanup(os.chmod, folder, 0o755)
        run = self.file("run", f'#!/bin/sh\nexec {" ".join(AS_ANYBODY)} {self.lastref} "$@"\n')
        os.chmod(run, 0o755)
        self.lastref, program = run, self.lastref
        with window.Screen() as screen:
            shown = self.open(screen)
            shown.key("t")
            shown.wait_for("message", lambda: "Settings cannot be kept" in (shown.state("message") or ""))
            shown.wait_for_state("theme", "dark")
            self.quit(shown)
        self.lastref = program
        self.assertEqual(self.said(), HEAD + "size 125\n")
        self.assertEqual(os.listdir(folder), ["settings"])

    def test_no_such_place(self):
        done = self.run_lastref("--data-dir", os.path.join(self.file("a", ""), "b"), self.script)
        self.assertEqual(done.status, 2)
        self.assertIn("cannot be made", done.first_error())


if __name__ == "__main__":
    window.need_tools()
    cli.main()
