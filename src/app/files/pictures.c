#include "app/files/pictures.h"

#include "app/app_state.h"
#include "app/files/picture_names.h"
#include "app/files/pictures_parts.h"
#include "base/path.h"
#include "base/translate.h"
#include "export/describe.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- which objects are seen ---- */

typedef Array(Handle) Handles;

/* The next expression of a list; commas in brackets and quotes are parts of one. */
static bool next_expression(Text *rest, Text *expression) {
    size_t at = 0;
    int depth = 0;
    char quote = 0;
    while (rest->length && rest->bytes[0] == ' ') rest->bytes++, rest->length--;
    if (!rest->length) return false;
    for (; at < rest->length && (rest->bytes[at] != ',' || depth > 0 || quote); at++) {
        char c = rest->bytes[at];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else {
            depth += (c == '[' || c == '(') - (c == ']' || c == ')');
        }
    }
    *expression = (Text){rest->bytes, at};
    size_t used = at < rest->length ? at + 1 : at;
    rest->bytes += used, rest->length -= used;
    return true;
}

/* The objects that the expressions lead to at the shown stop. False, with the first of them that
 * leads nowhere, when not all do. */
static bool find_objects(const App *app, Text expressions, Handles *found, Text *missing) {
    Text expression;
    bool all = true;
    while (next_expression(&expressions, &expression)) {
        ReferencePlace place;
        uint32_t object = object_path_find(&app->now_shown, expression, &place)
                              ? object_path_held(&app->now_shown, place)
                              : SNAPSHOT_NONE;
        if (object != SNAPSHOT_NONE) {
            array_push(found, app->now_shown.objects.items[object].handle);
        } else if (all) {
            *missing = expression;
            all = false;
        }
    }
    return all;
}

static void refresh(App *app) {
    uint32_t inside = app->inside.at;
    app_refresh(app);
    if (inside) step_inside_show(app, inside);
}

static void set_options(App *app, const PictureView *view) {
    SceneOptions *options = &app->options;
    options->values_as_nodes = options->values_as_nodes || view->values_as_nodes;
    options->without_functions = options->without_functions || view->without_functions;
    options->without_classes = options->without_classes || view->without_classes;
    options->without_modules = options->without_modules || view->without_modules;
}

/* Those of the shown step. Where they are not found, at the first step, it is told; later those of
 * before are meant. */
static bool choose_objects(App *app, const PictureView *view, bool needed, Error *error) {
    const char *asked = view->select ? view->select : view->only;
    Handles found = {0};
    Text missing = {"", 0};
    if (!asked) return true;
    bool all = find_objects(app, text_of(asked), &found, &missing) && found.count;
    if (all && view->only) app->options.only_from = found.items[0];
    if (all && view->select) scene_show_only(app->scene, found.items, found.count);
    array_deinit(&found);
    if (all || !needed) return true;
    return error_set(error, _("nothing is called \"%.*s\" at step %u"), (int)missing.length,
                     missing.bytes, app_step(app));
}

/* ---- a scene for the pictures ---- */

/* A picture of the scene is laid out for itself: without the room that is kept in a window for what
 * comes and what was. Where a document's cards lie, the person has said. */
static bool is_laid_out_anew(const App *app, const PictureWish *wish) {
    return wish->with_view || (wish->content && !app_is_document(app));
}

PicturesKept pictures_prepare(App *app, const PictureWish *wish) {
    bool anew = is_laid_out_anew(app, wish);
    PicturesKept kept = {.options = app->options,
                         .stop = app_step(app),
                         .inside = app->inside.at,
                         .moved = anew || wish->step_count > 0,
                         .view = app->view,
                         .camera = app->camera,
                         .row_selected = app->row_selected};
    if (!anew) return kept;
    kept.scene = app->scene;
    app->scene = scene_create(app->config.measure);
    scene_choose(app->scene, scene_choices(kept.scene));
    set_options(app, &wish->view);
    return kept;
}

void pictures_give_back(App *app, PicturesKept kept) {
    if (kept.scene) {
        scene_destroy(app->scene);
        app->scene = kept.scene;
    }
    app->options = kept.options;
    if (!kept.moved) return;
    app_show_step(app, kept.stop);
    if (kept.inside) step_inside_show(app, kept.inside);
    app->changes = false;
    app->view = kept.view;
    app->camera = kept.camera;
    app->row_selected = kept.row_selected;
}

