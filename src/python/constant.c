#include "python/constant.h"

#include "base/hash.h"

#include <math.h>
#include <string.h>

/* Equality ------------------------------------------------------------------------------------- */

static bool integer_equal(const Constant *a, const Constant *b) {
    return a->integer.negative == b->integer.negative && a->integer.count == b->integer.count &&
           (a->integer.count == 0 || memcmp(a->integer.digits, b->integer.digits,
                                            a->integer.count * sizeof *a->integer.digits) == 0);
}

static bool real_equal(double a, double b) {
    return a == b && signbit(a) == signbit(b);
}

static bool text_same(const Constant *a, const Constant *b) {
    return a->text.length == b->text.length &&
           (a->text.length == 0 || memcmp(a->text.bytes, b->text.bytes, a->text.length) == 0);
}

static bool frozenset_equal(const Constant *a, const Constant *b) {
    if (a->tuple.count != b->tuple.count || constant_hash(a) != constant_hash(b)) return false;
    for (size_t i = 0; i < a->tuple.count; i++) {
        bool found = false;
        for (size_t j = 0; j < b->tuple.count && !found; j++)
            found = constant_equal(a->tuple.items[i], b->tuple.items[j]);
        if (!found) return false;
    }
    return true;
}

bool constant_equal(const Constant *a, const Constant *b) {
    if (a == b) return true;
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case CONSTANT_NONE:
    case CONSTANT_TRUE:
    case CONSTANT_FALSE:
    case CONSTANT_ELLIPSIS: return true;
    case CONSTANT_INT: return integer_equal(a, b);
    case CONSTANT_FLOAT: return real_equal(a->real, b->real);
    case CONSTANT_COMPLEX:
        return real_equal(a->complex.real, b->complex.real) &&
               real_equal(a->complex.imaginary, b->complex.imaginary);
    case CONSTANT_STR:
    case CONSTANT_BYTES: return text_same(a, b);
    case CONSTANT_TUPLE:
        if (a->tuple.count != b->tuple.count) return false;
        for (size_t i = 0; i < a->tuple.count; i++)
            if (!constant_equal(a->tuple.items[i], b->tuple.items[i])) return false;
        return true;
    case CONSTANT_FROZENSET: return frozenset_equal(a, b);
    }
    return false;
}

static uint64_t real_hash(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return hash_mix(bits + 0x9E37);
}

uint64_t constant_hash(const Constant *constant) {
    uint64_t hash = hash_mix((uint64_t)constant->kind + 1);
    switch (constant->kind) {
    case CONSTANT_NONE:
    case CONSTANT_TRUE:
    case CONSTANT_FALSE:
    case CONSTANT_ELLIPSIS: break;
    case CONSTANT_INT:
        for (size_t i = 0; i < constant->integer.count; i++)
            hash = hash_mix(hash ^ constant->integer.digits[i]);
        break;
    case CONSTANT_FLOAT: hash ^= real_hash(constant->real); break;
    case CONSTANT_COMPLEX:
        hash ^= real_hash(constant->complex.real) + 3 * real_hash(constant->complex.imaginary);
        break;
    case CONSTANT_STR:
    case CONSTANT_BYTES: hash ^= hash_bytes(constant->text.bytes, constant->text.length); break;
    case CONSTANT_TUPLE:
        for (size_t i = 0; i < constant->tuple.count; i++)
            hash = hash_mix(hash ^ constant_hash(constant->tuple.items[i]));
        break;
    case CONSTANT_FROZENSET: /* whatever the order */
        for (size_t i = 0; i < constant->tuple.count; i++)
            hash += hash_mix(constant_hash(constant->tuple.items[i]));
        break;
    }
    return hash;
}

bool constant_is_true(const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE:
    case CONSTANT_FALSE: return false;
    case CONSTANT_TRUE:
    case CONSTANT_ELLIPSIS: return true;
    case CONSTANT_INT: return constant->integer.count != 0;
    case CONSTANT_FLOAT: return constant->real != 0;
    case CONSTANT_COMPLEX: return constant->complex.real != 0 || constant->complex.imaginary != 0;
    case CONSTANT_STR:
    case CONSTANT_BYTES: return constant->text.length != 0;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET: return constant->tuple.count != 0;
    }
    return false;
}

/* Numbers as Python compares them ------------------------------------------------------------- */

/* Writes the integer's value where it is exact as a double below 2**60; larger integers that equal
 * a float member of the same set display are not told apart here. */
