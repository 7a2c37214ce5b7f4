/* Numbers by chance for fuzzing: the same seed gives the same numbers on every machine. */
#ifndef LASTREF_TESTS_FUZZ_CHANCE_H
#define LASTREF_TESTS_FUZZ_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Chance {
    uint64_t state;
} Chance;

/* splitmix64 */
static inline uint64_t chance_next(Chance *chance) {
    uint64_t x = chance->state += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* 0 .. bound - 1; bound 0 gives 0. */
static inline uint32_t chance_below(Chance *chance, size_t bound) {
    return bound ? (uint32_t)(chance_next(chance) % bound) : 0;
}

static inline bool chance_percent(Chance *chance, uint32_t percent) {
    return chance_below(chance, 100) < percent;
}

#endif
