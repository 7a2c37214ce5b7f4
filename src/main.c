/* The program: command line, then a window or a command without one. */
#include "app/app.h"
#include "app/app_icon.h"
#include "app/files/document.h"
#include "app/files/export_command.h"
#include "app/files/export_lesson.h"
#include "app/options.h"
#include "base/translate.h"
#include "draw/draw_damage.h"
#include "export/png.h"
#include "export/python_script.h"
#include "lesson/lesson_check.h"
#include "platform/clock.h"
#include "platform/crash.h"
#include "platform/files.h"
#include "platform/fonts.h"
#include "platform/log.h"
#include "platform/python_check.h"
#include "platform/state_folder.h"
#include "platform/window.h"
#include "session/session.h"
#include "timeline/dump.h"
#include "timeline/timeline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef LASTREF_CHECK_HEAP
#define LASTREF_CHECK_HEAP 0
#endif

/* Exit statuses; 1 and those of SystemExit come from the script. */
enum { EXIT_USAGE = 2, EXIT_HALTED = 3 };

enum {
    SCRIPT_BYTES_MAX = 4 << 20,     /* no script for people is longer */
    PICTURE_BYTES_MAX = 96 << 20,   /* of one that carries a scene */
    RUN_INSTRUCTIONS = 30000000,    /* `run`, unless --limit says otherwise: about a second */
    RECORD_INSTRUCTIONS = 20000000, /* with history */
    RECORD_STOPS = 2000000,
    OUTPUT_HELD = 1 << 16 /* bytes of stdout written at once */
};

#define MEMORY_MAX  ((uint64_t)512 << 20) /* bytes of the private heap: some million objects */
#define HISTORY_MAX ((uint64_t)512 << 20) /* bytes of undo log for `dump` */

static int fail_usage(const Error *error) {
    fprintf(stderr, "lastref: %s\n", error->message);
    fprintf(stderr, _("lastref --help tells more\n"));
    return EXIT_USAGE;
}

static int fail_file(const Error *error) {
    fprintf(stderr, "lastref: %s\n", error->message);
    return EXIT_USAGE;
}

/* ---- what a script prints ---- */

/* stdout of the script, held back for speed where nobody watches it come. */
typedef struct Printer {
    TextBuffer held;
    bool direct; /* a terminal */
    bool quiet;  /* only stderr is let through */
    int lost;    /* why not all was written; 0: it was */
} Printer;

/* 0, or why not all was written. */
static int write_all(int fd, const char *bytes, size_t length) {
    while (length) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return errno;
        bytes += written;
        length -= (size_t)written;
    }
    return 0;
}

/* What the program is to end with after it has written to stdout. */
static int tell_lost(int cause, int status) {
    /* nobody reads: as python3 after SIGPIPE, in silence */
    if (!cause || cause == EPIPE) return status;
    fprintf(stderr, _("lastref: the output cannot be written: %s\n"), strerror(cause));
    return EXIT_USAGE;
}

static void flush(Printer *printer) {
    int cause = write_all(STDOUT_FILENO, text_cstr(&printer->held), printer->held.length);
    if (cause) printer->lost = cause;
    text_clear(&printer->held);
}

static void print(void *context, int fd, const char *bytes, size_t length) {
    Printer *printer = context;
    if (fd == STDERR_FILENO) {
        flush(printer);
        write_all(fd, bytes, length);
        return;
    }
    if (printer->quiet) return;
    text_append(&printer->held, bytes, length);
    if (printer->direct || printer->held.length >= OUTPUT_HELD) flush(printer);
}

/* A line of stdin; what is printed until then goes out first. */
static void read_stdin(void *context, TextBuffer *line) {
    int c;
    flush(context);
    while ((c = getchar()) != EOF) {
        text_append_char(line, (char)c);
        if (c == '\n') break;
    }
}

/* What python3's sys.stdout would be here; what it still holds shows in refcounts. */
static StreamMode stream_of_output(void) {
    const char *unbuffered = getenv("PYTHONUNBUFFERED");
    if (unbuffered && *unbuffered) return STREAM_DIRECT;
    return isatty(STDOUT_FILENO) ? STREAM_LINES : STREAM_BLOCKS;
}

/* ---- scripts ---- */

/* A run of the script without history; the caller says where the output goes. */
static WholeRun whole_run_of(const Options *options) {
    return (WholeRun){.script = options->script,
                      .argument = options->file,
                      .instruction_budget = options->limit ? options->limit : RUN_INSTRUCTIONS,
                      .memory_budget = MEMORY_MAX,
                      .check = LASTREF_CHECK_HEAP};
}

static int run(const Options *options, Text source) {
    Error error;
    Printer printer = {.direct = isatty(STDOUT_FILENO)};
    WholeRun whole = whole_run_of(options);
    whole.stream = stream_of_output();
    whole.write = print;
    whole.read_line = read_stdin;
    whole.context = &printer;
    int status = whole_run(&whole, source, &error);
    flush(&printer);
    text_deinit(&printer.held);
    if (error.message[0]) fprintf(stderr, "lastref: %s\n", error.message);
    return tell_lost(printer.lost, status);
}

