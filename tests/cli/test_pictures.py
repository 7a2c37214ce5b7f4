"""`lastref export`: pictures as other programs read them.

PNG by ImageMagick (libpng), SVG by librsvg, PDF by poppler. An SVG drawn by librsvg is the PNG of
the same step but for how edges are shaded: the mean difference of all channels is at most 2 %, and
no more than 2 % of the pixels differ by more than a quarter of the range.
"""

import os
import re
import shutil
import struct
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree
import zlib

import cli

SCRIPT = """import weakref
class Node:
    pass
def visit(node):
    return node
a = [1, 2, 'three']
b = a
c = {'key': a, 'other': Node()}
r = weakref.ref(c['other'])
lost = Node()
lost.self = lost
del lost
visit(c)
print(len(a))
"""
HOSTILE = ("d = {'<&\"\\'>': ']]>', '</svg><script>': '\\x00\\x1b\\ud800', '\\uffff': 'e\\u0301'}\n"
           "\u540d\u524d = ['\\u65e5\\u672c\\u8a9e', d]\nprint(1)\n")
SVG = "{http://www.w3.org/2000/svg}"


def run(*command):
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)}\n{done.stderr.decode('utf-8', 'replace')}")
    return done.stdout


def png_chunks(path):
    with open(path, "rb") as file:
        data = file.read()
    at, chunks = 8, []
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        chunks.append((kind.decode(), data[at + 8:at + 8 + length]))
        at += 12 + length
    return chunks


def png_texts(path):
    """Keywords and texts, whichever of the three kinds they are."""
    texts = {}
    for kind, data in png_chunks(path):
        keyword, _, rest = data.partition(b"\0")
        if kind == "tEXt":
            texts[keyword.decode()] = rest.decode("latin-1")
        elif kind == "zTXt":
            texts[keyword.decode()] = zlib.decompress(rest[1:]).decode("latin-1")
        elif kind == "iTXt":
            compressed, rest = rest[0], rest[2:].split(b"\0", 2)[2]
            texts[keyword.decode()] = (zlib.decompress(rest) if compressed else rest).decode()
    return texts


