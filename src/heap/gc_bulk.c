#include "heap/gc_bulk.h"

void gc_bulk_begin(GcBulk *bulk, Heap *heap, GcPass *pass, Ref trash, Ref old) {
    *bulk = (GcBulk){.pass = pass, .trash = trash, .old = old};
    for (size_t i = 0; i < pass->members.count; i++) {
        *gc_pass_mark(pass, pass->members.items[i]) = GC_SUSPECTED;
    }
    heap->bulk = bulk;
}

Ref gc_bulk_next(Heap *heap) {
    GcBulk *bulk = heap->bulk;
    while (bulk->next < bulk->pass->members.count) {
        Ref object = bulk->pass->members.items[bulk->next++];
        if (*gc_pass_mark(bulk->pass, object)) return object;
    }
    bulk->next++; /* the last member is done with, too */
    gc_bulk_break(heap);
    return REF_NULL;
}

void gc_bulk_break(Heap *heap) {
    const GcBulk *bulk = heap->bulk;
    GcPass *pass = bulk->pass;
    Ref last_old = heap_at(heap, GcHead, bulk->old)->prev, last_trash = bulk->trash;
    for (size_t i = 0; i < pass->members.count; i++) {
        Ref object = pass->members.items[i], node = object - 1;
        if (!*gc_pass_mark(pass, object)) continue;
        *gc_pass_mark(pass, object) = 0;
        if (heap_refcount(heap, object) == 0) { /* dying, or put off by the trashcan */
            heap_set(heap, heap_at(heap, GcHead, node)->next, REF_NULL);
        } else if (i + 1 < bulk->next) {
            last_old = gc_list_link(heap, last_old, node);
        } else {
            last_trash = gc_list_link(heap, last_trash, node);
        }
    }
    gc_list_link(heap, last_old, bulk->old);
    gc_list_link(heap, last_trash, bulk->trash);
    heap->bulk = NULL;
}
