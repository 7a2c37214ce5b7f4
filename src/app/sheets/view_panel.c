#include "app/sheets/view_panel.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>

static const float LEAST = 292, PAD = 16, ROW = 30, HEAD = 26;

typedef struct LevelRow {
    SceneLevel level;
    const char *name, *label, *tip;
} LevelRow;

static const LevelRow levels[] = {
    {SCENE_BASIC, "shown.basic", N_("Basic"), N_("Frames, containers, instances")},
    {SCENE_COUNTS, "shown.counts", N_("Counts"), N_("Refcounts and who holds what")},
    {SCENE_INTERNALS, "shown.internals", N_("Internals"),
     N_("Addresses, generations, bytes, evaluation stacks, what a class is made of")},
};

typedef struct FilterRow {
    const char *action, *label;
} FilterRow;

static const FilterRow filters[] = {
    {"view.functions", N_("Functions")},
    {"view.classes", N_("Classes")},
    {"view.modules", N_("Modules")},
    {"view.values", N_("Numbers and strings as objects")},
    {"view.reach", N_("Only what the selection leads to")},
    {"view.chains", N_("Fold long chains")},
    {"view.type", N_("The selected one's type inline")},
    {"view.motion", N_("Reduced motion")},
};

enum { LEVELS = 3, FILTERS = sizeof filters / sizeof filters[0] };

static bool filter_is_on(const App *app, size_t filter) {
    const SceneOptions *options = &app->options;
    const bool on[FILTERS] = {!options->without_functions,        !options->without_classes,
                              !options->without_modules,          options->values_as_nodes,
                              options->only_from.serial != 0,     !options->chains_whole,
                              scene_has_inline_types(app->scene), app->config.reduced_motion};
    return on[filter];
}

static float heading(App *app, float x, float y, const char *text) {
    ui_text(&app->ui, (Point){x, y + HEAD / 2}, FONT_UI_BOLD, 12, app->theme->text_muted, text);
    return y + HEAD;
}

static void level_rows(App *app, Rect row) {
    for (size_t i = 0; i < LEVELS; i++, row.y += ROW) {
        const LevelRow *level = &levels[i];
        if (ui_choice(&app->ui, level->name, row, _(level->label), UI_RADIO,
                      app->options.level == level->level, true, _(level->tip))) {
            app->options.level = level->level;
            app->wish.again = true;
        }
    }
}

static void filter_rows(App *app, Rect row) {
    for (size_t i = 0; i < FILTERS; i++, row.y += ROW) {
        const Action *action = action_get(filters[i].action);
        TextBuffer tip = {0};
        action_append_tip(action, &tip);
        if (ui_choice(&app->ui, action->name, row, _(filters[i].label), UI_CHECK,
                      filter_is_on(app, i), action_is_enabled(app, action), text_cstr(&tip))) {
            app->wish.action = action;
        }
        text_deinit(&tip);
    }
}

/* As wide as its longest row. */
static float panel_width(App *app) {
    float widest = 0;
    for (size_t i = 0; i < LEVELS; i++) {
        widest = fmaxf(widest, ui_choice_width(&app->ui, _(levels[i].label)));
    }
    for (size_t i = 0; i < FILTERS; i++) {
        widest = fmaxf(widest, ui_choice_width(&app->ui, _(filters[i].label)));
    }
    return fmaxf(widest + 2 * PAD, LEAST);
}

void view_panel(App *app) {
    Rect window = app->panes.window;
    float outer = panel_width(app);
    float height = 2 * PAD + 2 * HEAD + (LEVELS + FILTERS) * ROW + 8;
    Rect panel = {rect_right(window) - outer - 12, app->panes.bottom.y - height - 6, outer, height};
    if (!popover(app, panel, (Stroke){.color = app->theme->border, .width = 1})) {
        app->view_open = false;
    }
    float x = panel.x + PAD, width = outer - 2 * PAD;
    float y = heading(app, x, panel.y + PAD - 4, _("LEVEL OF DETAIL"));
    level_rows(app, (Rect){x, y, width, ROW});
    y = heading(app, x, y + LEVELS * ROW + 8, _("SHOW"));
    filter_rows(app, (Rect){x, y, width, ROW});
}
