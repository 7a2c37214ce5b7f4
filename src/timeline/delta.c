#include "timeline/delta.h"

#include "base/hash.h"

#include <string.h>

enum { HEADER = sizeof(uint32_t) + sizeof(uint16_t), WORD = 8 };

/* Writes the bytes of a word that are not zero; adds to the mask where they stand. */
static uint8_t *write_word(uint8_t *out, uint64_t word, unsigned first, uint16_t *mask) {
    while (word) {
        unsigned shift = (unsigned)__builtin_ctzll(word) & ~7u;
        *out++ = (uint8_t)(word >> shift);
        *mask = (uint16_t)(*mask | 1u << (first + shift / 8));
        word &= ~((uint64_t)0xFF << shift);
    }
    return out;
}

bool delta_append(DeltaBytes *out, Ref granule, const uint8_t before[GRANULE],
                  const uint8_t after[GRANULE]) {
    uint64_t old[2], new[2];
    memcpy(old, before, GRANULE);
    memcpy(new, after, GRANULE);
    if (old[0] == new[0] && old[1] == new[1]) return false;
    array_reserve(out, HEADER + GRANULE);
    uint8_t *header = out->items + out->count;
    uint16_t mask = 0;
    uint8_t *end = write_word(header + HEADER, old[0] ^ new[0], 0, &mask);
    end = write_word(end, old[1] ^ new[1], WORD, &mask);
    memcpy(header, &granule, sizeof granule);
    memcpy(header + sizeof granule, &mask, sizeof mask);
    out->count = (size_t)(end - out->items);
    return true;
}

void delta_apply(Image *image, const uint8_t *bytes, size_t size) {
    const uint8_t *end = bytes + size;
    while (bytes < end) {
        uint32_t granule;
        uint16_t mask;
        uint8_t content[GRANULE];
        memcpy(&granule, bytes, sizeof granule);
        memcpy(&mask, bytes + sizeof granule, sizeof mask);
        bytes += HEADER;
        memcpy(content, image_at(image, granule), GRANULE);
        for (unsigned left = mask; left; left &= left - 1) {
            content[__builtin_ctz(left)] ^= *bytes++;
        }
        image_swap(image, granule, content);
    }
}

/* ---- spans ---- */

static uint32_t *place_of(const DeltaSpan *span, Ref granule) {
    uint32_t mask = (1u << span->slots_log2) - 1;
    uint32_t at = (uint32_t)hash_mix(granule) & mask;
    while (span->slots[at] && span->before.items[span->slots[at] - 1].granule != granule) {
        at = (at + 1) & mask;
    }
    return &span->slots[at];
}

static void grow(DeltaSpan *span) {
    memory_free(span->slots);
    span->slots_log2 = span->slots_log2 ? span->slots_log2 + 1 : 8;
    span->slots = memory_alloc(sizeof *span->slots << span->slots_log2);
    for (uint32_t i = 0; i < span->before.count; i++) {
        *place_of(span, span->before.items[i].granule) = i + 1;
    }
}

void delta_span_note(DeltaSpan *span, Ref granule, const uint8_t before[GRANULE]) {
    if (!span->slots || span->before.count * 2 >= (size_t)1 << span->slots_log2) grow(span);
    uint32_t *place = place_of(span, granule);
    if (*place) return;
    SavedGranule saved = {.granule = granule};
    memcpy(saved.old, before, GRANULE);
    array_push(&span->before, saved);
    *place = (uint32_t)span->before.count;
}

void delta_span_append(const DeltaSpan *span, const Image *image, DeltaBytes *out) {
    for (size_t i = 0; i < span->before.count; i++) {
        const SavedGranule *saved = &span->before.items[i];
        delta_append(out, saved->granule, saved->old, image_at(image, saved->granule));
    }
}

void delta_span_join(DeltaSpan *span, const DeltaSpan *next) {
    for (size_t i = 0; i < next->before.count; i++) {
        delta_span_note(span, next->before.items[i].granule, next->before.items[i].old);
    }
}

/* A large table is given back: the next span is most likely small again. */
void delta_span_clear(DeltaSpan *span) {
    if (span->slots_log2 > 12) {
        delta_span_deinit(span);
        return;
    }
    array_clear(&span->before);
    if (span->slots) memset(span->slots, 0, sizeof *span->slots << span->slots_log2);
}

void delta_span_deinit(DeltaSpan *span) {
    array_deinit(&span->before);
    memory_free(span->slots);
    *span = (DeltaSpan){0};
}
