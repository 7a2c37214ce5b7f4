"""Exported pages, opened in headless Chromium: steps, keyboard, names, contrast, paper, no request."""

import html.parser
import os
import subprocess
import tempfile
import time

import browser
import cli

HERE = os.path.dirname(os.path.abspath(__file__))
LESSON = os.path.join(HERE, "../../assets/lessons/02_garbage_collection.py")
FIRST, LAST = 26, 37
EMPTY_TAGS = {"meta", "link", "input", "br", "hr", "img"}
HOSTILE = """\
a = '</script><script>document.title = "taken"</script>'
class C: pass
C.__name__ = '<img src=x onerror=alert(1)>'
c = C()
setattr(c, '" onload="alert(1)', [a, '&amp;'])
\tif_tab = 1 # <b> & "quoted"
print('\\n<i>first</i>', a, '\\x01\\x07\\ttab')
print('&lt; stays')
""".replace("\tif_tab = 1", "if_tab\t= 1")


class Shape(html.parser.HTMLParser):
    """Elements are closed in order, ids are there once, and what is referred to by id exists."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.referred, self.faults = [], [], set(), []

    def handle_starttag(self, tag, attributes, closed=False):
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name in ("aria-labelledby", "aria-describedby", "for"):
                self.referred |= set(value.split())
            if name.startswith("on") or name in ("src", "style"):
                self.faults.append(f"{tag} {name}={value}")
        if tag not in EMPTY_TAGS and not closed:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes, closed=True)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def result(self):
        twice = {name for name in self.ids if self.ids.count(name) > 1} if len(set(self.ids)) < len(self.ids) else set()
        return self.faults + self.open + sorted(twice) + sorted(self.referred - set(self.ids))


class Page(cli.Case):
    @classmethod
    def setUpClass(cls):
        browser.require()
        cls.place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.place.cleanup)
        cls.page = os.path.join(cls.place.name, "lesson.html")
        subprocess.run([cls.lastref, "export", LESSON, "-o", cls.page, "--steps", f"{FIRST}-{LAST}"],
                       check=True)
        cls.browser = browser.Browser(os.path.join(cls.place.name, "profile"))
        cls.addClassCleanup(cls.browser.close)

    def open(self, path=None, **view):
        self.browser.requests(), self.browser.complaints()
        self.browser.open(path or self.page, **view)

    def tearDown(self):
        """Whatever a test did, the page has asked for nothing and complained of nothing."""
        asked = [url for url in self.browser.requests() if not url.startswith(("file:", "about:", "data:", "chrome:"))]
        self.assertEqual(asked, [])
        self.assertEqual(self.browser.complaints(), [])

    def shown(self):
        return self.browser.run("return [...document.querySelectorAll('.step')].filter(s => !s.hidden)"
                                ".map(s => s.id)")

    def at(self, step):
        self.assertEqual(self.shown(), [f"step-{step}"])
        text = self.browser.run("return document.getElementById('position').textContent")
        self.assertEqual(text, f"Step {step} of 129")
        slider = self.browser.run("const s = document.getElementById('slider');"
                                  "return [Number(s.value), s.getAttribute('aria-valuetext')]")
        self.assertEqual(slider, [step - FIRST, text])

    def test_text(self):
        with open(self.page, encoding="utf-8") as file:
            text = file.read()
        shape = Shape()
        shape.feed(text)
        self.assertEqual(shape.result(), [])
        self.assertEqual(text.count("<article "), LAST - FIRST + 1)
        self.assertNotIn("http:", text.replace('xmlns="http://www.w3.org/2000/svg"', ""))
        self.assertNotIn("https:", text)

    def test_the_same_every_time(self):
        path = os.path.join(self.folder, "again.html")
        self.run_lastref("export", LESSON, "-o", path, "--steps", f"{FIRST}-{LAST}")
        with open(self.page, "rb") as one, open(path, "rb") as other:
            self.assertEqual(one.read(), other.read())

    def test_buttons(self):
        self.open()
        self.at(FIRST)
        for name, step in (("forward", FIRST + 1), ("forward", FIRST + 2), ("back", FIRST + 1),
                           ("last", LAST), ("forward", LAST), ("first", FIRST), ("back", FIRST)):
            self.browser.find("#" + name).click()
            self.at(step)
        state = self.browser.run("return ['first', 'back', 'forward', 'last'].map(id => "
                                 "document.getElementById(id).getAttribute('aria-disabled'))")
        self.assertEqual(state, ["true", "true", "false", "false"])

    def test_keys(self):
        self.open()
        for key, step in (("ARROW_RIGHT", FIRST + 1), ("PAGE_DOWN", FIRST + 2), ("ARROW_LEFT", FIRST + 1),
                          ("END", LAST), ("PAGE_UP", LAST - 1), ("HOME", FIRST)):
            self.browser.press(key)
            self.at(step)

    def test_keys_on_the_slider(self):
        self.open()
        self.browser.run("document.getElementById('slider').focus()")
        for key, step in (("ARROW_RIGHT", FIRST + 1), ("PAGE_DOWN", FIRST + 2), ("ARROW_UP", FIRST + 3),
                          ("END", LAST), ("HOME", FIRST)):
            self.browser.press(key)
            self.at(step)

    def test_slider_by_pointer(self):
        from selenium.webdriver.common.action_chains import ActionChains
        self.open()
        slider = self.browser.find("#slider")
        ActionChains(self.browser.driver).move_to_element(slider).click().perform()
        step = int(self.shown()[0].split("-")[1])
        self.assertLessEqual(abs(step - (FIRST + LAST) / 2), 1)
        self.at(step)

    def test_address(self):
        self.open(fragment=f"#step-{FIRST + 4}")
        self.at(FIRST + 4)
        self.browser.press("ARROW_RIGHT")
        self.assertTrue(self.browser.driver.current_url.endswith(f"#step-{FIRST + 5}"))
        self.open(fragment="#nowhere")
        self.at(FIRST)

    def test_code_and_output(self):
        with open(LESSON, encoding="utf-8") as file:
            lines = file.read().split("\n")[:-1]
        self.open(fragment=f"#step-{LAST - 1}")
        code = self.browser.run("return [...document.querySelectorAll('#code > li')].map(l => l.textContent)")
        self.assertEqual(code, lines)
        current = self.browser.run("return [...document.querySelectorAll('#code > [aria-current]')].map("
                                   "l => [...l.parentElement.children].indexOf(l) + 1)")
        dump = self.run_lastref("dump", LESSON, "--step", str(LAST - 1)).out
        self.assertEqual(current, [int(dump.split(b'"line":')[1].split(b",")[0])])
        box = self.browser.run("const c = document.getElementById('code').getBoundingClientRect(),"
                               "l = document.querySelector('[aria-current]').getBoundingClientRect();"
                               "return c.top <= l.top && l.bottom <= c.bottom")
        self.assertTrue(box, "the current line is in view")
        import json
        self.assertEqual(self.browser.run("return document.getElementById('output').textContent"),
                         json.loads(dump)["output"])

    def test_controls_have_names(self):
        self.open()
        found = self.browser.controls()
        for wanted in (("button", "First step"), ("button", "Previous step"), ("slider", "Step"),
                       ("button", "Next step"), ("button", "Last step"), ("combobox", "On paper:"),
                       ("button", "Print"), ("button", "Dark colours"), ("list", "Code"),
                       ("group", "Output"), ("DisclosureTriangle", "The picture in words")):
            self.assertIn(wanted, found)
        self.assertEqual([role for role, name in found if not name], [])

    def test_landmarks_and_pictures(self):
        self.open()
        self.assertEqual(self.browser.run("return document.documentElement.lang"), "en")
        nodes = self.browser.command("Accessibility.getFullAXTree")["nodes"]
        told = [(n["role"]["value"], n.get("name", {}).get("value", ""),
                 n.get("description", {}).get("value", "")) for n in nodes if not n.get("ignored")]
        roles = {role for role, _, _ in told}
        self.assertLessEqual({"banner", "main", "navigation", "region", "article", "heading", "status"}, roles)
        whole = [(name, words) for role, name, words in told if f"step {FIRST} of 129" in name]
        self.assertEqual(len(whole), 1)
        self.assertIn("A cycle of 2 objects: Node ada, Node bob.", whole[0][1])
        parts = [name for role, name, _ in told if role in ("image", "img")]
        self.assertIn("Node ada, refcount 2", parts)
        self.assertIn("peer of Node ada refers to Node bob", parts)
        self.assertNotIn("", parts)

    def test_each_step_is_told(self):
        self.open()
        self.assertEqual(self.browser.run("return document.getElementById('told').textContent"), "")
        self.browser.press("ARROW_RIGHT", "ARROW_RIGHT")
        told = self.browser.run("return document.getElementById('told').textContent")
        self.assertIn(f"Step {FIRST + 2} of 129", told)
        words = self.browser.run("const s = document.querySelector('.step:not([hidden])');"
                                 "return [s.querySelector('.told').textContent.trim(),"
                                 "s.querySelector('details p').textContent.trim()]")
        for text in words:
            self.assertTrue(text)
            self.assertIn(text, told)

    def test_focus_is_seen(self):
        self.open()
        seen = []
        for _ in range(11):
            self.browser.press("TAB")
            seen.append(self.browser.run(
                "const e = document.activeElement, s = getComputedStyle(e);"
                "return [e.id || e.tagName, s.outlineStyle, parseFloat(s.outlineWidth)]"))
        names = [name for name, _, _ in seen]
        for name in ("print", "print-now", "theme", "code", "output", "SUMMARY", "first", "back",
                     "slider", "forward", "last"):
            self.assertIn(name, names)
        self.assertEqual([row for row in seen if row[1] == "none" or row[2] < 2], [])

    def test_contrast(self):
        with open(os.path.join(HERE, "contrast.js"), encoding="utf-8") as file:
            script = file.read()
        for scheme, button in (("light", False), ("dark", False), ("light", True), ("dark", True)):
            self.open(scheme=scheme, fragment=f"#step-{FIRST + 5}")
            if button:
                self.browser.find("#theme").click()
            self.browser.run("document.querySelector('.step:not([hidden]) details').open = true")
            found = self.browser.run(script)
            with self.subTest(scheme=scheme, button=button):
                self.assertGreater(found["count"], 150)
                self.assertEqual(found["poor"], [])

    def ground(self):
        return self.browser.run("return [getComputedStyle(document.body).backgroundColor,"
                                "getComputedStyle(document.querySelector('.step:not([hidden]) svg .frame rect')).fill]")

    def test_schemes(self):
        self.open(scheme="light")
        light = self.ground()
        self.open(scheme="dark")
        dark = self.ground()
        self.assertNotEqual(light[0], dark[0])
        self.assertNotEqual(light[1], dark[1])
        button = self.browser.find("#theme")
        self.assertEqual(button.get_attribute("aria-pressed"), "true")
        button.click()
        self.assertEqual(button.get_attribute("aria-pressed"), "false")
        self.assertEqual(self.ground(), light)
        button.click()
        self.assertEqual(self.ground(), dark)

    def test_reduced_motion(self):
        self.open(motion="reduce")
        moving = self.browser.run(
            "return [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
            "return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 }).length")
        self.assertEqual(moving, 0)
        self.browser.press("ARROW_RIGHT")
        self.at(FIRST + 1)

    def test_narrow(self):
        for size in ((360, 700), (640, 480), (960, 600)):
            self.open(size=size)
            wide = self.browser.run("return document.documentElement.scrollWidth")
            self.assertLessEqual(wide, size[0], f"at {size} the page is {wide} wide")
            self.browser.find("#forward").click()
            self.at(FIRST + 1)

    def test_a_large_picture_can_be_read(self):
        """It is scrolled, by keys, too, rather than drawn too small."""
        script = "def down(n, a):\n    if n:\n        down(n - 1, a)\ndown(20, [])\n"
        path = os.path.join(self.folder, "deep.html")
        done = self.run_lastref("export", self.file("deep.py", script), "-o", path, "--steps", "20-24")
        self.assertEqual(done.status, 0, done.first_error())
        self.open(path)
        natural, drawn, wide, room = self.browser.run(
            "const svg = document.querySelector('.step:not([hidden]) svg'), r = svg.getBoundingClientRect();"
            "return [svg.viewBox.baseVal.height, r.height, r.right, innerWidth]")
        self.assertGreater(natural, 1200)
        self.assertAlmostEqual(drawn / natural, .7, delta=.02)
        self.assertLess(wide, room)
        self.assertIn(("group", "Steps"), self.browser.controls())
        self.browser.run("document.getElementById('steps').focus()")
        self.browser.press("ARROW_DOWN")
        wait = "return document.getElementById('steps').scrollTop"
        end = time.monotonic() + 5
        while not self.browser.run(wait) and time.monotonic() < end:
            time.sleep(.05)
        self.assertGreater(self.browser.run(wait), 0)
        self.assertEqual(self.shown(), ["step-20"])
        self.open()  # where all is seen there is no stop
        self.assertNotIn(("group", "Steps"), self.browser.controls())

    def pages(self):
        path = os.path.join(self.folder, "page.pdf")
        with open(path, "wb") as file:
            file.write(self.browser.paper())
        done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
        return done.stdout.decode().split("\f")[:-1]

    def test_paper_is_light(self):
        """Whatever the screen is."""
        for scheme, button in (("dark", False), ("light", True)):
            self.open(scheme=scheme)
            if button:
                self.browser.find("#theme").click()
            self.pages()
            page = os.path.join(self.folder, "page")
            subprocess.run(["pdftoppm", "-r", "30", "-gray", "-f", "2", "-l", "2", "-singlefile", page + ".pdf", page],
                           check=True)
            with open(page + ".pgm", "rb") as file:
                grey = file.read().split(b"\n", 3)[3]
            with self.subTest(scheme=scheme, button=button):
                self.assertGreater(sum(grey) / len(grey), 230)

    def test_paper(self):
        self.open(scheme="dark")
        pages = self.pages()
        for step in range(FIRST, LAST + 1):
            there = [page for page in pages if f"Step {step} of 129" in page]
            self.assertEqual(len(there), 1, f"step {step}")
            self.assertIn("PRIVATE HEAP", there[0])
        self.browser.run("const p = document.getElementById('print'); p.value = 'one';"
                         "p.dispatchEvent(new Event('change'))")
        self.browser.press("END")
        text = "".join(self.pages())
        self.assertIn(f"Step {LAST} of 129", text)
        self.assertNotIn(f"Step {FIRST} of 129", text)

    def test_without_script(self):
        self.browser.command("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.open()
            pages = self.pages()
            for step in range(FIRST, LAST + 1):
                self.assertEqual(sum(f"Step {step} of 129" in page for page in pages), 1)
            names = [name for _, name in self.browser.controls()]
            self.assertNotIn("Next step", names)
        finally:
            self.browser.command("Emulation.setScriptExecutionDisabled", value=False)

    def test_hostile_texts(self):
        path = self.file('a<b>"&\'.py', HOSTILE)
        out = os.path.join(self.folder, "out.html")
        done = self.run_lastref("export", path, "-o", out)
        self.assertEqual((done.status, done.err), (0, b""))
        self.open(out)
        self.browser.press("END")
        self.assertEqual(self.browser.driver.title, 'a<b>"&\'.py')
        self.assertEqual(self.browser.run("return document.scripts.length"), 1)
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, [onload], b, i').length"), 0)
        self.assertEqual(self.browser.run("return document.getElementById('code').innerText").replace("\xa0", " ")
                         .split("\n"), HOSTILE.split("\n")[:-1])
        printed = self.browser.run("return document.getElementById('output').textContent")
        self.assertEqual(printed, self.run_lastref("run", path).out.decode().replace("\x01", " ").replace("\x07", " "))
        with open(out, encoding="utf-8") as file:
            shape = Shape()
            shape.feed(file.read())
        self.assertEqual(shape.result(), [])

    def test_a_document_with_statements(self):
        path = os.path.join(HERE, "../../assets/scenes")
        names = sorted(name for name in os.listdir(path) if name.endswith(".lastref"))
        out = os.path.join(self.folder, "out.html")
        done = self.run_lastref("export", os.path.join(path, names[0]), "-o", out)
        self.assertEqual((done.status, done.err), (0, b""))
        self.open(out)
        self.browser.press("END")
        self.assertEqual(len(self.shown()), 1)

    def test_refused(self):
        path = self.file("long.py", "for i in range(700): x = i\n")
        done = self.run_lastref("export", path, "-o", "out.html")
        self.assert_refused(done, "--steps", "500")
        for options in (["--transparent"], ["--scale", "2"], ["--theme", "dark"], ["--crop", "window"]):
            self.assert_refused(self.run_lastref("export", path, "-o", "out.html", "--steps", "1-3", *options),
                                options[0], "html")
        self.assertEqual(os.listdir(self.folder), ["long.py"])

    def test_full_disk(self):
        path = self.file("short.py", "a = [1]\n")
        done = self.run_lastref("export", path, "-o", "out.html", largest_file=4000)
        self.assert_refused(done, "out.html")
        self.assertEqual(os.listdir(self.folder), ["short.py"])


if __name__ == "__main__":
    cli.main()
