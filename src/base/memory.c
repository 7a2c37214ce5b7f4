#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

static void *checked(void *block) {
    if (block) return block;
    fputs("lastref: out of memory\n", stderr);
    exit(70);
}

void *memory_alloc(size_t size) {
    return checked(calloc(1, size ? size : 1));
}

void *memory_resize(void *block, size_t size) {
    return checked(realloc(block, size ? size : 1));
}

void memory_free(void *block) {
    free(block);
}
