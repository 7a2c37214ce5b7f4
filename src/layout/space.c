#include "layout/space.h"

#include "base/hash.h"

#include <assert.h>
#include <math.h>

/* A rectangle over more cells than this is kept in a list of its own. */
#define WIDE_CELLS 64

typedef struct Cells {
    int32_t left, top, right, bottom; /* inclusive */
} Cells;

/* floorf without the call; the values are far inside the range of int. */
static int32_t whole(float x) {
    int32_t i = (int32_t)x;
    return i - (x < (float)i);
}

static Cells cells_of(Rect r) {
    return (Cells){whole(r.x / SPACE_CELL_W), whole(r.y / SPACE_CELL_H),
                   whole(rect_right(r) / SPACE_CELL_W), whole(rect_bottom(r) / SPACE_CELL_H)};
}

static size_t cells_count(Cells c) {
    return (size_t)(c.right - c.left + 1) * (size_t)(c.bottom - c.top + 1);
}

static size_t slot_of(const Space *space, int32_t x, int32_t y) {
    uint64_t word = (uint64_t)(uint32_t)x << 32 | (uint32_t)y;
    size_t at = hash_mix(word) & (space->cell_capacity - 1);
    while (space->cells[at].used && (space->cells[at].x != x || space->cells[at].y != y))
        at = (at + 1) & (space->cell_capacity - 1);
    return at;
}

/* Makes room for one more cell; cells that are empty by now are dropped. */
static void cells_grow(Space *space) {
    if (space->cell_count * 2 < space->cell_capacity) return;
    SpaceCell *old = space->cells;
    size_t old_capacity = space->cell_capacity, filled = 0;
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].used && old[i].first != SPACE_NONE) filled++;
    size_t capacity = 64;
    while (capacity < filled * 4) capacity *= 2;
    space->cells = memory_alloc(capacity * sizeof *space->cells);
    space->cell_capacity = capacity;
    space->cell_count = filled;
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].used && old[i].first != SPACE_NONE)
            space->cells[slot_of(space, old[i].x, old[i].y)] = old[i];
    memory_free(old);
}

void space_init(Space *space) {
    *space = (Space){.free_entry = SPACE_NONE};
}

void space_deinit(Space *space) {
    memory_free(space->cells);
    array_deinit(&space->entries);
    array_deinit(&space->items);
    array_deinit(&space->wide);
    space_init(space);
}

void space_clear(Space *space) {
    space_deinit(space);
}

bool space_has(const Space *space, uint32_t id) {
    return id < space->items.count && space->items.items[id].present;
}

void space_insert(Space *space, uint32_t id, Rect rect) {
    assert(!space_has(space, id));
    while (space->items.count <= id) array_push(&space->items, ((SpaceItem){0}));
    Cells c = cells_of(rect);
    bool wide = cells_count(c) > WIDE_CELLS;
    space->items.items[id] = (SpaceItem){.rect = rect, .present = true, .wide = wide};
    space->present++;
    if (wide) {
        array_push(&space->wide, id);
        return;
    }
    for (int32_t y = c.top; y <= c.bottom; y++)
        for (int32_t x = c.left; x <= c.right; x++) {
            cells_grow(space);
            SpaceCell *cell = &space->cells[slot_of(space, x, y)];
            if (!cell->used) {
                *cell = (SpaceCell){.x = x, .y = y, .first = SPACE_NONE, .used = true};
                space->cell_count++;
            }
            uint32_t entry = space->free_entry;
            if (entry != SPACE_NONE) {
                space->free_entry = space->entries.items[entry].next;
            } else {
                entry = (uint32_t)space->entries.count;
                array_push(&space->entries, ((SpaceEntry){0}));
            }
            space->entries.items[entry] = (SpaceEntry){.id = id, .next = cell->first};
            cell->first = entry;
        }
}

void space_remove(Space *space, uint32_t id) {
    assert(space_has(space, id));
    SpaceItem *item = &space->items.items[id];
    item->present = false;
    space->present--;
    if (item->wide) {
        for (size_t i = 0; i < space->wide.count; i++)
            if (space->wide.items[i] == id) {
                space->wide.items[i] = array_pop(&space->wide);
                break;
            }
        return;
    }
    Cells c = cells_of(item->rect);
    for (int32_t y = c.top; y <= c.bottom; y++)
        for (int32_t x = c.left; x <= c.right; x++) {
            uint32_t *link = &space->cells[slot_of(space, x, y)].first;
            while (space->entries.items[*link].id != id) link = &space->entries.items[*link].next;
            uint32_t entry = *link;
            *link = space->entries.items[entry].next;
            space->entries.items[entry].next = space->free_entry;
            space->free_entry = entry;
        }
}

static void join(Rect rect, bool *any, Rect *hits) {
    if (hits) *hits = *any ? rect_union(*hits, rect) : rect;
    *any = true;
}

bool space_find_but(const Space *space, Rect area, uint32_t except1, uint32_t except2, Rect *hits) {
    bool any = false;
    for (size_t i = 0; i < space->wide.count; i++) {
        uint32_t id = space->wide.items[i];
        Rect rect = space->items.items[id].rect;
        if (id != except1 && id != except2 && rect_overlaps(rect, area)) join(rect, &any, hits);
    }
    if (!space->cell_capacity) return any;
    Cells c = cells_of(area);
    if (cells_count(c) > space->present) {
        for (uint32_t id = 0; id < space->items.count; id++) {
            const SpaceItem *item = &space->items.items[id];
            if (item->present && !item->wide && id != except1 && id != except2 &&
                rect_overlaps(item->rect, area))
                join(item->rect, &any, hits);
        }
        return any;
    }
    for (int32_t y = c.top; y <= c.bottom; y++)
        for (int32_t x = c.left; x <= c.right; x++) {
            const SpaceCell *cell = &space->cells[slot_of(space, x, y)];
            if (!cell->used) continue;
            for (uint32_t e = cell->first; e != SPACE_NONE; e = space->entries.items[e].next) {
                uint32_t id = space->entries.items[e].id;
                Rect rect = space->items.items[id].rect;
                if (id == except1 || id == except2 || !rect_overlaps(rect, area)) continue;
                join(rect, &any, hits);
                if (!hits) return true;
            }
        }
    return any;
}

bool space_find(const Space *space, Rect area, uint32_t except, Rect *hits) {
    return space_find_but(space, area, except, except, hits);
}

float space_bottom(const Space *space) {
    float bottom = 0;
    for (size_t i = 0; i < space->items.count; i++)
        if (space->items.items[i].present)
            bottom = fmaxf(bottom, rect_bottom(space->items.items[i].rect));
    return bottom;
}
