#include "app/canvas/phase_bar.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>

static const float BAR = 44, FOOT = 14, DOT = 10, PAD = 14, GAP = 12, BUTTON = 34;

static const char *const phases[] = {N_("copy"), N_("subtract"), N_("reach"), N_("finalize"),
                                     N_("clear")};
enum { PHASES = sizeof phases / sizeof *phases };

float phase_bar_height(const App *app) {
    return app->inside.at || step_inside_collecting(app) ? BAR + FOOT : 0;
}

static void button(App *app, const char *name, UiIcon icon, Rect bar, float right) {
    action_icon_button(app, name, name,
                       (Rect){right - BUTTON, bar.y + (bar.h - 30) / 2, BUTTON, 30}, icon);
}

/* The stop of the shown collection that ends a phase, from 1; 0: it lies in another step. */
static uint32_t stop_of_phase(const App *app, int phase) {
    static const InsideKind kinds[] = {INSIDE_COPY, INSIDE_SUBTRACT, INSIDE_REACH, INSIDE_FINALIZE,
                                       INSIDE_CLEAR};
    const InsideStops *stops = &app->inside.stops;
    uint32_t first = app->inside.at ? app->inside.at : 1;
    /* of several collections in one step, the shown one */
    while (first > 1 && stops->items[first - 1].kind != INSIDE_LISTED) first--;
    for (uint32_t i = first; i <= stops->count; i++) {
        if (stops->items[i - 1].kind == kinds[phase - 1]) return i;
        if (i > first && stops->items[i - 1].kind == INSIDE_LISTED) return 0;
    }
    return 0;
}

static float phase_width(const App *app, int phase, bool labelled) {
    float label = ui_width(&app->ui, FONT_UI_MEDIUM, 13, _(phases[phase]));
    return 2 * DOT + (labelled ? 8 + ceilf(label) : 0);
}

/* One phase at `x`: done, current or to come. */
static void draw_phase(App *app, Rect bar, int phase, float x, bool labelled) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    int current = step_inside_phase(app), number = phase + 1;
    bool done = number < current, now = number == current;
    char name[24], digit[12];
    snprintf(name, sizeof name, "phase.%s", phases[phase]);
    snprintf(digit, sizeof digit, "%d", number);
    Rect area = {x - 6, bar.y + 5, phase_width(app, phase, labelled) + 12, bar.h - 10};
    uint32_t at = stop_of_phase(app, number);
    UiAnswer answer = ui_area(ui, name, area, at > 0, true, _("Shows the end of this phase"));
    if (answer.hot && at) {
        draw_box(ui->list, area, (BoxStyle){.fill = theme->button_hover, .radius = 8});
        ui->cursor = CURSOR_HAND;
    }
    if (answer.clicked && at) app_wish_inside(app, timeline_position(app->timeline), at);
    Point center = {x + DOT, bar.y + bar.h / 2};
    Color fill = now ? theme->collect : done ? theme->ok : theme->track;
    draw_circle(ui->list, center, DOT, fill, (Stroke){0});
    draw_string(ui->list, center,
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 11.5f,
                            .color = now || done ? theme->on_state : theme->text_muted,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                digit);
    if (labelled) {
        ui_text(ui, (Point){x + 2 * DOT + 8, center.y}, now ? FONT_UI_BOLD : FONT_UI_MEDIUM, 13,
                now || done ? theme->text : theme->text_muted, _(phases[phase]));
    }
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, area, 8);
}

static void draw_ground(App *app, Rect bar) {
    draw_box(app->ui.list, bar,
             (BoxStyle){.fill = app->theme->panel,
                        .radius = BAR / 2,
                        .stroke = {.color = app->theme->border, .width = 1},
                        .shadow = app->theme->shadow,
                        .shadow_blur = 8,
                        .shadow_y = 2});
}

static void draw_buttons(App *app, Rect bar) {
    float right = rect_right(bar) - PAD;
    button(app, "inside.next", UI_ICON_FORWARD, bar, right);
    button(app, "inside.play", app->inside.playing ? UI_ICON_PAUSE : UI_ICON_PLAY, bar,
           right - BUTTON - 4);
    button(app, "inside.back", UI_ICON_BACK, bar, right - 2 * (BUTTON + 4));
}

static Rect place(App *app, float content) {
    Rect area = app->panes.canvas;
    float width = PAD + content + 16 + 3 * BUTTON + 8 + PAD;
    Rect bar = {floorf(area.x + (area.w - width) / 2), rect_bottom(area) - BAR - FOOT, width, BAR};
    ui_area(&app->ui, "phase.bar", bar, true, false, NULL);
    draw_ground(app, bar);
    return bar;
}

/* Where all labels do not fit, the current phase has one. */
static void draw_collection(App *app) {
    float room = app->panes.canvas.w - 2 * PAD - 3 * BUTTON - 60;
    float all = -GAP, few = -GAP;
    int current = step_inside_phase(app);
    for (int i = 0; i < PHASES; i++) {
        all += phase_width(app, i, true) + GAP;
        few += phase_width(app, i, i + 1 == current) + GAP;
    }
    bool whole = all <= room;
    Rect bar = place(app, whole ? all : few);
    float x = bar.x + PAD;
    for (int i = 0; i < PHASES; i++) {
        bool labelled = whole || i + 1 == current;
        draw_phase(app, bar, i, x, labelled);
        x += phase_width(app, i, labelled) + GAP;
    }
    draw_buttons(app, bar);
}

static void draw_cascade(App *app) {
    char text[128];
    snprintf(text, sizeof text, _("freeing %u of %zu"), app->inside.at, app->inside.stops.count);
    float width = ceilf(ui_width(&app->ui, FONT_UI_MEDIUM, 13, text));
    Rect bar = place(app, width + 8);
    ui_text(&app->ui, (Point){bar.x + PAD + 4, bar.y + bar.h / 2}, FONT_UI_MEDIUM, 13,
            app->theme->text, text);
    draw_buttons(app, bar);
}

void phase_bar(App *app) {
    if (!phase_bar_height(app)) return;
    if (step_inside_collecting(app)) {
        draw_collection(app);
    } else {
        draw_cascade(app);
    }
}
