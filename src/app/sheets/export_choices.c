/* What is chosen in the export sheet, as a wish for pictures. */
#include "app/app_state.h"
#include "app/files/picture_names.h"
#include "base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Pixels a logical pixel of PNGs that are as large as on screen: sharp on any screen. */
static const float SHARP = 2;

const ExportFormat export_formats[EXPORT_FORMATS] = {EXPORT_PNG, EXPORT_SVG,  EXPORT_PDF,
                                                     EXPORT_GIF, EXPORT_HTML, EXPORT_DOT};
const ExportName export_format_names[EXPORT_FORMATS] = {
    {"png", N_("PNG")}, {"svg", N_("SVG")},        {"pdf", N_("PDF")},
    {"gif", N_("GIF")}, {"html", N_("HTML page")}, {"dot", N_("dot")}};
const ExportName export_preset_names[EXPORT_PRESETS] = {{"natural", N_("Natural")},
                                                        {"slide", N_("Slide")},
                                                        {"column", N_("Column")},
                                                        {"social", N_("Social")},
                                                        {"print", N_("Print")}};
const ExportName export_theme_names[EXPORT_THEMES] = {
    {"shown", N_("As shown")}, {"light", N_("Light")}, {"dark", N_("Dark")}, {"grey", N_("Grey")}};

const char *export_ending(ExportFormat format) {
    switch (format) {
    case EXPORT_SVG: return ".svg";
    case EXPORT_PDF: return ".pdf";
    case EXPORT_GIF: return ".gif";
    case EXPORT_HTML: return ".html";
    case EXPORT_DOT: return ".dot";
    default: return ".png";
    }
}

/* ---- what goes together ---- */

static bool is_of_content(const App *app) {
    const ExportChoices *choices = &app->export_sheet.choices;
    return choices->content || choices->format == EXPORT_HTML;
}

const char *export_why_not(const App *app, PicturePart part) {
    ExportFormat format = app->export_sheet.choices.format;
    switch (picture_clash(format, is_of_content(app), part)) {
    case PICTURE_GOES: break;
    case PICTURE_NOT_OF_WINDOW:
        return part == PICTURE_TRANSPARENT
                   ? _("The window has a ground of its own: choose the content.")
                   : _("The window tells the counts in its panes, too: choose the content.");
    case PICTURE_NOT_OF_CONTENT: return _("The content has no panes: choose the window.");
    case PICTURE_NOT_OF_FORMAT:
        if (format == EXPORT_DOT) return _("A graph for Graphviz is no picture yet.");
        if (format == EXPORT_HTML && part == PICTURE_THEME)
            return _("A page is light or dark as its reader's browser is.");
        if (format == EXPORT_HTML && part == PICTURE_CROP)
            return _("A page shows the code and the words itself, so its pictures are of the "
                     "content.");
        if (format == EXPORT_HTML && part == PICTURE_CAPTION)
            return _("A page has its words beside each picture.");
        if (format == EXPORT_HTML) return _("A page has no use for that.");
        return _("An animation has no use for that.");
    }
    if (part == PICTURE_SELECT && !app->selected.count) {
        return _("Nothing is selected: click an object first.");
    }
    bool first = app_step(app) < 2;
    if (part == PICTURE_STRIP && first) return _("Nothing comes before the first step.");
    return NULL;
}

ExportChoices export_effective(const App *app) {
    ExportChoices choices = app->export_sheet.choices;
    choices.content = is_of_content(app);
    if (export_why_not(app, PICTURE_PRESET)) choices.preset = 0;
    if (export_why_not(app, PICTURE_THEME)) choices.theme = 0;
    if (export_why_not(app, PICTURE_CAPTION)) choices.caption = false;
    if (export_why_not(app, PICTURE_LEGEND)) choices.legend = false;
    if (export_why_not(app, PICTURE_TRANSPARENT)) choices.transparent = false;
    if (export_why_not(app, PICTURE_WORKSHEET)) choices.worksheet = WORKSHEET_NONE;
    if (export_why_not(app, PICTURE_SELECT)) choices.selection = false;
    if (export_why_not(app, PICTURE_DESCRIBE)) choices.describe = false;
    bool strip = choices.steps == EXPORT_STRIP;
    if (strip && export_why_not(app, PICTURE_STRIP)) choices.steps = EXPORT_SHOWN_STEP;
    return choices;
}

void export_choose_format(App *app, ExportFormat format) {
    ExportChoices *choices = &app->export_sheet.choices;
    bool series = format == EXPORT_GIF || format == EXPORT_HTML;
    bool was_series = choices->format == EXPORT_GIF || choices->format == EXPORT_HTML;
    bool one = choices->steps == EXPORT_SHOWN_STEP || choices->steps == EXPORT_STRIP;
    choices->format = format;
    if (series && one) choices->steps = EXPORT_ALL_STEPS;
    if (!series && was_series && choices->steps == EXPORT_ALL_STEPS) {
        choices->steps = EXPORT_SHOWN_STEP;
    }
    export_offer_path(app);
}

