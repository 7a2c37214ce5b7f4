"""Compares code_dump with CPython's own compiler.

    python3 code_oracle.py DUMP_PROGRAM [--columns] [--single | --eval] FILE...
    python3 code_oracle.py --print FILE        what code_dump should print

DUMP_PROGRAM is the built code_dump. For each file both texts must be equal; the first difference of
each file is shown. Files that code_dump refuses as unsupported are counted, not compared. To be run
by a CPython 3.11.
"""

import dis
import struct
import subprocess
import sys


def text_of_bytes(data):
    return "".join(
        chr(b) if 32 <= b < 127 and b != 92 else "\\x%02x" % b for b in data
    )


def constant(value):
    if value is None or value is True or value is False:
        return str(value)
    if value is ...:
        return "Ellipsis"
    kind = type(value)
    if kind is int:
        digits = []
        rest = abs(value)
        while rest:
            digits.append("%08x." % (rest & 0x3FFFFFFF))
            rest >>= 30
        return "int " + ("-" if value < 0 else "") + "".join(reversed(digits))
    if kind is float:
        return "float " + real(value)
    if kind is complex:
        return "complex %s %s" % (real(value.real), real(value.imag))
    if kind is str:
        return "str '%s'" % text_of_bytes(value.encode("utf-8", "surrogatepass"))
    if kind is bytes:
        return "bytes '%s'" % text_of_bytes(value)
    if kind is tuple:
        return "(" + "".join(constant(item) + "," for item in value) + ")"
    if kind is frozenset:
        return "frozenset(" + "".join(sorted(constant(item) + "," for item in value)) + ")"
    if kind is type(constant.__code__):
        return "code %s line %d" % (value.co_name, value.co_firstlineno)
    raise TypeError(kind)


def real(value):
    text = "%.17g" % value
    return text


def varints(data):
    it = iter(data)
    for byte in it:
        value = byte & 63
        while byte & 64:
            byte = next(it)
            value = value << 6 | byte & 63
        yield value


def place(value):
    return "-" if value is None else str(value)


def print_code(code, out, columns):
    sized = code.co_code
    out.append(
        "code %s name %s line %d args %d %d %d locals %d flags %#x stack %d units %d linetable %d "
        "exceptions %d"
        % (
            code.co_qualname,
            code.co_name,
            code.co_firstlineno,
            code.co_argcount,
            code.co_posonlyargcount,
            code.co_kwonlyargcount,
            code.co_nlocals,
            code.co_flags,
            code.co_stacksize,
            len(sized) // 2,
            len(code.co_linetable),
            len(code.co_exceptiontable),
        )
    )
    names = code._varname_from_oparg
    slots = []
    free = set(code.co_freevars)
    index = 0
    local = list(code.co_varnames)
    only_cells = [name for name in code.co_cellvars if name not in local]
    for name in local:
        kind = 0x20 | (0x40 if name in code.co_cellvars else 0)
        slots.append("%s:%#x" % (name, kind))
    slots += ["%s:%#x" % (name, 0x40) for name in only_cells]
    slots += ["%s:%#x" % (name, 0x80) for name in code.co_freevars]
    out.append(" ".join(["slots"] + slots))
    out.append(" ".join(["names"] + list(code.co_names)))
    for number, value in enumerate(code.co_consts):
        out.append("const %d %s" % (number, constant(value)))

    # offsets (in units) of real instructions, EXTENDED_ARG left out
    items = []
    arg = 0
    data = code.co_code
    positions = list(code.co_positions())
    caches = dis._inline_cache_entries
    offset = 0
    start = 0
    index_of_unit = {}
    while offset < len(data) // 2:
        op, low = data[2 * offset], data[2 * offset + 1]
        index_of_unit[offset] = len(items)
        arg = arg << 8 | low
        if op == dis.EXTENDED_ARG:
            offset += 1
            continue
        items.append((offset, op, arg))
        arg = 0
        offset += 1 + caches[op]
    index_of_unit[offset] = len(items)
    for offset, op, arg in items:
        name = dis.opname[op]
        rest = ""
        if op in dis.hasconst:
            rest = " %d %s" % (arg, constant(code.co_consts[arg]))
        elif op in dis.hasname:
            which = arg >> 1 if name == "LOAD_GLOBAL" else arg
            rest = " %d %s" % (arg, code.co_names[which])
        elif op in dis.haslocal or op in dis.hasfree:
            rest = " %d %s" % (arg, names(arg))
        elif op in dis.hasjrel:
            after = offset + 1 + caches[op]
            unit = after - arg if "BACKWARD" in name else after + arg
            rest = " %d" % index_of_unit[unit]
        elif op >= dis.HAVE_ARGUMENT:
            rest = " %d" % arg
        line, end_line, column, end_column = positions[offset]
        where = place(line)
        if columns:
            where += " %s %s %s" % (place(end_line), place(column), place(end_column))
        out.append("%s @%d %s%s" % (where, offset, name, rest))
    table = list(varints(code.co_exceptiontable))
    for i in range(0, len(table), 4):
        begin, length, target, depth = table[i : i + 4]
        out.append(
            "except %d %d -> %d depth %d%s"
            % (
                index_of_unit[begin],
                index_of_unit[begin + length],
                index_of_unit[target],
                depth >> 1,
                " lasti" if depth & 1 else "",
            )
        )
    out.append("")
    for value in code.co_consts:
        if type(value) is type(code):
            print_code(value, out, columns)


def expected(path, columns, mode):
    with open(path, "rb") as file:
        source = file.read()
    out = []
    try:
        code = compile(source, path, mode, dont_inherit=True)
    except SyntaxError as error:
        line = error.lineno or 0
        return "%s %d %d %d %d: %s\n" % (
            type(error).__name__,
            line,
            error.offset or 0,
            error.end_lineno or 0,
            error.end_offset or 0,
            error.msg,
        )
    print_code(code, out, columns)
    return "\n".join(out) + "\n"


def main(args):
    if args[0] == "--print":
        sys.stdout.buffer.write(
            expected(args[1], True, "exec").encode("utf-8", "surrogateescape")
        )
        return 0
    program, *files = args
    options = [f for f in files if f.startswith("--")]
    files = [f for f in files if not f.startswith("--")]
    columns = "--columns" in options
    mode = "single" if "--single" in options else "eval" if "--eval" in options else "exec"
    same = refused = different = 0
    for path in files:
        run = subprocess.run([program, path] + options, capture_output=True)
        if run.returncode == 3:
            refused += 1
            print("refused", path, run.stdout.decode("utf-8", "replace").strip())
            continue
        got = run.stdout.decode("utf-8", "surrogateescape")
        try:
            want = expected(path, columns, mode)
        except (ValueError, RecursionError) as error:
            print("skipped", path, error)
            continue
        if got == want:
            same += 1
            continue
        different += 1
        print("differs", path, "status", run.returncode, run.stderr.decode("utf-8", "replace")[:600])
        got_lines, want_lines = got.split("\n"), want.split("\n")
        name = ""
        for number, line in enumerate(want_lines):
            if line.startswith("code "):
                name = line
            if number >= len(got_lines) or got_lines[number] != line:
                print("   in", name[:150])
                for back in range(max(0, number - 3), number):
                    print("        ", want_lines[back][:150])
                for k in range(number, number + 3):
                    print("    want", want_lines[k][:200] if k < len(want_lines) else "<end>")
                for k in range(number, number + 3):
                    print("    got ", got_lines[k][:200] if k < len(got_lines) else "<end>")
                break
    print("same %d, refused %d, different %d" % (same, refused, different))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
