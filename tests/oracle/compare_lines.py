"""Compares `lastref dump --all` with the line oracle, step by step.

    /usr/bin/python3 compare_lines.py LASTREF LINE_ORACLE [--seconds N] [--show N] FILE_OR_FOLDER...

A step and an event must agree in line, names of the frames, their variables, and of each variable
in type, size, tracked state and, where the object is not shared with the interpreter itself, in
refcount. Each step must also add up: an object's refcount is the number of its references and
hidden holders. Exit status 1 when anything differs.
"""

import argparse
import json
import os
import sys
import tempfile

import python311

FIELDS = ("type", "size", "tracked", "refcount")


def read_events(oracle, script, seconds):
    """Returns the events of the script and a complaint or None."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "events")
        status = python311.run([oracle, "-o", path, script], seconds)[2]
        if status is None:
            return [], f"the oracle did not end within {seconds} s"
        if not os.path.exists(path):
            return [], f"the oracle wrote nothing, exit status {status}"
        with open(path, encoding="ascii") as lines:
            events = [json.loads(line) for line in lines]
    if events and events[-1].get("truncated"):
        return [], "the script has more events than the oracle reports"
    return events, None


def read_steps(lastref, script, seconds):
    """Returns the steps that are line events, and a complaint or None."""
    out, err, status = python311.run([lastref, "dump", script, "--all"], seconds)
    if status is None:
        return [], f"lastref dump did not end within {seconds} s"
    last_words = err.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
    if status == 3:
        return [], "unsupported: " + last_words[0]
    try:
        steps = [json.loads(line) for line in out.splitlines() if line.strip()]
    except ValueError as error:
        return [], f"lastref dump wrote a line that is no JSON: {error}"
    if not steps and status != 1:
        return [], f"lastref dump wrote nothing, exit status {status} {last_words[0]}"
    return [step for step in steps if step.get("line")], None


def variables_of(frame, objects, cells):
    """Name -> object of a dumped frame; an unbound variable and an empty cell are left out. The
    oracle looks through the cells of a function's variables, so such a cell stands for what it
    holds."""
    rows = {}
    for variable in frame["vars"]:
        target = objects.get(variable.get("to"))
        if target is not None and target["type"] == "cell" and cells.get(variable["name"], True):
            held = [objects[r["to"]] for r in target.get("refs", ()) if r.get("to") in objects]
            target = held[0] if held else None
        if target is not None:
            rows[variable["name"]] = target
    return rows


def differences_of_frame(wanted, frame, objects):
    cells = {v["name"]: v["cell"] for v in wanted["vars"]}
    rows = variables_of(frame, objects, cells)
    names = [v["name"] for v in wanted["vars"]]
    if list(rows) != names:
        missing = [n for n in names if n not in rows]
        extra = [n for n in rows if n not in names]
        if missing or extra:
            yield f"variables of {wanted['name']}: missing {missing}, too many {extra}"
        else:
            yield f"order of the variables of {wanted['name']}: python3 {names}, lastref {list(rows)}"
    for variable in wanted["vars"]:
        got = rows.get(variable["name"])
        if got is None:
            continue
        if got.get("shared") and not variable["shared"]:
            yield f"{wanted['name']}: {variable['name']} is marked shared, which it is not"
        for field in FIELDS:
            if field == "refcount" and variable["shared"]:
                continue
            if variable[field] is not None and got.get(field) != variable[field]:
                yield (f"{wanted['name']}: {variable['name']} ({variable['type']}) {field}: "
                       f"python3 {variable[field]}, lastref {got.get(field)}")


def differences_of_step(event, step):
    if event["line"] != step["line"]:
        yield f"line: python3 {event['line']}, lastref {step['line']}"
        return
    wanted = [f["name"] for f in event["frames"]]
    frames = step["frames"]
    if event["exit"] and len(frames) > len(wanted):
        # The module's code has ended; a dump still shows its names, as a frame below the others.
        frames = frames[1:]
    got = [f["name"] for f in frames]
    if wanted != got:
        yield f"frames: python3 {wanted}, lastref {got}"
        return
    objects = {o["id"]: o for o in step["objects"]}
    for a, b in zip(event["frames"], frames):
        yield from differences_of_frame(a, b, objects)


def unbalanced(step):
    """Objects whose refcount is not what references and hidden holders add up to."""
    counts = {o["id"]: sum(h["count"] for h in o.get("hidden", ())) for o in step["objects"]}
    holders = [v.get("to") for f in step["frames"] for v in f["vars"]]
    holders += [r.get("to") for o in step["objects"] for r in o.get("refs", ()) if not r.get("weak")]
    for target in holders:
        if target in counts:
            counts[target] += 1
        elif target is not None:
            yield f"a reference leads to {target}, which is not among the objects"
    for o in step["objects"]:
        if not o.get("shared") and counts[o["id"]] != o["refcount"]:
            yield (f"{o['type']} {o.get('repr')}: refcount {o['refcount']}, "
                   f"but its holders add up to {counts[o['id']]}")


def compare(options, script):
    """Returns the report's lines, none where all agrees, and the number of steps compared."""
    events, complaint = read_events(options.oracle, script, options.seconds)
    steps, other = read_steps(options.lastref, script, options.seconds)
    if complaint or other:
        return ["  " + (complaint or other)], 0
    report, total = [], 0
    for number, (event, step) in enumerate(zip(events, steps), 1):
        found = list(differences_of_step(event, step)) + list(unbalanced(step))
        total += len(found)
        if found and len(report) < options.show:
            report.append(f"  step {number}, line {event['line']}")
            report += ["    " + text for text in found[:options.show]]
        if any(text.startswith(("line:", "frames:")) for text in found):
            report.append("  the two runs part here")
            return report, number
    # Events of finalizers at interpreter shutdown may be left out by a dump.
    least = sum(not e["exit"] for e in events)
    if not least <= len(steps) <= len(events):
        report.append(f"  steps: python3 {len(events)}, lastref {len(steps)}")
        total += 1
    if total:
        report.append(f"  {total} differences")
    return report, len(steps)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lastref", type=os.path.abspath)
    parser.add_argument("oracle", type=os.path.abspath)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--show", type=int, default=8, help="differences shown of a script")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    python311.require_reference()
    scripts = python311.scripts_of(options.paths)
    failed = 0
    for script in scripts:
        report, steps = compare(options, script)
        failed += bool(report)
        print("FAIL" if report else "same", os.path.basename(script), f"({steps} steps)")
        for line in report:
            print(line)
    print(f"{len(scripts) - failed} of {len(scripts)} scripts agree at every line")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
