/* Integers of any size, as CPython's: sign and 30-bit digits. Small ones (-5 .. 256) are shared. */
#ifndef LASTREF_HEAP_INT_H
#define LASTREF_HEAP_INT_H

#include "heap/heap.h"

#include <gmp.h>

enum {
    INT_DIGIT_BITS = 30,
    INT_DIGITS_MAX = 1 << 20 /* beyond this a result is refused: about 9 million decimal digits */
};

/* Makes the shared small ints; the type must exist. */
void int_init_small(Heap *heap, Ref type);

/* New reference. Null only with heap->failure. */
Ref int_new(Heap *heap, int64_t value);
Ref int_new_unsigned(Heap *heap, uint64_t value);
/* From `count` 30-bit digits, least significant first; leading zeros are dropped. */
Ref int_new_digits(Heap *heap, bool negative, const uint32_t *digits, size_t count);
Ref int_new_mpz(Heap *heap, const mpz_t value);
/* As int_new_digits but always a new object of the given type (int subclasses). */
Ref int_new_of_type(Heap *heap, Ref type, bool negative, const uint32_t *digits, size_t count);

/* False when it does not fit. */
bool int_to_i64(const Heap *heap, Ref value, int64_t *out);
/* Sets an initialised mpz. */
void int_to_mpz(const Heap *heap, Ref value, mpz_t out);
/* Rounded to nearest even; false when too large for a float. */
bool int_to_double(const Heap *heap, Ref value, double *out);
bool int_is_zero(const Heap *heap, Ref value);
bool int_is_negative(const Heap *heap, Ref value);
/* -1, 0, 1. */
int int_compare(const Heap *heap, Ref a, Ref b);
/* CPython's hash: value modulo 2**61 - 1, with -1 given as -2. */
uint64_t int_hash(const Heap *heap, Ref value);

/* False when the shared or any int would need more than INT_DIGITS_MAX digits. */
bool int_fits_mpz(const mpz_t value);
/* Number of bits of the absolute value. */
uint64_t int_bits(const Heap *heap, Ref value);
/* mpz rounded to nearest even; false when too large for a float. */
bool int_mpz_to_double(const mpz_t value, double *out);

#endif
