#include "heap/gc.h"

#include "heap/kind.h"

static const GcHead *node_at(const Heap *heap, Ref node) {
    return heap_at(heap, GcHead, node);
}

Ref gc_generation_head(const Heap *heap, unsigned generation) {
    const HeapRoot *root = heap_root(heap);
    if (generation < HEAP_GENERATIONS) {
        return image_ref(&heap->image, &root->generations[generation].list);
    }
    return image_ref(&heap->image, generation == GC_PERMANENT     ? &root->permanent
                                   : generation == GC_TRASH       ? &root->trash
                                   : generation == GC_STILL_TRASH ? &root->still_trash
                                                                  : &root->weak_calls);
}

void gc_init(Heap *heap) {
    /* gc.get_threshold() of a fresh CPython 3.11 */
    static const uint32_t thresholds[HEAP_GENERATIONS] = {700, 10, 10};
    for (unsigned i = 0; i < GC_LISTS; i++) {
        Ref head = gc_generation_head(heap, i);
        heap_set(heap, node_at(heap, head)->next, head);
        heap_set(heap, node_at(heap, head)->prev, head);
        if (i < HEAP_GENERATIONS) {
            heap_set(heap, heap_root(heap)->generations[i].threshold, thresholds[i]);
        }
    }
    heap_set(heap, heap_root(heap)->gc_enabled, 1);
}

bool gc_list_is_empty(const Heap *heap, Ref head) {
    return node_at(heap, head)->next == head;
}

void gc_list_append(Heap *heap, Ref head, Ref node) {
    Ref last = node_at(heap, head)->prev;
    heap_set(heap, node_at(heap, node)->prev, last);
    heap_set(heap, node_at(heap, node)->next, head);
    heap_set(heap, node_at(heap, last)->next, node);
    heap_set(heap, node_at(heap, head)->prev, node);
}

void gc_list_remove(Heap *heap, Ref node) {
    Ref next = node_at(heap, node)->next, prev = node_at(heap, node)->prev;
    heap_set(heap, node_at(heap, prev)->next, next);
    heap_set(heap, node_at(heap, next)->prev, prev);
    image_set_pair(&heap->image, &node_at(heap, node)->next, REF_NULL, REF_NULL);
}

void gc_list_merge(Heap *heap, Ref from, Ref to) {
    if (gc_list_is_empty(heap, from)) return;
    Ref first = node_at(heap, from)->next, last = node_at(heap, from)->prev;
    Ref tail = node_at(heap, to)->prev;
    heap_set(heap, node_at(heap, tail)->next, first);
    heap_set(heap, node_at(heap, first)->prev, tail);
    heap_set(heap, node_at(heap, last)->next, to);
    heap_set(heap, node_at(heap, to)->prev, last);
    heap_set(heap, node_at(heap, from)->next, from);
    heap_set(heap, node_at(heap, from)->prev, from);
}

Ref gc_list_link(Heap *heap, Ref before, Ref after) {
    if (node_at(heap, before)->next != after) heap_set(heap, node_at(heap, before)->next, after);
    if (node_at(heap, after)->prev != before) heap_set(heap, node_at(heap, after)->prev, before);
    return after;
}

void gc_count_freed(Heap *heap, uint32_t count) {
    const Generation *youngest = &heap_root(heap)->generations[0];
    uint32_t counted = youngest->count < count ? youngest->count : count;
    if (counted) heap_set(heap, youngest->count, youngest->count - counted);
}

bool gc_is_tracked(const Heap *heap, Ref object) {
    if (!(heap_object(heap, object)->flags & OBJECT_STATIC)) return heap_is_tracked(heap, object);
    Kind kind = heap_kind(heap, object);
    if (kind == KIND_TYPE) return kind_type_is_made_by_module(heap_at(heap, Type, object));
    if (kind == KIND_TUPLE) return false;
    return heap_type_of(heap, object)->flags & TYPE_GC;
}
