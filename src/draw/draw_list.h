/* The picture as data: a list of plain tagged commands, from which the window, PNG, SVG and tests
 * are made.
 *
 * Coordinates are logical pixels, x to the right, y down; the scale of the screen is applied by
 * whoever renders. Later commands lie on top of earlier ones. Colours are 0xAARRGGBB, not
 * premultiplied; a colour with alpha 0 means "none". A zeroed style is valid and draws nothing.
 *
 * All strings and point arrays are copied into the list, so the caller may free its own at once.
 * Commands and what they point to live until the next draw_list_clear. The list can be read by
 * several threads while nobody appends.
 *
 * Clips, groups, transforms and opacities are balanced push/pop pairs; draw_list_check asserts it.
 * Transform and opacity are applied as a command is appended, so a command in the list is always in
 * final coordinates and colours; line widths, radii and text sizes follow the zoom. */
#ifndef LASTREF_DRAW_DRAW_LIST_H
#define LASTREF_DRAW_DRAW_LIST_H

#include "base/arena.h"
#include "base/array.h"
#include "base/geometry.h"
#include "base/text.h"
#include "draw/text_measure.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum DrawKind {
    DRAW_BOX,
    DRAW_LINE,
    DRAW_CIRCLE,
    DRAW_CURVE,
    DRAW_POLYGON,
    DRAW_TEXT,
    DRAW_DOT_GRID,
    DRAW_CLIP_PUSH,
    DRAW_CLIP_POP,
    DRAW_GROUP_BEGIN,
    DRAW_GROUP_END
} DrawKind;

/* A stroke is centred on its path, except on boxes and circles: there it lies wholly inside the
 * outline, so that a 1 px border of a box at whole coordinates is exactly one row of pixels. */
typedef struct Stroke {
    Color color;
    float width;
    float dash; /* length of a dash; 0 is a solid stroke; a dash of about `width` gives dots */
    float gap;  /* length of the space after it */
} Stroke;

/* Corners that stay square although `radius` is set. */
enum {
    CORNER_TOP_LEFT = 1,
    CORNER_TOP_RIGHT = 2,
    CORNER_BOTTOM_RIGHT = 4,
    CORNER_BOTTOM_LEFT = 8,
    CORNERS_TOP = 3,
    CORNERS_BOTTOM = 12
};

typedef struct BoxStyle {
    Color fill;
    float radius;        /* cut to half the shorter side */
    unsigned square;     /* CORNER_ bits of corners that are not rounded */
    Stroke stroke;       /* inside the edge */
    Color hatch;         /* diagonal lines over the fill, under the stroke */
    float hatch_spacing; /* along x from line to line; 0 means 8 */
    float hatch_width;   /* 0 means 1 */
    Color shadow;        /* under the box, soft */
    float shadow_blur;   /* the shadow fades to nothing this far outside the edge */
    float shadow_y;      /* moved down by this much */
} BoxStyle;

/* A filled triangle whose tip is the end point; the stroke ends at its base. */
typedef struct ArrowHead {
    float length; /* 0: no head */
    float width;
} ArrowHead;

typedef enum TextAlign { TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT } TextAlign;

typedef enum TextLine {
    TEXT_BASELINE, /* at.y is the baseline */
    TEXT_TOP,      /* at.y is the top of the line: baseline minus ascent */
    TEXT_MIDDLE    /* capitals are centred on at.y */
} TextLine;

typedef struct TextStyle {
    FontFace face;
    float size; /* em, logical pixels */
    Color color;
    TextAlign align;
    TextLine line;
    float max_width; /* longer text is cut and ends in "…"; 0: as long as it is */
} TextStyle;

typedef struct DrawCommand {
    DrawKind kind;
    union {
        struct {
            Rect rect;
            BoxStyle style;
        } box;
        struct { /* a polyline with round joins and ends */
            const Point *points;
            uint32_t count;
            Stroke stroke;
            ArrowHead head;
        } line;
        struct {
            Point center;
            float radius;
            Color fill;
            Stroke stroke;
        } circle;
        struct { /* cubic Bezier with round ends */
            Point from, control_from, control_to, to;
            Stroke stroke;
            ArrowHead head; /* at `to` */
        } curve;
        struct { /* filled, even-odd, closed by itself */
            const Point *points;
            uint32_t count;
            Color fill;
        } polygon;
        struct {
            Point at;
            TextStyle style;
            Text text;
        } text;
        struct { /* dots at origin + (i, j) * spacing inside area */
            Rect area;
            Point origin;
            float spacing;
            float radius;
            Color color;
        } dot_grid;
        struct {
            Rect rect; /* already cut by the clips around it */
        } clip;
        struct {
            Text id;    /* may be empty */
            Text class; /* space separated; may be empty */
            Text title; /* for people; may be empty */
        } group;
    };
} DrawCommand;

