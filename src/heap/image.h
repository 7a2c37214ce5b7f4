/* The image: the one byte range that holds the whole simulated machine.
 *
 * Everything a running program is lives here: objects, allocator books, frames, value stacks, the
 * pending exception. So the machine can be copied, hashed and put back without knowing what is in
 * it. A place is a `Ref`: the number of a 16-byte granule; 0 is null.
 *
 * Write barrier. The image is read through pointers to const; the only ways to write are the
 * image_set functions below. The first write to a granule since the last image_commit saves its old
 * 16 bytes, so the saved granules of a step are exactly what undoes it. A kind that writes any
 * other way does not compile without a cast. A span is a shortcut: what is written all the time,
 * as the running frame, has all its granules saved at once, the first time in a step.
 *
 * The range is reserved, not committed: untouched parts cost nothing and read as zero. */
#ifndef LASTREF_HEAP_IMAGE_H
#define LASTREF_HEAP_IMAGE_H

#include "base/array.h"
#include "base/error.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint32_t Ref;

#define REF_NULL ((Ref)0)

enum {
    GRANULE = 16 /* bytes */
};

/* The regions, as granule numbers. Each begins where the one before ends. */
enum {
    IMAGE_ROOT = 1,                         /* HeapRoot (heap.h) */
    IMAGE_MACHINE = 0x8000,                 /* python/'s machine record, from 512 KiB */
    IMAGE_DYING = 0x10000,                  /* deallocation worklist, from 1 MiB */
    IMAGE_STATIC = IMAGE_DYING + 0x400000,  /* static objects, from 65 MiB: 16 MiB */
    IMAGE_FRAMES = IMAGE_STATIC + 0x100000, /* frame stack: 64 MiB */
    IMAGE_ARENAS =
        IMAGE_FRAMES + 0x400000 - 0x10000, /* pymalloc's arenas, 1 MiB aligned: to 4 GiB */
    IMAGE_LARGE = 0x10000000,              /* blocks above 512 bytes: from 4 GiB to 8 GiB */
    IMAGE_END = 0x20000000
};

/* One saved granule: what it held before the step's first write to it. */
typedef struct SavedGranule {
    Ref granule;
    uint8_t old[GRANULE];
} SavedGranule;

typedef Array(SavedGranule) SavedGranules;

typedef struct Image {
    const uint8_t *bytes; /* the range; written only by the functions below */
    uint8_t *is_saved;    /* a byte a granule: 1 when saved since the last commit */
    uint32_t *scratch;   /* a word a granule, no part of the state: zero again before Python runs */
    SavedGranules saved; /* of the step under way, in order of first write */
    uint64_t step;       /* commits and rollbacks so far: another step, another number */
    uint64_t hash;       /* state hash at the last commit; see image_hash */
    bool hashing;        /* keep `hash` up to date at each commit */
} Image;

/* Reserves the range. Fails with a message where the system refuses the address space. */
bool image_init(Image *image, Error *error);
void image_deinit(Image *image);

/* Ends a step: forgets which granules were saved and brings the state hash up to date.
 * `image->saved` still holds the step's granules until image_begin; the caller copies what it wants
 * to keep. */
void image_commit(Image *image);

/* Begins the next step: empties `saved`. image_commit must have been called. */
void image_begin(Image *image);

/* Takes back all writes since the last commit. */
void image_rollback(Image *image);

/* Exchanges the content of one granule with `content`, keeping the hash true. For undo and redo;
 * not allowed in the middle of a step. */
void image_swap(Image *image, Ref granule, uint8_t content[GRANULE]);

/* The order-free sum of the hashes of all granules that are not zero: equal for equal images. O(1)
 * at a commit when `hashing` is on. image_hash_slow computes it from the whole range in use. */
uint64_t image_hash(const Image *image);
uint64_t image_hash_slow(const Image *image);

static inline const void *image_at(const Image *image, Ref ref) {
    return image->bytes + (size_t)ref * GRANULE;
}

static inline Ref image_ref(const Image *image, const void *at) {
    return (Ref)((size_t)((const uint8_t *)at - image->bytes) / GRANULE);
}

/* Used by the inline setters only. Most writes are to what is saved already. */
void image_save(Image *image, Ref granule);

