#include "app/inspector/gc_panel.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 336, PAD = 18, ROW = 32, FIELD = 36, GAP = 8;

void gc_panel_deinit(GcPanel *panel) {
    for (int i = 0; i < HEAP_GENERATIONS; i++) ui_text_field_deinit(&panel->thresholds[i]);
    text_deinit(&panel->refusal);
}

void gc_panel_toggle(App *app) {
    GcPanel *panel = &app->gc_panel;
    panel->open = !panel->open;
    panel->typed = false;
    text_clear(&panel->refusal);
    if (panel->open) ui_set_focus(&app->ui, "gc.enabled");
}

void gc_panel_close(App *app) {
    app->gc_panel.open = false;
    app_focus_canvas(app);
}

/* ---- statements ---- */

void gc_panel_call(App *app, const char *call) {
    ModuleWords gc = statement_module(&app->now_shown, "gc");
    TextBuffer text = {0};
    text_appendf(&text, "%s%s.%s", gc.before, gc.name, call);
    app_wish_statement(app, text_cstr(&text));
    text_deinit(&text);
}

/* Goes to the first stop within the last collection of the new stops. */
static void enter_collection(App *app) {
    for (uint32_t stop = timeline_count(app->timeline); stop > app->gc_panel.from; stop--) {
        uint32_t count;
        const TimelineEvent *events = timeline_events(app->timeline, stop, &count);
        for (uint32_t i = 0; i < count; i++) {
            if (events[i].kind != HEAP_COLLECTION_BEGAN) continue;
            app_show_stop(app, stop - 1, 1);
            return;
        }
    }
}

static void answer(App *app, StatementsEnd end) {
    GcPanel *panel = &app->gc_panel;
    text_clear(&panel->refusal);
    if (!end.all) {
        text_append(&panel->refusal, end.refusal.bytes, end.refusal.length);
        if (!panel->open) {
            app_say(app, true, "%.*s", (int)end.refusal.length, end.refusal.bytes);
        }
    } else if (panel->enters) {
        enter_collection(app);
        panel->open = false;
    } else {
        panel->typed = false;
    }
    panel->enters = false;
}

static void call(App *app, const char *text) {
    gc_panel_call(app, text);
    app->wish.answer = answer;
}

void gc_panel_step_inside(App *app) {
    app->gc_panel.enters = true;
    app->gc_panel.from = timeline_position(app->timeline);
    call(app, "collect()");
}

static void set_thresholds(App *app) {
    const UiTextField *fields = app->gc_panel.thresholds;
    TextBuffer text = {0};
    text_appendf(&text, "set_threshold(%s, %s, %s)", ui_text_field_text(&fields[0]),
                 ui_text_field_text(&fields[1]), ui_text_field_text(&fields[2]));
    call(app, text_cstr(&text));
    text_deinit(&text);
}

/* ---- the panel ---- */

typedef struct Rows {
    App *app;
    float x, y, width;
    bool drawn;
} Rows;

static void put_heading(Rows *rows) {
    const SnapCollector *books = &rows->app->now_shown.collector;
    if (rows->drawn) {
        Ui *ui = &rows->app->ui;
        char text[80];
        snprintf(text, sizeof text, "gc.get_count()  %s(%u, %u, %u)",
                 books->counts_known ? "" : "\xE2\x89\x88 ", books->counts[0], books->counts[1],
                 books->counts[2]);
        ui_text(ui, (Point){rows->x, rows->y + 10}, FONT_UI_BOLD, 14, ui->theme->text,
                _("Collector"));
        ui_text_right(ui, (Point){rows->x + rows->width, rows->y + 10}, FONT_MONO, 12,
                      ui->theme->text_muted, text);
    }
    rows->y += 30;
}

static void put_switch(Rows *rows) {
    App *app = rows->app;
    bool on = app->now_shown.collector.enabled;
    Rect row = {rows->x, rows->y, rows->width, ROW};
    if (rows->drawn && ui_choice(&app->ui, "gc.enabled", row, _("Collects by itself"), UI_CHECK, on,
                                 true, on ? "gc.disable()" : "gc.enable()")) {
        call(app, on ? "disable()" : "enable()");
    }
    rows->y += ROW + 4;
}

/* What is, unless something was typed. */
static void fill_field(App *app, int generation) {
    UiTextField *field = &app->gc_panel.thresholds[generation];
    char text[24];
    snprintf(text, sizeof text, "%u", app->now_shown.collector.thresholds[generation]);
    if (app->gc_panel.typed || strcmp(text, ui_text_field_text(field)) == 0) return;
    ui_text_field_set(field, text);
}

