#include "timeline/frame_walk.h"

#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/code_unit.h"
#include "python/frame.h"

bool frame_is_users(const Vm *vm, Ref frame) {
    const Frame *self = frame_at(vm, frame);
    return self->owner != FRAME_NATIVE && self->code && !frame_code(vm, self)->hidden;
}

static WalkedFrame walked(const Vm *vm, Ref frame) {
    const Frame *self = frame_at(vm, frame);
    bool by_names = !(frame_code(vm, self)->flags & CODE_OPTIMIZED);
    return (WalkedFrame){.frame = frame,
                         .names = by_names ? self->locals : REF_NULL,
                         .module = by_names && self->locals == self->globals};
}

void frame_walk(const Vm *vm, FrameList *out) {
    Ref main = vm_machine(vm)->main_dict;
    WalkedFrame module = {.names = main, .module = true};
    bool running = true;
    *out = (FrameList){0};
    for (Ref at = vm_machine(vm)->frame; at; at = frame_at(vm, at)->previous) {
        if (!frame_is_users(vm, at)) continue;
        WalkedFrame found = walked(vm, at);
        found.running = running;
        found.below = module.frame != REF_NULL;
        running = false;
        if (!main || found.names != main) {
            array_push(out, found);
        } else if (!module.frame) {
            module = found;
        }
    }
    module.running = module.running || running;
    array_push(out, module);
    for (size_t i = 0, j = out->count - 1; i < j; i++, j--) {
        WalkedFrame first = out->items[i];
        out->items[i] = out->items[j];
        out->items[j] = first;
    }
}

static bool is_dunder(const Heap *heap, Ref name) {
    uint32_t length = str_length(heap, name);
    return length > 4 && str_at(heap, name, 0) == '_' && str_at(heap, name, 1) == '_' &&
           str_at(heap, name, length - 1) == '_' && str_at(heap, name, length - 2) == '_';
}

static bool next_name(const Vm *vm, const WalkedFrame *frame, uint32_t *position,
                      WalkedVariable *out) {
    const Heap *heap = &vm->heap;
    *out = (WalkedVariable){0};
    while (dict_next(heap, frame->names, position, &out->name, &out->value, NULL)) {
        if (heap_kind(heap, out->name) != KIND_STR) continue;
        if (!frame->module || !is_dunder(heap, out->name)) return true;
    }
    return false;
}

bool frame_next_variable(const Vm *vm, const WalkedFrame *frame, uint32_t *position,
                         WalkedVariable *out) {
    const Heap *heap = &vm->heap;
    if (frame->names) return next_name(vm, frame, position, out);
    const Frame *self = frame_at(vm, frame->frame);
    const Code *code = frame_code(vm, self);
    const uint8_t *kinds = heap_at(heap, Bytes, code->localspluskinds)->bytes;
    for (; *position < code->nlocalsplus && *position < self->stacktop; ++*position) {
        Ref value = frame_slots(self)[*position];
        uint8_t kind = kinds[*position];
        if (!value && !(kind & SLOT_LOCAL)) continue;
        bool cell = value && kind & (SLOT_CELL | SLOT_FREE) && heap_kind(heap, value) == KIND_CELL;
        *out = (WalkedVariable){.name = tuple_get(heap, code->localsplusnames, *position),
                                .value = cell ? heap_at(heap, Cell, value)->content : value,
                                .cell = cell ? value : REF_NULL};
        ++*position;
        return true;
    }
    return false;
}
