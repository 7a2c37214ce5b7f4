/* A stop as a graph in the language of Graphviz, for `dot` and whatever else reads it.
 *
 * Frames and objects are records, a field a variable, item or attribute; frames stand in clusters,
 * and so does what no path from the stack leads to. Each reference that the snapshot shows to
 * anything but a small value is an edge from its field: plain, dashed when it is weak. Small values
 * stand in the fields. Nodes are called frame_N, by depth, and object_N, by the serial that
 * `lastref dump` gives as "id". The same snapshot gives the same text. */
#ifndef LASTREF_EXPORT_DOT_H
#define LASTREF_EXPORT_DOT_H

#include "timeline/snapshot.h"

/* Appends the graph; `title` is its label and may be empty. Valid UTF-8, whatever the names are. */
void dot_write(const Snapshot *now, Text title, TextBuffer *out);

#endif
