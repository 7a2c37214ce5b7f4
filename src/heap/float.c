#include "heap/float.h"

#include "heap/builtin_type.h"
#include "heap/kind.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLOAT_FREE_MAX = 100 /* PyFloat_MAXFREELIST */, HASH_BITS = 61, HASH_INFINITY = 314159 };

Ref float_new(Heap *heap, double value) {
    const HeapRoot *root = heap_root(heap);
    Ref type = builtin_type(heap, BUILTIN_TYPE_FLOAT);
    Ref made = root->free_floats;
    if (made) {
        heap_set(heap, root->free_floats, heap_object(heap, made)->refcount);
        heap_set(heap, root->free_float_count, root->free_float_count - 1);
        heap_revive(heap, made, type, KIND_FLOAT, 0);
    } else {
        made = heap_new(heap, type, 0);
        if (!made) return REF_NULL;
    }
    heap_set(heap, heap_at(heap, Float, made)->value, value);
    return made;
}

Ref float_new_of_type(Heap *heap, Ref type, double value) {
    Ref made = heap_new(heap, type, 0);
    if (!made) return REF_NULL;
    heap_set(heap, heap_at(heap, Float, made)->value, value);
    if (heap_is_gc(heap, made)) heap_track(heap, made);
    return made;
}

void float_clear_free_list(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    while (root->free_floats) {
        Ref object = root->free_floats;
        heap_set(heap, root->free_floats, heap_object(heap, object)->refcount);
        heap_free_object(heap, object);
    }
    heap_set(heap, root->free_float_count, 0);
}

/* _Py_HashDouble (Python/pyhash.c): the value modulo 2**61 - 1, 28 bits at a time. */
uint64_t float_hash_value(double value) {
    const uint64_t modulus = (UINT64_C(1) << HASH_BITS) - 1;
    if (isinf(value)) return value > 0 ? HASH_INFINITY : (uint64_t)-HASH_INFINITY;
    int exponent;
    double mantissa = frexp(fabs(value), &exponent);
    uint64_t hash = 0;
    while (mantissa != 0) {
        hash = (hash << 28 & modulus) | hash >> (HASH_BITS - 28);
        mantissa *= 268435456.0;
        exponent -= 28;
        uint64_t whole = (uint64_t)mantissa;
        mantissa -= (double)whole;
        hash += whole;
        if (hash >= modulus) hash -= modulus;
    }
    exponent = exponent >= 0 ? exponent % HASH_BITS : HASH_BITS - 1 - (-1 - exponent) % HASH_BITS;
    hash = (hash << exponent & modulus) | (exponent ? hash >> (HASH_BITS - exponent) : 0);
    if (value < 0) hash = 0 - hash;
    return hash == UINT64_MAX ? UINT64_MAX - 1 : hash;
}

/* _Py_HashPointer of where the object would lie. */
uint64_t float_hash(const Heap *heap, Ref object) {
    double value = float_value(heap, object);
    if (!isnan(value)) return float_hash_value(value);
    uint64_t address = heap_address(object);
    return address >> 4 | address << 60;
}

/* Below a power of two the doubles lie closer together than above it. So the decimal of so many
 * digits that is nearest to it may read back as the one below, and the next decimal above as it. */
static bool take_neighbour(double value, int precision, char *text, size_t size) {
    char other[32];
    uint64_t digits = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (*at != '.') digits = digits * 10 + (uint64_t)(*at - '0');
    }
    int exponent = atoi(at + 1) - (precision - 1);
    snprintf(other, sizeof other, "%llue%d", (unsigned long long)digits + 1, exponent);
    if (strtod(other, NULL) != value) return false;
    snprintf(other, sizeof other, "%llu", (unsigned long long)digits + 1);
    if ((int)strlen(other) != precision) return false;
    snprintf(text, size, "%c.%.16se%d", other[0], other + 1, exponent + precision - 1);
    return true;
}

void float_shortest_digits(double value, char digits[18], int *point) {
    char text[32];
    if (value == 0) {
        strcpy(digits, "0");
        *point = 1;
        return;
    }
    value = fabs(value);
    int exponent, precision = 0;
    bool power_of_two = frexp(value, &exponent) == 0.5, found = false;
    while (!found) {
        precision++;
        snprintf(text, sizeof text, "%.*e", precision - 1, value);
        found = precision == 17 || strtod(text, NULL) == value;
        if (!found && power_of_two) found = take_neighbour(value, precision, text, sizeof text);
    }
    size_t count = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (*at != '.') digits[count++] = *at;
    }
    while (count > 1 && digits[count - 1] == '0') count--;
    digits[count] = '\0';
    *point = atoi(at + 1) + 1;
}

/* PyOS_double_to_string with 'r' and Py_DTSF_ADD_DOT_0: an exponent where the decimal point would
 * stand further left than 4 places or further right than 16. */
void float_repr(double value, char out[FLOAT_REPR_MAX]) {
    if (isnan(value) || isinf(value)) {
        strcpy(out, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
        return;
    }
    char digits[18];
    int point;
    float_shortest_digits(value, digits, &point);
    int count = (int)strlen(digits);
    char *at = out;
    if (signbit(value)) *at++ = '-';
    if (point <= -4 || point > 16) {
        *at++ = digits[0];
        if (count > 1) {
            *at++ = '.';
            memcpy(at, digits + 1, (size_t)count - 1);
            at += count - 1;
        }
        sprintf(at, "e%c%02d", point - 1 < 0 ? '-' : '+', abs(point - 1));
        return;
    }
    int end = point >= count ? point + 1 : count;
    if (point <= 0) *at++ = '0', *at++ = '.';
    for (int i = point <= 0 ? point : 0; i < end; i++) {
        if (i == point && point > 0) *at++ = '.';
        *at++ = i < 0 || i >= count ? '0' : digits[i];
    }
    *at = '\0';
}

/* ---- the row ---- */

static void free_float(Heap *heap, Ref object) {
    const HeapRoot *root = heap_root(heap);
    if (root->free_float_count >= FLOAT_FREE_MAX) {
        heap_free_object(heap, object);
        return;
    }
    heap_set(heap, heap_object(heap, object)->refcount, root->free_floats);
    heap_set(heap, root->free_floats, object);
    heap_set(heap, root->free_float_count, root->free_float_count + 1);
}

const KindRow kind_float = {.name = "float", .free = free_float, .leaf = true};
