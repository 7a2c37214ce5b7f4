"""Prints the syntax tree of a file in the format of ast_dump (src/python/ast.c), from CPython's ast.

    ast_oracle.py FILE.py               prints the tree
    ast_oracle.py --compare PROGRAM FILE.py...   runs PROGRAM (ast_dump) on each file and compares:
                                         trees of valid files, stderr of files with syntax errors
"""
import ast
import os
import subprocess
import sys
import warnings

WORDS = {  # fields printed on the node's own line, besides operators and contexts
    "FunctionDef": ["name"], "AsyncFunctionDef": ["name"], "ClassDef": ["name"],
    "ExceptHandler": ["name"], "arg": ["arg"], "keyword": ["arg"], "alias": ["name", "asname"],
    "Attribute": ["attr"], "Name": ["id"], "ImportFrom": ["module"], "MatchMapping": ["rest"],
    "MatchStar": ["name"], "MatchAs": ["name"],
}


def text_of(raw):
    out = []
    for c in raw:
        if c < 0x20 or c >= 0x7F or c in b"'\\":
            out.append("\\x%02x" % c)
        else:
            out.append(chr(c))
    return "'" + "".join(out) + "'"


def constant(value):
    if value is None or value is True or value is False:
        return repr(value)
    if value is Ellipsis:
        return "Ellipsis"
    if isinstance(value, int):
        digits = []
        while value:
            digits.append("%x" % (value & (2**30 - 1)))
            value >>= 30
        return "int " + (".".join(reversed(digits)) or "0")
    if isinstance(value, float):
        return "float %.17g" % value
    if isinstance(value, complex):
        return "complex %.17g %.17g" % (value.real, value.imag)
    if isinstance(value, bytes):
        return "bytes " + text_of(value)
    return "str " + text_of(value.encode("utf-8", "surrogatepass"))


def show(node, label, level, out):
    head = "  " * level + (label + ": " if label else "")
    if node is None:
        out.append(head + "None")
        return
    kind = type(node).__name__
    line = head + kind
    if hasattr(node, "lineno"):
        line += " %d:%d-%d:%d" % (node.lineno, node.col_offset, node.end_lineno,
                                  node.end_col_offset)
    words = WORDS.get(kind, [])
    for word in words:
        line += " %s=%s" % (word, getattr(node, word))
    rest = []
    for field, value in ast.iter_fields(node):
        if field in words or field in ("type_comment", "type_ignores"):
            continue
        if kind in ("Global", "Nonlocal") or field == "kwd_attrs":
            line += "".join(" " + name for name in value)
        elif kind == "Constant":
            if field == "value":
                line += " " + constant(value)
            elif value:
                line += " " + value
        elif kind == "MatchSingleton":
            line += " " + constant(value)
        elif field == "level":
            line += " level=%d" % value
        elif field == "is_async":
            line += " is_async=%d" % value
        elif field in ("conversion", "simple"):
            line += " %d" % value
        elif isinstance(value, (ast.operator, ast.boolop, ast.unaryop, ast.expr_context)):
            line += " " + type(value).__name__
        elif field == "ops":
            line += "".join(" " + type(op).__name__ for op in value)
        elif isinstance(value, ast.arguments):
            for name in ("posonlyargs", "args", "vararg", "kwonlyargs", "kw_defaults", "kwarg",
                         "defaults"):
                part = getattr(value, name)
                if part is not None:
                    rest.append((name, part if isinstance(part, list) else [part]))
        elif isinstance(value, list):
            rest.append((field, value))
        elif value is not None:
            rest.append((field, [value]))
    out.append(line)
    for field, values in rest:
        for value in values:
            show(value, field, level + 1, out)


def dump(path):
    with open(path, "rb") as file:
        tree = ast.parse(file.read(), path)
    out = []
    show(tree, "", 0, out)
    return "\n".join(out) + "\n"


def reference_errors(path):
    """What python3 prints when it compiles the file as the main script."""
    run = subprocess.run([sys.executable, "-I", "-B", path], capture_output=True, text=True,
                         errors="replace", timeout=60)
    return run.stderr


def compare(program, paths):
    same = refused = different = 0
    for path in paths:
        run = subprocess.run([program, path], capture_output=True, timeout=300)
        mine, errors = run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace")
        try:
            wanted = dump(path)
        except (SyntaxError, ValueError) as error:
            wanted = None
            wanted_errors = reference_errors(path)
        except RecursionError:
            wanted = None
            wanted_errors = "RecursionError"
        if wanted is not None and run.returncode == 0 and mine == wanted:
            same += 1
        elif wanted is None and run.returncode == 1 and (errors == wanted_errors):
            same += 1
        elif "Unsupported:" in errors:
            refused += 1
            print("refused:", path, errors.strip().splitlines()[-1])
        else:
            different += 1
            print("DIFFERENT:", path)
            if wanted is None:
                print("  python3:", wanted_errors.strip().replace("\n", "\n           "))
                print("  ast_dump:", errors.strip().replace("\n", "\n            "))
            elif run.returncode:
                print("  ast_dump status", run.returncode, errors.strip()[-600:])
            else:
                left, right = wanted.splitlines(), mine.splitlines()
                for number, (a, b) in enumerate(zip(left, right)):
                    if a != b:
                        print("  line", number + 1, "python3:", a.strip(), "| ast_dump:", b.strip())
                        break
                else:
                    print("  lengths", len(left), len(right))
    print("same %d, refused %d, different %d" % (same, refused, different))
    return 1 if different else 0


def main(arguments):
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    if arguments[:1] == ["--compare"]:
        return compare(arguments[1], arguments[2:])
    sys.stdout.write(dump(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