bool pictures_show(App *app, const PictureWish *wish, size_t number, bool needed, Error *error) {
    if (wish->step_count) app_show_step(app, wish->steps[number]);
    if (!is_laid_out_anew(app, wish)) return true;
    if (!choose_objects(app, &wish->view, needed, error)) return false;
    refresh(app);
    return true;
}

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
}

static void append_file_name(const App *app, TextBuffer *out) {
    text_append_string(out, app->file.path ? path_base(app->file.path) : app_base_name(app));
}

static void add_words(const App *app, FigurePanel *panel) {
    append_file_name(app, &panel->file);
    append_narration(app, &panel->title, &panel->text);
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
    add_words(app, panel);
}

static bool append_document(const App *app, TextBuffer *out, Error *error) {
    Document document;
    files_describe(app, &document);
    bool ok = document_write(&document, out, error);
    document_deinit(&document);
    return ok;
}

/* All that the files are made of. */
typedef struct PicturesMaking {
    App *app;
    const char *path;
    const PictureWish *wish;
    FigureStyle style;
    FigurePanel *panels; /* as they are, then, with a worksheet, as they are to be filled in */
    TextBuffer *documents;
    size_t count; /* of each */
    FigureFrame frame;
    float small;
    Array(char *) written; /* files that were not there before; owned */
} PicturesMaking;

static bool carries_scene(const PictureWish *wish) {
    return !wish->no_scene && wish->format != PICTURE_PDF;
}

static size_t panel_count(const PicturesMaking *making) {
    return making->count * (making->wish->worksheet ? 2 : 1);
}

static PicturesMaking begin_making(App *app, const char *path, const PictureWish *wish) {
    PicturesMaking making = {.app = app, .path = path, .wish = wish, .style = wish->style};
    making.count = wish->step_count ? wish->step_count : 1;
    assert(making.count <= FIGURE_PANELS_MAX && (!wish->strip || making.count <= FIGURE_STRIP_MAX));
    if (!making.style.theme) making.style.theme = app->theme;
    making.style.measure = app->config.measure;
    making.panels = memory_alloc(panel_count(&making) * sizeof *making.panels);
    making.documents = memory_alloc(making.count * sizeof *making.documents);
    return making;
}

static void end_making(PicturesMaking *making) {
    size_t panels = panel_count(making);
    for (size_t i = 0; i < panels; i++) figure_panel_deinit(&making->panels[i]);
    for (size_t i = 0; i < making->count; i++) text_deinit(&making->documents[i]);
    for (size_t i = 0; i < making->written.count; i++) memory_free(making->written.items[i]);
    array_deinit(&making->written);
    memory_free(making->panels);
    memory_free(making->documents);
}

static bool make_panels(PicturesMaking *making, Error *error) {
    App *app = making->app;
    const PictureWish *wish = making->wish;
    SceneStill whole = {.without_changes = wish->worksheet != WORKSHEET_NONE};
    SceneStill blank = {.blank_badges = wish->worksheet == WORKSHEET_BADGES,
                        .blank_arrows = wish->worksheet == WORKSHEET_ARROWS,
                        .without_changes = true};
    /* once without pictures, the last step first, which mostly has the most: so all find places
     * that they keep */
    for (size_t i = making->count; making->count > 1 && i-- > 0;) {
        pictures_show(app, wish, i, false, error);
    }
    for (size_t i = 0; i < making->count; i++) {
        if (!pictures_show(app, wish, i, i == 0, error)) return false;
        pictures_make_panel(app, wish, &making->style, whole, &making->panels[i]);
        if (wish->worksheet) {
            pictures_make_panel(app, wish, &making->style, blank,
                                &making->panels[making->count + i]);
        }
        bool carried = carries_scene(wish) && (i == 0 || !wish->strip);
        if (carried && !append_document(app, &making->documents[i], error)) return false;
    }
    return true;
}

/* ---- files ---- */

static bool write_bytes(PicturesMaking *making, const char *path, const TextBuffer *bytes,
                        Error *error) {
    const AppConfig *config = &making->app->config;
    bool old = config->has_file && config->has_file(config->context, path);
    bool ok = config->write_file(config->context, path, text_view(bytes), error);
    if (ok && !old) array_push(&making->written, text_copy(text_of(path)));
    return ok;
}

static bool write_description(PicturesMaking *making, const char *path, const Figure *figure,
                              Error *error) {
    TextBuffer text = {0};
    char *beside = picture_path_with(path, "", ".txt");
    text_append(&text, text_cstr(&figure->title), figure->title.length);
    text_append_string(&text, "\n\n");
    text_append(&text, text_cstr(&figure->description), figure->description.length);
    text_append_char(&text, '\n');
    bool ok = write_bytes(making, beside, &text, error);
    text_deinit(&text);
    memory_free(beside);
    return ok;
}

