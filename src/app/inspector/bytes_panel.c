#include "app/inspector/bytes_panel.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/inspector/block_word.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float PAD = 24, HEADING = 34, BAR = 34, BAR_LINE = 46;
static const float CHART_LEAST = 110, CHART_MOST = 226; /* its height with the labels */
static const float TEXT = 10;                           /* em of the words in a bar */

/* ---- how much room it takes ---- */

static uint32_t bar_count(const App *app) {
    const Inspection *self = &app->inspection;
    return (self->seen[0].alive ? 1 : 0) + (self->seen[1].alive ? 1 : 0);
}

float bytes_panel_height(const App *app, float room) {
    if (!app->inspection.bytes_open || !app->timeline) return 0;
    uint32_t bars = bar_count(app);
    if (!bars) return fminf(HEADING + 40, room * 0.5f);
    float head = HEADING + (float)bars * BAR_LINE + 12;
    float part = room < 560 ? 0.55f : 0.58f;
    return fminf(head + HEADING + CHART_MOST, fmaxf(room * part, fminf(head, room * 0.8f)));
}

/* ---- bars ---- */

static Color role_color(const Theme *theme, ByteRole role) {
    switch (role) {
    case BYTES_COLLECTOR: return theme->segment_collector;
    case BYTES_REFCOUNT: return theme->segment_refcount;
    case BYTES_TYPE: return theme->segment_type;
    case BYTES_WEAK: return theme->segment_weak;
    case BYTES_VALUE: return theme->segment_value;
    case BYTES_PLAIN: break;
    }
    return theme->segment_plain;
}

/* How bytes become pixels, the same for both bars. What is longer than `most` is drawn broken. */
typedef struct Measure {
    float unit; /* pixels a byte */
    float most; /* pixels */
} Measure;

static const float GAP = 2, BLOCK_GAP = 9; /* between segments, between blocks */

static float segment_width(Measure measure, uint32_t bytes) {
    return fminf((float)bytes * measure.unit, measure.most);
}

static float bar_width(const ObjectBytes *bytes, Measure measure) {
    float width = -BLOCK_GAP;
    for (uint32_t i = 0; i < bytes->block_count; i++) {
        const ByteBlock *block = &bytes->blocks[i];
        width += BLOCK_GAP - GAP;
        for (uint32_t j = 0; j < block->segment_count; j++) {
            width += GAP + segment_width(measure, bytes->segments[block->first_segment + j].bytes);
        }
    }
    return width;
}

static float widest(const App *app, Measure measure) {
    float width = 0;
    for (int i = 0; i < INSPECTED; i++) {
        const Inspected *seen = &app->inspection.seen[i];
        if (seen->alive) width = fmaxf(width, bar_width(&seen->bytes, measure));
    }
    return width;
}

/* True to scale where a word of memory is then wide enough for its name; else the long parts are
 * broken; where even that is too wide, all is scaled down. */
static Measure choose_measure(const App *app, float room) {
    const float best = 3.9f, least = 3.1f; /* pixels a byte: 8 bytes hold a short name */
    const float broken = 110;              /* pixels: a part that is broken is at least so long */
    Measure measure = {best, 1e6f};
    float width = widest(app, measure);
    if (width <= room) return measure;
    measure.unit = best * room / width * 0.97f;
    if (measure.unit >= least) return measure;
    for (measure.unit = best; measure.unit >= least; measure.unit -= 0.2f) {
        for (measure.most = 400; measure.most >= broken; measure.most -= 5) {
            if (widest(app, measure) <= room) return measure;
        }
    }
    while (measure.most > 40 && widest(app, measure) > room) measure.most -= 4;
    width = widest(app, measure);
    if (width > room) {
        measure.unit *= room / width * 0.97f;
        measure.most *= room / width * 0.97f;
    }
    return measure;
}

/* Two slashes in the colour of the ground: the part is longer than it is drawn. */
static void draw_break(App *app, Rect rect) {
    float x = rect.x + rect.w * 0.8f;
    for (int i = 0; i < 2; i++) {
        float left = x + (float)i * 6;
        draw_line(app->ui.list, (Point){left, rect_bottom(rect) + 2}, (Point){left + 8, rect.y - 2},
                  (Stroke){.color = app->theme->canvas, .width = 2});
    }
}

