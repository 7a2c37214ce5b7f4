/* The words of a figure: captions and legend. Internal to export/figure. Sizes are multiplied by
 * `unit`. */
#ifndef LASTREF_EXPORT_FIGURE_PARTS_H
#define LASTREF_EXPORT_FIGURE_PARTS_H

#include "export/figure.h"

typedef struct FigureWriter {
    DrawList *list; /* null: only measured */
    const FigureStyle *style;
    float unit;
} FigureWriter;

/* Height of a panel's caption at this width; drawn from `at` unless the writer only measures. A
 * text too long for `lines` of them is cut. */
float figure_caption(const FigureWriter *writer, const FigurePanel *panel, Point at, float width,
                     bool strip);

/* The same of the legend of these marks: rows of samples with their words. */
float figure_legend(const FigureWriter *writer, unsigned marks, Point at, float width);

/* The line at the foot: the file at the left, what it shows of Python at the right. */
float figure_foot(const FigureWriter *writer, const FigurePanel *panel, size_t count, Point at,
                  float width);

#endif