/* ---- documents ---- */

static bool is_document(const Options *options, Text bytes) {
    return document_is_meant(options->file, bytes);
}

/* The history of a document, made again; `document` is filled and has to outlive it. Null with a
 * message. */
static Timeline *replay(const Options *options, Text bytes, Document *document, Error *error) {
    Error why;
    if (!document_read(bytes, document, &why)) {
        error_set(error, "%s: %s", options->file, why.message);
        return NULL;
    }
    /* as the window has it: what the program sees of its surroundings is part of the state */
    TimelineConfig config = {.instruction_budget = RECORD_INSTRUCTIONS,
                             .memory_budget = SAVED_MEMORY,
                             .history_budget = HISTORY_MAX,
                             .stop_budget = RECORD_STOPS,
                             .check = LASTREF_CHECK_HEAP,
                             .argument = document->history.name};
    Timeline *timeline = timeline_create(&config, error);
    if (!timeline) {
        document_deinit(document);
        return NULL;
    }
    SavedResult result = saved_history_replay(&document->history, timeline, NULL, &why);
    if (result == SAVED_DIFFERS) {
        fprintf(stderr,
                _("lastref: %s was saved by another version of the model: some counts or addresses "
                  "are not those that it showed\n"),
                options->file);
    }
    if (result != SAVED_REFUSED) return timeline;
    error_set(error, "%s: %s", options->file, why.message);
    timeline_destroy(timeline);
    document_deinit(document);
    return NULL;
}

/* What a document is as a script for python3. */
static bool make_python(const Options *options, Text bytes, PythonScriptUse use,
                        PythonScript *script, Error *error) {
    Document document = {0};
    if (!is_document(options, bytes)) {
        return error_set(error, _("%s is a script already: only documents become one"),
                         options->file);
    }
    Timeline *timeline = replay(options, bytes, &document, error);
    Text source = {text_cstr(&document.history.source), document.history.source.length};
    Error why;
    bool ok = timeline && python_script_make(timeline, source, use, script, &why);
    if (timeline && !ok)
        error_set(error, _("%s cannot be exported: %s"), options->file, why.message);
    timeline_destroy(timeline);
    document_deinit(&document);
    return ok;
}

static int export_python(const Options *options, Text bytes) {
    Error error;
    PythonScript script = {0};
    PythonScriptUse use = options->no_checks ? PYTHON_SCRIPT_PLAIN : PYTHON_SCRIPT_CHECKED;
    bool ok = make_python(options, bytes, use, &script, &error) &&
              platform_file_write(options->output,
                                  (Text){text_cstr(&script.text), script.text.length}, &error);
    python_script_deinit(&script);
    return ok ? 0 : fail_file(&error);
}

/* The document's title, else the file's name without folder and ending. */
static void append_stem(const char *path, TextBuffer *out) {
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    text_append(out, base, dot && dot > base ? (size_t)(dot - base) : strlen(base));
}

static bool make_draft(const Options *options, Text bytes, LessonDraft *draft, Error *error) {
    Document document = {0};
    Error why;
    TextBuffer name = {0};
    if (!is_document(options, bytes)) {
        return error_set(error, _("%s is no document: only those become a lesson"), options->file);
    }
    Timeline *timeline = replay(options, bytes, &document, error);
    Text source = {text_cstr(&document.history.source), document.history.source.length};
    append_stem(options->output, &name);
    LessonDraftConfig config = {.title = document.title[0] ? document.title : text_cstr(&name),
                                .name = text_cstr(&name),
                                .check_heap = LASTREF_CHECK_HEAP};
    bool ok = timeline && lesson_draft_make(timeline, source, &config, draft, &why);
    if (timeline && !ok) {
        error_set(error, _("%s cannot become a lesson: %s"), options->file, why.message);
    }
    timeline_destroy(timeline);
    document_deinit(&document);
    text_deinit(&name);
    return ok;
}

/* ---- commands ---- */

/* Runs with history for `dump`; what the script prints to stderr is let through. */
static Timeline *record(const Options *options, Text source, Printer *printer,
                        TimelineOutcome *outcome, Error *error) {
    TimelineConfig config = {.instruction_budget = RECORD_INSTRUCTIONS,
                             .memory_budget = MEMORY_MAX,
                             .history_budget = HISTORY_MAX,
                             .stop_budget = RECORD_STOPS,
                             .check = LASTREF_CHECK_HEAP,
                             .argument = options->file,
                             .stream = stream_of_output()};
    Timeline *timeline = timeline_create(&config, error);
    if (!timeline) return NULL;
    timeline_set_writer(timeline, print, printer);
    *outcome = timeline_run(timeline, options->script, source);
    return timeline;
}

static bool check_step(const Options *options, const Timeline *timeline, Error *error) {
    uint32_t count = timeline_count(timeline);
    if (options->stops != STOP_NUMBER || (options->step >= 1 && options->step <= count)) {
        return true;
    }
    return error_set(error, _("there is no step %u: %s has steps 1 to %u"), options->step,
                     options->file, count);
}

