"""`lastref export`: a picture of a step, without any display."""

import os
import struct
import zlib

import cli

SCRIPT = "a = [1, 2, 'three']\nb = a\nc = {'key': a}\ndel b\nprint(len(a))\n"


def read_png(path):
    """Returns width, height and the unpacked data: enough to compare pictures."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    width, height = struct.unpack(">II", data[16:24])
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    return width, height, zlib.decompress(packed)


class Export(cli.Case):
    def export(self, *options, step="3"):
        path = self.file("script.py", SCRIPT)
        out = os.path.join(self.folder, "out.png")
        done = self.run_lastref("export", path, "--step", step, *options, "-o", out)
        self.assertEqual((done.status, done.out), (0, b""), done.first_error())
        return read_png(out)

    def test_size_and_scale(self):
        self.assertEqual(self.export("--size", "800x500")[:2], (800, 500))
        self.assertEqual(self.export("--size", "800x500", "--scale", "2")[:2], (1600, 1000))
        self.assertEqual(self.export("--size", "801x333", "--scale", "1")[:2], (801, 333))

    def test_themes_and_steps_differ(self):
        size = ("--size", "900x600")
        pictures = [self.export(*size, "--theme", theme, step=step)
                    for theme in ("light", "dark") for step in ("2", "4")]
        self.assertEqual(len(set(pictures)), 4)

    def test_the_same_every_time(self):
        self.assertEqual(self.export("--size", "640x400"), self.export("--size", "640x400"))

    def test_something_is_drawn(self):
        for theme in ("light", "dark"):
            width, height, data = self.export("--size", "900x600", "--theme", theme)
            self.assertGreater(len(set(data)), 20)

    def test_a_place_that_cannot_be_written(self):
        path = self.file("script.py", SCRIPT)
        for out in ("/nowhere/out.png", self.folder):
            done = self.run_lastref("export", path, "--step", "1", "-o", out)
            with self.subTest(out=out):
                self.assert_refused(done, out, statuses=(1, 2))

    def test_a_script_is_not_written_over(self):
        """Neither by its name, nor by another that leads to it, nor as what another ending promises."""
        path = self.file("script.py", SCRIPT)
        link = os.path.join(self.folder, "link.png")
        os.symlink(path, link)
        for out, word in ((path, "ending"), (link, "is exported"), (self.file("out.jpg", "mine"), "ending")):
            with self.subTest(out=out):
                self.assert_refused(self.run_lastref("export", path, "-o", out), out, word)
        done = self.run_lastref("export", path, "--format", "json", "-o", path)
        self.assert_refused(done, path, "--format")
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), SCRIPT)
        with open(os.path.join(self.folder, "out.jpg"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        # in capitals it is the same format, and without an ending a PNG
        for name in ("OUT.PNG", "out"):
            done = self.run_lastref("export", path, "-o", os.path.join(self.folder, name))
            self.assertEqual(done.status, 0, done.first_error())
            read_png(os.path.join(self.folder, name))

    def test_a_full_disk_keeps_the_old_picture(self):
        path, out = self.file("script.py", SCRIPT), self.file("old.png", "old")
        done = self.run_lastref("export", path, "--step", "1", "-o", out, largest_file=1000)
        self.assert_refused(done, out, statuses=(1, 2))
        with open(out, "rb") as old:
            self.assertEqual(old.read(), b"old")
        self.assertEqual(sorted(os.listdir(self.folder)), ["old.png", "script.py"])


if __name__ == "__main__":
    cli.main()
