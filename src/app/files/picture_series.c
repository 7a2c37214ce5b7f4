#include "app/files/picture_series.h"

#include "app/files/file_set.h"
#include "app/files/picture_names.h"
#include "app/files/pictures_parts.h"
#include "base/translate.h"
#include "export/pdf.h"
#include "export/picture_png.h"

#include <assert.h>
#include <stdio.h>

/* Files are kept until all are made, or there are so many bytes of them. */
static const size_t HELD_MAX = 64u << 20;

typedef struct HeldFile {
    char *path; /* owned */
    TextBuffer bytes;
} HeldFile;

struct PictureSeries {
    App *app;
    char *path; /* owned; null: nothing is written */
    PictureWish wish;
    uint32_t *steps; /* the wish's; owned */
    FigureStyle style;
    PicturesKept kept;
    bool resting; /* the app is given back; `scene` is kept meanwhile */
    PicturesScene scene;
    SeriesState state;
    size_t count;          /* of steps */
    size_t foreseen;       /* so many have a layout */
    size_t seen;           /* so many were looked at */
    size_t made;           /* so many figures have become files, or pages */
    FigurePanel *panels;   /* as they are, then, with a worksheet, as they are to be filled in */
    TextBuffer *documents; /* the scenes that the pictures carry */
    FigureFrame frame;
    float small;
    Figure figure;    /* the one that becomes a file */
    PicturePng *png;  /* under way: of `figure` */
    Pdf *pdf;         /* under way */
    TextBuffer words; /* of the file under way */
    Array(HeldFile) held;
    size_t held_bytes;
    FileSet files;
};

/* ---- how many ---- */

static bool is_worksheet(const PictureSeries *series) {
    return series->wish.worksheet != WORKSHEET_NONE;
}

static size_t panel_count(const PictureSeries *series) {
    return is_worksheet(series) ? 2 * series->count : series->count;
}

/* Of each kind: whole, and to be filled in. */
static size_t figure_count(const PictureSeries *series) {
    return series->wish.strip ? 1 : series->count;
}

static size_t figures_to_make(const PictureSeries *series) {
    if (!series->path) return 0;
    return is_worksheet(series) ? 2 * figure_count(series) : figure_count(series);
}

static size_t strip_count(const PictureSeries *series) {
    return series->wish.strip ? series->count : 1;
}

/* ---- the beginning ---- */

PictureSeries *picture_series_begin(App *app, const char *path, const PictureWish *wish) {
    PictureSeries *series = memory_alloc(sizeof *series);
    *series = (PictureSeries){.app = app, .wish = *wish, .style = wish->style};
    series->path = path ? text_copy(text_of(path)) : NULL;
    series->count = wish->step_count ? wish->step_count : 1;
    assert(series->count <= FIGURE_PANELS_MAX &&
           (!wish->strip || series->count <= FIGURE_STRIP_MAX));
    series->steps = memory_alloc(series->count * sizeof *series->steps);
    for (size_t i = 0; i < wish->step_count; i++) series->steps[i] = wish->steps[i];
    series->wish.steps = series->steps;
    if (!series->style.theme) series->style.theme = app->theme;
    series->style.measure = app->config.measure;
    if (series->count == 1) series->foreseen = 1;
    series->panels = memory_alloc(panel_count(series) * sizeof *series->panels);
    series->documents = memory_alloc(series->count * sizeof *series->documents);
    series->resting = true;
    return series;
}

static void wake(PictureSeries *series) {
    if (!series->resting) return;
    series->kept = pictures_prepare(series->app, &series->wish, series->scene);
    series->scene = (PicturesScene){0};
    series->resting = false;
}

void picture_series_rest(PictureSeries *series) {
    if (series->resting) return;
    series->scene = pictures_give_back(series->app, series->kept);
    series->resting = true;
}

/* ---- looking ---- */

static bool carries_scene(const PictureSeries *series) {
    return series->path && !series->wish.no_scene && series->wish.format != PICTURE_PDF;
}

/* The last step first, which mostly has the most: so all find places that they keep. */
static void foresee(PictureSeries *series) {
    Error ignored;
    size_t number = series->count - ++series->foreseen;
    pictures_show(series->app, &series->wish, number, false, &ignored);
}

static void make_panel(PictureSeries *series, size_t number, SceneStill still) {
    pictures_make_panel(series->app, &series->wish, &series->style, still, &series->panels[number]);
}

