"""What the oracle tests share: finding the reference interpreter and the scripts, running them."""

import os
import re
import subprocess
import sys

PYTHON = "/usr/bin/python3"


def require_reference():
    """Ends the test, with the reason, where Debian's Python 3.11 is missing."""
    try:
        done = subprocess.run([PYTHON, "-c", "import sys; print(*sys.version_info[:2])"],
                              capture_output=True, text=True, timeout=60)
        version = done.stdout.strip()
    except OSError:
        version = "none"
    if version != "3 11":
        sys.exit(f"{PYTHON} must be Debian's Python 3.11, the reference of these tests; found: {version}")


def scripts_of(paths):
    """Every .py of the files and folders given, absolute, sorted by name within a folder."""
    found = []
    for path in paths:
        path = os.path.abspath(path)
        if os.path.isdir(path):
            found += sorted(os.path.join(path, n) for n in os.listdir(path) if n.endswith(".py"))
        elif os.path.exists(path):
            found.append(path)
        else:
            sys.exit(f"no such script: {path}")
    if not found:
        sys.exit("no scripts given")
    return found


def run(command, seconds, out=subprocess.PIPE, **variables):
    """Returns (stdout bytes, stderr bytes, exit status); status is None after a timeout. With `out`,
    an open file, stdout goes there."""
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    environment.pop("PYTHONPATH", None)
    environment.pop("PYTHONHOME", None)
    environment.pop("PYTHONUNBUFFERED", None)
    environment.update(variables)
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=subprocess.PIPE, timeout=seconds, env=environment)
        return done.stdout, done.stderr, done.returncode
    except subprocess.TimeoutExpired as late:
        return late.stdout or b"", late.stderr or b"", None
    except OSError as error:
        sys.exit(f"cannot run {command[0]}: {error}")


def rename_addresses(text):
    """Addresses differ from run to run: the first one seen becomes 0xA1, the next 0xA2."""
    names = {}
    return re.sub(rb"0x[0-9a-f]{6,}",
                  lambda m: names.setdefault(m.group(), b"0xA%d" % (len(names) + 1)), text)
