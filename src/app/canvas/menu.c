/* What Python can do to a thing: the menu of a card or of a reference, each row the statement that
 * it runs. */
#include "app/actions.h"
#include "app/app_state.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const float ROW = 30, PAD = 8, WIDTH_LEAST = 220, WIDTH_MOST = 420;

/* ---- what is in it ---- */

static void add_row(App *app, const char *action, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add_row(App *app, const char *action, const char *format, ...) {
    Menu *menu = &app->menu;
    if (menu->count == MENU_ROWS) return;
    MenuRow *row = &menu->rows[menu->count++];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(row->text, sizeof row->text, format, args);
    va_end(args);
    row->action = action;
    if (length < 0 || (size_t)length >= sizeof row->text) menu->count--; /* no one could read it */
}

static void add_for_kind(App *app, const SnapObject *object, const char *path) {
    bool frozen = text_is(object->type, "tuple") || text_is(object->type, "frozenset");
    if (object->class == OBJECT_SEQUENCE && !frozen) {
        add_row(app, NULL, "%s.append([])", path);
        if (object->length) add_row(app, NULL, "%s.pop()", path);
        if (object->length) add_row(app, NULL, "%s.clear()", path);
    }
    if (object->class == OBJECT_MAPPING) {
        add_row(app, NULL, "%s['key'] = []", path);
        if (object->length) add_row(app, NULL, "%s.clear()", path);
    }
    if (object->class == OBJECT_SET && !frozen) {
        add_row(app, NULL, "%s.add(3)", path);
        if (object->length) add_row(app, NULL, "%s.clear()", path);
    }
    if (object->class == OBJECT_INSTANCE) {
        add_row(app, NULL, "%s.new = None", path);
        add_row(app, NULL, "%s.__dict__", path);
    }
    if (object->class == OBJECT_ITERATOR) add_row(app, NULL, "next(%s)", path);
}

/* Of what kinds weak references are; a class may still refuse. */
static bool can_be_named_weakly(const SnapObject *object) {
    switch (object->class) {
    case OBJECT_INSTANCE:
    case OBJECT_CLASS:
    case OBJECT_FUNCTION:
    case OBJECT_SET: return true;
    default: return false;
    }
}

static void add_for_object(App *app, uint32_t index) {
    const SnapObject *object = &app->now_shown.objects.items[index];
    TextBuffer path = {0};
    Error error;
    char name[32];
    if (object_path_append(&app->now_shown, index, &path, &error)) {
        const char *at = text_cstr(&path);
        palette_offer_name(app, name, sizeof name);
        add_row(app, NULL, "%s = %s", name, at);
        add_row(app, NULL, "import copy; %s = copy.copy(%s)", name, at);
        add_row(app, NULL, "import copy; %s = copy.deepcopy(%s)", name, at);
        if (can_be_named_weakly(object)) {
            add_row(app, NULL, "import weakref; %s = weakref.ref(%s)", name, at);
        }
        add_for_kind(app, object, at);
        add_row(app, NULL, "import sys; sys.getrefcount(%s)", at);
    }
    text_deinit(&path);
    add_row(app, "object.why", "%s", action_get("object.why")->title);
    add_row(app, "view.bytes", "%s", action_get("view.bytes")->title);
    add_row(app, "view.reach", "%s", action_get("view.reach")->title);
}

static void add_for_row(App *app, uint32_t row) {
    TextBuffer text = {0};
    Error error;
    ReferencePlace place = app_row_place(app, row);
    if (statement_delete(&app->now_shown, place, &text, &error)) {
        add_row(app, NULL, "%s", text_cstr(&text));
    }
    text_clear(&text);
    if (statement_place(&app->now_shown, place, &text, &error)) {
        add_row(app, NULL, "%s = None", text_cstr(&text));
    }
    text_deinit(&text);
}

void menu_open(App *app, ScenePart part, Point at) {
    bool row = part.kind == SCENE_PORT || part.kind == SCENE_VALUE || part.kind == SCENE_ARROW;
    uint32_t object = snapshot_find(&app->now_shown, part.object);
    app->menu.count = 0;
    app->menu.at = at;
    if (row) {
        add_for_row(app, part.row);
        uint32_t target = scene_row(app->scene, part.row)->target;
        if (target != SNAPSHOT_NONE) object = target;
    }
    if (object != SNAPSHOT_NONE) {
        app_select(app, app->now_shown.objects.items[object].handle, false);
        add_for_object(app, object);
    }
    app->menu.open = app->menu.count > 0;
    if (app->menu.open) ui_set_focus(&app->ui, "menu.0");
    app->ui.focus_shown = false;
}

void menu_open_selected(App *app) {
    uint32_t object = app_selected(app);
    Rect rect;
    if (object == SNAPSHOT_NONE) return;
    Handle handle = app->now_shown.objects.items[object].handle;
    if (!scene_find(app->scene, handle, &rect)) return;
    Point at = scene_to_window(app->view, (Point){rect.x + 20, rect.y + 24});
    menu_open(app, (ScenePart){.kind = SCENE_NODE, .object = handle}, at);
    app->ui.focus_shown = true;
}

void menu_close(App *app) {
    app->menu.open = false;
    app->ui.focus = 0;
}

/* ---- on the screen ---- */

static void use(App *app, const MenuRow *row) {
    if (row->action) {
        app->wish.action = action_get(row->action);
    } else {
        app_wish_statement(app, row->text);
    }
    menu_close(app);
}

static bool draw_row(App *app, size_t number, Rect rect) {
    const MenuRow *row = &app->menu.rows[number];
    Ui *ui = &app->ui;
    char name[32];
    snprintf(name, sizeof name, "menu.%zu", number);
    UiAnswer answer = ui_area(ui, name, rect, true, true, NULL);
    if (answer.hot || (answer.focused && ui->focus_shown)) {
        draw_box(ui->list, rect,
                 (BoxStyle){.fill = app->theme->accent_soft, .radius = THEME_RADIUS_CONTROL});
        ui->cursor = CURSOR_HAND;
    }
    draw_string(ui->list, (Point){rect.x + 10, rect.y + rect.h / 2},
                (TextStyle){.face = row->action ? FONT_UI : FONT_MONO,
                            .size = 13,
                            .color = app->theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = rect.w - 20},
                row->text);
    return answer.clicked;
}

/* Up and down move the focus, as Tab does. */
static void step_focus(App *app) {
    Ui *ui = &app->ui;
    size_t at = 0;
    char name[32];
    for (size_t i = 0; i < app->menu.count; i++) {
        snprintf(name, sizeof name, "menu.%zu", i);
        if (ui->focus == ui_id(name)) at = i;
    }
    size_t to = at;
    if (ui_take_key(ui, KEY_DOWN, 0)) to = (at + 1) % app->menu.count;
    if (ui_take_key(ui, KEY_UP, 0)) to = (at + app->menu.count - 1) % app->menu.count;
    if (to == at) return;
    snprintf(name, sizeof name, "menu.%zu", to);
    ui_set_focus(ui, name);
}

void menu_panel(App *app) {
    Ui *ui = &app->ui;
    Menu *menu = &app->menu;
    Rect window = app->panes.window;
    float width = WIDTH_LEAST;
    for (size_t i = 0; i < menu->count; i++) {
        FontFace face = menu->rows[i].action ? FONT_UI : FONT_MONO;
        width = fmaxf(width, ui_width(ui, face, 13, menu->rows[i].text) + 20 + 2 * PAD + 2);
    }
    width = fminf(width, WIDTH_MOST);
    float height = (float)menu->count * ROW + 2 * PAD;
    Rect panel = {fminf(menu->at.x, rect_right(window) - width - 8),
                  fmaxf(fminf(menu->at.y, rect_bottom(window) - height - 8), 8), width, height};
    if (!popover(app, panel, (Stroke){.color = app->theme->border, .width = 1})) menu_close(app);
    step_focus(app);
    for (size_t i = 0; i < menu->count && menu->open; i++) {
        Rect row = {panel.x + PAD, panel.y + PAD + (float)i * ROW, width - 2 * PAD, ROW};
        if (draw_row(app, i, row)) use(app, &menu->rows[i]);
    }
}
