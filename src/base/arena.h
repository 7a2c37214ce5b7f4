/* An arena: memory for what lives one parse or one frame. Allocations are never freed one by one;
 * arena_reset keeps the memory for the next round, arena_deinit gives it back. */
#ifndef LASTREF_BASE_ARENA_H
#define LASTREF_BASE_ARENA_H

#include <stddef.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *first;
    ArenaBlock *current;
    size_t used;  /* bytes used of `current` */
    size_t total; /* bytes handed out since the last reset */
} Arena;

/* A zeroed struct is an empty arena; there is no init. */

/* Zeroed memory, aligned for any type, valid until reset or deinit. */
void *arena_alloc(Arena *arena, size_t size);

/* A copy of `length` bytes and a closing zero. */
char *arena_copy(Arena *arena, const char *bytes, size_t length);

/* Formatted text. */
char *arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

void arena_reset(Arena *arena);
void arena_deinit(Arena *arena);

#define arena_new(arena, T)          ((T *)arena_alloc((arena), sizeof(T)))
#define arena_array(arena, T, count) ((T *)arena_alloc((arena), sizeof(T) * (count)))

#endif
