#include "base/hash.h"

#include <string.h>

static inline uint64_t rotate(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

static inline void sip_round(uint64_t v[4]) {
    v[0] += v[1], v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0], v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1], v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2], v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

/* With PYTHONHASHSEED=0 CPython's secret is all zero bytes (Python/bootstrap_hash.c). */
uint64_t hash_siphash13(const void *bytes, size_t length) {
    const unsigned char *in = bytes;
    uint64_t v[4] = {0x736f6d6570736575u, 0x646f72616e646f6du, 0x6c7967656e657261u,
                     0x7465646279746573u};
    uint64_t last = (uint64_t)length << 56;
    for (; length >= 8; length -= 8, in += 8) {
        uint64_t word;
        memcpy(&word, in, 8);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    for (size_t i = 0; i < length; i++) last |= (uint64_t)in[i] << (8 * i);
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    sip_round(v);
    sip_round(v);
    sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t hash_bytes(const void *bytes, size_t length) {
    const unsigned char *in = bytes;
    uint64_t h = length * 0x9E3779B97F4A7C15u;
    for (; length >= 8; length -= 8, in += 8) {
        uint64_t word;
        memcpy(&word, in, 8);
        h = hash_mix(h ^ word);
    }
    uint64_t last = 0;
    for (size_t i = 0; i < length; i++) last |= (uint64_t)in[i] << (8 * i);
    return hash_mix(h ^ last);
}
