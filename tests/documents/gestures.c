#include "documents/gestures.h"

#include "app/statement.h"
#include "timeline/snapshot.h"

#include <stdio.h>
#include <string.h>

static const char *const scripts[] = {
    "",
    "",
    "",
    "class Node:\n    pass\n\na = Node()\nb = Node()\na.peer = b\n",
    "import gc\nimport weakref\n\nclass Tree:\n    def __init__(self, left=None, right=None):\n"
    "        self.left = left\n        self.right = right\n\n"
    "a = Tree(Tree(), Tree(Tree()))\nb = weakref.ref(a)\n",
    "a = []\nfor i in range(3):\n    a.append([i])\nb = a[1]\nc = {'k': b}\n",
    "def keep(item, kept=[]):\n    kept.append(item)\n    return kept\n\na = keep([1])\n"
    "b = keep([2])\ndel a\nc = [b]\n",
    "\"\"\"A docstring.\"\"\"\nfrom __future__ import annotations\n\na = [1, 2]\nb = {'x': a}\n"
    "# a comment\nc = (a, b); d = [c]\nif d:\n    e = d\nf = [\n    a,\n    b]\n",
    "a = []\na.append(a)\ndel a\nb = [1]\nb.append(b)\nc = b\n",
};

Text gestures_script(Chance *chance) {
    return text_of(scripts[chance_below(chance, sizeof scripts / sizeof scripts[0])]);
}

/* %s are names; the first is what is bound. */
static const char *const typed[] = {
    "%s = []",
    "%s = {}",
    "%s = set()",
    "%s = [%s, %s]",
    "%s = {'k': %s, 2: %s}",
    "%s = (%s, %s)",
    "%s = %s",
    "%s = [[], []]",
    "%s = 1000",
    "%s = 'some text of its own'",
    "%s = bytearray(b'abc')",
    "%s = object()",
    "class Node: pass",
    "class Slim:\n    __slots__ = ('x', 'y')\n",
    "class Loud:\n    def __init__(self, *kept):\n        self.kept = kept\n"
    "    def __del__(self):\n        print('gone')\n",
    "%s = Node()",
    "%s = Slim()",
    "%s = Loud(%s)",
    "%s.x = %s",
    "%s.peer = %s",
    "%s.append(%s)",
    "%s['k'] = %s",
    "%s[0] = %s",
    "%s.add(3)",
    "%s",
    "%s, %s",
    "del %s",
    "import gc",
    "import gc; gc.collect()",
    "gc.collect()",
    "gc.collect(); %s = []",
    "gc.collect(0)",
    "import weakref",
    "%s = weakref.ref(%s)",
    "import copy; %s = copy.copy(%s)",
    "import copy; %s = copy.deepcopy(%s)",
    "def f(x, kept=[]):\n    kept.append(x)\n    return kept\n",
    "%s = f(%s)",
    "def outer(n):\n    def inner():\n        return n\n    return inner\n",
    "%s = outer(%s)",
    "%s = lambda: %s",
    "for i in range(3): %s.append(i)",
    "for i in range(2):\n    i\n    len(%s)\n",
    "if %s:\n    %s\nelse:\n    'no'\n",
    "try:\n    raise ValueError([1])\nexcept ValueError as problem:\n    %s = problem\n",
    "try:\n    %s.missing\nexcept AttributeError:\n    print('none')\n",
    "with_all = [%s for _ in range(3)]",
    "%s = iter(%s)",
    "%s = (x for x in %s)",
    "next(%s)",
    "%s.extend([%s] * 2)",
    "%s = %s.__dict__",
    "x: int = 5",
    "%s.clear()",
    "%s += [%s]",
    "print(len(%s))",
    "%s = dict(k=%s)",
    "%s = type(%s)",
    "%s = %s.append",
    "%s = {1, 2, 3}",
    "%s = frozenset([1, 2])",
    "a, b = %s, %s",
    "(c := [%s])",
    "global a",
    "%s = sorted([3, 1, 2])",
    "%s = list(%s)",
    "%s = [1, 2, 3][1:]",
    "match %s:\n    case [one, two]:\n        one\n    case _:\n        'other'\n",
    "lambda: 0",
    "def g(x=1, y=2):\n    return x\n",
    "g.me = g",
    "Node.own = Node()",
    "class Local(Node):\n    size = (1, 2)\n    def one(self):\n        return {1, 2}\n",
    "%s = Local(); %s.me = %s",
    "Slim = Local = None",
    "%s.append((1, 'x'))",
    "%s = [%s]; %s.append(%s)",
    "*[1], 2",
    "%s = [[]] * 3",
};

static void write_typed(Chance *chance, char *out, size_t size) {
    static const char names[] = "abcdef";
    const char *form = typed[chance_below(chance, sizeof typed / sizeof typed[0])];
    char name[4][2];
    for (int i = 0; i < 4; i++) {
        name[i][0] = names[chance_below(chance, sizeof names - 1)];
        name[i][1] = '\0';
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
    snprintf(out, size, form, name[0], name[1], name[2], name[3]);
#pragma GCC diagnostic pop
}

/* As app.c does it: what fails is as if it had not been tried. */
static void execute(Timeline *timeline, Text statement) {
    if (!timeline_at_module_level(timeline)) return;
    TimelineOutcome outcome = timeline_execute(timeline, statement);
    bool failed = outcome.result == RUN_EXCEPTION || outcome.result == RUN_EXIT;
    if (failed) timeline_discard(timeline);
}

/* A reference of the picture, drawn to another object or removed. */
static void draw_reference(Timeline *timeline, Chance *chance) {
    Snapshot now = {0};
    TextBuffer statement = {0};
    Error error;
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    ReferencePlace place = {SNAPSHOT_NONE, SNAPSHOT_NONE, SNAPSHOT_NONE, false};
    if (now.variables.count && (!now.references.count || chance_below(chance, 2))) {
        place.variable = chance_below(chance, (uint32_t)now.variables.count);
    } else if (now.references.count) {
        place.reference = chance_below(chance, (uint32_t)now.references.count);
        for (uint32_t i = 0; i < now.objects.count; i++) {
            const SnapObject *object = &now.objects.items[i];
            bool in = place.reference >= object->first_reference &&
                      place.reference < object->first_reference + object->reference_count;
            if (in) place.holder = i;
        }
    }
    bool some =
        now.objects.count && (place.variable != SNAPSHOT_NONE || place.holder != SNAPSHOT_NONE);
    bool ok = some && (chance_below(chance, 3)
                           ? statement_assign(&now, place,
                                              chance_below(chance, (uint32_t)now.objects.count),
                                              &statement, &error)
                           : statement_delete(&now, place, &statement, &error));
    snapshot_deinit(&now);
    if (ok) execute(timeline, text_view(&statement));
    text_deinit(&statement);
}

void gestures_do(Timeline *timeline, Chance *chance) {
    char text[400];
    switch (chance_below(chance, 24)) {
    case 0:
    case 1: timeline_undo(timeline); break;
    case 2: timeline_redo(timeline); break;
    case 3:
        if (chance_below(chance, 3)) break;
        timeline_seek(timeline, 1 + chance_below(chance, timeline_count(timeline)));
        break;
    case 4:
        if (timeline_can_resume(timeline)) timeline_resume(timeline);
        if (chance_below(chance, 2)) timeline_seek(timeline, timeline_count(timeline));
        break;
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10: draw_reference(timeline, chance); break;
    default: write_typed(chance, text, sizeof text); execute(timeline, text_of(text));
    }
}
