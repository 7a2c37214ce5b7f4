#!/usr/bin/python3
"""Writes src/python/library/imports.txt: what importing each module of the standard library does to
the books of CPython's collector. See src/python/library/README.md for the form.

    record_imports.py RECORD_IMPORT LIBPYTHON OUT MODULE...

RECORD_IMPORT is the program of record_import.c, LIBPYTHON the shared library that it is linked
with. Needs objdump and nm.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

# Offsets in PyInterpreterState, 3.11.2: gc.generations[0].count, list.numfree, dict_state.numfree.
COUNTERS = (0x2B4, 0x11A0, 0x1428)
# The same of tuple.numfree[-1], as a displacement and as an index of an array of int.
TUPLES, TUPLES_INDEX = 0xECC, 0x3B3
STORE = re.compile(r"^ *([0-9a-f]+):\t(?:mov +%e[a-z0-9]+,|addl +\$0x1,|subl +\$0x1,)(.*)")
ENTRIES = {"PyImport_ImportModuleLevelObject": "i", "PyEval_EvalCode": "e",
           "PyObject_DelItem": "x", "PyObject_GetAttr": "b", "PyType_Ready": "b",
           "PyDict_SetItem": "b", "_Py_Dealloc": "b"}
# Modules that nothing else imports and that import nothing: with the first one the finder of the
# script's folder is made, and after some the code of importlib is specialised.
FIRST = ["colorsys", "urllib", "xmlrpc", "wsgiref"]

ASKS = re.compile("(?:>[^;]*;)+")
DROPPED = re.compile("[*!]")
KINDS = ["o", "l", "d"] + [f"t{n}" for n in range(1, 21)]
LETTERS = {f"+{kind}": chr(ord("A") + i) for i, kind in enumerate(KINDS)}
LETTERS |= {f"-{kind}": chr(ord("a") + i) for i, kind in enumerate(KINDS)}
# A tuple of one and an exception: AttributeError for __path__, of a module that is no package. The
# call of _handle_fromlist, of one that is.
FROM_ENDINGS = ("DAda", "Aa")
LETTERS |= {"*": "*", "x": "!"}


def find_sites(library):
    """The list that record_import wants: KIND:OFFSET of each instruction that is watched."""
    symbols = {}
    for line in subprocess.check_output(["nm", "-D", library], text=True).splitlines():
        parts = line.split()
        if len(parts) == 3:
            symbols[parts[2].split("@")[0]] = int(parts[0], 16)
    sites = [f"{kind}:{symbols[name]:x}" for name, kind in ENTRIES.items()]
    imports = f"{symbols['PyImport_ImportModuleLevelObject']:x} "
    code = subprocess.check_output(["objdump", "-d", "--no-show-raw-insn", library], text=True)
    after_import = False
    index_register = None
    for line in code.splitlines():
        address = line.split(":")[0].strip()
        if after_import:
            sites.append(f"r:{address}")
        after_import = "call" in line and imports in line
        match = STORE.match(line)
        if match:
            target = match[2].split("#")[0].strip()
            if any(target.startswith(f"0x{offset:x}(%r") for offset in COUNTERS) or \
               target.startswith(f"0x{TUPLES:x}(%r") or \
               (index_register and target.endswith(f"({index_register},4)")):
                sites.append(f"c:{address}")
        index = re.search(rf"lea +0x{TUPLES_INDEX:x}\(%r[a-z0-9]+\),(%r[a-z0-9]+)", line)
        if index:
            index_register = r"%rcx," + index[1]
        elif "ret" in line:
            index_register = None
    return ",".join(sites)


class Recorder:
    def __init__(self, program, library, folder):
        self.program, self.sites, self.folder = program, find_sites(library), folder
        self.script = Path(folder) / "empty.py"
        self.script.write_text("")

    def record(self, module, *before, cold=False):
        warm = ["-c"] if cold else []
        warm += [word for name in before for word in ("-w", name)]
        output = subprocess.check_output([self.program, self.sites, self.script, *warm, module],
                                         text=True)
        return output.split()


def split(words):
    """The events of each module by itself: of those inside, only '>NAME;' stays."""
    modules, stack = {}, []
    for word in words:
        if word[0] in ">}=":
            stack.append((word[1:], word[0], []))
        elif word[0] == "<":
            name, how, own = stack.pop()
            # `from` looks for __path__ afterwards, which belongs to the statement
            for ending in FROM_ENDINGS:
                if how == "}" and stack and "".join(own[-len(ending):]) == ending:
                    stack[-1][-1].append(ending)
                    del own[-len(ending):]
                    break
            if how == "=" or word == "<!":
                if stack:
                    stack[-1][-1].extend(own)
                continue
            modules[name] = "".join(own)
            if stack:
                stack[-1][-1].append(f">{name};")
        else:
            stack[-1][-1].append(LETTERS[word])
    return modules


def place_body(events):
    """Where Lastref runs its own text of the module: after what the module asks for; where the
    module's code deletes names then, just before that, since what it leaves as garbage is garbage
    from there on; else at the end. The other marks are dropped."""
    after = events.rfind(";") + 1
    at = events.find("!", after)
    if at < 0:
        at = len(events)
    return DROPPED.sub("", events[:at]) + "*" + DROPPED.sub("", events[at:])


def main():
    program, library, out, *names = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(program, library, folder)
        warm = split(recorder.record("keyword", *FIRST))["keyword"]
        cold = split(recorder.record("keyword", *FIRST, cold=True))["keyword"]
        start = next(i for i in range(len(warm)) if warm[i] != cold[i])
        end = next(i for i in range(len(warm)) if warm[-1 - i] != cold[-1 - i])
        search, first = warm[start:len(warm) - end], cold[start:len(cold) - end]
        path_prefix = warm[:start] + search
        found, nested, waiting = {}, {}, list(names)
        while waiting:
            name = waiting.pop(0)
            if name in found:
                continue
            parent = name.rpartition(".")[0]
            modules = split(recorder.record(name, *FIRST, *([parent] if parent else [])))
            # what is recorded first sees each module that it asks for not loaded yet
            found[name] = modules.pop(name, None) or nested[name]
            nested |= modules
            waiting += [module for module in modules if module not in found]
        for name, events in nested.items():
            if ASKS.sub("", events) != ASKS.sub("", found[name]):
                print(f"{name}: other events within another module", file=sys.stderr)
    lines = [f"(first) {first}"]
    for module, events in sorted(found.items()):
        if events.startswith(path_prefix):
            events = f"{warm[:start]}({search}){events[len(path_prefix):]}"
        else:
            print(f"{module}: no search along sys.path", file=sys.stderr)
        lines.append(f"{module} {place_body(events)}")
    Path(out).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
