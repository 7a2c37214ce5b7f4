"""Makes a failing script small: statements go while it goes on failing the same way.

    /usr/bin/python3 shrink.py LASTREF FILE.py           the small script, to stdout

Failing is what programs.py calls so: another output than python3's, a report of a sanitizer, an
end by a signal.
"""

import ast
import os
import sys
import tempfile
import time

import compare


def blocks(source):
    """Line ranges of all statements, larger ones first; none for what is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.stmt, ast.excepthandler)):
            first = min([node.lineno] + [d.lineno for d in getattr(node, "decorator_list", ())])
            found.add((first, node.end_lineno))
    return sorted(found, key=lambda r: (r[0] - r[1], -r[0]))


def parses(source):
    try:
        compile(source, "x", "exec")
    except (SyntaxError, ValueError, RecursionError, TypeError):
        return False
    return True


def indent_of(line):
    return len(line) - len(line.lstrip())


def without(lines, first, last):
    """The lines without a statement; with `pass` in its place where a block would be empty."""
    cut = lines[:first - 1] + lines[last:]
    if parses("\n".join(cut)):
        return cut
    indent = indent_of(lines[first - 1])
    kept = lines[:first - 1] + [" " * indent + "pass"] + lines[last:]
    return kept if kept != lines and parses("\n".join(kept)) else None


def unwrapped(lines, first, last):
    """A compound statement's own lines instead of it."""
    body = [line for line in lines[first:last] if line.strip()]
    indent = indent_of(lines[first - 1])
    deeper = [indent_of(line) for line in body if indent_of(line) > indent]
    if not deeper:
        return None
    keep = []
    for line in body:
        if indent_of(line) <= indent:
            break
        keep.append(line[min(deeper) - indent:])
    made = lines[:first - 1] + keep + lines[last:]
    return made if parses("\n".join(made)) else None


def chunks(lines, fails):
    """Halves, quarters and so on of the lines at the outer level go first."""
    size = len(lines) // 2
    while size >= 2:
        at = 0
        while at < len(lines):
            made = lines[:at] + lines[at + size:]
            if parses("\n".join(made)) and fails("\n".join(made) + "\n"):
                lines = made
            else:
                at += size
        size //= 2
    return lines


def shrink(source, holds, seconds=100):
    """The smallest script found in so many seconds that `holds(source)` is still true of."""
    until = time.monotonic() + seconds
    # what the collector counts before a first full collection tells about python3's start
    settled = "\ngc.collect()\n" in source

    def fails(text):
        if settled and "\ngc.collect()\n" not in text:
            return False
        return time.monotonic() < until and holds(text)

    lines = chunks(source.split("\n"), fails)
    changed = True
    while changed:
        changed = False
        for change in (without, unwrapped):
            at = 0
            while True:
                ranges = blocks("\n".join(lines))
                if at >= len(ranges):
                    break
                made = change(lines, *ranges[at])
                if made is not None and fails("\n".join(made) + "\n"):
                    lines = made
                    changed = True
                else:
                    at += 1
    return "\n".join(line for line in lines if line.strip()) + "\n"


def main():
    lastref, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        source = file.read()
    with tempfile.TemporaryDirectory() as folder:
        small = os.path.join(folder, "small.py")

        def verdict(text):
            with open(small, "w", encoding="utf-8") as file:
                file.write(text)
            return compare.by_commands(os.path.abspath(lastref), small, 20)

        wanted = verdict(source)
        if wanted.kind != "differs":
            sys.exit(f"{path}: {wanted.kind} {wanted.told}")
        small_source = shrink(source, lambda text: verdict(text).same_fault(wanted))
        print(verdict(small_source).told, file=sys.stderr)
    sys.stdout.write(small_source)


if __name__ == "__main__":
    main()
