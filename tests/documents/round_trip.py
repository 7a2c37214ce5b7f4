"""Random sandboxes: saved, opened again, undone and done again with equal hashes, and exported with
checks that python3 has to accept.

    /usr/bin/python3 round_trip.py ROUND_TRIP [--seed N] [--count N] [--keep FOLDER]

Prints how many there were and each script that python3 did not accept; with --keep those are copied.
Exit status 1 when there was one, or when the program itself found a difference.
"""

import argparse
import concurrent.futures
import glob
import os
import shutil
import subprocess
import sys
import tempfile

PYTHON = "/usr/bin/python3"
SECONDS = 60


def accepted(path):
    """None, or the end of what python3 said."""
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run([PYTHON, path], capture_output=True, timeout=SECONDS, env=environment,
                          stdin=subprocess.DEVNULL, cwd=os.path.dirname(path))
    said = done.stderr.decode("utf-8", "replace")[-600:]
    if path.endswith(".raises.py"):  # the sandbox's own script ends so, too
        return None if done.returncode == 1 and "\nAssertionError" not in said else said or "no exception"
    return None if done.returncode == 0 else said


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--keep")
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([options.program, "--seed", str(options.seed), "--count",
                               str(options.count), "--out", folder], capture_output=True, text=True)
        print(done.stdout.strip())
        if done.returncode:
            print(done.stderr[-4000:])
            return 1
        scripts = sorted(glob.glob(os.path.join(folder, "*.py")))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for path, said in zip(scripts, pool.map(accepted, scripts)):
                if said is None:
                    continue
                failures += 1
                print(f"python3 does not accept {os.path.basename(path)}:\n{said}")
                if options.keep:
                    os.makedirs(options.keep, exist_ok=True)
                    shutil.copy(path, options.keep)
        reasons = {}
        for path in glob.glob(os.path.join(folder, "*.refused")):
            with open(path, encoding="utf-8") as file:
                text = "".join(c for c in file.read() if not c.isdigit())
            reasons[text[:70]] = reasons.get(text[:70], 0) + 1
        for text, number in sorted(reasons.items(), key=lambda item: -item[1]):
            print(f"not one program ({number}): {text}")
        print(f"{len(scripts)} scripts by python3, {failures} not accepted")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
