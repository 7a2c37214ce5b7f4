#include "app/files/pictures.h"

#include "app/app_state.h"
#include "app/files/picture_series.h"
#include "app/files/pictures_parts.h"
#include "app/script/left_pane.h"
#include "base/path.h"
#include "base/translate.h"
#include "export/describe.h"

#include <assert.h>

/* ---- words ---- */

static void append_rich(const RichText *text, TextBuffer *out) {
    for (size_t i = 0; i < text->paragraphs.count; i++) {
        const NarrationParagraph *paragraph = &text->paragraphs.items[i];
        if (i > 0) text_append_char(out, '\n');
        if (paragraph->point) text_append_string(out, "\xE2\x80\xA2 ");
        for (uint32_t j = paragraph->first; j < paragraph->first + paragraph->count; j++) {
            text_append_string(out, text->spans.items[j].text);
        }
    }
}

/* Of the card while it is at its moment, else of the step. */
static void append_narration(const App *app, TextBuffer *title, TextBuffer *text) {
    if (guide_is_at_card(app) && app->guide.part != GUIDE_ENDED) {
        const LessonBeat *beat = &app->guide.file.beats[app->guide.beat];
        text_append(title, beat->title.bytes, beat->title.length);
        append_rich(&app->guide.say, text);
        if (app->guide.part != GUIDE_ASKS && app->guide.part != GUIDE_TASK) return;
        if (text->length) text_append_char(text, '\n');
        append_rich(&app->guide.ask, text);
        return;
    }
    text_append_string(title, app->narration.title);
    text_append_string(text, app->narration.text);
    if (!left_pane_shows_problem(app)) return;
    if (text->length) text_append_char(text, '\n');
    text_append(text, text_cstr(&app->problem), app->problem.length);
}

/* What is to be done with a worksheet, instead of words that tell the answers. */
static void append_task(Worksheet worksheet, TextBuffer *text) {
    text_append_string(text, worksheet == WORKSHEET_BADGES ? _("Write each refcount into its box.")
                                                           : _("Draw each reference as an arrow."));
}

static void append_file_name(const App *app, TextBuffer *out) {
    text_append_string(out, app->file.path ? path_base(app->file.path) : app_base_name(app));
}

static void add_words(const App *app, Worksheet worksheet, FigurePanel *panel) {
    append_file_name(app, &panel->file);
    append_narration(app, &panel->title, &panel->text);
    if (panel->worksheet) {
        text_clear(&panel->text);
        append_task(worksheet, &panel->text);
    }
    while (panel->text.length && panel->text.bytes[panel->text.length - 1] == ' ') {
        panel->text.bytes[--panel->text.length] = '\0';
    }
    panel->step = app_step(app);
    panel->steps = app_step_count(app);
    describe_stop(&app->now_shown, &panel->description);
}

/* ---- panels ---- */

/* Without the hand, and without what stands over it. */
static void draw_window(App *app, Point size, const Theme *theme, DrawList *list) {
    const Theme *shown = app->theme;
    bool inside = app->ui.mouse_inside;
    app->theme = theme;
    app->named = true;
    app->ui.mouse_inside = false;
    app_frame(app, NULL, 0, app->now, size, list);
    app->ui.mouse_inside = inside;
    app->named = false;
    app->theme = shown;
}

void pictures_draw_panel(App *app, const PictureWish *wish, const FigureStyle *style,
                         SceneStill still, FigurePanel *panel) {
    if (wish->content) {
        SceneFocus focus = {.selected = app->selected.items, .selected_count = app->selected.count};
        if (wish->view.selected) focus = (SceneFocus){0}; /* it is all there is */
        figure_panel_of_scene(panel, app->scene, style, still, &focus);
    } else {
        draw_window(app, wish->window, style->theme, &panel->list);
        panel->bounds = (Rect){0, 0, wish->window.x, wish->window.y};
        panel->marks = scene_marks(app->scene);
    }
}

void pictures_make_panel(App *app, const PictureWish *wish, const FigureStyle *style,
                         SceneStill still, FigurePanel *panel) {
    pictures_draw_panel(app, wish, style, still, panel);
    add_words(app, wish->worksheet, panel);
}

bool pictures_frame(const FigureStyle *style, const FigurePanel *panels, size_t count, size_t strip,
                    FigureFrame *frame, Error *error) {
    *frame = figure_frame(style, panels, count, strip);
    if (figure_frame_has_room(frame)) return true;
    return error_set(error, _("%.0f x %.0f pixels leave no room for the picture beside its words"),
                     (double)frame->size.x, (double)frame->size.y);
}

bool pictures_append_document(const App *app, TextBuffer *out, Error *error) {
    Document document;
    files_describe(app, &document);
    bool ok = document_write(&document, out, error);
    document_deinit(&document);
    return ok;
}

/* ---- all at once ---- */

bool pictures_write(App *app, const char *path, const PictureWish *wish, float *small,
                    Error *error) {
    PictureSeries *series = picture_series_begin(app, path, wish);
    SeriesState state;
    do state = picture_series_work(series, error);
    while (state == SERIES_MORE);
    if (small) *small = picture_series_smallest_text(series);
    picture_series_end(series);
    return state == SERIES_DONE;
}

bool pictures_preview(App *app, const PictureWish *wish, Figure *figure, Error *error) {
    PictureSeries *series = picture_series_begin(app, NULL, wish);
    SeriesState state;
    figure_deinit(figure);
    *figure = (Figure){0};
    do state = picture_series_work(series, error);
    while (state == SERIES_MORE);
    if (state == SERIES_DONE) picture_series_first(series, figure);
    picture_series_end(series);
    return state == SERIES_DONE;
}

/* ---- lessons ---- */

uint32_t pictures_beat_count(const App *app) {
    return app->guide.there ? app->guide.file.beat_count : 0;
}

const char *pictures_beat_name(const App *app, uint32_t beat) {
    assert(beat < pictures_beat_count(app));
    return app->guide.file.beats[beat].name;
}

void pictures_show_beat(App *app, uint32_t beat) {
    assert(beat < pictures_beat_count(app));
    guide_go_to(app, beat);
    guide_grant(app);
    app->changes = false;
}
