#include "heap/int.h"

#include "heap/builtin_type.h"
#include "heap/kind.h"

#include <math.h>

enum { HASH_BITS = 61, DIGIT_MASK = (1 << INT_DIGIT_BITS) - 1, HEADER = 24 };

#define HASH_MODULUS ((UINT64_C(1) << HASH_BITS) - 1)

static const Int *int_at(const Heap *heap, Ref value) {
    return heap_at(heap, Int, value);
}

static void fill(Heap *heap, Ref made, bool negative, const uint32_t *digits, uint32_t count) {
    const Int *self = int_at(heap, made);
    heap_set(heap, self->size, count);
    heap_set(heap, self->negative, (uint32_t)negative);
    image_write(&heap->image, self->digits, digits, (size_t)count * sizeof *digits);
}

void int_init_small(Heap *heap, Ref type) {
    const HeapRoot *root = heap_root(heap);
    for (int value = SMALL_INT_MIN; value <= SMALL_INT_MAX; value++) {
        uint32_t digit = (uint32_t)(value < 0 ? -value : value);
        Ref made = heap_new_static(heap, type, KIND_INT, HEADER + sizeof digit, OBJECT_SHARED);
        fill(heap, made, value < 0, &digit, value != 0);
        heap_set(heap, root->small_ints[value - SMALL_INT_MIN], made);
    }
}

Ref int_new_digits(Heap *heap, bool negative, const uint32_t *digits, size_t count) {
    while (count && digits[count - 1] == 0) count--;
    if (count <= 1) {
        int64_t small = count ? digits[0] : 0;
        if (negative) small = -small;
        if (small >= SMALL_INT_MIN && small <= SMALL_INT_MAX)
            return heap_incref(heap, heap_root(heap)->small_ints[small - SMALL_INT_MIN]);
    }
    if (count > INT_DIGITS_MAX) {
        heap->failure = HEAP_FULL;
        return REF_NULL;
    }
    Ref made = heap_new(heap, builtin_type(heap, BUILTIN_TYPE_INT), (uint32_t)count);
    if (made) fill(heap, made, negative, digits, (uint32_t)count);
    return made;
}

/* PyType_GenericAlloc makes room for one item more. */
Ref int_new_of_type(Heap *heap, Ref type, bool negative, const uint32_t *digits, size_t count) {
    while (count && digits[count - 1] == 0) count--;
    if (count > INT_DIGITS_MAX) {
        heap->failure = HEAP_FULL;
        return REF_NULL;
    }
    Ref made = heap_new(heap, type, (uint32_t)count + 1);
    if (!made) return REF_NULL;
    fill(heap, made, negative && count, digits, (uint32_t)count);
    if (heap_is_gc(heap, made)) heap_track(heap, made);
    return made;
}

static Ref new_signed(Heap *heap, bool negative, uint64_t magnitude) {
    uint32_t digits[3] = {magnitude & DIGIT_MASK, (magnitude >> 30) & DIGIT_MASK,
                          (uint32_t)(magnitude >> 60)};
    return int_new_digits(heap, negative, digits, 3);
}

