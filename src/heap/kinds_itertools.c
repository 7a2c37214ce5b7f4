/* Rows of the records of itertools: CPython 3.11's Modules/itertoolsmodule.c. */
#include "heap/kind.h"
#include "heap/tuple.h"

/* ---- the iterators ---- */

/* Where a reference of an Itertool lies: PART_MORE + i is more[i]. */
enum { PART_END, PART_A, PART_B, PART_MORE };

typedef struct Part {
    uint8_t place;
    uint8_t field; /* SlotField */
} Part;

enum { PARTS = 6 };

/* What each holds, in the order of its tp_traverse. */
static const Part parts_of[][PARTS] = {
    [TOOL_COUNT] = {{PART_A, SLOT_FIELD_START}, {PART_B, SLOT_FIELD_STEP}},
    [TOOL_REPEAT] = {{PART_A, SLOT_FIELD_ELEMENT}},
    [TOOL_CYCLE] = {{PART_A, SLOT_FIELD_ITERATED}, {PART_B, SLOT_FIELD_SAVED}},
    [TOOL_CHAIN] = {{PART_A, SLOT_FIELD_ITERATORS}, {PART_B, SLOT_FIELD_ITERATED}},
    [TOOL_ISLICE] = {{PART_A, SLOT_FIELD_ITERATED}},
    [TOOL_TAKEWHILE] = {{PART_A, SLOT_FIELD_ITERATED}, {PART_B, SLOT_FIELD_FUNC}},
    [TOOL_DROPWHILE] = {{PART_A, SLOT_FIELD_ITERATED}, {PART_B, SLOT_FIELD_FUNC}},
    [TOOL_FILTERFALSE] = {{PART_A, SLOT_FIELD_ITERATED}, {PART_B, SLOT_FIELD_FUNC}},
    [TOOL_STARMAP] = {{PART_A, SLOT_FIELD_ITERATED}, {PART_B, SLOT_FIELD_FUNC}},
    [TOOL_COMPRESS] = {{PART_A, SLOT_FIELD_ITERATED}, {PART_B, SLOT_FIELD_SELECTORS}},
    [TOOL_ACCUMULATE] = {{PART_B, SLOT_FIELD_FUNC},
                         {PART_A, SLOT_FIELD_ITERATED},
                         {PART_MORE, SLOT_FIELD_TOTAL},
                         {PART_MORE + 1, SLOT_FIELD_INITIAL}},
    [TOOL_PAIRWISE] = {{PART_A, SLOT_FIELD_ITERATED}, {PART_B, SLOT_FIELD_LAST_ITEM}},
    [TOOL_ZIP_LONGEST] = {{PART_A, SLOT_FIELD_ITERATORS},
                          {PART_B, SLOT_FIELD_RESULT},
                          {PART_MORE, SLOT_FIELD_FILL_VALUE}},
    [TOOL_PRODUCT] = {{PART_A, SLOT_FIELD_POOL}, {PART_B, SLOT_FIELD_RESULT}},
    [TOOL_COMBINATIONS] = {{PART_A, SLOT_FIELD_POOL}, {PART_B, SLOT_FIELD_RESULT}},
    [TOOL_COMBINATIONS_AGAIN] = {{PART_A, SLOT_FIELD_POOL}, {PART_B, SLOT_FIELD_RESULT}},
    [TOOL_PERMUTATIONS] = {{PART_A, SLOT_FIELD_POOL}, {PART_B, SLOT_FIELD_RESULT}},
    [TOOL_GROUPBY] = {{PART_A, SLOT_FIELD_ITERATED},
                      {PART_B, SLOT_FIELD_FUNC},
                      {PART_MORE, SLOT_FIELD_TARGET_KEY},
                      {PART_MORE + 1, SLOT_FIELD_CURRENT_KEY},
                      {PART_MORE + 2, SLOT_FIELD_CURRENT_VALUE}},
    [TOOL_GROUP] = {{PART_A, SLOT_FIELD_PARENT}, {PART_B, SLOT_FIELD_TARGET_KEY}},
    [TOOL_TEE] = {{PART_A, SLOT_FIELD_TEE_DATA}},
};

static const Ref *slot_of(const Itertool *self, Part part) {
    return part.place == PART_A   ? &self->a
           : part.place == PART_B ? &self->b
                                  : &self->more[part.place - PART_MORE];
}

static void itertool_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Itertool *self = heap_at(heap, Itertool, object);
    for (const Part *part = parts_of[self->head.which]; part->place; ++part) {
        visit_field(visitor, (SlotField)part->field, *slot_of(self, *part));
    }
}

