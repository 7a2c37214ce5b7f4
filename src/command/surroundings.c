#include "command/surroundings.h"

#include "base/memory.h"
#include "command/assets.h"
#include "command/command.h"
#include "command/report.h"
#include "command/source_file.h"
#include "platform/files.h"
#include "platform/log.h"
#include "platform/picture_clipboard.h"
#include "platform/window.h"

#include <stdlib.h>
#include <string.h>

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

static bool copy_picture(void *context, Text png, Error *error) {
    (void)context;
    return platform_clipboard_set_png(png, error);
}

static bool has_font(void *context, const char *family) {
    const Surroundings *around = context;
    return fonts_has_family(around->fonts, family);
}

static void set_fonts(void *context, const char *font, const char *code_font) {
    Surroundings *around = context;
    Error error;
    bool chosen = fonts_choose(around->fonts, (FontChoice){font, code_font}, &error);
    if (!chosen) log_write(text_cstr(&around->state.log), "fonts: %s", error.message);
    around->fonts_changed = around->fonts_changed || chosen;
}

static void keep_system_language(Surroundings *around) {
    const char *system = getenv("LANGUAGE");
    around->has_system_language = system != NULL;
    text_clear(&around->system_language);
    if (system) text_append_string(&around->system_language, system);
}

static const char *set_language(void *context, const char *code) {
    Surroundings *around = context;
    const char *system = around->has_system_language ? text_cstr(&around->system_language) : NULL;
    assets_choose_language(code, system, &around->languages, around->language,
                           sizeof around->language);
    return around->language;
}

void surroundings_choose_language(Surroundings *around, const char *chosen) {
    keep_system_language(around);
    set_language(around, chosen);
}

static bool system_theme(void *context, const char **name) {
    Surroundings *around = context;
    if (!around->system_theme) around->system_theme = system_theme_ask();
    return system_theme_answer(around->system_theme, name);
}

/* What a window writes; its settings may have no folder yet. */
static bool write_around(void *context, const char *path, Text bytes, Error *error) {
    const Surroundings *around = context;
    bool settings = strcmp(path, text_cstr(&around->settings)) == 0;
    return settings ? platform_settings_write(path, bytes, error)
                    : write_named(NULL, path, bytes, error);
}

AppConfig surroundings_files(void) {
    return (AppConfig){.read_file = source_read_named,
                       .write_file = write_named,
                       .file_stamp = stamp_named,
                       .remove_file = remove_named,
                       .has_file = has_named,
                       .absolute_path = absolute_named};
}

static const char *path_or_null(const TextBuffer *path) {
    return path->length ? path->bytes : NULL;
}

static void log_line(void *context, const char *line) {
    const Surroundings *around = context;
    log_write(text_cstr(&around->state.log), "%s", line);
}

App *surroundings_open_app(const Options *options, const TextMeasure *measure, Surroundings *around,
                           const char *path, Text bytes, Error *error) {
    AppConfig config = surroundings_files();
    config.measure = measure;
    config.theme = theme_find(options->theme ? options->theme : "light");
    config.check = LASTREF_CHECK_HEAP;
    config.theme_chosen = options->theme != NULL;
    config.write_file = write_around;
    config.copy_picture = copy_picture;
    config.clipboard = (UiClipboard){NULL, set_clipboard, get_clipboard};
    config.lesson_paths = (const char *const *)around->lessons.paths.items;
    config.lesson_count = around->lessons.paths.count;
    config.own_lesson_paths = (const char *const *)around->state.lessons.paths.items;
    config.own_lesson_count = around->state.lessons.paths.count;
    config.own_lesson_folder = path_or_null(&around->state.lesson_folder);
    config.welcome_path = around->welcome;
    config.scene_paths = (const char *const *)around->scenes.paths.items;
    config.scene_count = around->scenes.paths.count;
    config.language = options->language;
    config.journal_path = path_or_null(&around->state.journal);
    config.progress_path = path_or_null(&around->state.progress);
    config.recent_path = path_or_null(&around->state.recent);
    config.settings_path = path_or_null(&around->settings);
    config.has_font = around->fonts ? has_font : NULL;
    config.languages = (const char *const *)around->languages.paths.items;
    config.language_count = around->languages.paths.count;
    config.orphan_paths = (const char *const *)around->state.orphans.paths.items;
    config.orphan_count = around->state.orphans.paths.count;
    config.crash = path_or_null(&around->state.crash);
    if (around->fonts) {
        config.set_fonts = set_fonts;
        config.set_language = set_language;
        config.system_theme = system_theme;
        config.describe = report_describe;
    }
    config.log = around->checker ? log_line : NULL;
    config.context = around;
    config.background = around->checker != NULL;
    config.guide = around->guide || config.background;
    config.notes_window = config.background;
    if (around->checker) config.checker = python_checker_interface(around->checker);
    App *app = app_create(&config);
    if (!path || app_open_bytes(app, path, bytes, error)) return app;
    app_destroy(app);
    return NULL;
}