static bool small_number(const Constant *constant, double *out) {
    switch (constant->kind) {
    case CONSTANT_TRUE: *out = 1; return true;
    case CONSTANT_FALSE: *out = 0; return true;
    case CONSTANT_FLOAT: *out = constant->real; return true;
    case CONSTANT_COMPLEX: *out = constant->complex.real; return constant->complex.imaginary == 0;
    case CONSTANT_INT: {
        if (constant->integer.count > 2) return false;
        uint64_t value = 0;
        for (size_t i = constant->integer.count; i-- > 0;)
            value = value << 30 | constant->integer.digits[i];
        *out = constant->integer.negative ? -(double)value : (double)value;
        return value <= (uint64_t)1 << 53;
    }
    default: return false;
    }
}

bool constant_python_equal(const Constant *a, const Constant *b) {
    if (constant_equal(a, b)) return true;
    double x, y;
    if (small_number(a, &x) && small_number(b, &y)) return x == y;
    if (a->kind == CONSTANT_TUPLE && b->kind == CONSTANT_TUPLE) {
        if (a->tuple.count != b->tuple.count) return false;
        for (size_t i = 0; i < a->tuple.count; i++)
            if (!constant_python_equal(a->tuple.items[i], b->tuple.items[i])) return false;
        return true;
    }
    return false;
}

/* Equal for values that are python-equal. */
static uint64_t python_hash(const Constant *constant) {
    double value;
    if (small_number(constant, &value)) return real_hash(value == 0 ? 0 : value);
    if (constant->kind == CONSTANT_TUPLE) {
        uint64_t hash = 7;
        for (size_t i = 0; i < constant->tuple.count; i++)
            hash = hash_mix(hash ^ python_hash(constant->tuple.items[i]));
        return hash;
    }
    return constant_hash(constant);
}

/* Making --------------------------------------------------------------------------------------- */

Constant *constant_new(Arena *arena, ConstantKind kind) {
    Constant *constant = arena_new(arena, Constant);
    constant->kind = kind;
    return constant;
}

Constant *constant_str(Arena *arena, const char *bytes, size_t length) {
    Constant *constant = constant_new(arena, CONSTANT_STR);
    constant->text.bytes = bytes;
    constant->text.length = length;
    return constant;
}

Constant *constant_small_int(Arena *arena, int64_t value) {
    Constant *constant = constant_new(arena, CONSTANT_INT);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    constant->integer.negative = value < 0;
    constant->integer.digits = arena_array(arena, uint32_t, 3);
    for (; rest; rest >>= 30)
        constant->integer.digits[constant->integer.count++] = (uint32_t)(rest & 0x3FFFFFFF);
    return constant;
}

Constant *constant_float(Arena *arena, double value) {
    Constant *constant = constant_new(arena, CONSTANT_FLOAT);
    constant->real = value;
    return constant;
}

Constant *constant_bool(Arena *arena, bool value) {
    return constant_new(arena, value ? CONSTANT_TRUE : CONSTANT_FALSE);
}

Constant *constant_tuple(Arena *arena, Constant *const *items, size_t count) {
    Constant *constant = constant_new(arena, CONSTANT_TUPLE);
    constant->tuple.items = arena_array(arena, Constant *, count + 1);
    if (count) memcpy(constant->tuple.items, items, sizeof *items * count);
    constant->tuple.count = count;
    return constant;
}

Constant *constant_frozenset(Arena *arena, Constant *const *items, size_t count) {
    Constant *constant = constant_new(arena, CONSTANT_FROZENSET);
    constant->tuple.items = arena_array(arena, Constant *, count + 1);
    size_t slot_count = 8;
    while (slot_count < count * 2) slot_count *= 2;
    Constant **slots = arena_array(arena, Constant *, slot_count);
    for (size_t i = 0; i < count; i++) {
        size_t slot = python_hash(items[i]) & (slot_count - 1);
        while (slots[slot] && !constant_python_equal(slots[slot], items[i]))
            slot = (slot + 1) & (slot_count - 1);
        if (slots[slot]) continue;
        slots[slot] = items[i];
        constant->tuple.items[constant->tuple.count++] = items[i];
    }
    return constant;
}

/* Code ----------------------------------------------------------------------------------------- */

static bool location_equal(CodeLocation a, CodeLocation b) {
    return a.line == b.line && a.end_line == b.end_line && a.column == b.column &&
           a.end_column == b.end_column;
}

static bool instructions_equal(const CodeUnit *a, const CodeUnit *b) {
    if (a->instruction_count != b->instruction_count) return false;
    for (uint32_t i = 0; i < a->instruction_count; i++) {
        const Instruction *x = &a->instructions[i], *y = &b->instructions[i];
        if (x->opcode != y->opcode || x->arg != y->arg || !location_equal(x->location, y->location))
            return false;
    }
    if (a->exception_count != b->exception_count) return false;
    for (uint32_t i = 0; i < a->exception_count; i++) {
        const ExceptionEntry *x = &a->exceptions[i], *y = &b->exceptions[i];
        if (x->start != y->start || x->end != y->end || x->target != y->target ||
            x->depth != y->depth || x->push_lasti != y->push_lasti)
            return false;
    }
    return true;
}

