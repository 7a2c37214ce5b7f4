#include "heap/object_bytes.h"

#include "heap/alloc.h"
#include "heap/dict_keys.h"
#include "heap/kind.h"
#include "heap/list.h"
#include "heap/str.h"

#include <stdio.h>
#include <string.h>

enum {
    WORD = 8,                /* a pointer in CPython */
    HEADER = 16,             /* refcount and type */
    RESERVED = OBJECT_BLOCKS /* segments kept for the blocks beside the object */
};

/* A field after the header of a built-in type's record, as CPython lays it out. */
typedef struct Field {
    const char *name;
    ByteRole role;
    uint32_t bytes; /* 0: all that is left */
} Field;

enum { FIELDS = 9 };

static const Field fields_of[KIND_COUNT][FIELDS] = {
    [KIND_INT] = {{"size", BYTES_PLAIN, WORD}, {"digits", BYTES_VALUE, 0}},
    [KIND_BOOL] = {{"size", BYTES_PLAIN, WORD}, {"digits", BYTES_VALUE, 0}},
    [KIND_FLOAT] = {{"value", BYTES_VALUE, WORD}},
    [KIND_COMPLEX] = {{"real", BYTES_VALUE, WORD}, {"imag", BYTES_VALUE, WORD}},
    [KIND_BYTES] = {{"size", BYTES_PLAIN, WORD},
                    {"hash", BYTES_PLAIN, WORD},
                    {"bytes", BYTES_VALUE, 0}},
    [KIND_BYTEARRAY] = {{"size", BYTES_PLAIN, WORD},
                        {"allocated", BYTES_PLAIN, WORD},
                        {"block", BYTES_PLAIN, WORD},
                        {"start", BYTES_PLAIN, WORD},
                        {"exports", BYTES_PLAIN, WORD}},
    [KIND_LIST] = {{"size", BYTES_PLAIN, WORD},
                   {"items", BYTES_PLAIN, WORD},
                   {"allocated", BYTES_PLAIN, WORD}},
    [KIND_TUPLE] = {{"size", BYTES_PLAIN, WORD}, {"items", BYTES_VALUE, 0}},
    [KIND_DICT] = {{"used", BYTES_PLAIN, WORD},
                   {"version", BYTES_PLAIN, WORD},
                   {"keys", BYTES_PLAIN, WORD},
                   {"values", BYTES_PLAIN, WORD}},
    [KIND_DEQUE] = {{"size", BYTES_PLAIN, WORD},
                    {"leftblock", BYTES_PLAIN, WORD},
                    {"rightblock", BYTES_PLAIN, WORD},
                    {"leftindex", BYTES_PLAIN, WORD},
                    {"rightindex", BYTES_PLAIN, WORD},
                    {"state", BYTES_PLAIN, WORD},
                    {"maxlen", BYTES_PLAIN, WORD},
                    {"freeblocks", BYTES_PLAIN, (1 + DEQUE_KEPT) * WORD},
                    {"weak", BYTES_WEAK, WORD}},
    [KIND_DEFAULT_DICT] = {{"used", BYTES_PLAIN, WORD},
                           {"version", BYTES_PLAIN, WORD},
                           {"keys", BYTES_PLAIN, WORD},
                           {"values", BYTES_PLAIN, WORD},
                           {"default_factory", BYTES_VALUE, WORD}},
    [KIND_TUPLE_GETTER] = {{"index", BYTES_PLAIN, WORD}, {"doc", BYTES_VALUE, WORD}},
    [KIND_SET] = {{"fill", BYTES_PLAIN, WORD},
                  {"used", BYTES_PLAIN, WORD},
                  {"mask", BYTES_PLAIN, WORD},
                  {"table", BYTES_PLAIN, WORD},
                  {"hash", BYTES_PLAIN, WORD},
                  {"finger", BYTES_PLAIN, WORD},
                  {"small table", BYTES_VALUE, SET_SMALL * 16},
                  {"weak", BYTES_WEAK, WORD}},
    [KIND_CELL] = {{"contents", BYTES_VALUE, WORD}},
    [KIND_METHOD] = {{"function", BYTES_VALUE, WORD},
                     {"self", BYTES_VALUE, WORD},
                     {"weak", BYTES_WEAK, WORD},
                     {"call", BYTES_PLAIN, WORD}},
    [KIND_RANGE] = {{"start", BYTES_VALUE, WORD},
                    {"stop", BYTES_VALUE, WORD},
                    {"step", BYTES_VALUE, WORD},
                    {"length", BYTES_VALUE, WORD}},
    [KIND_SLICE] = {{"start", BYTES_VALUE, WORD},
                    {"stop", BYTES_VALUE, WORD},
                    {"step", BYTES_VALUE, WORD}},
    [KIND_EXCEPTION] = {{"dict", BYTES_PLAIN, WORD},
                        {"args", BYTES_VALUE, WORD},
                        {"notes", BYTES_VALUE, WORD},
                        {"traceback", BYTES_VALUE, WORD},
                        {"context", BYTES_VALUE, WORD},
                        {"cause", BYTES_VALUE, WORD},
                        {"suppress", BYTES_PLAIN, WORD}},
};

