#include "timeline/snapshot_change.h"

#include "base/memory.h"
#include "base/translate.h"

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

typedef bool Same(const Compare *compare, uint32_t before, uint32_t now);

/* The element before for which `same` holds: one of the `count` from `first`, expected `at` of them
 * further on; SNAPSHOT_NONE. */
static uint32_t match(const Compare *compare, uint32_t first, uint32_t count, uint32_t at,
                      uint32_t now, Same *same) {
    for (uint32_t away = 0; away <= WINDOW; away++) {
        if (at + away < count && same(compare, first + at + away, now)) return first + at + away;
        if (away && at >= away && at - away < count && same(compare, first + at - away, now)) {
            return first + at - away;
        }
    }
    return SNAPSHOT_NONE;
}

/* A run of variables or references. */
typedef struct Run {
    uint32_t first, count;
} Run;

/* Told of each element of `now` with the one before that it was, or SNAPSHOT_NONE, and then of each
 * one before that is gone, with SNAPSHOT_NONE. */
typedef void Pair(const Compare *compare, uint32_t owner, uint32_t before, uint32_t now);

/* `old_owner` and `owner`: whose they are. */
static void pair_up(const Compare *compare, Run old, uint32_t old_owner, Run new, uint32_t owner,
                    Same *same, Pair *pair) {
    if (!old.count && !new.count) return;
    bool *seen = memory_alloc(old.count + 1);
    uint32_t expected = 0;
    for (uint32_t i = 0; i < new.count; i++, expected++) {
        uint32_t found = match(compare, old.first, old.count, expected, new.first + i, same);
        if (found != SNAPSHOT_NONE) {
            expected = found - old.first;
            seen[expected] = true;
        }
        pair(compare, owner, found, new.first + i);
    }
    for (uint32_t i = 0; i < old.count; i++) {
        if (!seen[i]) pair(compare, old_owner, old.first + i, SNAPSHOT_NONE);
    }
    memory_free(seen);
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

static void pair_variables(const Compare *compare, uint32_t frame, uint32_t before, uint32_t now) {
    uint32_t was =
        before == SNAPSHOT_NONE ? before : compare->before->variables.items[before].object;
    uint32_t is = now == SNAPSHOT_NONE ? now : compare->now->variables.items[now].object;
    if (same_object(compare, was, is)) return;
    add_variable(compare, kind_of(was, is), frame, before, now);
}

static Run variables_of(const SnapFrame *frame) {
    return (Run){frame->first_variable, frame->variable_count};
}

static void compare_frames(const Compare *compare) {
    uint32_t old = (uint32_t)compare->before->frames.count;
    uint32_t new = (uint32_t)compare->now->frames.count, same = 0;
    while (same < old && same < new &&same_frame(&compare->before->frames.items[same],
                                                 &compare->now->frames.items[same])) {
        pair_up(compare, variables_of(&compare->before->frames.items[same]), same,
                variables_of(&compare->now->frames.items[same]), same, same_name, pair_variables);
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

static void pair_references(const Compare *compare, uint32_t holder, uint32_t before,
                            uint32_t now) {
    uint32_t was =
        before == SNAPSHOT_NONE ? before : compare->before->references.items[before].target;
    uint32_t is = now == SNAPSHOT_NONE ? now : compare->now->references.items[now].target;
    if (same_object(compare, was, is)) return;
    add_reference(compare, kind_of(was, is), holder, before, now);
}

static Run references_of(const SnapObject *object) {
    return (Run){object->first_reference, object->reference_count};
}

static void compare_objects(const Compare *compare) {
    for (uint32_t i = 0; i < compare->now->objects.count; i++) {
        const SnapObject *object = &compare->now->objects.items[i];
        uint32_t old = snapshot_find(compare->before, object->handle);
        if (old != SNAPSHOT_NONE) {
            pair_up(compare, references_of(&compare->before->objects.items[old]), old,
                    references_of(object), i, same_slot, pair_references);
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
        case SNAP_MEMBER: text_append_string(out, _("member")); return;
        case SNAP_KEY:
            text_appendf(out, "[%.*s]", (int)change->label.length, change->label.bytes);
            return;
        default: text_append_char(out, '.');
        }
    }
    text_append(out, change->label.bytes, change->label.length);
}

void snapshot_change_loss(const SnapChange *change, TextBuffer *out) {
    bool variable = change->frame != SNAPSHOT_NONE;
    int length = (int)change->scope.length;
    const char *scope = change->scope.bytes;
    TextBuffer slot = {0};
    append_slot(change, &slot);
    switch (change->kind) {
    case CHANGE_ENDED: text_appendf(out, _("%.*s ended"), length, scope); break;
    case CHANGE_FREED: text_appendf(out, _("%.*s freed"), length, scope); break;
    case CHANGE_REBOUND:
        text_appendf(out, variable ? _("%s rebound") : _("%s replaced"), text_cstr(&slot));
        break;
    default: text_appendf(out, variable ? "del %s" : _("%s removed"), text_cstr(&slot));
    }
    text_deinit(&slot);
}

void snapshot_change_gain(const SnapChange *change, TextBuffer *out) {
    TextBuffer slot = {0};
    append_slot(change, &slot);
    switch (change->kind) {
    case CHANGE_MADE:
        text_appendf(out, _("in the new %.*s"), (int)change->scope.length, change->scope.bytes);
        break;
    case CHANGE_CALLED: text_appendf(out, _("parameter %s"), text_cstr(&slot)); break;
    default: text_appendf(out, "%s =", text_cstr(&slot));
    }
    text_deinit(&slot);
}
