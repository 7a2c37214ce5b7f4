#include "app/files/export_command.h"

#include "app/app_state.h"
#include "app/files/sequence.h"
#include "base/translate.h"

#include <assert.h>

static PictureWish wish_of(const Options *options) {
    static const PictureFormat formats[EXPORT_LESSON + 1] = {
        [EXPORT_PNG] = PICTURE_PNG, [EXPORT_SVG] = PICTURE_SVG, [EXPORT_PDF] = PICTURE_PDF};
    const PictureOptions *picture = &options->picture;
    bool words = picture->caption || picture->legend;
    bool bare = !picture->content && !words && picture->fit == FIGURE_NATURAL;
    return (PictureWish){.format = formats[options->format],
                         .scale = options->scale,
                         .content = picture->content,
                         .window = {(float)options->width, (float)options->height},
                         .style = {.fit = picture->fit,
                                   .size = picture->fit_size,
                                   .caption = picture->caption,
                                   .legend = picture->legend,
                                   .transparent = picture->transparent,
                                   .bare = bare},
                         .view = picture->view,
                         .with_view = picture->with_view,
                         .worksheet = picture->worksheet,
                         .no_scene = picture->no_scene,
                         .describe = picture->describe};
}

static bool check_step(const App *app, const Options *options, uint32_t step, Error *error) {
    uint32_t count = app_step_count(app);
    if (step >= 1 && step <= count) return true;
    return error_set(error, _("there is no step %u: %s has steps 1 to %u"), step, options->file,
                     count);
}

/* The steps that were asked for; none: the one that is shown. Animations and pages show all where
 * nothing else was said. */
static bool list_steps(const App *app, const Options *options, uint32_t *steps, size_t *count,
                       Error *error) {
    const PictureOptions *picture = &options->picture;
    uint32_t last = picture->last ? picture->last : app_step_count(app);
    *count = 0;
    for (size_t i = 0; i < picture->strip_count; i++) {
        if (!check_step(app, options, picture->strip[i], error)) return false;
        steps[(*count)++] = picture->strip[i];
    }
    bool whole = !options->stop_chosen && !options->phase &&
                 (options->format == EXPORT_GIF || options->format == EXPORT_HTML);
    uint32_t first = picture->range ? picture->first : 1;
    if (!picture->range && !whole) return true;
    if (!check_step(app, options, first, error)) return false;
    if (!check_step(app, options, last, error)) return false;
    if (last - first >= FIGURE_PANELS_MAX) {
        return error_set(
            error,
            _("%u steps are too many for one export: choose at most %d of them with --steps"),
            last - first + 1, FIGURE_PANELS_MAX);
    }
    for (uint32_t step = first; step <= last; step++) steps[(*count)++] = step;
    return true;
}

static bool show_chosen(App *app, const Options *options, Error *error) {
    uint32_t step = options->stops == STOP_LAST ? 0 : options->step;
    if (options->stops == STOP_NUMBER && !check_step(app, options, step, error)) return false;
    app_show_step(app, options->stop_chosen || !app_is_document(app) ? step : app_step(app));
    if (!options->phase || app_show_phase(app, options->phase)) return true;
    return error_set(error, _("no collection is made by the line of step %u"), app_step(app));
}

static SequenceFormat sequence_format(ExportFormat format) {
    switch (format) {
    case EXPORT_GIF: return SEQUENCE_GIF;
    case EXPORT_HTML: return SEQUENCE_HTML;
    case EXPORT_DOT: return SEQUENCE_DOT;
    default: return SEQUENCE_JSON;
    }
}

bool export_pictures(App *app, const Options *options, TextBuffer *note, Error *error) {
    uint32_t steps[FIGURE_PANELS_MAX];
    float small = 0;
    PictureWish wish = wish_of(options);
    if (options->level) app_set_level(app, options->level);
    app->left_hidden = options->picture.hide_left;
    app->inspector_hidden = options->picture.hide_inspector;
    app->top_hidden = options->picture.hide_top;
    app->timeline_hidden = options->picture.hide_timeline;
    wish.steps = steps;
    wish.strip = options->picture.strip_count > 0;
    if (!list_steps(app, options, steps, &wish.step_count, error)) return false;
    if (!wish.step_count && !show_chosen(app, options, error)) return false;
    if (options->format >= EXPORT_GIF && options->format <= EXPORT_JSON) {
        SequenceWish sequence = {sequence_format(options->format), wish, options->output};
        return sequence_write(app, &sequence, error);
    }
    if (!pictures_write(app, options->output, &wish, &small, error)) return false;
    if (small > 0 && small < FIGURE_LEGIBLE && wish.content) {
        text_appendf(note,
                     _("the smallest text of the picture is %.1f pixels high, which is hard to "
                       "read; --only or --select shows less, --scale draws it larger"),
                     (double)small);
    }
    return true;
}

/* ---- lessons ---- */

static bool write_card(App *app, const PictureWish *wish, const char *folder, uint32_t beat,
                       const char *ending, Error *error) {
    TextBuffer path = {0};
    text_appendf(&path, "%s/%02u-%s.%s", folder, beat + 1, pictures_beat_name(app, beat), ending);
    bool ok = pictures_write(app, text_cstr(&path), wish, NULL, error);
    text_deinit(&path);
    return ok;
}

bool export_cards(App *app, const Options *options, const char *folder, Error *error) {
    uint32_t count = pictures_beat_count(app);
    PictureWish png = wish_of(options);
    assert(count > 0);
    png.format = PICTURE_PNG;
    png.describe = true;
    if (!options->picture.crop_said) png.style.caption = true;
    PictureWish svg = png;
    svg.format = PICTURE_SVG;
    svg.describe = false;
    bool ok = true;
    for (uint32_t beat = 0; beat < count && ok; beat++) {
        pictures_show_beat(app, beat);
        ok = write_card(app, &png, folder, beat, "png", error) &&
             write_card(app, &svg, folder, beat, "svg", error);
    }
    return ok;
}
