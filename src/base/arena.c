#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

struct ArenaBlock {
    ArenaBlock *next;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

static ArenaBlock *block_for(Arena *arena, size_t size) {
    ArenaBlock *next = arena->current ? arena->current->next : arena->first;
    if (next && next->size >= size) return next;
    size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
    ArenaBlock *block = memory_alloc(sizeof *block + room);
    block->size = room;
    block->next = next;
    if (arena->current) {
        arena->current->next = block;
    } else {
        arena->first = block;
    }
    return block;
}

void *arena_alloc(Arena *arena, size_t size) {
    size_t aligned = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (!arena->current || arena->used + aligned > arena->current->size) {
        arena->current = block_for(arena, aligned);
        arena->used = 0;
    }
    void *memory = arena->current->bytes + arena->used;
    arena->used += aligned;
    arena->total += aligned;
    return memset(memory, 0, aligned);
}

char *arena_copy(Arena *arena, const char *bytes, size_t length) {
    char *copy = arena_alloc(arena, length + 1);
    if (length) memcpy(copy, bytes, length);
    return copy;
}

char *arena_format(Arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void arena_reset(Arena *arena) {
    arena->current = NULL;
    arena->used = 0;
    arena->total = 0;
}

void arena_deinit(Arena *arena) {
    for (ArenaBlock *block = arena->first; block;) {
        ArenaBlock *next = block->next;
        memory_free(block);
        block = next;
    }
    *arena = (Arena){0};
}