static void put_thresholds(Rows *rows) {
    App *app = rows->app;
    Ui *ui = &app->ui;
    float set = ui_button_width(ui, _("Set"));
    float width = (rows->width - set - 3 * GAP) / HEAP_GENERATIONS;
    bool entered = false;
    if (rows->drawn) {
        ui_text(ui, (Point){rows->x, rows->y + 8}, FONT_UI_MEDIUM, 12.5f, ui->theme->text_muted,
                _("Thresholds of the generations"));
    }
    rows->y += 22;
    for (int i = 0; i < HEAP_GENERATIONS && rows->drawn; i++) {
        UiTextField *field = &app->gc_panel.thresholds[i];
        char name[24], label[8];
        snprintf(name, sizeof name, "gc.threshold.%d", i);
        snprintf(label, sizeof label, "%d", i);
        fill_field(app, i);
        uint32_t version = field->edit.version;
        Rect rect = {rows->x + (float)i * (width + GAP), rows->y, width, FIELD};
        entered |= ui_text_field(ui, name, rect, field, label, "");
        if (version != field->edit.version) app->gc_panel.typed = true;
    }
    Rect button = {rows->x + rows->width - set, rows->y, set, FIELD};
    if (rows->drawn) {
        entered |= ui_button(ui, "gc.set", button, _("Set"), UI_PLAIN, true,
                             _("gc.set_threshold(...)   Enter in a field"));
        if (entered) set_thresholds(app);
    }
    rows->y += FIELD + 14;
}

static void put_collections(Rows *rows) {
    App *app = rows->app;
    float width = (rows->width - 2 * GAP) / HEAP_GENERATIONS;
    for (int i = 0; i < HEAP_GENERATIONS && rows->drawn; i++) {
        static const char *const tips[] = {N_("The youngest generation"),
                                           N_("The youngest two generations"),
                                           N_("All generations")};
        char name[24], label[24];
        snprintf(name, sizeof name, "gc.collect.%d", i);
        snprintf(label, sizeof label, "collect(%d)", i);
        Rect rect = {rows->x + (float)i * (width + GAP), rows->y, width, ROW};
        if (ui_button(&app->ui, name, rect, label, UI_PLAIN, true, _(tips[i]))) {
            call(app, label);
        }
    }
    rows->y += ROW + GAP;
    if (rows->drawn) {
        action_button(app, "gc.inside", (Rect){rows->x, rows->y, rows->width, ROW},
                      _("Collect and step inside"), UI_PRIMARY, ACTION_TELLS_HELP);
    }
    rows->y += ROW + 12;
}

static uint32_t length_of(const App *app, Ref list) {
    const Heap *heap = &timeline_vm(app->timeline)->heap;
    return list ? heap_at(heap, List, list)->size : 0;
}

static void put_lists(Rows *rows) {
    App *app = rows->app;
    if (rows->drawn) {
        const HeapRoot *root = heap_root(&timeline_vm(app->timeline)->heap);
        char text[80];
        snprintf(text, sizeof text, "gc.garbage  %u     gc.callbacks  %u",
                 length_of(app, root->garbage), length_of(app, root->gc_callbacks));
        ui_text(&app->ui, (Point){rows->x, rows->y + 8}, FONT_MONO, 12, app->theme->text_muted,
                text);
    }
    rows->y += 18;
}

static void put_refusal(Rows *rows) {
    App *app = rows->app;
    const TextBuffer *refusal = &app->gc_panel.refusal;
    if (!refusal->length) return;
    Text text = {text_cstr(refusal), refusal->length};
    Rect rect = {rows->x + 14, rows->y + 8, rows->width - 14, 0};
    float height = ui_paragraph(&app->ui, rect, FONT_MONO, 12.5f, 0, text);
    if (rows->drawn) {
        ui_note(&app->ui, "gc.refusal", rect);
        draw_fill(app->ui.list, (Rect){rows->x, rect.y, 4, height}, app->theme->danger);
        ui_paragraph(&app->ui, rect, FONT_MONO, 12.5f, app->theme->text, text);
    }
    rows->y += height + 8;
}

static void put_all(Rows *rows) {
    put_heading(rows);
    put_switch(rows);
    put_thresholds(rows);
    put_collections(rows);
    put_lists(rows);
    put_refusal(rows);
}

void gc_panel(App *app) {
    if (!app->gc_panel.open || !app->timeline) return;
    Rows rows = {.app = app, .width = WIDTH - 2 * PAD};
    put_all(&rows);
    float height = rows.y + 2 * PAD;
    Rect window = app->panes.window;
    Rect panel = {rect_right(window) - WIDTH - 12,
                  floorf(fmaxf(app->panes.bottom.y - height - 6, 6)), WIDTH, height};
    bool stays = popover(app, panel, (Stroke){.color = app->theme->border, .width = 1});
    rows = (Rows){app, panel.x + PAD, panel.y + PAD, WIDTH - 2 * PAD, true};
    put_all(&rows);
    if (!stays) gc_panel_close(app);
}
