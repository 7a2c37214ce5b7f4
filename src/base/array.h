/* Typed growable arrays: `Array(int) numbers = {0};` is empty and ready.
 *
 * `items[0 .. count)` are the values, contiguous; any push may move them. The owner calls
 * array_deinit. Indexing is plain `a.items[i]`. */
#ifndef LASTREF_BASE_ARRAY_H
#define LASTREF_BASE_ARRAY_H

#include "base/memory.h"

#include <stddef.h>

#define Array(T)                                                                                   \
    struct {                                                                                       \
        T *items;                                                                                  \
        size_t count;                                                                              \
        size_t capacity;                                                                           \
    }

/* Makes room for `extra` more items. */
#define array_reserve(a, extra)                                                                    \
    ((a)->count + (extra) > (a)->capacity                                                          \
         ? (void)((a)->items = array_grown((a)->items, &(a)->capacity, (a)->count + (extra),       \
                                           sizeof *(a)->items))                                    \
         : (void)0)

#define array_push(a, value) (array_reserve(a, 1), (void)((a)->items[(a)->count++] = (value)))
#define array_pop(a)         ((a)->items[--(a)->count])
#define array_last(a)        ((a)->items[(a)->count - 1])
#define array_clear(a)       ((void)((a)->count = 0))
#define array_deinit(a)                                                                            \
    (memory_free((a)->items), (void)((a)->items = NULL, (a)->count = 0, (a)->capacity = 0))

/* Grows geometrically to at least `needed` items; used by the macros only. */
void *array_grown(void *items, size_t *capacity, size_t needed, size_t item_size);

#endif
