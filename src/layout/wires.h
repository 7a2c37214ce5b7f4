/* Wires: the curves of all arrows, kept from call to call; only what changed is routed anew.
 *
 * The ends that come into one box are spread over its left edge in the order of where they come
 * from, so that parallel arrows stay apart. Beyond WIRES_SPREAD_MAX ends they meet in one point.
 * The curves are a function of the arguments; the cache saves time only: an arrow is routed again
 * when its own ends change or a box came or went where its last routing looked. */
#ifndef LASTREF_LAYOUT_WIRES_H
#define LASTREF_LAYOUT_WIRES_H

#include "base/arena.h"
#include "layout/route.h"

#define WIRES_SPREAD_MAX 9

typedef struct WiresBox {
    Rect rect;
    uint32_t id; /* in the Space */
    float entry; /* pixels from the top to where arrows come in */
} WiresBox;

typedef struct WiresArrow {
    uint64_t id;
    uint32_t from, to; /* indices of boxes, SPACE_NONE when it is not drawn */
    Point port;        /* from the top left corner of `from` */
    bool inner;
} WiresArrow;

/* One arrow of the last call. What each call looks at is apart from what only routing needs. */
typedef struct WireKey {
    uint64_t id;
    uint64_t call;           /* the last call that had it */
    uint32_t from_id, to_id; /* in the Space, SPACE_NONE when it is not drawn */
    Point port;
    bool inner;
} WireKey;

typedef struct Wire {
    RouteEnds ends;
    Spline curve;
} Wire;

/* A box of the last call, by its id in the Space. */
typedef struct WireBox {
    WiresBox box;
    uint64_t call;  /* the last call that had it */
    uint32_t index; /* in the input of that call */
} WireBox;

typedef struct Wires {
    Array(const Spline *) curves; /* one an arrow, in the order of the last call */
    Rect bounds;                  /* of all curves; w < 0 when there is none */
    Array(WireKey) keys;          /* the pool, three arrays side by side */
    Array(RouteSeen) seen;
    Array(Wire) wires;
    Array(uint32_t) now;  /* indices in the pool, in the order of the last call */
    Array(uint32_t) free; /* and those that are not used */
    Array(WireBox) boxes;
    uint64_t call;
    size_t routed; /* arrows that the last call routed anew */
} Wires;

void wires_deinit(Wires *wires);

/* Forgets all: the next call routes everything. Needed when ids of the Space change. */
void wires_clear(Wires *wires);

/* `dirty`: where boxes came, went or changed in the Space since the last call. */
void wires_update(Wires *wires, const Space *space, const WiresBox *boxes, size_t box_count,
                  const WiresArrow *arrows, size_t arrow_count, const Rect *dirty,
                  size_t dirty_count, Arena *scratch);

#endif