static bool look(PictureSeries *series, Error *error) {
    const PictureWish *wish = &series->wish;
    size_t i = series->seen;
    SceneStill whole = {.without_changes = is_worksheet(series)};
    SceneStill blank = {.blank_badges = wish->worksheet == WORKSHEET_BADGES,
                        .blank_arrows = wish->worksheet == WORKSHEET_ARROWS,
                        .without_changes = true};
    if (!pictures_show(series->app, wish, i, i == 0, error)) return false;
    make_panel(series, i, whole);
    if (is_worksheet(series)) make_panel(series, series->count + i, blank);
    bool carried = carries_scene(series) && (i == 0 || !wish->strip);
    if (carried && !pictures_append_document(series->app, &series->documents[i], error))
        return false;
    if (++series->seen < series->count) return true;
    return pictures_frame(&series->style, series->panels, panel_count(series), strip_count(series),
                          &series->frame, error);
}

/* ---- files ---- */

static bool write_held(PictureSeries *series, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < series->held.count; i++) {
        HeldFile *file = &series->held.items[i];
        ok = ok && file_set_write(&series->files, &series->app->config, file->path,
                                  text_view(&file->bytes), error);
        memory_free(file->path);
        text_deinit(&file->bytes);
    }
    array_clear(&series->held);
    series->held_bytes = 0;
    return ok;
}

/* Takes the path and the bytes over. */
static void hold(PictureSeries *series, char *path, TextBuffer bytes) {
    HeldFile file = {path, bytes};
    series->held_bytes += bytes.length;
    array_push(&series->held, file);
}

static void note_words(PictureSeries *series, const Figure *figure) {
    TextBuffer *words = &series->words;
    if (!series->wish.describe) return;
    if (words->length) text_append_char(words, '\n');
    text_append(words, text_cstr(&figure->title), figure->title.length);
    text_append_string(words, "\n\n");
    text_append(words, text_cstr(&figure->description), figure->description.length);
    text_append_char(words, '\n');
}

/* The words so far, beside the file. */
static void hold_words(PictureSeries *series, const char *path) {
    if (!series->words.length) return;
    hold(series, picture_path_with(path, "", ".txt"), series->words);
    series->words = (TextBuffer){0};
}

/* What PNG and SVG are made of, beside the figure; `step` is room for its words. */
static PictureFile describe_file(const PictureSeries *series, size_t number, bool key,
                                 char step[32]) {
    const FigurePanel *panel = &series->panels[number];
    PictureFile file = {.format = series->wish.format,
                        .scale = series->wish.scale,
                        .source = text_cstr(&panel->file),
                        .step = step};
    snprintf(step, 32, "%u of %u", panel->step, panel->steps);
    /* who fills a worksheet in must not find the answers in the file */
    bool scene = carries_scene(series) && key == is_worksheet(series);
    if (scene) file.document = text_view(&series->documents[number]);
    return file;
}

/* Takes the bytes over. */
static void hold_picture(PictureSeries *series, size_t number, bool key, TextBuffer bytes) {
    uint32_t step = series->panels[number].step;
    char *path = picture_file_path(series->path, &series->wish, step, key);
    hold_words(series, path);
    hold(series, path, bytes);
}

/* SVG: a file of its own. */
static bool make_file(PictureSeries *series, size_t number, bool key, Error *error) {
    char step[32];
    TextBuffer bytes = {0};
    PictureFile file = describe_file(series, number, key, step);
    bool ok = picture_file_write(&file, &series->figure, series->style.measure, &bytes, error);
    if (ok) hold_picture(series, number, key, bytes);
    return ok;
}

/* PNG: a file of its own, and not in one piece. */
static bool make_png(PictureSeries *series, size_t number, bool key, Error *error) {
    char step[32];
    TextBuffer bytes = {0};
    PictureFile file = describe_file(series, number, key, step);
    if (!series->png) {
        series->png = picture_png_begin(&file, &series->figure, series->style.measure, error);
        if (!series->png) return false;
    }
    if (!picture_png_band(series->png, error)) return false;
    if (!picture_png_is_whole(series->png)) return true;
    bool ok = picture_png_finish(series->png, &bytes, error);
    series->png = NULL;
    if (ok) hold_picture(series, number, key, bytes);
    return ok;
}

