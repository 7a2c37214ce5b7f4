/* Recorded sessions: the texts in tests/app/sessions, fed to app_frame line by line.
 *
 *     open FILE              a script, from the root of the tree
 *     script / end           a script that is written here, line by line
 *     size W H               of the window
 *     key COMBO ...          presses and releases, one after the other: right, ctrl+shift+z
 *     click NAME [shift]     presses and releases the left button in the middle of a place
 *     menu NAME              clicks with the right button
 *     drag NAME NAME         presses on the first, moves in steps, lets go on the second
 *     hold NAME NAME         as drag, without letting go;  drop: lets go
 *     pan NAME DX DY         drags with the middle button;  carry NAME DX DY: with the left one
 *     wheel NAME NOTCHES
 *     type TEXT              into the field that has the keyboard
 *     wait MS
 *     point NAME             rests the pointer on a place
 *     walk                   to the last step, one at a time, and back to the first
 *     expect STATE VALUE     a state of app_state; VALUE is the rest of the line, "" is empty
 *     expect-in STATE VALUE  VALUE is in it
 *     expect-place NAME, expect-no-place NAME
 *     note NAME              where the place is now; then expect-same NAME, expect-moved NAME
 *
 * Names of places are those of app_find_place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Session {
    App *app;
    DrawList list;
    Point size;
    Point mouse;
    uint64_t now; /* ms */
    Rect noted;
    const char *file;
    int line;
} Session;

static void frame(Session *session, const InputEvent *events, size_t count) {
    session->now += 16;
    app_frame(session->app, events, count, session->now, session->size, &session->list);
}

static Point place(Session *session, const char *name) {
    Rect rect;
    if (!app_find_place(session->app, name, &rect)) {
        fail_msg("%s:%d: no place %s", session->file, session->line, name);
    }
    return rect_center(rect);
}

static void mouse(Session *session, InputKind kind, InputButton button, unsigned modifiers) {
    InputEvent event = {.kind = kind,
                        .button = button,
                        .clicks = 1,
                        .at = session->mouse,
                        .modifiers = modifiers,
                        .time_ms = session->now};
    frame(session, &event, 1);
}

static void move_to(Session *session, Point at) {
    session->mouse = at;
    mouse(session, INPUT_MOUSE_MOVE, BUTTON_NONE, 0);
}

