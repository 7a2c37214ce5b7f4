#include "command/report.h"

#include "app/sheets/about_sheet.h"
#include "command/assets.h"
#include "command/output.h"
#include "platform/versions.h"

#include <string.h>

static void add_row(TextBuffer *out, const char *name, const TextBuffer *words) {
    if (words->length) text_appendf(out, "%s: %s\n", name, text_cstr(words));
}

/* The families of the interface and of code. */
static void add_fonts(TextBuffer *out, const Fonts *fonts) {
    static const FontFace faces[] = {FONT_UI, FONT_UI_MEDIUM, FONT_UI_BOLD, FONT_MONO,
                                     FONT_MONO_BOLD};
    const char *before = "";
    text_append_string(out, "Fonts: ");
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
        const char *family = fonts_family(fonts, faces[i]);
        if (strcmp(family, before) == 0) continue;
        text_appendf(out, "%s%s", i ? ", " : "", family);
        before = family;
    }
    text_append_char(out, '\n');
}

static void add_window(TextBuffer *out, const Window *window) {
    int width, height;
    platform_window_size(window, &width, &height);
    text_appendf(out, "Window: %dx%d pixels, scale %g, by %s, %s\n", width, height,
                 (double)platform_window_scale(window), platform_window_driver(),
                 platform_window_presenter(window));
}

static void add_folders(TextBuffer *out, const Surroundings *around) {
    TextBuffer assets = {0}, settings = {0}, log = {0}, lessons = {0};
    assets_find_folder(&assets);
    platform_settings_path(around->state.root, &settings);
    platform_state_paths(around->state.root, &log, &lessons);
    add_row(out, "Assets", &assets);
    add_row(out, "Settings", &settings);
    add_row(out, "Log", &log);
    add_row(out, "Own lessons", &lessons);
    text_deinit(&assets);
    text_deinit(&settings);
    text_deinit(&log);
    text_deinit(&lessons);
}

void report_describe(void *context, TextBuffer *out) {
    const Surroundings *around = context;
    text_append_string(out, "Libraries: ");
    versions_append_libraries(out);
    text_append_string(out, "\nSystem: ");
    versions_append_system(out);
    text_append_char(out, '\n');
    if (around->fonts) add_fonts(out, around->fonts);
    if (around->window) add_window(out, around->window);
    text_appendf(out, "Language: %s\n", around->language[0] ? around->language : "English");
    add_folders(out, around);
}

int report_print(void) {
    Error error;
    TextBuffer rows = {0}, text = {0};
    Surroundings around = {.fonts = fonts_create(false, &error)};
    assets_open_language(around.language, sizeof around.language);
    about_append(report_describe, &around, &rows);
    if (!around.fonts) text_appendf(&rows, "Fonts: %s\n", error.message);
    /* as all programs have it, the first line is the name and the version */
    const char *first_end = strchr(text_cstr(&rows), '\n');
    text_appendf(&text, "lastref %s%s", LASTREF_VERSION, first_end ? first_end : "\n");
    int status = output_text(&text, 0);
    fonts_destroy(around.fonts);
    text_deinit(&rows);
    text_deinit(&text);
    return status;
}
