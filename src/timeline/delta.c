#include "timeline/delta.h"

#include "base/memory.h"

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

bool delta_next(const uint8_t **at, const uint8_t *end, DeltaEntry *entry) {
    if (*at >= end) return false;
    memcpy(&entry->granule, *at, sizeof entry->granule);
    memcpy(&entry->mask, *at + sizeof entry->granule, sizeof entry->mask);
    entry->bytes = *at + HEADER;
    *at = entry->bytes + __builtin_popcount(entry->mask);
    return true;
}

void delta_difference(const DeltaEntry *entry, uint8_t difference[GRANULE]) {
    const uint8_t *bytes = entry->bytes;
    memset(difference, 0, GRANULE);
    for (unsigned left = entry->mask; left; left &= left - 1) {
        difference[__builtin_ctz(left)] = *bytes++;
    }
}

void delta_apply(Image *image, const uint8_t *bytes, size_t size) {
    const uint8_t *end = bytes + size;
    DeltaEntry entry;
    while (delta_next(&bytes, end, &entry)) {
        uint8_t content[GRANULE];
        memcpy(content, image_at(image, entry.granule), GRANULE);
        for (unsigned left = entry.mask; left; left &= left - 1) {
            content[__builtin_ctz(left)] ^= *entry.bytes++;
        }
        image_swap(image, entry.granule, content);
    }
}

/* ---- spans ---- */

enum {
    PAGE_LOG2 = 15, /* granules of a page of bits */
    PAGE_WORDS = 1 << (PAGE_LOG2 - 6),
    PAGES = IMAGE_END >> PAGE_LOG2
};

static uint64_t *word_of(const DeltaSpan *span, Ref granule) {
    return &span->pages[granule >> PAGE_LOG2][granule >> 6 & (PAGE_WORDS - 1)];
}

static void add_page(DeltaSpan *span, Ref granule) {
    if (!span->pages) span->pages = memory_alloc(PAGES * sizeof *span->pages);
    uint64_t **page = &span->pages[granule >> PAGE_LOG2];
    if (!*page) *page = memory_alloc(PAGE_WORDS * sizeof **page);
}

void delta_span_note(DeltaSpan *span, Ref granule, const uint8_t before[GRANULE]) {
    if (!span->pages || !span->pages[granule >> PAGE_LOG2]) add_page(span, granule);
    uint64_t *word = word_of(span, granule), bit = (uint64_t)1 << (granule & 63);
    if (*word & bit) return;
    *word |= bit;
    SavedGranule saved = {.granule = granule};
    memcpy(saved.old, before, GRANULE);
    array_push(&span->before, saved);
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

/* Many pages are given back: the next span is most likely small again. */
void delta_span_clear(DeltaSpan *span) {
    enum { KEPT_MAX = 1 << 16 };
    if (span->before.count > KEPT_MAX) {
        delta_span_deinit(span);
        return;
    }
    for (size_t i = 0; i < span->before.count; i++) {
        *word_of(span, span->before.items[i].granule) = 0;
    }
    array_clear(&span->before);
}

void delta_span_deinit(DeltaSpan *span) {
    array_deinit(&span->before);
    for (size_t i = 0; span->pages && i < PAGES; i++) memory_free(span->pages[i]);
    memory_free(span->pages);
    *span = (DeltaSpan){0};
}
