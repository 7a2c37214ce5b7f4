#include "python/slot_call.h"

#include "base/memory.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"

#include <string.h>

static const char *const method_slot[] = {"the method"};

static const NativeFrame method_frames[DUNDER_COUNT] = {
#define X(id, name) [DUNDER_##id] = {name, method_slot, 1},
    DUNDER_LIST(X)
#undef X
};

/* lookup_maybe_method: a new reference, null when absent or on error. */
static Ref lookup_method(Vm *vm, Ref self, Dunder dunder, bool *unbound) {
    Ref type = heap_type(&vm->heap, self);
    Ref found = type_lookup(vm, type, dunder_name(vm, dunder));
    *unbound = false;
    if (!found) return REF_NULL;
    if (descriptor_is_method(vm, found)) {
        *unbound = true;
        return new_ref(vm, found);
    }
    return descriptor_get(vm, found, self, type);
}

Ref slot_call(Vm *vm, Dunder dunder, const Ref *values, uint32_t count, SlotMissing missing) {
    bool unbound;
    Ref method = lookup_method(vm, values[0], dunder, &unbound);
    if (!method) {
        if (vm_failed(vm) || missing == SLOT_NOTHING) return REF_NULL;
        if (missing == SLOT_NOT_IMPLEMENTED) return new_not_implemented(vm);
        return vm_raise_object(vm, TYPE_ID_ATTRIBUTE_ERROR, dunder_name(vm, dunder));
    }
    Ref frame = native_push(vm, &method_frames[dunder]);
    if (!frame) {
        heap_decref(&vm->heap, method);
        return REF_NULL;
    }
    native_put(vm, frame, 0, method);
    Args args = unbound ? (Args){values, count, REF_NULL} : (Args){values + 1, count - 1, REF_NULL};
    Ref result = vm_call(vm, method, args);
    native_pop(vm, frame);
    return result;
}

/* ---- argument vectors ---- */

enum { SHORT_VECTOR = 16 /* values kept on the C stack; longer vectors are allocated */ };

static const NativeFrame hold_frame = {"a call with keywords", NULL, 0};

/* The names come from a dict that CPython unpacks again: a new tuple of the same names. */
static Ref copy_names(Vm *vm, Ref names) {
    Heap *heap = &vm->heap;
    uint32_t count = tuple_size(heap, names);
    Ref copy = tuple_new(heap, count);
    if (!copy) return REF_NULL;
    for (uint32_t i = 0; i < count; ++i) {
        tuple_init_item(heap, copy, i, new_ref(vm, tuple_get(heap, names, i)));
    }
    return copy;
}

Ref call_prepend(Vm *vm, Ref callable, Ref first, Args args) {
    Heap *heap = &vm->heap;
    uint32_t named = args.names ? tuple_size(heap, args.names) : 0;
    size_t extra = first ? 1 : 0;
    size_t total = args.count + named + extra;
    Ref small[SHORT_VECTOR];
    Ref *vector = total > SHORT_VECTOR ? memory_alloc(total * sizeof(Ref)) : small;
    if (first) vector[0] = first;
    if (args.count + named) {
        memcpy(vector + extra, args.values, (args.count + named) * sizeof(Ref));
    }
    Ref result = REF_NULL;
    if (!named) {
        result = vm_call(vm, callable, (Args){vector, (uint32_t)total, REF_NULL});
    } else {
        Ref names = copy_names(vm, args.names);
        Ref frame = names ? native_push_slots(vm, &hold_frame, (uint32_t)total + 1) : REF_NULL;
        if (frame) {
            for (uint32_t i = 0; i < total; ++i) native_put(vm, frame, i, new_ref(vm, vector[i]));
            native_put(vm, frame, (uint32_t)total, names);
            result = vm_call(vm, callable, (Args){vector, (uint32_t)(total - named), names});
            native_pop(vm, frame);
        } else {
            heap_xdecref(heap, names);
        }
    }
    if (vector != small) memory_free(vector);
    return result;
}

Ref slot_call_args(Vm *vm, Dunder dunder, Ref self, Args args) {
    bool unbound;
    Ref method = lookup_method(vm, self, dunder, &unbound);
    if (!method) {
        if (vm_failed(vm)) return REF_NULL;
        return vm_raise_object(vm, TYPE_ID_ATTRIBUTE_ERROR, dunder_name(vm, dunder));
    }
    Ref frame = native_push(vm, &method_frames[dunder]);
    if (!frame) {
        heap_decref(&vm->heap, method);
        return REF_NULL;
    }
    native_put(vm, frame, 0, method);
    Ref result = call_prepend(vm, method, unbound ? self : REF_NULL, args);
    native_pop(vm, frame);
    return result;
}