static const Field ascii_fields[] = {{"length", BYTES_PLAIN, WORD},
                                     {"hash", BYTES_PLAIN, WORD},
                                     {"state", BYTES_PLAIN, WORD},
                                     {"wstr", BYTES_PLAIN, WORD}};
static const Field wide_fields[] = {{"utf-8", BYTES_PLAIN, 2 * WORD},
                                    {"wstr length", BYTES_PLAIN, WORD}};

typedef struct Writer {
    const Heap *heap;
    ObjectBytes *out;
    uint32_t left; /* bytes of the block that have no segment yet */
} Writer;

/* ---- blocks and segments ---- */

static void begin_block(Writer *writer, const char *name, size_t bytes, size_t counted,
                        size_t allocated) {
    ObjectBytes *out = writer->out;
    assert(writer->left == 0 && out->block_count < OBJECT_BLOCKS);
    out->blocks[out->block_count++] = (ByteBlock){.name = name,
                                                  .bytes = (uint32_t)bytes,
                                                  .counted = (uint32_t)counted,
                                                  .allocated = (uint32_t)allocated,
                                                  .first_segment = out->segment_count};
    out->bytes += (uint32_t)bytes;
    out->allocated += (uint32_t)allocated;
    writer->left = (uint32_t)bytes;
}

static void put(Writer *writer, const char *name, size_t length, ByteRole role, uint32_t bytes) {
    ObjectBytes *out = writer->out;
    ByteBlock *block = &out->blocks[out->block_count - 1];
    if (bytes > writer->left) bytes = writer->left;
    if (!bytes) return;
    writer->left -= bytes;
    if (out->segment_count == OBJECT_SEGMENTS - RESERVED && block == &out->blocks[0]) {
        out->segments[out->segment_count - 1].bytes += bytes; /* slots of very many classes */
        return;
    }
    assert(out->segment_count < OBJECT_SEGMENTS);
    ByteSegment *segment = &out->segments[out->segment_count++];
    *segment = (ByteSegment){.role = role, .bytes = bytes};
    snprintf(segment->name, sizeof segment->name, "%.*s", (int)length, name);
    block->segment_count++;
}

static void put_named(Writer *writer, const char *name, ByteRole role, uint32_t bytes) {
    put(writer, name, strlen(name), role, bytes);
}

/* A block of one segment. */
static void put_block(Writer *writer, const char *name, ByteRole role, size_t bytes, size_t counted,
                      Ref block) {
    begin_block(writer, name, bytes, counted, heap_block_size(writer->heap, block));
    put_named(writer, name, role, (uint32_t)bytes);
}

static void put_fields(Writer *writer, const Field *fields, size_t count) {
    for (size_t i = 0; i < count && fields[i].name; i++) {
        put_named(writer, fields[i].name, fields[i].role,
                  fields[i].bytes ? fields[i].bytes : writer->left);
    }
}

/* ---- the object itself ---- */

/* What a class adds after the record of its built-in base: slots, dict, weak references. In order
 * of the bases, as they lie. */
static void put_added(Writer *writer, Ref type, uint32_t *slots) {
    const Heap *heap = writer->heap;
    const Type *self = heap_at(heap, Type, type);
    if (!(self->flags & TYPE_HEAP)) return;
    put_added(writer, self->base, slots);
    const Type *base = heap_at(heap, Type, self->base);
    for (uint32_t i = 0; i < self->slots_count; i++) {
        if (*slots == OBJECT_SLOTS_NAMED) {
            put_named(writer, "more slots", BYTES_VALUE, (self->slots_count - i) * WORD);
            break;
        }
        TextBuffer name = {0};
        str_append_to(heap, heap_at(heap, Tuple, self->slot_names)->items[i], &name);
        put(writer, text_cstr(&name), name.length, BYTES_VALUE, WORD);
        text_deinit(&name);
        ++*slots;
    }
    if (self->dict_offset != base->dict_offset) put_named(writer, "dict", BYTES_PLAIN, WORD);
    if (self->weak_offset != base->weak_offset) put_named(writer, "weak", BYTES_WEAK, WORD);
}

