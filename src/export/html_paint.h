/* One SVG text for two themes: where its light and dark version differ in a colour, it refers to a
 * variable of the page, which has one value a theme. */
#ifndef LASTREF_EXPORT_HTML_PAINT_H
#define LASTREF_EXPORT_HTML_PAINT_H

#include "base/array.h"
#include "base/geometry.h"
#include "base/text.h"

/* A colour of the light theme and the dark theme's at the same places. */
typedef struct PaintPair {
    Color light, dark;
} PaintPair;

/* The variables of a page; a zeroed one has none. */
typedef struct PaintTable {
    Array(PaintPair) pairs;
} PaintTable;

void paint_table_deinit(PaintTable *table);

/* Appends the light picture with variables for the colours that differ in the dark one. False, and
 * nothing is appended, when they differ in more than that. */
bool paint_merge(PaintTable *table, Text light, Text dark, TextBuffer *out);

/* Appends "--p0:#0072b2;--p1:..." of one of the themes. */
void paint_table_append(const PaintTable *table, bool dark, TextBuffer *out);

#endif