/* ---- steps ---- */

/* The number of a field; 0: it is none of the steps. */
static uint32_t step_of(const App *app, const UiTextField *field) {
    char *end;
    const char *text = ui_text_field_text(field);
    if (text[0] < '0' || text[0] > '9') return 0;
    unsigned long number = strtoul(text, &end, 10);
    return *end || number > app_step_count(app) ? 0 : (uint32_t)number;
}

static bool find_range(const App *app, ExportSteps steps, uint32_t *first, uint32_t *last,
                       Error *error) {
    *first = 1;
    *last = app_step_count(app);
    if (steps == EXPORT_RANGE) {
        *first = step_of(app, &app->export_sheet.first);
        *last = step_of(app, &app->export_sheet.last);
    }
    if (!*first || !*last || *first > *last) {
        return error_set(error, _("Two steps of 1 to %u, the earlier one first."),
                         app_step_count(app));
    }
    if (!guide_may_show(app, *last, 0)) {
        return error_set(error, _("Answer the question first: later steps would tell it."));
    }
    if (*last - *first >= FIGURE_PANELS_MAX) {
        return error_set(error, _("%u steps are too many for one export: choose at most %d."),
                         *last - *first + 1, FIGURE_PANELS_MAX);
    }
    return true;
}

static bool list_steps(App *app, ExportSteps steps, Error *error) {
    ExportSheet *self = &app->export_sheet;
    uint32_t shown = app_step(app), first, last;
    array_clear(&self->steps);
    if (steps == EXPORT_SHOWN_STEP) return true;
    if (steps == EXPORT_STRIP) {
        array_push(&self->steps, shown - 1);
        array_push(&self->steps, shown);
        return true;
    }
    if (!find_range(app, steps, &first, &last, error)) return false;
    for (uint32_t step = first; step <= last; step++) array_push(&self->steps, step);
    return true;
}

/* ---- the wish ---- */

float export_scale(const ExportChoices *choices) {
    bool natural = choices->preset == 0 || choices->preset == EXPORT_PRESETS - 1;
    return choices->format == EXPORT_PNG && natural ? SHARP : 1;
}

static PictureFormat picture_format(ExportFormat format) {
    return format == EXPORT_SVG ? PICTURE_SVG : format == EXPORT_PDF ? PICTURE_PDF : PICTURE_PNG;
}

bool export_wish(App *app, PictureWish *wish, Error *error) {
    ExportSheet *self = &app->export_sheet;
    ExportChoices choices = export_effective(app);
    if (choices.worksheet == WORKSHEET_BADGES && app->options.level == SCENE_BASIC) {
        return error_set(error, _("The level basic shows no counts that could be left out."));
    }
    if (!list_steps(app, choices.steps, error)) return false;
    const char *preset = export_preset_names[choices.preset].name;
    const char *theme = export_theme_names[choices.theme].name;
    FigureStyle style = {.theme = choices.theme ? theme_find(theme) : app->theme,
                         .caption = choices.caption,
                         .legend = choices.legend,
                         .transparent = choices.transparent};
    figure_preset(preset, &style.fit, &style.size);
    bool page = choices.format == EXPORT_HTML;
    if (page) style.theme = app->theme;
    style.bare = page || (!choices.content && !choices.caption && !choices.legend &&
                          style.fit == FIGURE_NATURAL && choices.steps != EXPORT_STRIP);
    *wish = (PictureWish){.format = picture_format(choices.format),
                          .scale = export_scale(&choices),
                          .content = choices.content,
                          .window = {app->panes.window.w, app->panes.window.h},
                          .style = style,
                          .view = {.selected = choices.selection},
                          .with_view = choices.selection,
                          .worksheet = choices.worksheet,
                          .describe = choices.describe,
                          .steps = self->steps.items,
                          .step_count = self->steps.count,
                          .strip = choices.steps == EXPORT_STRIP};
    return true;
}

/* ---- the path ---- */

void export_offer_path(App *app) {
    ExportSheet *self = &app->export_sheet;
    const char *written = ui_text_field_text(&self->path);
    ExportChoices choices = export_effective(app);
    const char *ending = export_ending(choices.format);
    self->told[0] = self->replaced[0] = '\0';
    if (strcmp(written, self->offered) != 0) {
        char *path = picture_path_with(written, "", ending);
        bool differs = strcmp(path, written) != 0;
        if (differs && written[0]) ui_text_field_set(&self->path, path);
        memory_free(path);
        return;
    }
    TextBuffer path = {0};
    files_picture_stem(app, &path);
    bool one = choices.steps == EXPORT_SHOWN_STEP || choices.steps == EXPORT_STRIP;
    if (one) text_appendf(&path, "-step-%u", app_step(app));
    if (choices.worksheet) text_append_string(&path, "-worksheet");
    text_append_string(&path, ending);
    snprintf(self->offered, sizeof self->offered, "%s", text_cstr(&path));
    ui_text_field_set(&self->path, self->offered);
    text_deinit(&path);
}
