/* Where cards stand: foreseen places, growth without room, what a person opens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scene/stage.h"

#include <string.h>

static const SceneOptions counts = {.level = SCENE_COUNTS};

static void show(Stage *stage, uint32_t stop) {
    show_stop(stage, stop, counts);
}

/* The object that a name of the module refers to. */
static Handle named(const Stage *stage, const char *name) {
    const SnapFrame *module = &stage->now.frames.items[0];
    for (uint32_t i = 0; i < module->variable_count; i++) {
        const SnapVariable *variable = &stage->now.variables.items[module->first_variable + i];
        if (text_is(variable->name, name) && variable->object != SNAPSHOT_NONE)
            return stage->now.objects.items[variable->object].handle;
    }
    fail_msg("no name %s", name);
    return (Handle){0};
}

static Rect card(const Stage *stage, Handle object) {
    Rect rect;
    assert_true(scene_find(stage->scene, object, &rect));
    return rect;
}

/* The first stop at this line. */
static uint32_t stop_at(const Stage *stage, uint32_t line) {
    uint32_t stop = 1;
    while (timeline_line(stage->timeline, stop) != line) stop++;
    return stop;
}

static const char grown[] = "class Tree:\n"
                            "    def __init__(self):\n"
                            "        self.child = None\n"
                            "    def grow(self):\n"
                            "        leaf = Tree()\n"
                            "        self.child = leaf\n"
                            "        return leaf\n"
                            "root = Tree()\n"
                            "leaf = root.grow()\n"
                            "leaf.grow()\n"
                            "del leaf\n"
                            "print('end')\n";

/* What a call makes stands where it belongs, from its first stop on. */
static void test_places_are_foreseen(void **state) {
    (void)state;
    Stage stage;
    open_stage(&stage, grown);
    timeline_seek(stage.timeline, 2);
    scene_foresee(stage.scene, stage.timeline, counts, false);
    assert_int_equal(timeline_position(stage.timeline), 2);
    assert_null(scene_snapshot(stage.scene));
    uint32_t made = stop_at(&stage, 6);
    show(&stage, made);
    Rect root = card(&stage, named(&stage, "root"));
    const SnapFrame *call = &stage.now.frames.items[1];
    Handle leaf = {0};
    for (uint32_t i = 0; i < call->variable_count; i++) {
        const SnapVariable *variable = &stage.now.variables.items[call->first_variable + i];
        if (text_is(variable->name, "leaf"))
            leaf = stage.now.objects.items[variable->object].handle;
    }
    Rect first = card(&stage, leaf);
    assert_true(first.x > rect_right(root));
    show(&stage, timeline_count(stage.timeline));
    Rect last = card(&stage, leaf);
    assert_true(first.x == last.x && first.y == last.y);
    close_stage(&stage);
}

static const char growing[] = "a = []\n"
                              "b = []\n"
                              "for i in range(14):\n"
                              "    a.append([i])\n"
                              "print('end')\n";

/* A card beside which another was put shows as much as there is room for; a click opens it, and
 * only then it goes elsewhere. */
static void test_a_card_without_room_stays(void **state) {
    (void)state;
    Stage stage;
    open_stage(&stage, growing);
    uint32_t stop = stop_at(&stage, 4);
    show(&stage, stop);
    Handle a = named(&stage, "a"), b = named(&stage, "b");
    Rect was = card(&stage, a);
    scene_move(stage.scene, b, (Point){was.x, rect_bottom(was) + 12});
    show(&stage, stop);
    Rect put = card(&stage, b);
    assert_true(put.y < rect_bottom(was) + 20);
    for (; stop <= timeline_count(stage.timeline); stop++) {
        show(&stage, stop);
        Rect now = card(&stage, a), other = card(&stage, b);
        assert_true(now.x == was.x && now.y == was.y);
        assert_true(other.x == put.x && other.y == put.y);
        assert_true(rect_bottom(now) < put.y);
    }
    bool found = false;
    Rect now = card(&stage, a);
    for (float y = now.y; y < rect_bottom(now) && !found; y += 2) {
        for (float x = now.x; x < rect_right(now) && !found; x += 4) {
            found = scene_hit(stage.scene, (Point){x, y}, 4).kind == SCENE_MORE;
        }
    }
    assert_true(found);
    scene_toggle_more(stage.scene, a);
    show(&stage, timeline_count(stage.timeline));
    Rect opened = card(&stage, a);
    assert_true(opened.h > now.h && (opened.x != now.x || opened.y != now.y));
    Rect beside = card(&stage, b);
    assert_true(beside.x == put.x && beside.y == put.y);
    close_stage(&stage);
}

/* On the way every card is between where it was and where it will be, and arrows keep to them. */
static void test_cards_glide(void **state) {
    (void)state;
    Stage stage;
    open_stage(&stage, growing);
    uint32_t last = timeline_count(stage.timeline);
    show(&stage, last);
    Handle b = named(&stage, "b");
    Rect was = card(&stage, b);
    scene_glide_begin(stage.scene);
    scene_move(stage.scene, b, (Point){was.x + 400, was.y + 600});
    scene_set(stage.scene, &stage.now, NULL, counts);
    assert_true(scene_is_gliding(stage.scene));
    assert_true(card(&stage, b).x == was.x && card(&stage, b).y == was.y);
    scene_glide_to(stage.scene, 0.5f);
    Rect half = card(&stage, b);
    scene_glide_to(stage.scene, 1);
    Rect there = card(&stage, b);
    assert_false(scene_is_gliding(stage.scene));
    assert_float_equal(half.x, (was.x + there.x) / 2, 0.1);
    assert_float_equal(half.y, (was.y + there.y) / 2, 0.1);
    TextBuffer wrong = {0};
    if (!scene_check(stage.scene, &wrong)) fail_msg("%s", text_cstr(&wrong));
    scene_glide_begin(stage.scene);
    scene_tidy(stage.scene);
    scene_set(stage.scene, &stage.now, NULL, counts);
    scene_glide_to(stage.scene, 0.3f);
    show(&stage, last); /* a step ends it */
    assert_false(scene_is_gliding(stage.scene));
    close_stage(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_places_are_foreseen),
                                       cmocka_unit_test(test_a_card_without_room_stays),
                                       cmocka_unit_test(test_cards_glide)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
