"""A window of Lastref in a virtual X server, and a hand on it: xdotool.

Things are found by name, in the file that the program writes after each frame when LASTREF_RECTS
names one; see README.md.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1440, 900
PATIENCE = 30  # seconds for anything to happen: sanitizers on a busy machine are slow


def need_tools():
    for tool in ("Xvfb", "xdotool", "import", "convert"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is not installed")


class Screen:
    """A virtual X server, ended with the block."""

    def __enter__(self):
        reader, writer = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp",
             "-noreset"],
            pass_fds=[writer], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as number:
            self.display = ":" + number.readline().strip()
        if self.display == ":":
            sys.exit("Xvfb did not start")
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


class Window:
    def __init__(self, lastref, display, folder, *arguments):
        self.folder = folder
        self.rects = os.path.join(folder, "rects.txt")
        home = os.path.join(folder, "home")
        os.makedirs(home, exist_ok=True)
        self.environment = {k: v for k, v in os.environ.items()
                            if not k.startswith(("XDG_", "WAYLAND_", "SDL_"))}
        self.environment.update(DISPLAY=display, HOME=home, LASTREF_RECTS=self.rects, LC_ALL="C.UTF-8")
        self.log = open(os.path.join(folder, "log.txt"), "w+b")
        kept = os.path.join(folder, "kept")
        self.program = subprocess.Popen([lastref, "--data-dir", kept, *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)
        self.window = None
        self.left = self.top = 0

    # -- waiting and failing ------------------------------------------------------------------

    def fail(self, text):
        self.shot("failed")
        self.log.seek(0)
        sys.exit(f"FAIL {text}\n{self.log.read().decode('utf-8', 'replace')[-4000:]}")

    def wait_for(self, what, condition):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            if self.program.poll() is not None:
                self.fail(f"the program ended with {self.program.returncode} while waiting for {what}")
            time.sleep(0.05)
        self.fail(f"no {what} within {PATIENCE} s; rects: {self.read()}")

    # -- what the program says ----------------------------------------------------------------

    def read(self):
        """Returns (rectangles by id, states by name) of the last frame."""
        rects, states = {}, {}
        try:
            with open(self.rects, encoding="utf-8") as file:
                for line in file:
                    kind, name, *values = line.rstrip("\n").split("\t")
                    if kind == "rect":
                        rects[name] = tuple(float(v) for v in values)
                    elif kind == "state":
                        states[name] = "\t".join(values)
        except FileNotFoundError:
            pass
        return rects, states

    def state(self, name):
        return self.read()[1].get(name)

    def step(self):
        return int(self.state("step") or 0)

    def wait_for_state(self, name, wanted):
        self.wait_for(f"{name} {wanted}", lambda: self.state(name) == str(wanted))

    def place(self, name):
        """The middle of a rectangle on the screen."""
        x, y, width, height = self.wait_for(f"rectangle {name}", lambda: self.read()[0].get(name))
        return round(self.left + x + width / 2), round(self.top + y + height / 2)

    # -- the hand -----------------------------------------------------------------------------

    def hand(self, *arguments):
        done = subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        return done.stdout.strip()

    def find_window(self):
        found = self.wait_for("window", lambda: self.hand("search", "--onlyvisible", "--name", "Lastref"))
        self.window = found.splitlines()[-1]
        self.hand("windowfocus", self.window)
        self.find_origin()

    def find_origin(self):
        geometry = dict(line.split("=") for line in self.hand("getwindowgeometry", "--shell", self.window).splitlines())
        self.left, self.top = int(geometry["X"]), int(geometry["Y"])

    def key(self, *names):
        for name in names:
            self.hand("key", name)
            time.sleep(0.05)

    def click(self, name, button=1, times=1):
        self.hand("mousemove", *self.place(name))
        time.sleep(0.1)
        self.hand("click", "--repeat", times, "--delay", 60, button)

    def type(self, text):
        self.hand("type", "--delay", 20, text)

    def drag(self, name, target):
        """In small moves with pauses, as a hand does: the gesture needs frames in between."""
        (x0, y0), (x1, y1) = self.place(name), self.place(target)
        self.hand("mousemove", x0, y0)
        time.sleep(0.1)
        self.hand("mousedown", 1)
        for i in range(1, 13):
            self.hand("mousemove", x0 + (x1 - x0) * i // 12, y0 + (y1 - y0) * i // 12)
            time.sleep(0.03)
        time.sleep(0.2)
        self.shot("while-dragging")
        self.hand("mouseup", 1)

    def shot(self, name):
        """Saves a picture and returns its pixels. Waits for animations to end."""
        if name != "while-dragging": time.sleep(0.6)
        path = os.path.join(self.folder, name + ".png")
        subprocess.run(["import", "-window", "root", path], env=self.environment, capture_output=True)
        return subprocess.run(["convert", path, "-depth", "8", "rgb:-"], capture_output=True).stdout

    def end(self):
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait()
        self.log.close()
