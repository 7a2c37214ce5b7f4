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
} PdfPage;

/* Appends the file. `title` and `subject` (the description, may be empty) are what readers show as
 * its properties. False with a message, and nothing appended, when cairo cannot make it. */
bool pdf_write(const PdfPage *pages, size_t count, Text title, Text subject,
               const TextMeasure *measure, TextBuffer *out, Error *error);

#endif
