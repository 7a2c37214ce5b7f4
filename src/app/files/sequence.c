#include "app/files/sequence.h"

#include "app/app_state.h"
#include "app/files/picture_series.h"
#include "app/files/pictures_parts.h"
#include "base/translate.h"
#include "export/dot.h"
#include "export/gif.h"
#include "export/html.h"
#include "export/svg.h"
#include "timeline/dump.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { PIXELS_MAX = 40000000 /* of each picture of an animation */ };

/* A step as it was seen: pictures are made once all are known, in one frame. */
typedef struct SeenStep {
    FigurePanel panel;
    FigurePanel dark_panel; /* without words: they are those of `panel` */
    uint32_t line, ran;
    TextBuffer statement, printed;
} SeenStep;

struct Sequence {
    App *app;
    SequenceWish wish;
    PictureSeries *pictures; /* does it all; null: it is one file, made here */
    FigureStyle style, dark_style;
    PicturesKept kept;
    size_t count;    /* of steps */
    size_t foreseen; /* so many have a layout, the last step first, which mostly has the most */
    size_t seen;     /* so many were looked at */
    size_t written;  /* so many have been written */
    bool failed;
    SeenStep *steps;
    FigureFrame frame;
    TextBuffer out;
    /* GIF */
    Gif *gif;
    Raster *raster;
    PixelBuffer pixels;
    /* HTML */
    Html *html;
    TextBuffer file, printed_before, language;
};

static bool is_drawn(const Sequence *sequence) {
    return sequence->wish.format == SEQUENCE_GIF || sequence->wish.format == SEQUENCE_HTML;
}

Sequence *sequence_begin(App *app, const SequenceWish *wish) {
    Sequence *sequence = memory_alloc(sizeof *sequence);
    sequence->app = app;
    sequence->wish = *wish;
    if (wish->format == SEQUENCE_PICTURES) {
        sequence->pictures = picture_series_begin(app, wish->path, &wish->picture);
        return sequence;
    }
    sequence->style = wish->picture.style;
    sequence->style.measure = app->config.measure;
    if (!sequence->style.theme) sequence->style.theme = app->theme;
    if (wish->format == SEQUENCE_HTML) {
        sequence->wish.picture.content = true;
        sequence->style.theme = theme_light();
        sequence->style.fit = FIGURE_NATURAL;
        sequence->style.bare = sequence->style.transparent = true;
    }
    sequence->dark_style = sequence->style;
    sequence->dark_style.theme = theme_dark();
    sequence->count = wish->picture.step_count ? wish->picture.step_count : 1;
    if (sequence->count == 1 || !is_drawn(sequence)) sequence->foreseen = sequence->count;
    sequence->kept = pictures_prepare(app, &sequence->wish.picture, (PicturesScene){0});
    sequence->steps = memory_alloc(sequence->count * sizeof *sequence->steps);
    return sequence;
}

/* ---- steps without pictures ---- */

static void write_graph(Sequence *sequence) {
    const App *app = sequence->app;
    Snapshot now;
    TextBuffer title = {0};
    text_appendf(&title, _("%s, step %u of %u"), app_base_name(app), app_step(app),
                 app_step_count(app));
    snapshot_build(&now, timeline_vm(app->timeline), SNAPSHOT_PLAIN);
    dot_write(&now, text_view(&title), &sequence->out);
    snapshot_deinit(&now);
    text_deinit(&title);
}

/* ---- looking at a step ---- */

static void note_history(Sequence *sequence, SeenStep *step) {
    App *app = sequence->app;
    const Timeline *timeline = app->timeline;
    uint32_t stop = app_step(app);
    const char *statement = timeline_statement(timeline, stop);
    step->line = timeline_script_line(timeline, stop);
    if (stop > 1 && !app_at_edit(app)) step->ran = timeline_script_line(timeline, stop - 1);
    if (statement) text_append_string(&step->statement, statement);
    timeline_step_output(timeline, stop, &step->printed);
    if (sequence->seen) return;
    timeline_output(timeline, &sequence->printed_before);
    sequence->printed_before.length -= step->printed.length;
}

static bool look(Sequence *sequence, Error *error) {
    App *app = sequence->app;
    const PictureWish *picture = &sequence->wish.picture;
    SeenStep *step = &sequence->steps[sequence->seen];
    SceneStill still = {0};
    if (!pictures_show(app, picture, sequence->seen, sequence->seen == 0, error)) return false;
    if (sequence->wish.format == SEQUENCE_DOT) write_graph(sequence);
    if (sequence->wish.format == SEQUENCE_JSON) dump_stop(app->timeline, &sequence->out);
    if (is_drawn(sequence)) {
        pictures_make_panel(app, picture, &sequence->style, still, &step->panel);
    }
    if (sequence->wish.format == SEQUENCE_HTML) {
        pictures_draw_panel(app, picture, &sequence->dark_style, still, &step->dark_panel);
        note_history(sequence, step);
    }
    sequence->seen++;
    return true;
}

/* ---- the frame of all ---- */

