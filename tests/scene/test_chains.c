/* Long chains are folded: exact counts, no card moves while they grow, a click opens them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scene/stage.h"

#include <stdio.h>

static uint32_t count_folded(const Stage *stage) {
    uint32_t count = 0;
    for (size_t i = 0; i < stage->now.objects.count; i++) {
        count += scene_is_folded(stage->scene, stage->now.objects.items[i].handle);
    }
    return count;
}

/* The card of a folded object: its handle, and that the card opens it. */
static Handle first_folded(const Stage *stage) {
    for (size_t i = 0; i < stage->now.objects.count; i++) {
        Handle handle = stage->now.objects.items[i].handle;
        Rect rect;
        if (!scene_is_folded(stage->scene, handle)) continue;
        assert_true(scene_find(stage->scene, handle, &rect));
        ScenePart part = scene_hit(stage->scene, rect_center(rect), 4);
        assert_int_equal(part.kind, SCENE_MORE);
        return part.object;
    }
    fail_msg("nothing is folded");
    return (Handle){0};
}

static const char singly[] = "class Node:\n"
                             "    def __init__(self, value, next):\n"
                             "        self.value = value\n        self.next = next\n"
                             "head = None\n"
                             "for i in range(60):\n    head = Node(i, head)\n"
                             "print('end')\n";

static const char doubly[] = "class Node:\n"
                             "    def __init__(self, prev):\n"
                             "        self.prev = prev\n        self.next = None\n"
                             "        if prev:\n            prev.next = self\n"
                             "first = last = Node(None)\n"
                             "for i in range(40):\n    last = Node(last)\n"
                             "first.prev, last.next = last, first\n"
                             "del first, last\n"
                             "print('end')\n";

static void test_middle_is_folded_and_opened(void **state) {
    (void)state;
    Stage stage;
    open_stage(&stage, singly);
    uint32_t last = timeline_count(stage.timeline);
    show_stop(&stage, last, (SceneOptions){.level = SCENE_COUNTS});
    assert_int_equal(count_folded(&stage), 60 - 2 - 8); /* the ends, and four beside each */
    scene_toggle_more(stage.scene, first_folded(&stage));
    assert_true(scene_has_opened(stage.scene));
    show_stop(&stage, last, (SceneOptions){.level = SCENE_COUNTS});
    assert_int_equal(count_folded(&stage), 0);
    scene_fold_all(stage.scene);
    show_stop(&stage, last, (SceneOptions){.level = SCENE_COUNTS});
    assert_int_equal(count_folded(&stage), 50);
    show_stop(&stage, last, (SceneOptions){.level = SCENE_COUNTS, .chains_whole = true});
    assert_int_equal(count_folded(&stage), 0);
    close_stage(&stage);
}

/* A named node is never folded: a run ends there. */
static void test_named_nodes_are_shown(void **state) {
    (void)state;
    Stage stage;
    char source[600];
    snprintf(source, sizeof source,
             "%smiddle = head\nfor i in range(30):\n    middle = middle.next\n"
             "print('end')\n",
             singly);
    open_stage(&stage, source);
    show_stop(&stage, timeline_count(stage.timeline), (SceneOptions){.level = SCENE_COUNTS});
    const SnapFrame *module = &stage.now.frames.items[0];
    for (uint32_t i = 0; i < module->variable_count; i++) {
        const SnapVariable *variable = &stage.now.variables.items[module->first_variable + i];
        if (variable->object == SNAPSHOT_NONE) continue;
        assert_false(
            scene_is_folded(stage.scene, stage.now.objects.items[variable->object].handle));
    }
    assert_int_equal(count_folded(&stage), 60 - 3 - 16);
    close_stage(&stage);
}

/* Forth and back through all steps, whichever end the chain grows at, and a ring of garbage. */
static void test_nothing_moves_while_it_grows(void **state) {
    (void)state;
    const char *const sources[] = {singly, doubly};
    for (int which = 0; which < 2; which++) {
        Stage stage;
        open_stage(&stage, sources[which]);
        uint32_t count = timeline_count(stage.timeline), most = 0;
        Handle handles[400];
        Rect rects[400];
        size_t kept = 0;
        for (uint32_t i = 1; i < 2 * count; i++) {
            show_stop(&stage, i <= count ? i : 2 * count - i,
                      (SceneOptions){.level = SCENE_COUNTS});
            if (count_folded(&stage) > most) most = count_folded(&stage);
            for (size_t k = 0; k < kept; k++) {
                Rect now;
                if (scene_is_folded(stage.scene, handles[k])) continue;
                if (!scene_find(stage.scene, handles[k], &now)) continue;
                assert_true(now.x == rects[k].x && now.y == rects[k].y);
            }
            kept = 0;
            for (size_t k = 0; k < stage.now.objects.count && kept < 400; k++) {
                handles[kept] = stage.now.objects.items[k].handle;
                if (scene_is_folded(stage.scene, handles[kept])) continue;
                kept += scene_find(stage.scene, handles[kept], &rects[kept]);
            }
        }
        assert_true(most >= 20);
        close_stage(&stage);
    }
}

/* With the type put inline there are no such cards; counts stay exact. */
static void test_a_type_stands_inline(void **state) {
    (void)state;
    Stage stage;
    open_stage(&stage, singly);
    uint32_t last = timeline_count(stage.timeline), node = SNAPSHOT_NONE, cards = 0;
    show_stop(&stage, last, (SceneOptions){.level = SCENE_COUNTS});
    for (uint32_t i = 0; i < stage.now.objects.count; i++) {
        if (text_is(stage.now.objects.items[i].type, "Node")) node = i;
    }
    assert_true(node != SNAPSHOT_NONE);
    scene_put_type_inline(stage.scene, node);
    for (int round = 0; round < 2; round++) {
        show_stop(&stage, last, (SceneOptions){.level = SCENE_COUNTS});
        cards = 0;
        for (size_t i = 0; i < stage.now.objects.count; i++) {
            Rect rect;
            if (!text_is(stage.now.objects.items[i].type, "Node")) continue;
            cards += scene_find(stage.scene, stage.now.objects.items[i].handle, &rect);
        }
        assert_int_equal(cards, round ? 60 : 0);
        scene_show_all_types(stage.scene);
        assert_false(scene_has_inline_types(stage.scene));
    }
    close_stage(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_middle_is_folded_and_opened),
                                       cmocka_unit_test(test_named_nodes_are_shown),
                                       cmocka_unit_test(test_nothing_moves_while_it_grows),
                                       cmocka_unit_test(test_a_type_stands_inline)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
