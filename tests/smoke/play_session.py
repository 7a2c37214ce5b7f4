"""Recorded sessions (src/session/README.md) in a real window, by mouse and keyboard of an X server.

    /usr/bin/python3 play_session.py LASTREF SESSION.txt...

Of the commands those that a hand can do; what is expected is waited for.
"""

import os
import sys
import tempfile
import time

from window import Screen, Window, need_tools

# Names of keys in sessions that X calls otherwise.
KEYS = {"right": "Right", "left": "Left", "up": "Up", "down": "Down", "home": "Home", "end": "End",
        "pageup": "Prior", "pagedown": "Next", "enter": "Return", "escape": "Escape", "tab": "Tab",
        "delete": "Delete", "backspace": "BackSpace", "menu": "Menu", "[": "bracketleft",
        "]": "bracketright", "plus": "plus", "minus": "minus"}


def x_key(combo):
    *modifiers, key = combo.split("+")
    key = KEYS.get(key, key.upper() if len(key) > 1 and key[0] == "f" else key)
    return "+".join(modifiers + [key])


class Player:
    def __init__(self, window, lines):
        self.window = window
        self.lines = iter(lines)

    def block(self):
        lines = []
        for line in self.lines:
            if line == "end":
                break
            lines.append(line)
        return lines

    def expect(self, state, wanted, within=False):
        def holds():
            value = self.window.state(state)
            return value is not None and (wanted in value if within else value == wanted)
        self.window.wait_for(f"{state} {wanted!r}", holds)

    def drag(self, places, drop=True):
        self.window.hand("mousemove", *self.window.place(places[0]))
        time.sleep(0.2)
        at = self.window.place(places[0])
        self.window.hand("mousemove", *at)
        time.sleep(0.1)
        self.window.hand("mousedown", 1)
        for name in places[1:]:
            to = self.window.place(name)
            for i in range(1, 13):
                self.window.hand("mousemove", at[0] + (to[0] - at[0]) * i // 12,
                                 at[1] + (to[1] - at[1]) * i // 12)
                time.sleep(0.02)
            at = to
        time.sleep(0.2)
        if drop:
            self.window.hand("mouseup", 1)

    def do(self, line):
        command, _, rest = line.partition(" ")
        words = rest.split()
        time.sleep(0.3)  # what moves has arrived
        if command == "key":
            self.window.key(*(x_key(combo) for combo in words))
        elif command == "type":
            self.window.type(rest)
        elif command == "click":
            self.window.click(words[0])
        elif command == "double":
            self.window.click(words[0], times=2)
        elif command == "menu":
            self.window.click(words[0], button=3)
        elif command == "choose":
            rects = self.window.read()[0]
            name = next((n for n in rects if n.startswith("menu:" + rest)), None)
            if name is None:
                self.window.fail(f"no row of the menu begins with {rest}")
            self.window.click(name)
        elif command in ("drag", "hold"):
            self.drag(words, drop=command == "drag")
        elif command == "drop":
            self.window.hand("mouseup", 1)
        elif command == "wait":
            time.sleep(int(rest) / 1000)
        elif command in ("expect", "expect-in"):
            wanted = rest.partition(" ")[2]
            self.expect(words[0], "" if wanted == '""' else wanted, command == "expect-in")
        elif command == "expect-lines":
            self.expect(words[0], "".join(line + "\\n" for line in self.block()))
        elif command == "expect-place":
            self.window.place(words[0])
        elif command == "expect-no-place":
            self.window.wait_for(f"no {words[0]}", lambda: words[0] not in self.window.read()[0])
        else:
            sys.exit(f"no hand can do: {line}")

    def play(self):
        for line in self.lines:
            if line and not line.startswith("#"):
                self.do(line)


def main():
    lastref = os.path.abspath(sys.argv[1])
    need_tools()
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        start = lines.index("script")
        script = lines[start + 1:lines.index("end")]
        rest = lines[lines.index("end") + 1:]
        with tempfile.TemporaryDirectory() as folder, Screen() as screen:
            name = os.path.join(folder, "session.py")
            with open(name, "w", encoding="utf-8") as file:
                file.write("".join(line + "\n" for line in script))
            window = Window(lastref, screen.display, folder, name)
            try:
                window.find_window()
                window.wait_for("first frame", lambda: window.step() > 0)
                window.hand("windowsize", window.window, 1440, 900)
                time.sleep(0.5)
                Player(window, rest).play()
            finally:
                window.end()
        print(f"{os.path.basename(path)}: fine")


if __name__ == "__main__":
    main()
