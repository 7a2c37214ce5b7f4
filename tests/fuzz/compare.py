"""Whether Lastref and python3 agree on one script: what both printed, and how they ended."""

import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "oracle"))
import python311  # noqa: E402

REPORTS = ("AddressSanitizer", "runtime error:", "Assertion", "heap_check at stop")
# One that ends takes hundredths of a second; one that takes more is late, however busy the machine is.
CPU_SECONDS_MAX = 2
# Faults that show in comparison with python3; the others show by themselves.
OUTPUTS = ("status", "stdout", "stderr")


class Verdict:
    """`kind`: "same", "late" (python3 did not end), "refused" or "differs", with what to tell."""

    def __init__(self, kind, told="", fault=""):
        self.kind = kind
        self.told = told
        self.fault = fault

    def same_fault(self, other):
        """Whether two differences may have one cause."""
        return self.kind == other.kind == "differs" and self.fault == other.fault


def first_difference(wanted, got):
    """None, or the number of the first line that differs and both lines."""
    wanted = python311.rename_addresses(wanted).splitlines()
    got = python311.rename_addresses(got).splitlines()
    for number in range(max(len(wanted), len(got))):
        left = wanted[number] if number < len(wanted) else None
        right = got[number] if number < len(got) else None
        if left != right:
            return number + 1, left, right
    return None


def judge(reference, tested):
    """Both are (stdout, stderr, exit status); status None is a run that did not end."""
    want_out, want_err, want_status = reference
    out, err, status = tested
    text = err.decode("utf-8", "replace")
    said = (text.strip().splitlines() or [""])[-1]
    for report in REPORTS:
        if report in text:
            at = next(line for line in text.splitlines() if report in line)
            return Verdict("differs", at, report)
    if status is None:
        return Verdict("differs", "lastref did not end", "late")
    if status < 0:
        return Verdict("differs", f"lastref ended by signal {-status}", "signal")
    if want_status is None:
        return Verdict("late")
    if status == 3 and said.startswith("lastref: "):
        return Verdict("refused", said)
    if status != want_status:
        return Verdict("differs", f"exit status {status}, python3's is {want_status}: {said}", "status")
    for name, wanted, got in (("stdout", want_out, out), ("stderr", want_err, err)):
        different = first_difference(wanted, got)
        if different:
            number, left, right = different
            return Verdict("differs", f"{name} line {number}\n    python3: {left}\n    lastref: {right}", name)
    return Verdict("same")


def by_python3(path, seconds=60):
    command = ["prlimit", f"--cpu={CPU_SECONDS_MAX}", python311.PYTHON, path]
    out, err, status = python311.run(command, seconds)
    return out, err, None if status == -signal.SIGXCPU else status


def by_commands(lastref, path, seconds):
    """Runs both commands on the script."""
    return judge(by_python3(path), python311.run([lastref, "run", path], seconds))
