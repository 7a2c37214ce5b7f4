"""The rules of the tree that a compiler does not check.

    /usr/bin/python3 check.py SOURCE_FOLDER [STATIC_LIBRARY...]

Include direction of the folders, SDL and Python headers only where they belong, format, no marks
of unfinished work, no mutable globals, nothing stray at the top level. Prints each finding as
file:line: text; exit status 1 when there is one.
"""

import os
import re
import shutil
import subprocess
import sys

# A folder includes only itself and those before it.
FOLDERS = ("base heap python timeline layout draw scene ui lesson export app session platform command").split()
TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE",
             "src", "assets", "tests", "packaging", "build"}
FILE_BYTES_MAX = 60 * 1024
# Besides src/platform: the benchmark opens a bare SDL window to measure the program's start against.
SDL_ALLOWED = {os.path.join("tests", "bench", "bench_start.c")}
VAGUE_NAMES = re.compile(r"(^|_)(utils?|common|misc|helpers?|manager)\.[ch]$")
# Put together here, so that this file does not contain what it looks for.
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK")) + r")\b")
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
# Symbols that may be mutable, each with its reason.
MUTABLE_ALLOWED = {"crash_watched": "a signal handler is told nothing but its signal"}


def files_under(root, *folders):
    for folder in folders:
        for path, names, files in os.walk(os.path.join(root, folder)):
            names[:] = sorted(n for n in names if n != "__pycache__")
            for name in sorted(files):
                yield os.path.relpath(os.path.join(path, name), root)


def read_lines(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read().splitlines()


def is_c(path):
    return path.endswith((".c", ".h"))


def folder_of(path):
    """The folder in src that a file belongs to; none for main.c and for tests."""
    parts = path.split(os.sep)
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def check_includes(root):
    for path in files_under(root, "src", "tests"):
        if not is_c(path):
            continue
        folder = folder_of(path)
        if folder and folder not in FOLDERS:
            yield f"{path}:1: a folder in src that has no place in the order: {folder}"
            continue
        for number, line in enumerate(read_lines(root, path), 1):
            found = INCLUDE.match(line)
            if found:
                for text in wrong_include(root, path, folder, *found.groups()):
                    yield f"{path}:{number}: {text}"


def wrong_include(root, path, folder, quote, name):
    if name.startswith("SDL") and folder != "platform" and path not in SDL_ALLOWED:
        yield f"only src/platform includes SDL: {name}"
    if os.path.basename(name) == "Python.h" and not path.startswith("tests/oracle/"):
        yield "only tests/oracle includes Python.h"
    if quote != '"' or not path.startswith("src"):
        return
    target = name.split("/")[0]
    if not os.path.exists(os.path.join(root, "src", name)):
        yield f"includes are written from src: {name}"
    elif folder and target in FOLDERS and FOLDERS.index(target) > FOLDERS.index(folder):
        yield f"{folder} may not include {target}: {name}"


def check_texts(root):
    for path in files_under(root, "src", "tests", "packaging", "assets", ".ci"):
        if path.endswith((".c", ".h", ".py", ".txt", ".md", ".cmake", ".sh")) or "." not in path[1:]:
            for number, line in enumerate(read_lines(root, path), 1):
                if UNFINISHED.search(line):
                    yield f"{path}:{number}: unfinished work: {line.strip()}"
        if is_c(path):
            if os.path.getsize(os.path.join(root, path)) > FILE_BYTES_MAX:
                yield f"{path}:1: longer than 60 KB: split by topic"
            if VAGUE_NAMES.search(os.path.basename(path)):
                yield f"{path}:1: a name that says no topic"


def check_top_level(root):
    for name in sorted(os.listdir(root)):
        if name not in TOP_LEVEL and not name.startswith("."):
            yield f"{name}:1: does not belong at the top level"


def check_format(root):
    if not shutil.which("clang-format"):
        yield "clang-format:1: not installed, so the format cannot be checked"
        return
    paths = [p for p in files_under(root, "src", "tests") if is_c(p)]
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", *paths], cwd=root,
                          capture_output=True, text=True)
    for line in done.stderr.splitlines():
        if "error:" in line:
            yield line.replace(" [-Wclang-format-violations]", "")
    if done.returncode and "error:" not in done.stderr:
        yield f"clang-format:1: {done.stderr.strip()}"


def check_globals(library):
    """Objects in a writable section. .data.rel.ro is constant after loading."""
    done = subprocess.run(["objdump", "-t", library], capture_output=True, text=True)
    if done.returncode:
        yield f"{library}:1: {done.stderr.strip()}"
    member = ""
    for line in done.stdout.splitlines():
        if "file format" in line:
            member = line.split(":")[0]
        found = re.match(r"[0-9a-f]+ (.{7}) (\S+)\s+[0-9a-f]+\s+(?:\.hidden )?(\S+)$", line)
        if not found or "O" not in found[1]:
            continue
        section, symbol = found[2], found[3]
        writable = re.match(r"(\.t?data|\.t?bss|\*COM\*)", section) and ".rel.ro" not in section
        of_sanitizer = symbol.startswith(("__asan", "__odr_asan", "__ubsan"))
        if writable and not of_sanitizer and symbol not in MUTABLE_ALLOWED:
            yield f"{member}:1: a mutable global: {symbol}"


def main():
    root = os.path.abspath(sys.argv[1])
    findings = [*check_includes(root), *check_texts(root), *check_top_level(root),
                *check_format(root)]
    for library in sys.argv[2:]:
        findings += check_globals(library)
    for finding in findings:
        print(finding)
    print(f"check: {len(findings)} findings" if findings else "check: fine")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