/* 0, or why it could not be written. */
static int print_stop(const Options *options, Timeline *timeline, uint32_t stop, TextBuffer *line) {
    timeline_seek(timeline, stop);
    text_clear(line);
    if (options->variables)
        dump_variables(timeline, line);
    else
        dump_stop(timeline, line);
    return write_all(STDOUT_FILENO, text_cstr(line), line->length);
}

static int dump(const Options *options, Text source) {
    Error error;
    Printer printer = {.quiet = true};
    TimelineOutcome outcome = {0};
    Document document = {0};
    bool saved = is_document(options, source);
    Timeline *timeline = saved ? replay(options, source, &document, &error)
                               : record(options, source, &printer, &outcome, &error);
    if (!timeline) return fail_file(&error);
    int status = 0, lost = 0;
    if (outcome.result == RUN_HALTED || outcome.result == RUN_SYNTAX) {
        status = whole_run_status(timeline, &outcome);
    }
    if (outcome.result == RUN_HALTED) fprintf(stderr, "lastref: %s\n", outcome.message);
    TextBuffer line = {0};
    uint32_t count = timeline_count(timeline);
    if (outcome.result == RUN_SYNTAX) {
        /* told on stderr: nothing was run */
    } else if (!check_step(options, timeline, &error)) {
        status = fail_file(&error);
    } else if (options->stops == STOP_ALL) {
        for (uint32_t stop = 1; stop <= count && !lost; stop++) {
            lost = print_stop(options, timeline, stop, &line);
        }
    } else if (saved && !options->stop_chosen) {
        lost = print_stop(options, timeline, timeline_position(timeline), &line);
    } else {
        lost = print_stop(options, timeline, options->stops == STOP_LAST ? count : options->step,
                          &line);
    }
    text_deinit(&line);
    timeline_destroy(timeline);
    document_deinit(&document);
    return tell_lost(lost, status);
}

static bool is_picture_name(const char *path) {
    Text name = text_of(path);
    return text_ends_with(name, ".png") || text_ends_with(name, ".svg");
}

/* A script, a document, or a picture that carries one. */
static bool read_script(const char *path, TextBuffer *source, Error *error) {
    if (is_picture_name(path)) return platform_file_read(path, PICTURE_BYTES_MAX, source, error);
    bool document = text_ends_with(text_of(path), ".lastref");
    return platform_file_read_text(path, document ? DOCUMENT_BYTES_MAX : SCRIPT_BYTES_MAX, source,
                                   error);
}

/* The same for commands: of a picture, the document that it carries. */
static bool read_for_command(const char *path, TextBuffer *source, Error *error) {
    TextBuffer scene = {0};
    Error why;
    if (!read_script(path, source, error)) return false;
    Text bytes = {text_cstr(source), source->length};
    if (!picture_file_is(bytes)) return true;
    bool ok = picture_file_find_scene(bytes, DOCUMENT_BYTES_MAX, &scene, &why);
    if (!ok) error_set(error, "%s: %s", path, why.message);
    text_deinit(source);
    *source = scene;
    return ok;
}

/* ---- assets ---- */

/* A folder of one of these places, which are named from where the program is. */
static bool find_beside(const char *const *places, size_t count, const char *kind, char *path,
                        size_t size) {
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) return false;
    program[length] = '\0';
    char *slash = strrchr(program, '/');
    if (slash) *slash = '\0';
    for (size_t i = 0; i < count; i++) {
        char joined[4300];
        snprintf(joined, sizeof joined, "%s/%s/%s", program, places[i], kind);
        char *folder = realpath(joined, NULL);
        if (!folder) continue;
        snprintf(path, size, "%s", folder);
        free(folder);
        if (access(path, R_OK) == 0) return true;
    }
    return false;
}

static bool find_named(const char *kind, char *path, size_t size) {
    const char *assets = getenv("LASTREF_ASSETS");
    if (!assets || !assets[0]) return false;
    snprintf(path, size, "%s/%s", assets, kind);
    return access(path, R_OK) == 0;
}

/* A folder of assets: named by the environment, installed, or in the source tree of a build. */
static bool find_assets(const char *kind, char *path, size_t size) {
    static const char *const places[] = {"../share/lastref", "../../assets"};
    const char *assets = getenv("LASTREF_ASSETS");
    if (assets && assets[0]) return find_named(kind, path, size);
    return find_beside(places, sizeof places / sizeof places[0], kind, path, size);
}

/* The person's language, or English; a build has its catalogues beside the program. */
static void open_language(char *language, size_t size) {
    static const char *const places[] = {"languages", "../share/locale"};
    char folder[4400];
    language[0] = '\0';
    if (find_named("languages", folder, sizeof folder) ||
        find_beside(places, sizeof places / sizeof places[0], "", folder, sizeof folder)) {
        translate_open(folder, language, size);
    }
}

static void list_assets(const char *kind, const char *ending, FileNames *out) {
    char folder[4400];
    if (find_assets(kind, folder, sizeof folder)) platform_folder_list(folder, ending, out);
}

/* ---- pictures ---- */