/* Bytes of the record of the built-in base, without GC head and preheader. */
static size_t record_size(const Heap *heap, Ref object) {
    const Type *type = heap_type_of(heap, object);
    const KindRow *row = kind_row(heap_kind(heap, object));
    size_t size = type->basicsize;
    if (type->itemsize && row->items) size += (size_t)row->items(heap, object) * type->itemsize;
    switch (heap_kind(heap, object)) {
    case KIND_INT:
    case KIND_BOOL: /* zero has a digit, too */
        return heap_at(heap, Int, object)->size ? size : size + type->itemsize;
    case KIND_STR: {
        const Str *self = heap_at(heap, Str, object);
        if (self->state & STR_BLOCK) return size;
        return size + row->extra_size(heap, object);
    }
    case KIND_TYPE: /* a built-in one has no room for what only classes have */
        return type->basicsize && !(heap_at(heap, Type, object)->flags & TYPE_HEAP)
                   ? size + row->extra_size(heap, object)
                   : size;
    case KIND_CODE: return heap_at(heap, Code, object)->size;
    default: return size;
    }
}

static void put_record(Writer *writer, Ref object) {
    const Heap *heap = writer->heap;
    Kind kind = heap_kind(heap, object);
    const Type *base = heap_type_of(heap, object);
    while (base->flags & TYPE_HEAP) base = heap_at(heap, Type, base->base);
    uint32_t added = heap_type_of(heap, object)->basicsize - base->basicsize;
    /* what the class adds lies at the end */
    uint32_t kept = writer->left >= added ? added : 0;
    writer->left -= kept;
    if (kind == KIND_STR) {
        const Str *self = heap_at(heap, Str, object);
        put_fields(writer, ascii_fields, sizeof ascii_fields / sizeof *ascii_fields);
        if (!(self->state & STR_ASCII) || self->state & STR_BLOCK) {
            put_fields(writer, wide_fields, sizeof wide_fields / sizeof *wide_fields);
        }
        if (self->state & STR_BLOCK) put_named(writer, "characters", BYTES_PLAIN, WORD);
        put_named(writer, "characters", BYTES_VALUE, writer->left);
    } else {
        put_fields(writer, fields_of[kind], FIELDS);
        put_named(writer, "fields", BYTES_PLAIN, writer->left);
    }
    writer->left += kept;
    uint32_t slots = 0;
    put_added(writer, heap_type(heap, object), &slots);
    put_named(writer, "unused", BYTES_PLAIN, writer->left);
}

static void put_object(Writer *writer, Ref object) {
    const Heap *heap = writer->heap;
    const Object *head = heap_object(heap, object);
    uint32_t before = heap_granules_before(head->flags);
    bool in_pool = !(head->flags & OBJECT_STATIC);
    size_t bytes = record_size(heap, object) + (size_t)before * GRANULE;
    begin_block(writer, "object", bytes, 0, in_pool ? heap_block_size(heap, object - before) : 0);
    if (head->flags & OBJECT_PREHEADER) put_named(writer, "pre", BYTES_PLAIN, GRANULE);
    if (head->flags & OBJECT_GC) put_named(writer, "collector", BYTES_COLLECTOR, GRANULE);
    put_named(writer, "refs", BYTES_REFCOUNT, HEADER / 2);
    put_named(writer, "type", BYTES_TYPE, HEADER / 2);
    put_record(writer, object);
}

/* ---- the blocks beside it ---- */

static size_t values_bytes(uint32_t capacity) {
    return ((capacity + 2 + 7) & ~UINT32_C(7)) + (size_t)capacity * WORD;
}

static void put_values(Writer *writer, Ref block, size_t counted) {
    const InlineValues *values = heap_at(writer->heap, InlineValues, block);
    size_t bytes = values_bytes(values->capacity);
    put_block(writer, "values", BYTES_VALUE, bytes, counted, block);
    writer->out->values = (uint32_t)bytes;
    writer->out->shares_keys = true;
}

