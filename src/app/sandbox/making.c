#include "app/sandbox/making.h"

#include "app/app_state.h"
#include "app/script/code_pane.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float FIELD_WIDTH = 300, CHOICE = 28;

static const PaletteItem *item_of(int number) {
    size_t count;
    return &palette_items(&count)[number];
}

/* ---- names ---- */

static bool is_taken(const App *app, const char *name) {
    return snapshot_find_global(&app->now_shown, name) != SNAPSHOT_NONE;
}

/* What the name of the module refers to, or SNAPSHOT_NONE. */
static uint32_t named_object(const App *app, const char *name) {
    uint32_t variable = snapshot_find_global(&app->now_shown, name);
    return variable == SNAPSHOT_NONE ? SNAPSHOT_NONE
                                     : app->now_shown.variables.items[variable].object;
}

void making_offer_name(const App *app, NameKind kind, char *out, size_t size) {
    for (int round = 0;; round++) {
        char number[12] = "";
        if (round) snprintf(number, sizeof number, "%d", round + 1);
        const char *first = kind == NAME_FUNCTION ? "fghkpq" : "abcdnstuvwxyz";
        if (kind == NAME_CLASS) {
            snprintf(out, size, "Node%s", number);
            if (!is_taken(app, out)) return;
            continue;
        }
        for (const char *letter = first; *letter; letter++) {
            snprintf(out, size, "%c%s", *letter, number);
            if (!is_taken(app, out)) return;
        }
    }
}

/* The class that the item is an instance of: `missing` where it must be made first. */
static void find_class(const App *app, const PaletteItem *item, Making *making) {
    char name[32];
    snprintf(name, sizeof name, "%s", item->of);
    uint32_t found = named_object(app, name);
    for (int number = 2;
         found != SNAPSHOT_NONE && app->now_shown.objects.items[found].class != OBJECT_CLASS;
         number++) {
        snprintf(name, sizeof name, "%s%d", item->of, number);
        found = named_object(app, name);
    }
    making->missing = found == SNAPSHOT_NONE;
    text_append_string(&making->of, name);
}

/* ---- asking for the name ---- */

bool making_is_possible(const App *app, int item) {
    return statements_possible(app) &&
           (!item_of(item)->of_selected || app_selected(app) != SNAPSHOT_NONE);
}

static void ask(App *app, int number, bool placed, Point at) {
    const PaletteItem *item = item_of(number);
    Making *making = &app->making;
    char name[32];
    making_offer_name(app, item->named, name, sizeof name);
    making->item = number;
    making->variant = 0;
    making->asking = true;
    making->placed = placed;
    making->at = at;
    ui_text_field_set(&making->field, name);
    ui_text_field_select(&making->field, 0, strlen(name));
    ui_set_focus(&app->ui, "palette.name");
}

void making_ask(App *app, int number, bool placed, Point at) {
    const PaletteItem *item = item_of(number);
    Making *making = &app->making;
    Error error;
    text_clear(&making->of);
    making->missing = false;
    if (item->form) {
        class_form_open(app, placed, at);
        return;
    }
    if (item->of) find_class(app, item, making);
    if (item->of_selected &&
        !object_path_append(&app->now_shown, app_selected(app), &making->of, &error)) {
        app_say(app, true, "%s", error.message);
        return;
    }
    ask(app, number, placed, at);
}

void making_ask_instance(App *app, Text class, bool placed, Point at) {
    text_clear(&app->making.of);
    text_append(&app->making.of, class.bytes, class.length);
    app->making.missing = false;
    ask(app, palette_item_number("palette.object"), placed, at);
}

void making_cancel(App *app) {
    app->making.asking = app->making.dragging = false;
    app_focus_canvas(app);
}

/* The statement, and the one that has to be executed before it, if any. */
static void append_statements(const Making *making, TextBuffer *before, TextBuffer *statement) {
    const PaletteItem *item = item_of(making->item);
    const PaletteVariant *variant = &item->variants[making->variant];
    bool made_of = item->of || item->of_selected;
    const char *name = ui_text_field_text(&making->field);
    const char *of = made_of ? text_cstr(&making->of) : name;
    text_appendf(statement, variant->statement, name, of);
    if (variant->before && (making->missing || !made_of)) {
        text_appendf(before, variant->before, of);
    }
}

static void make(App *app) {
    Making *making = &app->making;
    TextBuffer before = {0}, statement = {0};
    append_statements(making, &before, &statement);
    app_wish_nothing(app);
    if (before.length) app_wish_further(app, (Text){text_cstr(&before), before.length});
    app_wish_further(app, (Text){text_cstr(&statement), statement.length});
    if (making->placed) arrange_expect(app, ui_text_field_text(&making->field), making->at);
    making_cancel(app);
    text_deinit(&before);
    text_deinit(&statement);
}

/* ---- the question ---- */

static float draw_variants(App *app, const PaletteItem *item, Rect row) {
    int count = palette_variants(item);
    if (count == 1) return 0;
    for (int i = 0; i < count; i++, row.y += CHOICE) {
        char name[32];
        snprintf(name, sizeof name, "palette.variant.%d", i);
        if (ui_choice(&app->ui, name, row, _(item->variants[i].label), UI_RADIO,
                      app->making.variant == i, true, NULL)) {
            app->making.variant = i;
            ui_set_focus(&app->ui, "palette.name");
        }
    }
    return (float)count * CHOICE + 6;
}

void making_over(App *app) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    Making *making = &app->making;
    if (!making->asking) return;
    const PaletteItem *item = item_of(making->item);
    Rect area = app->panes.canvas;
    Point at = making->placed ? scene_to_window(app->view, making->at)
                              : (Point){area.x + area.w / 2 - FIELD_WIDTH / 2, area.y + area.h / 3};
    TextBuffer before = {0}, statement = {0};
    append_statements(making, &before, &statement);
    if (before.length) text_append_char(&before, '\n');
    text_append_string(&before, text_cstr(&statement));
    Text shown = {text_cstr(&before), before.length};
    int variants = palette_variants(item);
    float chosen = variants > 1 ? (float)variants * CHOICE + 6 : 0;
    float told = code_text_height(shown);
    float height = told + chosen + 84;
    Rect panel = {fmaxf(fminf(at.x, rect_right(area) - FIELD_WIDTH - 8), 8),
                  fmaxf(fminf(at.y, rect_bottom(area) - height - 8), 8), FIELD_WIDTH, height};
    bool stays = popover(app, panel, (Stroke){.color = theme->accent, .width = 1.5f});
    Rect inner = {panel.x + 16, panel.y + 12, FIELD_WIDTH - 32, told};
    code_text_draw(app, shown, inner);
    inner.y += told + 8;
    draw_variants(app, item, (Rect){inner.x, inner.y, inner.w, CHOICE});
    Rect field = {panel.x + 14, rect_bottom(panel) - 54, FIELD_WIDTH - 28, 40};
    if (ui_text_field(ui, "palette.name", field, &making->field, _("name"), _("Enter makes it"))) {
        if (making->field.edit.text.length) make(app);
    } else if (!stays) {
        making_cancel(app);
    }
    text_deinit(&before);
    text_deinit(&statement);
}
