/* The collector under the hand: switched on and off, its thresholds, its generations collected, a
 * collection watched from within. Each is a Python statement. */
#ifndef LASTREF_APP_GC_PANEL_H
#define LASTREF_APP_GC_PANEL_H

#include "app/app.h"
#include "heap/heap.h"
#include "ui/text_field.h"

typedef struct GcPanel {
    bool open;
    UiTextField thresholds[HEAP_GENERATIONS];
    bool typed;         /* they hold what was typed, not what is */
    bool enters;        /* the statement under way is to be watched from within */
    uint32_t from;      /* with it: the stop where it was executed */
    TextBuffer refusal; /* why the last one did not run */
} GcPanel;

void gc_panel_toggle(App *app);
void gc_panel_close(App *app);
/* Over everything. */
void gc_panel(App *app);
void gc_panel_deinit(GcPanel *panel);

/* `gc.CALL`, with an import before it where the module does not know gc yet. Wishes it. */
void gc_panel_call(App *app, const char *call);
/* gc.collect(), and then the first stop within it. */
void gc_panel_step_inside(App *app);

#endif
