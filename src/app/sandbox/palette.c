/* Objects to take by the hand: each is a statement that makes one and names it. Dragged onto the
 * heap or clicked, it asks for the name first, since an object without a holder dies at once. */
#include "app/app_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 4 };

static const float ROW = 34, GAP = 8, FIELD_WIDTH = 300, SLOP = 6;

typedef enum NameKind { NAME_VARIABLE, NAME_CLASS, NAME_FUNCTION } NameKind;

typedef struct PaletteItem {
    const char *name, *label;
    ObjectClass class; /* its colour */
    NameKind named;
    const char *statement; /* the first %s is the name, the second what it is made of */
    const char *of;        /* the class that it is an instance of, made by `before` if missing */
    const char *before;    /* %s is that class */
    const char *tip;
} PaletteItem;

static const PaletteItem items[] = {
    {"palette.int", "int", OBJECT_NUMBER, NAME_VARIABLE, "%s = 1000", NULL, NULL, "A whole number"},
    {"palette.float", "float", OBJECT_NUMBER, NAME_VARIABLE, "%s = 3.14", NULL, NULL, "A number"},
    {"palette.str", "str", OBJECT_TEXT, NAME_VARIABLE, "%s = 'some text of its own'", NULL, NULL,
     "A string"},
    {"palette.list", "list", OBJECT_SEQUENCE, NAME_VARIABLE, "%s = []", NULL, NULL,
     "An empty list"},
    {"palette.tuple", "tuple", OBJECT_SEQUENCE, NAME_VARIABLE, "%s = ([], 2)", NULL, NULL,
     "A tuple, with a list in it"},
    {"palette.dict", "dict", OBJECT_MAPPING, NAME_VARIABLE, "%s = {}", NULL, NULL, "An empty dict"},
    {"palette.set", "set", OBJECT_MAPPING, NAME_VARIABLE, "%s = {1, 2}", NULL, NULL, "A set"},
    {"palette.object", "object", OBJECT_INSTANCE, NAME_VARIABLE, "%s = %s()", "Node",
     "class %s: pass", "An instance that takes any attribute"},
    {"palette.slots", "slots", OBJECT_INSTANCE, NAME_VARIABLE, "%s = %s()", "Slim",
     "class %s: __slots__ = ('x', 'y', '__weakref__')", "An instance with two slots"},
    {"palette.class", "class", OBJECT_CLASS, NAME_CLASS, "class %s: pass", NULL, NULL,
     "A class of your own"},
    {"palette.weakref", "weakref", OBJECT_WEAKREF, NAME_VARIABLE,
     "import weakref; %s = weakref.ref(%s)", NULL, NULL, "A weak reference to the selected object"},
    {"palette.function", "function", OBJECT_FUNCTION, NAME_FUNCTION, "def %s(x): return x", NULL,
     NULL, "A function that returns its argument"},
};

enum { ITEMS = sizeof items / sizeof items[0], WEAKREF = 10 };

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

