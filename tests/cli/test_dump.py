"""`lastref dump`: one JSON object a step, and every step adds up."""

import json
import os
import sys

import cli

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
import compare_lines

SCRIPT = """\
class Node:
    def __init__(self, value, peer=None):
        self.value = value
        self.peer = peer


def build(depth):
    node = None
    for i in range(depth):
        node = Node([i, "x" * 30], node)
    return node


top = build(3)
also = top.peer
pair = (top, also, {"k": top})
del top
reader = (n for n in [also])
first = next(reader)
try:
    first.nothing
except AttributeError as error:
    kept = error
print("end", pair[0] is not None)
"""


class Dump(cli.Case):
    def steps(self, *options, text=SCRIPT):
        done = self.run_lastref("dump", self.file("script.py", text), *options)
        self.assertEqual(done.status, 0, done.first_error())
        return [json.loads(line) for line in done.out.splitlines()]

    def test_fields(self):
        for step in self.steps("--all"):
            self.assertLessEqual({"step", "steps", "line", "frames", "objects", "output"}, set(step))
            for o in step["objects"]:
                self.assertLessEqual({"id", "address", "type", "repr", "refcount", "shared", "size", "tracked",
                                      "generation", "refs", "hidden"}, set(o))
            ids = [o["id"] for o in step["objects"]]
            self.assertEqual(len(ids), len(set(ids)))

    def test_every_step_adds_up(self):
        for step in self.steps("--all"):
            self.assertEqual(list(compare_lines.unbalanced(step)), [], f"step {step['step']}")

    def test_one_step_is_the_same_as_among_all(self):
        steps = self.steps("--all")
        for number in (1, len(steps) // 2, len(steps)):
            self.assertEqual(self.steps("--step", str(number)), [steps[number - 1]])
        self.assertEqual(len(self.steps("--last")), 1)

    def test_variables_alone(self):
        """The same frames, names, counts and sizes as in the whole dump, and no other object."""
        whole, alone = self.steps("--all"), self.steps("--all", "--variables")
        self.assertEqual([s["line"] for s in alone], [s["line"] for s in whole])
        for full, short in zip(whole, alone):
            self.assertNotIn("objects", short)
            objects = {o["id"]: o for o in full["objects"]}
            for frame, names in zip(full["frames"], short["frames"]):
                self.assertEqual([v["name"] for v in names["vars"]], [v["name"] for v in frame["vars"]])
                for held, told in zip(frame["vars"], names["vars"]):
                    if told["to"] is None or told.get("cell"):
                        continue
                    self.assertEqual(told["to"], held["to"])
                    for field in ("type", "refcount", "shared", "size", "tracked"):
                        self.assertEqual(told[field], objects[told["to"]][field], told["name"])

    def test_variables_of_a_large_heap(self):
        text = "x = [[i] for i in range(100000)]\nfor i in range(2000):\n    y = i\n"
        steps = self.steps("--all", "--variables", text=text)
        self.assertGreater(len(steps), 4000)
        self.assertEqual([v["name"] for v in steps[-1]["frames"][0]["vars"]], ["x", "i", "y"])

    def test_steps_are_numbered(self):
        steps = self.steps("--all")
        self.assertEqual([s["step"] for s in steps], list(range(1, len(steps) + 1)))
        self.assertEqual({s["steps"] for s in steps}, {len(steps)})

    def test_output_grows(self):
        steps = self.steps("--all", text="print('a')\nprint('é')\nx = 1\n")
        self.assertEqual([s["output"] for s in steps][:3], ["", "a\n", "a\né\n"])

    def test_a_step_out_of_range(self):
        path = self.file("script.py", SCRIPT)
        for number in ("0", "100000"):
            done = self.run_lastref("dump", path, "--step", number)
            self.assert_refused(done, "step")

    def test_an_exception_ends_the_steps(self):
        done = self.run_lastref("dump", self.file("raises.py", "x = [1]\n1 / 0\ny = 2\n"), "--all")
        lines = [json.loads(line)["line"] for line in done.out.splitlines()]
        self.assertEqual(lines[:2], [1, 2])
        self.assertNotIn(3, lines)


if __name__ == "__main__":
    cli.main()
