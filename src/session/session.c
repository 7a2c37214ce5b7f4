#include "session/session_state.h"

#include "base/hash.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_MAX_BYTES = 4000,
    FRAME_MS = 16,
    SETTLE_FRAMES = 100 /* longer than anything moves */
};

bool session_fail(Session *session, const char *format, ...) {
    char told[600];
    va_list args;
    va_start(args, format);
    vsnprintf(told, sizeof told, format, args);
    va_end(args);
    return error_set(session->error, "%s:%d: %s", session->name, session->line, told);
}

/* The window in logical pixels. */
static Point logical_size(const Session *session) {
    float scale = app_interface_scale(session->app);
    return (Point){session->size.x / scale, session->size.y / scale};
}

void session_frame(Session *session, const InputEvent *events, size_t count) {
    session->now += FRAME_MS;
    Point size = logical_size(session);
    float scale = app_interface_scale(session->app);
    session->wanted = app_frame(session->app, events, count, session->now, size, &session->list);
    const SessionConfig *config = session->config;
    if (config->drawn) config->drawn(config->context, session->app, &session->list, size);
    /* another size asks for another frame, as a window does */
    if (app_interface_scale(session->app) != scale) session_frame(session, NULL, 0);
}

void session_settle(Session *session) {
    for (int i = 0; i < SETTLE_FRAMES && session->wanted >= 0 && session->wanted <= FRAME_MS; i++) {
        session_frame(session, NULL, 0);
    }
}

bool session_place(Session *session, const char *name, Rect *rect) {
    if (app_find_place(session->app, name, rect)) return true;
    return session_fail(session, "there is no place %s", name);
}

bool session_next_place(Session *session, char **line, Point *middle) {
    Rect rect;
    session_settle(session);
    if (!session_place(session, session_word(line), &rect)) return false;
    *middle = rect_center(rect);
    return true;
}

char *session_word(char **line) {
    *line += strspn(*line, " ");
    char *start = *line;
    *line += strcspn(*line, " ");
    if (**line) *(*line)++ = '\0';
    return start;
}

bool session_next_line(Session *session, TextBuffer *line) {
    Text next;
    if (!text_next_line(&session->rest, &next)) return false;
    session->line++;
    text_clear(line);
    text_append(line, next.bytes, next.length);
    return true;
}

/* ---- files ---- */

static const char JOURNAL[] = "journal.lastref";
static const char *const orphans[] = {"orphan.lastref"};
static const char SETTINGS[] = "settings";
static const char *const languages[] = {"de"}; /* that a session can choose on the page */

static SessionFile *find_file(Session *session, const char *path) {
    for (size_t i = 0; i < session->files.count; i++) {
        if (strcmp(session->files.items[i].path, path) == 0) return &session->files.items[i];
    }
    return NULL;
}

static bool read_file(void *context, const char *path, TextBuffer *out, Error *error) {
    Session *session = context;
    const AppConfig *outer = &session->config->app;
    SessionFile *file = find_file(session, path);
    if (file) {
        text_append(out, text_cstr(&file->bytes), file->bytes.length);
        return true;
    }
    if (!outer->read_file) return error_set(error, "%s is missing", path);
    return outer->read_file(outer->context, path, out, error);
}

/* Of files of the session only: nobody else's change while it plays. */
static bool stamp_file(void *context, const char *path, uint64_t *stamp) {
    const SessionFile *file = find_file(context, path);
    if (file) *stamp = hash_bytes(text_cstr(&file->bytes), file->bytes.length);
    return file != NULL;
}

/* A path with "refused" in it stands for one that cannot be written. */
static bool write_file(void *context, const char *path, Text bytes, Error *error) {
    Session *session = context;
    if (strstr(path, "refused")) return error_set(error, "%s cannot be written", path);
    SessionFile *file = find_file(session, path);
    if (!file) {
        SessionFile fresh = {.path = text_copy(text_of(path))};
        array_push(&session->files, fresh);
        file = &array_last(&session->files);
    }
    text_clear(&file->bytes);
    text_append(&file->bytes, bytes.bytes, bytes.length);
    return true;
}

static bool remove_file(void *context, const char *path) {
    Session *session = context;
    SessionFile *file = find_file(session, path);
    if (!file) return false;
    memory_free(file->path);
    text_deinit(&file->bytes);
    *file = array_last(&session->files);
    session->files.count--;
    return true;
}

static bool has_file(void *context, const char *path) {
    return find_file(context, path) != NULL;
}

/* A name with "missing" in it stands for a font that is not installed. */
static bool has_font(void *context, const char *family) {
    (void)context;
    return !strstr(family, "missing");
}

static void set_clipboard(void *context, const char *text) {
    Session *session = context;
    text_clear(&session->copied);
    text_append_string(&session->copied, text);
}

static bool get_clipboard(void *context, TextBuffer *out) {
    Session *session = context;
    text_append(out, text_cstr(&session->copied), session->copied.length);
    return session->copied.length > 0;
}

