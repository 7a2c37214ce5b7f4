/* A hand without a head: random input events on the whole program, without a window.
 *
 *     monkey [--events N] [--seed S] [--seconds T] [FILE.py...]
 *
 * Half of the presses go to things that are there (widgets, cards, ports, arrows), half anywhere;
 * keys are those of the action table and any others; what is typed is Python, or pieces of it. Each
 * round of EVENTS_A_ROUND events starts from another script, its events follow from the seed and
 * the round alone. The heap is checked after each statement, the picture every PICTURE_CHECK
 * events; a failed check, an assert or a sanitizer ends the program. */
#include "app/actions.h"
#include "fuzz/chance.h"
#include "session/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_A_ROUND = 2000, PICTURE_CHECK = 40, PLACES_MOST = 600, SOURCE_MOST = 1 << 16 };

typedef struct Spot {
    Point at;
} Spot;

typedef struct Monkey {
    App *app;
    DrawList list;
    Chance chance;
    Point size;
    Point mouse;
    uint64_t now;
    Spot spots[PLACES_MOST]; /* of what was there a while ago */
    size_t spot_count;
    char typed[64];
    TextBuffer saved; /* the document that was written last: a scene to open */
} Monkey;

static const char *const scenes[] = {"saved.lastref"};

static const char small_script[] =
    "class N:\n    pass\na = N()\na.b = [1, 2, [3]]\nc = {'k': a.b}\n"
    "def f(x, y=None):\n    z = [x]\n    return z\nd = f(c)\ndel a\n";

/* ---- the program's surroundings, in memory ---- */

static bool read_source(const char *path, TextBuffer *out) {
    char part[4096];
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "monkey: %s: %s\n", path, strerror(errno));
        return false;
    }
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;) text_append(out, part, got);
    fclose(file);
    return out->length < SOURCE_MOST;
}

static bool read_file(void *context, const char *path, TextBuffer *out, Error *error) {
    const Monkey *monkey = context;
    if (strcmp(path, scenes[0]) == 0 && monkey->saved.length) {
        text_append(out, monkey->saved.bytes, monkey->saved.length);
        return true;
    }
    bool lesson = strlen(path) > 7 && strcmp(path + strlen(path) - 7, ".lesson") == 0;
    if (lesson && access(path, R_OK) == 0) return read_source(path, out);
    if (!strstr(path, "there")) return error_set(error, "%s is missing", path);
    text_append_string(out, small_script);
    return true;
}

static bool write_file(void *context, const char *path, Text bytes, Error *error) {
    Monkey *monkey = context;
    if (bytes.length && bytes.bytes[0] == '{') {
        text_clear(&monkey->saved);
        text_append(&monkey->saved, bytes.bytes, bytes.length);
    }
    return !strstr(path, "full") || error_set(error, "%s: no space left", path);
}

/* ---- what it does ---- */

/* The middles of all that has a name. */
static void look(Monkey *monkey) {
    TextBuffer places = {0};
    Text rest, line;
    app_write_places(monkey->app, 1, &places);
    rest = text_view(&places);
    monkey->spot_count = 0;
    while (text_next_line(&rest, &line) && monkey->spot_count < PLACES_MOST) {
        char copy[300], name[200];
        float x, y, w, h;
        snprintf(copy, sizeof copy, "%.*s", (int)line.length, line.bytes);
        if (sscanf(copy, "rect\t%199[^\t]\t%f\t%f\t%f\t%f", name, &x, &y, &w, &h) != 5) continue;
        monkey->spots[monkey->spot_count++].at = (Point){x + w / 2, y + h / 2};
    }
    text_deinit(&places);
}

static Point choose_point(Monkey *monkey) {
    Chance *chance = &monkey->chance;
    if (monkey->spot_count && chance_percent(chance, 60)) {
        Point at = monkey->spots[chance_below(chance, monkey->spot_count)].at;
        return (Point){at.x + (float)chance_below(chance, 9) - 4,
                       at.y + (float)chance_below(chance, 9) - 4};
    }
    return (Point){(float)chance_below(chance, (size_t)monkey->size.x + 40) - 20,
                   (float)chance_below(chance, (size_t)monkey->size.y + 40) - 20};
}

static Text choose_text(Monkey *monkey) {
    static const char *const words[] = {"a",
                                        "b",
                                        " = ",
                                        "[]",
                                        "{}",
                                        "N()",
                                        "del ",
                                        "a.b",
                                        "f(c)",
                                        "(",
                                        ")",
                                        "'",
                                        "[0]",
                                        "1",
                                        "999",
                                        "None",
                                        "import gc",
                                        "; ",
                                        "gc.collect()",
                                        ".",
                                        "x",
                                        "\xC3\xA9",
                                        "\xE6\xBC\xA2",
                                        "e\xCC\x81",
                                        "print(a)",
                                        "def g():",
                                        "    return",
                                        "@",
                                        "class ",
                                        "\\",
                                        "input()",
                                        "\xF0\x9F\x90\x8D",
                                        "lambda: 0",
                                        "c['k']",
                                        "a.me = a",
                                        "weakref",
                                        "1/0",
                                        "raise",
                                        "while",
                                        "for i in c: d"};
    const char *word = words[chance_below(&monkey->chance, sizeof words / sizeof words[0])];
    snprintf(monkey->typed, sizeof monkey->typed, "%s", word);
    return text_of(monkey->typed);
}

