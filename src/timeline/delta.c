#include "timeline/delta.h"

#include "base/memory.h"

#include <string.h>

enum {
    WORDS = GRANULE / sizeof(uint32_t),
    HEADER = sizeof(uint32_t) + 1,
    CODE_BITS = 2, /* for each word */
    CODE_MASK = (1 << CODE_BITS) - 1
};

/* Low bytes of a word by its code. */
static const uint8_t code_bytes[1 << CODE_BITS] = {0, 1, 2, 4};

/* Of a word that is not zero. */
static unsigned code_of(uint32_t word) {
    static const uint8_t by_highest_byte[sizeof word] = {1, 2, 3, 3};
    return by_highest_byte[(31 - __builtin_clz(word)) / 8];
}

/* Writes a word's four bytes, low byte first; what its code does not want is written over. */
static void write_low_first(uint8_t *out, uint32_t word) {
    for (unsigned i = 0; i < sizeof word; i++) out[i] = (uint8_t)(word >> 8 * i);
}

static uint32_t read_low_first(const uint8_t *bytes, unsigned count) {
    uint32_t word = 0;
    for (unsigned i = 0; i < count; i++) word |= (uint32_t)bytes[i] << 8 * i;
    return word;
}

/* Appends the words of a difference of two; returns their codes. */
static unsigned write_pair(uint8_t **out, uint64_t pair) {
    unsigned codes = 0;
    for (unsigned i = 0; pair; i++, pair >>= 32) {
        uint32_t word = (uint32_t)pair;
        if (!word) continue;
        unsigned code = code_of(word);
        write_low_first(*out, word);
        *out += code_bytes[code];
        codes |= code << CODE_BITS * i;
    }
    return codes;
}

bool delta_append(DeltaBytes *out, Ref granule, const uint8_t before[GRANULE],
                  const uint8_t after[GRANULE]) {
    uint64_t old[WORDS / 2], new[WORDS / 2];
    memcpy(old, before, GRANULE);
    memcpy(new, after, GRANULE);
    if (old[0] == new[0] && old[1] == new[1]) return false;
    array_reserve(out, HEADER + GRANULE);
    uint8_t *header = out->items + out->count, *end = header + HEADER;
    unsigned codes = write_pair(&end, old[0] ^ new[0]);
    codes |= write_pair(&end, old[1] ^ new[1]) << CODE_BITS * WORDS / 2;
    memcpy(header, &granule, sizeof granule);
    header[sizeof granule] = (uint8_t)codes;
    out->count = (size_t)(end - out->items);
    return true;
}

static uint64_t read_pair(const uint8_t **bytes, unsigned codes) {
    uint64_t pair = 0;
    for (unsigned i = 0; i < WORDS / 2; i++, codes >>= CODE_BITS) {
        unsigned count = code_bytes[codes & CODE_MASK];
        pair |= (uint64_t)read_low_first(*bytes, count) << 32 * i;
        *bytes += count;
    }
    return pair;
}

bool delta_next(const uint8_t **at, const uint8_t *end, DeltaEntry *entry) {
    if (*at >= end) return false;
    memcpy(&entry->granule, *at, sizeof entry->granule);
    entry->codes = (*at)[sizeof entry->granule];
    entry->bytes = *at + HEADER;
    *at = entry->bytes;
    for (unsigned codes = entry->codes; codes; codes >>= CODE_BITS) {
        *at += code_bytes[codes & CODE_MASK];
    }
    return true;
}

bool delta_word_differs(const DeltaEntry *entry, unsigned word) {
    return entry->codes >> CODE_BITS * word & CODE_MASK;
}

void delta_difference(const DeltaEntry *entry, uint8_t difference[GRANULE]) {
    const uint8_t *bytes = entry->bytes;
    uint64_t pairs[WORDS / 2];
    pairs[0] = read_pair(&bytes, entry->codes);
    pairs[1] = read_pair(&bytes, entry->codes >> CODE_BITS * WORDS / 2);
    memcpy(difference, pairs, GRANULE);
}

void delta_apply(Image *image, const uint8_t *bytes, size_t size) {
    const uint8_t *end = bytes + size;
    DeltaEntry entry;
    while (delta_next(&bytes, end, &entry)) {
        uint64_t content[WORDS / 2], difference[WORDS / 2];
        memcpy(content, image_at(image, entry.granule), GRANULE);
        delta_difference(&entry, (uint8_t *)difference);
        for (unsigned i = 0; i < WORDS / 2; i++) content[i] ^= difference[i];
        image_swap(image, entry.granule, (uint8_t *)content);
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
