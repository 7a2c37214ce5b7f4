/* The picture of a few stops as text: tests/goldens/scene-*.txt. With LASTREF_UPDATE_GOLDENS set in
 * the environment the files are written anew, to be looked at and committed. Serials and addresses
 * of objects are renamed by first appearance, so that a change in the interpreter's start does not
 * touch them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden_text.h"
#include "scene/scene.h"
#include "timeline/timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Stage {
    TextMeasure measure;
    Timeline *timeline;
    Scene *scene;
    NameLog names;
    Snapshot now, before;
} Stage;

static Stage *stage_open(const char *source) {
    Error error = {""};
    Stage *stage = memory_alloc(sizeof *stage);
    stage->measure = text_measure_fixed();
    stage->timeline = timeline_create(&(TimelineConfig){.check = true}, &error);
    assert_non_null(stage->timeline);
    TimelineOutcome outcome = timeline_run(stage->timeline, "scene.py", text_of(source));
    if (outcome.result != RUN_OK) fail_msg("%s", outcome.message);
    stage->scene = scene_create(&stage->measure);
    name_log_build(&stage->names, stage->timeline);
    return stage;
}

static void stage_close(Stage *stage) {
    scene_destroy(stage->scene);
    name_log_deinit(&stage->names);
    snapshot_deinit(&stage->now);
    snapshot_deinit(&stage->before);
    timeline_destroy(stage->timeline);
    memory_free(stage);
}

static void stage_show(Stage *stage, uint32_t stop, SceneLevel level) {
    snapshot_deinit(&stage->now);
    snapshot_deinit(&stage->before);
    SnapshotDetail detail = level == SCENE_INTERNALS ? SNAPSHOT_INTERNALS : SNAPSHOT_PLAIN;
    if (stop > 1) {
        timeline_seek(stage->timeline, stop - 1);
        snapshot_build(&stage->before, timeline_vm(stage->timeline), detail);
    }
    timeline_seek(stage->timeline, stop);
    snapshot_build(&stage->now, timeline_vm(stage->timeline), detail);
    scene_set_names(stage->scene, &stage->names, stop);
    scene_set(stage->scene, &stage->now, stop > 1 ? &stage->before : NULL,
              (SceneOptions){.level = level});
    size_t at;
    const char *wrong = layout_check(scene_layout(stage->scene), &at);
    if (wrong) fail_msg("stop %u: %s", stop, wrong);
}

/* Shows all stops up to one, as a person who steps through does. */
static void stage_step_to(Stage *stage, uint32_t stop) {
    for (uint32_t i = 1; i <= stop; i++) stage_show(stage, i, SCENE_COUNTS);
}

typedef struct Renamed {
    const char *prefix;
    int base;
    unsigned long long seen[256];
    size_t count;
} Renamed;

/* The number of first appearance of the number that stands there. */
static size_t rename_number(Renamed *renamed, unsigned long long number) {
    size_t at = 0;
    while (at < renamed->count && renamed->seen[at] != number) at++;
    if (at == renamed->count && at < 256) renamed->seen[renamed->count++] = number;
    return at + 1;
}

/* "object-3718" becomes "object-#1", "0x7f0009030180" becomes "0x#1". */
static void rename_identities(const char *text, TextBuffer *out) {
    Renamed kinds[] = {{.prefix = "object-", .base = 10}, {.prefix = "0x", .base = 16}};
    for (bool digit = false; *text;) {
        Renamed *found = NULL;
        for (size_t i = 0; i < 2 && !digit; i++) { /* not in "150x92" */
            if (strncmp(text, kinds[i].prefix, strlen(kinds[i].prefix)) == 0) found = &kinds[i];
        }
        if (!found) {
            digit = *text >= '0' && *text <= '9';
            text_append_char(out, *text++);
            continue;
        }
        char *end;
        unsigned long long number = strtoull(text + strlen(found->prefix), &end, found->base);
        text_appendf(out, "%s#%zu", found->prefix, rename_number(found, number));
        text = end;
    }
}

