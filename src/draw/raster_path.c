/* Strokes: a path is flattened, and each of its segments writes its coverage into the worker's
 * scratch bytes, where the greatest wins; so joints and crossings of one stroke are never counted
 * twice. Then the touched part is blended and cleared. Cost follows the length of the path, not the
 * box around it. */
#include "draw/raster_parts.h"

/* Coordinates are cut to this before any arithmetic on them, in pixels. */
static const float FAR = 1e6f;

/* A flattened curve stays this near to the curve, in pixels. */
static const float FLATNESS = 0.12f;

/* Half the width of the widest stroke, in pixels. */
static const float MAX_HALF = 256;

enum { MAX_SEGMENTS = 400, MAX_DASHES = 20000 };

static float near_enough(float v) {
    return v > -FAR ? (v < FAR ? v : FAR) : -FAR;
}

static Point to_pixels(const Band *band, Point p) {
    return (Point){near_enough(p.x * band->scale), near_enough(p.y * band->scale)};
}

/* Takes the greater of what is there and `value`, at row y of the band. */
static inline void put(uint8_t *at, float value) {
    uint8_t byte = (uint8_t)(value * 255 + 0.5f);
    if (byte > *at) *at = byte;
}

static void touch(const Band *band, int y, int first, int last) {
    Worker *worker = band->worker;
    int row = y - band->rect.y0;
    if (first < worker->row_first[row]) worker->row_first[row] = first;
    if (last > worker->row_last[row]) worker->row_last[row] = last;
}

static uint8_t *coverage_row(const Band *band, int y) {
    return band->worker->coverage +
           (size_t)(y - band->rect.y0) * (size_t)band->worker->coverage_stride;
}

/* A segment with round ends, `half` pixels to each side. Coverage is that of a one-pixel wide box
 * filter across the stroke: exact for any width, also below a pixel. */
static void capsule(const Band *band, PixelRect area, Point p, Point q, float half) {
    float dx = q.x - p.x, dy = q.y - p.y, length = sqrtf(dx * dx + dy * dy);
    float reach = half + 0.5f, most = smaller(1, 2 * half);
    float left = smaller(p.x, q.x) - reach, right = larger(p.x, q.x) + reach;
    int y0 = pixel_floor(smaller(p.y, q.y) - reach), y1 = pixel_ceil(larger(p.y, q.y) + reach);
    if (y0 < area.y0) y0 = area.y0;
    if (y1 > area.y1) y1 = area.y1;
    if (length < 1e-3f) dx = 1, dy = 0, length = 0;
    float ux = length > 0 ? dx / length : 1, uy = length > 0 ? dy / length : 0;
    bool slanted = fabsf(uy) > 0.02f;
    float along_row = slanted ? ux / uy : 0, spread = slanted ? reach / fabsf(uy) : 0;
    for (int y = y0; y < y1; y++) {
        float py = (float)y + 0.5f - p.y, from = left, to = right;
        if (slanted) { /* only the strip around the endless line through both points */
            float middle = p.x + py * along_row;
            from = larger(from, middle - spread);
            to = smaller(to, middle + spread);
        }
        int x0 = pixel_floor(from), x1 = pixel_ceil(to);
        if (x0 < area.x0) x0 = area.x0;
        if (x1 > area.x1) x1 = area.x1;
        if (x0 >= x1) continue;
        touch(band, y, x0, x1);
        uint8_t *row = coverage_row(band, y);
        for (int x = x0; x < x1; x++) {
            float px = (float)x + 0.5f - p.x;
            float along = px * ux + py * uy, distance;
            if (along < 0) {
                distance = sqrtf(px * px + py * py);
            } else if (along > length) {
                float qx = (float)x + 0.5f - q.x, qy = (float)y + 0.5f - q.y;
                distance = sqrtf(qx * qx + qy * qy);
            } else {
                distance = fabsf(px * uy - py * ux);
            }
            float coverage = reach - distance;
            if (coverage > 0) put(row + x, smaller(coverage, most));
        }
    }
}