/* PDF: a page of the file. */
static bool add_page(PictureSeries *series, size_t number, bool key, Error *error) {
    const Figure *figure = &series->figure;
    size_t count = figure_count(series);
    TextBuffer bytes = {0};
    Text none = {"", 0};
    PdfPage page = {&figure->list, figure->size, figure->background, none};
    if (count > 1) page.title = text_view(&figure->title);
    if (!series->pdf) {
        Text subject = count == 1 ? text_view(&figure->description) : none;
        series->pdf = pdf_create(text_view(&figure->title), subject, series->style.measure);
    }
    pdf_add(series->pdf, &page);
    if (number + 1 < count) return true;
    bool ok = pdf_finish(series->pdf, &bytes, error);
    series->pdf = NULL;
    if (!ok) return false;
    char *path = picture_file_path(series->path, &series->wish, 0, key);
    hold_words(series, path);
    hold(series, path, bytes);
    return true;
}

static void note_small(PictureSeries *series, const Figure *figure) {
    bool scaled = series->wish.format == PICTURE_PNG;
    float size = figure->smallest_text * (scaled ? series->wish.scale : 1);
    if (size > 0 && (series->small == 0 || size < series->small)) series->small = size;
}

static bool make_format(PictureSeries *series, size_t number, bool key, Error *error) {
    switch (series->wish.format) {
    case PICTURE_PNG: return make_png(series, number, key, error);
    case PICTURE_SVG: return make_file(series, number, key, error);
    case PICTURE_PDF: return add_page(series, number, key, error);
    }
    return false;
}

/* Of a worksheet first those to be filled in, then the others, the key. */
static bool make(PictureSeries *series, Error *error) {
    size_t count = figure_count(series), number = series->made % count;
    bool blank = is_worksheet(series) && series->made < count, key = is_worksheet(series) && !blank;
    if (!series->png) {
        const FigurePanel *panels = &series->panels[number + (blank ? series->count : 0)];
        figure_make(&series->figure, &series->style, &series->frame, panels, strip_count(series));
        note_words(series, &series->figure);
        note_small(series, &series->figure);
    }
    bool ok = make_format(series, number, key, error);
    if (ok && !series->png) series->made++;
    return ok;
}

/* ---- all of it ---- */

static bool is_done(const PictureSeries *series) {
    return series->seen == series->count && series->made == figures_to_make(series);
}

static bool work(PictureSeries *series, Error *error) {
    if (!app_step_count(series->app)) return error_set(error, _("there is nothing to be seen"));
    if (series->foreseen < series->count) {
        foresee(series);
    } else if (series->seen < series->count) {
        if (!look(series, error)) return false;
    } else if (!make(series, error)) {
        return false;
    }
    if (!is_done(series) && series->held_bytes < HELD_MAX) return true;
    return write_held(series, error);
}

SeriesState picture_series_work(PictureSeries *series, Error *error) {
    assert(series->state == SERIES_MORE);
    wake(series);
    if (!work(series, error)) {
        series->state = SERIES_FAILED;
    } else if (is_done(series)) {
        series->state = SERIES_DONE;
    }
    return series->state;
}

float picture_series_progress(const PictureSeries *series) {
    size_t done = series->foreseen + series->seen + series->made;
    return (float)done / (float)(2 * series->count + figures_to_make(series));
}

float picture_series_smallest_text(const PictureSeries *series) {
    return series->small;
}

void picture_series_first(const PictureSeries *series, Figure *figure) {
    assert(series->state == SERIES_DONE && !series->path);
    const FigurePanel *first = &series->panels[is_worksheet(series) ? series->count : 0];
    figure_deinit(figure);
    *figure = (Figure){0};
    figure_make(figure, &series->style, &series->frame, first, strip_count(series));
}

void picture_series_end(PictureSeries *series) {
    if (!series) return;
    picture_series_rest(series);
    scene_destroy(series->scene.scene);
    if (series->state != SERIES_DONE) file_set_take_back(&series->files, &series->app->config);
    file_set_deinit(&series->files);
    for (size_t i = 0; i < panel_count(series); i++) figure_panel_deinit(&series->panels[i]);
    for (size_t i = 0; i < series->count; i++) text_deinit(&series->documents[i]);
    for (size_t i = 0; i < series->held.count; i++) {
        memory_free(series->held.items[i].path);
        text_deinit(&series->held.items[i].bytes);
    }
    array_deinit(&series->held);
    picture_png_destroy(series->png);
    figure_deinit(&series->figure);
    pdf_destroy(series->pdf);
    text_deinit(&series->words);
    memory_free(series->panels);
    memory_free(series->documents);
    memory_free(series->steps);
    memory_free(series->path);
    memory_free(series);
}
