/* `lastref session`: plays a recorded session, with pictures. */
#include "command/command.h"

#include "command/assets.h"
#include "command/source_file.h"
#include "export/png.h"
#include "platform/files.h"
#include "platform/fonts.h"
#include "session/session.h"

#include <stdio.h>

typedef struct Pictures {
    const char *folder;
    const TextMeasure *measure;
} Pictures;

/* `size` in logical pixels, drawn at `scale`. */
static bool write_picture(const char *path, const DrawList *list, Point size, float scale,
                          const Theme *theme, const TextMeasure *measure, Error *error) {
    PixelBuffer pixels = {0};
    pixel_buffer_resize(&pixels, (int)(size.x * scale + 0.5f), (int)(size.y * scale + 0.5f));
    Raster *raster = raster_create(0);
    raster_draw(raster, &pixels, list, scale, theme->window, measure, pixel_rect_all(&pixels));
    TextBuffer bytes = {0};
    bool ok = png_encode(&pixels, 0, NULL, 0, &bytes, error) &&
              platform_file_write(path, text_view(&bytes), error);
    text_deinit(&bytes);
    raster_destroy(raster);
    pixel_buffer_deinit(&pixels);
    return ok;
}

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

int command_session(const Options *options, Text text) {
    Error error;
    FileNames lessons = {0}, scenes = {0}, welcome = {0};
    Fonts *fonts = fonts_create(false, &error);
    if (!fonts) return command_fail(&error);
    TextMeasure measure = fonts_measure(fonts);
    Pictures pictures = {options->output, &measure};
    assets_list("lessons", ".py", &lessons);
    assets_list("scenes", ".lastref", &scenes);
    SessionConfig config = {.app = {.measure = &measure,
                                    .theme = theme_light(),
                                    .check = LASTREF_CHECK_HEAP,
                                    .read_file = source_read_named,
                                    .lesson_paths = (const char *const *)lessons.paths.items,
                                    .lesson_count = lessons.paths.count,
                                    .welcome_path = assets_find_welcome(&welcome),
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
