#include "export/python_checks.h"

#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/object.h"
#include "heap/str.h"
#include "python/dunder.h"
#include "timeline/object_path.h"

enum {
    OBJECTS_MOST = 300,    /* asserted after one statement */
    LOOKS_MOST = 3000,     /* stops that are searched for garbage */
    START_COUNT_MOST = 700 /* of the youngest generation when a script starts: not known */
};

void python_checks_deinit(PythonChecks *checks) {
    if (checks->has_told) snapshot_deinit(&checks->told);
    *checks = (PythonChecks){0};
}

void python_checks_begin_collected(PythonChecks *checks) {
    checks->born = 0;
}

/* ---- when the collector may run by itself ---- */

static bool has_garbage(const Snapshot *snapshot) {
    for (size_t i = 0; i < snapshot->objects.count; i++) {
        if (!snapshot->objects.items[i].reachable) return true;
    }
    return false;
}

/* The events of the step to a stop; returns whether the collector ran by itself. A full collection
 * that was asked for makes all certain again: what was garbage is gone, whoever found it. */
static bool follow_events(PythonChecks *checks, const Timeline *timeline, uint32_t stop) {
    uint32_t count;
    bool ran = false;
    const TimelineEvent *events = timeline_events(timeline, stop, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind == HEAP_BORN && events[i].container) checks->born++;
        if (events[i].kind != HEAP_COLLECTION_BEGAN) continue;
        if (events[i].detail & GC_BEGAN_BY_ITSELF) {
            ran = true;
            continue;
        }
        checks->born = 0;
        if (events[i].detail == HEAP_GENERATIONS - 1) checks->uncertain = false;
    }
    return ran;
}

/* Whether the collector may run by itself about now. */
static bool is_due(const PythonChecks *checks, const Vm *vm) {
    const HeapRoot *root = heap_root(&vm->heap);
    uint32_t threshold = root->generations[0].threshold;
    return root->gc_enabled && threshold && checks->born >= threshold;
}

/* What a collection now would find makes a difference; too many stops are not looked at. */
static bool has_garbage_now(PythonChecks *checks, Timeline *timeline, uint32_t stop) {
    if (checks->looked++ >= LOOKS_MOST) return true;
    Snapshot now = {0};
    timeline_seek(timeline, stop);
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    bool found = has_garbage(&now);
    snapshot_deinit(&now);
    return found;
}

void python_checks_follow(PythonChecks *checks, Timeline *timeline, uint32_t stop) {
    if (stop == 1) checks->born = START_COUNT_MOST;
    bool ran = follow_events(checks, timeline, stop);
    if (checks->uncertain) return;
    timeline_seek(timeline, stop);
    bool may = ran || is_due(checks, timeline_vm(timeline));
    checks->uncertain = may && (has_garbage_now(checks, timeline, stop) ||
                                (stop > 1 && has_garbage_now(checks, timeline, stop - 1)));
}

/* ---- asserts ---- */

static bool is_checked(const SnapObject *object) {
    if (object->shared || object->dying || !object->reachable) return false;
    switch (object->class) {
    case OBJECT_INSTANCE:
    case OBJECT_CLASS: return true;
    case OBJECT_FUNCTION: return text_is(object->type, "function");
    case OBJECT_SEQUENCE: return text_is(object->type, "list");
    case OBJECT_MAPPING: return text_is(object->type, "dict");
    case OBJECT_SET: return text_is(object->type, "set");
    default: return text_is(object->type, "bytearray");
    }
}

static bool is_told(const PythonChecks *checks, const SnapObject *object) {
    uint32_t old = checks->has_told ? snapshot_find(&checks->told, object->handle) : SNAPSHOT_NONE;
    return old != SNAPSHOT_NONE && checks->told.objects.items[old].refcount == object->refcount;
}

/* A value of a dict by a name; null when there is none. Reads only. */
static Ref value_of(const Vm *vm, Ref dict, Dunder name) {
    Heap *heap = (Heap *)(uintptr_t)&vm->heap;
    return dict ? dict_get_str(heap, dict, vm_machine(vm)->dunder_names[name]) : REF_NULL;
}

/* Whether it belongs to a module other than the script: how many hold it there depends on how the
 * library is written. The script's own dict is held by the running script as well. */
static bool is_of_module(const Vm *vm, const SnapObject *object) {
    const Heap *heap = &vm->heap;
    Ref self = object->handle.ref;
    if (object->class == OBJECT_FUNCTION) {
        return heap_at(heap, Function, self)->globals != vm_machine(vm)->main_dict;
    }
    if (object->class == OBJECT_CLASS) {
        Ref module = value_of(vm, heap_at(heap, Type, self)->dict, DUNDER_MODULE);
        return !module || heap_kind(heap, module) != KIND_STR ||
               !str_equal_cstr(heap, module, "__main__");
    }
    return text_is(object->type, "dict") && value_of(vm, self, DUNDER_NAME);
}

/* A tuple or frozenset that a compiler may have made: nothing in it can change. */
static bool may_be_constant(const Snapshot *snapshot, const SnapObject *object, int depth) {
    bool number = object->class == OBJECT_NUMBER || object->class == OBJECT_NONE;
    if (number || object->class == OBJECT_TEXT) return !text_is(object->type, "bytearray");
    if (!text_is(object->type, "tuple") && !text_is(object->type, "frozenset")) return false;
    for (uint32_t i = 0; i < object->reference_count && depth < 20; i++) {
        uint32_t target = snapshot->references.items[object->first_reference + i].target;
        if (!may_be_constant(snapshot, &snapshot->objects.items[target], depth + 1)) return false;
    }
    return true;
}

bool python_checks_finds_constants(const Timeline *timeline) {
    Snapshot now = {0};
    bool found = false;
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_INTERNALS);
    for (size_t i = 0; i < now.objects.count && !found; i++) {
        const SnapObject *object = &now.objects.items[i];
        found = !object->reachable && object->tracked && may_be_constant(&now, object, 0);
    }
    snapshot_deinit(&now);
    return found;
}

void python_checks_append(PythonChecks *checks, const Timeline *timeline, int64_t returned,
                          TextBuffer *out) {
    if (checks->uncertain) return;
    Snapshot now = {0};
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    if (returned >= 0) {
        text_appendf(out, "assert __import__('builtins')._ == %lld\n", (long long)returned);
        checks->count++;
    }
    uint32_t told = 0;
    TextBuffer path = {0};
    ObjectPaths paths = object_paths_find(&now);
    for (uint32_t i = 0; i < now.objects.count; i++) {
        const SnapObject *object = &now.objects.items[i];
        if (!is_checked(object) || is_told(checks, object)) continue;
        if (is_of_module(timeline_vm(timeline), object)) continue;
        if (told >= OBJECTS_MOST) break;
        if (!paths.reached[i]) continue;
        text_clear(&path);
        object_paths_append(&paths, i, &path);
        text_appendf(out, "assert __import__('sys').getrefcount(%s) - 1 == %u\n", text_cstr(&path),
                     object->refcount);
        told++;
    }
    object_paths_deinit(&paths);
    text_deinit(&path);
    checks->count += told;
    if (checks->has_told) snapshot_deinit(&checks->told);
    checks->told = now;
    checks->has_told = true;
}