/* A filled triangle, by the distance to its nearest side. */
static void triangle(const Band *band, PixelRect area, Point a, Point b, Point c) {
    float turn = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (fabsf(turn) < 1e-3f) return;
    if (turn < 0) {
        Point swap = b;
        b = c, c = swap;
    }
    Point corners[3] = {a, b, c};
    float nx[3], ny[3], offset[3];
    for (int i = 0; i < 3; i++) { /* inward normals */
        Point p = corners[i], q = corners[(i + 1) % 3];
        float dx = q.x - p.x, dy = q.y - p.y, length = sqrtf(dx * dx + dy * dy);
        nx[i] = -dy / length, ny[i] = dx / length;
        offset[i] = 0.5f - (nx[i] * p.x + ny[i] * p.y);
    }
    int x0 = pixel_floor(smaller(a.x, smaller(b.x, c.x)) - 0.5f);
    int x1 = pixel_ceil(larger(a.x, larger(b.x, c.x)) + 0.5f);
    int y0 = pixel_floor(smaller(a.y, smaller(b.y, c.y)) - 0.5f);
    int y1 = pixel_ceil(larger(a.y, larger(b.y, c.y)) + 0.5f);
    PixelRect part = pixel_rect_intersection(area, (PixelRect){x0, y0, x1, y1});
    for (int y = part.y0; y < part.y1; y++) {
        uint8_t *row = coverage_row(band, y);
        if (part.x0 < part.x1) touch(band, y, part.x0, part.x1);
        for (int x = part.x0; x < part.x1; x++) {
            float coverage = 1;
            for (int i = 0; i < 3; i++) {
                float d = nx[i] * ((float)x + 0.5f) + ny[i] * ((float)y + 0.5f) + offset[i];
                coverage = smaller(coverage, d);
            }
            if (coverage > 0) put(row + x, coverage);
        }
    }
}

/* Blends what has been gathered, in the rows of `area`, and clears it. */
static void finish(const Band *band, PixelRect area, uint32_t pixel) {
    Worker *worker = band->worker;
    for (int y = area.y0; y < area.y1; y++) {
        int row = y - band->rect.y0, first = worker->row_first[row], last = worker->row_last[row];
        if (first >= last) continue;
        uint8_t *coverage = coverage_row(band, y);
        span_cover(band_row(band, y) + first, coverage + first, last - first, pixel);
        memset(coverage + first, 0, (size_t)(last - first));
        worker->row_first[row] = band->width;
        worker->row_last[row] = 0;
    }
}

static void flatten(const Band *band, const Point c[4]) {
    Worker *worker = band->worker;
    /* Wang's bound: how many equal steps in t keep a cubic within FLATNESS of its chords. */
    float ax = c[0].x - 2 * c[1].x + c[2].x, ay = c[0].y - 2 * c[1].y + c[2].y;
    float bx = c[1].x - 2 * c[2].x + c[3].x, by = c[1].y - 2 * c[2].y + c[3].y;
    float bend = sqrtf(larger(ax * ax + ay * ay, bx * bx + by * by));
    float steps = sqrtf(0.75f * bend / FLATNESS);
    int count = steps < MAX_SEGMENTS ? pixel_ceil(steps) : MAX_SEGMENTS;
    if (count < 1) count = 1;
    array_reserve(&worker->points, (size_t)count + 1);
    for (int i = 1; i < count; i++)
        array_push(&worker->points, curve_point(c, (float)i / (float)count));
    array_push(&worker->points, c[3]);
}

