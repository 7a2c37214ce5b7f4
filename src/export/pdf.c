#include "export/pdf.h"

#include "base/memory.h"
#include "base/translate.h"
#include "export/pdf_text.h"
#include "export/vector.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>

enum { POINTS_PER_INCH = 72, PIXELS_PER_INCH = 96 };

static cairo_status_t take_bytes(void *closure, const unsigned char *bytes, unsigned length) {
    text_append(closure, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

static void set_color(cairo_t *cairo, Color color) {
    cairo_set_source_rgba(cairo, (color >> 16 & 255) / 255.0, (color >> 8 & 255) / 255.0,
                          (color & 255) / 255.0, (color >> 24) / 255.0);
}

/* Strokes the path. */
static void stroke_path(cairo_t *cairo, Stroke stroke) {
    float on, off, start;
    set_color(cairo, stroke.color);
    cairo_set_line_width(cairo, (double)stroke.width);
    if (vector_dash(stroke, &on, &off, &start)) {
        cairo_set_dash(cairo, (double[]){(double)on, (double)off}, 2, -(double)start);
    } else {
        cairo_set_dash(cairo, NULL, 0, 0);
    }
    cairo_stroke(cairo);
}

static void fill_path(cairo_t *cairo, Color color) {
    set_color(cairo, color);
    cairo_fill(cairo);
}

static void corner(cairo_t *cairo, float x, float y, float radius, int quarter) {
    if (radius <= 0) {
        cairo_line_to(cairo, (double)x, (double)y);
        return;
    }
    double from = (quarter + 2) * M_PI / 2;
    cairo_arc(cairo, (double)x, (double)y, (double)radius, from, from + M_PI / 2);
}

static void box_path(cairo_t *cairo, const VectorBox *box) {
    Rect r = box->rect;
    const float *c = box->radius;
    cairo_new_path(cairo);
    corner(cairo, r.x + c[0], r.y + c[0], c[0], 0);
    corner(cairo, rect_right(r) - c[1], r.y + c[1], c[1], 1);
    corner(cairo, rect_right(r) - c[2], rect_bottom(r) - c[2], c[2], 2);
    corner(cairo, r.x + c[3], rect_bottom(r) - c[3], c[3], 3);
    cairo_close_path(cairo);
}

/* The lines from the lower left to the upper right that cross the box, which is the clip. */
static void hatch(cairo_t *cairo, const VectorBox *box, const BoxStyle *style) {
    Rect r = box->rect;
    float spacing = fmaxf(style->hatch_spacing, 1);
    cairo_save(cairo);
    box_path(cairo, box);
    cairo_clip(cairo);
    for (float x = 0; x < r.w + r.h; x += spacing) {
        cairo_move_to(cairo, (double)(r.x + x), (double)r.y);
        cairo_line_to(cairo, (double)(r.x + x - r.h), (double)rect_bottom(r));
    }
    stroke_path(cairo, (Stroke){.color = style->hatch, .width = style->hatch_width});
    cairo_restore(cairo);
}

static void draw_box_command(cairo_t *cairo, const DrawCommand *command) {
    const BoxStyle *style = &command->box.style;
    Rect rect = command->box.rect;
    if (!(rect.w > 0) || !(rect.h > 0)) return;
    VectorBox box = vector_box(rect, style->radius, style->square);
    if (style->shadow >> 24 && style->shadow_blur > 0.25f) {
        VectorShadow layers[VECTOR_SHADOW_LAYERS];
        vector_shadow(rect, style, layers);
        for (int i = 0; i < VECTOR_SHADOW_LAYERS; i++) {
            box_path(cairo, &layers[i].box);
            fill_path(cairo, layers[i].color);
        }
    }
    if (style->fill >> 24) {
        box_path(cairo, &box);
        fill_path(cairo, style->fill);
    }
    if (style->hatch >> 24) hatch(cairo, &box, style);
    if (!vector_is_seen(style->stroke)) return;
    VectorBox middle = vector_box_inset(box, style->stroke.width / 2);
    if (middle.rect.w <= 0 || middle.rect.h <= 0) return;
    box_path(cairo, &middle);
    stroke_path(cairo, style->stroke);
}

static void draw_circle_command(cairo_t *cairo, const DrawCommand *command) {
    Stroke stroke = command->circle.stroke;
    float radius = command->circle.radius - (vector_is_seen(stroke) ? stroke.width / 2 : 0);
    if (!(radius > 0)) return;
    cairo_new_path(cairo);
    cairo_arc(cairo, (double)command->circle.center.x, (double)command->circle.center.y,
              (double)radius, 0, 2 * M_PI);
    set_color(cairo, command->circle.fill);
    if (command->circle.fill >> 24) cairo_fill_preserve(cairo);
    if (vector_is_seen(stroke)) stroke_path(cairo, stroke);
    cairo_new_path(cairo);
}

static void points_path(cairo_t *cairo, const Point *points, uint32_t count) {
    cairo_new_path(cairo);
    for (uint32_t i = 0; i < count; i++)
        cairo_line_to(cairo, (double)points[i].x, (double)points[i].y);
}

static void draw_head(cairo_t *cairo, const Point corners[3], Color color) {
    points_path(cairo, corners, 3);
    cairo_close_path(cairo);
    fill_path(cairo, color);
}

static void cubic(cairo_t *cairo, const Point c[4]) {
    cairo_curve_to(cairo, (double)c[1].x, (double)c[1].y, (double)c[2].x, (double)c[2].y,
                   (double)c[3].x, (double)c[3].y);
}

static void draw_curve_command(cairo_t *cairo, const DrawCommand *command) {
    Point c[4] = {command->curve.from, command->curve.control_from, command->curve.control_to,
                  command->curve.to};
    Point corners[3];
    bool head = command->curve.head.length > 0;
    if (!vector_is_seen(command->curve.stroke)) return;
    if (head) vector_arrow(c, command->curve.head, corners);
    cairo_new_path(cairo);
    cairo_move_to(cairo, (double)c[0].x, (double)c[0].y);
    cubic(cairo, c);
    stroke_path(cairo, command->curve.stroke);
    if (head) draw_head(cairo, corners, command->curve.stroke.color);
}

static void draw_line_command(cairo_t *cairo, const DrawCommand *command) {
    uint32_t count = command->line.count;
    bool head = command->line.head.length > 0 && count > 1;
    if (count < 2 || !vector_is_seen(command->line.stroke)) return;
    Point corners[3];
    points_path(cairo, command->line.points, head ? count - 1 : count);
    if (head) {
        Point end =
            vector_line_arrow(&command->line.points[count - 2], command->line.head, corners);
        cairo_line_to(cairo, (double)end.x, (double)end.y);
    }
    stroke_path(cairo, command->line.stroke);
    if (head) draw_head(cairo, corners, command->line.stroke.color);
}

static void draw_dots_command(cairo_t *cairo, const DrawCommand *command) {
    Rect area = command->dot_grid.area;
    float spacing = command->dot_grid.spacing;
    Point origin = command->dot_grid.origin;
    if (!(spacing >= 2) || !(command->dot_grid.color >> 24)) return;
    float first_x = origin.x + ceilf((area.x - origin.x) / spacing) * spacing;
    float first_y = origin.y + ceilf((area.y - origin.y) / spacing) * spacing;
    cairo_new_path(cairo);
    for (float y = first_y; y < rect_bottom(area); y += spacing) {
        for (float x = first_x; x < rect_right(area); x += spacing) {
            cairo_new_sub_path(cairo);
            cairo_arc(cairo, (double)x, (double)y, (double)command->dot_grid.radius, 0, 2 * M_PI);
        }
    }
    fill_path(cairo, command->dot_grid.color);
}

static void draw_command(cairo_t *cairo, const DrawCommand *command, PdfText *text) {
    switch (command->kind) {
    case DRAW_BOX: draw_box_command(cairo, command); break;
    case DRAW_LINE: draw_line_command(cairo, command); break;
    case DRAW_CIRCLE: draw_circle_command(cairo, command); break;
    case DRAW_CURVE: draw_curve_command(cairo, command); break;
    case DRAW_POLYGON:
        points_path(cairo, command->polygon.points, command->polygon.count);
        cairo_close_path(cairo);
        fill_path(cairo, command->polygon.fill);
        break;
    case DRAW_TEXT: pdf_text_draw(text, cairo, command); break;
    case DRAW_DOT_GRID: draw_dots_command(cairo, command); break;
    case DRAW_CLIP_PUSH: {
        Rect r = command->clip.rect;
        cairo_save(cairo);
        cairo_rectangle(cairo, (double)r.x, (double)r.y, (double)r.w, (double)r.h);
        cairo_clip(cairo);
        break;
    }
    case DRAW_CLIP_POP: cairo_restore(cairo); break;
    case DRAW_GROUP_BEGIN:
    case DRAW_GROUP_END: break; /* a page has no parts with names */
    }
}

static void draw_page(cairo_t *cairo, const PdfPage *page, PdfText *text) {
    cairo_save(cairo);
    cairo_scale(cairo, (double)POINTS_PER_INCH / PIXELS_PER_INCH,
                (double)POINTS_PER_INCH / PIXELS_PER_INCH);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    if (page->background >> 24) {
        cairo_rectangle(cairo, 0, 0, (double)page->size.x, (double)page->size.y);
        fill_path(cairo, page->background);
    }
    for (size_t i = 0; i < page->list->commands.count; i++) {
        draw_command(cairo, &page->list->commands.items[i], text);
    }
    cairo_restore(cairo);
    cairo_show_page(cairo);
}

static void set_words(cairo_surface_t *surface, cairo_pdf_metadata_t which, Text text) {
    TextBuffer clean = {0};
    pdf_text_clean(text, &clean);
    if (clean.length) cairo_pdf_surface_set_metadata(surface, which, text_cstr(&clean));
    text_deinit(&clean);
}

/* ---- the file ---- */

struct Pdf {
    TextBuffer bytes;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PdfText text;
    unsigned pages;
};

Pdf *pdf_create(Text title, Text subject, const TextMeasure *measure) {
    Pdf *pdf = memory_alloc(sizeof *pdf);
    pdf->surface = cairo_pdf_surface_create_for_stream(take_bytes, &pdf->bytes, 1, 1);
    set_words(pdf->surface, CAIRO_PDF_METADATA_TITLE, title);
    set_words(pdf->surface, CAIRO_PDF_METADATA_SUBJECT, subject);
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATOR,
                                   "Lastref " LASTREF_VERSION);
    /* cairo would tell the time of now */
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    pdf->cairo = cairo_create(pdf->surface);
    pdf->text.measure = measure;
    return pdf;
}

/* The page's line in the list of contents that readers show beside. */
static void add_to_contents(Pdf *pdf, Text title) {
    TextBuffer clean = {0};
    char page[32];
    pdf_text_clean(title, &clean);
    snprintf(page, sizeof page, "page=%u", ++pdf->pages);
    if (clean.length) {
        cairo_pdf_surface_add_outline(pdf->surface, CAIRO_PDF_OUTLINE_ROOT, text_cstr(&clean), page,
                                      0);
    }
    text_deinit(&clean);
}

void pdf_add(Pdf *pdf, const PdfPage *page) {
    const double points = (double)POINTS_PER_INCH / PIXELS_PER_INCH;
    cairo_pdf_surface_set_size(pdf->surface, (double)page->size.x * points,
                               (double)page->size.y * points);
    add_to_contents(pdf, page->title);
    draw_page(pdf->cairo, page, &pdf->text);
}

bool pdf_finish(Pdf *pdf, TextBuffer *out, Error *error) {
    cairo_status_t status = cairo_status(pdf->cairo);
    cairo_surface_finish(pdf->surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(pdf->surface);
    bool ok = status == CAIRO_STATUS_SUCCESS && pdf->bytes.length > 0;
    if (ok) text_append(out, text_cstr(&pdf->bytes), pdf->bytes.length);
    if (!ok) error_set(error, _("the PDF cannot be made: %s"), cairo_status_to_string(status));
    pdf_destroy(pdf);
    return ok;
}

void pdf_destroy(Pdf *pdf) {
    if (!pdf) return;
    pdf_text_deinit(&pdf->text);
    cairo_destroy(pdf->cairo);
    cairo_surface_finish(pdf->surface); /* writes to `bytes` */
    cairo_surface_destroy(pdf->surface);
    text_deinit(&pdf->bytes);
    memory_free(pdf);
}
