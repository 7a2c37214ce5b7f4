/* A delta: how the image differs between two moments, as the exclusive or of both. Applying it
 * leads from either moment to the other; it is not changed by that, and deltas that follow each
 * other can be joined.
 *
 * In bytes: for each granule that differs its number in 4 bytes; 2 bits for each of its 4 words,
 * which say how many of the word's low bytes follow: 0, 1, 2 or 4; those bytes. Most words that
 * change are counts, which change little. A granule written with what it held before takes nothing.
 */
#ifndef LASTREF_TIMELINE_DELTA_H
#define LASTREF_TIMELINE_DELTA_H

#include "base/array.h"
#include "heap/image.h"

typedef Array(uint8_t) DeltaBytes;

/* Appends the difference of one granule; false when there is none. */
bool delta_append(DeltaBytes *out, Ref granule, const uint8_t before[GRANULE],
                  const uint8_t after[GRANULE]);

/* Leads the image from one moment to the other, keeping its hash true. */
void delta_apply(Image *image, const uint8_t *bytes, size_t size);

/* One granule of a delta. */
typedef struct DeltaEntry {
    Ref granule;
    unsigned codes;       /* of its words: how many of their low bytes are told */
    const uint8_t *bytes; /* these bytes of the exclusive or; borrowed from the delta */
} DeltaEntry;

/* The next granule from `*at`, which moves past it; false at the end. */
bool delta_next(const uint8_t **at, const uint8_t *end, DeltaEntry *entry);
/* Whether one of its 32-bit words differs. */
bool delta_word_differs(const DeltaEntry *entry, unsigned word);
/* The exclusive or of all bytes of the granule. */
void delta_difference(const DeltaEntry *entry, uint8_t difference[GRANULE]);

/* ---- joining the deltas of many steps ---- */

/* What each granule that was written since a stop held at that stop. A zeroed one is empty. */
typedef struct DeltaSpan {
    SavedGranules before; /* each granule once */
    uint64_t **pages;     /* a bit a granule: it is in `before`; pages as they are needed */
} DeltaSpan;

/* The granule is about to differ from `before`; only the first call for a granule counts. */
void delta_span_note(DeltaSpan *span, Ref granule, const uint8_t before[GRANULE]);
/* Appends the delta from the span's beginning to the image as it is. */
void delta_span_append(const DeltaSpan *span, const Image *image, DeltaBytes *out);
/* Notes all that another span, which follows, has noted. */
void delta_span_join(DeltaSpan *span, const DeltaSpan *next);
void delta_span_clear(DeltaSpan *span);
void delta_span_deinit(DeltaSpan *span);

#endif
