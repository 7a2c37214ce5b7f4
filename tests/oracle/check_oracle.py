"""Proves that the line oracle is not seen by the script it watches.

    /usr/bin/python3 check_oracle.py LINE_ORACLE FILE_OR_FOLDER...

Under the oracle a script prints what it prints under python3, counts included, and the events are
those of sys.settrace. A script whose course depends on the collector's counter differs under
sys.settrace itself and does not belong here.
"""

import json
import os
import sys
import tempfile

import python311

# As sitecustomize it is in place before the script, which runs without a frame around it.
TRACER = """
import os
import sys

script = os.environ["TRACED_SCRIPT"]
out = open(os.environ["TRACED_EVENTS"], "w")


def trace(frame, what, argument):
    if frame.f_code.co_filename != script:
        return None
    if what == "line":
        print(frame.f_lineno, frame.f_code.co_name, file=out, flush=True)
    return trace


sys.settrace(trace)
"""


def place_of(event):
    """Line number and innermost frame's name. Most of an event are variables, which are not read here."""
    line, _, frames = event.partition(',"exit":')
    outer, _, _ = frames.rpartition('","vars":[')
    return int(line.rpartition(":")[2]), json.loads(outer[outer.rindex('"'):] + '"')


def problems(oracle, script, folder):
    events, traced = os.path.join(folder, "events"), os.path.join(folder, "traced")
    plain = python311.run([python311.PYTHON, script], 60)
    watched = python311.run([oracle, "-o", events, script], 60)
    with open(os.path.join(folder, "sitecustomize.py"), "w", encoding="utf-8") as file:
        file.write(TRACER)
    under_trace = python311.run([python311.PYTHON, script], 60, PYTHONPATH=folder, TRACED_SCRIPT=script,
                                TRACED_EVENTS=traced)
    for name, a, b, t in zip(("stdout", "stderr", "exit status"), plain, watched, under_trace):
        if name != "exit status":
            a, b, t = (python311.rename_addresses(out) for out in (a, b, t))
        # What differs in the same way under sys.settrace is seen of any tracing: an exception that is
        # made whole early, say.
        if b not in (a, t):
            yield f"{name} differs under the oracle"
    # A script that meets the recursion limit meets it earlier with a trace function on the stack.
    if b"RecursionError" in plain[0] + plain[1]:
        return
    # sys.settrace keeps code cold; where a script shows that, its course differs, too.
    if python311.rename_addresses(under_trace[0]) != python311.rename_addresses(plain[0]):
        return
    with open(events, encoding="ascii") as lines:
        got = [place_of(line) for line in lines]
    with open(traced, encoding="utf-8") as lines:
        wanted = [(int(number), name) for number, name in (line.split() for line in lines)]
    if got != wanted:
        at = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
        yield f"events differ from sys.settrace's at {at}: {wanted[at:at + 2]} became {got[at:at + 2]}"


# Generators that free each other free in another order under sys.settrace itself.
# What a method of a built-in type calls back sees the tracer's bound method in the count of self.
# What an import costs in the collector's books is another number while its frames are traced, and so is the
# moment of an automatic collection at thresholds of a few objects.
LEFT_OUT = {"dealloc_02_generators.py", "hold_01_sorting.py", "hold_04_text.py", "warm_07_drop_order.py",
            "fuzz_04_collection_inside_copy.py", "fuzz_05_long_lived_objects.py", "lib_02_math_counts.py"}


def is_left_out(script):
    name = os.path.basename(script)
    return name in LEFT_OUT or name.startswith("import_")


def main():
    python311.require_reference()
    oracle = os.path.abspath(sys.argv[1])
    failed = 0
    for script in python311.scripts_of(sys.argv[2:]):
        if is_left_out(script):
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = list(problems(oracle, script, folder))
        failed += bool(found)
        print("FAIL" if found else "same", os.path.basename(script), *found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
