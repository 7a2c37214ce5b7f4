"""Animations, read by ImageMagick frame by frame and compared with the PNG of the same steps."""

import array
import os
import subprocess

import cli

SCRIPT = """\
class Node: pass
a = Node()
b = [a, 'text', 3]
a.peer = b
print('held by a list and a name')
del a, b
x = 1000
"""
# A pixel between two colours that the palette has no blend of: of 255.
WORST, MEAN = 40, 1.0


class Gif(cli.Case):
    def convert(self, *arguments):
        done = subprocess.run(["convert", *arguments], capture_output=True, cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout

    def identify(self, name, form):
        done = subprocess.run(["identify", "-format", form + "\n", name], capture_output=True,
                              cwd=self.folder, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.splitlines()

    def pixels(self, name):
        return array.array("I", self.convert(name, "-alpha", "opaque", "-depth", "8", "rgba:-"))

    def palette(self, name):
        """The colours of the file's global table, as pixels() has them."""
        with open(os.path.join(self.folder, name), "rb") as file:
            head = file.read(13 + 3 * 256)
        table = head[13:]
        return {array.array("I", table[i:i + 3] + b"\xff")[0] for i in range(0, len(table), 3)}

    def compare_frame(self, made, wanted, palette):
        self.assertEqual(len(made), len(wanted))
        self.assertGreater(len(made), 50000)
        total = 0
        for pair in set(zip(made, wanted)):
            if pair[0] == pair[1]:
                continue
            self.assertNotIn(pair[1], palette, f"{pair[1]:08x} is in the palette, {pair[0]:08x} was taken")
            off = max(abs((pair[0] >> shift & 255) - (pair[1] >> shift & 255)) for shift in (0, 8, 16))
            self.assertLessEqual(off, WORST, f"{pair[0]:08x} for {pair[1]:08x}")
            total += off
        bytes_made, bytes_wanted = made.tobytes(), wanted.tobytes()
        sample = range(0, len(bytes_made), 7)
        mean = sum(abs(bytes_made[i] - bytes_wanted[i]) for i in sample) / len(sample)
        self.assertLess(mean, MEAN)

    def check_frames(self, *options):
        path = self.file("scene.py", SCRIPT)
        for name in ("out.gif", "out.png"):
            done = self.run_lastref("export", path, "-o", name, "--steps", "2-7", *options)
            self.assertEqual((done.status, done.err), (0, b""))
        sizes = set(self.identify("out-003.png", "%wx%h"))
        self.assertEqual(set(self.identify("out.gif", "%W" + "x%H")), sizes)
        self.convert("out.gif", "-coalesce", "frame-%d.png")
        palette = self.palette("out.gif")
        for number, step in enumerate(range(2, 8)):
            self.compare_frame(self.pixels(f"frame-{number}.png"), self.pixels(f"out-{step:03}.png"),
                               palette)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "frame-6.png")))
        return [int(delay) for delay in self.identify("out.gif", "%T")]

    def test_content(self):
        delays = self.check_frames("--crop", "content", "--caption")
        self.assertTrue(all(100 <= delay <= 800 for delay in delays), delays)
        self.assertGreater(len(set(delays)), 2, "the delay follows the length of the words")

    def test_window_dark(self):
        self.check_frames("--theme", "dark", "--size", "960x600")

    def test_scaled_contrast(self):
        self.check_frames("--theme", "contrast", "--crop", "content", "--scale", "1.5")

    def test_only_what_changes_is_stored(self):
        path = self.file("scene.py", SCRIPT)
        self.run_lastref("export", path, "-o", "out.gif", "--size", "960x600")
        frames = self.identify("out.gif", "%w %h %X %Y")
        self.assertEqual(frames[0], "960 600 +0 +0")
        self.assertTrue(all(int(f.split()[0]) * int(f.split()[1]) < 960 * 600 for f in frames[1:]),
                        frames)
        words = self.identify("out.gif[0]", "%c")
        self.assertEqual(words[0], "scene.py, steps 1 to 9 of 9")
        self.assertEqual([line.split(": ")[0] for line in words[1:10]], [str(step) for step in range(1, 10)])
        self.assertTrue(words[1].startswith("1: Before the first line. "), words[1])
        self.assertIn("refcount", words[-1])

    def test_refused(self):
        path = self.file("scene.py", SCRIPT)
        for options in (["--transparent"], ["--strip", "1,2"], ["--worksheet", "badges"]):
            done = self.run_lastref("export", path, "-o", "out.gif", *options)
            self.assert_refused(done, options[0], "gif")
        done = self.run_lastref("export", path, "-o", "out.gif", "--size", "8000x8000")
        self.assert_refused(done, "8000 x 8000")
        self.assertEqual(os.listdir(self.folder), ["scene.py"])

    def test_full_disk(self):
        path = self.file("scene.py", SCRIPT)
        done = self.run_lastref("export", path, "-o", "out.gif", largest_file=2000)
        self.assert_refused(done, "out.gif")
        self.assertEqual(os.listdir(self.folder), ["scene.py"])


if __name__ == "__main__":
    cli.main()