class Pictures(cli.Case):
    def export(self, out, *options, source=SCRIPT, name="script.py", status=0):
        path = self.file(name, source)
        out = os.path.join(self.folder, out)
        done = self.run_lastref("export", path, "-o", out, *options)
        self.assertEqual(done.status, status, done.first_error())
        return out

    def size(self, path):
        width, height = run("identify", "-format", "%w %h", path).split()
        return int(width), int(height)

    def pixels(self, path):
        return run("convert", path, "-background", "white", "-flatten", "-depth", "8", "rgb:-")

    def assert_alike(self, first, second):
        self.assertEqual(self.size(first), self.size(second))
        one, other = self.pixels(first), self.pixels(second)
        differences = [abs(x - y) for x, y in zip(one, other)]
        self.assertLess(sum(differences) / len(differences), 0.02 * 255)
        self.assertLess(sum(d > 64 for d in differences) / len(differences), 0.02)

    def test_svg_is_the_png(self):
        for options in (("--size", "1200x700"),
                        ("--crop", "content", "--caption", "--legend"),
                        ("--crop", "content", "--theme", "dark", "--level", "internals"),
                        ("--preset", "slide", "--caption", "--legend", "--theme", "grey")):
            with self.subTest(options=options):
                png = self.export("a.png", "--step", "14", *options)
                svg = self.export("a.svg", "--step", "14", *options)
                drawn = os.path.join(self.folder, "drawn.png")
                run("rsvg-convert", svg, "-o", drawn)
                self.assert_alike(png, drawn)

    def test_pdf_is_the_png(self):
        options = ("--crop", "content", "--caption", "--legend", "--step", "14")
        png, pdf = self.export("a.png", *options), self.export("a.pdf", *options)
        run("pdftoppm", "-r", "96", "-png", "-singlefile", pdf, os.path.join(self.folder, "drawn"))
        self.assert_alike(png, os.path.join(self.folder, "drawn.png"))

    def test_pdf_pages_and_text(self):
        pdf = self.export("a.pdf", "--steps", "6-9", "--crop", "content", "--caption")
        told = run("pdfinfo", pdf).decode()
        self.assertEqual(re.search(r"Pages:\s+(\d+)", told)[1], "4")
        self.assertIn("script.py, step 6", told)
        self.assertNotIn("CreationDate", told)
        for page, words in ((1, "step 6 of"), (4, "step 9 of")):
            text = run("pdftotext", "-f", str(page), "-l", str(page), pdf, "-").decode()
            for word in (words, "<module>", "CPython 3.11"):
                self.assertIn(word, text)

    def test_pdf_has_contents(self):
        pdf = self.export("a.pdf", "--steps", "6-9", "--crop", "content")
        told = run("pdftohtml", "-xml", "-stdout", "-i", pdf).decode()
        items = re.findall(r'<item page="(\d)">script.py, step (\d+)', told)
        self.assertEqual(items, [("1", "6"), ("2", "7"), ("3", "8"), ("4", "9")])
        single = self.export("b.pdf", "--step", "6", "--crop", "content")
        self.assertNotIn(b"<item", run("pdftohtml", "-xml", "-stdout", "-i", single))

    def test_an_exception_is_told(self):
        svg = self.export("a.svg", "--caption", source="a = [1]\ndef f():\n    return a[5]\nf()\n", status=0)
        with open(svg, encoding="utf-8") as file:
            self.assertIn("IndexError: list index out of range", file.read())
        svg = self.export("a.svg", "--caption", "--step", "2", source="a = [1]\na[5]\n")
        with open(svg, encoding="utf-8") as file:
            self.assertNotIn("IndexError", file.read())

    def test_words_beside(self):
        self.export("a.png", "--steps", "6-7", "--crop", "content", "--describe")
        self.export("b.pdf", "--steps", "6-7", "--crop", "content", "--describe")
        texts = []
        for name in ("a-006.txt", "a-007.txt", "b.txt"):
            with open(os.path.join(self.folder, name), encoding="utf-8") as file:
                texts.append(file.read())
        self.assertRegex(texts[0], r"^script.py, step 6 of \d+: .*\n\n(.+\n)+$")
        self.assertEqual(texts[2], texts[0] + "\n" + texts[1])
        sheet = self.export("c.png", "--step", "14", "--worksheet", "badges", "--describe")
        with open(sheet.replace(".png", ".txt"), encoding="utf-8") as file:
            self.assertNotRegex(file.read(), r"refcount \d")
        with open(sheet.replace(".png", "-key.txt"), encoding="utf-8") as file:
            self.assertRegex(file.read(), r"refcount \d")

    def test_a_png_tells_what_it_is(self):
        png = self.export("a.png", "--step", "8", "--scale", "2", "--size", "700x500")
        texts = png_texts(png)
        self.assertEqual(texts["Source"], "script.py")
        self.assertRegex(texts["Step"], r"^8 of \d+$")
        self.assertIn("step 8 of", texts["Title"])
        self.assertIn("list", texts["Description"])
        self.assertTrue(texts["Software"].startswith("Lastref "))
        self.assertIn('"lastref"', texts["lastref"])
        kinds = [kind for kind, _ in png_chunks(png)]
        self.assertIn("sRGB", kinds)
        self.assertIn("gAMA", kinds)
        self.assertNotIn("tIME", kinds)
        self.assertEqual(self.size(png), (1400, 1000))
        self.assertNotIn("lastref", png_texts(self.export("b.png", "--no-scene")))

    def test_the_same_bytes_every_time(self):
        for name in ("a.png", "a.svg", "a.pdf"):
            both = []
            for _ in range(2):
                with open(self.export(name, "--crop", "content", "--legend"), "rb") as file:
                    both.append(file.read())
            self.assertEqual(both[0], both[1], name)

    def test_transparent(self):
        png = self.export("a.png", "--transparent")
        self.assertEqual(run("convert", png, "-format", "%[pixel:p{0,0}]", "info:"), b"srgba(0,0,0,0)")
        svg = ElementTree.parse(self.export("a.svg", "--transparent")).getroot()
        self.assertFalse([r for r in svg.iter(SVG + "rect") if r.get("width") == "100%"])

    def test_svg_has_names_for_its_parts(self):
        root = ElementTree.parse(self.export("a.svg", "--crop", "content")).getroot()
        self.assertEqual(root.get("role"), "group")
        by_id = {e.get("id"): e for e in root.iter() if e.get("id")}
        for reference in ("aria-labelledby", "aria-describedby"):
            self.assertIn(root.get(reference), by_id)
        groups = [g for g in root.iter(SVG + "g") if g.get("id")]
        self.assertEqual(len(groups), len({g.get("id") for g in groups}))
        titles = {g.get("class"): g.find(SVG + "title").text for g in groups if g.get("role")}
        self.assertIn("refcount", titles["object"])
        self.assertIn("refers to", titles["reference"])
        self.assertIn("refers weakly to", titles["reference weak"])
        for group in groups:
            if group.get("role"):
                self.assertEqual(group.get("aria-label"), group.find(SVG + "title").text)
        for element in root.iter():
            for name, value in element.attrib.items():
                self.assertFalse(name.startswith("on"), name)
                self.assertNotIn("http", value if name != "xmlns" else "")

    def test_hostile_names(self):
        svg = self.export("a.svg", "--crop", "content", "--caption", source=HOSTILE,
                          name="<&\"'>.py")
        root = ElementTree.parse(svg).getroot()
        self.assertFalse(list(root.iter(SVG + "script")))
        words = "".join(t.text or "" for t in root.iter(SVG + "text"))
        self.assertIn("'</svg><script", words)
        self.assertIn("\u540d\u524d", words)
        run("rsvg-convert", svg, "-o", os.path.join(self.folder, "drawn.png"))
        pdf = self.export("a.pdf", "--crop", "content", "--caption", source=HOSTILE,
                          name="<&\"'>.py")
        self.assertIn("]]>", run("pdftotext", pdf, "-").decode())
        png = self.export("a.png", "--crop", "content", "--caption", source=HOSTILE,
                          name="<&\"'>.py")
        self.assertEqual(png_texts(png)["Source"], "<&\"'>.py")
        self.size(png)

    def test_a_series_has_one_size(self):
        self.export("a.png", "--steps", "6-", "--crop", "content", "--caption")
        made = sorted(n for n in os.listdir(self.folder) if n.endswith(".png"))
        self.assertEqual(made[0], "a-006.png")
        self.assertGreater(len(made), 5)
        self.assertEqual(len({self.size(os.path.join(self.folder, n)) for n in made}), 1)

    def test_a_strip(self):
        one = self.size(self.export("a.png", "--crop", "content", "--step", "8"))
        strip = self.size(self.export("a.png", "--strip", "8,9"))
        self.assertGreater(strip[0], 1.4 * one[0])
        root = ElementTree.parse(self.export("a.svg", "--strip", "8,9")).getroot()
        panels = [g for g in root.iter(SVG + "g") if g.get("class") == "panel"]
        self.assertEqual(len(panels), 2)
        self.assertEqual(root.get("role"), "group")

    def test_a_worksheet_and_its_key(self):
        sheet = self.export("a.svg", "--worksheet", "badges", "--step", "14", "--caption")
        key = os.path.join(self.folder, "a-key.svg")
        with open(sheet, encoding="utf-8") as file:
            blank = file.read()
        with open(key, encoding="utf-8") as file:
            filled = file.read()
        self.assertNotRegex(blank, r"refcount \d")
        self.assertIn("Write each refcount into its box.", blank)
        self.assertNotIn("Write each", filled)
        self.assertNotIn("lastref:document", blank)
        self.assertRegex(filled, r"refcount \d")
        roots = [ElementTree.fromstring(text) for text in (blank, filled)]
        self.assertEqual(*(r.get("viewBox") for r in roots))
        sheet = self.export("b.svg", "--worksheet", "arrows", "--step", "14")
        root = ElementTree.parse(sheet).getroot()
        self.assertFalse([g for g in root.iter(SVG + "g") if "reference" in (g.get("class") or "")])

    def test_a_selection(self):
        root = ElementTree.parse(self.export("a.svg", "--select", "a", "--step", "9")).getroot()
        objects = [g for g in root.iter(SVG + "g") if g.get("class") == "object"]
        self.assertEqual([g.get("aria-label").split(",")[0] for g in objects], ["list a"])
        root = ElementTree.parse(self.export("a.svg", "--only", "c['other']", "--crop", "content",
                                             "--step", "10")).getroot()
        objects = [g for g in root.iter(SVG + "g") if g.get("class") == "object"]
        self.assertEqual(len(objects), 1)
        path, out = self.file("script.py", SCRIPT), os.path.join(self.folder, "x.png")
        done = self.run_lastref("export", path, "-o", out, "--select", "a,nobody", "--step", "9")
        self.assert_refused(done, "nobody")

    def test_pictures_give_their_scene_back(self):
        script = self.file("script.py", SCRIPT)
        wanted = self.run_lastref("dump", script, "--step", "8").out
        for name in ("a.png", "a.svg"):
            picture = self.export(name, "--step", "8")
            self.assertEqual(self.run_lastref("dump", picture).out, wanted)
        again = os.path.join(self.folder, "again.png")
        done = self.run_lastref("export", picture, "-o", again)
        self.assertEqual(done.status, 0, done.first_error())
        self.assertRegex(png_texts(again)["Step"], r"^8 of")
        bare = self.export("b.svg", "--no-scene")
        self.assert_refused(self.run_lastref("dump", bare), "carries no scene")

    def test_nothing_is_left_of_what_failed(self):
        script = self.file("script.py", SCRIPT)
        before = sorted(os.listdir(self.folder))
        out = os.path.join(self.folder, "a")
        for options in (("-o", out + ".svg"), ("-o", out + ".pdf", "--steps", "6-9"),
                        ("-o", out + ".png", "--steps", "6-9"),
                        ("-o", out + ".svg", "--worksheet", "badges")):
            done = self.run_lastref("export", script, *options, "--crop", "content",
                                    largest_file=2000)
            self.assert_refused(done, out, statuses=(1, 2))
            self.assertEqual(sorted(os.listdir(self.folder)), before)
        # a place for some of the files only
        os.mkdir(out + "-008.png")
        done = self.run_lastref("export", script, "-o", out + ".png", "--steps", "6-9")
        self.assert_refused(done, "a-008.png", statuses=(1, 2))
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(before + ["a-008.png"]))

    def test_what_was_there_is_given_back(self):
        """A file of a series that could not be finished is as it was before."""
        script = self.file("script.py", SCRIPT)
        out = os.path.join(self.folder, "a")
        old = self.file("a-007.svg", "<svg>mine</svg>")
        os.mkdir(out + "-008.svg")
        done = self.run_lastref("export", script, "-o", out + ".svg", "--steps", "6-9")
        self.assert_refused(done, "a-008.svg", statuses=(1, 2))
        with open(old, encoding="utf-8") as file:
            self.assertEqual(file.read(), "<svg>mine</svg>")
        self.assertFalse(os.path.exists(out + "-006.svg"))

    @unittest.skipIf(os.geteuid() == 0 and not shutil.which("setpriv"), "root may write anywhere")
    def test_a_folder_that_is_read_only(self):
        script = self.file("script.py", SCRIPT)
        closed = os.path.join(self.folder, "closed")
        os.mkdir(closed)
        os.chmod(closed, 0o555)
        os.chmod(self.folder, 0o755)
        before = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        done = subprocess.run([*before, self.lastref, "export", script, "-o", closed + "/a.svg"],
                              capture_output=True, env={**os.environ, "HOME": "/"})
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot be written", done.stderr)
        self.assertEqual(os.listdir(closed), [])

    def test_wrong_usage(self):
        script = self.file("script.py", SCRIPT)
        out = os.path.join(self.folder, "a.png")
        for options, word in (
                (("--strip", "3"), "--strip"), (("--steps", "9-3"), "--steps"),
                (("--steps", "3-99999"), "no step 99999"), (("--strip", "3,99999"), "99999"),
                (("--preset", "poster"), "--preset"), (("--crop", "all"), "--crop"),
                (("--transparent", "--crop", "window"), "--transparent"),
                (("--hide", "right"), "--hide"), (("--worksheet", "names"), "--worksheet"),
                (("--steps", "3-4", "--step", "3"), "one of them"),
                (("--level", "basic", "--worksheet", "badges"), "--level basic"),
                (("--size", "500x300", "--caption", "--legend"), "no room"),
                (("--format", "gif2"), "--format"), (("--crop", "content", "--scale", "8",
                                                      "--size", "9000x9000"), "too large")):
            with self.subTest(options=options):
                done = self.run_lastref("export", script, "-o", out, *options)
                self.assert_refused(done, word)
                self.assertFalse(os.path.exists(out))

    def test_a_whole_lesson(self):
        lessons = os.path.join(os.getcwd(), "assets", "lessons")
        out = os.path.join(self.folder, "out")
        lesson = os.path.join(lessons, "01_ref_counting.py")
        done = self.run_lastref("export", lesson, "--all", out)
        self.assertEqual(done.status, 0, done.first_error())
        folder = os.path.join(out, "01_ref_counting")
        names = sorted(os.listdir(folder))
        with open(lesson.replace(".py", ".lesson"), encoding="utf-8") as file:
            beats = re.findall(r"^beat\s+([\w-]+)", file.read(), re.MULTILINE)
        self.assertGreater(len(beats), 5)
        wanted = [f"{i + 1:02}-{name}.{kind}" for i, name in enumerate(beats)
                  for kind in ("png", "svg", "txt")]
        self.assertEqual(names, sorted(wanted))
        for name in names:
            if name.endswith(".svg"):
                ElementTree.parse(os.path.join(folder, name))
        none = os.path.join(self.folder, "none")
        done = self.run_lastref("export", self.file("script.py", SCRIPT), "--all", none)
        self.assert_refused(done, "no lesson")
        self.assertFalse(os.path.exists(none))

    def test_a_scale_is_of_pixels(self):
        script = self.file("script.py", SCRIPT)
        for ending, option in (("svg", ("--scale", "2")), ("pdf", ("--scale", "2")), ("pdf", ("--no-scene",))):
            out = os.path.join(self.folder, "a." + ending)
            done = self.run_lastref("export", script, "-o", out, *option)
            self.assert_refused(done, option[0], ending)
            self.assertFalse(os.path.exists(out))


if __name__ == "__main__":
    cli.main()