/* What is dropped first where tp_dealloc has another order than tp_traverse: functions, what
 * chain is at. */
static Ref take_early(Heap *heap, const Itertool *self) {
    switch (self->head.which) {
    case TOOL_CHAIN:
    case TOOL_TAKEWHILE:
    case TOOL_DROPWHILE:
    case TOOL_FILTERFALSE:
    case TOOL_STARMAP: return take_slot(heap, &self->b);
    case TOOL_ACCUMULATE: return take_slot(heap, self->b ? &self->b : &self->more[0]);
    default: return REF_NULL;
    }
}

static bool has_indices(uint16_t which) {
    return which >= TOOL_PRODUCT && which <= TOOL_PERMUTATIONS;
}

static void free_block(Heap *heap, const Ref *block) {
    if (*block) heap_free(heap, take_slot(heap, block));
}

static Ref itertool_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Itertool *self = heap_at(heap, Itertool, object);
    uint16_t which = self->head.which;
    Ref early = take_early(heap, self);
    if (early) return early;
    for (const Part *part = parts_of[which]; part->place; ++part) {
        Ref held = take_slot(heap, slot_of(self, *part));
        if (held) return held;
    }
    if (has_indices(which)) free_block(heap, &self->more[0]);
    if (which == TOOL_PERMUTATIONS) free_block(heap, &self->more[1]);
    return REF_NULL;
}

/* Of all of them only tee() has a tp_clear. */
static void itertool_clear(Heap *heap, Ref object) {
    const Itertool *self = heap_at(heap, Itertool, object);
    if (self->head.which == TOOL_TEE) heap_xdecref(heap, take_slot(heap, &self->a));
}

/* The indices, which product.__sizeof__ and its kin count. */
static size_t itertool_extra_size(const Heap *heap, Ref object) {
    const Itertool *self = heap_at(heap, Itertool, object);
    size_t pools = 0, chosen = 0;
    switch (self->head.which) {
    case TOOL_PERMUTATIONS:
    case TOOL_PRODUCT: pools = self->a ? tuple_size(heap, self->a) : 0; break;
    default: break;
    }
    switch (self->head.which) {
    case TOOL_PERMUTATIONS:
    case TOOL_COMBINATIONS:
    case TOOL_COMBINATIONS_AGAIN: chosen = (size_t)self->numbers[1]; break;
    default: break;
    }
    return (pools + chosen) * 8;
}

const KindRow kind_itertool = {.name = "iterator of itertools",
                               .traverse = itertool_traverse,
                               .clear = itertool_clear,
                               .take = itertool_take,
                               .extra_size = itertool_extra_size};

/* ---- what the iterators of one tee() share ---- */

static void tee_data_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const TeeData *self = heap_at(heap, TeeData, object);
    visit_field(visitor, SLOT_FIELD_ITERATED, self->iterator);
    for (uint32_t i = 0; i < self->size; ++i) visit_item(visitor, i, self->values[i]);
    visit_field(visitor, SLOT_FIELD_NEXT_DATA, self->next);
}

/* teedataobject_safe_decref: of a chain that nobody else holds the first one is cut off before it
 * dies, so that the deaths do not nest. */
static Ref take_next(Heap *heap, const TeeData *self) {
    Ref next = self->next;
    if (!next) return REF_NULL;
    bool last = heap_refcount(heap, next) != 1;
    image_set32(&heap->image, &self->next, last ? REF_NULL : heap_at(heap, TeeData, next)->next);
    if (!last) image_set32(&heap->image, &heap_at(heap, TeeData, next)->next, REF_NULL);
    return next;
}

static Ref tee_data_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const TeeData *self = heap_at(heap, TeeData, object);
    if (self->iterator) return take_slot(heap, &self->iterator);
    for (uint32_t i = 0; i < self->size; ++i) {
        if (self->values[i]) return take_slot(heap, &self->values[i]);
    }
    return take_next(heap, self);
}

static void tee_data_clear(Heap *heap, Ref object) {
    const TeeData *self = heap_at(heap, TeeData, object);
    heap_xdecref(heap, take_slot(heap, &self->iterator));
    for (uint32_t i = 0; i < self->size; ++i) heap_xdecref(heap, take_slot(heap, &self->values[i]));
    for (Ref next = take_next(heap, self); next; next = take_next(heap, self)) {
        heap_decref(heap, next);
    }
}

const KindRow kind_tee_data = {.name = "items of tee()",
                               .traverse = tee_data_traverse,
                               .clear = tee_data_clear,
                               .take = tee_data_take};
