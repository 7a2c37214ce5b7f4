"""Whether all that a person reads is translated, and has room, in the language of pseudo.py.

    /usr/bin/python3 check_drawn.py DRAWN_TEXTS CATALOGUES SESSION...

Plays the sessions by the program drawn_texts. A word of English letters in a text of the interface
has to be data: a name or word of the session's Python, of Python itself, or of a lesson or scene.
Prints each that is not as SESSION: text; exit status 1 when there is one.
"""

import io
import os
import re
import subprocess
import sys
import tokenize

LANGUAGE = "xx"
# In these the pointer rests on each thing of the last frame, too.
WITH_TIPS = ("04_sandbox.txt", "07_inside_a_collection.txt", "08_inspector.txt", "24_class_form.txt",
             "40_lesson.txt")
# The program's own names and units, Python's words that are in no session, and file endings.
PLAIN = set("""Lastref CPython gc refs sys getsizeof collect get count garbage callbacks set threshold enable
disable dict list tuple float frozenset bytes bytearray int str bool range NoneType object type class function
module method generator weakref weakproxy slots frame getset descriptor member mro bases main init name doc builtins
builtin function or print append extend clear pop None True False copy deepcopy callable iterator
ascii len ref import call self del MB GB B py lastref gen
NameError ValueError TypeError KeyError IndexError AttributeError SyntaxError RecursionError
session untitled args traceback ZeroDivisionError KeyboardInterrupt EOFError Traceback""".split())
WORD = re.compile(r"[A-Za-z]{2,}")
SPECIAL = re.compile(r"__\w+__") # Python's own names
EXPECTS = re.compile(r"^expect-lines.*?^end$|^expect.*?$|^#.*?$", re.M | re.S)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def words_of_code(source):
    """Of a script, without what stands in its comments and docstrings."""
    words = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type != tokenize.COMMENT and not token.string.startswith('"""'):
                words.update(WORD.findall(token.string))
    except (tokenize.TokenError, IndentationError):
        words.update(WORD.findall(source))
    return words


def flat(text):
    return " ".join(text.split())


def prose_of(folder):
    """What lessons and scenes say of themselves: docstrings, heads, titles."""
    texts = []
    for kind in ("lessons", "scenes"):
        for name in sorted(os.listdir(os.path.join(folder, kind))):
            source = read(os.path.join(folder, kind, name))
            texts += re.findall(r'"""(.*?)"""', source, re.S)
            texts += re.findall(r'^ *"?(?:title|goal|about)"?: *"?(.*?)"?,?$', source, re.M)
    return [flat(text) for text in texts]


def words_of_session(session):
    text = EXPECTS.sub("", read(session))
    words = set(WORD.findall(text))
    for path in re.findall(r"\S+\.(?:py|lesson|lastref)\b", text):
        if not os.path.exists(path):
            continue
        words |= words_of_code(read(path)) if path.endswith(".py") else set(WORD.findall(read(path)))
        lesson = path[:-3] + ".lesson"
        if re.search(r"^guide", text, re.M) and os.path.exists(lesson):
            words |= set(WORD.findall(read(lesson)))
    if "lesson" in text:  # one may be chosen from the list
        for name in sorted(os.listdir("assets/lessons")):
            if name.endswith(".py"):
                words |= words_of_code(read(os.path.join("assets/lessons", name)))
    return words


def is_prose(text, prose):
    """A piece of it; a lesson's title may stand behind its number and before a state."""
    text = re.sub(r"^\d+  ", "", text.split("  \u00b7  ")[0])
    text = flat(text).strip("\u2026")
    return any(text.lower() in one.lower() for one in prose)


def main():
    program, catalogues, *sessions = sys.argv[1:]
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE=LANGUAGE)
    tips = [path for path in sessions if os.path.basename(path) in WITH_TIPS]
    plain = [path for path in sessions if path not in tips]
    done = subprocess.run([program, catalogues, *plain, "--tips", *tips], env=environment,
                          stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    data = {os.path.basename(path): words_of_session(path) for path in sessions}
    prose = prose_of("assets")
    findings, strange = [], 0
    for line in done.stdout.splitlines():
        kind, session, *rest = line.split("\t")
        if kind == "room":
            findings.append(f"{session}: {rest[0]}")
            continue
        face, text = rest[0], "\t".join(rest[1:])
        if not face.startswith("ui"):
            continue
        strange += any(c in text for c in "åéíøú")
        left = [word for word in WORD.findall(SPECIAL.sub("", text))
                if word not in PLAIN and word not in data[session]]
        if left and not is_prose(text, prose):
            findings.append(f"{session}: {text!r} is English: {' '.join(left)}")
    print("\n".join(dict.fromkeys(findings)))
    print(f"{strange} texts in {LANGUAGE}, {len(findings)} findings")
    return 1 if findings or done.returncode or strange < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