static void put_dict_blocks(Writer *writer, Ref dict, bool counted) {
    const Heap *heap = writer->heap;
    const Dict *self = heap_at(heap, Dict, dict);
    if (!self->keys) return;
    const DictKeys *keys = keys_at(heap, self->keys);
    if (self->values) {
        put_values(writer, self->values, counted ? keys_room(keys) * (size_t)WORD : 0);
    } else if (self->keys != heap_root(heap)->empty_keys) {
        size_t size = keys_sizeof(keys);
        put_block(writer, "keys", BYTES_VALUE, size, counted && keys->refcount == 1 ? size : 0,
                  self->keys);
    }
}

/* The dict of an instance is an object of its own, which belongs to it alone as a rule. */
static void put_instance_dict(Writer *writer, Ref dict) {
    const Heap *heap = writer->heap;
    uint32_t before = heap_granules_before(heap_object(heap, dict)->flags);
    if (heap_kind(heap, dict) != KIND_DICT) return;
    size_t bytes = record_size(heap, dict) + (size_t)before * GRANULE;
    put_block(writer, "dict", BYTES_PLAIN, bytes, 0, dict - before);
    put_dict_blocks(writer, dict, false);
    writer->out->has_dict = true;
}

static void put_instance_blocks(Writer *writer, Ref object) {
    const Heap *heap = writer->heap;
    Ref dict = REF_NULL;
    if (heap_object(heap, object)->flags & OBJECT_PREHEADER) {
        const Preheader *before = heap_preheader(heap, object);
        if (before->values) {
            put_values(writer, before->values, 0);
            writer->out->has_values = true;
        }
        dict = before->dict;
    } else {
        const Ref *slot = kind_added_dict_slot(heap, object);
        dict = slot ? *slot : REF_NULL;
    }
    if (dict) put_instance_dict(writer, dict);
    Ref keys = heap_type_of(heap, object)->keys;
    if (writer->out->values && keys) {
        const DictKeys *shared = keys_at(heap, keys);
        writer->out->values_later =
            (uint32_t)values_bytes(shared->entries + (shared->usable ? 1 : 0));
    }
}

static void put_chain(Writer *writer, const char *name, uint32_t count, bool counted, Ref block) {
    size_t bytes = (size_t)count * (DEQUE_BLOCK + 2) * WORD;
    if (!count) return;
    begin_block(writer, name, bytes, counted ? bytes : 0,
                heap_block_size(writer->heap, block) * count);
    put_named(writer, name, counted ? BYTES_VALUE : BYTES_PLAIN, (uint32_t)bytes);
}

/* All its blocks are alike: the first one stands alone, the others in one. */
static void put_deque_blocks(Writer *writer, Ref deque) {
    const Deque *self = heap_at(writer->heap, Deque, deque);
    uint32_t count = (self->left_index + self->size + DEQUE_BLOCK - 1) / DEQUE_BLOCK;
    if (!self->left) return;
    put_chain(writer, "first block", 1, true, self->left);
    put_chain(writer, "other blocks", count - 1, true, self->left);
    put_chain(writer, "kept blocks", self->kept_count, false, self->left);
}

/* What product() and its kin count with: one index for each pool or chosen item. */
static void put_indices(Writer *writer, Ref object) {
    const Heap *heap = writer->heap;
    const Itertool *self = heap_at(heap, Itertool, object);
    uint16_t which = self->head.which;
    if (which < TOOL_PRODUCT || which > TOOL_PERMUTATIONS || !self->a) return;
    bool of_pools = which == TOOL_PRODUCT || which == TOOL_PERMUTATIONS;
    size_t pools = (size_t)heap_at(heap, Tuple, self->a)->size * WORD;
    size_t size = of_pools ? pools : (size_t)self->numbers[1] * WORD;
    if (size) put_block(writer, "indices", BYTES_VALUE, size, size, self->more[0]);
    if (which != TOOL_PERMUTATIONS || !self->numbers[1]) return;
    size = (size_t)self->numbers[1] * WORD;
    put_block(writer, "cycles", BYTES_VALUE, size, size, self->more[1]);
}

