#include "export/vector.h"

#include <math.h>

VectorText vector_text(const DrawCommand *command, const TextMeasure *measure, TextBuffer *cut) {
    const TextStyle *style = &command->text.style;
    VectorText run = {.text = command->text.text, .at = command->text.at};
    bool ellipsis = false;
    if (style->max_width > 0) {
        size_t length =
            text_fit(measure, style->face, style->size, run.text, style->max_width, &ellipsis);
        if (ellipsis) {
            text_clear(cut);
            text_append(cut, run.text.bytes, length);
            text_append_string(cut, "\xE2\x80\xA6");
            run.text = text_view(cut);
        }
    }
    run.width = text_width(measure, style->face, style->size, run.text);
    /* fonts differ by about a fifth in width */
    run.tight = style->max_width > 0 && run.width > 0.82f * style->max_width;
    FontMetrics metrics = text_metrics(measure, style->face, style->size);
    if (style->line == TEXT_TOP) run.at.y += metrics.ascent;
    if (style->line == TEXT_MIDDLE) run.at.y += metrics.cap_height / 2;
    return run;
}

static float distance(Point a, Point b) {
    return hypotf(a.x - b.x, a.y - b.y);
}

/* The largest t at which the curve is as far from its end; 0 when it never is. */
static float parameter_at(const Point curve[4], float wanted) {
    enum { SAMPLES = 32, HALVINGS = 16 };
    float low = 0, high = 1;
    bool found = false;
    for (int i = SAMPLES - 1; i >= 0 && !found; i--) {
        low = (float)i / SAMPLES;
        found = distance(curve_point(curve, low), curve[3]) >= wanted;
        if (!found) high = low;
    }
    if (!found) return 0;
    for (int i = 0; i < HALVINGS; i++) {
        float middle = (low + high) / 2;
        if (distance(curve_point(curve, middle), curve[3]) >= wanted) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static Point between(Point a, Point b, float t) {
    return (Point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

void vector_arrow(Point curve[4], ArrowHead head, Point corners[3]) {
    Point tip = curve[3];
    Point base = curve_point(curve, parameter_at(curve, head.length));
    float dx = tip.x - base.x, dy = tip.y - base.y, size = hypotf(dx, dy);
    if (size < 1e-3f) {
        corners[0] = corners[1] = corners[2] = tip;
        return;
    }
    dx /= size, dy /= size;
    base = (Point){tip.x - dx * head.length, tip.y - dy * head.length};
    float half = head.width / 2;
    corners[0] = tip;
    corners[1] = (Point){base.x - dy * half, base.y + dx * half};
    corners[2] = (Point){base.x + dy * half, base.y - dx * half};
    /* the first part of the curve, by de Casteljau */
    float t = parameter_at(curve, head.length * 0.7f);
    Point ab = between(curve[0], curve[1], t), bc = between(curve[1], curve[2], t),
          cd = between(curve[2], curve[3], t);
    Point abc = between(ab, bc, t), bcd = between(bc, cd, t);
    curve[1] = ab;
    curve[2] = abc;
    curve[3] = between(abc, bcd, t);
}

Point vector_line_arrow(const Point line[2], ArrowHead head, Point corners[3]) {
    Point curve[4] = {line[0], between(line[0], line[1], 1.0f / 3),
                      between(line[1], line[0], 1.0f / 3), line[1]};
    vector_arrow(curve, head, corners);
    return curve[3];
}

bool vector_is_seen(Stroke stroke) {
    return stroke.color >> 24 && stroke.width > 0;
}

bool vector_dash(Stroke stroke, float *on, float *off, float *start) {
    bool dashed = stroke.dash > 0 && stroke.dash + stroke.gap > stroke.width;
    if (!dashed) return false;
    *on = fmaxf(stroke.dash - stroke.width, 0.01f);
    *off = fmaxf(stroke.dash + stroke.gap, 1) - *on;
    *start = fminf(stroke.width, stroke.dash) / 2;
    return true;
}

VectorBox vector_box(Rect rect, float radius, unsigned square) {
    VectorBox box = {.rect = rect};
    float most = fmaxf(fminf(rect.w, rect.h) / 2, 0);
    for (int i = 0; i < 4; i++) {
        box.radius[i] = square & (1u << i) ? 0 : fminf(fmaxf(radius, 0), most);
    }
    return box;
}

VectorBox vector_box_inset(VectorBox box, float by) {
    box.rect = rect_inset(box.rect, by);
    for (int i = 0; i < 4; i++) {
        if (box.radius[i] > 0) box.radius[i] = fmaxf(box.radius[i] - by, 0);
    }
    return box;
}

void vector_shadow(Rect rect, const BoxStyle *style, VectorShadow layers[VECTOR_SHADOW_LAYERS]) {
    /* Together they come near the raster's falling strength: half at the edge, none at the blur's
     * end. */
    static const float reach[VECTOR_SHADOW_LAYERS] = {0.75f, 0.45f, 0.15f};
    static const float strength[VECTOR_SHADOW_LAYERS] = {0.08f, 0.14f, 0.2f};
    rect.y += style->shadow_y;
    for (int i = 0; i < VECTOR_SHADOW_LAYERS; i++) {
        float by = style->shadow_blur * reach[i];
        layers[i].box = vector_box(rect_inset(rect, -by), style->radius + by, 0);
        layers[i].color = color_with_alpha(style->shadow, strength[i]);
    }
}
