"""What the tests of the command line share: running lastref and telling a clear end from a crash."""

import os
import resource
import subprocess
import sys
import tempfile
import unittest

# A sanitizer's build on a busy machine is slow; a hang is longer than this.
SECONDS = 120
CRASH_WORDS = (b"AddressSanitizer", b"LeakSanitizer", b"runtime error:", b"Assertion", b"Segmentation")


def limit_files(size):
    """For a new process: writing beyond the size fails, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class Run:
    def __init__(self, lastref, arguments, folder, seconds, largest_file=None, typed=b""):
        prepare = None if largest_file is None else lambda: limit_files(largest_file)
        # No display: the command line works without one.
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        environment.update(LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
        done = subprocess.run([lastref, *arguments], input=typed, capture_output=True,
                              timeout=seconds, env=environment, cwd=folder, preexec_fn=prepare)
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr

    def first_error(self):
        return (self.err.decode("utf-8", "replace").splitlines() or [""])[0]


class Case(unittest.TestCase):
    """A test with a folder of its own for the files it writes."""

    lastref = None

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = place.name

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        return path

    def run_lastref(self, *arguments, seconds=SECONDS, largest_file=None, typed=b""):
        """Runs it and requires an orderly end: no signal, no sanitizer report, no failed assert."""
        try:
            done = Run(self.lastref, arguments, self.folder, seconds, largest_file, typed)
        except subprocess.TimeoutExpired:
            self.fail(f"still running after {seconds} s: lastref {' '.join(arguments)}")
        said = done.err[-2000:].decode("utf-8", "replace")
        self.assertGreaterEqual(done.status, 0, f"died of signal {-done.status}\n{said}")
        self.assertLess(done.status, 4, f"an exit status without a meaning\n{said}")
        for word in CRASH_WORDS:
            self.assertNotIn(word, done.err, said)
        return done

    def assert_refused(self, done, *words, statuses=(2,)):
        """Ended with one of the statuses and a message that has the words."""
        message = done.err.decode("utf-8", "replace")
        self.assertIn(done.status, statuses, message)
        self.assertTrue(message.strip(), "no message")
        for word in words:
            self.assertIn(word, message)


def main():
    """First argument: the program to test."""
    Case.lastref = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
