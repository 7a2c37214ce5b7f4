#include "heap/image.h"

#include "base/hash.h"

#include <string.h>
#include <sys/mman.h>

#define IMAGE_BYTES ((size_t)IMAGE_END * GRANULE)
#define MARKS_BYTES ((size_t)IMAGE_END)
#define SCRATCH     ((size_t)IMAGE_END * sizeof(uint32_t))

static void *reserve(size_t size) {
    void *range = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return range == MAP_FAILED ? NULL : range;
}

/* A large heap is walked in the order of its references: fewer, larger pages then spare most of the
 * page faults and address look-ups. The first part of each region keeps small pages, so that a
 * small program takes little memory. Advice only: where the system refuses, nothing is lost. */
static void prefer_huge_pages(const Image *image, Ref region, Ref end) {
    enum { SMALL_PART = 1 << 20 }; /* granules: 16 MiB */
    size_t from = (size_t)region + SMALL_PART, count = end - from;
    madvise((void *)(uintptr_t)(image->bytes + from * GRANULE), count * GRANULE, MADV_HUGEPAGE);
    madvise(image->is_saved + from, count, MADV_HUGEPAGE);
    madvise(image->scratch + from, count * sizeof(uint32_t), MADV_HUGEPAGE);
}

bool image_init(Image *image, Error *error) {
    *image = (Image){0};
    image->bytes = reserve(IMAGE_BYTES);
    image->is_saved = reserve(MARKS_BYTES);
    image->scratch = reserve(SCRATCH);
    if (image->bytes && image->is_saved && image->scratch) {
        prefer_huge_pages(image, IMAGE_ARENAS, IMAGE_LARGE);
        prefer_huge_pages(image, IMAGE_LARGE, IMAGE_END);
        image->step = 1;
        return true;
    }
    image_deinit(image);
    return error_set(error, "cannot reserve %zu GiB of address space for the private heap",
                     IMAGE_BYTES >> 30);
}

void image_deinit(Image *image) {
    if (image->bytes) munmap((void *)(uintptr_t)image->bytes, IMAGE_BYTES);
    if (image->is_saved) munmap(image->is_saved, MARKS_BYTES);
    if (image->scratch) munmap(image->scratch, SCRATCH);
    array_deinit(&image->saved);
    *image = (Image){0};
}

static uint8_t *writable(const Image *image, Ref granule) {
    return (uint8_t *)(uintptr_t)image_at(image, granule);
}

/* The share of one granule in the state hash; 0 for a zero granule, so that untouched memory need
 * not be looked at. */
static uint64_t granule_hash(Ref granule, const uint8_t *content) {
    uint64_t low, high;
    memcpy(&low, content, 8);
    memcpy(&high, content + 8, 8);
    if ((low | high) == 0) return 0;
    return hash_mix(hash_mix(low ^ granule * 0x9E3779B97F4A7C15u) + high);
}

void image_save(Image *image, Ref granule) {
    if (image->saved.count == image->saved.capacity) array_reserve(&image->saved, 1);
    SavedGranule *saved = &image->saved.items[image->saved.count++];
    saved->granule = granule;
    memcpy(saved->old, image_at(image, granule), GRANULE);
    image->is_saved[granule] = 1;
}

static void touch_granules(Image *image, Ref first, Ref end) {
    for (Ref granule = first; granule < end; granule++) image_touch_granule(image, granule);
}

void image_open(Image *image, ImageSpan *span) {
    touch_granules(image, span->first, span->end);
    span->step = image->step;
}

void image_extend(Image *image, ImageSpan *span, Ref first, Ref end) {
    if (span->step != image->step) {
        *span = (ImageSpan){first, end, 0};
        image_open(image, span);
        return;
    }
    if (first < span->first) {
        touch_granules(image, first, span->first);
        span->first = first;
    }
    if (end > span->end) {
        touch_granules(image, span->end, end);
        span->end = end;
    }
}

void image_commit(Image *image) {
    image->step++;
    for (size_t i = 0; i < image->saved.count; i++) {
        const SavedGranule *saved = &image->saved.items[i];
        image->is_saved[saved->granule] = 0;
        const void *now = image_at(image, saved->granule);
        if (image->hashing && memcmp(now, saved->old, GRANULE) != 0) {
            image->hash +=
                granule_hash(saved->granule, now) - granule_hash(saved->granule, saved->old);
        }
    }
}

void image_begin(Image *image) {
    array_clear(&image->saved);
}

void image_rollback(Image *image) {
    image->step++;
    for (size_t i = 0; i < image->saved.count; i++) {
        const SavedGranule *saved = &image->saved.items[i];
        memcpy(writable(image, saved->granule), saved->old, GRANULE);
        image->is_saved[saved->granule] = 0;
    }
    array_clear(&image->saved);
}

void image_swap(Image *image, Ref granule, uint8_t content[GRANULE]) {
    uint8_t *at = writable(image, granule), kept[GRANULE];
    if (image->hashing) {
        image->hash += granule_hash(granule, content) - granule_hash(granule, at);
    }
    memcpy(kept, at, GRANULE);
    memcpy(at, content, GRANULE);
    memcpy(content, kept, GRANULE);
}

uint64_t image_hash(const Image *image) {
    return image->hash;
}

/* Pages that were never touched are zero; asking the kernel which are resident keeps this usable.
 */
uint64_t image_hash_slow(const Image *image) {
    enum { PAGE = 4096, CHUNK_PAGES = 4096 };
    unsigned char resident[CHUNK_PAGES];
    uint64_t hash = 0;
    for (size_t at = 0; at < IMAGE_BYTES; at += (size_t)PAGE * CHUNK_PAGES) {
        void *chunk = (void *)(uintptr_t)(image->bytes + at);
        bool known = mincore(chunk, (size_t)PAGE * CHUNK_PAGES, resident) == 0;
        for (size_t page = 0; page < CHUNK_PAGES; page++) {
            if (known && !(resident[page] & 1)) continue;
            size_t first = (at + page * PAGE) / GRANULE;
            for (size_t g = first; g < first + PAGE / GRANULE; g++) {
                hash += granule_hash((Ref)g, image_at(image, (Ref)g));
            }
        }
    }
    return hash;
}

static void touch_range(Image *image, const void *at, size_t size) {
    if (size == 0) return;
    Ref last = image_ref(image, (const uint8_t *)at + size - 1);
    touch_granules(image, image_ref(image, at), last + 1);
}

void image_write(Image *image, const void *at, const void *bytes, size_t size) {
    touch_range(image, at, size);
    if (size) memcpy((void *)(uintptr_t)at, bytes, size);
}

void image_move(Image *image, const void *to, const void *from, size_t size) {
    touch_range(image, to, size);
    if (size) memmove((void *)(uintptr_t)to, from, size);
}

void image_clear(Image *image, Ref first, Ref end) {
    for (Ref granule = first; granule < end; granule++) {
        image_touch_granule(image, granule);
        memset(writable(image, granule), 0, GRANULE);
    }
}

void image_zero(Image *image, const void *at, size_t size) {
    touch_range(image, at, size);
    if (size) memset((void *)(uintptr_t)at, 0, size);
}