static void compare_at(Stage *stage, const char *name, const SceneFocus *focus, float zoom) {
    DrawList list = {0};
    TextBuffer dump = {0}, text = {0};
    SceneView view = {.area = {0, 0, 1000, 800}, .pan = {20, 44}, .zoom = zoom};
    scene_draw(stage->scene, &list, theme_light(), view, focus);
    draw_list_check(&list);
    draw_list_dump(&list, &dump);
    rename_identities(text_cstr(&dump), &text);
    golden_text_compare(name, text_cstr(&text));
    draw_list_deinit(&list);
    text_deinit(&dump);
    text_deinit(&text);
}

static void compare(Stage *stage, const char *name, const SceneFocus *focus) {
    compare_at(stage, name, focus, 1);
}

static const char sharing[] = "a = [1, [2, 3]]\n"
                              "b = a\n"
                              "c = {'list': a[1], 'none': None}\n"
                              "t = (a, 'a string that is too long to stand inline')\n"
                              "del b\n"
                              "del a, t\n";

static void test_sharing(void **state) {
    (void)state;
    Stage *stage = stage_open(sharing);
    stage_step_to(stage, 5);
    compare(stage, "scene-sharing", NULL);
    stage_step_to(stage, timeline_count(stage->timeline));
    compare(stage, "scene-freed", NULL);
    stage_close(stage);
}

static void test_cycle(void **state) {
    (void)state;
    Stage *stage = stage_open("class Node:\n    def __init__(self, name):\n"
                              "        self.name = name\n        self.peer = None\n"
                              "a = Node('first')\nb = Node('second')\na.peer = b\nb.peer = a\n"
                              "keep = Node('third')\ndel a\ndel b\nprint('end')\n");
    stage_step_to(stage, timeline_count(stage->timeline));
    compare(stage, "scene-cycle", NULL);
    stage_close(stage);
}

static void test_call(void **state) {
    (void)state;
    Stage *stage = stage_open("def visit(guest, depth):\n    if depth:\n"
                              "        return visit(guest, depth - 1)\n    late = [guest]\n"
                              "    return late\nx = {}\nvisit(x, 1)\n");
    uint32_t deepest = 1;
    size_t most = 0;
    for (uint32_t stop = 1; stop <= timeline_count(stage->timeline); stop++) {
        stage_show(stage, stop, SCENE_COUNTS);
        if (stage->now.frames.count < most) continue;
        most = stage->now.frames.count;
        deepest = stop;
    }
    stage_show(stage, deepest, SCENE_COUNTS);
    compare(stage, "scene-call", NULL);
    stage_close(stage);
}

static const char kinds[] = "import weakref\n"
                            "class Node: pass\n"
                            "def walk(things):\n"
                            "    for thing in things:\n"
                            "        yield thing\n"
                            "def make():\n"
                            "    seen = []\n"
                            "    def note(item=[1]):\n"
                            "        seen.append(item)\n"
                            "    return note\n"
                            "a = Node()\n"
                            "r = weakref.ref(a)\n"
                            "p = weakref.proxy(a)\n"
                            "gone = weakref.ref(Node())\n"
                            "g = walk([10, 20])\n"
                            "next(g)\n"
                            "it = iter((1, 2))\n"
                            "d = {(1, 2): a, 'k': None}\n"
                            "note = make()\n"
                            "m = a.__repr__\n"
                            "print('end')\n";

/* Dashed where weak; generators and iterators say how far they are. */
static void test_kinds(void **state) {
    (void)state;
    Stage *stage = stage_open(kinds);
    stage_show(stage, timeline_count(stage->timeline), SCENE_COUNTS);
    compare(stage, "scene-kinds", NULL);
    stage_close(stage);
}

