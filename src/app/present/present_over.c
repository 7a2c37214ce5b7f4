/* What lies over a presentation: black, the spotlight, the key that was pressed. */
#include "app/actions.h"
#include "app/app_state.h"
#include "app/canvas/phase_bar.h"
#include "app/present/present.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_MS = 1500 };

static const float RADIUS_LEAST = 40, RADIUS_MOST = 400; /* logical pixels */

/* ---- input ---- */

bool present_takes_event(App *app, const InputEvent *event) {
    Present *present = &app->present;
    if (event->kind == INPUT_TEXT) return present->blank || present->waking;
    if (event->kind == INPUT_KEY_DOWN) present->waking = false;
    if (!present->blank) return false;
    switch (event->kind) {
    case INPUT_KEY_DOWN:
        if (event->modifiers & (MODIFIER_CTRL | MODIFIER_ALT)) return false;
        present->blank = false;
        present->waking = true;
        return true;
    case INPUT_MOUSE_DOWN: present->blank = false; return true;
    case INPUT_KEY_UP:
    case INPUT_MOUSE_UP:
    case INPUT_WHEEL: return true;
    default: return false;
    }
}

void present_take_wheel(App *app) {
    Present *present = &app->present;
    if (!present->spotlight || app->start.open || app->ui.wheel.y == 0) return;
    float radius = present->radius * powf(1.15f, app->ui.wheel.y);
    present->radius = fminf(fmaxf(radius, RADIUS_LEAST), RADIUS_MOST);
    app->ui.wheel = (Point){0};
}

/* ---- the action that was asked for ---- */

/* Its title, or null where nothing comes of it. */
static const char *title_now(const App *app, const Action *action) {
    if (action->run == present_blank) return NULL;
    if (action->run == present_back && !guide_can_go_back(app)) return NULL;
    if (action->run != present_on) return action_title(action);
    return app->guide.part == GUIDE_ENDED ? NULL : present_on_label(app);
}

void present_tell(App *app, const Action *action) {
    Present *present = &app->present;
    InputKey key = present->key;
    present->key = KEY_NONE;
    if (!present->on && action->run != present_toggle) return;
    const char *title = title_now(app, action);
    if (!title) return;
    TextBuffer keys = {0};
    if (key != KEY_NONE) {
        action_append_combo(key, present->modifiers, &keys);
    } else {
        action_append_key(action, &keys);
    }
    snprintf(present->shown, sizeof present->shown, "%.100s%s%.40s", title, keys.length ? "\t" : "",
             text_cstr(&keys));
    present->shown_until = app->now + SHOWN_MS;
    text_deinit(&keys);
}

static void draw_shown(App *app) {
    const float size = 14, pad = 14, height = 38, margin = 16;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    const char *keys = strchr(app->present.shown, '\t');
    Text title = keys ? (Text){app->present.shown, (size_t)(keys - app->present.shown)}
                      : text_of(app->present.shown);
    float wide = ceilf(text_width(app->config.measure, FONT_UI_MEDIUM, size, title));
    float keys_wide = keys ? ceilf(ui_width(ui, FONT_UI_BOLD, size, keys + 1)) + 18 : 0;
    float width = 2 * pad + wide + (keys ? keys_wide + 6 : 0);
    Rect foot = app->panes.canvas;
    Rect pill = {rect_right(app->panes.window) - margin - width,
                 rect_bottom(foot) - phase_bar_height(app) - margin - height, width, height};
    ui_note(ui, "shown-key", pill);
    draw_box(ui->list, pill,
             (BoxStyle){.fill = theme->tooltip,
                        .radius = height / 2,
                        .shadow = theme->shadow,
                        .shadow_blur = 10,
                        .shadow_y = 3});
    float y = pill.y + height / 2;
    draw_text(ui->list, (Point){pill.x + pad, y},
              (TextStyle){.face = FONT_UI_MEDIUM,
                          .size = size,
                          .color = theme->tooltip_text,
                          .line = TEXT_MIDDLE},
              title);
    if (!keys) return;
    Rect cap = {rect_right(pill) - pad - keys_wide + 6, y - 12, keys_wide, 24};
    draw_box(ui->list, cap,
             (BoxStyle){.radius = 6, .stroke = {.color = theme->tooltip_muted, .width = 1}});
    draw_string(ui->list, rect_center(cap),
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = size,
                            .color = theme->tooltip_text,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                keys + 1);
}

/* ---- spotlight ---- */

/* One polygon: around the window one way, around the circle the other. The seam between them is
 * passed both ways and covers nothing. */
static void draw_spotlight(App *app) {
    enum { SIDES = 96 };
    const float pi = 3.14159265f;
    Rect window = app->panes.window;
    Point middle = app->ui.mouse, points[SIDES + 7];
    float radius = app->present.radius;
    size_t count = 0;
    points[count++] = (Point){window.x, window.y};
    points[count++] = (Point){rect_right(window), window.y};
    points[count++] = (Point){rect_right(window), rect_bottom(window)};
    points[count++] = (Point){window.x, rect_bottom(window)};
    points[count++] = (Point){window.x, window.y};
    for (int i = 0; i <= SIDES; i++) {
        float angle = -2 * pi * (float)i / SIDES;
        points[count++] = (Point){middle.x + radius * cosf(angle), middle.y + radius * sinf(angle)};
    }
    DrawList *list = app->ui.list;
    draw_polygon(list, points, count, app->theme->spotlight);
    draw_circle(list, middle, radius + 2, 0, (Stroke){.color = app->theme->accent, .width = 2});
    ui_note(&app->ui, "spotlight",
            (Rect){middle.x - radius, middle.y - radius, 2 * radius, 2 * radius});
}

/* ---- the whole ---- */

void present_over(App *app) {
    const Present *present = &app->present;
    if (!present->on) return;
    if (present->spotlight && !app->start.open) draw_spotlight(app);
    if (app->now < present->shown_until) draw_shown(app);
    if (present->blank) draw_fill(app->ui.list, app->panes.window, app->theme->blank);
}

int present_wait(const App *app) {
    const Present *present = &app->present;
    if (!present->on) return -1;
    int wait = -1;
    if (app->now < present->shown_until) wait = (int)(present->shown_until - app->now);
    int second = 1000 - (int)((app->now - present->since) % 1000);
    if (present->notes.open && (wait < 0 || second < wait)) wait = second;
    return wait;
}