/* "a" to "z" and then with a number; "Node", "Node2"; "f", "g". */
static void offer_name(const App *app, NameKind kind, char *out, size_t size) {
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

void palette_offer_name(const App *app, char *out, size_t size) {
    offer_name(app, NAME_VARIABLE, out, size);
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

static bool is_possible(const App *app, const PaletteItem *item) {
    return app->timeline && app->now_shown.frames.count == 1 &&
           (item != &items[WEAKREF] || app_selected(app) != SNAPSHOT_NONE);
}

static void ask(App *app, int number, bool placed, Point at) {
    const PaletteItem *item = &items[number];
    Making *making = &app->making;
    char name[32];
    Error error;
    text_clear(&making->of);
    making->missing = false;
    if (item->of) find_class(app, item, making);
    if (item == &items[WEAKREF] &&
        !object_path_append(&app->now_shown, app_selected(app), &making->of, &error)) {
        app_say(app, true, "%s", error.message);
        return;
    }
    offer_name(app, item->named, name, sizeof name);
    making->item = number;
    making->asking = true;
    making->placed = placed;
    making->at = at;
    ui_text_field_set(&making->field, name);
    ui_set_focus(&app->ui, "palette.name");
}

void palette_cancel(App *app) {
    app->making.asking = app->making.dragging = false;
    app->ui.focus = 0;
}

/* The statement, and the one that has to be executed before it, if any. */
static void append_statements(const Making *making, TextBuffer *before, TextBuffer *statement) {
    const PaletteItem *item = &items[making->item];
    const char *of = text_cstr(&making->of);
    text_appendf(statement, item->statement, ui_text_field_text(&making->field), of);
    if (making->missing) text_appendf(before, item->before, of);
}

static void make(App *app) {
    Making *making = &app->making;
    TextBuffer before = {0}, statement = {0};
    append_statements(making, &before, &statement);
    if (making->placed) arrange_expect(app, ui_text_field_text(&making->field), making->at);
    if (before.length) {
        app_wish_statement(app, text_cstr(&before));
        app_wish_further(app, (Text){text_cstr(&statement), statement.length});
    } else {
        app_wish_statement(app, text_cstr(&statement));
    }
    palette_cancel(app);
    text_deinit(&before);
    text_deinit(&statement);
}

/* ---- drawing ---- */

/* In a low pane the rows are lower. */
static float row_height(bool compact) {
    return compact ? 26 : ROW;
}

static float row_gap(bool compact) {
    return compact ? 5 : GAP;
}

float palette_height(bool compact) {
    return 24 + (ITEMS / COLUMNS) * (row_height(compact) + row_gap(compact)) + (compact ? 4 : 8);
}

static void draw_item(App *app, const PaletteItem *item, Rect rect, bool possible, bool hot) {
    const Theme *theme = app->theme;
    draw_box(app->ui.list, rect,
             (BoxStyle){.fill = hot ? theme->button_hover : theme->button,
                        .radius = THEME_RADIUS_CONTROL,
                        .stroke = {.color = theme->border, .width = 1}});
    bool narrow = rect.w < 80;
    float left = narrow ? 6 : 11, text = narrow ? 13 : 22;
    draw_box(app->ui.list, (Rect){rect.x + left, rect.y + rect.h / 2 - 6, 4, 12},
             (BoxStyle){.fill = possible ? scene_hue(theme, item->class) : theme->text_disabled,
                        .radius = 2});
    draw_string(app->ui.list, (Point){rect.x + text, rect.y + rect.h / 2},
                (TextStyle){.face = narrow ? FONT_UI_MEDIUM : FONT_UI_BOLD,
                            .size = narrow ? 11 : 12.5f,
                            .color = possible ? theme->text : theme->text_disabled,
                            .line = TEXT_MIDDLE,
                            .max_width = rect.w - text - 2},
                item->label);
}

static void take_item(App *app, int number, Rect rect) {
    const PaletteItem *item = &items[number];
    Ui *ui = &app->ui;
    bool possible = is_possible(app, item);
    UiAnswer answer = ui_area(ui, item->name, rect, possible, true, item->tip);
    if (possible && answer.hot) ui->cursor = CURSOR_HAND;
    draw_item(app, item, rect, possible, possible && (answer.hot || answer.active));
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_CONTROL);
    if (!possible) return;
    bool outside = !rect_contains(rect_inset(rect, -SLOP), ui->mouse);
    if (answer.active && outside) {
        app->making.dragging = true;
        app->making.item = number;
    }
    if (answer.released && app->making.dragging) {
        app->making.dragging = false;
        if (rect_contains(app->panes.canvas, ui->mouse)) {
            ask(app, number, true, scene_to_canvas(app->view, ui->mouse));
        }
    } else if (answer.clicked) {
        ask(app, number, false, (Point){0});
    }
}

void palette(App *app, Rect rect, bool compact) {
    ui_text(&app->ui, (Point){rect.x, rect.y + 8}, FONT_UI_MEDIUM, 13, app->theme->text_muted,
            "Drag onto the heap, or click");
    float width = floorf((rect.w - (COLUMNS - 1) * GAP) / COLUMNS);
    for (int i = 0; i < ITEMS; i++) {
        float x = rect.x + (float)(i % COLUMNS) * (width + GAP);
        float y = rect.y + 24 + (float)(i / COLUMNS) * (row_height(compact) + row_gap(compact));
        take_item(app, i, (Rect){x, y, width, row_height(compact)});
    }
}

/* The card in the hand. */
static void draw_dragged(App *app) {
    const PaletteItem *item = &items[app->making.item];
    Rect rect = {app->ui.mouse.x, app->ui.mouse.y, 110, ROW};
    app->ui.cursor = CURSOR_GRAB;
    draw_opacity_push(app->ui.list, 0.85f);
    draw_item(app, item, rect, true, false);
    draw_opacity_pop(app->ui.list);
}

static void ask_name(App *app) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    Making *making = &app->making;
    Rect area = app->panes.canvas;
    Point at = making->placed ? scene_to_window(app->view, making->at)
                              : (Point){area.x + area.w / 2 - FIELD_WIDTH / 2, area.y + area.h / 3};
    TextBuffer before = {0}, statement = {0};
    append_statements(making, &before, &statement);
    if (before.length) text_append_char(&before, '\n');
    text_append_string(&before, text_cstr(&statement));
    Text shown = {text_cstr(&before), before.length};
    float told = ui_paragraph(ui, (Rect){0, 0, FIELD_WIDTH - 32, 0}, FONT_MONO, 13, 0, shown);
    Rect panel = {fminf(at.x, rect_right(area) - FIELD_WIDTH - 8),
                  fminf(at.y, rect_bottom(area) - told - 92), FIELD_WIDTH, told + 84};
    bool stays = popover(app, panel, (Stroke){.color = theme->accent, .width = 1.5f});
    ui_paragraph(ui, (Rect){panel.x + 16, panel.y + 12, FIELD_WIDTH - 32, told}, FONT_MONO, 13,
                 theme->text, shown);
    Rect field = {panel.x + 14, panel.y + told + 26, FIELD_WIDTH - 28, 40};
    if (ui_text_field(ui, "palette.name", field, &making->field, "name", "Enter makes it")) {
        if (making->field.edit.text.length) make(app);
    } else if (!stays) {
        palette_cancel(app);
    }
    text_deinit(&before);
    text_deinit(&statement);
}

void palette_over(App *app) {
    if (app->making.dragging) draw_dragged(app);
    if (app->making.asking) ask_name(app);
}