static bool code_const_equal(CodeConst a, CodeConst b) {
    if (!a.code != !b.code) return false;
    return a.code ? code_equal(a.code, b.code) : constant_equal(a.constant, b.constant);
}

bool code_equal(const CodeUnit *a, const CodeUnit *b) {
    if (a == b) return true;
    if (!text_equal(a->name, b->name) || a->first_line != b->first_line || a->flags != b->flags ||
        a->argument_count != b->argument_count ||
        a->positional_only_count != b->positional_only_count ||
        a->keyword_only_count != b->keyword_only_count || a->slot_count != b->slot_count ||
        a->name_count != b->name_count || a->const_count != b->const_count ||
        !instructions_equal(a, b))
        return false;
    for (uint32_t i = 0; i < a->slot_count; i++)
        if (a->slot_kinds[i] != b->slot_kinds[i] || !text_equal(a->slot_names[i], b->slot_names[i]))
            return false;
    for (uint32_t i = 0; i < a->name_count; i++)
        if (!text_equal(a->names[i], b->names[i])) return false;
    for (uint32_t i = 0; i < a->const_count; i++)
        if (!code_const_equal(a->consts[i], b->consts[i])) return false;
    return true;
}

/* Table ---------------------------------------------------------------------------------------- */

static uint64_t code_const_hash(CodeConst value) {
    if (value.constant) return constant_hash(value.constant);
    uint64_t hash = hash_bytes(value.code->name.bytes, value.code->name.length);
    return hash_mix(hash ^ (uint64_t)value.code->first_line << 20 ^ value.code->instruction_count);
}

static uint32_t table_slot(const ConstantTable *table, CodeConst value, uint64_t hash) {
    uint32_t slot = (uint32_t)hash & (table->capacity - 1);
    while (table->slots[slot].constant || table->slots[slot].code) {
        if (table->hashes[slot] == hash && code_const_equal(table->slots[slot], value)) break;
        slot = (slot + 1) & (table->capacity - 1);
    }
    return slot;
}

static void table_grow(ConstantTable *table) {
    ConstantTable old = *table;
    table->capacity = old.capacity ? old.capacity * 2 : 64;
    table->slots = arena_array(table->arena, CodeConst, table->capacity);
    table->hashes = arena_array(table->arena, uint64_t, table->capacity);
    for (uint32_t i = 0; i < old.capacity; i++) {
        if (!old.slots[i].constant && !old.slots[i].code) continue;
        uint32_t slot = (uint32_t)old.hashes[i] & (table->capacity - 1);
        while (table->slots[slot].constant || table->slots[slot].code)
            slot = (slot + 1) & (table->capacity - 1);
        table->slots[slot] = old.slots[i];
        table->hashes[slot] = old.hashes[i];
    }
}

/* The slot of the equal entry; `*added` tells whether `value` has just become it. */
static uint32_t table_add(ConstantTable *table, CodeConst value, bool *added) {
    if (table->count * 2 >= table->capacity) table_grow(table);
    uint64_t hash = code_const_hash(value);
    uint32_t slot = table_slot(table, value, hash);
    *added = !table->slots[slot].constant && !table->slots[slot].code;
    if (*added) {
        table->slots[slot] = value;
        table->hashes[slot] = hash;
        table->count++;
    }
    return slot;
}

CodeConst constant_merge_one(ConstantTable *table, CodeConst value) {
    bool added;
    uint32_t slot = table_add(table, value, &added);
    return table->slots[slot];
}

CodeConst constant_merge(ConstantTable *table, CodeConst value) {
    bool added;
    uint32_t slot = table_add(table, value, &added);
    Constant *constant = table->slots[slot].constant;
    if (!added || !constant) return table->slots[slot];
    if (constant->kind == CONSTANT_FROZENSET && constant->tuple.count) {
        Constant *copy = constant_new(table->arena, CONSTANT_FROZENSET);
        copy->tuple.items = arena_array(table->arena, Constant *, constant->tuple.count);
        copy->tuple.count = constant->tuple.count;
        memcpy(copy->tuple.items, constant->tuple.items,
               sizeof(Constant *) * constant->tuple.count);
        table->slots[slot].constant = constant = copy;
    }
    if (constant->kind == CONSTANT_TUPLE || constant->kind == CONSTANT_FROZENSET) {
        /* The table may grow and move meanwhile, the constant does not. */
        for (size_t i = 0; i < constant->tuple.count; i++)
            constant->tuple.items[i] =
                constant_merge(table, (CodeConst){.constant = constant->tuple.items[i]}).constant;
    }
    return (CodeConst){.constant = constant};
}