static bool read_named(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    return read_script(path, out, error);
}

static bool write_named(void *context, const char *path, Text bytes, Error *error) {
    (void)context;
    return platform_file_write(path, bytes, error);
}

static bool stamp_named(void *context, const char *path, uint64_t *stamp) {
    (void)context;
    return platform_file_stamp(path, stamp);
}

static bool remove_named(void *context, const char *path) {
    (void)context;
    return platform_file_remove(path);
}

static bool has_named(void *context, const char *path) {
    (void)context;
    return platform_file_exists(path);
}

static void absolute_named(void *context, const char *path, TextBuffer *out) {
    (void)context;
    platform_file_absolute(path, out);
}

static void set_clipboard(void *context, const char *text) {
    (void)context;
    platform_clipboard_set(text);
}

static bool get_clipboard(void *context, TextBuffer *out) {
    (void)context;
    char *text = platform_clipboard_get();
    if (!text) return false;
    text_append_string(out, text);
    memory_free(text);
    return true;
}

static int export_lesson(const Options *options, Text bytes) {
    Error error;
    LessonDraft draft = {0};
    TextBuffer there = {0};
    const AppConfig files = {.read_file = read_named,
                             .write_file = write_named,
                             .remove_file = remove_named,
                             .has_file = has_named};
    if (!options->yes) export_lesson_in_the_way(&files, options->output, &there);
    bool ok = !there.length ||
              error_set(&error, _("%s is there already; --yes replaces it"), text_cstr(&there));
    ok = ok && make_draft(options, bytes, &draft, &error) &&
         export_lesson_write(&files, &draft, options->output, &error);
    lesson_draft_deinit(&draft);
    text_deinit(&there);
    return ok ? 0 : fail_file(&error);
}

/* What a window has around it; a picture has nothing. */
typedef struct Surroundings {
    FileNames lessons, scenes;
    const char *welcome;    /* the script of the first start; null: there is none */
    PythonChecker *checker; /* null: a picture */
    bool guide;             /* lessons lead through their scripts, without a window, too */
    StateFolder state;
} Surroundings;

static const char *path_or_null(const TextBuffer *path) {
    return path->length ? path->bytes : NULL;
}

static void log_line(void *context, const char *line) {
    const Surroundings *around = context;
    log_write(text_cstr(&around->state.log), "%s", line);
}

/* Null with a message when the file is no good. */
static App *open_app(const Options *options, const TextMeasure *measure, Surroundings *around,
                     const char *path, Text bytes, Error *error) {
    AppConfig config = {.measure = measure,
                        .theme = theme_find(options->theme ? options->theme : "light"),
                        .check = LASTREF_CHECK_HEAP,
                        .read_file = read_named,
                        .write_file = write_named,
                        .file_stamp = stamp_named,
                        .remove_file = remove_named,
                        .has_file = has_named,
                        .absolute_path = absolute_named,
                        .clipboard = {NULL, set_clipboard, get_clipboard},
                        .lesson_paths = (const char *const *)around->lessons.paths.items,
                        .lesson_count = around->lessons.paths.count,
                        .own_lesson_paths = (const char *const *)around->state.lessons.paths.items,
                        .own_lesson_count = around->state.lessons.paths.count,
                        .own_lesson_folder = path_or_null(&around->state.lesson_folder),
                        .welcome_path = around->welcome,
                        .scene_paths = (const char *const *)around->scenes.paths.items,
                        .scene_count = around->scenes.paths.count,
                        .language = options->language,
                        .journal_path = path_or_null(&around->state.journal),
                        .progress_path = path_or_null(&around->state.progress),
                        .recent_path = path_or_null(&around->state.recent),
                        .orphan_paths = (const char *const *)around->state.orphans.paths.items,
                        .orphan_count = around->state.orphans.paths.count,
                        .crash = path_or_null(&around->state.crash),
                        .log = around->checker ? log_line : NULL,
                        .context = around};
    config.background = around->checker != NULL;
    config.guide = around->guide || config.background;
    config.notes_window = config.background;
    if (around->checker) config.checker = python_checker_interface(around->checker);
    App *app = app_create(&config);
    if (!path || app_open_bytes(app, path, bytes, error)) return app;
    app_destroy(app);
    return NULL;
}

/* `size` in logical pixels, drawn at `scale`. */
static bool write_picture(const char *path, const DrawList *list, Point size, float scale,
                          const Theme *theme, const TextMeasure *measure, Error *error) {
    PixelBuffer pixels = {0};
    pixel_buffer_resize(&pixels, (int)(size.x * scale + 0.5f), (int)(size.y * scale + 0.5f));
    Raster *raster = raster_create(0);
    raster_draw(raster, &pixels, list, scale, theme->window, measure, pixel_rect_all(&pixels));
    TextBuffer bytes = {0};
    bool ok = png_encode(&pixels, 0, NULL, 0, &bytes, error) &&
              platform_file_write(path, (Text){text_cstr(&bytes), bytes.length}, error);
    text_deinit(&bytes);
    raster_destroy(raster);
    pixel_buffer_deinit(&pixels);
    return ok;
}

