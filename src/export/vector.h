/* Draw commands as shapes of a vector picture: what the raster does with pixels, for SVG and PDF in
 * terms of paths. Coordinates are logical pixels. */
#ifndef LASTREF_EXPORT_VECTOR_H
#define LASTREF_EXPORT_VECTOR_H

#include "draw/draw_list.h"

/* A run of text as it is drawn: cut to its room. */
typedef struct VectorText {
    Text text;   /* borrowed: of the command, or of the buffer */
    Point at;    /* on the baseline, at the side that it is aligned to */
    float width; /* as measured */
    bool tight;  /* another font's letters could leave the room that it has */
} VectorText;

/* `cut` keeps a text that had to be cut. */
VectorText vector_text(const DrawCommand *command, const TextMeasure *measure, TextBuffer *cut);

/* Ends the last cubic of a path a little inside its arrow head and gives the head's corners, tip
 * first. */
void vector_arrow(Point curve[4], ArrowHead head, Point corners[3]);

/* The same for a straight line of two points; returns where it then ends. */
Point vector_line_arrow(const Point line[2], ArrowHead head, Point corners[3]);

/* Whether a stroke leaves a trace. */
bool vector_is_seen(Stroke stroke);

/* Dashes have round ends, which count as part of their length: the lengths on and off without them,
 * and how far the first one is from the start. False: a solid stroke. */
bool vector_dash(Stroke stroke, float *on, float *off, float *start);

/* A rectangle with corners that need not be alike. */
typedef struct VectorBox {
    Rect rect;
    float radius[4]; /* top left, top right, bottom right, bottom left; 0: not round */
} VectorBox;

/* Corners whose CORNER_ bit is in `square` are not round. */
VectorBox vector_box(Rect rect, float radius, unsigned square);
/* The middle line of a stroke of this width that lies inside. */
VectorBox vector_box_inset(VectorBox box, float by);

/* A soft shadow as a few translucent boxes, the largest first. */
enum { VECTOR_SHADOW_LAYERS = 3 };

typedef struct VectorShadow {
    VectorBox box;
    Color color;
} VectorShadow;

void vector_shadow(Rect rect, const BoxStyle *style, VectorShadow layers[VECTOR_SHADOW_LAYERS]);

#endif
