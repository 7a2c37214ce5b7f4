"""Scripts with random damage by `lastref run`: whatever it is given, it ends by itself with one of its
exit statuses and without a report of a sanitizer.

    /usr/bin/python3 mutations.py LASTREF [--count N] [--seed FIRST] FILE_OR_FOLDER...
"""

import argparse
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "oracle"))
import python311  # noqa: E402

# A script may end with any status of its own through sys.exit; damage seldom changes one.
STATUSES = range(4)
REPORTS = (b"AddressSanitizer", b"runtime error:", b"Assertion", b"heap_check at stop")
PIECES = [b"(", b")", b"[", b"]", b"{", b"}", b":", b",", b"=", b"'", b'"', b'"""', b"\\", b"\n", b"    ", b"\t",
          b"del ", b"lambda ", b"yield ", b"*", b"**", b"not ", b"in ", b"is ", b"for ", b"if ", b"else:", b"class ",
          b"return ", b"global x\n", b"0x", b"1e999", b"-1", b"99999999999", b"None", b"self", b"__class__", b"f'{",
          b"\xff", b"\x00", b"\xe2\x82\xac", b"#", b";", b"@", b":=", b"->", b"...", b"import ", b"sys", b"print"]


def mutate(source, donor, chance):
    """One to six small wounds: bytes and words replaced, lines moved, doubled, taken from another script."""
    for _ in range(chance.randrange(1, 7)):
        form = chance.randrange(8)
        at = chance.randrange(len(source) + 1)
        lines = source.split(b"\n")
        line = chance.randrange(len(lines))
        if form == 0:
            source = source[:at] + chance.choice(PIECES) + source[at:]
        elif form == 1:
            source = source[:at] + source[at + chance.randrange(1, 9):]
        elif form == 2:
            source = source[:at] + chance.choice(PIECES) + source[at + chance.randrange(1, 4):]
        elif form == 3:
            lines[line] = chance.choice(donor.split(b"\n"))
            source = b"\n".join(lines)
        elif form == 4:
            del lines[line]
            source = b"\n".join(lines)
        elif form == 5:
            lines.insert(chance.randrange(len(lines) + 1), lines[line])
            source = b"\n".join(lines)
        elif form == 6:
            words = source.split(b" ")
            a, b = chance.randrange(len(words)), chance.randrange(len(words))
            words[a], words[b] = words[b], words[a]
            source = b" ".join(words)
        else:
            source = source[:at] + bytes([chance.randrange(256)]) + source[at + 1:]
    return source


def run(lastref, path, seconds):
    """None, or what is wrong."""
    _, err, status = python311.run([lastref, "run", path], seconds)
    tail = err[-1500:].decode("utf-8", "replace")
    if status is None:
        return f"did not end within {seconds} s"
    if status not in STATUSES or any(report in err for report in REPORTS):
        return f"exit status {status}\n{tail}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lastref")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--keep", help="folder for scripts that show a fault")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    sources = []
    for path in python311.scripts_of(options.paths):
        with open(path, "rb") as file:
            sources.append((os.path.basename(path), file.read()))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.count):
            chance = random.Random(seed)
            name, source = chance.choice(sources)
            damaged = mutate(source, chance.choice(sources)[1], chance)
            path = os.path.join(folder, "damaged.py")
            with open(path, "wb") as file:
                file.write(damaged)
            wrong = run(os.path.abspath(options.lastref), path, options.seconds)
            if wrong:
                failed += 1
                print(f"seed {seed}, made of {name}: {wrong}", flush=True)
                if options.keep:
                    os.makedirs(options.keep, exist_ok=True)
                    with open(os.path.join(options.keep, f"damaged_{seed}.py"), "wb") as file:
                        file.write(damaged)
    print(f"{options.count - failed} of {options.count} damaged scripts ended as they should")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
