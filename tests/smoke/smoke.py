"""One session in a real window: the first start, then a lesson; steps, clicks, drags a reference, undoes, quits.

    /usr/bin/python3 smoke.py LASTREF [FOLDER_FOR_SCREENSHOTS]
"""

import os
import shutil
import sys
import tempfile
import time

from window import PATIENCE, Screen, Window, need_tools


def require_changed(session, name, before):
    now = session.shot(name)
    if not now or now == before:
        session.fail(f"the picture is the same after: {name}")
    return now


def play(session):
    session.find_window()
    session.wait_for("first frame in LASTREF_RECTS", lambda: session.step() > 0)
    picture = session.shot("opened")
    if len(set(picture)) < 16:
        session.fail("the window is blank")

    # the first start, and from it by the start page to a lesson
    session.wait_for_state("guide", "task last")
    session.click("node:party")
    session.wait_for_state("selected", "party")
    session.key("ctrl+Left", "Delete")
    session.wait_for_state("guide", "done last")
    session.click("lesson.list")
    session.wait_for("the start page", lambda: session.state("start").startswith("first"))
    require_changed(session, "start page", picture)
    session.click("lesson.1")
    session.wait_for("the lesson", lambda: session.state("guide").startswith("says"))
    picture = session.shot("lesson")

    session.key("Home")
    session.wait_for_state("step", 1)
    session.key("Next", "Next", "Right")
    session.wait_for_state("step", 4)
    picture = require_changed(session, "stepped", picture)
    session.key("Prior")
    session.wait_for_state("step", 3)
    session.key("Left")
    session.wait_for_state("step", 2)
    session.click("timeline.next")
    session.wait_for_state("step", 3)

    session.key("End")
    session.wait_for_state("step", session.state("steps"))
    picture = require_changed(session, "at the end", picture)

    session.click("node:crew")
    session.wait_for_state("selected", "crew")
    picture = require_changed(session, "selected", picture)

    session.drag("port:bob", "node:crew")
    session.wait_for_state("statement", "bob = crew")
    picture = require_changed(session, "dragged", picture)
    session.key("ctrl+z")
    session.wait_for_state("statement", "")
    picture = require_changed(session, "undone", picture)
    session.key("ctrl+shift+z")
    session.wait_for_state("statement", "bob = crew")
    session.key("ctrl+z")
    session.wait_for_state("statement", "")

    session.hand("windowsize", session.window, 960, 600)
    session.wait_for("smaller window", lambda: session.read()[0].get("window", (0,) * 4)[2] == 960)
    require_changed(session, "small", picture)

    session.key("ctrl+q")
    end = time.monotonic() + PATIENCE
    while session.program.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    if session.program.returncode != 0:
        session.fail(f"Ctrl+Q ended with {session.program.returncode}")


def start_again(session):
    """What was learned is there, and the start page offers to go on."""
    session.find_window()
    session.wait_for("the start page", lambda: (session.state("start") or "").startswith("continue"))
    session.shot("started again")
    session.key("Return")
    session.wait_for("the lesson", lambda: (session.state("guide") or "").startswith("says"))


def main():
    lastref = os.path.abspath(sys.argv[1])
    need_tools()
    with tempfile.TemporaryDirectory() as scratch, Screen() as screen:
        folder = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else scratch
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        session = Window(lastref, screen.display, folder)
        try:
            play(session)
        finally:
            session.end()
        os.remove(session.rects)
        again = Window(lastref, screen.display, folder)
        try:
            start_again(again)
        finally:
            again.end()
    print("smoke: fine")


if __name__ == "__main__":
    main()