static void draw_segment(App *app, Rect rect, const ByteBlock *block, const ByteSegment *segment,
                         const char *name, bool broken) {
    Ui *ui = &app->ui;
    const char *word = segment_word(block, segment);
    char bytes[16];
    TextBuffer tip = {0};
    if (segment->bytes == block->bytes) {
        text_appendf(&tip, translate_many("%s: %u byte", "%s: %u bytes", segment->bytes), word,
                     segment->bytes);
    } else {
        text_appendf(&tip,
                     translate_many("%s: %u byte of the block %s", "%s: %u bytes of the block %s",
                                    segment->bytes),
                     word, segment->bytes, block_word(block));
    }
    if (!block->counted) text_append_string(&tip, _("; not in sys.getsizeof"));
    UiAnswer answer = ui_area(ui, name, rect, true, false, text_cstr(&tip));
    text_deinit(&tip);
    draw_box(ui->list, rect,
             (BoxStyle){.fill = role_color(app->theme, segment->role),
                        .radius = 4,
                        .stroke = {.color = app->theme->text, .width = answer.hot ? 1.5f : 0}});
    if (broken) draw_break(app, rect);
    TextStyle style = {.face = FONT_UI_MEDIUM,
                       .size = TEXT,
                       .color = app->theme->segment_text,
                       .align = TEXT_CENTER,
                       .line = TEXT_MIDDLE};
    snprintf(bytes, sizeof bytes, "%u", segment->bytes);
    Point center = rect_center(rect);
    bool named = ui_width(ui, FONT_UI_MEDIUM, TEXT, word) <= rect.w;
    if (ui_width(ui, FONT_UI, TEXT, bytes) > rect.w - 2) return;
    if (named) {
        draw_string(ui->list, (Point){center.x, center.y - 7}, style, word);
        center.y += 7;
    }
    style.face = FONT_UI;
    draw_string(ui->list, center, style, bytes);
}

static const SnapObject *snap_of(const App *app, const Inspected *seen) {
    uint32_t object = snapshot_find(&app->now_shown, seen->object);
    return object == SNAPSHOT_NONE ? NULL : &app->now_shown.objects.items[object];
}

/* "Point", "list", for a frame's names "names". */
static Text name_of(const App *app, const Inspected *seen) {
    const SnapObject *object = snap_of(app, seen);
    return object ? object->type : text_of(_("names"));
}

/* "88 B", and what the allocator gives for it where that is more. */
static void draw_total(App *app, Point at, float room, const ObjectBytes *bytes) {
    Ui *ui = &app->ui;
    char text[48], blocks[64];
    snprintf(text, sizeof text, _("%u B"), bytes->bytes);
    ui_text(ui, at, FONT_MONO_BOLD, 13, app->theme->text, text);
    float width = ui_width(ui, FONT_MONO_BOLD, 13, text) + 10;
    if (bytes->allocated <= bytes->bytes) return;
    snprintf(blocks, sizeof blocks, _("in %u"), bytes->allocated);
    if (width + ui_width(ui, FONT_UI, 12, blocks) > room) return;
    ui_text(ui, (Point){at.x + width, at.y}, FONT_UI, 12, app->theme->text_muted, blocks);
}

static void draw_bar(App *app, Rect line, int number, float names, Measure measure) {
    const Inspected *seen = &app->inspection.seen[number];
    Text own = name_of(app, seen);
    Point at = {line.x, line.y + BAR / 2};
    draw_text(app->ui.list, at,
              (TextStyle){.face = FONT_UI_BOLD,
                          .size = 13.5f,
                          .color = app->theme->text,
                          .line = TEXT_MIDDLE,
                          .max_width = names - 14},
              own);
    float x = line.x + names;
    uint32_t index = 0;
    for (uint32_t i = 0; i < seen->bytes.block_count; i++) {
        const ByteBlock *block = &seen->bytes.blocks[i];
        for (uint32_t j = 0; j < block->segment_count; j++) {
            const ByteSegment *segment = &seen->bytes.segments[block->first_segment + j];
            float whole = (float)segment->bytes * measure.unit;
            float width = segment_width(measure, segment->bytes);
            char name[32];
            snprintf(name, sizeof name, "bytes.%d.%u", number, index++);
            draw_segment(app, (Rect){x, line.y, fmaxf(width, 1.5f), BAR}, block, segment, name,
                         whole > width + 1);
            x += width + GAP;
        }
        x += BLOCK_GAP - GAP;
    }
    draw_total(app, (Point){x + 2, at.y}, rect_right(line) - x - 2, &seen->bytes);
}