/* In a call within a loop: evaluation stacks and the parts of the class are references, too. */
static void test_internals(void **state) {
    (void)state;
    Stage *stage = stage_open("class Slim:\n    __slots__ = ('x',)\n"
                              "def f(s):\n    return s\n"
                              "for i in [1, [2]]:\n    f(Slim())\n");
    uint32_t stop = 1;
    for (;; stop++) {
        stage_show(stage, stop, SCENE_INTERNALS);
        if (stage->now.frames.count == 2 && timeline_line(stage->timeline, stop) == 4) break;
    }
    compare(stage, "scene-internals", NULL);
    stage_close(stage);
}

/* Every value a card: what more than three rows hold is linked instead. */
static void test_values_as_nodes(void **state) {
    (void)state;
    Stage *stage = stage_open("a = 1000\nb = [a, a, a, 2000]\nprint('end')\n");
    stage_show(stage, 3, SCENE_COUNTS);
    scene_set(stage->scene, &stage->now, NULL,
              (SceneOptions){.level = SCENE_COUNTS, .values_as_nodes = true});
    uint32_t linked = 0, arrows = 0;
    for (uint32_t i = 0; i < scene_row_count(stage->scene); i++) {
        linked += scene_row(stage->scene, i)->linked;
        arrows += scene_row(stage->scene, i)->arrow;
    }
    assert_int_equal(linked, 4);
    assert_int_equal(arrows, 2); /* to the list and to 2000 */
    stage_close(stage);
}

static const char more_kinds[] = "class Slim:\n"
                                 "    __slots__ = ('x', '__weakref__')\n"
                                 "class Free: pass\n"
                                 "def fail(depth):\n"
                                 "    if depth: fail(depth - 1)\n"
                                 "    raise ValueError('no')\n"
                                 "s = {1, (2, 3)}\n"
                                 "f = frozenset()\n"
                                 "text = 'a string that is longer than a card has room for'\n"
                                 "slim, free = Slim(), Free()\n"
                                 "slim.x = free.y = [0.5, True, None, 3 + 4j]\n"
                                 "free.__dict__\n"
                                 "try:\n"
                                 "    fail(1)\n"
                                 "except ValueError as error:\n"
                                 "    kept = error\n"
                                 "many = list(range(30))\n"
                                 "data = bytearray(b'bytes')\n"
                                 "print('end')\n";

/* Slots, a dict that was asked for, sets, long texts, an exception with its traceback and frames.
 */
static void test_more_kinds(void **state) {
    (void)state;
    Stage *stage = stage_open(more_kinds);
    stage_show(stage, timeline_count(stage->timeline), SCENE_COUNTS);
    compare_at(stage, "scene-kinds-more", NULL, 0.5f);
    stage_close(stage);
}

static uint32_t count_cards(const Stage *stage, ObjectClass class) {
    uint32_t count = 0;
    Rect rect;
    for (size_t i = 0; i < stage->now.objects.count; i++) {
        const SnapObject *object = &stage->now.objects.items[i];
        count += object->class == class && scene_find(stage->scene, object->handle, &rect);
    }
    return count;
}

static uint32_t find_class(const Stage *stage, ObjectClass class) {
    uint32_t found = 0;
    while (stage->now.objects.items[found].class != class) found++;
    return found;
}

