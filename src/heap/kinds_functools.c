/* Rows of the records of functools: CPython 3.11's Modules/_functoolsmodule.c. Their types are heap
 * types there, which tp_traverse visits. */
#include "heap/kind.h"
#include "heap/lru_list.h"

static void visit_type(const Heap *heap, Ref object, Visitor *visitor) {
    bool own = !(heap_type_of(heap, object)->flags & TYPE_HEAP);
    if (!visitor->all && own) visit_field(visitor, SLOT_FIELD_CLASS, heap_type(heap, object));
}

/* Takes the first reference there is. */
static Ref take_first(Heap *heap, const Ref *const *slots, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (*slots[i]) return take_slot(heap, slots[i]);
    }
    return REF_NULL;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- partial ---- */

static void partial_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Partial *self = heap_at(heap, Partial, object);
    visit_type(heap, object, visitor);
    visit_field(visitor, SLOT_FIELD_PARTIAL_FUNC, self->func);
    visit_field(visitor, SLOT_FIELD_ARGS, self->args);
    visit_field(visitor, SLOT_FIELD_KEYWORDS, self->keywords);
    visit_field(visitor, SLOT_FIELD_DICT, self->dict);
}

static Ref partial_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Partial *self = heap_at(heap, Partial, object);
    const Ref *const slots[] = {&self->func, &self->args, &self->keywords, &self->dict};
    return take_first(heap, slots, COUNT(slots));
}

static void partial_clear(Heap *heap, Ref object) {
    Ref taken;
    while ((taken = partial_take(heap, object, NULL))) heap_decref(heap, taken);
}

const KindRow kind_partial = {
    .name = "partial", .traverse = partial_traverse, .clear = partial_clear, .take = partial_take};

/* ---- lru_cache ---- */

/* What the collector sees of a link, which has no GC head, it sees through the cache. */
static void visit_links(const Heap *heap, const LruCache *self, Visitor *visitor) {
    for (Ref at = self->oldest; at; at = heap_at(heap, LruLink, at)->after) {
        const LruLink *link = heap_at(heap, LruLink, at);
        if (visitor->all) {
            visit_field(visitor, SLOT_FIELD_LINK, at);
            continue;
        }
        visit_field(visitor, SLOT_FIELD_KEY, link->key);
        visit_field(visitor, SLOT_FIELD_CACHED, link->result);
        visit_field(visitor, SLOT_FIELD_CLASS, link->head.type);
    }
}

static void lru_cache_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const LruCache *self = heap_at(heap, LruCache, object);
    visit_type(heap, object, visitor);
    visit_links(heap, self, visitor);
    visit_field(visitor, SLOT_FIELD_CACHE, self->cache);
    visit_field(visitor, SLOT_FIELD_WRAPPED, self->func);
    visit_field(visitor, SLOT_FIELD_MARK, self->mark);
    if (!visitor->all) visit_field(visitor, SLOT_FIELD_CLASS, self->link_type);
    visit_field(visitor, SLOT_FIELD_INFO_TYPE, self->info_type);
    visit_field(visitor, SLOT_FIELD_DICT, self->dict);
}

void lru_link_remove(Heap *heap, Ref cache, Ref link) {
    const LruCache *self = heap_at(heap, LruCache, cache);
    const LruLink *at = heap_at(heap, LruLink, link);
    const Ref *before = at->before ? &heap_at(heap, LruLink, at->before)->after : &self->oldest;
    const Ref *after = at->after ? &heap_at(heap, LruLink, at->after)->before : &self->newest;
    image_set32(&heap->image, before, at->after);
    image_set32(&heap->image, after, at->before);
    heap_set(heap, at->before, REF_NULL);
    heap_set(heap, at->after, REF_NULL);
}

void lru_link_append(Heap *heap, Ref cache, Ref link) {
    const LruCache *self = heap_at(heap, LruCache, cache);
    Ref last = self->newest;
    heap_set(heap, heap_at(heap, LruLink, link)->before, last);
    image_set32(&heap->image, last ? &heap_at(heap, LruLink, last)->after : &self->oldest, link);
    heap_set(heap, self->newest, link);
}

void lru_link_prepend(Heap *heap, Ref cache, Ref link) {
    const LruCache *self = heap_at(heap, LruCache, cache);
    Ref first = self->oldest;
    heap_set(heap, heap_at(heap, LruLink, link)->after, first);
    image_set32(&heap->image, first ? &heap_at(heap, LruLink, first)->before : &self->newest, link);
    heap_set(heap, self->oldest, link);
}

static Ref lru_cache_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const LruCache *self = heap_at(heap, LruCache, object);
    const Ref *const slots[] = {&self->cache, &self->func, &self->mark, &self->info_type,
                                &self->dict};
    Ref taken = take_first(heap, slots, COUNT(slots));
    if (taken || !self->oldest) return taken;
    taken = self->oldest;
    lru_link_remove(heap, object, taken);
    return taken;
}

static void lru_cache_clear(Heap *heap, Ref object) {
    Ref taken;
    while ((taken = lru_cache_take(heap, object, NULL))) heap_decref(heap, taken);
}

const KindRow kind_lru_cache = {.name = "lru_cache",
                                .traverse = lru_cache_traverse,
                                .clear = lru_cache_clear,
                                .take = lru_cache_take};

static void lru_link_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const LruLink *self = heap_at(heap, LruLink, object);
    if (!visitor->all) return;
    visit_field(visitor, SLOT_FIELD_KEY, self->key);
    visit_field(visitor, SLOT_FIELD_CACHED, self->result);
}

static Ref lru_link_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const LruLink *self = heap_at(heap, LruLink, object);
    const Ref *const slots[] = {&self->key, &self->result};
    return take_first(heap, slots, COUNT(slots));
}

const KindRow kind_lru_link = {
    .name = "link of lru_cache", .traverse = lru_link_traverse, .take = lru_link_take};

/* ---- cmp_to_key ---- */

static void key_wrapper_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const KeyWrapper *self = heap_at(heap, KeyWrapper, object);
    visit_type(heap, object, visitor);
    visit_field(visitor, SLOT_FIELD_COMPARE, self->compare);
    visit_field(visitor, SLOT_FIELD_WRAPPED_OBJECT, self->object);
}

static Ref key_wrapper_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const KeyWrapper *self = heap_at(heap, KeyWrapper, object);
    const Ref *const slots[] = {&self->compare, &self->object};
    return take_first(heap, slots, COUNT(slots));
}

static void key_wrapper_clear(Heap *heap, Ref object) {
    Ref taken;
    while ((taken = key_wrapper_take(heap, object, NULL))) heap_decref(heap, taken);
}

const KindRow kind_key_wrapper = {.name = "key of cmp_to_key",
                                  .traverse = key_wrapper_traverse,
                                  .clear = key_wrapper_clear,
                                  .take = key_wrapper_take};

/* ---- RLock ---- */

static void rlock_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    visit_type(heap, object, visitor);
}

const KindRow kind_rlock = {.name = "lock", .traverse = rlock_traverse};