/* Kept as the file "clipboard.png". */
static bool copy_picture(void *context, Text png, Error *error) {
    return write_file(context, "clipboard.png", png, error);
}

/* ---- commands that are neither hand nor expectation ---- */

static void create_app(Session *session) {
    session->app_config = session->config->app;
    session->app_config.read_file = read_file;
    session->app_config.write_file = write_file;
    session->app_config.file_stamp = stamp_file;
    session->app_config.remove_file = remove_file;
    session->app_config.has_file = has_file;
    session->app_config.journal_path = JOURNAL;
    session->app_config.recent_path = "recent";
    session->app_config.settings_path = SETTINGS;
    session->app_config.has_font = has_font;
    session->app_config.languages = languages;
    session->app_config.language_count = sizeof languages / sizeof languages[0];
    session->app_config.context = session;
    session->app_config.copy_picture = copy_picture;
    session->app_config.clipboard = (UiClipboard){session, set_clipboard, get_clipboard};
    if (session->lesson_paths.count) {
        session->app_config.lesson_paths = session->lesson_paths.items;
        session->app_config.lesson_count = session->lesson_paths.count;
    }
    session->app_config.own_lesson_paths = session->own_paths.items;
    session->app_config.own_lesson_count = session->own_paths.count;
    session->app_config.own_lesson_folder = "lessons";
    session->app_config.orphan_paths = session->orphans;
    session->app_config.orphan_count = session->orphans ? 1 : 0;
    session->app_config.guide = session->guided;
    if (session->language[0]) session->app_config.language = session->language;
    session->app_config.progress_path = "progress";
    session->app_config.crash = session->crash_signal[0] ? session->crash_signal : NULL;
    app_destroy(session->app);
    session->app = app_create(&session->app_config);
}

static const char *keep_word(Session *session, char **rest) {
    char *copy = text_copy(text_of(session_word(rest)));
    array_push(&session->lesson_words, copy);
    return copy;
}

static bool set_lessons(Session *session, char *rest) {
    while (rest[0]) array_push(&session->lesson_paths, keep_word(session, &rest));
    create_app(session);
    return true;
}

static bool set_own_lessons(Session *session, char *rest) {
    while (rest[0]) array_push(&session->own_paths, keep_word(session, &rest));
    create_app(session);
    return true;
}

/* The program ends and starts again without a file. */
static bool start(Session *session, char *rest) {
    (void)rest;
    create_app(session);
    app_begin(session->app);
    session_frame(session, NULL, 0);
    return true;
}

/* Lessons lead through the scripts that are opened from now on. */
static bool set_guide(Session *session, char *rest) {
    (void)rest;
    session->guided = true;
    create_app(session);
    return true;
}

/* Lessons are looked for in it, from now on; words stay as they are. */
static bool set_language(Session *session, char *rest) {
    snprintf(session->language, sizeof session->language, "%s", session_word(&rest));
    create_app(session);
    return true;
}

static bool open_file(Session *session, char *rest) {
    const char *path = session_word(&rest);
    TextBuffer source = {0};
    Error error;
    if (!read_file(session, path, &source, &error)) {
        return session_fail(session, "%s", error.message);
    }
    bool ok = app_open_bytes(session->app, path, text_view(&source), &error);
    text_deinit(&source);
    if (!ok) return session_fail(session, "%s", error.message);
    session_frame(session, NULL, 0);
    return true;
}

/* Ends the program in the middle, and starts it again: what it wrote down is there. */
static bool crash(Session *session, char *rest) {
    snprintf(session->crash_signal, sizeof session->crash_signal, "%s", session_word(&rest));
    remove_file(session, orphans[0]);
    SessionFile *journal = find_file(session, JOURNAL);
    if (journal) {
        memory_free(journal->path);
        journal->path = text_copy(text_of(orphans[0]));
    }
    session->orphans = journal ? orphans : NULL;
    create_app(session);
    session_frame(session, NULL, 0);
    return true;
}

/* Appends the lines up to "end". */
static void read_lines(Session *session, TextBuffer *out) {
    TextBuffer line = {0};
    while (session_next_line(session, &line) && strcmp(text_cstr(&line), "end") != 0) {
        text_appendf(out, "%s\n", text_cstr(&line));
    }
    text_deinit(&line);
}

static bool read_script(Session *session, char *rest) {
    (void)rest;
    TextBuffer source = {0};
    read_lines(session, &source);
    app_open_script(session->app, "session.py", text_view(&source));
    text_deinit(&source);
    session_frame(session, NULL, 0);
    return true;
}

static bool put_file(Session *session, char *rest) {
    TextBuffer bytes = {0};
    Error error;
    read_lines(session, &bytes);
    bool good = write_file(session, session_word(&rest), text_view(&bytes), &error);
    text_deinit(&bytes);
    session_frame(session, NULL, 0);
    return good || session_fail(session, "%s", error.message);
}

