/* Draw lists as the pages of a PDF file, by cairo: paths and real text, a page as large as its
 * picture (a logical pixel is 3/4 point). The same pictures give the same bytes on a machine; no
 * time is told. */
#ifndef LASTREF_EXPORT_PDF_H
#define LASTREF_EXPORT_PDF_H

#include "base/error.h"
#include "draw/draw_list.h"

typedef struct PdfPage {
    const DrawList *list;
    Point size;       /* logical pixels */
    Color background; /* alpha 0: none */
    Text title;       /* in the list of contents; empty: it is not in it */
} PdfPage;

typedef struct Pdf Pdf;

/* `title` and `subject` (the description, may be empty) are what readers show as its properties.
 * The measure is borrowed until the end. */
Pdf *pdf_create(Text title, Text subject, const TextMeasure *measure);
void pdf_add(Pdf *pdf, const PdfPage *page);
/* Appends the file and destroys it. False with a message, and nothing appended, when cairo cannot
 * make it. */
bool pdf_finish(Pdf *pdf, TextBuffer *out, Error *error);
/* Gives it up; may be null. */
void pdf_destroy(Pdf *pdf);

#endif