/* One file; `first` is the panel that its step and scene are of. */
static bool write_file(PicturesMaking *making, const Figure *figures, size_t count, size_t first,
                       bool key, bool scene, Error *error) {
    const PictureWish *wish = making->wish;
    const FigurePanel *panel = &making->panels[first];
    char step[32];
    TextBuffer bytes = {0};
    PictureFile file = {.format = wish->format,
                        .scale = wish->scale,
                        .source = text_cstr(&panel->file),
                        .step = step};
    snprintf(step, sizeof step, "%u of %u", panel->step, panel->steps);
    if (scene) file.document = text_view(&making->documents[first]);
    char *path = picture_file_path(making->path, wish, panel->step, key);
    bool ok = picture_file_write(&file, figures, count, making->style.measure, &bytes, error) &&
              write_bytes(making, path, &bytes, error) &&
              (!wish->describe || write_description(making, path, &figures[0], error));
    memory_free(path);
    text_deinit(&bytes);
    for (size_t i = 0; i < count; i++) {
        float size = figures[i].smallest_text * (wish->format == PICTURE_PNG ? wish->scale : 1);
        if (size > 0 && (making->small == 0 || size < making->small)) making->small = size;
    }
    return ok;
}

/* The figures of one kind: those to be filled in, or all the others. */
static bool write_figures(PicturesMaking *making, size_t from, bool key, bool scene, Error *error) {
    const PictureWish *wish = making->wish;
    size_t strip = wish->strip ? making->count : 1, figures = wish->strip ? 1 : making->count;
    bool pages = wish->format == PICTURE_PDF, ok = true;
    Figure *made = memory_alloc(figures * sizeof *made);
    for (size_t i = 0; i < figures && ok; i++) {
        figure_make(&made[i], &making->style, &making->frame, &making->panels[from + i], strip);
        if (pages) continue;
        ok = write_file(making, &made[i], 1, i, key, scene, error);
        figure_deinit(&made[i]);
        made[i] = (Figure){0};
    }
    if (pages) ok = write_file(making, made, figures, 0, key, false, error);
    for (size_t i = 0; i < figures; i++) figure_deinit(&made[i]);
    memory_free(made);
    return ok;
}

static void make_frame(PicturesMaking *making) {
    const PictureWish *wish = making->wish;
    making->frame = figure_frame(&making->style, making->panels, panel_count(making),
                                 wish->strip ? making->count : 1);
}

static bool write_all(PicturesMaking *making, Error *error) {
    const PictureWish *wish = making->wish;
    make_frame(making);
    bool scene = carries_scene(wish);
    /* who fills it in must not find the answers in the file */
    if (wish->worksheet && !write_figures(making, making->count, false, false, error)) return false;
    return write_figures(making, 0, wish->worksheet != WORKSHEET_NONE, scene, error);
}

static void take_back(PicturesMaking *making) {
    const AppConfig *config = &making->app->config;
    for (size_t i = 0; i < making->written.count && config->remove_file; i++) {
        config->remove_file(config->context, making->written.items[i]);
    }
}

bool pictures_write(App *app, const char *path, const PictureWish *wish, float *small,
                    Error *error) {
    if (!app_step_count(app)) return error_set(error, _("there is nothing to be seen"));
    PicturesMaking making = begin_making(app, path, wish);
    PicturesKept kept = pictures_prepare(app, wish);
    bool ok = make_panels(&making, error) && write_all(&making, error);
    pictures_give_back(app, kept);
    if (!ok) take_back(&making);
    if (small) *small = making.small;
    end_making(&making);
    return ok;
}

bool pictures_preview(App *app, const PictureWish *wish, Figure *figure, Error *error) {
    PictureWish seen = *wish;
    figure_deinit(figure);
    *figure = (Figure){0};
    if (!app_step_count(app)) return error_set(error, _("there is nothing to be seen"));
    seen.no_scene = true;
    if (!seen.strip && seen.step_count > 1) seen.step_count = 1;
    PicturesMaking making = begin_making(app, NULL, &seen);
    PicturesKept kept = pictures_prepare(app, &seen);
    bool ok = make_panels(&making, error);
    pictures_give_back(app, kept);
    if (ok) {
        make_frame(&making);
        const FigurePanel *first = &making.panels[seen.worksheet ? making.count : 0];
        figure_make(figure, &making.style, &making.frame, first, seen.strip ? making.count : 1);
    }
    end_making(&making);
    return ok;
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