/* ---- the chart ---- */

/* The least of 1, 2, 2.5, 4, 5, 10 times a power of ten that is not less. */
static double nice(double value) {
    static const double steps[] = {1, 2, 2.5, 4, 5, 10};
    double power = 1;
    while (power * 10 < value) power *= 10;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] * power >= value) return steps[i] * power;
    }
    return 10 * power;
}

/* Three digits. */
static void append_amount(double bytes, TextBuffer *out) {
    const double million = 1e6, billion = 1e9;
    if (bytes >= 0.9995 * billion) {
        text_appendf(out, _("%.3g GB"), bytes / billion);
    } else {
        text_appendf(out, _("%.3g MB"), bytes / million);
    }
}

static void draw_axes(App *app, Rect plot, double top) {
    const Theme *theme = app->theme;
    DrawList *list = app->ui.list;
    static const char *const counts[] = {"0", "250k", "500k", "750k", "1M"};
    uint32_t lines = plot.h < 90 ? 2 : 4;
    for (uint32_t i = 0; i <= lines; i++) {
        float y = rect_bottom(plot) - plot.h * (float)i / (float)lines;
        TextBuffer label = {0};
        append_amount(top * i / lines, &label);
        draw_line(list, (Point){plot.x, y}, (Point){rect_right(plot), y},
                  (Stroke){.color = theme->border, .width = 1});
        ui_text_right(&app->ui, (Point){plot.x - 8, y}, FONT_UI, 11, theme->text_muted,
                      text_cstr(&label));
        text_deinit(&label);
    }
    for (int i = 0; i <= 4; i++) {
        draw_string(list, (Point){plot.x + plot.w * (float)i / 4, rect_bottom(plot) + 14},
                    (TextStyle){.face = FONT_UI,
                                .size = 11,
                                .color = theme->text_muted,
                                .align = TEXT_CENTER,
                                .line = TEXT_MIDDLE},
                    counts[i]);
    }
}

static Color curve_color(const Theme *theme, int number) {
    return number ? theme->hue_instance : theme->hue_mapping;
}

static Point curve_at(Rect plot, const Inspected *seen, uint32_t i, double top) {
    return (Point){plot.x + plot.w * (float)i / (CHART_POINTS - 1),
                   rect_bottom(plot) - plot.h * (float)((double)seen->many[i] / top)};
}

/* The label stands over its curve near the end; the lower of two close curves has it under. */
static void draw_curve_of(App *app, Rect plot, int number, double top) {
    const Inspected *seen = &app->inspection.seen[number], *other = &app->inspection.seen[!number];
    Point points[CHART_POINTS];
    Color color = curve_color(app->theme, number);
    for (uint32_t i = 0; i < CHART_POINTS; i++) points[i] = curve_at(plot, seen, i, top);
    draw_polyline(
        app->ui.list, points, CHART_POINTS,
        (Stroke){.color = color, .width = 2.5f, .dash = number ? 7 : 0, .gap = number ? 5 : 0},
        (ArrowHead){0});
    Point end = points[CHART_POINTS - 1];
    uint64_t most = seen->many[CHART_POINTS - 1], others = other->many[CHART_POINTS - 1];
    bool lower = other->alive && (most < others || (most == others && number));
    float apart =
        other->alive ? fabsf(curve_at(plot, other, CHART_POINTS - 1, top).y - end.y) : plot.h;
    TextBuffer label = {0};
    Text own = name_of(app, seen);
    text_appendf(&label, "%.*s  ", (int)own.length, own.bytes);
    append_amount((double)seen->many[CHART_POINTS - 1], &label);
    float y = lower && apart < 40 ? fminf(end.y + 20, rect_bottom(plot) - 8)
                                  : fmaxf(end.y - 12, plot.y - 8);
    TextStyle style = {
        .face = FONT_UI_BOLD, .size = 12, .color = color, .align = TEXT_RIGHT, .line = TEXT_MIDDLE};
    draw_string(app->ui.list, (Point){end.x - 2, y}, style, text_cstr(&label));
    text_deinit(&label);
}