static int export_opened(const Options *options, App *app) {
    Error error;
    TextBuffer told = {0};
    const char *message;
    if (!app_step_count(app)) {
        /* a document that could not be run again: the app has told why */
        app_state(app, "message", &told);
        error_set(&error, "%s", text_cstr(&told));
        text_deinit(&told);
        if (error.message[0]) return fail_file(&error);
    }
    int status = app_outcome(app, &message);
    if (status == EXIT_HALTED) fprintf(stderr, "lastref: %s\n", message);
    bool ok = export_pictures(app, options, &told, &error);
    if (told.length) fprintf(stderr, "lastref: %s\n", text_cstr(&told));
    text_deinit(&told);
    if (!ok) return fail_file(&error);
    return status == EXIT_HALTED ? EXIT_HALTED : 0;
}

static int export_picture(const Options *options, Text source) {
    Error error;
    Fonts *fonts = fonts_create(false, &error);
    if (!fonts) return fail_file(&error);
    TextMeasure measure = fonts_measure(fonts);
    Surroundings none = {0};
    App *app = open_app(options, &measure, &none, options->script, source, &error);
    int status = app ? export_opened(options, app) : fail_file(&error);
    app_destroy(app);
    fonts_destroy(fonts);
    return status;
}

/* The cards of one lesson, in a folder of its own. */
static bool export_cards_of(const Options *options, const TextMeasure *measure, const char *path,
                            Error *error) {
    Surroundings guided = {.guide = true};
    TextBuffer source = {0}, folder = {0};
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    App *app = NULL;
    text_appendf(&folder, "%s/%.*s", options->output, dot ? (int)(dot - base) : (int)strlen(base),
                 base);
    bool ok = read_script(path, &source, error);
    if (ok) {
        Text bytes = {text_cstr(&source), source.length};
        app = open_app(options, measure, &guided, path, bytes, error);
    }
    ok = app && platform_folder_make(options->output, error) &&
         platform_folder_make(text_cstr(&folder), error) &&
         export_cards(app, options, text_cstr(&folder), error);
    app_destroy(app);
    text_deinit(&source);
    text_deinit(&folder);
    return ok;
}

static int export_all(const Options *options) {
    Error error;
    FileNames lessons = {0};
    Fonts *fonts = fonts_create(false, &error);
    if (!fonts) return fail_file(&error);
    TextMeasure measure = fonts_measure(fonts);
    if (options->file) {
        array_push(&lessons.paths, text_copy(text_of(options->script)));
    } else {
        list_assets("lessons", ".py", &lessons);
    }
    bool ok = lessons.paths.count > 0;
    if (!ok) error_set(&error, _("no lessons were found"));
    for (size_t i = 0; i < lessons.paths.count && ok; i++) {
        ok = export_cards_of(options, &measure, lessons.paths.items[i], &error);
    }
    platform_names_deinit(&lessons);
    fonts_destroy(fonts);
    return ok ? 0 : fail_file(&error);
}

/* ---- the window ---- */

/* A window and what it shows. */
typedef struct Screen {
    Window *window; /* null: it is not open */
    PixelBuffer pixels;
    DrawList shown, next; /* what the pixels show, and the frame in the making */
    float interface_scale;
} Screen;

typedef struct View {
    Screen main, notes; /* the second one: a teacher's, beside a presentation */
    App *app;
    TextMeasure measure;
    Raster *raster;
    bool fullscreen;
    const char *places; /* where tests want to find things by name; may be null */
} View;

static Rect screen_area(const Screen *screen) {
    int width, height;
    float scale = platform_window_scale(screen->window);
    platform_window_size(screen->window, &width, &height);
    return (Rect){0, 0, (float)width / scale, (float)height / scale};
}

/* Draws what has changed and shows it. */
static void present(const View *view, Screen *screen, bool exposed) {
    int width, height;
    float scale = platform_window_scale(screen->window);
    platform_window_size(screen->window, &width, &height);
    bool fresh = pixel_buffer_resize(&screen->pixels, width, height) || exposed;
    Rect all = screen_area(screen);
    Rect damage = fresh ? all : draw_damage(&screen->shown, &screen->next, &view->measure, all);
    if (damage.w <= 0 || damage.h <= 0) return;
    PixelRect pixels =
        pixel_rect_intersection(pixel_rect_around(damage, scale), pixel_rect_all(&screen->pixels));
    if (fresh) pixels = pixel_rect_all(&screen->pixels);
    raster_draw(view->raster, &screen->pixels, &screen->next, scale, app_theme(view->app)->window,
                &view->measure, pixels);
    platform_window_present(screen->window, &screen->pixels, pixels);
    DrawList swap = screen->shown;
    screen->shown = screen->next;
    screen->next = swap;
}

static void close_screen(Screen *screen) {
    pixel_buffer_deinit(&screen->pixels);
    draw_list_deinit(&screen->shown);
    draw_list_deinit(&screen->next);
    platform_window_destroy(screen->window);
    *screen = (Screen){0};
}