static void glide_to(Session *session, Point to) {
    Point from = session->mouse;
    for (int i = 1; i <= 8; i++) {
        float t = (float)i / 8;
        move_to(session, (Point){from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
    }
}

static void press_key(Session *session, const char *combo) {
    unsigned modifiers;
    InputKey key = input_combo_read(text_of(combo), &modifiers);
    if (key == KEY_NONE) fail_msg("%s:%d: no key %s", session->file, session->line, combo);
    InputEvent events[2] = {{.kind = INPUT_KEY_DOWN, .key = key, .modifiers = modifiers},
                            {.kind = INPUT_KEY_UP, .key = key, .modifiers = modifiers}};
    frame(session, events, 2);
}

static bool read_file(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    char part[4096];
    FILE *file = fopen(path, "rb");
    if (!file) return error_set(error, "%s is missing", path);
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;) text_append(out, part, got);
    fclose(file);
    return true;
}

static void open_file(Session *session, const char *name) {
    char path[1024];
    TextBuffer source = {0};
    Error error;
    snprintf(path, sizeof path, "%s/%s", LASTREF_SOURCE_DIR, name);
    if (!read_file(NULL, path, &source, &error)) {
        fail_msg("%s:%d: %s", session->file, session->line, error.message);
    }
    app_open_script(session->app, name, (Text){text_cstr(&source), source.length});
    text_deinit(&source);
    frame(session, NULL, 0);
}

static void expect(Session *session, const char *state, const char *wanted, bool within) {
    TextBuffer value = {0};
    if (!app_state(session->app, state, &value)) {
        fail_msg("%s:%d: no state %s", session->file, session->line, state);
    }
    if (strcmp(wanted, "\"\"") == 0) wanted = "";
    const char *is = text_cstr(&value);
    if (within ? !strstr(is, wanted) : strcmp(is, wanted) != 0) {
        fail_msg("%s:%d: %s is \"%s\", not \"%s\"", session->file, session->line, state, is,
                 wanted);
    }
    text_deinit(&value);
}

/* Whether the place is where it was noted, to half a pixel. */
static void compare_place(Session *session, const char *name, bool same) {
    Rect now, then = session->noted;
    if (!app_find_place(session->app, name, &now)) {
        fail_msg("%s:%d: no place %s", session->file, session->line, name);
    }
    bool is = fabsf(now.x - then.x) < 0.5f && fabsf(now.y - then.y) < 0.5f;
    if (is != same) {
        fail_msg("%s:%d: %s is at %g,%g and was at %g,%g", session->file, session->line, name,
                 (double)now.x, (double)now.y, (double)then.x, (double)then.y);
    }
}

/* The next word of the line, which moves past it. */
static char *word(char **line) {
    *line += strspn(*line, " ");
    char *start = *line;
    *line += strcspn(*line, " ");
    if (**line) *(*line)++ = '\0';
    return start;
}

static void do_hand(Session *session, const char *command, char *rest) {
    const char *name = word(&rest);
    move_to(session, place(session, name));
    if (strcmp(command, "wheel") == 0) {
        InputEvent event = {.kind = INPUT_WHEEL, .at = session->mouse};
        event.wheel.y = strtof(rest, NULL);
        frame(session, &event, 1);
        return;
    }
    InputButton button = strcmp(command, "pan") == 0    ? BUTTON_MIDDLE
                         : strcmp(command, "menu") == 0 ? BUTTON_RIGHT
                                                        : BUTTON_LEFT;
    bool shift = strcmp(command, "click") == 0 && strcmp(word(&rest), "shift") == 0;
    mouse(session, INPUT_MOUSE_DOWN, button, shift ? MODIFIER_SHIFT : 0);
    if (strcmp(command, "pan") == 0 || strcmp(command, "carry") == 0) {
        float dx = strtof(word(&rest), NULL), dy = strtof(word(&rest), NULL);
        glide_to(session, (Point){session->mouse.x + dx, session->mouse.y + dy});
    } else if (strcmp(command, "click") != 0 && button == BUTTON_LEFT) {
        glide_to(session, place(session, word(&rest)));
    }
    if (strcmp(command, "hold") == 0) return;
    mouse(session, INPUT_MOUSE_UP, button, shift ? MODIFIER_SHIFT : 0);
}

static void walk(Session *session) {
    uint32_t count = app_step_count(session->app);
    for (uint32_t step = app_step(session->app); step < count; step++) {
        press_key(session, "right");
        session->now += 40; /* in the middle of a change */
        frame(session, NULL, 0);
        if (app_step(session->app) != step + 1) fail_msg("step %u is not left", step);
    }
    for (uint32_t step = count; step > 1; step--) {
        press_key(session, "left");
        if (app_step(session->app) != step - 1) fail_msg("step %u is not left", step);
    }
}

static void do_line(Session *session, char *line) {
    const char *command = word(&line);
    if (!command[0] || command[0] == '#') return;
    Rect rect;
    if (strcmp(command, "open") == 0) {
        open_file(session, word(&line));
    } else if (strcmp(command, "size") == 0) {
        session->size.x = strtof(word(&line), NULL);
        session->size.y = strtof(word(&line), NULL);
        frame(session, NULL, 0);
    } else if (strcmp(command, "key") == 0) {
        while (line[0]) press_key(session, word(&line));
    } else if (strcmp(command, "wait") == 0) {
        session->now += strtoul(line, NULL, 10);
        frame(session, NULL, 0);
    } else if (strcmp(command, "point") == 0) {
        move_to(session, place(session, word(&line)));
        session->now += 500;
        frame(session, NULL, 0);
    } else if (strcmp(command, "walk") == 0) {
        walk(session);
    } else if (strcmp(command, "type") == 0) {
        InputEvent event = {.kind = INPUT_TEXT, .text = text_of(line)};
        frame(session, &event, 1);
    } else if (strcmp(command, "drop") == 0) {
        mouse(session, INPUT_MOUSE_UP, BUTTON_LEFT, 0);
    } else if (strcmp(command, "expect") == 0 || strcmp(command, "expect-in") == 0) {
        const char *state = word(&line);
        expect(session, state, line, strcmp(command, "expect-in") == 0);
    } else if (strcmp(command, "expect-place") == 0) {
        place(session, word(&line));
    } else if (strcmp(command, "note") == 0) {
        const char *name = word(&line);
        place(session, name);
        app_find_place(session->app, name, &session->noted);
    } else if (strcmp(command, "expect-same") == 0 || strcmp(command, "expect-moved") == 0) {
        compare_place(session, word(&line), strcmp(command, "expect-same") == 0);
    } else if (strcmp(command, "expect-no-place") == 0) {
        if (app_find_place(session->app, word(&line), &rect)) {
            fail_msg("%s:%d: the place is there", session->file, session->line);
        }
    } else {
        do_hand(session, command, line);
    }
}

/* Lines up to "end" are a script. */
static void read_script(Session *session, FILE *file) {
    TextBuffer source = {0};
    char line[1024];
    while (fgets(line, sizeof line, file)) {
        session->line++;
        if (strcmp(line, "end\n") == 0) break;
        text_append_string(&source, line);
    }
    app_open_script(session->app, "session.py", (Text){text_cstr(&source), source.length});
    text_deinit(&source);
    frame(session, NULL, 0);
}

static bool write_file(void *context, const char *path, Text bytes, Error *error) {
    (void)context;
    (void)bytes;
    if (strstr(path, "refused")) return error_set(error, "%s cannot be written", path);
    return true;
}

/* What was copied last. */
static TextBuffer copied;

static void set_clipboard(void *context, const char *text) {
    (void)context;
    text_clear(&copied);
    text_append_string(&copied, text);
}

static bool get_clipboard(void *context, TextBuffer *out) {
    (void)context;
    text_append(out, text_cstr(&copied), copied.length);
    return copied.length > 0;
}

static const char *const lessons[] = {
    LASTREF_SOURCE_DIR "/assets/lessons/00_stack_and_heap.py",
    LASTREF_SOURCE_DIR "/assets/lessons/missing.py",
    LASTREF_SOURCE_DIR "/assets/lessons/02_garbage_collection.py",
};

static void play(const char *name) {
    TextMeasure measure = text_measure_fixed();
    char path[1024], line[1024];
    snprintf(path, sizeof path, "%s/tests/app/sessions/%s", LASTREF_SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    AppConfig config = {.measure = &measure,
                        .theme = theme_light(),
                        .check = true,
                        .read_file = read_file,
                        .write_file = write_file,
                        .clipboard = {NULL, set_clipboard, get_clipboard},
                        .lesson_paths = lessons,
                        .lesson_count = sizeof lessons / sizeof lessons[0]};
    Session session = {.app = app_create(&config), .size = {1440, 900}, .file = name};
    while (fgets(line, sizeof line, file)) {
        session.line++;
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "script") == 0) {
            read_script(&session, file);
        } else {
            do_line(&session, line);
        }
    }
    fclose(file);
    app_destroy(session.app);
    draw_list_deinit(&session.list);
}

