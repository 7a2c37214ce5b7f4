"""A catalogue of a language that no one speaks: each word of it is longer, and of letters that
English does not have, so that a test sees what was not translated and what has no room.

    /usr/bin/python3 pseudo.py WORDS.pot OUT.po

Places for values (%u, %.*s), and what a lesson's text computes ({refcount(a)}), stay as they are.
"""

import ast
import re
import sys

LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "åƀçđéƒĝĥíĵķļɱñøþǫŕšţúṽŵẋýž"))
LETTERS |= {small.upper(): strange.upper() for small, strange in LETTERS.items()}
LETTERS |= {"M": "Ṁ", "B": "Ɓ"}
VOWELS = set("aeiouAEIOU")
VALUE = re.compile(r"\{[^{}]*\}|%%|%[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z]")


def strange(text):
    out, at = "", 0
    for value in VALUE.finditer(text):
        out += strange_words(text[at:value.start()]) + value[0]
        at = value.end()
    return out + strange_words(text[at:])


def strange_words(text):
    """Each vowel twice: about a third longer."""
    return "".join(LETTERS.get(c, c) * (2 if c in VOWELS else 1) for c in text)


def read_strings(block, keyword):
    """What stands behind a keyword, "" joined; none where it is not there."""
    found = re.search(rf'^{keyword} ((?:"[^\n]*"\n?)+)', block, re.M)
    if not found:
        return None
    return "".join(ast.literal_eval(line) for line in found[1].splitlines())


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        head, *blocks = file.read().split("\n\n")
    out = [head]
    for block in blocks:
        one, many = read_strings(block, "msgid"), read_strings(block, "msgid_plural")
        if one is None:
            continue
        flags = [line for line in block.splitlines() if line.startswith("#,")]
        lines = [*flags, f"msgid {quoted(one)}"]
        if many is None:
            lines.append(f"msgstr {quoted(strange(one))}")
        else:
            lines += [f"msgid_plural {quoted(many)}", f"msgstr[0] {quoted(strange(one))}",
                      f"msgstr[1] {quoted(strange(many))}"]
        out.append("\n".join(lines))
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write("\n\n".join(out) + "\n")


if __name__ == "__main__":
    main()
