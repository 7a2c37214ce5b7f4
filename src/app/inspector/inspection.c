#include "app/inspector/inspection.h"

#include "app/app_state.h"
#include "base/translate.h"
#include "heap/kind.h"
#include "heap/list.h"
#include "timeline/frame_walk.h"
#include "timeline/short_repr.h"

#include <string.h>

enum {
    TEXT_SHOWN = 20000, /* characters of a value */
    /* bytes of logs: a frame of the window, and a key that waits for its answer */
    FRAME_BUDGET = 3 << 20,
    KEY_BUDGET = 48 << 20,
    COMPARED_MAX = 20000 /* objects looked at for one to compare with */
};

static Handle selected_handle(const App *app) {
    return app->selected.count ? array_last(&app->selected) : (Handle){0};
}

void inspection_deinit(Inspection *inspection) {
    object_history_deinit(&inspection->changes);
    keeps_deinit(&inspection->path);
    text_deinit(&inspection->text);
    *inspection = (Inspection){0};
}

/* ---- what was chosen ---- */

void app_select_frame(App *app, uint32_t frame) {
    const SnapFrame *self = &app->now_shown.frames.items[frame];
    app_select_none(app);
    app->inspection.frame = (FrameChoice){.chosen = true,
                                          .depth = self->depth,
                                          .function = self->module ? (Handle){0} : self->function};
    app->inspector_scroll = 0;
    inspection_selected(app);
}

uint32_t app_selected_frame(const App *app) {
    const FrameChoice *choice = &app->inspection.frame;
    if (!choice->chosen || choice->depth >= app->now_shown.frames.count) return SNAPSHOT_NONE;
    const SnapFrame *frame = &app->now_shown.frames.items[choice->depth];
    Handle function = frame->module ? (Handle){0} : frame->function;
    return handle_equal(function, choice->function) ? choice->depth : SNAPSHOT_NONE;
}

/* ---- one to compare with ---- */

/* The dict that has an instance's attributes, once it was asked for; else the instance. */
static const SnapObject *attributes_in(const Snapshot *now, const SnapObject *object) {
    for (uint32_t i = 0; i < object->reference_count; i++) {
        const SnapReference *reference = &now->references.items[object->first_reference + i];
        const SnapObject *target = &now->objects.items[reference->target];
        if (text_is(reference->label, "__dict__") && target->class == OBJECT_MAPPING) return target;
    }
    return object;
}

/* The name of an attribute: a label, or a key without its quotes. Empty: it is none. */
static Text attribute_name(const SnapReference *reference) {
    Text label = reference->label;
    if (reference->slot == SNAP_NAME && reference->attribute) return label;
    if (reference->slot == SNAP_KEY && label.length > 2 && label.bytes[0] == '\'') {
        return (Text){label.bytes + 1, label.length - 2};
    }
    return (Text){"", 0};
}

static bool has_attribute(const Snapshot *now, const SnapObject *object, Text name) {
    for (uint32_t i = 0; i < object->reference_count; i++) {
        const SnapReference *reference = &now->references.items[object->first_reference + i];
        if (text_equal(attribute_name(reference), name)) return true;
    }
    return false;
}

static uint32_t attribute_count(const Snapshot *now, const SnapObject *object) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < object->reference_count; i++) {
        count += attribute_name(&now->references.items[object->first_reference + i]).length > 0;
    }
    return count;
}

/* Instances of another class with the same attributes: only where those are kept differs. */
static bool compares(const Snapshot *now, const SnapObject *a, const SnapObject *b) {
    if (b->class != OBJECT_INSTANCE || text_equal(a->type, b->type) || b->dying) return false;
    const SnapObject *own = attributes_in(now, a), *other = attributes_in(now, b);
    uint32_t count = attribute_count(now, own);
    if (!count || attribute_count(now, other) != count) return false;
    for (uint32_t i = 0; i < other->reference_count; i++) {
        Text name = attribute_name(&now->references.items[other->first_reference + i]);
        if (name.length && !has_attribute(now, own, name)) return false;
    }
    return true;
}

static Handle choose_other(const App *app) {
    const Snapshot *now = &app->now_shown;
    uint32_t object = app_selected(app);
    if (app->selected.count > 1) return app->selected.items[app->selected.count - 2];
    if (!app->inspection.bytes_open || object == SNAPSHOT_NONE) return (Handle){0};
    if (now->objects.items[object].class != OBJECT_INSTANCE) return (Handle){0};
    for (uint32_t i = 0; i < now->objects.count && i < COMPARED_MAX; i++) {
        if (i == object || !compares(now, &now->objects.items[object], &now->objects.items[i])) {
            continue;
        }
        return now->objects.items[i].handle;
    }
    return (Handle){0};
}

/* ---- looking ---- */