static int is_session(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);
    return length > 4 && strcmp(entry->d_name + length - 4, ".txt") == 0;
}

static void test_sessions(void **state) {
    (void)state;
    struct dirent **files;
    int count = scandir(LASTREF_SOURCE_DIR "/tests/app/sessions", &files, is_session, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        print_message("%s\n", files[i]->d_name);
        play(files[i]->d_name);
        free(files[i]);
    }
    free(files);
}

/* Whatever the hand does, nothing breaks: random events, deterministic. */
static void test_random_hand(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    AppConfig config = {.measure = &measure, .theme = theme_dark(), .check = true};
    App *app = app_create(&config);
    app_open_script(app, "random.py",
                    text_of("class N:\n    pass\na = N()\na.b = [1, 2, [3]]\nc = {'k': a.b}\n"
                            "def f(x):\n    y = [x]\n    return y\nd = f(c)\ndel a\n"));
    DrawList list = {0};
    uint32_t seed = 12345;
    uint64_t now = 0;
    for (int round = 0; round < 4000; round++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t chance = seed >> 16;
        InputEvent event = {.kind = INPUT_MOUSE_MOVE, .clicks = 1};
        seed = seed * 1664525u + 1013904223u;
        event.at = (Point){(float)(seed >> 16 & 1023), (float)(seed >> 8 & 511) + 40};
        switch (chance % 6) {
        case 0: event.kind = INPUT_MOUSE_DOWN; break;
        case 1: event.kind = INPUT_MOUSE_UP; break;
        case 2:
            event.kind = INPUT_WHEEL;
            event.wheel.y = chance & 64 ? 1 : -1;
            break;
        case 3: event.kind = chance & 64 ? INPUT_KEY_DOWN : INPUT_KEY_UP; break;
        default: break;
        }
        event.button = (InputButton)(1 + (chance >> 8) % 3);
        event.key = (InputKey)(1 + (chance >> 4) % (KEY_COUNT - 1));
        event.modifiers = chance >> 7 & 3;
        bool writes = event.key == KEY_E && event.modifiers == MODIFIER_CTRL;
        if (event.kind == INPUT_KEY_DOWN && writes) continue; /* a picture beside the tests */
        now += chance % 50;
        app_frame(app, &event, 1, now, (Point){1024, 640}, &list);
    }
    app_destroy(app);
    draw_list_deinit(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sessions),
                                       cmocka_unit_test(test_random_hand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
