#include "export/pdf_text.h"

#include "export/vector.h"

#include <cairo-ft.h>
#include <string.h>

typedef struct FaceWish {
    const char *families[3]; /* best first */
    int weight;              /* fontconfig's */
} FaceWish;

/* As platform/fonts.c has them. */
static const FaceWish wishes[FONT_FACE_COUNT] = {
    [FONT_UI] = {{"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_REGULAR},
    [FONT_UI_MEDIUM] = {{"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_MEDIUM},
    [FONT_UI_BOLD] = {{"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_DEMIBOLD},
    [FONT_MONO] = {{"JetBrains Mono", "DejaVu Sans Mono", "monospace"}, FC_WEIGHT_REGULAR},
    [FONT_MONO_BOLD] = {{"JetBrains Mono", "DejaVu Sans Mono", "monospace"}, FC_WEIGHT_BOLD},
};

/* `characters` (may be null) are those that the font should have before anything else. */
static cairo_font_face_t *make_face(FontFace face, const FcCharSet *characters) {
    FcPattern *pattern = FcPatternCreate();
    if (characters) FcPatternAddCharSet(pattern, FC_CHARSET, characters);
    for (int i = 0; i < 3; i++) {
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)wishes[face].families[i]);
    }
    FcPatternAddInteger(pattern, FC_WEIGHT, wishes[face].weight);
    FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddBool(pattern, FC_OUTLINE, FcTrue);
    FcPatternAddBool(pattern, FC_VARIABLE, FcFalse);
    FcPatternAddBool(pattern, FC_COLOR, FcFalse);
    cairo_font_face_t *made = cairo_ft_font_face_create_for_pattern(pattern);
    FcPatternDestroy(pattern);
    return made;
}

/* A font that may have what the face's own lacks. */
static cairo_font_face_t *make_other_face(FontFace face, const TextBuffer *clean) {
    FcCharSet *characters = FcCharSetCreate();
    const char *at = clean->bytes, *end = at + clean->length;
    while (at < end) FcCharSetAddChar(characters, (FcChar32)utf8_next(&at, end));
    cairo_font_face_t *made = make_face(face, characters);
    FcCharSetDestroy(characters);
    return made;
}

void pdf_text_deinit(PdfText *text) {
    for (int face = 0; face < FONT_FACE_COUNT; face++) {
        if (text->faces[face]) cairo_font_face_destroy(text->faces[face]);
    }
    text_deinit(&text->cut);
    text_deinit(&text->clean);
}

/* Code points that are no characters, which cairo refuses. */
static bool is_none(int32_t c) {
    return c < 0 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xFDD0 && c <= 0xFDEF);
}

/* The window's own order and joining is what such a run needs. */
static bool has_right_to_left(const TextBuffer *clean) {
    const char *at = clean->bytes, *end = at + clean->length;
    while (at < end) {
        if (utf8_is_right_to_left((uint32_t)utf8_next(&at, end))) return true;
    }
    return false;
}

void pdf_text_clean(Text run, TextBuffer *out) {
    const char *at = run.bytes, *end = run.bytes + run.length;
    text_clear(out);
    while (at < end) {
        int32_t c = utf8_next(&at, end);
        text_append_code_point(out, is_none(c) ? 0xFFFD : c < 0x20 ? ' ' : (uint32_t)c);
    }
}

/* The run as glyphs of a font; false when it lacks one. */
typedef struct Glyphs {
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    int count, cluster_count;
    cairo_text_cluster_flags_t flags;
} Glyphs;

static void glyphs_free(Glyphs *run) {
    cairo_glyph_free(run->glyphs);
    cairo_text_cluster_free(run->clusters);
}

static bool find_glyphs(cairo_t *cairo, const TextBuffer *clean, Glyphs *run) {
    *run = (Glyphs){0};
    cairo_scaled_font_t *font = cairo_get_scaled_font(cairo);
    cairo_status_t status = cairo_scaled_font_text_to_glyphs(
        font, 0, 0, clean->bytes, (int)clean->length, &run->glyphs, &run->count, &run->clusters,
        &run->cluster_count, &run->flags);
    bool whole = status == CAIRO_STATUS_SUCCESS;
    for (int i = 0; whole && i < run->count; i++) whole = run->glyphs[i].index != 0;
    if (!whole && status == CAIRO_STATUS_SUCCESS) glyphs_free(run);
    return whole;
}

/* The run's letters spread so that it is as wide as it was measured. */
static void show_glyphs(cairo_t *cairo, const TextBuffer *clean, Glyphs *run, Point at,
                        float width) {
    cairo_text_extents_t extents;
    cairo_scaled_font_glyph_extents(cairo_get_scaled_font(cairo), run->glyphs, run->count,
                                    &extents);
    double each = run->count ? ((double)width - extents.x_advance) / run->count : 0;
    for (int i = 0; i < run->count; i++) {
        run->glyphs[i].x += (double)at.x + each * i;
        run->glyphs[i].y += (double)at.y;
    }
    cairo_show_text_glyphs(cairo, clean->bytes, (int)clean->length, run->glyphs, run->count,
                           run->clusters, run->cluster_count, run->flags);
}

/* False when the font lacks something. */
static bool show_run(const PdfText *text, cairo_t *cairo, cairo_font_face_t *face, Point at,
                     float width) {
    Glyphs glyphs;
    cairo_set_font_face(cairo, face);
    if (!find_glyphs(cairo, &text->clean, &glyphs)) return false;
    show_glyphs(cairo, &text->clean, &glyphs, at, width);
    glyphs_free(&glyphs);
    return true;
}

/* As the window shows it, several pixels to a logical one. */
static void show_image(PdfText *text, cairo_t *cairo, const TextStyle *style, Text run, Point at) {
    const float fine = 4;
    TextBitmap bitmap =
        text->measure->render(text->measure->context, style->face, style->size * fine, run);
    if (bitmap.width <= 0 || bitmap.height <= 0) return;
    cairo_surface_t *mask =
        cairo_image_surface_create(CAIRO_FORMAT_A8, bitmap.width, bitmap.height);
    if (cairo_surface_status(mask) == CAIRO_STATUS_SUCCESS) {
        unsigned char *rows = cairo_image_surface_get_data(mask);
        int stride = cairo_image_surface_get_stride(mask);
        for (int y = 0; y < bitmap.height; y++) {
            memcpy(rows + (ptrdiff_t)y * stride, bitmap.coverage + (ptrdiff_t)y * bitmap.stride,
                   (size_t)bitmap.width);
        }
        cairo_surface_mark_dirty(mask);
        cairo_save(cairo);
        cairo_translate(cairo, (double)at.x, (double)at.y);
        cairo_scale(cairo, 1 / (double)fine, 1 / (double)fine);
        cairo_mask_surface(cairo, mask, bitmap.left, bitmap.top);
        cairo_restore(cairo);
    }
    cairo_surface_destroy(mask);
}

void pdf_text_draw(PdfText *text, cairo_t *cairo, const DrawCommand *command) {
    const TextStyle *style = &command->text.style;
    Color color = style->color;
    if (!(color >> 24) || !(style->size > 0)) return;
    VectorText run = vector_text(command, text->measure, &text->cut);
    if (style->align == TEXT_CENTER) run.at.x -= run.width / 2;
    if (style->align == TEXT_RIGHT) run.at.x -= run.width;
    pdf_text_clean(run.text, &text->clean);
    if (!text->clean.length) return;
    cairo_set_source_rgba(cairo, (color >> 16 & 255) / 255.0, (color >> 8 & 255) / 255.0,
                          (color & 255) / 255.0, (color >> 24) / 255.0);
    if (has_right_to_left(&text->clean)) {
        show_image(text, cairo, style, run.text, run.at);
        return;
    }
    cairo_set_font_size(cairo, (double)style->size);
    cairo_font_face_t **own = &text->faces[style->face];
    if (!*own) *own = make_face(style->face, NULL);
    if (show_run(text, cairo, *own, run.at, run.width)) return;
    cairo_font_face_t *other = make_other_face(style->face, &text->clean);
    bool shown = show_run(text, cairo, other, run.at, run.width);
    cairo_font_face_destroy(other);
    if (!shown) show_image(text, cairo, style, run.text, run.at);
}
