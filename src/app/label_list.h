/* Objects by their names, as a sentence tells them: "list a, Node bob and 3 more". The first few
 * are named. Zeroed it is empty. */
#ifndef LASTREF_APP_LABEL_LIST_H
#define LASTREF_APP_LABEL_LIST_H

#include "app/app.h"
#include "timeline/snapshot.h"

typedef struct LabelList {
    TextBuffer text;
    uint32_t count; /* of all, named or not */
} LabelList;

void label_list_add(LabelList *list, const App *app, const Snapshot *snapshot, uint32_t object);
/* All of it; nothing may be added then. Lives as long as the list. */
const char *label_list_text(LabelList *list);
void label_list_deinit(LabelList *list);

#endif