/* What an animation shows, for who cannot see it: each step in words, and the last one's picture.
 */
static void append_words(const Sequence *sequence, TextBuffer *out) {
    const FigurePanel *first = &sequence->steps[0].panel;
    const FigurePanel *last = &sequence->steps[sequence->count - 1].panel;
    text_appendf(out, _("%s, steps %u to %u of %u"), text_cstr(&first->file), first->step,
                 last->step, first->steps);
    for (size_t i = 0; i < sequence->count; i++) {
        const FigurePanel *panel = &sequence->steps[i].panel;
        text_appendf(out, "\n%u: %s. %s", panel->step, text_cstr(&panel->title),
                     text_cstr(&panel->text));
    }
    text_appendf(out, "\n%s", text_cstr(&last->description));
}

static bool begin_gif(Sequence *sequence, Error *error) {
    float scale = sequence->wish.picture.scale;
    float wide = sequence->frame.size.x * scale + 0.5f,
          high = sequence->frame.size.y * scale + 0.5f;
    if (!(wide < PIXEL_BUFFER_LIMIT && high < PIXEL_BUFFER_LIMIT && wide * high < PIXELS_MAX)) {
        return error_set(error, _("the animation would be too large: %.0f x %.0f pixels"),
                         (double)wide, (double)high);
    }
    pixel_buffer_resize(&sequence->pixels, wide < 1 ? 1 : (int)wide, high < 1 ? 1 : (int)high);
    sequence->raster = raster_create(0);
    TextBuffer comment = {0};
    append_words(sequence, &comment);
    GifOptions options = {.theme = sequence->style.theme,
                          .width = sequence->pixels.width,
                          .height = sequence->pixels.height,
                          .comment = text_cstr(&comment)};
    sequence->gif = gif_create(&options, &sequence->out);
    text_deinit(&comment);
    return true;
}

/* The language of the words, as HTML writes it: "pt-BR". */
static void find_language(const App *app, TextBuffer *out) {
    if (app->config.language) text_append_string(out, app->config.language);
    for (size_t i = 0; i < out->length; i++) {
        if (out->bytes[i] == '_') out->bytes[i] = '-';
    }
}

static void begin_html(Sequence *sequence) {
    const App *app = sequence->app;
    const TextBuffer *file = &sequence->steps[0].panel.file;
    text_append(&sequence->file, text_cstr(file), file->length);
    find_language(app, &sequence->language);
    HtmlPage page = {.title = app->heading[0] ? text_of(app->heading) : text_view(&sequence->file),
                     .file = text_view(&sequence->file),
                     .code = text_view(&app->source),
                     .printed = text_view(&sequence->printed_before),
                     .language = text_view(&sequence->language),
                     .steps = app_step_count(app),
                     .width = sequence->frame.size.x,
                     .height = sequence->frame.size.y};
    sequence->html = html_create(&page);
}

static bool find_frame(Sequence *sequence, Error *error) {
    FigurePanel *panels = memory_alloc(sequence->count * sizeof *panels);
    for (size_t i = 0; i < sequence->count; i++) panels[i] = sequence->steps[i].panel;
    bool ok = pictures_frame(&sequence->style, panels, sequence->count, 1, &sequence->frame, error);
    memory_free(panels);
    return ok;
}

static bool begin_pictures(Sequence *sequence, Error *error) {
    if (!find_frame(sequence, error)) return false;
    if (sequence->wish.format == SEQUENCE_GIF) return begin_gif(sequence, error);
    begin_html(sequence);
    return true;
}

/* ---- writing a step ---- */

static bool add_frame(Sequence *sequence, const SeenStep *step, Error *error) {
    Figure figure = {0};
    TextBuffer words = {0};
    figure_make(&figure, &sequence->style, &sequence->frame, &step->panel, 1);
    raster_draw(sequence->raster, &sequence->pixels, &figure.list, sequence->wish.picture.scale,
                figure.background, sequence->style.measure, pixel_rect_all(&sequence->pixels));
    text_append(&words, text_cstr(&step->panel.title), step->panel.title.length);
    text_append(&words, text_cstr(&step->panel.text), step->panel.text.length);
    bool ok = gif_add(sequence->gif, &sequence->pixels, gif_delay_ms(text_view(&words)), error);
    text_deinit(&words);
    figure_deinit(&figure);
    return ok;
}

static void write_svg(const Sequence *sequence, const FigureStyle *style, const FigurePanel *panel,
                      TextBuffer *out) {
    Figure figure = {0};
    char prefix[32];
    figure_make(&figure, style, &sequence->frame, panel, 1);
    snprintf(prefix, sizeof prefix, "s%u-", panel->step);
    SvgPicture picture = {.list = &figure.list,
                          .measure = style->measure,
                          .size = figure.size,
                          .background = figure.background,
                          .title = text_view(&figure.title),
                          .description = text_view(&figure.description),
                          .prefix = prefix,
                          .inside = true};
    svg_write(&picture, out);
    figure_deinit(&figure);
}

