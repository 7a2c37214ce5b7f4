/* A draw list as the text of an SVG file: real text, groups with ids, classes and titles, a title
 * and a description for screen readers.
 *
 * The same list gives the same bytes on every machine with the same fonts: numbers have at most two
 * decimals, and nothing tells a time. Whatever strings are in the list, the result is valid XML
 * 1.0, and ids in it are unique. It refers to nothing outside of itself. */
#ifndef LASTREF_EXPORT_SVG_H
#define LASTREF_EXPORT_SVG_H

#include "draw/draw_list.h"

typedef struct SvgPicture {
    const DrawList *list;
    const TextMeasure *measure;
    Point size;         /* logical pixels: of 1/96 inch */
    Color background;   /* alpha 0: none */
    Text title;         /* what it is called */
    Text description;   /* what there is to see, in words; may be empty */
    Text document;      /* the scene that it carries, JSON; empty: none */
    const char *prefix; /* before all ids and references to them, so that several pictures can stand
                           in one page; null: none */
    bool inside;        /* part of an HTML page: without the XML declaration */
} SvgPicture;

/* Appends it. */
void svg_write(const SvgPicture *picture, TextBuffer *out);

#endif
