/* Runs of text on a cairo surface. Internal to export/pdf.
 *
 * A run is set in the first font that has all of its characters: the face's own, another that
 * fontconfig knows; with the width that the picture was laid out for. What none has is drawn as an
 * image of what the window would show: it can be seen, but neither searched nor copied. */
#ifndef LASTREF_EXPORT_PDF_TEXT_H
#define LASTREF_EXPORT_PDF_TEXT_H

#include "draw/draw_list.h"

#include <cairo.h>

typedef struct PdfText {
    const TextMeasure *measure;
    cairo_font_face_t *faces[FONT_FACE_COUNT]; /* made when first used */
    TextBuffer cut, clean;
} PdfText;

/* A run as it is drawn, in what cairo takes for UTF-8: `out` is filled anew. */
void pdf_text_clean(Text run, TextBuffer *out);

void pdf_text_draw(PdfText *text, cairo_t *cairo, const DrawCommand *command);
void pdf_text_deinit(PdfText *text);

#endif
