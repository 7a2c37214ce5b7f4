#include "app/canvas/canvas_tip.h"

#include "app/app_state.h"
#include "base/hash.h"
#include "base/translate.h"
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
        text_append_string(out, _(", shared by the interpreter"));
    } else {
        text_appendf(out, _(", refcount %u"), object->refcount);
    }
    if (app->options.level == SCENE_INTERNALS) {
        text_appendf(out, translate_many(", %u bytes", ", %u bytes", object->size), object->size);
    }
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
            text_appendf(out, _("a key of %s"), text_cstr(&holder));
        } else if (reference->slot == SNAP_MEMBER) {
            text_appendf(out, _("a member of %s"), text_cstr(&holder));
        } else {
            TextBuffer slot = {0};
            bool name = reference->slot == SNAP_NAME;
            text_appendf(&slot, name ? ".%.*s" : "[%.*s]", (int)row->label.length,
                         row->label.bytes);
            text_appendf(out, _("%s of %s"), text_cstr(&slot), text_cstr(&holder));
            text_deinit(&slot);
        }
        text_deinit(&holder);
        return;
    }
    text_append(out, row->label.bytes, row->label.length);
}

static void tell_row(const App *app, uint32_t index, TextBuffer *out) {
    const SceneRow *row = scene_row(app->scene, index);
    TextBuffer place = {0}, target = {0};
    append_row(app, index, &place);
    if (row->target == SNAPSHOT_NONE) {
        text_appendf(out, _("%s is unbound"), text_cstr(&place));
    } else {
        app_object_label(app, &app->now_shown, row->target, &target);
        text_appendf(out, row->weak ? _("%s refers weakly to %s") : _("%s refers to %s"),
                     text_cstr(&place), text_cstr(&target));
        if (row->weak) text_appendf(out, "\n%s", _("A weak reference counts nowhere."));
    }
    text_deinit(&place);
    text_deinit(&target);
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
    /* Translators: what follows may be joined by " and %u references that are not drawn". */
    text_appendf(out, translate_many("refcount %u: %u arrow", "refcount %u: %u arrows", arrows),
                 object->refcount, arrows);
    if (object->refcount > arrows) {
        uint32_t more = object->refcount - arrows;
        text_appendf(out,
                     translate_many(" and %u reference that is not drawn",
                                    " and %u references that are not drawn", more),
                     more);
    }
}

static void tell_stub(const App *app, Handle handle, TextBuffer *out) {
    const SnapObject *object = object_of(app, handle);
    if (!object) return;
    text_append_string(out, _("Held, and not drawn, by"));
    uint32_t named = arrows_to(app, object);
    for (uint32_t i = 0; i < object->hidden_count; i++) {
        const SnapHidden *hidden = &app->now_shown.hidden.items[object->first_hidden + i];
        text_appendf(out, "\n%.*s", (int)hidden->holder.length, hidden->holder.bytes);
        if (hidden->count > 1) text_appendf(out, ": %u", hidden->count);
        named += hidden->count;
    }
    if (object->refcount > named) {
        uint32_t inlined = object->refcount - named;
        text_append_char(out, '\n');
        text_appendf(out,
                     translate_many("%u that stand inline or behind \"more\"",
                                    "%u that stand inline or behind \"more\"", inlined),
                     inlined);
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
    case SCENE_MORE: text_append_string(out, _("Shows the rest, or the first ones again")); break;
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
