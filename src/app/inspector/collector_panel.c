#include "app/inspector/collector_panel.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float HEADING = 30, LINE = 22, PAD = 19, LABEL = 30, NUMBERS = 92;

static void draw_gauge(App *app, Rect line, uint32_t generation) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    const SnapCollector *books = &app->now_shown.collector;
    uint32_t count = books->counts[generation], threshold = books->thresholds[generation];
    char text[48], name[16], tip[400];
    float y = line.y + line.h / 2;
    snprintf(name, sizeof name, "gauge.%u", generation);
    if (generation) {
        snprintf(tip, sizeof tip, _("Collections of generation %u since the last one of this"),
                 generation - 1);
    } else {
        snprintf(tip, sizeof tip,
                 _("Containers made, less those freed, since the last collection"));
    }
    if (!books->counts_known) {
        size_t length = strlen(tip);
        snprintf(tip + length, sizeof tip - length,
                 _("\nAbout: until a full collection CPython's own start is in it"));
    }
    UiAnswer answer = ui_area(ui, name, line, true, false, tip);
    if (answer.hot) ui->cursor = CURSOR_HAND;
    if (answer.clicked) app->wish.action = action_get("gc.panel");
    snprintf(text, sizeof text, "G%u", generation);
    ui_text(ui, (Point){line.x, y}, FONT_MONO, 12, theme->text, text);
    Rect bar = {line.x + LABEL, y - 3.5f, line.w - LABEL - NUMBERS - 8, 7};
    float part = threshold ? fminf((float)count / (float)threshold, 1) : 0;
    draw_box(ui->list, bar, (BoxStyle){.fill = theme->track, .radius = 3.5f});
    if (part > 0) {
        draw_box(ui->list, (Rect){bar.x, bar.y, fmaxf(bar.w * part, 7), bar.h},
                 (BoxStyle){.fill = theme->collect, .radius = 3.5f});
    }
    snprintf(text, sizeof text, "%s%u / %u", books->counts_known ? "" : "\xE2\x89\x88 ", count,
             threshold);
    ui_text_right(ui, (Point){rect_right(line), y}, FONT_MONO, 12, theme->text_muted, text);
}

float collector_panel(App *app, Rect foot) {
    Ui *ui = &app->ui;
    float height = HEADING + HEAP_GENERATIONS * LINE + 8;
    if (foot.w <= 0 || !app->timeline) return height;
    const SnapCollector *books = &app->now_shown.collector;
    float x = foot.x + PAD, width = foot.w - 2 * PAD;
    draw_fill(ui->list, (Rect){x, foot.y, width, 1}, app->theme->border);
    Point heading = {x, foot.y + HEADING / 2 + 2};
    ui_text(ui, heading, FONT_UI_MEDIUM, 13, app->theme->text_muted, _("Collector"));
    const char *mode = books->enabled ? _("automatic") : _("only when called");
    float room = ui_button_width(ui, mode);
    action_button(app, "gc.panel", (Rect){x + width - room, heading.y - 13, room, 26}, mode,
                  UI_PLAIN, ACTION_TELLS_HELP);
    for (uint32_t i = 0; i < HEAP_GENERATIONS; i++) {
        draw_gauge(app, (Rect){x, foot.y + HEADING + (float)i * LINE, width, LINE}, i);
    }
    return height;
}
