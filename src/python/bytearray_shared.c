#include "python/bytearray_shared.h"

#include "heap/list.h"
#include "heap/tuple.h"
#include "python/buffer.h"
#include "python/type.h"

enum { SHARED_ARGUMENTS = 4 };

enum { VIA_SELF, VIA_RESULT, VIA_FIRST, VIA_SLOTS = VIA_FIRST + SHARED_ARGUMENTS };
static const char *const via_names[VIA_SLOTS] = {"the bytes",   "the result",  "an argument",
                                                 "an argument", "an argument", "an argument"};
static const NativeFrame via_frame = {"a bytearray method", via_names, VIA_SLOTS};

/* A result of bytes as CPython's bytearray method gives it. */
static Ref as_bytearray(Vm *vm, Ref value) {
    if (!is_bytes(vm, value)) return new_ref(vm, value);
    const Bytes *at = heap_at(&vm->heap, Bytes, value);
    return bytearray_of(vm, at->bytes, at->length);
}

/* The bytes in a list or tuple become bytearrays. */
static bool convert_items(Vm *vm, Ref result) {
    Heap *heap = &vm->heap;
    bool is_list = heap_kind(heap, result) == KIND_LIST;
    uint32_t count = is_list ? list_size(heap, result) : tuple_size(heap, result);
    for (uint32_t i = 0; i < count; i++) {
        Ref made =
            as_bytearray(vm, is_list ? list_get(heap, result, i) : tuple_get(heap, result, i));
        if (!made) return false;
        if (is_list)
            list_set(heap, result, i, made);
        else
            heap_replace(heap, &heap_at(heap, Tuple, result)->items[i], made);
    }
    return true;
}

Ref bytearray_via_bytes(Vm *vm, const char *name, Ref self, Args args) {
    Heap *heap = &vm->heap;
    Ref values[1 + SHARED_ARGUMENTS];
    uint32_t total = args.count + (args.names ? tuple_size(heap, args.names) : 0);
    Ref frame = native_push(vm, &via_frame);
    if (!frame) return REF_NULL;
    values[0] = buffer_to_bytes(vm, self);
    if (!values[0]) return REF_NULL;
    native_put(vm, frame, VIA_SELF, values[0]);
    for (uint32_t i = 0; i < total; i++) {
        if (i >= SHARED_ARGUMENTS)
            return vm_unsupported(vm, "so many arguments of bytearray.%s()", name);
        values[i + 1] = args.values[i];
        if (is_bytes(vm, values[i + 1]) || !has_buffer(vm, values[i + 1])) continue;
        values[i + 1] = buffer_to_bytes(vm, args.values[i]);
        if (!values[i + 1]) return REF_NULL;
        native_put(vm, frame, VIA_FIRST + i, values[i + 1]);
    }
    Ref method = type_lookup(vm, type_ref(heap, TYPE_ID_BYTES), name_ref(vm, name));
    Ref result = vm_call(vm, method, (Args){values, args.count + 1, args.names});
    if (vm->halt) return REF_NULL;
    if (result) {
        native_put(vm, frame, VIA_RESULT, result);
        Kind kind = heap_kind(heap, result);
        bool items = kind == KIND_LIST || kind == KIND_TUPLE;
        Ref converted =
            items && convert_items(vm, result) ? new_ref(vm, result) : as_bytearray(vm, result);
        if (heap->failure) return error_no_memory(vm);
        result = converted;
    }
    native_pop(vm, frame);
    return result;
}
