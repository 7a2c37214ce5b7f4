#include "heap/complex.h"

#include "heap/float.h"
#include "heap/kind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { HASH_IMAG = 1000003 /* _PyHASH_IMAG */ };

Ref complex_new(Heap *heap, Ref type, double real, double imag) {
    Ref made = heap_new(heap, type, 0);
    if (!made) return REF_NULL;
    const Complex *self = complex_at(heap, made);
    heap_set(heap, self->real, real);
    heap_set(heap, self->imag, imag);
    if (heap_is_gc(heap, made)) heap_track(heap, made);
    return made;
}

static uint64_t part_hash(Ref object, double value) {
    if (!isnan(value)) return float_hash_value(value);
    uint64_t address = heap_address(object);
    return address >> 4 | address << 60;
}

uint64_t complex_hash(const Heap *heap, Ref object) {
    const Complex *self = complex_at(heap, object);
    uint64_t hash = part_hash(object, self->real) + HASH_IMAG * part_hash(object, self->imag);
    return hash == UINT64_MAX ? UINT64_MAX - 1 : hash;
}

/* A part as PyOS_double_to_string gives it with 'r' and no flag: "1", not "1.0". */
static void part_repr(double value, char out[FLOAT_REPR_MAX]) {
    float_repr(value, out);
    size_t length = strlen(out);
    if (length > 2 && strcmp(out + length - 2, ".0") == 0) out[length - 2] = '\0';
}

void complex_repr(const Heap *heap, Ref object, char out[COMPLEX_REPR_MAX]) {
    const Complex *self = complex_at(heap, object);
    char real[FLOAT_REPR_MAX], imag[FLOAT_REPR_MAX];
    part_repr(self->real, real);
    part_repr(self->imag, imag);
    if (self->real == 0 && !signbit(self->real))
        snprintf(out, COMPLEX_REPR_MAX, "%sj", imag);
    else
        snprintf(out, COMPLEX_REPR_MAX, "(%s%s%sj)", real, imag[0] == '-' ? "" : "+", imag);
}

const KindRow kind_complex = {.name = "complex"};
