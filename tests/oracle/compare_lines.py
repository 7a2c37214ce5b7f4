"""Compares `lastref dump --all` with the line oracle, step by step.

    /usr/bin/python3 compare_lines.py LASTREF LINE_ORACLE [--seconds N] [--show N] [--variables]
                     [--without FIELD] FILE_OR_FOLDER...

A step and an event must agree in line, names of the frames, their variables, and of each variable
in type, size, tracked state and, where the object is not shared with the interpreter itself, in
refcount. Each step must also add up: an object's refcount is the number of its references and
hidden holders. With --variables the dump tells frames and variables alone, for scripts with more
objects than a dump of every step should list; nothing is added up then. Exit status 1 when anything
differs.
"""

import argparse
import itertools
import json
import os
import sys
import tempfile

import python311

FIELDS = ("type", "size", "tracked", "refcount")


def record_events(oracle, script, seconds, path):
    """Writes the events of the script to a file; returns a complaint or None."""
    status = python311.run([oracle, "-o", path, script], seconds)[2]
    if status is None:
        return f"the oracle did not end within {seconds} s"
    if not os.path.exists(path):
        return f"the oracle wrote nothing, exit status {status}"
    return None


def record_steps(options, script, path):
    """Writes the steps to a file; returns a complaint or None."""
    command = [options.lastref, "dump", script, "--all"] + ["--variables"] * options.variables
    with open(path, "wb") as out:
        _, err, status = python311.run(command, options.seconds, out)
    if status is None:
        return f"lastref dump did not end within {options.seconds} s"
    last_words = err.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
    if status == 3:
        return "unsupported: " + last_words[0]
    if not os.path.getsize(path) and status != 1:
        return f"lastref dump wrote nothing, exit status {status} {last_words[0]}"
    return None


def steps_of(path):
    """The steps that are line events, one after the other: a long run is never in memory whole."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            step = json.loads(line)
            if step.get("line"):
                yield step


def events_of(path):
    with open(path, encoding="ascii") as lines:
        for line in lines:
            yield json.loads(line)


def variables_of(frame, objects, cells):
    """Name -> object of a dumped frame; an unbound variable and an empty cell are left out. The
    oracle looks through the cells of a function's variables, so such a cell stands for what it
    holds."""
    rows = {}
    for variable in frame["vars"]:
        if "type" in variable:
            rows[variable["name"]] = variable
            continue
        target = objects.get(variable.get("to"))
        if target is not None and target["type"] == "cell" and cells.get(variable["name"], True):
            held = [objects[r["to"]] for r in target.get("refs", ()) if r.get("to") in objects]
            target = held[0] if held else None
        if target is not None:
            rows[variable["name"]] = target
    return rows


def differences_of_frame(wanted, frame, objects, fields):
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
        for field in fields:
            if field == "refcount" and variable["shared"]:
                continue
            if variable[field] is not None and got.get(field) != variable[field]:
                yield (f"{wanted['name']}: {variable['name']} ({variable['type']}) {field}: "
                       f"python3 {variable[field]}, lastref {got.get(field)}")


def differences_of_step(event, step, fields):
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
    objects = {o["id"]: o for o in step.get("objects", ())}
    for a, b in zip(event["frames"], frames):
        yield from differences_of_frame(a, b, objects, fields)


def unbalanced(step):
    """Objects whose refcount is not what references and hidden holders add up to."""
    if "objects" not in step:
        return
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


def compare_files(options, events_path, steps_path):
    """Returns the report's lines, none where all agrees, and the number of steps compared."""
    report, total, number = [], 0, 0
    fields = [field for field in FIELDS if field != options.without]
    events, steps = events_of(events_path), steps_of(steps_path)
    for event, step in itertools.zip_longest(events, steps):
        if event and event.get("truncated"):
            return ["  the script has more events than the oracle reports"], number
        # Events of finalizers at interpreter shutdown may be left out by a dump.
        if event and not step and event["exit"]:
            continue
        number += 1
        if not event or not step:
            report.append(f"  {'python3' if not event else 'lastref'} has no step {number}")
            return report, number
        found = list(differences_of_step(event, step, fields)) + list(unbalanced(step))
        total += len(found)
        if found and len(report) < options.show:
            report.append(f"  step {number}, line {event['line']}")
            report += ["    " + text for text in found[:options.show]]
        if any(text.startswith(("line:", "frames:")) for text in found):
            report.append("  the two runs part here")
            return report, number
    if total:
        report.append(f"  {total} differences")
    return report, number


def compare(options, script):
    with tempfile.TemporaryDirectory() as folder:
        events, steps = os.path.join(folder, "events"), os.path.join(folder, "steps")
        complaint = record_events(options.oracle, script, options.seconds, events)
        complaint = complaint or record_steps(options, script, steps)
        if complaint:
            return ["  " + complaint], 0
        try:
            return compare_files(options, events, steps)
        except ValueError as error:
            return [f"  a line that is no JSON: {error}"], 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lastref", type=os.path.abspath)
    parser.add_argument("oracle", type=os.path.abspath)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--show", type=int, default=8, help="differences shown of a script")
    parser.add_argument("--variables", action="store_true", help="compare a dump of variables alone")
    parser.add_argument("--without", choices=FIELDS, help="leave this field out")
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