/* For tests: see tests/smoke/README.md. */
static void write_places(const View *view) {
    if (!view->places) return;
    TextBuffer text = {0};
    Error error;
    app_write_places(view->app, platform_window_scale(view->main.window), &text);
    platform_file_write(view->places, (Text){text_cstr(&text), text.length}, &error);
    text_deinit(&text);
}

static void set_scale(Screen *screen, float scale) {
    if (scale != screen->interface_scale) {
        platform_window_set_interface_scale(screen->window, scale);
    }
    screen->interface_scale = scale;
}

static void apply_wishes(View *view) {
    Window *window = view->main.window;
    platform_window_set_cursor(window, app_cursor(view->app));
    platform_window_set_title(window, app_title(view->app));
    Rect caret = {0};
    bool typing = app_wants_text(view->app, &caret);
    platform_window_set_text_input(window, typing, caret);
    set_scale(&view->main, app_interface_scale(view->app));
    bool fullscreen = app_wants_fullscreen(view->app);
    if (fullscreen != view->fullscreen) platform_window_set_fullscreen(window, fullscreen);
    /* with a second screen the class does not see them */
    if (fullscreen && !view->fullscreen && platform_screen_count() > 1) app_open_notes(view->app);
    view->fullscreen = fullscreen;
}

static void set_icon(const View *view, Window *window) {
    enum { ICON_SIDE = 128 /* pixels: desktops make it smaller */ };
    PixelBuffer pixels = {0};
    DrawList list = {0};
    pixel_buffer_resize(&pixels, ICON_SIDE, ICON_SIDE);
    app_icon_draw(&list, ICON_SIDE);
    raster_draw(view->raster, &pixels, &list, 1, 0, &view->measure, pixel_rect_all(&pixels));
    platform_window_set_icon(window, &pixels);
    draw_list_deinit(&list);
    pixel_buffer_deinit(&pixels);
}

/* Opens, draws or closes the window of the notes. False: it was closed or could not be opened, and
 * the program has to be asked again. */
static bool show_notes(View *view) {
    enum { WIDTH = 720, HEIGHT = 540 }; /* logical pixels, at first */
    Screen *notes = &view->notes;
    Point size = {WIDTH, HEIGHT};
    bool closed = notes->window && platform_window_is_closed(notes->window);
    if (closed) app_notes_closed(view->app, false);
    bool exposed = notes->window && platform_window_take_exposed(notes->window);
    if (notes->window) size = (Point){screen_area(notes).w, screen_area(notes).h};
    if (closed || !app_notes_frame(view->app, size, &notes->next)) {
        if (notes->window) close_screen(notes);
        return !closed;
    }
    if (!notes->window) {
        Error error;
        notes->window =
            platform_window_create_beside(view->main.window, _("Notes"), WIDTH, HEIGHT, &error);
        if (!notes->window) app_notes_closed(view->app, true);
        if (notes->window) set_icon(view, notes->window);
        notes->interface_scale = 1;
        return false; /* its size is known now */
    }
    set_scale(notes, app_interface_scale(view->app));
    present(view, notes, exposed);
    return true;
}

static void loop(View *view) {
    enum { EVENTS = 64 };
    InputEvent events[EVENTS];
    size_t count = 0;
    bool exposed = true;
    while (!app_quit_requested(view->app)) {
        Rect area = screen_area(&view->main);
        for (size_t i = 0; i < count; i++) {
            exposed = exposed || events[i].kind == INPUT_EXPOSE || events[i].kind == INPUT_RESIZE;
        }
        int wait = app_frame(view->app, events, count, platform_clock_ms(), (Point){area.w, area.h},
                             &view->main.next);
        apply_wishes(view);
        present(view, &view->main, exposed);
        if (!show_notes(view)) wait = 0;
        write_places(view);
        exposed = false;
        if (app_quit_requested(view->app)) break;
        count = platform_window_wait(view->main.window, events, EVENTS, wait);
    }
}

static int show(const Options *options, Fonts *fonts, Surroundings *around, const char *path,
                Text bytes) {
    Error error;
    View view = {.measure = fonts_measure(fonts), .main = {.interface_scale = 1}};
    view.main.window = platform_window_create("Lastref", options->width, options->height, &error);
    if (!view.main.window) return fail_file(&error);
    PythonCheck model = {.run = whole_run_of(options)};
    around->checker = python_checker_create(&model);
    platform_state_open(&around->state);
    const char *log = text_cstr(&around->state.log);
    crash_watch(log, text_cstr(&around->state.marker));
    log_write(log, "Lastref %s starts: %dx%d pixels, scale %g, by %s", LASTREF_VERSION,
              options->width, options->height, (double)platform_window_scale(view.main.window),
              platform_window_presenter(view.main.window));
    view.app = open_app(options, &view.measure, around, path, bytes, &error);
    int status = view.app ? 0 : fail_file(&error);
    if (view.app && !path) app_begin(view.app);
    view.raster = raster_create(0);
    view.places = getenv("LASTREF_RECTS");
    set_icon(&view, view.main.window);
    if (view.app) loop(&view);
    raster_destroy(view.raster);
    app_destroy(view.app);
    python_checker_destroy(around->checker);
    log_write(log, "ends%s%s", status ? ": " : "", status ? error.message : "");
    platform_state_deinit(&around->state);
    close_screen(&view.notes);
    close_screen(&view.main);
    return status;
}