static void look_at_dict(const Heap *heap, Ref object, Inspected *seen) {
    const Type *type = heap_type_of(heap, object);
    seen->can_have_dict = type->flags & TYPE_HAS_DICT;
    Ref dict = REF_NULL;
    if (heap_object(heap, object)->flags & OBJECT_PREHEADER) {
        dict = heap_preheader(heap, object)->dict;
    } else {
        const Ref *slot = kind_added_dict_slot(heap, object);
        dict = slot ? *slot : REF_NULL;
    }
    if (dict) seen->dict_bytes = (uint32_t)heap_sizeof(heap, dict);
}

static void look_at(const Heap *heap, Ref object, Inspected *seen) {
    seen->alive = true;
    object_bytes(heap, object, &seen->bytes);
    if (heap_kind(heap, object) == KIND_LIST) {
        uint32_t allocated = heap_at(heap, List, object)->allocated;
        seen->allocated = allocated == LIST_SORTING ? 0 : allocated;
    }
    look_at_dict(heap, object, seen);
    for (uint32_t i = 0; i < CHART_POINTS; i++) {
        uint64_t count = (uint64_t)CHART_OBJECTS * i / (CHART_POINTS - 1);
        seen->many[i] = object_bytes_of_many(heap, object, count);
    }
}

static void look_at_frame(App *app, const Vm *vm) {
    FrameList frames;
    uint32_t index = app_selected_frame(app);
    frame_walk(vm, &frames);
    if (index < frames.count) {
        const WalkedFrame *frame = &frames.items[index];
        Inspected *seen = &app->inspection.seen[0];
        if (frame->names) {
            seen->object = heap_handle(&vm->heap, frame->names);
            look_at(&vm->heap, frame->names, seen);
        } else {
            const Frame *self = heap_at(&vm->heap, Frame, frame->frame);
            app->inspection.frame_slots = heap_at(&vm->heap, Code, self->code)->nlocalsplus;
        }
    }
    array_deinit(&frames);
}

static void look(void *context, const Vm *vm) {
    App *app = context;
    Inspection *self = &app->inspection;
    const Heap *heap = &vm->heap;
    if (self->frame.chosen) {
        look_at_frame(app, vm);
        return;
    }
    self->seen[0].object = selected_handle(app);
    self->seen[1].object = choose_other(app);
    for (int i = 0; i < INSPECTED; i++) {
        Ref object = heap_resolve(heap, self->seen[i].object);
        if (object) look_at(heap, object, &self->seen[i]);
    }
    Ref object = heap_resolve(heap, self->seen[0].object);
    if (object) value_repr(heap, object, TEXT_SHOWN, &self->text);
}

static void look_closely(App *app) {
    Inspection *self = &app->inspection;
    for (int i = 0; i < INSPECTED; i++) self->seen[i] = (Inspected){0};
    text_clear(&self->text);
    self->frame_slots = 0;
    if (!app->timeline || (!app->selected.count && !self->frame.chosen)) return;
    if (app->inside.at) {
        inside_visit(app->timeline, timeline_position(app->timeline) + 1,
                     app->inside.stops.items[app->inside.at - 1], look, app);
    } else {
        look(app, timeline_vm(app->timeline));
    }
}

/* ---- who holds it ---- */

static void add_holder(Inspection *self, HolderRow row) {
    if (self->holder_count < HOLDERS_LISTED) {
        self->holders[self->holder_count++] = row;
    } else {
        self->holders_more++;
    }
}

static void find_names(Inspection *self, const Snapshot *now, uint32_t object) {
    for (uint32_t i = 0; i < now->frames.count; i++) {
        const SnapFrame *frame = &now->frames.items[i];
        for (uint32_t j = 0; j < frame->variable_count; j++) {
            uint32_t number = frame->first_variable + j;
            const SnapVariable *variable = &now->variables.items[number];
            uint32_t held = variable->cell != SNAPSHOT_NONE ? variable->cell : variable->object;
            if (held != object) continue;
            add_holder(self, (HolderRow){i, number, SNAPSHOT_NONE, SNAPSHOT_NONE, false});
        }
    }
}

static void find_holders(App *app) {
    Inspection *self = &app->inspection;
    const Snapshot *now = &app->now_shown;
    uint32_t object = app_selected(app);
    self->holder_count = self->holders_more = 0;
    if (object == SNAPSHOT_NONE) return;
    find_names(self, now, object);
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *holder = &now->objects.items[i];
        for (uint32_t j = 0; j < holder->reference_count; j++) {
            uint32_t number = holder->first_reference + j;
            const SnapReference *reference = &now->references.items[number];
            HolderRow row = {SNAPSHOT_NONE, SNAPSHOT_NONE, i, number, true};
            if (reference->weak) continue; /* names it, and does not hold it */
            if (reference->slot == SNAP_KEY && reference->key_object == object) {
                add_holder(self, row);
            }
            row.key = false;
            if (reference->target == object) add_holder(self, row);
        }
    }
}

