/* The inspector and the panel of bytes as text: tests/goldens/inspector-*.txt, bytes-*.txt. Only
 * their own part of the picture, with a font that has the same widths everywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "golden_text.h"

typedef struct Window {
    TextMeasure measure;
    App *app;
    DrawList list;
    Point size;
    uint64_t now; /* ms */
} Window;

static void frame(Window *window, const InputEvent *events, size_t count) {
    window->now += 500; /* glides are over */
    app_frame(window->app, events, count, window->now, window->size, &window->list);
}

static Window *window_open(const char *source, uint32_t step, Point size) {
    Window *window = memory_alloc(sizeof *window);
    window->measure = text_measure_fixed();
    window->size = size;
    window->app = app_create(
        &(AppConfig){.measure = &window->measure, .theme = theme_light(), .check = true});
    app_open_script(window->app, "inspector.py", text_of(source));
    app_show_step(window->app, step);
    frame(window, NULL, 0);
    return window;
}

static void window_close(Window *window) {
    app_destroy(window->app);
    draw_list_deinit(&window->list);
    memory_free(window);
}

/* Presses on the head of a card, or in the middle of anything else. */
static void click(Window *window, const char *name, unsigned modifiers) {
    Rect place;
    if (!app_find_place(window->app, name, &place)) fail_msg("no place %s", name);
    Point at = rect_center(place);
    if (strncmp(name, "node:", 5) == 0) at = (Point){place.x + 20, place.y + 6};
    InputEvent events[] = {{.kind = INPUT_MOUSE_DOWN, .clicks = 1}, {.kind = INPUT_MOUSE_UP}};
    for (int i = 0; i < 2; i++) {
        events[i].button = BUTTON_LEFT;
        events[i].at = at;
        events[i].modifiers = modifiers;
    }
    frame(window, events, 2);
    frame(window, &(InputEvent){.kind = INPUT_MOUSE_LEAVE}, 1);
    frame(window, NULL, 0);
}

static void press(Window *window, InputKey key) {
    InputEvent events[] = {{.kind = INPUT_KEY_DOWN, .key = key},
                           {.kind = INPUT_KEY_UP, .key = key}};
    frame(window, events, 2);
    frame(window, NULL, 0);
}

/* The lines of one group of the picture. */
static void compare(const Window *window, const char *group, const char *golden) {
    TextBuffer dump = {0}, text = {0};
    char head[64];
    draw_list_dump(&window->list, &dump);
    snprintf(head, sizeof head, "group %s ", group);
    Text rest = {text_cstr(&dump), dump.length}, line;
    size_t indent = 0;
    bool inside = false;
    while (text_next_line(&rest, &line)) {
        size_t spaces = 0;
        while (spaces < line.length && line.bytes[spaces] == ' ') spaces++;
        char start[120];
        snprintf(start, sizeof start, "%.*s", (int)line.length, line.bytes);
        if (!inside && strstr(start, head)) {
            inside = true;
            indent = spaces;
        } else if (inside && spaces <= indent) {
            break;
        }
        if (!inside) continue;
        text_append(&text, line.bytes + indent, line.length - indent);
        text_append_char(&text, '\n');
    }
    golden_text_compare(golden, text_cstr(&text));
    text_deinit(&dump);
    text_deinit(&text);
}

static const char cycle[] = "import gc\n"
                            "class Node:\n"
                            "    def __init__(self, name):\n"
                            "        self.name = name\n"
                            "        self.peer = None\n"
                            "a = Node('first')\n"
                            "b = Node('second')\n"
                            "a.peer = b  # the one way\n"
                            "b.peer = a\n"
                            "crew = [a, b, 'a text that is too long for a card']\n"
                            "print('here')\n"
                            "crew.clear()\n"
                            "del a, b\n"
                            "gc.collect()\n";

static void an_object(void **state) {
    (void)state;
    Window *window = window_open(cycle, 15, (Point){1440, 900});
    click(window, "node:b", 0);
    compare(window, "inspector", "inspector-object");
    press(window, KEY_W);
    click(window, "section.1", 0);
    compare(window, "inspector", "inspector-why");
    click(window, "node:crew", 0);
    click(window, "refers.2", 0);
    compare(window, "inspector", "inspector-text");
    window_close(window);
}