/* A key of the table, or any. */
static void choose_key(Monkey *monkey, InputEvent *event) {
    Chance *chance = &monkey->chance;
    size_t count;
    const Action *actions = actions_all(&count);
    event->key = (InputKey)(1 + chance_below(chance, KEY_COUNT - 1));
    event->modifiers = chance_percent(chance, 30) ? chance_below(chance, 8) : 0;
    if (chance_percent(chance, 50)) return;
    char combo[40];
    const char *keys = actions[chance_below(chance, count)].keys;
    snprintf(combo, sizeof combo, "%.*s", (int)strcspn(keys, " "), keys);
    if (combo[0]) event->key = input_combo_read(text_of(combo), &event->modifiers);
}

/* Whether it would leave, or write a file beside the program. */
static bool is_spared(const InputEvent *event) {
    return event->modifiers & MODIFIER_CTRL && (event->key == KEY_Q || event->key == KEY_E);
}

static InputEvent choose_event(Monkey *monkey) {
    Chance *chance = &monkey->chance;
    InputEvent event = {.kind = INPUT_MOUSE_MOVE, .time_ms = monkey->now, .clicks = 1};
    uint32_t what = chance_below(chance, 100);
    if (what < 30) {
        monkey->mouse = choose_point(monkey);
    } else if (what < 50) {
        event.kind = INPUT_MOUSE_DOWN;
        event.clicks = 1 + (int)chance_percent(chance, 20);
    } else if (what < 65) {
        event.kind = INPUT_MOUSE_UP;
    } else if (what < 85) {
        event.kind = INPUT_KEY_DOWN;
        choose_key(monkey, &event);
        if (is_spared(&event)) event.kind = INPUT_MOUSE_MOVE;
    } else if (what < 90) {
        event.kind = INPUT_TEXT;
        event.text = choose_text(monkey);
    } else if (what < 94) {
        event.kind = INPUT_WHEEL;
        event.wheel =
            (Point){(float)chance_below(chance, 3) - 1, (float)chance_below(chance, 5) - 2};
    } else if (what < 96) {
        event.kind = INPUT_KEY_UP;
        choose_key(monkey, &event);
    } else if (what < 97) {
        event.kind = INPUT_RESIZE;
        monkey->size = (Point){(float)(200 + chance_below(chance, 1800)),
                               (float)(200 + chance_below(chance, 1200))};
        event.size = monkey->size;
    } else if (what < 98) {
        event.kind = chance_percent(chance, 50) ? INPUT_FOCUS_LOST : INPUT_FOCUS_GAINED;
    } else if (what < 99) {
        event.kind = INPUT_MOUSE_LEAVE;
    } else {
        event.kind = INPUT_DROP_FILE;
        event.text = text_of(chance_percent(chance, 30) ? "there.py" : "nowhere.py");
    }
    event.button =
        (InputButton)(chance_percent(chance, 80) ? BUTTON_LEFT : 1 + chance_below(chance, 3));
    event.at = monkey->mouse;
    return event;
}

static void check(Monkey *monkey, uint64_t seed, uint32_t number) {
    TextBuffer wrong = {0};
    if (!app_check(monkey->app, &wrong)) {
        fprintf(stderr, "monkey: round %llu, event %u: %s\n", (unsigned long long)seed, number,
                text_cstr(&wrong));
        exit(1);
    }
    text_deinit(&wrong);
}

/* ---- rounds ---- */

static void play_round(uint64_t seed, const char *name, Text source, uint32_t events) {
    TextMeasure measure = text_measure_fixed();
    AppConfig config = {.measure = &measure,
                        .theme = theme_light(),
                        .check = true,
                        .guide = seed % 2 == 0,
                        .progress_path = "progress",
                        .read_file = read_file,
                        .write_file = write_file,
                        .scene_paths = scenes,
                        .scene_count = 1,
                        .journal_path = "journal",
                        .recent_path = "recent"};
    Monkey monkey = {.chance = {seed}, .size = {1200, 800}};
    config.context = &monkey;
    monkey.app = app_create(&config);
    app_open_script(monkey.app, name, source);
    for (uint32_t i = 0; i < events; i++) {
        if (i % 20 == 0) look(&monkey);
        InputEvent event = choose_event(&monkey);
        monkey.now += chance_below(&monkey.chance, chance_percent(&monkey.chance, 5) ? 3000 : 40);
        app_frame(monkey.app, &event, 1, monkey.now, monkey.size, &monkey.list);
        if (i % PICTURE_CHECK == 0) check(&monkey, seed, i);
        if (app_quit_requested(monkey.app)) break;
    }
    app_destroy(monkey.app);
    draw_list_deinit(&monkey.list);
    text_deinit(&monkey.saved);
}

int main(int argc, char **argv) {
    uint64_t events = 20000, seed = 1, seconds = 0, done = 0;
    int first = 1;
    for (; first + 1 < argc && strncmp(argv[first], "--", 2) == 0; first += 2) {
        uint64_t value = strtoull(argv[first + 1], NULL, 10);
        if (strcmp(argv[first], "--events") == 0) events = value;
        if (strcmp(argv[first], "--seed") == 0) seed = value;
        if (strcmp(argv[first], "--seconds") == 0) seconds = value;
    }
    time_t end = time(NULL) + (time_t)seconds;
    while (done < events && (!seconds || time(NULL) < end)) {
        uint32_t round =
            events - done < EVENTS_A_ROUND ? (uint32_t)(events - done) : EVENTS_A_ROUND;
        TextBuffer source = {0};
        size_t files = (size_t)(argc - first), file = seed % (files + 1);
        if (file < files && !read_source(argv[first + (int)file], &source)) return 2;
        if (file == files) text_append_string(&source, small_script);
        play_round(seed, file < files ? argv[first + (int)file] : "monkey.py", text_view(&source),
                   round);
        text_deinit(&source);
        done += round;
        seed++;
    }
    printf("monkey: %llu events\n", (unsigned long long)done);
    return 0;
}
