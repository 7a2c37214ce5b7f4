/* What is selected, and how a sentence calls it. */
#ifndef LASTREF_APP_SELECTION_H
#define LASTREF_APP_SELECTION_H

#include "app/app.h"
#include "timeline/object_path.h"

void app_select(App *app, Handle object, bool toggle);
void app_select_none(App *app);
/* The selected object at this stop, or SNAPSHOT_NONE. */
uint32_t app_selected(const App *app);
ReferencePlace app_row_place(const App *app, uint32_t row);
/* "Node ada", "list crew[0]", "Node (was ada)": how a sentence calls an object. */
void app_object_label(const App *app, const Snapshot *snapshot, uint32_t object, TextBuffer *out);
/* The same by another name than `known`, if it has one. */
void app_other_label(const App *app, const Snapshot *snapshot, uint32_t object, Text known,
                     TextBuffer *out);

#endif