/* Cuts the path where it enters the head and draws the head. */
static void arrow_head(const Band *band, PixelRect area, ArrowHead head) {
    Worker *worker = band->worker;
    if (worker->points.count < 2) return;
    float length = head.length * band->scale, half = head.width * band->scale / 2;
    Point tip = array_last(&worker->points), base = tip;
    /* The base lies where the path comes nearer than `length`; the stroke goes on a bit inside. */
    for (int pass = 0; pass < 2; pass++) {
        float wanted = pass == 0 ? length : length * 0.7f;
        size_t i = worker->points.count - 1;
        float inside = 0, outside = 0;
        while (i > 0) {
            Point p = worker->points.items[i - 1];
            outside = sqrtf((p.x - tip.x) * (p.x - tip.x) + (p.y - tip.y) * (p.y - tip.y));
            if (outside >= wanted) break;
            inside = outside;
            i--;
        }
        if (i == 0) { /* the whole path is shorter than the head */
            if (pass == 0) base = worker->points.items[0];
            if (pass == 1) worker->points.count = 1;
            continue;
        }
        Point p = worker->points.items[i - 1], q = worker->points.items[i];
        float t = outside > inside ? (outside - wanted) / (outside - inside) : 0;
        Point cut = {p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t};
        if (pass == 0) {
            base = cut;
        } else {
            worker->points.items[i] = cut;
            worker->points.count = i + 1;
        }
    }
    float dx = tip.x - base.x, dy = tip.y - base.y, size = sqrtf(dx * dx + dy * dy);
    if (size < 1e-3f) return;
    dx /= size, dy /= size;
    base = (Point){tip.x - dx * length, tip.y - dy * length};
    triangle(band, area, tip, (Point){base.x - dy * half, base.y + dx * half},
             (Point){base.x + dy * half, base.y - dx * half});
}

static bool may_touch(PixelRect area, Point p, Point q, float reach) {
    return larger(p.x, q.x) + reach > (float)area.x0 &&
           smaller(p.x, q.x) - reach < (float)area.x1 &&
           larger(p.y, q.y) + reach > (float)area.y0 && smaller(p.y, q.y) - reach < (float)area.y1;
}

static void solid_path(const Band *band, PixelRect area, float half) {
    const Worker *worker = band->worker;
    for (size_t i = 0; i + 1 < worker->points.count; i++) {
        Point p = worker->points.items[i], q = worker->points.items[i + 1];
        if (may_touch(area, p, q, half + 1)) capsule(band, area, p, q, half);
    }
    if (worker->points.count == 1)
        capsule(band, area, worker->points.items[0], worker->points.items[0], half);
}

/* Dashes have round ends, which count as part of their length. */
static void dashed_path(const Band *band, PixelRect area, float half, float dash, float gap) {
    const Worker *worker = band->worker;
    float period = larger(dash + gap, 1), on = larger(dash - 2 * half, 0);
    float at = smaller(half, dash / 2); /* where the next dash starts, from the start of the path */
    float walked = 0;                   /* to the start of the segment */
    int made = 0;
    for (size_t i = 0; i + 1 < worker->points.count && made < MAX_DASHES; i++) {
        Point p = worker->points.items[i], q = worker->points.items[i + 1];
        float dx = q.x - p.x, dy = q.y - p.y, length = sqrtf(dx * dx + dy * dy);
        if (length < 1e-6f) continue;
        /* A dash may start before this segment and end behind it; each segment draws its part. */
        while (at < walked + length && made < MAX_DASHES) {
            float from = larger((at - walked) / length, 0);
            float to = smaller((at + on - walked) / length, 1);
            if (to >= from) {
                Point a = {p.x + dx * from, p.y + dy * from}, b = {p.x + dx * to, p.y + dy * to};
                if (may_touch(area, a, b, half + 1)) capsule(band, area, a, b, half);
            }
            made++;
            if (at + on > walked + length) break;
            at += period;
        }
        walked += length;
    }
}

static void stroke_path(const Band *band, PixelRect area, Stroke stroke) {
    float half = smaller(stroke.width * band->scale / 2, MAX_HALF);
    if (!(half > 0)) return;
    float dash = stroke.dash * band->scale, gap = stroke.gap * band->scale;
    if (dash > 0 && dash + gap > 2 * half) { /* else the dashes' round ends fill the gaps */
        dashed_path(band, area, half, dash, gap);
    } else {
        solid_path(band, area, half);
    }
}