static void test_filters(void **state) {
    (void)state;
    Stage *stage = stage_open(kinds);
    stage_show(stage, timeline_count(stage->timeline), SCENE_COUNTS);
    assert_true(count_cards(stage, OBJECT_FUNCTION) > 0);
    uint32_t rows = (uint32_t)scene_row_count(stage->scene);
    scene_set(stage->scene, &stage->now, NULL,
              (SceneOptions){.level = SCENE_COUNTS,
                             .without_functions = true,
                             .without_classes = true,
                             .without_modules = true});
    assert_int_equal(count_cards(stage, OBJECT_FUNCTION), 0);
    assert_int_equal(count_cards(stage, OBJECT_CLASS), 0);
    assert_true(count_cards(stage, OBJECT_INSTANCE) == 1);
    assert_true(scene_row_count(stage->scene) < rows);
    uint32_t dict = SNAPSHOT_NONE;
    for (size_t i = 0; i < stage->now.variables.count; i++) {
        if (text_is(stage->now.variables.items[i].name, "d")) {
            dict = stage->now.variables.items[i].object;
        }
    }
    scene_set(
        stage->scene, &stage->now, NULL,
        (SceneOptions){.level = SCENE_COUNTS, .only_from = stage->now.objects.items[dict].handle});
    assert_int_equal(count_cards(stage, OBJECT_MAPPING), 1);
    assert_int_equal(count_cards(stage, OBJECT_SEQUENCE), 1);
    assert_int_equal(count_cards(stage, OBJECT_INSTANCE), 1);
    assert_int_equal(count_cards(stage, OBJECT_WEAKREF), 0);
    rows = (uint32_t)scene_row_count(stage->scene);
    /* with another one, and without the names that lead to neither */
    uint32_t weak = find_class(stage, OBJECT_WEAKREF);
    SceneOptions both = {.level = SCENE_COUNTS,
                         .only_from = stage->now.objects.items[dict].handle,
                         .also_from = stage->now.objects.items[weak].handle,
                         .without_other_names = true};
    scene_set(stage->scene, &stage->now, NULL, both);
    assert_int_equal(count_cards(stage, OBJECT_WEAKREF), 1);
    assert_int_equal(count_cards(stage, OBJECT_FUNCTION), 0);
    assert_true(scene_row_count(stage->scene) < rows);
    TextBuffer wrong = {0};
    assert_true(scene_check(stage->scene, &wrong));
    text_deinit(&wrong);
    stage_close(stage);
}

/* While the change is shown a rebound arrow's head is on its way. */
static void test_change_on_its_way(void **state) {
    (void)state;
    Stage *stage = stage_open("a = [1]\nb = [2]\na = b\nprint('end')\n");
    stage_step_to(stage, 4);
    compare(stage, "scene-rebound", NULL);
    compare(stage, "scene-rebound-half", &(SceneFocus){.change = 0.5f});
    stage_close(stage);
}

/* From afar: blocks, the selected one lit; the middle of a chain is one card. */
static void test_afar(void **state) {
    (void)state;
    Stage *stage =
        stage_open("a = []\nfor i in range(30):\n    a = [a]\nb = {'key': a}\nprint('end')\n");
    stage_step_to(stage, timeline_count(stage->timeline));
    compare(stage, "scene-chain", NULL);
    Handle chosen = {0};
    for (size_t i = 0; i < stage->now.objects.count; i++) {
        const SnapObject *object = &stage->now.objects.items[i];
        if (object->class == OBJECT_MAPPING) chosen = object->handle;
    }
    SceneFocus focus = {.selected = &chosen, .selected_count = 1, .change = 1};
    compare_at(stage, "scene-afar", &focus, 0.3f);
    Rect rect;
    assert_true(scene_find(stage->scene, chosen, &rect));
    ScenePart part = scene_hit(stage->scene, (Point){rect.x + 5, rect_bottom(rect) - 5}, 8 / 0.3f);
    assert_int_equal(part.kind, SCENE_NODE);
    assert_int_equal(part.object.serial, chosen.serial);
    stage_close(stage);
}

