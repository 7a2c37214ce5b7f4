"""Whether all that a person reads is translated, and has room, in the language of pseudo.py.

    /usr/bin/python3 check_drawn.py DRAWN_TEXTS CATALOGUES SESSION...

Plays the sessions by the program drawn_texts. A word of English letters in a text of the interface
has to be data: a name or word of the session's Python, of Python itself, or of a lesson or scene.
Prints each that is not as SESSION: text; exit status 1 when there is one.
"""

import glob
import io
import os
import re
import subprocess
import sys
import tokenize

LANGUAGE = "xx"
LESSONS = sorted(glob.glob("assets/lessons/*.*") + glob.glob("assets/welcome/*.*"))
# In these the pointer rests on each thing of the last frame, too.
WITH_TIPS = ("04_sandbox.txt", "07_inside_a_collection.txt", "08_inspector.txt", "24_class_form.txt",
             "40_lesson.txt")
# The program's own names and units, words and examples of Python, and endings of files.
PLAIN = set("""Lastref CPython MB GB B py lastref lessons session untitled welcome Node Slim name peer
ascii callable def import pass return None True False self gen ref add append call clear collect copy
deepcopy del extend get getsizeof len pop print set args traceback callbacks count disable enable garbage gc sys
refs items pre slots threshold base bases frame main member mro init doc descriptor getset
bool bytearray bytes class dict float frozenset function int iterator list listcomp method module
generator object or range str tuple type weakref weakproxy builtin builtins NoneType
English Deutsch MIT Linux settings freeblocks leftblock rightblock leftindex rightindex maxlen classmethod staticmethod property
abc collections contextlib dataclasses functools itertools math types typing
""".split())
# What is said by Python, the system, the interpreter or the sessions themselves, in English.
FOREIGN = re.compile(r"\w*(?:Error|Exception|Warning): .*|KeyboardInterrupt|No such file or directory|cannot be written|"
                     r"string or '}' expected near end of file|the program ran more than \d+ "
                     r"instructions|__del__ of a|import of '\w+' is not supported by Lastref; it has|"
                     r"typing and weakref")
# An item of the palette in the hand, over others.
IN_HAND = re.compile(r"on each other: .* \| (function|list|object|dict|tuple|set|class|int|str)$")
WORD = re.compile(r"[A-Za-z]{2,}")
SPECIAL = re.compile(r"\b_\w+|\\[a-z]")  # Python's own names, and line ends in a string
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
    for kind in ("lessons", "welcome", "scenes"):
        for name in sorted(glob.glob(os.path.join(folder, kind, "*"))):
            source = read(name)
            texts += re.findall(r'"""(.*?)"""', source, re.S)
            texts += re.findall(r'^ *"?(?:title|goal|about)"?: *"?(.*?)"?,?$', source, re.M)
    return [flat(text) for text in texts]


def words_of_session(session):
    whole = read(session)
    text = EXPECTS.sub("", whole)
    words = set(WORD.findall(text))
    for error in re.findall(r"^expect.*Error: .*$", whole, re.M):  # they may be broken into lines
        words |= set(WORD.findall(error))
    for path in re.findall(r"\S+\.(?:py|lesson|lastref)\b", text):
        if not os.path.exists(path):
            continue
        words |= words_of_code(read(path)) if path.endswith(".py") else set(WORD.findall(read(path)))
        lesson = path[:-3] + ".lesson"
        if re.search(r"^guide", text, re.M) and os.path.exists(lesson):
            words |= set(WORD.findall(read(lesson)))
    if "lesson" in text or "start" in text:  # one may be chosen from the list
        for name in LESSONS:
            source = read(name)
            if name.endswith(".py"):
                words |= words_of_code(source)
            elif re.search(r"^(guide|present)", text, re.M):
                words |= set(WORD.findall(source))
            else:
                words |= set(WORD.findall(" ".join(re.findall(r"^title: (.*)$", source, re.M))))
    return words


def is_prose(text, prose):
    """A piece of it; a lesson's title may stand behind its number and before a state."""
    text = re.sub(r"^\d+  ", "", text.split("  \u00b7  ")[0])
    text = flat(text).strip("\u2026")
    return any(text.lower() in one.lower() for one in prose)


def run(*command):
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE=LANGUAGE)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8",
                          errors="backslashreplace",
                          check=False)
    return done, done.stdout.splitlines()


def main():
    program, catalogues, *sessions = sys.argv[1:]
    tips = [path for path in sessions if os.path.basename(path) in WITH_TIPS]
    plain = [path for path in sessions if path not in tips]
    done, lines = run(program, catalogues, *plain, "--tips", *tips)
    if done.returncode:
        print(done.stderr)
    small, small_lines = run(program, catalogues, "--small", *sessions)
    lines += [line for line in small_lines if line.startswith("room")]
    data = {os.path.basename(path): words_of_session(path) for path in sessions}
    prose = prose_of("assets")
    findings, strange = [], 0
    for line in lines:
        kind, session, *rest = line.split("\t")
        if kind == "room":
            if not IN_HAND.search(rest[0]):
                findings.append(f"{session}: {rest[0]}")
            continue
        face, text = rest[0], "\t".join(rest[1:])
        if not face.startswith("ui"):
            continue
        strange += any(c in text for c in "åéíøú")
        left = [word for word in WORD.findall(SPECIAL.sub(" ", FOREIGN.sub("", text)))
                if word not in PLAIN and word not in data[session]]
        if left and not is_prose(text, prose):
            findings.append(f"{session}: {text!r} is English: {' '.join(left)}")
    print("\n".join(dict.fromkeys(findings)))
    print(f"{strange} texts in {LANGUAGE}, {len(findings)} findings")
    return 1 if findings or done.returncode or small.returncode or strange < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
