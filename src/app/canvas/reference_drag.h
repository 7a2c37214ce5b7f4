/* Drawing a reference from a place to an object: the statement that it is, shown before release.
 * Let go on the empty canvas, a reference that was taken by its head is removed; one drawn from its
 * port asks what the place shall hold instead. */
#ifndef LASTREF_APP_CANVAS_REFERENCE_DRAG_H
#define LASTREF_APP_CANVAS_REFERENCE_DRAG_H

#include "app/app.h"
#include "heap/heap.h"

/* The object to which a reference would be drawn; null: the empty canvas. */
void reference_drag_aim(App *app, Handle target);
void reference_drag_aim_pointer(App *app);
void reference_drag_drop(App *app);
/* The statement that a drop would run, beside the pointer or the target. */
void reference_drag_preview(App *app);

#endif