/* As a cascade is shown, what is freed later still stands. */
static void test_cascade(void **state) {
    (void)state;
    Stage *stage = stage_open("a = [[[1], 2], 3]\ndel a\nprint('end')\n");
    stage_step_to(stage, 3);
    uint32_t count;
    const TimelineEvent *events = timeline_events(stage->timeline, 3, &count);
    Handle freed[8];
    size_t found = 0;
    for (uint32_t i = 0; i < count && found < 8; i++) {
        if (events[i].kind == HEAP_FREED && events[i].container) freed[found++] = events[i].object;
    }
    assert_int_equal(found, 3);
    scene_set_deaths(stage->scene, freed, found);
    scene_set(stage->scene, &stage->now, &stage->before, (SceneOptions){.level = SCENE_COUNTS});
    assert_int_equal(scene_ghosts(stage->scene), 3);
    compare(stage, "scene-cascade-half", &(SceneFocus){.change = 1, .alive = 0.5f});
    compare(stage, "scene-cascade-end", NULL);
    stage_close(stage);
}

static void test_dragging(void **state) {
    (void)state;
    Stage *stage = stage_open("a = [1]\nb = [2]\n");
    stage_step_to(stage, 3);
    Handle target = {0};
    uint32_t row = 0;
    for (uint32_t i = 0; i < scene_row_count(stage->scene); i++) {
        const SceneRow *self = scene_row(stage->scene, i);
        if (text_is(self->label, "a") && self->variable != SNAPSHOT_NONE) row = i;
        if (text_is(self->label, "b") && self->variable != SNAPSHOT_NONE) {
            target = stage->now.objects.items[self->target].handle;
        }
    }
    Rect rect;
    assert_true(scene_find(stage->scene, target, &rect));
    Point near = {rect.x - 20, rect.y + 10};
    Handle snapped = scene_snap(stage->scene, near, 24);
    assert_int_equal(snapped.serial, target.serial);
    assert_int_equal(scene_snap(stage->scene, (Point){rect.x - 30, rect.y + 10}, 24).serial, 0);
    SceneFocus focus = {.dragging = true,
                        .drag_row = row,
                        .drag_to = near,
                        .drag_target = target,
                        .selected = &target,
                        .selected_count = 1,
                        .change = 1};
    compare(stage, "scene-dragging", &focus);
    ScenePart part = scene_hit(stage->scene, scene_row_port(stage->scene, row), 8);
    assert_int_equal(part.kind, SCENE_PORT);
    assert_int_equal(part.row, row);
    stage_close(stage);
}

static const char collecting[] = "import gc\n"
                                 "class Node: pass\n"
                                 "a = Node()\nb = Node()\nkeep = Node()\n"
                                 "a.peer = b\nb.peer = a\nkeep.inner = [[keep]]\n"
                                 "del a\ndel b\n"
                                 "gc.collect()\n"
                                 "print('end')\n";

/* Each phase of a collection, and the frees of its cycle; nothing moves meanwhile. */
static void test_collection(void **state) {
    (void)state;
    static const char *const names[] = {"listed",   "copy",  "subtract", "reach",
                                        "finalize", "clear", "freed"};
    Stage *stage = stage_open(collecting);
    uint32_t stop = timeline_count(stage->timeline);
    while (timeline_line(stage->timeline, stop) != 11) stop--;
    stage_step_to(stage, stop);
    Snapshot before = stage->now;
    stage->now = (Snapshot){0};
    scene_set(stage->scene, &before, NULL, (SceneOptions){.level = SCENE_COUNTS});
    InsideStops stops = {0};
    inside_list(stage->timeline, stop + 1, &before, &stops);
    assert_int_equal(stops.count, 8);
    Rect kept, keep;
    Handle third = before.objects.items[before.variables.items[2].object].handle;
    assert_true(scene_find(stage->scene, third, &kept));
    uint32_t frees = 0;
    for (size_t i = 0; i < stops.count; i++) {
        Inside inside;
        assert_true(
            inside_look(stage->timeline, stop + 1, stops.items[i], SNAPSHOT_PLAIN, &inside));
        scene_set_inside(stage->scene, &inside);
        scene_set(stage->scene, &inside.now, &before, (SceneOptions){.level = SCENE_COUNTS});
        char name[64];
        snprintf(name, sizeof name, "scene-collect-%s", names[inside.stop.kind]);
        if (inside.stop.kind == INSIDE_FREED) snprintf(name + strlen(name), 4, "-%u", ++frees);
        compare(stage, name, NULL);
        assert_true(scene_find(stage->scene, third, &keep));
        assert_float_equal(keep.x, kept.x, 0.01);
        assert_float_equal(keep.y, kept.y, 0.01);
        scene_set_inside(stage->scene, NULL);
        scene_set(stage->scene, &before, NULL, (SceneOptions){.level = SCENE_COUNTS});
        inside_deinit(&inside);
    }
    array_deinit(&stops);
    snapshot_deinit(&before);
    stage_close(stage);
}