/* ---- the path ---- */

/* The row of the canvas in which a name or a reference stands, or SNAPSHOT_NONE. */
static uint32_t find_row(const App *app, uint32_t variable, uint32_t reference, bool key) {
    size_t count = scene_row_count(app->scene);
    for (uint32_t row = 0; row < count; row++) {
        const SceneRow *self = scene_row(app->scene, row);
        bool name = variable != SNAPSHOT_NONE && self->variable == variable;
        bool item = reference != SNAPSHOT_NONE && self->reference == reference && self->key == key;
        if (name || item) return row;
    }
    return SNAPSHOT_NONE;
}

void inspection_light(const App *app, Lit *lit, uint32_t variable, uint32_t reference, bool key,
                      Handle object) {
    uint32_t row = find_row(app, variable, reference, key);
    if (row != SNAPSHOT_NONE && lit->row_count < NAMES_LIT) lit->rows[lit->row_count++] = row;
    if (object.serial && lit->object_count < NAMES_LIT) lit->objects[lit->object_count++] = object;
}

static void find_path(App *app) {
    Inspection *self = &app->inspection;
    const Snapshot *now = &app->now_shown;
    keeps_deinit(&self->path);
    self->lit = (Lit){0};
    self->has_path = false;
    uint32_t object = app_selected(app);
    if (!self->why || object == SNAPSHOT_NONE) return;
    self->has_path = now->objects.items[object].reachable ? keeps_alive(now, object, &self->path)
                                                          : keeps_cycle(now, object, &self->path);
    for (size_t i = 0; i < self->path.steps.count; i++) {
        const KeepStep *step = &self->path.steps.items[i];
        inspection_light(app, &self->lit, step->variable, step->reference, step->key,
                         now->objects.items[step->object].handle);
    }
}

void inspection_ask_why(App *app) {
    app->inspection.why = app->inspection.why_due = !app->inspection.why;
    find_path(app);
}

/* ---- when something changes ---- */

void inspection_shown(App *app, bool cut) {
    app->inspection.stale = true;
    app->inspection.hover = (Lit){0};
    if (!cut) return;
    app->inspection.changes.object = (Handle){0};
    app->inspection.wanted = 0;
}

void inspection_selected(App *app) {
    app->inspection.stale = true;
    app->inspection.why = app->inspection.whole_text = false;
    app->inspection.wanted = 0;
}

static void search(App *app, uint64_t budget) {
    Inspection *self = &app->inspection;
    if (self->changes_whole || !app->timeline || !self->changes.object.serial) return;
    self->changes_whole = object_history_search(&self->changes, app->timeline, budget);
}

static void follow_object(App *app) {
    Inspection *self = &app->inspection;
    Handle object = selected_handle(app);
    if (handle_equal(object, self->changes.object)) return;
    object_history_begin(&self->changes, app->timeline, object);
    self->changes_whole = false;
    search(app, FRAME_BUDGET);
}

void inspection_update(App *app) {
    if (!app->inspection.stale) return;
    app->inspection.stale = false;
    look_closely(app);
    find_holders(app);
    find_path(app);
    if (app->timeline) follow_object(app);
}

/* ---- from change to change ---- */

/* False when the search must go on. */
static bool try_change(App *app) {
    Inspection *self = &app->inspection;
    uint32_t stop = timeline_position(app->timeline);
    bool known, on = self->wanted > 0;
    const ObjectChange *change =
        on ? object_history_after(&self->changes, stop, &known)
           : object_history_before(&self->changes, stop + (app->inside.at ? 1 : 0), &known);
    if (!known) return false;
    self->wanted = 0;
    if (change) {
        app_wish_stop(app, change->stop);
    } else {
        app_say(app, false,
                on ? _("Nothing more happens to it after this step.")
                   : _("Nothing has happened to it before this step."));
    }
    return true;
}

void inspection_go_to_change(App *app, int direction) {
    Inspection *self = &app->inspection;
    app->playing = app->inside.playing = false;
    if (!self->changes.object.serial) return;
    self->wanted = direction;
    if (try_change(app)) return;
    search(app, KEY_BUDGET);
    if (!try_change(app)) app_say(app, false, _("Searching the steps for the next change."));
}

bool inspection_is_searching(const App *app) {
    return app->timeline && app->inspection.changes.object.serial && !app->inspection.changes_whole;
}

void inspection_tick(App *app) {
    if (!inspection_is_searching(app)) return;
    search(app, FRAME_BUDGET);
    if (app->inspection.wanted) try_change(app);
}