Ref int_new(Heap *heap, int64_t value) {
    return new_signed(heap, value < 0, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

Ref int_new_unsigned(Heap *heap, uint64_t value) {
    return new_signed(heap, false, value);
}

bool int_fits_mpz(const mpz_t value) {
    return mpz_sizeinbase(value, 2) <= (size_t)INT_DIGITS_MAX * INT_DIGIT_BITS;
}

Ref int_new_mpz(Heap *heap, const mpz_t value) {
    if (mpz_fits_slong_p(value)) return int_new(heap, mpz_get_si(value));
    if (!int_fits_mpz(value)) {
        heap->failure = HEAP_FULL;
        return REF_NULL;
    }
    size_t count = (mpz_sizeinbase(value, 2) + INT_DIGIT_BITS - 1) / INT_DIGIT_BITS;
    uint32_t *digits = memory_alloc(count * sizeof *digits);
    mpz_export(digits, &count, -1, sizeof *digits, 0, 32 - INT_DIGIT_BITS, value);
    Ref made = int_new_digits(heap, mpz_sgn(value) < 0, digits, count);
    memory_free(digits);
    return made;
}

bool int_to_i64(const Heap *heap, Ref value, int64_t *out) {
    const Int *self = int_at(heap, value);
    if (self->size > 3 || (self->size == 3 && self->digits[2] > 0xF)) return false;
    uint64_t magnitude = 0;
    for (uint32_t i = self->size; i-- > 0;) magnitude = magnitude << 30 | self->digits[i];
    if (self->negative) {
        if (magnitude > UINT64_C(1) << 63) return false;
        *out = (int64_t)(0 - magnitude);
    } else {
        if (magnitude > INT64_MAX) return false;
        *out = (int64_t)magnitude;
    }
    return true;
}

void int_to_mpz(const Heap *heap, Ref value, mpz_t out) {
    const Int *self = int_at(heap, value);
    mpz_import(out, self->size, -1, sizeof *self->digits, 0, 32 - INT_DIGIT_BITS, self->digits);
    if (self->negative) mpz_neg(out, out);
}

uint64_t int_bits(const Heap *heap, Ref value) {
    const Int *self = int_at(heap, value);
    if (self->size == 0) return 0;
    return (uint64_t)(self->size - 1) * INT_DIGIT_BITS + 32 -
           (uint32_t)__builtin_clz(self->digits[self->size - 1]);
}

/* Bits beyond the 64 highest only matter as "more than nothing": they are gathered in the lowest of
 * the 64, which lies below the rounding place of a double. */
bool int_mpz_to_double(const mpz_t value, double *out) {
    size_t bits = mpz_sgn(value) ? mpz_sizeinbase(value, 2) : 0;
    if (bits > 1024) return false;
    mpz_t top;
    mpz_init(top);
    mpz_abs(top, value);
    size_t shift = bits > 64 ? bits - 64 : 0;
    bool sticky = shift && mpz_scan1(top, 0) < shift;
    mpz_tdiv_q_2exp(top, top, shift);
    uint64_t high = mpz_get_ui(top);
    mpz_clear(top);
    double result = ldexp((double)(high | sticky), (int)shift);
    *out = mpz_sgn(value) < 0 ? -result : result;
    return !isinf(result);
}

bool int_to_double(const Heap *heap, Ref value, double *out) {
    int64_t small;
    if (int_to_i64(heap, value, &small)) {
        *out = (double)small;
        return true;
    }
    mpz_t big;
    mpz_init(big);
    int_to_mpz(heap, value, big);
    bool fits = int_mpz_to_double(big, out);
    mpz_clear(big);
    return fits;
}

bool int_is_zero(const Heap *heap, Ref value) {
    return int_at(heap, value)->size == 0;
}

bool int_is_negative(const Heap *heap, Ref value) {
    return int_at(heap, value)->negative && int_at(heap, value)->size;
}

int int_compare(const Heap *heap, Ref a, Ref b) {
    const Int *x = int_at(heap, a), *y = int_at(heap, b);
    bool negative = int_is_negative(heap, a);
    if (negative != int_is_negative(heap, b)) return negative ? -1 : 1;
    int greater = negative ? -1 : 1;
    if (x->size != y->size) return x->size > y->size ? greater : -greater;
    for (uint32_t i = x->size; i-- > 0;) {
        if (x->digits[i] != y->digits[i]) return x->digits[i] > y->digits[i] ? greater : -greater;
    }
    return 0;
}

uint64_t int_hash(const Heap *heap, Ref value) {
    const Int *self = int_at(heap, value);
    uint64_t hash = 0;
    for (uint32_t i = self->size; i-- > 0;) {
        hash = (hash << INT_DIGIT_BITS & HASH_MODULUS) | hash >> (HASH_BITS - INT_DIGIT_BITS);
        hash += self->digits[i];
        if (hash >= HASH_MODULUS) hash -= HASH_MODULUS;
    }
    if (self->negative) hash = 0 - hash;
    return hash == UINT64_MAX ? UINT64_MAX - 1 : hash;
}

/* ---- the row ---- */

static uint32_t items(const Heap *heap, Ref object) {
    return int_at(heap, object)->size;
}

/* int.__sizeof__ counts at least one digit, and nothing of what a subclass adds. */
static size_t extra_size(const Heap *heap, Ref object) {
    size_t digit = int_at(heap, object)->size ? 0 : sizeof(uint32_t);
    return digit + HEADER - heap_type_of(heap, object)->basicsize;
}

const KindRow kind_int = {.name = "int", .items = items, .extra_size = extra_size, .leaf = true};
