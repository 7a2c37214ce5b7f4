"""Runs scripts by `lastref run` and by Debian's python3; both must print the same bytes.

    /usr/bin/python3 compare_stdout.py LASTREF [--seconds N] FILE_OR_FOLDER...

Compared are stdout, stderr (an uncaught exception's traceback) and the exit status. One line a
script; exit status 1 when any differs.
"""

import argparse
import os
import sys

import python311


def first_difference(wanted, got):
    a, b = wanted.splitlines(), got.splitlines()
    for number in range(max(len(a), len(b))):
        left = a[number] if number < len(a) else None
        right = b[number] if number < len(b) else None
        if left != right:
            return [f"    line {number + 1}",
                    f"    python3: {shown(left)}",
                    f"    lastref: {shown(right)}"]
    return ["    the same lines, other line ends"]


def shown(line):
    return "(nothing)" if line is None else line.decode("utf-8", "backslashreplace")


def compare(lastref, script, seconds):
    """Returns the report's lines; none where all agrees."""
    want_out, want_err, want_status = python311.run([python311.PYTHON, script], seconds)
    out, err, status = python311.run([lastref, "run", script], seconds)
    if status is None:
        return [f"    lastref did not end within {seconds} s"]
    if status == 3 and want_status != 3:
        return ["    unsupported: " + shown((err.splitlines() or [None])[-1])]
    report = []
    for name, wanted, got in (("stdout", want_out, out), ("stderr", want_err, err)):
        wanted, got = python311.rename_addresses(wanted), python311.rename_addresses(got)
        if wanted != got:
            report += [f"  {name} differs"] + first_difference(wanted, got)
    if status != want_status:
        report.append(f"  exit status: python3 {want_status}, lastref {status}")
        if not report[:-1] and err:
            report.append("    " + shown(err.splitlines()[-1]))
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lastref")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    python311.require_reference()
    scripts = python311.scripts_of(options.paths)
    failed = 0
    for script in scripts:
        report = compare(os.path.abspath(options.lastref), script, options.seconds)
        failed += bool(report)
        print("FAIL" if report else "same", os.path.basename(script))
        for line in report:
            print(line)
    print(f"{len(scripts) - failed} of {len(scripts)} scripts print what python3 prints")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