/* What the pointer is over: so many objects, so many bytes. */
static void draw_reading(App *app, Rect plot, double top) {
    Ui *ui = &app->ui;
    UiAnswer answer = ui_area(ui, "bytes.chart", plot, true, false, NULL);
    if (!answer.hot) return;
    float part = fminf(fmaxf((ui->mouse.x - plot.x) / plot.w, 0), 1);
    uint32_t i = (uint32_t)(part * (CHART_POINTS - 1) + 0.5f);
    float x = plot.x + plot.w * (float)i / (CHART_POINTS - 1);
    TextBuffer text = {0};
    text_appendf(&text, "%uk", (unsigned)(CHART_OBJECTS / 1000) * i / (CHART_POINTS - 1));
    draw_line(ui->list, (Point){x, plot.y}, (Point){x, rect_bottom(plot)},
              (Stroke){.color = app->theme->text_muted, .width = 1, .dash = 3, .gap = 3});
    for (int number = 0; number < INSPECTED; number++) {
        const Inspected *seen = &app->inspection.seen[number];
        if (!seen->alive) continue;
        Text own = name_of(app, seen);
        text_appendf(&text, "   %.*s ", (int)own.length, own.bytes);
        append_amount((double)seen->many[i], &text);
        draw_circle(ui->list, curve_at(plot, seen, i, top), 4, curve_color(app->theme, number),
                    (Stroke){.color = app->theme->canvas, .width = 1.5f});
    }
    float width = ui_width(ui, FONT_UI_MEDIUM, 12, text_cstr(&text)) + 20;
    Rect box = {fminf(fmaxf(x - width / 2, plot.x), rect_right(plot) - width), plot.y + 4, width,
                24};
    draw_box(ui->list, box, (BoxStyle){.fill = app->theme->tooltip, .radius = 6});
    ui_text(ui, (Point){box.x + 10, box.y + 12}, FONT_UI_MEDIUM, 12, app->theme->tooltip_text,
            text_cstr(&text));
    text_deinit(&text);
}

static void draw_heading(App *app, Rect area, const char *text, const char *note) {
    Ui *ui = &app->ui;
    float y = area.y + HEADING / 2 + 2, width = ui_width(ui, FONT_UI_BOLD, 11.5f, text);
    ui_text(ui, (Point){area.x, y}, FONT_UI_BOLD, 11.5f, app->theme->text_muted, text);
    if (note && width + ui_width(ui, FONT_UI, 12, note) + 60 <= area.w) {
        ui_text(ui, (Point){area.x + width + 14, y}, FONT_UI, 12, app->theme->text_muted, note);
    }
}

static bool is_instance(const App *app, const Inspected *seen) {
    const SnapObject *object = snap_of(app, seen);
    return !seen->alive || (object && object->class == OBJECT_INSTANCE);
}

static void draw_chart(App *app, Rect area) {
    const Inspected *seen = app->inspection.seen;
    bool instances = is_instance(app, &seen[0]) && is_instance(app, &seen[1]);
    draw_heading(app, area, instances ? _("MEMORY OF N INSTANCES") : _("MEMORY OF N SUCH OBJECTS"),
                 _("in the allocator's pools, without what they refer to"));
    const float labels = 62, foot = 26;
    Rect plot = {area.x + labels, area.y + HEADING + 8, area.w - labels - 14,
                 area.h - HEADING - 8 - foot};
    double most = 1;
    for (int i = 0; i < INSPECTED; i++) {
        if (seen[i].alive) most = fmax(most, (double)seen[i].many[CHART_POINTS - 1]);
    }
    double top = nice(most);
    draw_axes(app, plot, top);
    for (int i = 0; i < INSPECTED; i++) {
        if (seen[i].alive) draw_curve_of(app, plot, i, top);
    }
    draw_reading(app, plot, top);
}

