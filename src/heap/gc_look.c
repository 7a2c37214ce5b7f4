#include "heap/gc_look.h"

#include "base/hash.h"
#include "heap/gc.h"
#include "heap/kind.h"

typedef struct Pass {
    Visitor visitor; /* first: callbacks get a Pass */
    GcLook *look;
    Array(uint8_t) turn_over;
    Array(uint32_t) again; /* numbers moved back to the end of the list, in order */
} Pass;

/* ---- objects by reference ---- */

static uint32_t *place_of(const GcLook *look, Ref object) {
    uint32_t mask = (1u << look->slots_log2) - 1;
    uint32_t at = (uint32_t)hash_mix(object) & mask;
    while (look->slots[at] && look->objects.items[look->slots[at] - 1].object != object) {
        at = (at + 1) & mask;
    }
    return &look->slots[at];
}

static void make_table(GcLook *look) {
    look->slots_log2 = 4;
    while ((size_t)1 << look->slots_log2 < 2 * look->objects.count) look->slots_log2++;
    look->slots = memory_alloc(sizeof *look->slots << look->slots_log2);
    for (uint32_t i = 0; i < look->objects.count; i++) {
        *place_of(look, look->objects.items[i].object) = i + 1;
    }
}

static GcLookObject *member(const GcLook *look, Ref object) {
    uint32_t number = look->slots ? *place_of(look, object) : 0;
    return number ? &look->objects.items[number - 1] : NULL;
}

const GcLookObject *gc_look_find(const GcLook *look, Ref object) {
    return member(look, object);
}

/* ---- the three phases ---- */

static void copy(GcLook *look, const Heap *heap, Ref list) {
    for (Ref node = heap_at(heap, GcHead, list)->next; node != list;
         node = heap_at(heap, GcHead, node)->next) {
        uint32_t refs = heap_refcount(heap, gc_object(node));
        GcLookObject object = {.object = gc_object(node), .copied = refs, .subtracted = refs};
        array_push(&look->objects, object);
    }
}

static void visit_subtract(Visitor *visitor, Slot slot, Ref target) {
    (void)slot;
    GcLookObject *object = member(((Pass *)visitor)->look, target);
    if (object && object->subtracted > 0) object->subtracted--;
}

static void subtract(Pass *pass, const Heap *heap) {
    pass->visitor.visit = visit_subtract;
    for (size_t i = 0; i < pass->look->objects.count; i++) {
        kind_traverse(heap, pass->look->objects.items[i].object, &pass->visitor);
    }
}

static void visit_reach(Visitor *visitor, Slot slot, Ref target) {
    (void)slot;
    Pass *pass = (Pass *)visitor;
    GcLookObject *object = member(pass->look, target);
    if (!object || object->reached) return;
    object->reached = 1;
    uint32_t number = (uint32_t)(object - pass->look->objects.items);
    if (!pass->turn_over.items[number]) return;
    object->rescued = true;
    object->unreachable = false;
    array_push(&pass->again, number);
}

/* The list in order, then those that were suspected too early, as they come. */
static void reach(Pass *pass, const Heap *heap) {
    GcLook *look = pass->look;
    pass->visitor.visit = visit_reach;
    for (size_t i = 0; i < look->objects.count; i++) {
        look->objects.items[i].reached = look->objects.items[i].subtracted;
        array_push(&pass->turn_over, 0);
    }
    for (size_t i = 0; i < look->objects.count; i++) {
        GcLookObject *object = &look->objects.items[i];
        pass->turn_over.items[i] = 1;
        object->unreachable = !object->reached;
        if (object->reached) kind_traverse(heap, object->object, &pass->visitor);
    }
    for (size_t i = 0; i < pass->again.count; i++) {
        kind_traverse(heap, look->objects.items[pass->again.items[i]].object, &pass->visitor);
    }
}

void gc_look(GcLook *look, const Heap *heap, const Ref *lists, size_t count) {
    *look = (GcLook){0};
    Pass pass = {.look = look};
    for (size_t i = 0; i < count; i++) copy(look, heap, lists[i]);
    make_table(look);
    subtract(&pass, heap);
    reach(&pass, heap);
    array_deinit(&pass.turn_over);
    array_deinit(&pass.again);
}

void gc_look_deinit(GcLook *look) {
    array_deinit(&look->objects);
    memory_free(look->slots);
    *look = (GcLook){0};
}
