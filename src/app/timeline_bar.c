#include "app/timeline_bar.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BUTTON_WIDTH = 36, BUTTON_HEIGHT = 31;

static float icon(App *app, const char *widget, const char *name, UiIcon shape, float x) {
    Rect bar = app->panes.bottom;
    Rect rect = {x, bar.y + (bar.h - BUTTON_HEIGHT) / 2, BUTTON_WIDTH, BUTTON_HEIGHT};
    action_icon_button(app, widget, name, rect, shape);
    return rect_right(rect) + 5;
}

/* Lit where something lies inside the next step. */
static float inside_icon(App *app, float x) {
    float right = icon(app, "timeline.inside", "inside.next", UI_ICON_INSIDE, x);
    if (app->inside.at < app->inside.stops.count) {
        Rect bar = app->panes.bottom;
        draw_box(app->ui.list,
                 (Rect){x, bar.y + (bar.h - BUTTON_HEIGHT) / 2, BUTTON_WIDTH, BUTTON_HEIGHT},
                 (BoxStyle){.radius = THEME_RADIUS_CONTROL,
                            .stroke = {.color = app->theme->collect, .width = 1.5f}});
    }
    return right;
}

static float word_width(const App *app, const char *label) {
    return ui_width(&app->ui, FONT_UI_MEDIUM, 13, label) + 16;
}

/* Words that are buttons, right-aligned at `right`; returns their left edge. Those that keys do as
 * well give way first where `least` would be passed. */
static float draw_words(App *app, float right, float least) {
    static const char *const speeds[] = {"1\xC3\x97", "2\xC3\x97", "4\xC3\x97", "8\xC3\x97"};
    enum { HELP, THEME, SHOWN, SPEED, WORDS };
    static const char *const names[WORDS] = {"help.keys", "view.theme", "view.shown",
                                             "timeline.speed"};
    static const int giving_way[] = {THEME, SPEED, SHOWN};
    const char *labels[WORDS] = {"?", _(theme_after(app->theme)->name),
                                 _(app_level_name(app->options.level)), speeds[app->speed]};
    Rect bar = app->panes.bottom;
    float left = right;
    for (int i = 0; i < WORDS; i++) left -= word_width(app, labels[i]);
    for (int i = 0; i < 3 && left < least; i++) {
        left += word_width(app, labels[giving_way[i]]);
        labels[giving_way[i]] = NULL;
    }
    for (int i = 0; i < WORDS; i++) {
        if (!labels[i]) continue;
        float width = word_width(app, labels[i]);
        Rect rect = {right - width, bar.y + (bar.h - 28) / 2, width, 28};
        action_button(app, names[i], rect, labels[i], UI_FLAT, ACTION_TELLS_TITLE);
        right = rect.x;
    }
    return right;
}

/* One mark for each piece of the track that has something, the strongest of it. */
static size_t gather_marks(const App *app, float width, UiMark *marks, size_t capacity) {
    const float apart = 9; /* pixels between marks */
    uint32_t steps = timeline_count(app->timeline);
    size_t pieces = (size_t)fmaxf(width / apart, 1), count = 0;
    uint8_t found[512] = {0};
    if (pieces > sizeof found) pieces = sizeof found;
    if (steps < 2) return 0;
    if (steps - 1 < pieces) pieces = steps;
    for (uint32_t stop = 1; stop <= steps && stop < app->marks.count; stop++) {
        found[(uint64_t)(stop - 1) * (pieces - 1) / (steps - 1)] |= app->marks.items[stop];
    }
    for (size_t i = 0; i < pieces && count < capacity; i++) {
        if (!found[i]) continue;
        bool called = found[i] & MARK_COLLECT, by_itself = found[i] & MARK_COLLECT_BY_ITSELF;
        Color color = called || by_itself     ? app->theme->collect
                      : found[i] & MARK_DEATH ? app->theme->death
                                              : app->theme->birth;
        marks[count++] = (UiMark){
            .at = (float)i / (float)(pieces - 1), .color = color, .hollow = by_itself && !called};
    }
    return count;
}

void timeline_bar(App *app) {
    Ui *ui = &app->ui;
    Rect bar = app->panes.bottom;
    draw_fill(ui->list, bar, app->theme->window);
    draw_fill(ui->list, (Rect){bar.x, bar.y, bar.w, 1}, app->theme->border);
    float x = bar.x + 16;
    x = icon(app, "timeline.first", "timeline.first", UI_ICON_FIRST, x);
    x = icon(app, "timeline.back", "timeline.back", UI_ICON_BACK, x);
    x = icon(app, "timeline.play", "timeline.play", app->playing ? UI_ICON_PAUSE : UI_ICON_PLAY, x);
    x = icon(app, "timeline.next", "timeline.next", UI_ICON_FORWARD, x);
    x = icon(app, "timeline.last", "timeline.last", UI_ICON_LAST, x);
    x = inside_icon(app, x + 6);
    uint32_t step = app_step(app), steps = app_step_count(app);
    char text[96], widest[96];
    snprintf(text, sizeof text, _("step %u of %u"), step, steps);
    snprintf(widest, sizeof widest, _("step %u of %u"), steps, steps);
    if (app->inside.at) {
        snprintf(text, sizeof text, _("step %u, inside %u"), step, app->inside.at);
        if (strlen(text) > strlen(widest)) snprintf(widest, sizeof widest, "%s", text);
    }
    float room = ui_width(ui, FONT_UI_MEDIUM, 13, widest);
    float right = draw_words(app, rect_right(bar) - 12, x + 12 + room + 14) - 14;
    Rect told = {right - room, bar.y + bar.h / 2 - 10, room, 20};
    ui_note(ui, "timeline.step", told);
    ui_text(ui, (Point){told.x, bar.y + bar.h / 2}, FONT_UI_MEDIUM, 13, app->theme->text_muted,
            text);
    Rect track = {x + 12, bar.y + 10, right - room - 16 - x - 12, bar.h - 20};
    if (track.w < 60) return;
    UiMark marks[512];
    size_t count = app->timeline ? gather_marks(app, track.w - 20, marks, 512) : 0;
    uint32_t value = step ? step - 1 : 0;
    if (ui_scrubber(ui, "timeline.scrubber", track, steps ? steps - 1 : 0, &value, marks, count,
                    NULL)) {
        app->playing = false;
        app_wish_stop(app, value + 1);
    }
}