void raster_curve(const Band *band, const RasterItem *item) {
    const DrawCommand *command = item->command;
    PixelRect area = pixel_rect_intersection(item->area, band->rect);
    Point c[4] = {to_pixels(band, command->curve.from),
                  to_pixels(band, command->curve.control_from),
                  to_pixels(band, command->curve.control_to), to_pixels(band, command->curve.to)};
    array_clear(&band->worker->points);
    array_push(&band->worker->points, c[0]);
    flatten(band, c);
    if (command->curve.head.length > 0) arrow_head(band, area, command->curve.head);
    stroke_path(band, area, command->curve.stroke);
    finish(band, area, pixel_of(command->curve.stroke.color));
}

/* A level or upright line is moved so that its edges lie between pixels. */
static bool straight_line(const Band *band, const RasterItem *item, PixelRect area) {
    const DrawCommand *command = item->command;
    if (command->line.count != 2 || command->line.head.length > 0) return false;
    Point p = to_pixels(band, command->line.points[0]),
          q = to_pixels(band, command->line.points[1]);
    bool level = p.y == q.y, upright = p.x == q.x;
    if (level == upright) return false;
    Stroke stroke = command->line.stroke;
    float width = stroke.width * band->scale;
    int pixels = width < 1.5f ? 1 : pixel_round(smaller(width, FAR));
    uint32_t pixel = pixel_of(color_with_alpha(stroke.color, unit(width + 0.2f)));
    float at = level ? p.y : p.x;
    int first = pixel_round(at - (float)pixels / 2);
    if (pixels > 2 || stroke.dash > 0) {
        float middle = (float)first + (float)pixels / 2;
        if (level) p.y = q.y = middle;
        if (upright) p.x = q.x = middle;
        array_clear(&band->worker->points);
        array_push(&band->worker->points, p);
        array_push(&band->worker->points, q);
        stroke.width = (float)pixels / band->scale;
        stroke_path(band, area, stroke);
        finish(band, area, pixel);
        return true;
    }
    int from = pixel_round(level ? smaller(p.x, q.x) : smaller(p.y, q.y));
    int to = pixel_round(level ? larger(p.x, q.x) : larger(p.y, q.y));
    PixelRect rect = level ? (PixelRect){from, first, to, first + pixels}
                           : (PixelRect){first, from, first + pixels, to};
    rect = pixel_rect_intersection(rect, area);
    for (int y = rect.y0; y < rect.y1; y++)
        span_fill(band_row(band, y) + rect.x0, rect.x1 - rect.x0, pixel);
    return true;
}

void raster_line(const Band *band, const RasterItem *item) {
    const DrawCommand *command = item->command;
    PixelRect area = pixel_rect_intersection(item->area, band->rect);
    if (straight_line(band, item, area)) return;
    array_clear(&band->worker->points);
    for (uint32_t i = 0; i < command->line.count; i++)
        array_push(&band->worker->points, to_pixels(band, command->line.points[i]));
    if (command->line.head.length > 0) arrow_head(band, area, command->line.head);
    stroke_path(band, area, command->line.stroke);
    finish(band, area, pixel_of(command->line.stroke.color));
}

/* A quarter of a circle as a cubic: the control points' distance from the corner, in radii. */
static const float QUARTER = 1 - 0.5522848f;

static void quarter(const Band *band, Point from, Point corner, Point to) {
    Point c[4] = {
        from,
        {corner.x + (from.x - corner.x) * QUARTER, corner.y + (from.y - corner.y) * QUARTER},
        {corner.x + (to.x - corner.x) * QUARTER, corner.y + (to.y - corner.y) * QUARTER},
        to};
    array_push(&band->worker->points, from);
    flatten(band, c);
}

