/* Plays recorded sessions in the language of the environment and tells each text that was drawn.
 *
 *     drawn_texts CATALOGUES [--small] [--tips] SESSION...
 *
 * prints, tab separated: text SESSION FACE TEXT once for each, and room SESSION WHAT where texts
 * lie on each other or over an edge. What a session expects is left out: its words are English.
 * With --tips the pointer rests on each thing of the last frame of the sessions that follow, too.
 * With --small the window is the least one, whatever they say: where that is in their way, they end
 * there. Else a session that cannot be played ends the program with 1. */
#include "base/hash.h"
#include "base/translate.h"
#include "course/overflow.h"
#include "platform/files.h"
#include "platform/fonts.h"
#include "session/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEEN = 1 << 16, FILE_BYTES_MAX = 1 << 20 };

typedef struct Look {
    const char *session;
    const TextMeasure *measure;
    uint64_t seen[SEEN]; /* of what was told; open addressing, 0: free */
    TextBuffer places;   /* of the last frame */
    uint64_t frame;      /* hash of the texts of the last frame that was checked for room */
} Look;

/* Whether it was not told before. */
static bool is_new(Look *look, uint64_t hash) {
    hash |= 1;
    for (size_t at = hash % SEEN;; at = (at + 1) % SEEN) {
        if (look->seen[at] == hash) return false;
        if (look->seen[at]) continue;
        look->seen[at] = hash;
        return true;
    }
}

static void print_plain(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) putchar(bytes[i] >= 0 && bytes[i] < ' ' ? ' ' : bytes[i]);
    putchar('\n');
}

static void check_room(Look *look, const App *app, const DrawList *list, Point size) {
    static const char *const scrolled[] = {
        "canvas",       "pane.code",      "pane.output",    "pane.done",      "guide.number",
        "prompt",       "editor",         "find",           "search",         "path.field",
        "palette.name", "gc.threshold.0", "gc.threshold.1", "gc.threshold.2", "settings.rows",
        "side.left",    "side.right",     "export.figure",  "export.path",    "export.behind"};
    enum { SCROLLED = sizeof scrolled / sizeof *scrolled };
    Rect rects[SCROLLED], card = {0};
    size_t count = 0;
    char told[600];
    for (int i = 0; i < SCROLLED; i++) count += app_find_place(app, scrolled[i], &rects[count]);
    Rect sheet; /* covers it */
    if (!app_find_place(app, "export.figure", &sheet)) app_find_place(app, "guide.card", &card);
    tell_overflow(list, look->measure, (Rect){0, 0, size.x, size.y}, card, rects, count, told,
                  sizeof told);
    if (!told[0] || !is_new(look, hash_bytes(told, strlen(told)))) return;
    printf("room\t%s\t%gx%g: ", look->session, (double)size.x, (double)size.y);
    print_plain(told, strlen(told));
}

static void look_at(void *context, const App *app, const DrawList *list, Point size) {
    Look *look = context;
    uint64_t all = 0;
    for (size_t i = 0; i < list->commands.count; i++) {
        const DrawCommand *command = &list->commands.items[i];
        if (command->kind != DRAW_TEXT) continue;
        Text text = command->text.text;
        FontFace face = command->text.style.face;
        uint64_t hash = hash_bytes(text.bytes, text.length) * 8 + face;
        all = all * 31 + hash;
        if (!is_new(look, hash)) continue;
        printf("text\t%s\t%s\t", look->session, font_face_name(face));
        print_plain(text.bytes, text.length);
    }
    text_clear(&look->places);
    app_write_places(app, 1, &look->places);
    if (all != look->frame) check_room(look, app, list, size);
    look->frame = all;
}

static bool begins(Text line, const char *word) {
    size_t length = strlen(word);
    return line.length >= length && memcmp(line.bytes, word, length) == 0;
}

