#include "python/code_object.h"

#include "base/array.h"
#include "heap/bytes.h"
#include "heap/complex.h"
#include "heap/float.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/opcode.h"
#include "python/specialize.h"

#include <string.h>

typedef struct Made {
    const void *identity; /* a Constant or an identity of code_unit.h */
    Ref object;           /* owned while the maker lives */
} Made;

/* The objects made so far. What the compiler has merged has one identity, be it a constant, a tuple
 * of constants or a tuple of names, and becomes one object. An identity is a place in this
 * process's memory, so only `made`, in the order of making, may say in which order anything
 * happens. */
typedef struct Maker {
    Vm *vm;
    Heap *heap;
    Ref filename;
    Array(Made) made;
    uint32_t *slots; /* open addressing by identity: number in `made` + 1, or 0 */
    size_t capacity;
} Maker;

/* ---- the table of constants ---- */

static uint32_t *find_slot(const Maker *maker, const void *identity) {
    size_t mask = maker->capacity - 1;
    size_t at = (size_t)(((uintptr_t)identity >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & mask;
    while (maker->slots[at] && maker->made.items[maker->slots[at] - 1].identity != identity) {
        at = (at + 1) & mask;
    }
    return &maker->slots[at];
}

/* Borrowed from the maker; null when it was not made yet. */
static Ref made_before(const Maker *maker, const void *identity) {
    uint32_t number = maker->capacity ? *find_slot(maker, identity) : 0;
    return number ? maker->made.items[number - 1].object : REF_NULL;
}

static void remember(Maker *maker, const void *identity, Ref object) {
    if ((maker->made.count + 1) * 2 > maker->capacity) {
        memory_free(maker->slots);
        maker->capacity = maker->capacity ? maker->capacity * 2 : 64;
        maker->slots = memory_alloc(maker->capacity * sizeof *maker->slots);
        for (size_t i = 0; i < maker->made.count; ++i) {
            *find_slot(maker, maker->made.items[i].identity) = (uint32_t)i + 1;
        }
    }
    uint32_t *slot = find_slot(maker, identity);
    array_push(&maker->made, ((Made){identity, object}));
    *slot = (uint32_t)maker->made.count;
}

/* ---- constants ---- */

static Ref constant_object(Maker *maker, const Constant *constant);

static Ref make_tuple(Maker *maker, const Constant *constant) {
    Heap *heap = maker->heap;
    uint32_t count = (uint32_t)constant->tuple.count;
    Ref tuple = tuple_new(heap, count);
    if (!tuple) return REF_NULL;
    for (uint32_t i = 0; i < count; ++i) {
        Ref item = constant_object(maker, constant->tuple.items[i]);
        if (!item) return REF_NULL;
        tuple_init_item(heap, tuple, i, heap_incref(heap, item));
    }
    return tuple;
}

/* merge_consts_recursive makes the set anew from its table, so the items come in another order than
 * that of the source where they collide. */
static Ref make_frozenset_again(Heap *heap, Ref set) {
    Ref made = set_new(heap, type_ref(heap, TYPE_ID_FROZENSET)), key;
    uint32_t position = 0;
    uint64_t hash;
    while (made && set_next(heap, set, &position, &key, &hash)) {
        if (set_add(heap, made, key, hash) < 0) return REF_NULL;
    }
    heap_decref(heap, set);
    return made;
}

static Ref make_frozenset(Maker *maker, const Constant *constant) {
    Heap *heap = maker->heap;
    Ref set = set_new(heap, type_ref(heap, TYPE_ID_FROZENSET));
    if (!set) return REF_NULL;
    for (size_t i = 0; i < constant->tuple.count; ++i) {
        uint64_t hash;
        Ref item = constant_object(maker, constant->tuple.items[i]);
        if (!item || !object_hash(maker->vm, item, &hash)) return REF_NULL;
        if (set_add(heap, set, item, hash) < 0) return REF_NULL;
    }
    return make_frozenset_again(heap, set);
}

static Ref make_constant(Maker *maker, const Constant *constant) {
    Heap *heap = maker->heap;
    const HeapRoot *root = heap_root(heap);
    switch (constant->kind) {
    case CONSTANT_NONE: return heap_incref(heap, root->none);
    case CONSTANT_TRUE: return heap_incref(heap, root->true_);
    case CONSTANT_FALSE: return heap_incref(heap, root->false_);
    case CONSTANT_ELLIPSIS: return heap_incref(heap, root->ellipsis);
    case CONSTANT_INT:
        return int_new_digits(heap, constant->integer.negative, constant->integer.digits,
                              constant->integer.count);
    case CONSTANT_FLOAT: return float_new(heap, constant->real);
    case CONSTANT_COMPLEX:
        return complex_new(heap, type_ref(heap, TYPE_ID_COMPLEX), constant->complex.real,
                           constant->complex.imaginary);
    case CONSTANT_STR: return str_new(heap, (Text){constant->text.bytes, constant->text.length});
    case CONSTANT_BYTES: return bytes_new(heap, constant->text.bytes, constant->text.length);
    case CONSTANT_TUPLE: return make_tuple(maker, constant);
    case CONSTANT_FROZENSET: return make_frozenset(maker, constant);
    }
    return REF_NULL;
}

/* Borrowed from the maker. */
static Ref constant_object(Maker *maker, const Constant *constant) {
    Ref made = made_before(maker, constant);
    if (made) return made;
    made = make_constant(maker, constant);
    if (made) remember(maker, constant, made);
    return made;
}

static bool is_name_text(const Heap *heap, Ref string) {
    if (!str_is_ascii(heap, string)) return false;
    Text text = str_ascii(heap, string);
    for (size_t i = 0; i < text.length; ++i) {
        char c = text.bytes[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && c != '_') return false;
    }
    return true;
}

/* intern_string_constants: also inside tuples and frozensets. Returns the object to use (a new
 * reference). */
static Ref intern_constant(Maker *maker, Ref object) {
    Heap *heap = maker->heap;
    Kind kind = heap_kind(heap, object);
    if (kind == KIND_STR) {
        heap_incref(heap, object);
        return is_name_text(heap, object) ? str_intern(heap, object) : object;
    }
    if (kind == KIND_TUPLE) {
        const Tuple *tuple = heap_at(heap, Tuple, object);
        for (uint32_t i = 0; i < tuple->size; ++i) {
            Ref interned = intern_constant(maker, tuple->items[i]);
            heap_replace(heap, &tuple->items[i], interned);
        }
    }
    if (kind == KIND_SET) {
        Ref made = set_new(heap, type_ref(heap, TYPE_ID_FROZENSET));
        uint32_t position = 0;
        uint64_t hash;
        Ref key;
        bool changed = false;
        while (made && set_next(heap, object, &position, &key, &hash)) {
            Ref interned = intern_constant(maker, key);
            changed = changed || interned != key;
            if (set_add(heap, made, interned, hash) < 0) return REF_NULL;
            heap_decref(heap, interned);
        }
        if (changed || !made) return made;
        heap_decref(heap, made);
    }
    return heap_incref(heap, object);
}

/* ---- code objects ---- */

/* A new reference to an interned name. */
static Ref name_object(Maker *maker, Text text) {
    Heap *heap = maker->heap;
    Ref name = str_new_interned(heap, text);
    if (name) {
        const Object *head = heap_object(heap, name);
        heap_set(heap, head->flags, head->flags | OBJECT_SHARED);
    }
    return name;
}

/* A new reference. */
static Ref name_tuple(Maker *maker, const Text *names, uint32_t count, const void *identity) {
    Heap *heap = maker->heap;
    Ref before = made_before(maker, identity);
    if (before) return heap_incref(heap, before);
    Ref tuple = tuple_new(heap, count);
    if (!tuple) return REF_NULL;
    for (uint32_t i = 0; i < count; ++i) {
        Ref name = name_object(maker, names[i]);
        if (!name) return REF_NULL;
        tuple_init_item(heap, tuple, i, name);
    }
    remember(maker, identity, tuple);
    return heap_incref(heap, tuple);
}

static Ref make_code(Maker *maker, const CodeUnit *unit);

/* A new reference. */
static Ref const_tuple(Maker *maker, const CodeUnit *unit) {
    Heap *heap = maker->heap;
    Ref before = made_before(maker, unit->consts_identity);
    if (before) return heap_incref(heap, before);
    Ref tuple = tuple_new(heap, unit->const_count);
    if (!tuple) return REF_NULL;
    for (uint32_t i = 0; i < unit->const_count; ++i) {
        Ref item;
        if (unit->consts[i].code) {
            item = make_code(maker, unit->consts[i].code);
        } else {
            item = constant_object(maker, unit->consts[i].constant);
            if (item) item = intern_constant(maker, item);
        }
        if (!item) return REF_NULL;
        tuple_init_item(heap, tuple, i, item);
    }
    remember(maker, unit->consts_identity, tuple);
    return heap_incref(heap, tuple);
}

static Ref new_block(Heap *heap, const void *bytes, size_t size) {
    Ref block = heap_malloc(heap, size);
    if (block) image_write(&heap->image, image_at(&heap->image, block), bytes, size);
    return block;
}

static Ref instruction_block(Heap *heap, const CodeUnit *unit, uint32_t *cache_count) {
    size_t size = unit->instruction_count * sizeof(CodeWord);
    CodeWord *words = memory_alloc(size);
    uint32_t caches = 0;
    for (uint32_t i = 0; i < unit->instruction_count; ++i) {
        words[i].word = unit->instructions[i].opcode | unit->instructions[i].arg << 8;
        words[i].cache = specialize_takes_part(words[i].word) ? ++caches : 0;
    }
    *cache_count = caches;
    Ref block = new_block(heap, words, size);
    memory_free(words);
    return block;
}

static Ref cache_block(Heap *heap, uint32_t count) {
    InlineCache *caches = memory_alloc(count * sizeof(InlineCache));
    memset(caches, 0, count * sizeof(InlineCache));
    Ref block = new_block(heap, caches, count * sizeof(InlineCache));
    memory_free(caches);
    return block;
}

static uint16_t column_of(int32_t column) {
    return column < 0 || column >= 0xFFFF ? 0xFFFF : (uint16_t)column;
}

static Ref location_block(Heap *heap, const CodeUnit *unit) {
    size_t size = unit->instruction_count * sizeof(CodePosition);
    CodePosition *positions = memory_alloc(size);
    for (uint32_t i = 0; i < unit->instruction_count; ++i) {
        CodeLocation at = unit->instructions[i].location;
        positions[i] = (CodePosition){
            at.line < 0 ? 0 : (uint32_t)at.line, at.end_line < 0 ? 0 : (uint32_t)at.end_line,
            column_of(at.column), column_of(at.end_column), unit->instructions[i].unit};
    }
    Ref block = new_block(heap, positions, size);
    memory_free(positions);
    return block;
}

static Ref handler_block(Heap *heap, const CodeUnit *unit) {
    size_t size = unit->exception_count * sizeof(CodeHandler);
    CodeHandler *handlers = memory_alloc(size);
    for (uint32_t i = 0; i < unit->exception_count; ++i) {
        ExceptionEntry entry = unit->exceptions[i];
        handlers[i] = (CodeHandler){entry.start, entry.end, entry.target,
                                    entry.depth << 1 | (entry.push_lasti ? 1u : 0u)};
    }
    Ref block = new_block(heap, handlers, size);
    memory_free(handlers);
    return block;
}

/* Sets a field and says whether there is something to set. */
static bool fill(Heap *heap, const Ref *field, Ref value) {
    image_set32(&heap->image, field, value);
    return value != REF_NULL;
}

/* A new reference to the qualified name. A class body's is one of its constants, too: it stores it
 * as
 * __qualname__. */
static Ref qualname_object(Maker *maker, const Code *code, const CodeUnit *unit) {
    Heap *heap = maker->heap;
    Ref made = str_new(heap, unit->qualname);
    if (!made) return REF_NULL;
    const Tuple *consts = heap_at(heap, Tuple, code->consts);
    for (uint32_t i = 0; i < consts->size && !(unit->flags & CODE_OPTIMIZED); ++i) {
        Ref constant = consts->items[i];
        if (heap_kind(heap, constant) != KIND_STR || !str_equal(heap, constant, made)) continue;
        heap_decref(heap, made);
        return heap_incref(heap, constant);
    }
    heap_decref(heap, made);
    return name_object(maker, unit->qualname);
}

static bool fill_code(Maker *maker, const Code *code, const CodeUnit *unit) {
    Heap *heap = maker->heap;
    uint32_t caches = 0;
    if (!fill(heap, &code->localspluskinds, bytes_new(heap, unit->slot_kinds, unit->slot_count)) ||
        !fill(heap, &code->filename, heap_incref(heap, maker->filename)) ||
        !fill(heap, &code->name, name_object(maker, unit->name)) ||
        !fill(heap, &code->qualname, qualname_object(maker, code, unit)) ||
        !fill(heap, &code->instructions, instruction_block(heap, unit, &caches)) ||
        (caches && !fill(heap, &code->caches, cache_block(heap, caches))) ||
        !fill(heap, &code->locations, location_block(heap, unit)) ||
        (unit->exception_count && !fill(heap, &code->exceptions, handler_block(heap, unit)))) {
        return false;
    }
    heap_set(heap, code->flags, unit->flags);
    heap_set(heap, code->argcount, unit->argument_count);
    heap_set(heap, code->posonlyargcount, unit->positional_only_count);
    heap_set(heap, code->kwonlyargcount, unit->keyword_only_count);
    heap_set(heap, code->nlocalsplus, unit->slot_count);
    heap_set(heap, code->nlocals, unit->local_count);
    heap_set(heap, code->ncells, unit->cell_count);
    heap_set(heap, code->nfrees, unit->free_count);
    heap_set(heap, code->stacksize, unit->stack_size);
    heap_set(heap, code->firstlineno, (uint32_t)unit->first_line);
    heap_set(heap, code->count, unit->instruction_count);
    heap_set(heap, code->handlers, unit->exception_count);
    return true;
}

/* What an instruction that the stack machine does not know comes from; null for all others. */
static const char *refused_construct(uint8_t opcode) {
    switch (opcode) {
    case OP_CHECK_EG_MATCH:
    case OP_PREP_RERAISE_STAR: return "'except*'";
    case OP_GET_AITER:
    case OP_GET_ANEXT:
    case OP_BEFORE_ASYNC_WITH:
    case OP_END_ASYNC_FOR:
    case OP_ASYNC_GEN_WRAP:
    case OP_GET_AWAITABLE: return "'async'";
    default: return NULL;
    }
}

/* Refuses what is not built before anything runs, at its place in the source. */
static bool check_supported(Maker *maker, const CodeUnit *unit) {
    Vm *vm = maker->vm;
    const char *what = NULL;
    CodeLocation at = {unit->first_line, 0, 0, 0};
    if (unit->flags & (CODE_COROUTINE | CODE_ASYNC_GENERATOR)) what = "'async'";
    for (uint32_t i = 0; i < unit->instruction_count && !what; ++i) {
        what = refused_construct(unit->instructions[i].opcode);
        if (what && unit->instructions[i].location.line > 0) at = unit->instructions[i].location;
    }
    for (uint32_t i = 0; i < unit->const_count && !what; ++i) {
        if (unit->consts[i].code && !check_supported(maker, unit->consts[i].code)) return false;
    }
    if (!what) return true;
    TextBuffer name = {0};
    str_append_to(maker->heap, maker->filename, &name);
    vm_halt(vm, VM_UNSUPPORTED, "%s:%d:%d: %s is not supported by Lastref", text_cstr(&name),
            at.line, at.column < 0 ? 1 : at.column + 1, what);
    text_deinit(&name);
    return false;
}

static Ref make_code(Maker *maker, const CodeUnit *unit) {
    enum { HEADER = 184 /* CPython's co_code_adaptive offset and the closing unit */ };
    Heap *heap = maker->heap;
    Ref consts = const_tuple(maker, unit);
    Ref names =
        consts ? name_tuple(maker, unit->names, unit->name_count, unit->names_identity) : REF_NULL;
    Ref slots = names ? name_tuple(maker, unit->slot_names, unit->slot_count, unit->slots_identity)
                      : REF_NULL;
    if (!slots) return REF_NULL;
    size_t size = HEADER + 2 * (size_t)unit->cpython_code_units;
    size = (size + 7) / 8 * 8;
    Ref made = heap_new_sized(heap, type_ref(heap, TYPE_ID_CODE), size);
    if (!made) return REF_NULL;
    const Code *code = heap_at(heap, Code, made);
    heap_set(heap, code->consts, consts);
    heap_set(heap, code->names, names);
    heap_set(heap, code->localsplusnames, slots);
    heap_set(heap, code->size, (uint32_t)size);
    if (unit->const_count) {
        Ref first = tuple_get(heap, consts, 0);
        if (heap_kind(heap, first) == KIND_STR) heap_set(heap, code->docstring, first);
    }
    return fill_code(maker, code, unit) ? made : REF_NULL;
}

static bool make_all(Maker *maker, const SyntaxModule *module, const CodeUnit *unit, Ref *arena,
                     Ref *code) {
    Heap *heap = maker->heap;
    *arena = list_new(heap, 0);
    if (!*arena) return false;
    for (size_t i = 0; i < module->constants.count; ++i) {
        const Constant *constant = module->constants.items[i];
        if (constant->kind < CONSTANT_INT) continue;
        Ref object = constant_object(maker, constant);
        if (!object || !list_append(heap, *arena, heap_incref(heap, object))) return false;
    }
    *code = make_code(maker, unit);
    return *code != REF_NULL;
}

bool code_object_make(Vm *vm, const SyntaxModule *module, const CodeUnit *unit, Ref filename,
                      Ref *arena, Ref *code) {
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    Maker maker = {.vm = vm, .heap = heap, .filename = filename};
    *arena = *code = REF_NULL;
    uint32_t collecting = root->gc_collecting;
    heap_set(heap, root->gc_collecting, 1);
    bool good = check_supported(&maker, unit) && make_all(&maker, module, unit, arena, code);
    for (size_t i = 0; i < maker.made.count; ++i) heap_decref(heap, maker.made.items[i].object);
    array_deinit(&maker.made);
    memory_free(maker.slots);
    heap_set(heap, root->gc_collecting, collecting);
    if (!good) error_no_memory(vm);
    return good;
}

void code_object_hide(Vm *vm, Ref code) {
    Heap *heap = &vm->heap;
    const Code *self = heap_at(heap, Code, code);
    heap_set(heap, self->hidden, 1u);
    for (uint32_t i = 0; i < tuple_size(heap, self->consts); ++i) {
        Ref constant = tuple_get(heap, self->consts, i);
        if (heap_kind(heap, constant) == KIND_CODE) code_object_hide(vm, constant);
    }
}
