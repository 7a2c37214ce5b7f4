/* Hashes of bytes. hash_siphash13 is the string hash of CPython 3.11 (Python/pyhash.c), with the
 * key that PYTHONHASHSEED=0 gives; hash_mix scrambles one word for tables and state hashes. */
#ifndef LASTREF_BASE_HASH_H
#define LASTREF_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_siphash13(const void *bytes, size_t length);
uint64_t hash_bytes(const void *bytes, size_t length);

static inline uint64_t hash_mix(uint64_t x) {
    x ^= x >> 32;
    x *= 0x9E3779B97F4A7C15u;
    x ^= x >> 29;
    x *= 0xBF58476D1CE4E5B9u;
    return x ^ (x >> 32);
}

#endif
