#include "app/sandbox/search.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/sandbox/pick_list.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float WIDTH = 400, FIELD = 40, GAP = 4;
static const char NAME[] = "search";

void search_deinit(Search *search) {
    ui_text_field_deinit(&search->field);
    array_deinit(&search->rows);
    text_deinit(&search->told);
}

bool search_is_possible(const App *app) {
    return app->timeline && !app->search.open;
}

void search_open_at(App *app, Point at) {
    Search *search = &app->search;
    search->open = true;
    search->at = at;
    search->chosen = search->first = 0;
    ui_text_field_set(&search->field, "");
    ui_set_focus(&app->ui, NAME);
}

void search_open(App *app) {
    Rect area = app->panes.canvas;
    bool over = app->ui.mouse_inside && rect_contains(area, app->ui.mouse);
    search_open_at(app, over ? app->ui.mouse
                             : (Point){area.x + area.w / 2 - WIDTH / 2, area.y + area.h / 4});
}

void search_close(App *app) {
    app->search.open = false;
    app_focus_canvas(app);
}

/* ---- matching ---- */

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c) {
    c = small(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool begins(const char *text, Text sought) {
    for (size_t i = 0; i < sought.length; i++) {
        if (small(text[i]) != small(sought.bytes[i])) return false;
    }
    return true;
}

enum { NO_MATCH = -1, AT_START, AT_WORD, WITHIN, SCATTERED, IN_HELP };

/* The letters one after the other, with others between. */
static bool is_scattered(const char *text, Text sought) {
    size_t found = 0;
    for (; *text && found < sought.length; text++) {
        found += small(*text) == small(sought.bytes[found]);
    }
    return found == sought.length;
}

static int match(const char *text, const char *help, Text sought) {
    int best = begins(text, sought) ? AT_START : NO_MATCH;
    for (const char *c = text; *c && best == NO_MATCH; c++) {
        if (c > text && !is_letter(c[-1]) && begins(c, sought)) best = AT_WORD;
    }
    for (const char *c = text; *c && best == NO_MATCH; c++) {
        if (begins(c, sought)) best = WITHIN;
    }
    if (best == NO_MATCH && sought.length > 1 && is_scattered(text, sought)) best = SCATTERED;
    for (const char *c = help; sought.length > 1 && *c && best == NO_MATCH; c++) {
        if (begins(c, sought)) best = IN_HELP;
    }
    return best;
}

/* ---- the rows ---- */

static void add(Search *search, SearchRow row, const char *text, const char *help) {
    row.score = match(text, help, edit_text(&search->field.edit));
    if (row.score != NO_MATCH) array_push(&search->rows, row);
}

static void add_classes(App *app) {
    const Snapshot *now = &app->now_shown;
    const SnapFrame *module = &now->frames.items[0];
    for (uint32_t i = 0; i < module->variable_count; i++) {
        const SnapVariable *variable = &now->variables.items[module->first_variable + i];
        if (variable->object == SNAPSHOT_NONE) continue;
        if (now->objects.items[variable->object].class != OBJECT_CLASS) continue;
        TextBuffer text = {0};
        text_appendf(&text, "%.*s()", (int)variable->name.length, variable->name.bytes);
        add(&app->search, (SearchRow){.class = variable->name}, text_cstr(&text), _("An instance"));
        text_deinit(&text);
    }
}

static void gather(App *app) {
    Search *search = &app->search;
    size_t count;
    array_clear(&search->rows);
    const PaletteItem *items = palette_items(&count);
    for (size_t i = 0; i < count; i++) {
        if (!making_is_possible(app, (int)i)) continue;
        add(search, (SearchRow){.item = (int)i}, items[i].label, _(items[i].tip));
    }
    if (statements_possible(app)) add_classes(app);
    const Action *actions = actions_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (!action_is_enabled(app, &actions[i])) continue;
        add(search, (SearchRow){.action = &actions[i]}, action_title(&actions[i]),
            action_help(&actions[i]));
    }
    /* those of one score stay in their order */
    for (size_t i = 1; i < search->rows.count; i++) {
        SearchRow row = search->rows.items[i];
        size_t at = i;
        for (; at > 0 && search->rows.items[at - 1].score > row.score; at--) {
            search->rows.items[at] = search->rows.items[at - 1];
        }
        search->rows.items[at] = row;
    }
}

static PickRow pick_row(void *context, size_t number) {
    App *app = context;
    Search *search = &app->search;
    const SearchRow *row = &search->rows.items[number];
    size_t count;
    text_clear(&search->told);
    if (row->action) {
        action_append_key(row->action, &search->told);
        return (PickRow){action_title(row->action), text_cstr(&search->told), 0, false};
    }
    if (row->class.length) {
        text_appendf(&search->told, "%.*s()", (int)row->class.length, row->class.bytes);
        return (PickRow){text_cstr(&search->told), _("An instance"),
                         scene_hue(app->theme, OBJECT_INSTANCE), false};
    }
    const PaletteItem *item = &palette_items(&count)[row->item];
    return (PickRow){item->label, _(item->tip), scene_hue(app->theme, item->class), false};
}

static void choose(App *app) {
    Search *search = &app->search;
    if (search->chosen >= search->rows.count) return;
    SearchRow row = search->rows.items[search->chosen];
    bool placed = rect_contains(app->panes.canvas, search->at);
    Point at = scene_to_canvas(app->view, search->at);
    search_close(app);
    if (row.action) {
        app->wish.action = row.action;
    } else if (row.class.length) {
        making_ask_instance(app, row.class, placed, at);
    } else {
        making_ask(app, row.item, placed, at);
    }
}

static void take_keys(App *app) {
    Ui *ui = &app->ui;
    Search *search = &app->search;
    size_t count = search->rows.count;
    if (!count) return;
    if (ui_take_key(ui, KEY_DOWN, 0)) search->chosen = (search->chosen + 1) % count;
    if (ui_take_key(ui, KEY_UP, 0)) search->chosen = (search->chosen + count - 1) % count;
}

void search_over(App *app) {
    Search *search = &app->search;
    if (!search->open || !app->timeline) return;
    gather(app);
    take_keys(app);
    Rect window = app->panes.window;
    float height = FIELD + GAP + pick_list_height(PICK_ROWS);
    Rect panel = {fmaxf(fminf(search->at.x, rect_right(window) - WIDTH - 12), 8),
                  fmaxf(fminf(search->at.y, rect_bottom(window) - height - 12), 8), WIDTH, FIELD};
    bool stays = popover(app, panel, (Stroke){.color = app->theme->accent, .width = 1.5f});
    uint32_t version = search->field.edit.version;
    bool entered = ui_text_field(&app->ui, NAME, panel, &search->field, "+", _("Make or do"));
    if (version != search->field.edit.version) {
        search->chosen = search->first = 0;
        gather(app);
    }
    if (search->chosen >= search->rows.count) search->chosen = 0;
    PickList list = {.name = NAME,
                     .count = search->rows.count,
                     .chosen = &search->chosen,
                     .first = &search->first,
                     .face = FONT_UI,
                     .context = app,
                     .row = pick_row};
    Rect place = {panel.x, rect_bottom(panel) + GAP, WIDTH, height};
    bool clicked = pick_list(app, &list, place);
    if (entered || clicked) {
        choose(app);
    } else if (!stays) {
        search_close(app);
    }
}