static bool add_article(Sequence *sequence, const SeenStep *step, Error *error) {
    TextBuffer light = {0}, dark = {0};
    FigurePanel dark_panel = step->panel;
    dark_panel.list = step->dark_panel.list;
    write_svg(sequence, &sequence->style, &step->panel, &light);
    write_svg(sequence, &sequence->dark_style, &dark_panel, &dark);
    HtmlStep article = {.number = step->panel.step,
                        .line = step->line,
                        .ran = step->ran,
                        .statement = text_view(&step->statement),
                        .title = text_view(&step->panel.title),
                        .narration = text_view(&step->panel.text),
                        .printed = text_view(&step->printed),
                        .description = text_view(&step->panel.description),
                        .picture = text_view(&light),
                        .dark_picture = text_view(&dark)};
    bool ok = html_add(sequence->html, &article, error);
    text_deinit(&light);
    text_deinit(&dark);
    return ok;
}

static void forget_step(SeenStep *step) {
    figure_panel_deinit(&step->panel);
    figure_panel_deinit(&step->dark_panel);
    text_deinit(&step->statement);
    text_deinit(&step->printed);
    *step = (SeenStep){0};
}

static bool write_step(Sequence *sequence, Error *error) {
    SeenStep *step = &sequence->steps[sequence->written];
    bool ok = true;
    if (sequence->wish.format == SEQUENCE_GIF) ok = add_frame(sequence, step, error);
    if (sequence->wish.format == SEQUENCE_HTML) ok = add_article(sequence, step, error);
    forget_step(step);
    sequence->written++;
    return ok;
}

/* ---- the file ---- */

static bool finish_encoder(Sequence *sequence, Error *error) {
    bool ok = true;
    if (sequence->gif) ok = gif_finish(sequence->gif, error);
    if (sequence->html) ok = html_finish(sequence->html, &sequence->out, error);
    sequence->gif = NULL;
    sequence->html = NULL;
    return ok;
}

static bool write_file(Sequence *sequence, Error *error) {
    const AppConfig *config = &sequence->app->config;
    return finish_encoder(sequence, error) &&
           config->write_file(config->context, sequence->wish.path, text_view(&sequence->out),
                              error);
}

static bool work(Sequence *sequence, Error *error) {
    if (!app_step_count(sequence->app)) return error_set(error, _("there is nothing to be seen"));
    if (sequence->foreseen < sequence->count) {
        size_t number = sequence->count - ++sequence->foreseen;
        pictures_show(sequence->app, &sequence->wish.picture, number, false, error);
    } else if (sequence->seen < sequence->count) {
        if (!look(sequence, error)) return false;
        if (sequence->seen < sequence->count) return true;
        if (is_drawn(sequence)) return begin_pictures(sequence, error);
        sequence->written = sequence->count;
    } else if (!write_step(sequence, error)) {
        return false;
    }
    return sequence->written < sequence->count || write_file(sequence, error);
}

static SequenceState work_on_pictures(PictureSeries *pictures, Error *error) {
    SeriesState state = picture_series_work(pictures, error);
    return state == SERIES_MORE   ? SEQUENCE_MORE
           : state == SERIES_DONE ? SEQUENCE_DONE
                                  : SEQUENCE_FAILED;
}

SequenceState sequence_work(Sequence *sequence, Error *error) {
    if (sequence->pictures) return work_on_pictures(sequence->pictures, error);
    assert(!sequence->failed && sequence->written < sequence->count);
    if (!work(sequence, error)) {
        sequence->failed = true;
        return SEQUENCE_FAILED;
    }
    return sequence->written < sequence->count ? SEQUENCE_MORE : SEQUENCE_DONE;
}

float sequence_progress(const Sequence *sequence) {
    if (sequence->pictures) return picture_series_progress(sequence->pictures);
    return (float)(sequence->foreseen + sequence->seen + sequence->written) /
           (float)(3 * sequence->count);
}

static void end_file(Sequence *sequence) {
    Error given_up;
    finish_encoder(sequence, &given_up);
    scene_destroy(pictures_give_back(sequence->app, sequence->kept).scene);
    for (size_t i = 0; i < sequence->count; i++) forget_step(&sequence->steps[i]);
    memory_free(sequence->steps);
    if (sequence->raster) raster_destroy(sequence->raster);
    pixel_buffer_deinit(&sequence->pixels);
    text_deinit(&sequence->out);
    text_deinit(&sequence->file);
    text_deinit(&sequence->printed_before);
    text_deinit(&sequence->language);
}

void sequence_end(Sequence *sequence) {
    if (!sequence) return;
    if (sequence->pictures) {
        picture_series_end(sequence->pictures);
    } else {
        end_file(sequence);
    }
    memory_free(sequence);
}

bool sequence_write(App *app, const SequenceWish *wish, Error *error) {
    Sequence *sequence = sequence_begin(app, wish);
    SequenceState state;
    do state = sequence_work(sequence, error);
    while (state == SEQUENCE_MORE);
    sequence_end(sequence);
    return state == SEQUENCE_DONE;
}