static bool set_size(Session *session, char *rest) {
    session->size.x = strtof(session_word(&rest), NULL);
    session->size.y = strtof(session_word(&rest), NULL);
    bool sane = session->size.x >= 64 && session->size.x <= 16000 && session->size.y >= 64 &&
                session->size.y <= 16000;
    if (!sane) return session_fail(session, "a size is two numbers from 64 to 16000");
    session_frame(session, NULL, 0);
    return true;
}

static bool wait_for(Session *session, char *rest) {
    session->now += strtoul(rest, NULL, 10);
    session_frame(session, NULL, 0);
    return true;
}

static bool walk(Session *session, char *rest) {
    (void)rest;
    uint32_t count = app_step_count(session->app);
    for (uint32_t step = app_step(session->app); step < count; step++) {
        session_press_key(session, "right");
        session->now += 40; /* in the middle of a change */
        session_frame(session, NULL, 0);
        if (app_step(session->app) != step + 1)
            return session_fail(session, "step %u is not left", step);
    }
    for (uint32_t step = count; step > 1; step--) {
        session_press_key(session, "left");
        if (app_step(session->app) != step - 1)
            return session_fail(session, "step %u is not left", step);
    }
    return true;
}

/* A file's name in the folder of pictures, and nothing that leads out of it. */
static bool is_picture_name(const char *name) {
    return name[0] && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(name);
}

static bool picture(Session *session, char *rest) {
    Error error;
    const char *name = session_word(&rest);
    if (!is_picture_name(name)) return session_fail(session, "a picture needs a plain name");
    const SessionConfig *config = session->config;
    session->now += 2000; /* what moves has arrived, notes are gone */
    session_frame(session, NULL, 0);
    session_frame(session, NULL, 0);
    SessionPicture shown = {.list = &session->list,
                            .size = logical_size(session),
                            .scale = app_interface_scale(session->app),
                            .theme = app_theme(session->app)};
    bool done = !config->picture || config->picture(config->context, name, &shown, &error);
    return done || session_fail(session, "%s", error.message);
}

static bool drop_file(Session *session, char *rest) {
    InputEvent event = {.kind = INPUT_DROP_FILE, .text = text_of(rest)};
    session_frame(session, &event, 1);
    return true;
}

static const SessionCommand setting_commands[] = {{"own-lessons", set_own_lessons},
                                                  {"start", start},
                                                  {"crash", crash},
                                                  {"open", open_file},
                                                  {"script", read_script},
                                                  {"lessons", set_lessons},
                                                  {"guide", set_guide},
                                                  {"language", set_language},
                                                  {"size", set_size},
                                                  {"wait", wait_for},
                                                  {"walk", walk},
                                                  {"picture", picture},
                                                  {"drop-file", drop_file},
                                                  {"file", put_file},
                                                  {NULL, NULL}};

/* ---- the whole ---- */

static const SessionCommand *find_command(const char *name) {
    const SessionCommand *const tables[] = {setting_commands, session_hand_commands,
                                            session_expect_commands};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (const SessionCommand *command = tables[i]; command->name; command++) {
            if (strcmp(command->name, name) == 0) return command;
        }
    }
    return NULL;
}

static bool check_picture(Session *session) {
    TextBuffer wrong = {0};
    bool fine = app_check(session->app, &wrong);
    if (!fine) session_fail(session, "the picture is wrong: %s", text_cstr(&wrong));
    text_deinit(&wrong);
    return fine;
}

static bool do_line(Session *session, char *line) {
    const char *name = session_word(&line);
    if (!name[0] || name[0] == '#') return true;
    const SessionCommand *command = find_command(name);
    if (!command) return session_fail(session, "there is no command %s", name);
    return command->run(session, line) && check_picture(session);
}

static bool play(Session *session) {
    TextBuffer line = {0};
    char copy[LINE_MAX_BYTES];
    bool fine = true;
    while (fine && session_next_line(session, &line)) {
        fine = line.length < sizeof copy ||
               session_fail(session, "a line has at most %d bytes", LINE_MAX_BYTES);
        snprintf(copy, sizeof copy, "%s", text_cstr(&line));
        if (fine) fine = do_line(session, copy);
    }
    text_deinit(&line);
    return fine;
}

static void deinit(Session *session) {
    app_destroy(session->app);
    draw_list_deinit(&session->list);
    text_deinit(&session->copied);
    for (size_t i = 0; i < session->files.count; i++) {
        memory_free(session->files.items[i].path);
        text_deinit(&session->files.items[i].bytes);
    }
    array_deinit(&session->files);
    for (size_t i = 0; i < session->lesson_words.count; i++) {
        memory_free(session->lesson_words.items[i]);
    }
    array_deinit(&session->lesson_words);
    array_deinit(&session->lesson_paths);
    array_deinit(&session->own_paths);
}

bool session_play(const SessionConfig *config, const char *name, Text text, Error *error) {
    Session session = {
        .config = config, .size = {1440, 900}, .name = name, .rest = text, .error = error};
    create_app(&session);
    bool done = play(&session);
    deinit(&session);
    return done;
}
