/* Figures: pictures made for a file. A figure is a draw list with its size, title and description;
 * what writes PNG, SVG, PDF and sequences takes it from there.
 *
 * A panel is what is seen of one stop: the scene alone, or the whole window. A figure shows one
 * panel, or several side by side in one scale, with captions under them and a legend. Figures of a
 * series share a frame, so that nothing jumps from one to the next:
 *
 *     figure_panel_of_scene(&panels[i], scene, ...);      each stop
 *     FigureFrame frame = figure_frame(&style, panels, count, 1);
 *     figure_make(&figure, &style, &frame, &panels[i], 1); each figure
 *
 * Sizes are logical pixels: 1/96 inch. */
#ifndef LASTREF_EXPORT_FIGURE_H
#define LASTREF_EXPORT_FIGURE_H

#include "draw/draw_list.h"
#include "draw/theme.h"
#include "scene/scene.h"

enum {
    FIGURE_STRIP_MAX = 6, /* panels side by side */
    FIGURE_PANELS_MAX = 500,
    FIGURE_LEGIBLE = 9 /* pixels of a file: smaller text is hard to read */
};

typedef enum FigureFit {
    FIGURE_NATURAL, /* as large as it is on screen */
    FIGURE_BOX,     /* exactly `size`: fitted into it and centred */
    FIGURE_COLUMN,  /* `size.x` wide and as high as needed */
    FIGURE_PRINT    /* as large as its smallest text needs to have 18 pt */
} FigureFit;

/* "natural", "slide" (1600 x 900), "column" (900 wide), "social" (1200 x 630), "print"; false for
 * another name. */
bool figure_preset(const char *name, FigureFit *fit, Point *size);

typedef struct FigureStyle {
    const Theme *theme;
    const TextMeasure *measure;
    FigureFit fit;
    Point size;
    bool caption; /* file, step, narration */
    bool legend;  /* of the marks that occur */
    bool transparent;
    bool bare; /* a window as it is: no margin, no foot line */
} FigureStyle;

/* A zeroed one is empty. */
typedef struct FigurePanel {
    DrawList list;   /* in coordinates of its own */
    Rect bounds;     /* of what is drawn there */
    unsigned marks;  /* scene_marks */
    TextBuffer file; /* "02_cycles.py" */
    uint32_t step, steps;
    TextBuffer title, text; /* the narration: one line, paragraphs */
    TextBuffer description; /* what there is to see, in words */
    bool worksheet;         /* something is left out, to be filled in */
} FigurePanel;

void figure_panel_deinit(FigurePanel *panel);

/* The scene alone, drawn; the caller adds the words. */
void figure_panel_of_scene(FigurePanel *panel, const Scene *scene, const FigureStyle *style,
                           SceneStill still, const SceneFocus *focus);

/* What all figures of a series have in common. */
typedef struct FigureFrame {
    Rect crop;            /* of each panel */
    unsigned marks;       /* of the legend */
    float scale;          /* of the panels */
    float panel_width;    /* with captions: at least as wide as they need */
    float unit;           /* of captions and legend */
    bool beside;          /* these stand at the right of the panel, not under it */
    float words_width;    /* of a caption */
    float caption_height; /* of the highest, at that width */
    float legend_height;
    Point size;
} FigureFrame;

/* For panels of which each figure shows `strip` at a time. */
FigureFrame figure_frame(const FigureStyle *style, const FigurePanel *panels, size_t count,
                         size_t strip);

/* Whether anything is seen of the panels: in a small box words may leave no room for them. */
bool figure_frame_has_room(const FigureFrame *frame);

/* A zeroed one is empty. */
typedef struct Figure {
    DrawList list;
    Point size;
    Color background;       /* alpha 0: transparent */
    TextBuffer title;       /* "02_cycles.py, step 7 of 44: The cycle" */
    TextBuffer description; /* of all panels */
    float smallest_text;    /* em, pixels; 0: there is none */
} Figure;

void figure_deinit(Figure *figure);

/* Fills it anew. `count` is the strip of the frame. */
void figure_make(Figure *figure, const FigureStyle *style, const FigureFrame *frame,
                 const FigurePanel *panels, size_t count);

#endif
