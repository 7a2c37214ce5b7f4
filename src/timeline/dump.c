#include "timeline/dump.h"

#include "heap/gc.h"
#include "heap/str.h"
#include "python/frame.h"
#include "timeline/frame_walk.h"

static void put_field(TextBuffer *out, const char *name, Text value) {
    text_appendf(out, "\"%s\":", name);
    text_append_json(out, value);
}

static uint32_t id_of(const Snapshot *snapshot, uint32_t object) {
    return snapshot->objects.items[object].handle.serial;
}

static void put_variable(TextBuffer *out, const Snapshot *snapshot, const SnapVariable *variable) {
    text_append_string(out, "{");
    put_field(out, "name", variable->name);
    uint32_t held = variable->cell != SNAPSHOT_NONE ? variable->cell : variable->object;
    if (held == SNAPSHOT_NONE) {
        text_append_string(out, ",\"to\":null}");
        return;
    }
    text_appendf(out, ",\"to\":%u", id_of(snapshot, held));
    if (variable->cell != SNAPSHOT_NONE) text_append_string(out, ",\"cell\":true");
    text_append_string(out, "}");
}

static void put_frames(TextBuffer *out, const Snapshot *snapshot) {
    text_append_string(out, "\"frames\":[");
    for (size_t i = 0; i < snapshot->frames.count; i++) {
        const SnapFrame *frame = &snapshot->frames.items[i];
        text_append_string(out, i ? ",{" : "{");
        put_field(out, "name", frame->name);
        text_append_string(out, ",\"vars\":[");
        for (uint32_t j = 0; j < frame->variable_count; j++) {
            if (j) text_append_char(out, ',');
            put_variable(out, snapshot, &snapshot->variables.items[frame->first_variable + j]);
        }
        text_append_string(out, "]}");
    }
    text_append_string(out, "]");
}

static void put_reference(TextBuffer *out, const Snapshot *snapshot,
                          const SnapReference *reference) {
    TextBuffer slot = {0};
    if (reference->slot == SNAP_INDEX) text_appendf(&slot, "[%u]", reference->number);
    if (reference->slot == SNAP_MEMBER) text_append_string(&slot, "member");
    if (reference->slot == SNAP_KEY) {
        text_appendf(&slot, "[%.*s]", (int)reference->label.length, reference->label.bytes);
    }
    if (reference->slot == SNAP_NAME) {
        text_append(&slot, reference->label.bytes, reference->label.length);
    }
    Text text = text_view(&slot);
    text_append_string(out, "{");
    put_field(out, "slot", text);
    text_appendf(out, ",\"to\":%u}", id_of(snapshot, reference->target));
    if (reference->slot == SNAP_KEY && reference->key_object != SNAPSHOT_NONE) {
        text_append_string(out, ",{");
        put_field(out, "slot", text_of("key"));
        text_appendf(out, ",\"to\":%u}", id_of(snapshot, reference->key_object));
    }
    text_deinit(&slot);
}

static void put_object(TextBuffer *out, const Snapshot *snapshot, const SnapObject *object) {
    text_appendf(out, "{\"id\":%u,\"address\":\"0x%llx\",", object->handle.serial,
                 (unsigned long long)object->address);
    put_field(out, "type", object->type);
    text_append_char(out, ',');
    put_field(out, "repr", object->repr);
    text_appendf(out,
                 ",\"refcount\":%u,\"shared\":%s,\"size\":%u,\"tracked\":%s,\"generation\":%d,"
                 "\"refs\":[",
                 object->refcount, object->shared ? "true" : "false", object->size,
                 object->tracked ? "true" : "false", object->generation);
    const SnapReference *references = &snapshot->references.items[object->first_reference];
    const SnapReference *weak = NULL;
    for (uint32_t i = 0, put = 0; i < object->reference_count; i++) {
        if (references[i].weak) {
            weak = &references[i];
            continue;
        }
        if (put++) text_append_char(out, ',');
        put_reference(out, snapshot, &references[i]);
    }
    if (weak) text_appendf(out, "],\"weak\":[%u", id_of(snapshot, weak->target));
    text_append_string(out, "],\"hidden\":[");
    for (uint32_t i = 0; i < object->hidden_count; i++) {
        const SnapHidden *hidden = &snapshot->hidden.items[object->first_hidden + i];
        text_append_string(out, i ? ",{" : "{");
        put_field(out, "holder", hidden->holder);
        text_appendf(out, ",\"count\":%u}", hidden->count);
    }
    text_append_string(out, "]}");
}