/* The closed path around a rounded rectangle, from the middle of its top edge clockwise. */
static void rounded_path(const Band *band, Rect r, float radius) {
    float right = r.x + r.w, bottom = r.y + r.h, middle = r.x + r.w / 2;
    array_clear(&band->worker->points);
    array_push(&band->worker->points, ((Point){middle, r.y}));
    quarter(band, (Point){right - radius, r.y}, (Point){right, r.y}, (Point){right, r.y + radius});
    quarter(band, (Point){right, bottom - radius}, (Point){right, bottom},
            (Point){right - radius, bottom});
    quarter(band, (Point){r.x + radius, bottom}, (Point){r.x, bottom},
            (Point){r.x, bottom - radius});
    quarter(band, (Point){r.x, r.y + radius}, (Point){r.x, r.y}, (Point){r.x + radius, r.y});
    array_push(&band->worker->points, ((Point){middle, r.y}));
}

/* A closed path gets a whole number of dashes. */
static void dash_around(const Band *band, PixelRect area, Stroke stroke) {
    const Worker *worker = band->worker;
    float around = 0;
    for (size_t i = 0; i + 1 < worker->points.count; i++) {
        Point p = worker->points.items[i], q = worker->points.items[i + 1];
        around += sqrtf((q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y));
    }
    float dash = stroke.dash * band->scale, period = larger(dash + stroke.gap * band->scale, 1);
    int count = pixel_round(around / period);
    if (count > 0 && count < MAX_DASHES) stroke.gap = (around / (float)count - dash) / band->scale;
    stroke_path(band, area, stroke);
    finish(band, area, pixel_of(stroke.color));
}

void raster_dashed_box(const Band *band, PixelRect area, Rect rect, float radius, Stroke stroke) {
    float width = stroke.width * band->scale;
    int pixels = width < 1.5f ? 1 : pixel_round(smaller(width, FAR));
    stroke.width = (float)pixels / band->scale;
    stroke.color = color_with_alpha(stroke.color, unit(width + 0.2f));
    Rect middle = rect_inset(rect, (float)pixels / 2);
    if (middle.w <= 0 || middle.h <= 0) return;
    float most = smaller(middle.w, middle.h) / 2;
    rounded_path(band, middle, larger(smaller(radius - (float)pixels / 2, most), 0));
    dash_around(band, area, stroke);
}

/* The ring and disc of one row: pixels between the two squares are computed, the inside is a span.
 */
static void circle_row(const Band *band, PixelRect area, int y, Point center, float radius,
                       float stroke, uint32_t fill, uint32_t line) {
    float dy = (float)y + 0.5f - center.y, reach = radius + 0.5f, inner = radius - stroke;
    float square = reach * reach - dy * dy;
    if (square <= 0) return;
    float half = sqrtf(square);
    int x0 = pixel_floor(center.x - half), x1 = pixel_ceil(center.x + half);
    if (x0 < area.x0) x0 = area.x0;
    if (x1 > area.x1) x1 = area.x1;
    int solid = x1, solid_end = x1; /* wholly inside the stroke's inner edge */
    float solid_radius = inner - 0.5f;
    if (solid_radius > fabsf(dy)) {
        float width = sqrtf(solid_radius * solid_radius - dy * dy);
        solid = pixel_ceil(center.x - width + 0.5f);
        solid_end = pixel_floor(center.x + width - 0.5f) + 1;
        if (solid < x0) solid = x0;
        if (solid_end > x1) solid_end = x1;
        if (solid >= solid_end) solid = solid_end = x1;
    }
    uint32_t *row = band_row(band, y);
    float most = smaller(1, 2 * radius), ring_most = smaller(1, stroke);
    for (int x = x0; x < x1; x++) {
        if (x == solid && solid < solid_end) {
            span_fill(row + solid, solid_end - solid, fill);
            x = solid_end - 1;
            continue;
        }
        float dx = (float)x + 0.5f - center.x, distance = sqrtf(dx * dx + dy * dy);
        float outer_cover = smaller(unit(reach - distance), most);
        float inner_cover = stroke > 0 ? unit(inner + 0.5f - distance) : outer_cover;
        if (inner_cover > outer_cover) inner_cover = outer_cover;
        float ring = smaller(outer_cover - inner_cover, ring_most);
        uint32_t pixel = pixel_scaled(fill, (uint32_t)(inner_cover * 255 + 0.5f));
        if (stroke > 0) {
            uint32_t whole = (uint32_t)(smaller(inner_cover + ring, 1) * 255 + 0.5f);
            pixel += pixel_scaled(line, whole - (uint32_t)(inner_cover * 255 + 0.5f));
        }
        if (pixel) row[x] = pixel_over(row[x], pixel);
    }
}