/* The script of the first start; null with `names` empty where there is none. */
static const char *find_welcome(FileNames *names) {
    list_assets("welcome", ".py", names);
    return names->paths.count ? names->paths.items[0] : NULL;
}

static int open_window(const Options *options) {
    Error error;
    Surroundings around = {0};
    TextBuffer source = {0};
    Fonts *fonts = NULL;
    int status = 0;
    list_assets("lessons", ".py", &around.lessons);
    list_assets("scenes", ".lastref", &around.scenes);
    FileNames welcome = {0};
    around.welcome = find_welcome(&welcome);
    const char *path = options->file ? options->script : NULL;
    if (path && !read_script(path, &source, &error)) {
        status = fail_file(&error);
    } else if (!(fonts = fonts_create(false, &error))) {
        status = fail_file(&error);
    } else {
        status = show(options, fonts, &around, path, (Text){text_cstr(&source), source.length});
    }
    fonts_destroy(fonts);
    text_deinit(&source);
    platform_names_deinit(&around.lessons);
    platform_names_deinit(&around.scenes);
    platform_names_deinit(&welcome);
    return status;
}

/* ---- recorded sessions ---- */

typedef struct Pictures {
    const char *folder;
    const TextMeasure *measure;
} Pictures;

static bool take_picture(void *context, const char *name, const SessionPicture *shown,
                         Error *error) {
    const Pictures *pictures = context;
    TextBuffer path = {0};
    text_appendf(&path, "%s/%s.png", pictures->folder, name);
    bool ok = write_picture(text_cstr(&path), shown->list, shown->size, shown->scale, shown->theme,
                            pictures->measure, error);
    text_deinit(&path);
    return ok;
}

static int play_session(const Options *options, Text text) {
    Error error;
    FileNames lessons = {0}, scenes = {0}, welcome = {0};
    Fonts *fonts = fonts_create(false, &error);
    if (!fonts) return fail_file(&error);
    TextMeasure measure = fonts_measure(fonts);
    Pictures pictures = {options->output, &measure};
    list_assets("lessons", ".py", &lessons);
    list_assets("scenes", ".lastref", &scenes);
    SessionConfig config = {.app = {.measure = &measure,
                                    .theme = theme_light(),
                                    .check = LASTREF_CHECK_HEAP,
                                    .read_file = read_named,
                                    .lesson_paths = (const char *const *)lessons.paths.items,
                                    .lesson_count = lessons.paths.count,
                                    .welcome_path = find_welcome(&welcome),
                                    .scene_paths = (const char *const *)scenes.paths.items,
                                    .scene_count = scenes.paths.count,
                                    .language = options->language},
                            .picture = options->output ? take_picture : NULL,
                            .context = &pictures};
    bool held = session_play(&config, options->file, text, &error);
    if (!held) fprintf(stderr, "lastref: %s\n", error.message);
    platform_names_deinit(&lessons);
    platform_names_deinit(&scenes);
    platform_names_deinit(&welcome);
    fonts_destroy(fonts);
    return held ? 0 : 1;
}

/* ---- against python3 ---- */

/* It came with the program. */
static bool is_lesson_of_ours(const char *file) {
    char lessons[4400];
    char *path = realpath(file, NULL);
    bool lesson = path && find_assets("lessons", lessons, sizeof lessons) &&
                  strncmp(path, lessons, strlen(lessons)) == 0 && path[strlen(lessons)] == '/';
    free(path);
    return lesson;
}