void dump_stop(const Timeline *timeline, TextBuffer *out) {
    Snapshot snapshot;
    snapshot_build(&snapshot, timeline_vm(timeline), SNAPSHOT_PLAIN);
    uint32_t step = timeline_position(timeline);
    text_appendf(out, "{\"step\":%u,\"steps\":%u,\"line\":%u,", step, timeline_count(timeline),
                 timeline_line(timeline, step));
    put_frames(out, &snapshot);
    text_append_string(out, ",\"objects\":[");
    for (size_t i = 0; i < snapshot.objects.count; i++) {
        if (i) text_append_char(out, ',');
        put_object(out, &snapshot, &snapshot.objects.items[i]);
    }
    text_append_string(out, "],");
    TextBuffer printed = {0};
    timeline_output(timeline, &printed);
    put_field(out, "output", text_view(&printed));
    text_append_string(out, "}\n");
    text_deinit(&printed);
    snapshot_deinit(&snapshot);
}

/* ---- frames and variables alone ---- */

static void put_str(TextBuffer *out, const Heap *heap, const char *name, Ref string) {
    TextBuffer value = {0};
    str_append_to(heap, string, &value);
    put_field(out, name, text_view(&value));
    text_deinit(&value);
}

static void put_walked_variable(TextBuffer *out, const Heap *heap, const WalkedVariable *variable) {
    text_append_string(out, "{");
    put_str(out, heap, "name", variable->name);
    if (!variable->value) {
        text_append_string(out, ",\"to\":null}");
        return;
    }
    const Object *head = heap_object(heap, variable->value);
    text_appendf(out, ",\"to\":%u,", head->serial);
    put_str(out, heap, "type", heap_type_of(heap, variable->value)->name);
    text_appendf(out, ",\"refcount\":%u,\"shared\":%s,\"size\":%zu,\"tracked\":%s%s}",
                 head->refcount, head->flags & (OBJECT_STATIC | OBJECT_SHARED) ? "true" : "false",
                 heap_sizeof(heap, variable->value),
                 gc_is_tracked(heap, variable->value) ? "true" : "false",
                 variable->cell ? ",\"cell\":true" : "");
}

static void put_walked_frame(TextBuffer *out, const Vm *vm, const WalkedFrame *frame) {
    text_append_string(out, "{");
    if (frame->frame)
        put_str(out, &vm->heap, "name", frame_code(vm, frame_at(vm, frame->frame))->name);
    else
        put_field(out, "name", text_of("<module>"));
    text_append_string(out, ",\"vars\":[");
    uint32_t position = 0;
    WalkedVariable variable;
    for (bool first = true; frame_next_variable(vm, frame, &position, &variable); first = false) {
        if (!first) text_append_char(out, ',');
        put_walked_variable(out, &vm->heap, &variable);
    }
    text_append_string(out, "]}");
}

void dump_variables(const Timeline *timeline, TextBuffer *out) {
    const Vm *vm = timeline_vm(timeline);
    uint32_t step = timeline_position(timeline);
    text_appendf(out, "{\"step\":%u,\"steps\":%u,\"line\":%u,\"frames\":[", step,
                 timeline_count(timeline), timeline_line(timeline, step));
    FrameList frames;
    frame_walk(vm, &frames);
    for (size_t i = 0; i < frames.count; i++) {
        if (i) text_append_char(out, ',');
        put_walked_frame(out, vm, &frames.items[i]);
    }
    text_append_string(out, "]}\n");
    array_deinit(&frames);
}
