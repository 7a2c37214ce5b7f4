#include "python/split_parts.h"

#include "heap/bytes.h"
#include "heap/list.h"

/* CPython fills a list made for 12 parts and appends further ones (MAX_PREALLOC). */
enum { PREALLOC = 12 };

bool parts_begin(Parts *parts, Vm *vm, Ref self, int64_t max) {
    uint32_t room = max >= PREALLOC ? PREALLOC : (uint32_t)(max + 1);
    *parts = (Parts){vm, self, vm_made(vm, list_new(&vm->heap, room)), 0, false};
    return parts->list != REF_NULL;
}

static void parts_add_object(Parts *parts, Ref part) {
    Heap *heap = &parts->vm->heap;
    if (!part || parts->failed) {
        if (part) heap_decref(heap, part);
        parts->failed = true;
        return;
    }
    if (parts->count < list_size(heap, parts->list)) {
        list_init_item(heap, parts->list, parts->count, part);
    } else if (!list_append(heap, parts->list, part)) {
        parts->failed = true;
        return;
    }
    parts->count++;
}

static Ref bytes_part(Heap *heap, Ref self, uint32_t start, uint32_t stop) {
    return bytes_new(heap, heap_at(heap, Bytes, self)->bytes + start, stop - start);
}

void parts_add(Parts *parts, uint32_t start, uint32_t stop) {
    Heap *heap = &parts->vm->heap;
    bool bytes = is_bytes(parts->vm, parts->self);
    uint32_t length = bytes ? bytes_length(heap, parts->self) : str_length(heap, parts->self);
    if (start == 0 && stop == length &&
        is_exact(heap, parts->self, bytes ? TYPE_ID_BYTES : TYPE_ID_STR)) {
        parts_add_object(parts, heap_incref(heap, parts->self));
    } else if (bytes) {
        parts_add_object(parts, bytes_part(heap, parts->self, start, stop));
    } else {
        parts_add_object(parts, str_slice(heap, parts->self, start, stop));
    }
}

/* Cuts the unused places off without giving memory back (FIX_PREALLOC_SIZE). */
Ref parts_end(Parts *parts, bool reverse) {
    Heap *heap = &parts->vm->heap;
    const List *list = heap_at(heap, List, parts->list);
    heap_set(heap, list->size, parts->count);
    if (parts->failed) {
        heap_decref(heap, parts->list);
        return error_no_memory(parts->vm);
    }
    const Ref *items = heap_at(heap, Ref, list->items);
    for (uint32_t i = 0; reverse && i < parts->count / 2; i++) {
        uint32_t other = parts->count - 1 - i;
        Ref first = items[i];
        image_set32(&heap->image, &items[i], items[other]);
        image_set32(&heap->image, &items[other], first);
    }
    return parts->list;
}