/* Arrows drawn plus the stub equal the badge: counted from what is drawn. */
static void test_arrows_and_stub_equal_badge(void **state) {
    (void)state;
    Stage *stage = stage_open(sharing);
    for (uint32_t stop = 1; stop <= timeline_count(stage->timeline); stop++) {
        stage_show(stage, stop, SCENE_COUNTS);
        for (size_t i = 0; i < stage->now.objects.count; i++) {
            const SnapObject *object = &stage->now.objects.items[i];
            uint32_t arrows = 0;
            for (uint32_t row = 0; row < scene_row_count(stage->scene); row++) {
                const SceneRow *self = scene_row(stage->scene, row);
                arrows += self->arrow && self->target == i;
            }
            assert_true(object->shared || arrows <= object->refcount);
        }
    }
    stage_close(stage);
}

/* With nothing on the heap its heading belongs to the picture all the same. */
static void test_headings_are_in_bounds(void **state) {
    (void)state;
    Stage *stage = stage_open("x = 5\n");
    stage_show(stage, 1, SCENE_BASIC);
    float left = layout_heap_left(scene_layout(stage->scene));
    float wide = text_width(&stage->measure, FONT_UI_BOLD, 12, text_of("PRIVATE HEAP"));
    assert_true(rect_right(scene_bounds(stage->scene)) >= left + wide);
    stage_close(stage);
}

/* Going back and forth, a card that lives at both stops stays where it is. */
static void test_nothing_jumps(void **state) {
    (void)state;
    Stage *stage = stage_open(sharing);
    uint32_t count = timeline_count(stage->timeline);
    for (uint32_t i = 1; i < 2 * count; i++) {
        uint32_t stop = i <= count ? i : 2 * count - i,
                 next = i + 1 <= count ? i + 1 : 2 * count - i - 1;
        if (next < 1) break;
        stage_show(stage, stop, SCENE_COUNTS);
        Rect places[64];
        Handle handles[64];
        size_t kept = 0;
        for (size_t j = 0; j < stage->now.objects.count && kept < 64; j++) {
            handles[kept] = stage->now.objects.items[j].handle;
            if (scene_find(stage->scene, handles[kept], &places[kept])) kept++;
        }
        stage_show(stage, next, SCENE_COUNTS);
        for (size_t j = 0; j < kept; j++) {
            Rect rect;
            if (!scene_find(stage->scene, handles[j], &rect)) continue;
            assert_float_equal(rect.x, places[j].x, 0.01);
            assert_float_equal(rect.y, places[j].y, 0.01);
        }
    }
    stage_close(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sharing),
        cmocka_unit_test(test_cycle),
        cmocka_unit_test(test_call),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_more_kinds),
        cmocka_unit_test(test_cascade),
        cmocka_unit_test(test_internals),
        cmocka_unit_test(test_values_as_nodes),
        cmocka_unit_test(test_filters),
        cmocka_unit_test(test_change_on_its_way),
        cmocka_unit_test(test_afar),
        cmocka_unit_test(test_dragging),
        cmocka_unit_test(test_collection),
        cmocka_unit_test(test_arrows_and_stub_equal_badge),
        cmocka_unit_test(test_headings_are_in_bounds),
        cmocka_unit_test(test_nothing_jumps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
