#include "timeline/snapshot_change.h"

#include "base/memory.h"

enum {
    WINDOW = 64 /* how far from its expected place a slot is looked for */
};

typedef struct Compare {
    const Snapshot *before, *now;
    SnapChanges *out;
} Compare;

static bool same_object(const Compare *compare, uint32_t was, uint32_t is) {
    if (was == SNAPSHOT_NONE || is == SNAPSHOT_NONE) return was == is;
    return handle_equal(compare->before->objects.items[was].handle,
                        compare->now->objects.items[is].handle);
}

static void add(const Compare *compare, SnapChange change) {
    array_push(&compare->out->items, change);
}

static SnapChangeKind kind_of(uint32_t was, uint32_t is) {
    return was == SNAPSHOT_NONE  ? CHANGE_BOUND
           : is == SNAPSHOT_NONE ? CHANGE_UNBOUND
                                 : CHANGE_REBOUND;
}

/* ---- matching two sequences that mostly agree ---- */

/* The index in `count` elements, expected at `at`, for which `same` holds; SNAPSHOT_NONE. */
typedef bool Same(const Compare *compare, uint32_t before, uint32_t now);

static uint32_t match(const Compare *compare, uint32_t first, uint32_t count, uint32_t at,
                      uint32_t now, Same *same) {
    for (uint32_t away = 0; away <= WINDOW; away++) {
        if (at + away < count && same(compare, first + at + away, now)) return at + away;
        if (away && at >= away && at - away < count && same(compare, first + at - away, now)) {
            return at - away;
        }
    }
    return SNAPSHOT_NONE;
}

/* ---- variables ---- */

static bool same_name(const Compare *compare, uint32_t before, uint32_t now) {
    return text_equal(compare->before->variables.items[before].name,
                      compare->now->variables.items[now].name);
}

static void add_variable(const Compare *compare, SnapChangeKind kind, uint32_t frame,
                         uint32_t before, uint32_t now) {
    bool gone = now == SNAPSHOT_NONE;
    const Snapshot *side = gone ? compare->before : compare->now;
    const SnapVariable *variable = &side->variables.items[gone ? before : now];
    add(compare, (SnapChange){.kind = kind,
                              .was = before == SNAPSHOT_NONE
                                         ? SNAPSHOT_NONE
                                         : compare->before->variables.items[before].object,
                              .is = gone ? SNAPSHOT_NONE : variable->object,
                              .frame = frame,
                              .variable = now,
                              .holder = SNAPSHOT_NONE,
                              .reference = SNAPSHOT_NONE,
                              .label = variable->name,
                              .scope = side->frames.items[frame].name});
}

/* The module's frame stays the module's after its end, when only its names are left. */
static bool same_frame(const SnapFrame *a, const SnapFrame *b) {
    if (a->module && b->module) return true;
    return a->depth == b->depth && a->frame == b->frame && handle_equal(a->function, b->function);
}

/* A pushed or ended frame: its variables that are bound. */
static void whole_frame(const Compare *compare, bool ended, uint32_t index) {
    const Snapshot *side = ended ? compare->before : compare->now;
    const SnapFrame *frame = &side->frames.items[index];
    for (uint32_t i = 0; i < frame->variable_count; i++) {
        uint32_t at = frame->first_variable + i;
        if (side->variables.items[at].object == SNAPSHOT_NONE) continue;
        add_variable(compare, ended ? CHANGE_ENDED : CHANGE_CALLED, index,
                     ended ? at : SNAPSHOT_NONE, ended ? SNAPSHOT_NONE : at);
    }
}

static void compare_variables(const Compare *compare, uint32_t before, uint32_t now) {
    const SnapFrame *old = &compare->before->frames.items[before];
    const SnapFrame *new = &compare->now->frames.items[now];
    bool *seen = memory_alloc(old->variable_count + 1);
    uint32_t expected = 0;
    for (uint32_t i = 0; i < new->variable_count; i++, expected++) {
        uint32_t at = new->first_variable + i;
        uint32_t found =
            match(compare, old->first_variable, old->variable_count, expected, at, same_name);
        uint32_t is = compare->now->variables.items[at].object, was = SNAPSHOT_NONE;
        if (found != SNAPSHOT_NONE) {
            seen[found] = true;
            expected = found;
            was = compare->before->variables.items[old->first_variable + found].object;
        }
        if (same_object(compare, was, is)) continue;
        add_variable(compare, kind_of(was, is), now,
                     found == SNAPSHOT_NONE ? SNAPSHOT_NONE : old->first_variable + found, at);
    }
    for (uint32_t i = 0; i < old->variable_count; i++) {
        uint32_t at = old->first_variable + i;
        if (seen[i] || compare->before->variables.items[at].object == SNAPSHOT_NONE) continue;
        add_variable(compare, CHANGE_UNBOUND, before, at, SNAPSHOT_NONE);
    }
    memory_free(seen);
}

static void compare_frames(const Compare *compare) {
    uint32_t old = (uint32_t)compare->before->frames.count;
    uint32_t new = (uint32_t)compare->now->frames.count, same = 0;
    while (same < old && same < new &&same_frame(&compare->before->frames.items[same],
                                                 &compare->now->frames.items[same])) {
        compare_variables(compare, same, same);
        same++;
    }
    for (uint32_t i = same; i < new; i++) whole_frame(compare, false, i);
    for (uint32_t i = same; i < old; i++) whole_frame(compare, true, i);
}

/* ---- references ---- */