/* ---- the whole ---- */

static void draw_close(App *app, Rect pane) {
    Rect rect = {rect_right(pane) - 38, pane.y + 8, 26, 26};
    if (ui_button(&app->ui, "bytes.close", rect, "\xC3\x97", UI_FLAT, true, _("Closes this   B"))) {
        app->wish.action = action_get("view.bytes");
    }
}

/* The first instances of a class have room for names that it may still get: said where it makes a
 * bar longer than what the chart reckons with. */
static const char *bar_note(const App *app, char *out, size_t size) {
    for (int i = 0; i < INSPECTED; i++) {
        const ObjectBytes *bytes = &app->inspection.seen[i].bytes;
        if (!app->inspection.seen[i].alive || !bytes->values_later) continue;
        if (bytes->values <= bytes->values_later) continue;
        snprintf(out, size,
                 translate_many("room for new names shrinks from instance to instance, to %u bytes",
                                "room for new names shrinks from instance to instance, to %u bytes",
                                bytes->values_later),
                 bytes->values_later);
        return out;
    }
    return bar_count(app) > 1 ? NULL : _("Shift-click another object to compare");
}

static float names_width(App *app) {
    float width = 0;
    for (int i = 0; i < INSPECTED; i++) {
        const Inspected *seen = &app->inspection.seen[i];
        if (!seen->alive) continue;
        Text name = name_of(app, seen);
        width = fmaxf(width, text_width(app->ui.measure, FONT_UI_BOLD, 13.5f, name));
    }
    return fminf(width, 120) + 18;
}

/* The canvas has become smaller: what is selected stays in view. */
static void keep_in_view(App *app) {
    bool larger = app->panes.bytes.h > app->inspection.bytes_height + 1;
    app->inspection.bytes_height = app->panes.bytes.h;
    if (larger && app->inspection.seen[0].alive) {
        camera_fly_to(app, app->inspection.seen[0].object);
    }
}

void bytes_panel(App *app) {
    Rect pane = app->panes.bytes;
    keep_in_view(app);
    if (pane.h <= 0) return;
    Ui *ui = &app->ui;
    ui_area(ui, "bytes", pane, true, false, NULL);
    draw_group_begin(ui->list, "bytes", "panel", NULL);
    draw_fill(ui->list, pane, app->theme->canvas);
    draw_fill(ui->list, (Rect){pane.x, pane.y, pane.w, 1}, app->theme->border);
    draw_clip_push(ui->list, pane);
    Rect area = {pane.x + PAD, pane.y + 6, pane.w - 2 * PAD, pane.h - 12};
    uint32_t bars = bar_count(app);
    if (bars) {
        const SnapObject *object = snap_of(app, &app->inspection.seen[0]);
        bool instance = object && object->class == OBJECT_INSTANCE;
        char note[240];
        draw_heading(app, (Rect){area.x, area.y, area.w - 30, area.h},
                     instance ? _("BYTES OF ONE INSTANCE") : _("BYTES OF ONE OBJECT"),
                     bar_note(app, note, sizeof note));
        const float totals = area.w > 520 ? 120 : 66;
        float names = names_width(app), y = area.y + HEADING;
        Measure measure = choose_measure(app, area.w - names - totals);
        for (int i = 0; i < INSPECTED; i++) {
            if (!app->inspection.seen[i].alive) continue;
            draw_bar(app, (Rect){area.x, y, area.w, BAR}, i, names, measure);
            y += BAR_LINE;
        }
        Rect rest = {area.x, y, area.w, rect_bottom(area) - y};
        if (rest.h >= CHART_LEAST) draw_chart(app, rest);
    } else {
        draw_heading(app, area, _("BYTES OF ONE OBJECT"), NULL);
        ui_text(ui, (Point){area.x, area.y + HEADING + 12}, FONT_UI, 13, app->theme->text_muted,
                _("Select one object, or two to compare them."));
    }
    draw_close(app, pane);
    draw_clip_pop(ui->list);
    draw_group_end(ui->list);
}
