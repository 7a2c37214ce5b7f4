"""Random programs by Lastref and by Debian's python3: both must print the same.

    /usr/bin/python3 programs.py RUN_PROGRAMS [--count N] [--seed FIRST] [--keep FOLDER] [--shrink]

RUN_PROGRAMS runs all programs in one process: it checks the heap after each statement, goes back and
forth with the state's hash compared at each stop, and executes, undoes and redoes statements in the
past. python3 runs each program as a script of its own, for what it counts depends on that.

A program that Lastref refuses (exit status 3) is counted, not failed; most must run. Programs that
differ are kept in FOLDER, made small by --shrink.
"""

import argparse
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading

import compare
import generate
import shrink

REFUSED_PERCENT_MAX = 5


class Runner:
    """One process of run_programs; a new one where the old one died."""

    def __init__(self, program, seconds):
        self.program = program
        self.seconds = seconds
        self.process = None

    def start(self):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.errors)

    def run(self, path):
        """(stdout, stderr, exit status), what did not hold."""
        if not self.process:
            self.start()
        watch = threading.Timer(self.seconds, self.process.kill)
        watch.start()
        try:
            self.process.stdin.write(path.encode() + b"\n")
            self.process.stdin.flush()
            head = self.process.stdout.readline().split()
            if len(head) == 4:
                status, *lengths = map(int, head)
                out, err, fault = (self.process.stdout.read(n) for n in lengths)
                return (out, err, status), fault.decode("utf-8", "replace")
        finally:
            watch.cancel()
        status = self.process.wait()
        self.process = None
        self.errors.seek(0)
        said = self.errors.read()
        return (b"", said, None if status == -9 else -abs(status) or -1), ""

    def end(self):
        """False when the process told of a leak."""
        if not self.process:
            return True
        self.process.stdin.close()
        return self.process.wait() == 0


def judge(runner, reference, path):
    tested, fault = runner.run(path)
    if fault:
        # numbers of stops and addresses move when a program is made smaller
        return compare.Verdict("differs", fault, re.sub(r"0x[0-9a-f]+|\d+", "N", fault))
    return compare.judge(reference, tested)


def made_small(runner, source, path, wanted):
    def fails(text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        if wanted.fault in compare.OUTPUTS:
            return judge(runner, compare.by_python3(path, 5), path).same_fault(wanted)
        return judge(runner, (b"", b"", 0), path).same_fault(wanted)
    return shrink.shrink(source, fails)


def prepare(options, folder, ready):
    """Writes the programs and runs them by python3, ahead of the other side."""
    for seed in range(options.seed, options.seed + options.count):
        source = generate.program(seed)
        path = os.path.join(folder, f"fuzz_{seed}.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(source)
        ready.put((seed, source, path, compare.by_python3(path)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run_programs", type=os.path.abspath)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", help="folder for programs that differ")
    parser.add_argument("--shrink", action="store_true", help="make programs that differ small")
    options = parser.parse_args()
    compare.python311.require_reference()
    counts = {"same": 0, "late": 0, "refused": 0, "differs": 0}
    reasons = {}
    runner = Runner(options.run_programs, options.seconds)
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ready = queue.Queue(maxsize=4)
        threading.Thread(target=prepare, args=(options, folder, ready), daemon=True).start()
        for _ in range(options.count):
            seed, source, path, reference = ready.get()
            verdict = judge(runner, reference, path)
            counts[verdict.kind] += 1
            if verdict.kind == "refused":
                reason = re.sub(r"^lastref: .*?:\d+:\d+: ", "", verdict.told)
                reasons[reason] = reasons.get(reason, 0) + 1
            if verdict.kind == "differs":
                print(f"seed {seed}: {verdict.told}", flush=True)
                if options.shrink:
                    source = made_small(runner, source, path, verdict)
                if options.keep:
                    with open(os.path.join(options.keep, f"fuzz_{seed}.py"), "w", encoding="utf-8") as file:
                        file.write(source)
            os.remove(path)
    good = runner.end()
    print(", ".join(f"{count} {result}" for result, count in counts.items()))
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1])[:20]:
        print(f"  refused {count} times: {reason}")
    if not good:
        print("run_programs did not end well (a leak?)")
    if counts["refused"] * 100 > options.count * REFUSED_PERCENT_MAX:
        print("too many programs are refused for this test to mean anything")
        return 1
    return 1 if counts["differs"] or not good else 0


if __name__ == "__main__":
    sys.exit(main())