void raster_circle(const Band *band, const RasterItem *item) {
    const DrawCommand *command = item->command;
    PixelRect area = pixel_rect_intersection(item->area, band->rect);
    Point center = to_pixels(band, command->circle.center);
    float radius = smaller(command->circle.radius * band->scale, FAR);
    Stroke line = command->circle.stroke;
    float stroke = line.color >> 24 ? smaller(line.width * band->scale, radius) : 0;
    bool dashed = stroke > 0 && line.dash > 0;
    if (!(radius > 0)) return;
    uint32_t fill = pixel_of(command->circle.fill), pixel = pixel_of(line.color);
    if (fill || (stroke > 0 && !dashed)) {
        for (int y = area.y0; y < area.y1; y++)
            circle_row(band, area, y, center, radius, dashed ? 0 : stroke, fill, pixel);
    }
    if (dashed) {
        float middle = radius - stroke / 2;
        rounded_path(band, (Rect){center.x - middle, center.y - middle, 2 * middle, 2 * middle},
                     middle);
        dash_around(band, area, line);
    }
}

void raster_dots(const Band *band, const RasterItem *item) {
    const DrawCommand *command = item->command;
    PixelRect area = pixel_rect_intersection(item->area, band->rect);
    float spacing = command->dot_grid.spacing * band->scale;
    float radius = command->dot_grid.radius * band->scale;
    if (!(spacing >= 2) || !(radius > 0) || radius > spacing) return;
    /* Dots lie on whole pixels so that all look the same. */
    int reach = pixel_ceil(radius);
    float ox = command->dot_grid.origin.x * band->scale,
          oy = command->dot_grid.origin.y * band->scale;
    if (!(fabsf(ox) < FAR) || !(fabsf(oy) < FAR)) return;
    int i0 = pixel_floor(((float)(area.x0 - reach) - ox) / spacing);
    int i1 = pixel_ceil(((float)(area.x1 + reach) - ox) / spacing);
    int j0 = pixel_floor(((float)(area.y0 - reach) - oy) / spacing);
    int j1 = pixel_ceil(((float)(area.y1 + reach) - oy) / spacing);
    uint32_t pixel = pixel_of(command->dot_grid.color);
    for (int j = j0; j <= j1; j++) {
        float y = (float)pixel_floor(oy + (float)j * spacing) + 0.5f;
        for (int i = i0; i <= i1; i++) {
            Point center = {(float)pixel_floor(ox + (float)i * spacing) + 0.5f, y};
            PixelRect dot = {(int)center.x - reach, (int)center.y - reach,
                             (int)center.x + reach + 1, (int)center.y + reach + 1};
            dot = pixel_rect_intersection(dot, area);
            for (int row = dot.y0; row < dot.y1; row++)
                circle_row(band, dot, row, center, radius, 0, pixel, 0);
        }
    }
}

/* Exact area coverage of one edge in row y: cover and area are gathered in differences, so that a
 * running sum over the row gives the coverage of each pixel. x is counted from `left`. */
