/* What stands over arrows, and stays legible where they run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scene/stage.h"

#include <math.h>
#include <string.h>

static const SceneOptions counts = {.level = SCENE_COUNTS};

static void draw(const Stage *stage, DrawList *list) {
    draw_list_clear(list);
    scene_draw_still(stage->scene, list, theme_light(), (SceneStill){0}, NULL);
}

/* The arrows of the second row of cells start above "+ 20 more" and run down over it. */
static void test_more_cells(void **state) {
    (void)state;
    Stage stage;
    DrawList list = {0};
    open_stage(&stage, "class Free:\n    pass\nfrees = [Free() for i in range(30)]\nprint()\n");
    show_stop(&stage, timeline_count(stage.timeline), counts);
    draw(&stage, &list);
    size_t more = 0, last_curve = 0;
    for (size_t i = 0; i < list.commands.count; i++) {
        const DrawCommand *command = &list.commands.items[i];
        if (command->kind == DRAW_CURVE) last_curve = i;
        if (command->kind == DRAW_TEXT && text_is(command->text.text, "+ 20 more")) more = i;
    }
    assert_true(more > 0 && last_curve > 0);
    assert_true(more > last_curve);
    draw_list_deinit(&list);
    close_stage(&stage);
}

/* Whether a curve that was drawn comes into the area. */
static bool is_crossed(const DrawList *list, Rect area) {
    for (size_t i = 0; i < list->commands.count; i++) {
        const DrawCommand *command = &list->commands.items[i];
        if (command->kind != DRAW_CURVE) continue;
        const Point p[] = {command->curve.from, command->curve.control_from,
                           command->curve.control_to, command->curve.to};
        for (int k = 0; k <= 200; k++) {
            float u = (float)k / 200, v = 1 - u;
            float a = v * v * v, b = 3 * v * v * u, c = 3 * v * u * u, d = u * u * u;
            Point at = {a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                        a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
            if (rect_contains(area, at)) return true;
        }
    }
    return false;
}

/* Whether a box in the canvas' colour lies right behind the command's place. */
static bool has_ground(const DrawList *list, size_t number, Point at) {
    for (size_t i = number; i > 0 && i + 4 > number; i--) {
        const DrawCommand *command = &list->commands.items[i];
        if (command->kind != DRAW_BOX || !rect_contains(command->box.rect, at)) continue;
        return memcmp(&command->box.style.fill, &theme_light()->canvas, sizeof(Color)) == 0;
    }
    return false;
}

/* How many of the told changes an arrow would cross; each of these has a ground. */
static int count_crossed(const DrawList *list) {
    int crossed = 0;
    for (size_t i = 0; i < list->commands.count; i++) {
        const DrawCommand *command = &list->commands.items[i];
        bool told = command->kind == DRAW_TEXT && command->text.style.face == FONT_UI_BOLD &&
                    memcmp(&command->text.style.color, &theme_light()->death, sizeof(Color)) == 0;
        if (!told) continue;
        Point at = command->text.at;
        if (!is_crossed(list, (Rect){at.x - 13, at.y - 5, 20, 10})) continue;
        crossed++;
        assert_true(has_ground(list, i, at));
    }
    return crossed;
}

/* An exception has its count changed where an arrow to its traceback bends. */
static void test_change_of_a_count(void **state) {
    (void)state;
    Stage stage;
    DrawList list = {0};
    int crossed = 0;
    open_stage(&stage, "class Node:\n"
                       "    def __init__(self, name):\n"
                       "        self.name = name\n"
                       "        self.peer = None\n"
                       "\n"
                       "first, second, third = Node('1'), Node('2'), Node('3')\n"
                       "first.peer, second.peer, third.peer = second, third, first\n"
                       "del second, third\n"
                       "del first\n"
                       "print()\n");
    for (uint32_t stop = 2; stop <= timeline_count(stage.timeline); stop++) {
        Snapshot before = {0};
        timeline_seek(stage.timeline, stop - 1);
        snapshot_build(&before, timeline_vm(stage.timeline), SNAPSHOT_PLAIN);
        snapshot_deinit(&stage.now);
        timeline_seek(stage.timeline, stop);
        snapshot_build(&stage.now, timeline_vm(stage.timeline), SNAPSHOT_PLAIN);
        scene_set(stage.scene, &stage.now, &before, counts);
        draw(&stage, &list);
        crossed += count_crossed(&list);
        snapshot_deinit(&before);
    }
    assert_true(crossed > 0);
    draw_list_deinit(&list);
    close_stage(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_more_cells),
                                       cmocka_unit_test(test_change_of_a_count)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