typedef struct DrawTransform {
    Point offset; /* drawn = offset + zoom * given */
    float zoom;
} DrawTransform;

typedef struct DrawList {
    Array(DrawCommand) commands;
    Arena arena; /* strings and points of the commands */
    Array(Rect) clips;
    Array(DrawTransform) transforms;
    Array(float) opacities;
    uint32_t open_groups;
} DrawList;

/* A zeroed DrawList is empty and ready. */
void draw_list_deinit(DrawList *list);

/* Empties the list and keeps its memory. */
void draw_list_clear(DrawList *list);

/* Asserts that every push and begin has met its pop and end. */
void draw_list_check(const DrawList *list);

void draw_box(DrawList *list, Rect rect, BoxStyle style);
/* A plain filled rectangle. */
void draw_fill(DrawList *list, Rect rect, Color fill);
void draw_line(DrawList *list, Point from, Point to, Stroke stroke);
void draw_polyline(DrawList *list, const Point *points, size_t count, Stroke stroke,
                   ArrowHead head);
void draw_circle(DrawList *list, Point center, float radius, Color fill, Stroke stroke);
void draw_curve(DrawList *list, Point from, Point control_from, Point control_to, Point to,
                Stroke stroke, ArrowHead head);
void draw_polygon(DrawList *list, const Point *points, size_t count, Color fill);
void draw_triangle(DrawList *list, Point a, Point b, Point c, Color fill);
void draw_text(DrawList *list, Point at, TextStyle style, Text text);
void draw_string(DrawList *list, Point at, TextStyle style, const char *zero_terminated);
void draw_textf(DrawList *list, Point at, TextStyle style, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void draw_dot_grid(DrawList *list, Rect area, Point origin, float spacing, float radius,
                   Color color);

/* What lies outside `rect` is not drawn until the pop. Clips nest. */
void draw_clip_push(DrawList *list, Rect rect);
void draw_clip_pop(DrawList *list);

/* Names what follows, for SVG, screen readers and tests; changes no pixel. Null is an empty text.
 */
void draw_group_begin(DrawList *list, const char *id, const char *class, const char *title);
void draw_group_end(DrawList *list);

/* What is appended next is given in coordinates of its own: drawn = offset + zoom * given.
 * Transforms nest. */
void draw_transform_push(DrawList *list, Point offset, float zoom);
void draw_transform_pop(DrawList *list);
DrawTransform draw_transform(const DrawList *list);

/* Multiplies the alpha of each colour appended until the pop; 0 .. 1. Opacities nest. */
void draw_opacity_push(DrawList *list, float opacity);
void draw_opacity_pop(DrawList *list);

/* The point of the curve at t in 0 .. 1, and its direction (not normalized; never zero unless all
 * four points are one): for labels, hit tests and animation along an arrow. */
Point curve_point(const Point curve[4], float t);
Point curve_direction(const Point curve[4], float t);
/* Distance in logical pixels from `p` to the nearest point of the curve; `t` of that point goes to
 * `at` unless null. */
float curve_distance(const Point curve[4], Point p, float *at);

/* A box around everything that the command can touch, stroke, head and shadow included. For text it
 * is an estimate by face and size; clips and groups give an empty box. */
Rect draw_command_bounds(const DrawCommand *command);

/* One command a line, groups and clips indented, numbers to 1/100 px without trailing zeros: what
 * golden tests compare. Fields that are zero are left out. */
void draw_list_dump(const DrawList *list, TextBuffer *out);

static inline Color color_with_alpha(Color color, float alpha) {
    uint32_t a = (uint32_t)((float)(color >> 24) * alpha + 0.5f);
    return (color & 0x00FFFFFFu) | a << 24;
}

/* From a at t = 0 to b at t = 1, channel by channel. */
Color color_mix(Color a, Color b, float t);

#endif
