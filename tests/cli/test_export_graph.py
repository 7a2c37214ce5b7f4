"""Graphs, read by Graphviz, and JSON: both against what `lastref dump` says."""

import json
import os
import re
import subprocess

import cli

SCRIPT = """\
import weakref
class Node: pass
def make(x):
    def get(): return x
    return get
a = Node()
a.peer = Node()
a.peer.peer = a
see = weakref.ref(a)
d = {'<b>|{x}\\\\n"q"  &amp;': [1, 2], ('t', 1): a, 'a key that is longer than twenty': None}
got = make(d)
n = Node()
n.me = n
n.text = 'y  z' * 20
del n
end = [300, d, d]
"""


class Graph(cli.Case):
    def draw(self, name, form):
        done = subprocess.run(["dot", f"-T{form}", name], capture_output=True, cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout

    def dump(self, path, *options):
        return self.run_lastref("dump", path, *options).out

    def graphs(self, name):
        """Of each graph of the file, as Graphviz has read it: nodes by name, edges as (tail, head,
        dashed), clusters by name."""
        text, found = self.draw(name, "json").decode(), []
        while text.strip():
            graph, end = json.JSONDecoder().raw_decode(text.lstrip())
            text = text.lstrip()[end:]
            things = {thing["_gvid"]: thing for thing in graph.get("objects", [])}
            edges = [(things[e["tail"]]["name"], things[e["head"]]["name"], e.get("style") == "dashed")
                     for e in graph.get("edges", [])]
            nodes = {t["name"]: t for t in things.values() if not t["name"].startswith("cluster")}
            found.append((nodes, edges, {t["name"] for t in things.values()} - set(nodes)))
        return found

    def compare(self, nodes, edges, state):
        known = {f"object_{o['id']}": o for o in state["objects"]}
        drawn = {name for name in nodes if name.startswith("object_")}
        self.assertLessEqual(drawn, set(known))
        self.assertEqual(set(nodes) - drawn, {f"frame_{i}" for i in range(len(state["frames"]))})
        for name in drawn:
            thing = known[name]
            held = sum(head == name and not dashed for _, head, dashed in edges)
            hidden = sum(h["count"] for h in thing["hidden"])
            if not thing["shared"]:
                self.assertEqual(held + hidden, thing["refcount"], (name, thing))
                self.assertIn(f"refcount {thing['refcount']}", nodes[name]["label"])
            wanted = sorted(f"object_{r['to']}" for r in thing["refs"] if f"object_{r['to']}" in drawn)
            self.assertEqual(sorted(h for t, h, dashed in edges if t == name and not dashed), wanted)
            weak = sorted(f"object_{to}" for to in thing.get("weak", []))
            self.assertEqual(sorted(h for t, h, dashed in edges if t == name and dashed), weak)

    def test_each_step(self):
        path = self.file("scene.py", SCRIPT)
        states = [json.loads(line) for line in self.dump(path, "--all").splitlines()]
        self.assertEqual(len(states), 18)
        done = self.run_lastref("export", path, "-o", "out.dot", "--steps", "1-")
        self.assertEqual((done.status, done.err), (0, b""))
        graphs = self.graphs("out.dot")
        self.assertEqual(len(graphs), 18)
        self.assertEqual(self.draw("out.dot", "svg").count(b"<svg"), 18)
        for (nodes, edges, _), state in zip(graphs, states):
            with self.subTest(step=state["step"]):
                self.compare(nodes, edges, state)
        self.assertGreater(sum(dashed for _, edges, _ in graphs for _, _, dashed in edges), 5)

    def test_words(self):
        path = self.file("scene.py", SCRIPT)
        self.run_lastref("export", path, "-o", "out.gv", "--last")
        drawn = re.sub(rb"&#(\d+);", lambda m: chr(int(m[1])).encode(), self.draw("out.gv", "svg"))
        for text in (b"&lt;module&gt;", b"no path from the stack", b"class Node", b"refers weakly to",
                     rb"""['&lt;b&gt;|{x}\\n&quot;q&quot; """):
            self.assertIn(text, drawn)
        self.assertIn("cluster_unreachable", self.graphs("out.gv")[0][2])

    def test_hostile_names(self):
        path = self.file('a"b\\<&{|}.py', "class C: pass\nC.__name__ = 'x\"\\\\{|}<>\\x01 \\n'\nc = C()\n"
                         "setattr(c, '\"}];evil', 700)\n")
        self.run_lastref("export", path, "-o", "out.dot", "--last")
        nodes, edges, _ = self.graphs("out.dot")[0]
        self.assertFalse([n for n in nodes if not n.startswith(("object_", "frame_"))], nodes)
        self.assertTrue(edges)

    def test_lessons(self):
        folder = os.path.join(os.path.dirname(__file__), "../../assets/lessons")
        for name in sorted(os.listdir(folder))[:6]:
            if name.endswith(".py"):
                self.run_lastref("export", os.path.join(folder, name), "-o", "out.dot", "--step", "25")
                self.assertIn(b"</svg>", self.draw("out.dot", "svg"))

    def test_json(self):
        path = self.file("scene.py", SCRIPT)
        self.run_lastref("export", path, "-o", "one.json", "--step", "7")
        self.run_lastref("export", path, "-o", "some", "--format", "json", "--steps", "7-9")
        with open(os.path.join(self.folder, "one.json"), "rb") as file:
            self.assertEqual(file.read(), self.dump(path, "--step", "7"))
        with open(os.path.join(self.folder, "some"), "rb") as file:
            lines = file.read().splitlines(keepends=True)
        self.assertEqual([json.loads(line)["step"] for line in lines], [7, 8, 9])
        self.assertEqual(lines[2], self.dump(path, "--step", "9"))

    def test_refused(self):
        path = self.file("scene.py", SCRIPT)
        for name, options in (("out.dot", ["--caption"]), ("out.json", ["--theme", "dark"]),
                              ("out.dot", ["--strip", "1,2"])):
            self.assert_refused(self.run_lastref("export", path, "-o", name, *options), options[0])
        self.assert_refused(self.run_lastref("export", path, "-o", "out.dot", "--step", "99"), "99")
        self.assert_refused(self.run_lastref("export", path, "-o", "no/out.dot"), "no/out.dot")
        self.assertEqual(os.listdir(self.folder), ["scene.py"])


if __name__ == "__main__":
    cli.main()
