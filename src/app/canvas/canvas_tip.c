/* What a thing on the canvas is, in words, when the pointer rests on it. */
#include "app/app_state.h"
#include "base/hash.h"
#include "heap/heap.h"
#include "timeline/short_repr.h"

enum { REPR_SHOWN = 300 /* characters of a value */ };

static const SnapObject *object_of(const App *app, Handle handle) {
    uint32_t index = snapshot_find(&app->now_shown, handle);
    return index == SNAPSHOT_NONE ? NULL : &app->now_shown.objects.items[index];
}

/* The whole value as far as it is sensible; inside a step, what the snapshot kept of it. */
static void append_value(const App *app, const SnapObject *object, TextBuffer *out) {
    const Heap *heap = &timeline_vm(app->timeline)->heap;
    Ref ref = app->inside.at ? REF_NULL : heap_resolve(heap, object->handle);
    if (ref) {
        short_repr(heap, ref, REPR_SHOWN, out);
    } else {
        text_append(out, object->repr.bytes, object->repr.length);
    }
}

static void tell_object(const App *app, Handle handle, TextBuffer *out) {
    const SnapObject *object = object_of(app, handle);
    if (!object) return;
    append_value(app, object, out);
    text_appendf(out, "\n%.*s", (int)object->type.length, object->type.bytes);
    if (object->shared) {
        text_append_string(out, ", shared by the interpreter");
    } else {
        text_appendf(out, ", refcount %u", object->refcount);
    }
    if (app->options.level == SCENE_INTERNALS) text_appendf(out, ", %u bytes", object->size);
}

/* "crew[0]", "bob.peer", "name x of f" as far as it has such a name. */
static void append_row(const App *app, uint32_t index, TextBuffer *out) {
    const SceneRow *row = scene_row(app->scene, index);
    const Snapshot *now = &app->now_shown;
    if (row->reference != SNAPSHOT_NONE) {
        TextBuffer holder = {0};
        app_object_label(app, now, scene_row_holder(app->scene, index), &holder);
        const SnapReference *reference = &now->references.items[row->reference];
        if (row->key) {
            text_append_string(out, "a key");
        } else if (reference->slot == SNAP_MEMBER) {
            text_append_string(out, "a member");
        } else {
            bool name = reference->slot == SNAP_NAME;
            text_appendf(out, name ? ".%.*s" : "[%.*s]", (int)row->label.length, row->label.bytes);
        }
        text_appendf(out, " of %s", text_cstr(&holder));
        text_deinit(&holder);
        return;
    }
    text_append(out, row->label.bytes, row->label.length);
}

static void tell_row(const App *app, uint32_t index, TextBuffer *out) {
    const SceneRow *row = scene_row(app->scene, index);
    append_row(app, index, out);
    if (row->target == SNAPSHOT_NONE) {
        text_append_string(out, " is unbound");
        return;
    }
    text_append_string(out, row->weak ? " refers weakly to " : " refers to ");
    app_object_label(app, &app->now_shown, row->target, out);
    if (row->weak) text_append_string(out, "\nA weak reference counts nowhere.");
}

static uint32_t arrows_to(const App *app, const SnapObject *object) {
    uint32_t index = (uint32_t)(object - app->now_shown.objects.items), count = 0;
    for (uint32_t i = 0; i < scene_row_count(app->scene); i++) {
        const SceneRow *row = scene_row(app->scene, i);
        count += row->arrow && !row->weak && row->target == index;
    }
    return count;
}

static void tell_badge(const App *app, Handle handle, TextBuffer *out) {
    const SnapObject *object = object_of(app, handle);
    if (!object) return;
    uint32_t arrows = arrows_to(app, object);
    text_appendf(out, "refcount %u: %u arrow%s", object->refcount, arrows, arrows == 1 ? "" : "s");
    if (object->refcount > arrows) {
        text_appendf(out, " and %u reference%s that %s not drawn", object->refcount - arrows,
                     object->refcount - arrows == 1 ? "" : "s",
                     object->refcount - arrows == 1 ? "is" : "are");
    }
}

static void tell_stub(const App *app, Handle handle, TextBuffer *out) {
    const SnapObject *object = object_of(app, handle);
    if (!object) return;
    text_append_string(out, "Held, and not drawn, by");
    uint32_t named = arrows_to(app, object);
    for (uint32_t i = 0; i < object->hidden_count; i++) {
        const SnapHidden *hidden = &app->now_shown.hidden.items[object->first_hidden + i];
        text_appendf(out, "\n%.*s", (int)hidden->holder.length, hidden->holder.bytes);
        if (hidden->count > 1) text_appendf(out, ": %u", hidden->count);
        named += hidden->count;
    }
    if (object->refcount > named) {
        text_appendf(out, "\n%u that stand inline or behind \"more\"", object->refcount - named);
    }
}

static void tell_part(const App *app, const ScenePart *part, TextBuffer *out) {
    switch (part->kind) {
    case SCENE_VALUE:
    case SCENE_NODE: tell_object(app, part->object, out); break;
    case SCENE_PORT:
    case SCENE_ARROW: tell_row(app, part->row, out); break;
    case SCENE_BADGE: tell_badge(app, part->object, out); break;
    case SCENE_STUB: tell_stub(app, part->object, out); break;
    case SCENE_MORE: text_append_string(out, "Shows the rest, or the first ones again"); break;
    case SCENE_FRAME:
    case SCENE_NOTHING: break;
    }
}

void canvas_tip(App *app) {
    const ScenePart *part = &app->hover;
    if (part->kind == SCENE_FRAME || part->kind == SCENE_NOTHING) return;
    uint64_t identity =
        (uint64_t)part->kind << 48 ^ (uint64_t)part->row << 24 ^ (uint64_t)part->object.serial;
    Rect near = {app->ui.mouse.x, app->ui.mouse.y, 1, 14};
    /* the words may take a search through the graph: not before they are wanted */
    if (!ui_tip(&app->ui, (UiId)hash_mix(identity), near) || app->unseen) return;
    TextBuffer text = {0};
    tell_part(app, part, &text);
    ui_tell_tip(&app->ui, text_cstr(&text));
    text_deinit(&text);
}
