#include "app/label_list.h"

#include "app/app_state.h"
#include "base/translate.h"

enum { NAMED = 3 };

void label_list_add(LabelList *list, const App *app, const Snapshot *snapshot, uint32_t object) {
    if (list->count++ >= NAMED) return;
    /* Translators: between the parts of a list of objects. */
    if (list->count > 1) text_append_string(&list->text, _(", "));
    app_object_label(app, snapshot, object, &list->text);
}

const char *label_list_text(LabelList *list) {
    if (list->count > NAMED) {
        uint32_t more = list->count - NAMED;
        /* Translators: behind a list of objects. */
        text_appendf(&list->text, translate_many(" and %u more", " and %u more", more), more);
    }
    return text_cstr(&list->text);
}

void label_list_deinit(LabelList *list) {
    text_deinit(&list->text);
}