static void put_kind_blocks(Writer *writer, Ref object) {
    const Heap *heap = writer->heap;
    switch (heap_kind(heap, object)) {
    case KIND_LIST: {
        const List *self = heap_at(heap, List, object);
        size_t size = (size_t)self->allocated * WORD;
        if (self->items && self->allocated != LIST_SORTING) {
            put_block(writer, "items", BYTES_VALUE, size, size, self->items);
        }
        break;
    }
    case KIND_DEQUE: put_deque_blocks(writer, object); break;
    case KIND_ITERTOOL: put_indices(writer, object); break;
    case KIND_DEFAULT_DICT:
    case KIND_DICT: put_dict_blocks(writer, object, true); break;
    case KIND_SET: {
        const Set *self = heap_at(heap, Set, object);
        size_t size = ((size_t)self->mask + 1) * sizeof(SetEntry);
        if (self->table) put_block(writer, "table", BYTES_VALUE, size, size, self->table);
        break;
    }
    case KIND_STR: {
        const Str *self = heap_at(heap, Str, object);
        size_t size = ((size_t)self->length + 1) * self->width;
        if (self->state & STR_BLOCK) {
            put_block(writer, "characters", BYTES_VALUE, size, size, self->data);
        }
        break;
    }
    case KIND_BYTEARRAY: {
        const ByteArray *self = heap_at(heap, ByteArray, object);
        if (self->block) {
            put_block(writer, "bytes", BYTES_VALUE, self->allocated, self->allocated, self->block);
        }
        break;
    }
    case KIND_TYPE: {
        const Type *self = heap_at(heap, Type, object);
        size_t size = self->keys ? keys_sizeof(keys_at(heap, self->keys)) : 0;
        if (self->flags & TYPE_HEAP && self->keys) {
            put_block(writer, "shared keys", BYTES_VALUE, size, size, self->keys);
        }
        break;
    }
    default: break;
    }
}

void object_bytes(const Heap *heap, Ref object, ObjectBytes *out) {
    *out = (ObjectBytes){.counted = (uint32_t)heap_sizeof(heap, object)};
    Writer writer = {.heap = heap, .out = out};
    put_object(&writer, object);
    put_kind_blocks(&writer, object);
    if (heap_type_of(heap, object)->flags & TYPE_HEAP) put_instance_blocks(&writer, object);
    assert(writer.left == 0);
    uint32_t beside = 0;
    for (uint32_t i = 1; i < out->block_count; i++) beside += out->blocks[i].counted;
    out->blocks[0].counted = out->counted - beside;
}

/* ---- many of them ---- */

/* Blocks wanted, by size class; what is larger, in bytes. */
typedef struct Wanted {
    uint64_t blocks[POOL_CLASSES];
    uint64_t large;
} Wanted;

static void want(Wanted *wanted, size_t bytes, uint64_t count) {
    if (!count || !bytes) return;
    size_t granules = (bytes + GRANULE - 1) / GRANULE;
    if (bytes <= SMALL_MAX) {
        wanted->blocks[granules - 1] += count;
    } else {
        wanted->large += (granules + 1) * GRANULE * count; /* a header before each */
    }
}

/* The values of instances yet to be made: instance_init_values, as long as no new name comes. */
static void want_values(Wanted *wanted, const DictKeys *keys, uint64_t count) {
    uint32_t usable = keys->usable;
    while (count && usable > 2) {
        usable--;
        want(wanted, values_bytes(keys->entries + usable), 1);
        count--;
    }
    if (usable > 1) usable--;
    want(wanted, values_bytes(keys->entries + usable), count);
}

uint64_t object_bytes_of_many(const Heap *heap, Ref object, uint64_t count) {
    ObjectBytes one;
    Wanted wanted = {0};
    object_bytes(heap, object, &one);
    Ref keys = heap_type_of(heap, object)->keys;
    for (uint32_t i = 0; i < one.block_count; i++) {
        bool values = one.shares_keys && keys && strcmp(one.blocks[i].name, "values") == 0;
        if (values) {
            want_values(&wanted, keys_at(heap, keys), count);
        } else {
            want(&wanted, one.blocks[i].bytes, count);
        }
    }
    uint64_t bytes = wanted.large;
    for (uint32_t i = 0; i < POOL_CLASSES; i++) {
        uint64_t room = (POOL_BYTES - POOL_OVERHEAD) / ((i + 1) * GRANULE);
        bytes += (wanted.blocks[i] + room - 1) / room * POOL_BYTES;
    }
    return bytes;
}