static void edge_in_row(float *sums, int left, int right, float x0, float y0, float x1, float y1) {
    float height = y1 - y0; /* signed; 0 .. 1 in size */
    if (height == 0) return;
    float first = (float)left, last = (float)right;
    if (x0 > x1) {
        float swap = x0;
        x0 = x1, x1 = swap; /* the height keeps its sign: the area is symmetric */
    }
    if (x1 <= first) { /* all pixels of the row lie to its right */
        sums[0] += height;
        return;
    }
    if (x0 >= last) return;
    if (x0 < first) {
        float share = (first - x0) / (x1 - x0);
        sums[0] += height * share;
        height -= height * share;
        x0 = first;
    }
    if (x1 > last) {
        height *= (last - x0) / (x1 - x0);
        x1 = last;
    }
    int cell = pixel_floor(x0), end = pixel_floor(x1);
    if (cell == end || x1 - x0 < 1e-6f) {
        float middle = (x0 + x1) / 2 - (float)cell;
        sums[cell - left] += height * (1 - middle);
        sums[cell - left + 1] += height * middle;
        return;
    }
    float slope = height / (x1 - x0), x = x0;
    for (; cell <= end; cell++) {
        float next = smaller((float)(cell + 1), x1), part = slope * (next - x);
        float middle = (x + next) / 2 - (float)cell;
        sums[cell - left] += part * (1 - middle);
        sums[cell - left + 1] += part * middle;
        x = next;
    }
}

void raster_polygon(const Band *band, const RasterItem *item) {
    const DrawCommand *command = item->command;
    PixelRect area = pixel_rect_intersection(item->area, band->rect);
    uint32_t count = command->polygon.count, pixel = pixel_of(command->polygon.fill);
    if (count < 3 || pixel == 0) return;
    Worker *worker = band->worker;
    array_clear(&worker->points);
    float leftmost = FAR, rightmost = -FAR;
    for (uint32_t i = 0; i < count; i++) {
        Point p = to_pixels(band, command->polygon.points[i]);
        array_push(&worker->points, p);
        leftmost = smaller(leftmost, p.x), rightmost = larger(rightmost, p.x);
    }
    /* The sums start at the same pixel whatever part is drawn, so that a pixel is the same too. */
    int left = pixel_floor(leftmost), right = pixel_ceil(rightmost);
    if (left < 0) left = 0;
    if (right > band->width) right = band->width;
    if (left >= right) return;
    for (int y = area.y0; y < area.y1; y++) {
        memset(worker->accumulator, 0, ((size_t)(right - left) + 3) * sizeof(float));
        float top = (float)y, bottom = (float)(y + 1);
        bool any = false;
        for (uint32_t i = 0; i < count; i++) {
            Point p = worker->points.items[i], q = worker->points.items[(i + 1) % count];
            if (larger(p.y, q.y) <= top || smaller(p.y, q.y) >= bottom || p.y == q.y) continue;
            float slope = (q.x - p.x) / (q.y - p.y);
            float y0 = smaller(larger(p.y, top), bottom), y1 = smaller(larger(q.y, top), bottom);
            edge_in_row(worker->accumulator, left, right, p.x + (y0 - p.y) * slope, y0,
                        p.x + (y1 - p.y) * slope, y1);
            any = true;
        }
        if (!any) continue;
        float sum = 0;
        uint8_t *coverage = coverage_row(band, y);
        for (int x = left; x < area.x1 && x < right; x++) {
            sum += worker->accumulator[x - left];
            float turns = fabsf(sum); /* even-odd: fold whole turns back */
            turns -= 2 * (float)(int)(turns / 2);
            if (turns > 1) turns = 2 - turns;
            if (x >= area.x0) coverage[x] = (uint8_t)(unit(turns) * 255 + 0.5f);
        }
        int first = left > area.x0 ? left : area.x0, last = right < area.x1 ? right : area.x1;
        if (first < last) touch(band, y, first, last);
    }
    finish(band, area, pixel);
}
