"""Random programs by `lastref run` and by Debian's python3: both must print the same.

    /usr/bin/python3 programs.py LASTREF [--count N] [--seed FIRST] [--keep FOLDER]

A program that Lastref refuses (exit status 3) is counted, not failed; most must run. With a build
that checks the heap at each stop this is that test too. Programs that differ are kept in FOLDER.
"""

import argparse
import os
import sys
import tempfile

import generate

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "oracle"))
import python311  # noqa: E402

REFUSED_PERCENT_MAX = 15


def compare(lastref, path, seconds):
    """Returns ("same" | "late" | "refused" | "differs", what to tell)."""
    want_out, want_err, want_status = python311.run([python311.PYTHON, path], 10)
    if want_status is None:
        return "late", ""
    out, err, status = python311.run([lastref, "run", path], seconds)
    said = (err.decode("utf-8", "replace").strip().splitlines() or [""])[-1]
    if status == 3:
        return "refused", said
    if status is None:
        return "differs", f"lastref did not end within {seconds} s"
    if status != want_status or status < 0:
        return "differs", f"exit status {status}, python3's is {want_status}: {said}"
    for wanted, got in ((want_out, out), (want_err, err)):
        wanted, got = python311.rename_addresses(wanted).splitlines(), python311.rename_addresses(got).splitlines()
        for number in range(max(len(wanted), len(got))):
            left = wanted[number] if number < len(wanted) else None
            right = got[number] if number < len(got) else None
            if left != right:
                return "differs", f"line {number + 1}\n    python3: {left}\n    lastref: {right}"
    return "same", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lastref")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", help="folder for programs that differ")
    options = parser.parse_args()
    python311.require_reference()
    counts = {"same": 0, "late": 0, "refused": 0, "differs": 0}
    reasons = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.count):
            path = os.path.join(folder, f"fuzz_{seed}.py")
            source = generate.program(seed)
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
            result, told = compare(os.path.abspath(options.lastref), path, options.seconds)
            counts[result] += 1
            if result == "refused":
                reason = told.split(": ")[-1]
                reasons[reason] = reasons.get(reason, 0) + 1
            if result == "differs":
                print(f"seed {seed}: {told}", flush=True)
                if options.keep:
                    os.makedirs(options.keep, exist_ok=True)
                    with open(os.path.join(options.keep, f"fuzz_{seed}.py"), "w", encoding="utf-8") as file:
                        file.write(source)
            os.remove(path)
    print(", ".join(f"{count} {result}" for result, count in counts.items()))
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1])[:10]:
        print(f"  refused {count} times: {reason}")
    if counts["refused"] * 100 > options.count * REFUSED_PERCENT_MAX:
        print("too many programs are refused for this test to mean anything")
        return 1
    return 1 if counts["differs"] else 0


if __name__ == "__main__":
    sys.exit(main())
