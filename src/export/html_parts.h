/* Within html*.c: the fixed parts of a page, and its code. */
#ifndef LASTREF_EXPORT_HTML_PARTS_H
#define LASTREF_EXPORT_HTML_PARTS_H

#include "base/text.h"

/* src/export/page/page.css and page.js, built in. */
extern const char html_page_css[];
extern const char html_page_js[];

/* Appends text as HTML content; line feeds and tabs are kept. */
void html_append_lines(TextBuffer *out, Text text);

/* Appends one list item a line of Python source, coloured by class: k, s, n, c. */
void html_append_code(TextBuffer *out, Text source);

/* Line `number` (from 1) of a text, without blanks around it; empty when there is none. */
Text html_line_of(Text source, uint32_t number);

#endif
