/* What the files of the SVG encoder share. Internal to export/svg. */
#ifndef LASTREF_EXPORT_SVG_PARTS_H
#define LASTREF_EXPORT_SVG_PARTS_H

#include "export/svg.h"

/* Hatches and dot grids that are alike share a pattern. */
typedef struct SvgPattern {
    bool dots;
    float spacing, width; /* of a hatch: of its lines; of dots: their radius */
    float x, y;           /* of the first dot */
    Color color;
} SvgPattern;

/* An id that was given, and how often. */
typedef struct SvgName {
    uint64_t hash; /* 0: none */
    uint32_t count;
} SvgName;

typedef struct SvgWriter {
    const SvgPicture *picture;
    TextBuffer *out;
    TextBuffer cut;
    Array(SvgPattern) patterns;
    SvgName *names; /* open addressing, `name_slots` of them: a power of two */
    size_t name_slots, name_count;
    TextBuffer name;
    uint32_t clips;
} SvgWriter;

/* ---- svg_shapes.c ---- */

void svg_put(SvgWriter *writer, const char *text);
/* At most two decimals, no zero at the end, no negative zero. */
void svg_put_number(SvgWriter *writer, float value);
void svg_put_attribute(SvgWriter *writer, const char *name, float value);
void svg_put_point(SvgWriter *writer, Point p);
/* ` fill="#ffffff" fill-opacity="0.5"`; none where nothing is seen. */
void svg_put_color(SvgWriter *writer, const char *name, Color color);
void svg_put_prefix(SvgWriter *writer);
void svg_put_rect(SvgWriter *writer, Rect rect);

/* A box, line, circle, curve, polygon or grid of dots. */
void svg_write_shape(SvgWriter *writer, const DrawCommand *command);

#endif