static void garbage(void **state) {
    (void)state;
    Window *window = window_open(cycle, 15, (Point){1440, 900});
    click(window, "node:b", 0);
    press(window, KEY_RIGHT);
    press(window, KEY_RIGHT);
    press(window, KEY_W);
    compare(window, "inspector", "inspector-garbage");
    window_close(window);
}

static void a_frame(void **state) {
    (void)state;
    Window *window = window_open(cycle, 15, (Point){960, 600});
    click(window, "node:crew", 0);
    click(window, "holder.0", 0);
    compare(window, "inspector", "inspector-frame");
    window_close(window);
}

static const char slots[] = "class Point:\n"
                            "    def __init__(self, x, y):\n"
                            "        self.x = x\n"
                            "        self.y = y\n"
                            "class Slim:\n"
                            "    __slots__ = 'x', 'y'\n"
                            "    def __init__(self, x, y):\n"
                            "        self.x = x\n"
                            "        self.y = y\n"
                            "for i in range(40):\n"
                            "    p = Point(3, 4)\n"
                            "q = Slim(3, 4)\n"
                            "t = (p, q)\n";

static void bytes(void **state) {
    (void)state;
    Window *window = window_open(slots, 0, (Point){1440, 900});
    click(window, "node:p", 0);
    press(window, KEY_B);
    compare(window, "bytes", "bytes-slots");
    window->size = (Point){960, 600};
    frame(window, NULL, 0);
    frame(window, NULL, 0);
    compare(window, "bytes", "bytes-small");
    press(window, KEY_ESCAPE);
    compare(window, "bytes", "bytes-nothing");
    window_close(window);
}

static void bytes_of_two(void **state) {
    (void)state;
    Window *window = window_open(slots, 0, (Point){1440, 900});
    click(window, "node:t", 0);
    click(window, "node:p", MODIFIER_SHIFT);
    press(window, KEY_B);
    compare(window, "bytes", "bytes-two");
    window_close(window);
}

/* Whatever is selected at whatever stop, within steps too: all can be asked, and nothing breaks.
 * Links are followed at random, deterministic. */
static void check_lesson(const char *path, const char *const nodes[2]) {
    static const char *const links[] = {"holder.0", "refers.0", "variable.2", "why.1",    "event.0",
                                        "holder.1", "refers.1", "variable.0", "why.0",    "event.2",
                                        "holder.2", "refers.3", "variable.4", "section.4"};
    TextBuffer source = {0};
    golden_text_read(path, &source);
    Window *window = window_open(text_cstr(&source), 1, (Point){1100, 700});
    uint32_t seed = 7, followed = 0;
    press(window, KEY_B);
    for (int round = 0; round < 500; round++) {
        seed = seed * 1664525u + 1013904223u;
        Rect place;
        const char *link = links[(seed >> 16) % (sizeof links / sizeof *links)];
        InputEvent key = {.kind = INPUT_KEY_DOWN, .key = KEY_RIGHT};
        if (seed >> 8 & 1) key.modifiers = MODIFIER_SHIFT;
        if (seed >> 28 == 3) key = (InputEvent){.kind = INPUT_KEY_DOWN, .key = KEY_N};
        frame(window, &key, 1);
        if (app_find_place(window->app, link, &place)) {
            click(window, link, 0);
            followed++;
        } else if (app_find_place(window->app, nodes[seed >> 20 & 1], &place)) {
            click(window, nodes[seed >> 20 & 1], 0);
            press(window, KEY_W);
        }
        if (app_step(window->app) == app_step_count(window->app)) press(window, KEY_HOME);
    }
    assert_true(followed > 50); /* of 500 tries: most links are not there at most stops */
    window_close(window);
    text_deinit(&source);
}

static void links_lead_on(void **state) {
    (void)state;
    check_lesson(LASTREF_SOURCE_DIR "/assets/lessons/01_ref_counting.py",
                 (const char *const[]){"node:crew", "node:bob"});
    check_lesson(LASTREF_SOURCE_DIR "/assets/lessons/02_garbage_collection.py",
                 (const char *const[]){"node:Node", "node:see_ada"});
    check_lesson(LASTREF_SOURCE_DIR "/assets/lessons/04_slots_optimization.py",
                 (const char *const[]){"node:free", "node:slim"});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object),    cmocka_unit_test(garbage),
        cmocka_unit_test(a_frame),      cmocka_unit_test(bytes),
        cmocka_unit_test(bytes_of_two), cmocka_unit_test(links_lead_on)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
