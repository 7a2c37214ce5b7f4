#include "base/array.h"

void *array_grown(void *items, size_t *capacity, size_t needed, size_t item_size) {
    size_t grown = *capacity ? *capacity * 2 : 8;
    if (grown < needed) grown = needed;
    *capacity = grown;
    return memory_resize(items, grown * item_size);
}
