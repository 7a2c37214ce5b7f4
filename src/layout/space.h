/* Space: which rectangles are where. A uniform grid in a hash table: finding what is in an area
 * costs by the cells of the area, not by the number of rectangles.
 *
 * Rectangles are known by small ids of the caller's. Touching edges do not overlap. */
#ifndef LASTREF_LAYOUT_SPACE_H
#define LASTREF_LAYOUT_SPACE_H

#include "base/array.h"
#include "base/geometry.h"

#include <stdint.h>

#define SPACE_NONE UINT32_MAX /* no id */

/* Pixels; a node with its gaps is about one cell. */
#define SPACE_CELL_W 256.0f
#define SPACE_CELL_H 128.0f

typedef struct SpaceCell {
    int32_t x, y;
    uint32_t first; /* entry, SPACE_NONE when the cell is empty */
    bool used;
} SpaceCell;

typedef struct SpaceEntry {
    uint32_t id;
    uint32_t next; /* entry, in the same cell or in the free list */
} SpaceEntry;

typedef struct SpaceItem {
    Rect rect;
    bool present;
    bool wide; /* covers so many cells that it is in `wide` instead of the grid */
} SpaceItem;

typedef struct Space {
    SpaceCell *cells; /* open addressing, `cell_capacity` a power of two or 0 */
    size_t cell_capacity;
    size_t cell_count; /* used ones, empty or not */
    Array(SpaceEntry) entries;
    uint32_t free_entry;
    Array(SpaceItem) items; /* by id */
    Array(uint32_t) wide;
    size_t present; /* rectangles */
} Space;

void space_init(Space *space);
void space_deinit(Space *space);
void space_clear(Space *space);

/* Asserts that the id is not there / is there. */
void space_insert(Space *space, uint32_t id, Rect rect);
void space_remove(Space *space, uint32_t id);
bool space_has(const Space *space, uint32_t id);

/* Whether any rectangle but `except` overlaps the area; if so `*hits` (may be null) is the smallest
 * rectangle that holds all that do, each whole. */
bool space_find(const Space *space, Rect area, uint32_t except, Rect *hits);

/* The same with two exceptions. */
bool space_find_but(const Space *space, Rect area, uint32_t except1, uint32_t except2, Rect *hits);

/* Below all that is there; 0 when there is nothing. Walks all. */
float space_bottom(const Space *space);

#endif