static inline void image_touch_granule(Image *image, Ref granule) {
    assert(granule > 0 && granule < IMAGE_END);
    if (__builtin_expect(!image->is_saved[granule], false)) image_save(image, granule);
}

static inline void image_touch(Image *image, const void *at) {
    image_touch_granule(image, (Ref)((size_t)((const uint8_t *)at - image->bytes) / GRANULE));
}

/* Each writes one aligned field that lies within one granule. */
static inline void image_set8(Image *image, const uint8_t *at, uint8_t value) {
    image_touch(image, at);
    *(uint8_t *)(uintptr_t)at = value;
}

static inline void image_set16(Image *image, const uint16_t *at, uint16_t value) {
    image_touch(image, at);
    *(uint16_t *)(uintptr_t)at = value;
}

static inline void image_set32(Image *image, const uint32_t *at, uint32_t value) {
    image_touch(image, at);
    *(uint32_t *)(uintptr_t)at = value;
}

static inline void image_set64(Image *image, const uint64_t *at, uint64_t value) {
    image_touch(image, at);
    *(uint64_t *)(uintptr_t)at = value;
}

static inline void image_set_double(Image *image, const double *at, double value) {
    image_touch(image, at);
    *(double *)(uintptr_t)at = value;
}

/* image_set(image, &object->field, value): the setter that fits the field's type. */
#define image_set(image, field, value)                                                             \
    _Generic((field),                                                                              \
        const uint8_t *: image_set8,                                                               \
        const uint16_t *: image_set16,                                                             \
        const uint32_t *: image_set32,                                                             \
        const uint64_t *: image_set64,                                                             \
        const double *: image_set_double)((image), (field), (value))

/* Two neighbouring words of one granule. */
static inline void image_set_pair(Image *image, const uint32_t *at, uint32_t first,
                                  uint32_t second) {
    image_touch(image, at);
    uint32_t *words = (uint32_t *)(uintptr_t)at;
    words[0] = first;
    words[1] = second;
}

/* A whole granule, aligned. */
static inline void image_write_granule(Image *image, const void *at, const void *content) {
    image_touch(image, at);
    memcpy((void *)(uintptr_t)at, content, GRANULE);
}

/* ---- spans ---- */

/* Granules that are saved together, once a step. A zeroed one is empty. */
typedef struct ImageSpan {
    Ref first, end;
    uint64_t step; /* in which all of them are known to be saved */
} ImageSpan;

/* Saves what is not saved yet. */
void image_open(Image *image, ImageSpan *span);

/* Makes the span reach over [first, end), too, and all that lies between: open. In another step
 * than before it begins anew. */
void image_extend(Image *image, ImageSpan *span, Ref first, Ref end);

static inline void image_include(Image *image, ImageSpan *span, Ref first, Ref end) {
    if (span->step != image->step || first < span->first || end > span->end) {
        image_extend(image, span, first, end);
    }
}

static inline bool image_is_open(const Image *image, const ImageSpan *span, const void *at) {
    Ref granule = image_ref(image, at);
    return granule >= span->first && granule < span->end && image->is_saved[granule];
}

/* One aligned word of the span. */
static inline void image_set_in(Image *image, ImageSpan *span, const uint32_t *at, uint32_t value) {
    if (__builtin_expect(span->step != image->step, false)) image_open(image, span);
    assert(image_is_open(image, span, at));
    *(uint32_t *)(uintptr_t)at = value;
}

/* Bytes of a span that was opened in this step. */
static inline void image_write_open(Image *image, const ImageSpan *span, const void *at,
                                    const void *bytes, size_t size) {
    assert(span->step == image->step && image_is_open(image, span, at));
    (void)image, (void)span;
    memcpy((void *)(uintptr_t)at, bytes, size);
}

static inline void image_zero_open(Image *image, const ImageSpan *span, const void *at,
                                   size_t size) {
    assert(span->step == image->step && image_is_open(image, span, at));
    (void)image, (void)span;
    memset((void *)(uintptr_t)at, 0, size);
}

/* Any bytes, any alignment, within the range. */
void image_write(Image *image, const void *at, const void *bytes, size_t size);
void image_move(Image *image, const void *to, const void *from, size_t size);
void image_zero(Image *image, const void *at, size_t size);
/* Whole granules. */
void image_clear(Image *image, Ref first, Ref end);

#endif