/* python3 does what the script says, to this computer: a person has to want that. */
static bool may_execute(const Options *options, Error *error) {
    char answer[16] = "";
    if (is_lesson_of_ours(options->file) || options->yes) return true;
    if (!isatty(STDIN_FILENO)) {
        return error_set(error, _("python3 would execute %s; --yes allows it"), options->file);
    }
    fprintf(stderr, _("python3 will execute %s on this computer. Go on? [y/N] "), options->file);
    if (fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y')) return true;
    return error_set(error, _("%s was not executed"), options->file);
}

/* By the asserts of the exported script. */
static int verify_document(const Options *options, Text bytes) {
    Error error;
    PythonScript script = {0};
    TextBuffer told = {0};
    int status = EXIT_USAGE;
    if (!make_python(options, bytes, PYTHON_SCRIPT_CHECKED, &script, &error)) {
        fail_file(&error);
    } else {
        status = python_check_asserts((Text){text_cstr(&script.text), script.text.length},
                                      script.raises, &told);
        if (status == 0) printf(_("python3 agrees with all %u checks\n"), script.checks);
        if (status != 0) fprintf(stderr, "lastref: %s\n", text_cstr(&told));
    }
    python_script_deinit(&script);
    text_deinit(&told);
    return status;
}

static int verify(const Options *options, Text source) {
    Error error;
    if (!may_execute(options, &error)) return fail_file(&error);
    TextBuffer told = {0};
    if (is_document(options, source)) return verify_document(options, source);
    PythonCheck check = {.file = options->file, .run = whole_run_of(options)};
    int status = python_check(&check, source, NULL, &told);
    if (status <= 1) {
        fputs(text_cstr(&told), stdout);
    } else {
        fprintf(stderr, "lastref: %s\n", text_cstr(&told));
    }
    text_deinit(&told);
    return status;
}

/* A lesson's script by python3, as `verify` does it. */
static LessonAgreement ask_python(void *context, const char *path, Text source, TextBuffer *told) {
    const Options *options = context;
    TextBuffer script = {0};
    if (!is_lesson_of_ours(options->file) && !options->yes) {
        text_append_string(told, _("it would execute the script; --yes allows it"));
        return LESSON_NOT_ASKED;
    }
    platform_file_absolute(path, &script);
    PythonCheck check = {.file = path, .run = whole_run_of(options)};
    check.run.script = text_cstr(&script);
    check.run.argument = path;
    int status = python_check(&check, source, NULL, told);
    text_deinit(&script);
    return status == 0 ? LESSON_AGREES : status == 1 ? LESSON_DIFFERS : LESSON_NOT_ASKED;
}

static bool read_beside_lesson(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    return read_script(path, out, error);
}

static int check_lesson(const Options *options, Text text) {
    TextBuffer told = {0}, notes = {0};
    LessonCheck check = {.path = options->file,
                         .read_file = read_beside_lesson,
                         .python = ask_python,
                         .notes = &notes,
                         .context = (void *)options,
                         .check_heap = LASTREF_CHECK_HEAP};
    LessonMistakes mistakes = {0};
    int status = lesson_check(&check, text, &mistakes) ? 0 : 1;
    lesson_mistakes_append(&mistakes, options->file, &told);
    fputs(text_cstr(&told), stderr);
    Text rest = {text_cstr(&notes), notes.length};
    for (Text note; text_next_line(&rest, &note);) {
        fprintf(stderr, _("note: %.*s\n"), (int)note.length, note.bytes);
    }
    text_deinit(&told);
    text_deinit(&notes);
    lesson_mistakes_deinit(&mistakes);
    return status;
}

static int run_command(const Options *options) {
    Error error;
    TextBuffer source = {0};
    int status = 0;
    if (options->command == COMMAND_EXPORT && options->picture.all) return export_all(options);
    if (!read_for_command(options->file, &source, &error)) {
        status = fail_file(&error);
    } else if (options->command == COMMAND_RUN &&
               is_document(options, (Text){text_cstr(&source), source.length})) {
        error_set(&error, _("%s is a document: `lastref export --format py` makes a script of it"),
                  options->file);
        status = fail_file(&error);
    } else if (options->command == COMMAND_EXPORT && options->format == EXPORT_PYTHON) {
        status = export_python(options, (Text){text_cstr(&source), source.length});
    } else if (options->command == COMMAND_EXPORT && options->format == EXPORT_LESSON) {
        status = export_lesson(options, (Text){text_cstr(&source), source.length});
    } else if (options->command == COMMAND_RUN) {
        status = run(options, (Text){text_cstr(&source), source.length});
    } else if (options->command == COMMAND_VERIFY) {
        status = verify(options, (Text){text_cstr(&source), source.length});
    } else if (options->command == COMMAND_SESSION) {
        status = play_session(options, (Text){text_cstr(&source), source.length});
    } else if (options->command == COMMAND_LESSON) {
        status = check_lesson(options, (Text){text_cstr(&source), source.length});
    } else if (options->command == COMMAND_DUMP) {
        status = dump(options, (Text){text_cstr(&source), source.length});
    } else {
        status = export_picture(options, (Text){text_cstr(&source), source.length});
    }
    text_deinit(&source);
    return status;
}

static int print_help(const Options *options) {
    TextBuffer help = {0};
    options_help(options->help_of, &help);
    int lost = write_all(STDOUT_FILENO, text_cstr(&help), help.length);
    text_deinit(&help);
    return tell_lost(lost, 0);
}

int main(int argc, char **argv) {
    Options options;
    Error error;
    char language[LANGUAGE_NAME_MAX];
    open_language(language, sizeof language);
    if (!options_parse(argc, argv, &options, &error)) return fail_usage(&error);
    /* recorded sessions and what programs read are English everywhere */
    bool english = options.command == COMMAND_DUMP ||
                   (options.command == COMMAND_SESSION && !options.translated);
    if (english) translate_close();
    TextBuffer script = {0};
    if (options.file) platform_file_absolute(options.file, &script);
    options.script = text_cstr(&script);
    options.language = english ? "" : language;
    int status = 0;
    switch (options.command) {
    case COMMAND_HELP: status = print_help(&options); break;
    case COMMAND_VERSION: puts("lastref " LASTREF_VERSION); break;
    case COMMAND_WINDOW: status = open_window(&options); break;
    default: status = run_command(&options); break;
    }
    text_deinit(&script);
    return status;
}