/* The session without what it expects; lines keep their numbers. */
static void leave_out_expected(Text text, bool small, TextBuffer *out) {
    Text line;
    bool block = false;
    while (text_next_line(&text, &line)) {
        bool sizes = small && (begins(line, "size ") || begins(line, "screen "));
        bool left_out = block || sizes || begins(line, "expect");
        if (begins(line, "expect-lines")) block = true;
        if (block && text_is(line, "end")) block = false;
        if (!left_out) text_append(out, line.bytes, line.length);
        text_append_char(out, '\n');
    }
}

/* `point NAME` for each widget of the last frame. */
static void append_pointing(const TextBuffer *places, TextBuffer *out) {
    Text all = {text_cstr(places), places->length}, line;
    while (text_next_line(&all, &line)) {
        const char *name = line.bytes + 5, *end;
        if (line.length < 6 || memcmp(line.bytes, "rect\t", 5) != 0) continue;
        end = memchr(name, '\t', line.length - 5);
        if (!end || memchr(name, ' ', (size_t)(end - name))) continue;
        if (strncmp(name, "canvas.", 7) == 0) continue; /* comes and goes with the pointer */
        text_appendf(out, "point %.*s\n", (int)(end - name), name);
    }
}

static bool read_named(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    return platform_file_read(path, FILE_BYTES_MAX, out, error);
}

static bool play(Look *look, const SessionConfig *config, Text text) {
    Error error;
    if (session_play(config, look->session, text, &error)) return true;
    fprintf(stderr, "%s\n", error.message);
    return false;
}

static bool play_file(Look *look, const SessionConfig *config, const char *path, bool small,
                      bool tips) {
    Error error;
    TextBuffer read = {0}, text = {0};
    const char *slash = strrchr(path, '/');
    memset(look->seen, 0, sizeof look->seen);
    look->session = slash ? slash + 1 : path;
    look->frame = 0;
    bool ok = read_named(NULL, path, &read, &error);
    if (!ok) fprintf(stderr, "%s\n", error.message);
    if (small) text_append_string(&text, "size 960 600\n");
    leave_out_expected(text_view(&read), small, &text);
    ok = ok && play(look, config, text_view(&text));
    if (ok && tips) {
        append_pointing(&look->places, &text);
        ok = play(look, config, text_view(&text));
    }
    text_deinit(&read);
    text_deinit(&text);
    return ok;
}

int main(int argc, char **argv) {
    char language[LANGUAGE_NAME_MAX];
    Error error;
    Fonts *fonts = argc > 1 ? fonts_create(false, &error) : NULL;
    if (!fonts) return 2;
    translate_open(argv[1], language, sizeof language);
    FileNames lessons = {0}, scenes = {0};
    bool fine = true, small = false, tips = false;
    platform_folder_list("assets/lessons", ".py", &lessons);
    platform_folder_list("assets/scenes", ".lastref", &scenes);
    TextMeasure measure = fonts_measure(fonts);
    Look *look = calloc(1, sizeof *look);
    look->measure = &measure;
    SessionConfig config = {.app = {.measure = &measure,
                                    .theme = theme_light(),
                                    .read_file = read_named,
                                    .lesson_paths = (const char *const *)lessons.paths.items,
                                    .lesson_count = lessons.paths.count,
                                    .welcome_path = "assets/welcome/welcome.py",
                                    .scene_paths = (const char *const *)scenes.paths.items,
                                    .scene_count = scenes.paths.count},
                            .drawn = look_at,
                            .context = look};
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--tips") == 0) {
            tips = true;
        } else if (strcmp(argv[i], "--small") == 0) {
            small = true;
        } else {
            fine &= play_file(look, &config, argv[i], small, tips) || small;
        }
    }
    text_deinit(&look->places);
    free(look);
    platform_names_deinit(&lessons);
    platform_names_deinit(&scenes);
    fonts_destroy(fonts);
    return fine ? 0 : 1;
}
