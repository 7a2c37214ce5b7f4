#include "app/canvas/menu.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const float ROW = 28, HEADING = 34, PAD = 8, WIDTH_LEAST = 220, WIDTH_MOST = 460;

/* ---- what is in it ---- */

void menu_begin(App *app, Point at, const char *heading) {
    Menu *menu = &app->menu;
    *menu = (Menu){.at = at};
    snprintf(menu->heading, sizeof menu->heading, "%s", heading);
}

/* A row that nobody reads: more than the menu takes, or too long for one line. */
static MenuRow *spare(Menu *menu) {
    menu->rows[MENU_ROWS - 1] = (MenuRow){.text = ""};
    return &menu->rows[MENU_ROWS - 1];
}

MenuRow *menu_add(App *app, const char *format, ...) {
    Menu *menu = &app->menu;
    if (menu->count == MENU_ROWS - 1) return spare(menu);
    MenuRow *row = &menu->rows[menu->count];
    *row = (MenuRow){.text = ""};
    va_list args;
    va_start(args, format);
    int length = vsnprintf(row->text, sizeof row->text, format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof row->text) return spare(menu);
    menu->count++;
    return row;
}

void menu_add_asking(App *app, const char *statement, const char *part) {
    MenuRow *row = menu_add(app, "%s", statement);
    row->asks = true;
    row->from = row->to = (uint32_t)strlen(row->text);
    const char *found = part ? strstr(row->text, part) : NULL;
    for (const char *next = found; next; next = strstr(next + 1, part)) found = next;
    if (!found) return;
    row->from = (uint32_t)(found - row->text);
    row->to = row->from + (uint32_t)strlen(part);
}

void menu_add_action(App *app, const char *name) {
    menu_add(app, "%s", action_title(action_get(name)))->action = name;
}

void menu_show(App *app) {
    app->menu.open = app->menu.count > 0;
    if (app->menu.open) ui_set_focus(&app->ui, "menu.0");
    app->ui.focus_shown = false;
}

void menu_close(App *app) {
    app->menu.open = false;
    app_focus_canvas(app);
}

/* ---- on the screen ---- */

/* The place that the statement assigns to: what stands before its last " = ". */
static void expect_at_drop(App *app, const char *statement) {
    char path[sizeof app->arrival.path];
    const char *equals = NULL;
    for (const char *at = strstr(statement, " = "); at; at = strstr(at + 1, " = ")) equals = at;
    if (!equals || (size_t)(equals - statement) >= sizeof path) return;
    snprintf(path, sizeof path, "%.*s", (int)(equals - statement), statement);
    arrange_expect(app, path, app->menu.drop);
}

static void use(App *app, const MenuRow *row) {
    menu_close(app);
    if (row->asks) {
        statement_field_open(app, app->menu.at, row->text, row->from, row->to);
    } else if (row->action) {
        app->wish.action = action_get(row->action);
    } else {
        app_wish_statement(app, row->text);
        if (app->menu.drops) expect_at_drop(app, row->text);
    }
}

static float text_room(App *app, const MenuRow *row) {
    FontFace face = row->action ? FONT_UI : FONT_MONO;
    float width = ui_width(&app->ui, face, 13, row->text) + 20;
    if (row->asks) width += 20;
    if (row->note) width += ui_width(&app->ui, FONT_UI, 12, row->note) + 16;
    return width;
}

static bool draw_row(App *app, size_t number, Rect rect) {
    const MenuRow *row = &app->menu.rows[number];
    const Theme *theme = app->theme;
    Ui *ui = &app->ui;
    char name[32];
    snprintf(name, sizeof name, "menu.%zu", number);
    UiAnswer answer = ui_area(ui, name, rect, true, true, NULL);
    if (answer.hot || (answer.focused && ui->focus_shown)) {
        draw_box(ui->list, rect,
                 (BoxStyle){.fill = theme->accent_soft, .radius = THEME_RADIUS_CONTROL});
        ui->cursor = CURSOR_HAND;
    }
    float right = rect_right(rect) - 10, y = rect.y + rect.h / 2;
    if (row->note) {
        ui_text_right(ui, (Point){right, y}, FONT_UI, 12, theme->text_muted, row->note);
        right -= ui_width(ui, FONT_UI, 12, row->note) + 12;
    }
    if (row->asks) {
        ui_text_right(ui, (Point){right, y}, FONT_UI, 13, theme->text_muted, "\xE2\x80\xA6");
        right -= 18;
    }
    draw_string(ui->list, (Point){rect.x + 10, y},
                (TextStyle){.face = row->action ? FONT_UI : FONT_MONO,
                            .size = 13,
                            .color = theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = right - rect.x - 10},
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
        width = fmaxf(width, text_room(app, &menu->rows[i]) + 2 * PAD + 2);
    }
    Text heading = text_of(menu->heading);
    float head = 0;
    if (heading.length) {
        width = fmaxf(width, fminf(ui_width(ui, FONT_UI, 12.5f, menu->heading) + 40, WIDTH_MOST));
        width = fminf(width, WIDTH_MOST);
        Rect room = {0, 0, width - 2 * PAD - 20, 0};
        head = fmaxf(ui_paragraph(ui, room, FONT_UI, 12.5f, 0, heading) + 16, HEADING);
    }
    width = fminf(width, WIDTH_MOST);
    float height = head + (float)menu->count * ROW + 2 * PAD;
    Rect panel = {fmaxf(fminf(menu->at.x, rect_right(window) - width - 8), 8),
                  fmaxf(fminf(menu->at.y, rect_bottom(window) - height - 8), 8), width, height};
    if (!popover(app, panel, (Stroke){.color = app->theme->border, .width = 1})) menu_close(app);
    step_focus(app);
    ui_paragraph(ui, (Rect){panel.x + PAD + 10, panel.y + PAD + 6, width - 2 * PAD - 20, head},
                 FONT_UI, 12.5f, app->theme->text_muted, heading);
    for (size_t i = 0; i < menu->count && menu->open; i++) {
        Rect row = {panel.x + PAD, panel.y + PAD + head + (float)i * ROW, width - 2 * PAD, ROW};
        if (draw_row(app, i, row)) use(app, &menu->rows[i]);
    }
}
