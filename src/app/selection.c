#include "app/selection.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <string.h>

void app_select_none(App *app) {
    array_clear(&app->selected);
    app->row_selected = false;
    app->inspection.frame.chosen = false;
    inspection_selected(app);
}

void app_select(App *app, Handle object, bool toggle) {
    if (!object.serial) return;
    app->inspection.frame.chosen = false;
    inspection_selected(app);
    if (!toggle) {
        array_clear(&app->selected);
        app->inspector_scroll = 0;
    }
    for (size_t i = 0; i < app->selected.count; i++) {
        if (!handle_equal(app->selected.items[i], object)) continue;
        memmove(&app->selected.items[i], &app->selected.items[i + 1],
                (app->selected.count - i - 1) * sizeof object);
        app->selected.count--;
        return;
    }
    array_push(&app->selected, object);
}

uint32_t app_selected(const App *app) {
    if (!app->selected.count || !app->timeline) return SNAPSHOT_NONE;
    return snapshot_find(&app->now_shown, array_last(&app->selected));
}

ReferencePlace app_row_place(const App *app, uint32_t row) {
    const SceneRow *self = scene_row(app->scene, row);
    return (ReferencePlace){.variable = self->variable,
                            .holder = scene_row_holder(app->scene, row),
                            .reference = self->reference,
                            .key = self->key};
}

/* A frame's name for the object, the module's first, and another one than `known` if there is. */
static Text name_of(const Snapshot *snapshot, uint32_t object, Text known) {
    Text found = {"", 0};
    for (size_t i = 0; i < snapshot->variables.count; i++) {
        if (snapshot->variables.items[i].object != object) continue;
        Text name = snapshot->variables.items[i].name;
        if (!text_equal(name, known)) return name;
        found = name;
    }
    return found;
}

void app_object_label(const App *app, const Snapshot *snapshot, uint32_t object, TextBuffer *out) {
    app_other_label(app, snapshot, object, (Text){"", 0}, out);
}

void app_other_label(const App *app, const Snapshot *snapshot, uint32_t object, Text known,
                     TextBuffer *out) {
    const SnapObject *self = &snapshot->objects.items[object];
    Text name = name_of(snapshot, object, known);
    text_append(out, self->title.bytes, self->title.length);
    if (self->class == OBJECT_CLASS || self->class == OBJECT_FUNCTION) return;
    if (name.length) {
        text_appendf(out, " %.*s", (int)name.length, name.bytes);
        return;
    }
    Error error;
    TextBuffer path = {0};
    bool found = object_path_append(snapshot, object, &path, &error);
    if (found) text_appendf(out, " %s", text_cstr(&path));
    text_deinit(&path);
    if (found) return;
    Text lost = scene_last_name(app->scene, self->handle);
    if (lost.length) text_appendf(out, _(" (was %.*s)"), (int)lost.length, lost.bytes);
}