static bool same_slot(const Compare *compare, uint32_t before, uint32_t now) {
    const SnapReference *a = &compare->before->references.items[before];
    const SnapReference *b = &compare->now->references.items[now];
    if (a->slot != b->slot) return false;
    switch (a->slot) {
    case SNAP_INDEX: return a->number == b->number;
    case SNAP_MEMBER: return same_object(compare, a->target, b->target);
    case SNAP_KEY:
        return text_equal(a->label, b->label) && same_object(compare, a->key_object, b->key_object);
    default: return text_equal(a->label, b->label);
    }
}

static void add_reference(const Compare *compare, SnapChangeKind kind, uint32_t holder,
                          uint32_t before, uint32_t now) {
    bool gone = now == SNAPSHOT_NONE;
    const Snapshot *side = gone ? compare->before : compare->now;
    const SnapReference *reference = &side->references.items[gone ? before : now];
    add(compare, (SnapChange){.kind = kind,
                              .was = before == SNAPSHOT_NONE
                                         ? SNAPSHOT_NONE
                                         : compare->before->references.items[before].target,
                              .is = gone ? SNAPSHOT_NONE : reference->target,
                              .frame = SNAPSHOT_NONE,
                              .variable = SNAPSHOT_NONE,
                              .holder = holder,
                              .reference = now,
                              .slot = reference->slot,
                              .number = reference->number,
                              .label = reference->label,
                              .scope = side->objects.items[holder].title,
                              .weak = reference->weak});
}

static void compare_references(const Compare *compare, uint32_t before, uint32_t now) {
    const SnapObject *old = &compare->before->objects.items[before];
    const SnapObject *new = &compare->now->objects.items[now];
    if (!old->reference_count && !new->reference_count) return;
    bool *seen = memory_alloc(old->reference_count + 1);
    uint32_t expected = 0;
    for (uint32_t i = 0; i < new->reference_count; i++, expected++) {
        uint32_t at = new->first_reference + i;
        uint32_t found =
            match(compare, old->first_reference, old->reference_count, expected, at, same_slot);
        if (found == SNAPSHOT_NONE) {
            add_reference(compare, CHANGE_BOUND, now, SNAPSHOT_NONE, at);
            continue;
        }
        seen[found] = true;
        expected = found;
        uint32_t was = compare->before->references.items[old->first_reference + found].target;
        if (same_object(compare, was, compare->now->references.items[at].target)) continue;
        add_reference(compare, CHANGE_REBOUND, now, old->first_reference + found, at);
    }
    for (uint32_t i = 0; i < old->reference_count; i++) {
        if (!seen[i]) {
            add_reference(compare, CHANGE_UNBOUND, before, old->first_reference + i, SNAPSHOT_NONE);
        }
    }
    memory_free(seen);
}

static void compare_objects(const Compare *compare) {
    for (uint32_t i = 0; i < compare->now->objects.count; i++) {
        const SnapObject *object = &compare->now->objects.items[i];
        uint32_t old = snapshot_find(compare->before, object->handle);
        if (old != SNAPSHOT_NONE) {
            compare_references(compare, old, i);
            continue;
        }
        for (uint32_t j = 0; j < object->reference_count; j++) {
            add_reference(compare, CHANGE_MADE, i, SNAPSHOT_NONE, object->first_reference + j);
        }
    }
    for (uint32_t i = 0; i < compare->before->objects.count; i++) {
        const SnapObject *object = &compare->before->objects.items[i];
        if (snapshot_find(compare->now, object->handle) != SNAPSHOT_NONE) continue;
        for (uint32_t j = 0; j < object->reference_count; j++) {
            add_reference(compare, CHANGE_FREED, i, object->first_reference + j, SNAPSHOT_NONE);
        }
    }
}

void snapshot_changes(const Snapshot *before, const Snapshot *now, SnapChanges *out) {
    *out = (SnapChanges){0};
    Compare compare = {before, now, out};
    compare_frames(&compare);
    compare_objects(&compare);
}

void snapshot_changes_deinit(SnapChanges *changes) {
    array_deinit(&changes->items);
}

/* ---- in words ---- */

static void append_slot(const SnapChange *change, TextBuffer *out) {
    if (change->frame == SNAPSHOT_NONE) {
        switch (change->slot) {
        case SNAP_INDEX: text_appendf(out, "[%u]", change->number); return;
        case SNAP_MEMBER: text_append_string(out, "member"); return;
        case SNAP_KEY:
            text_appendf(out, "[%.*s]", (int)change->label.length, change->label.bytes);
            return;
        default: text_append_char(out, '.');
        }
    }
    text_append(out, change->label.bytes, change->label.length);
}

static void append_scope(const SnapChange *change, TextBuffer *out, const char *what) {
    text_appendf(out, "%.*s %s", (int)change->scope.length, change->scope.bytes, what);
}

void snapshot_change_loss(const SnapChange *change, TextBuffer *out) {
    bool variable = change->frame != SNAPSHOT_NONE;
    switch (change->kind) {
    case CHANGE_ENDED: append_scope(change, out, "ended"); return;
    case CHANGE_FREED: append_scope(change, out, "freed"); return;
    case CHANGE_REBOUND:
        append_slot(change, out);
        text_append_string(out, variable ? " rebound" : " replaced");
        return;
    default:
        if (variable) text_append_string(out, "del ");
        append_slot(change, out);
        if (!variable) text_append_string(out, " removed");
    }
}

void snapshot_change_gain(const SnapChange *change, TextBuffer *out) {
    if (change->kind == CHANGE_CALLED) text_append_string(out, "parameter ");
    if (change->kind == CHANGE_MADE) text_append_string(out, "in the new ");
    if (change->kind == CHANGE_MADE) {
        text_append(out, change->scope.bytes, change->scope.length);
        return;
    }
    append_slot(change, out);
    if (change->kind != CHANGE_CALLED) text_append_string(out, " =");
}
