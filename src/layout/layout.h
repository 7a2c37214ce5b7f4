/* Layout: sized boxes and arrows in, places and curves out. It knows nothing of Python.
 *
 * Nothing jumps. A Layout remembers by key where each box was put, also while the box is not shown,
 * so going back and forth through time finds everything where it was. At each layout_update
 *  - a box that was in the last input stays where it is. It may ask before how large it can be
 *    there (layout_grant). Two exceptions, each marked `moved` in the result: a box that grew
 * beyond that into a neighbour moves to its nearest free place (never the neighbour), and a frame
 * card moves when the cards above it change their height;
 *  - a box that is remembered returns to its old place, or near it if that is taken by now;
 *  - a new box takes the nearest free place beside its first referrer that has a place;
 *  - when no node has a place yet, or many are new at once, the new ones are laid out in columns by
 *    distance from the stack lane, ordered to keep crossings few (rank.h).
 * Places are whole pixels. Each box claims the size that it is expected to grow to; new places keep
 * LAYOUT_GAP_X and LAYOUT_GAP_Y to the claims of others. A box may grow until LAYOUT_GAP_TIGHT is
 * left to its neighbours.
 *
 * The stack lane: frame cards stand at x = 0, in the order of the input, the first at y = 0, and
 * have the lane for themselves. Its right edge is settled by the first layout; a card wider than
 * that sticks out to the left. Nodes stand right of layout_heap_left.
 *
 * Ghosts (what died at this step and is drawn once more) keep their place and new boxes avoid them.
 * A ghost in the way of a live box is `hidden` in the result: not to be drawn, nor its arrows.
 *
 * The result depends on the sequence of calls only: no clock, no address, no chance. Curves are a
 * function of the boxes and arrows of the call alone. Memory is bounded by the boxes of the call
 * and LAYOUT_REMEMBERED_MAX remembered places; beyond that the longest unseen are forgotten.
 *
 * Use:
 *     Layout *layout = layout_create();
 *     const LayoutView *view = layout_update(layout, boxes, box_count, arrows, arrow_count);
 *     for each i: draw box i at view->places[i].rect, arrow i along view->routes[i]  (spline.h)
 */
#ifndef LASTREF_LAYOUT_LAYOUT_H
#define LASTREF_LAYOUT_LAYOUT_H

#include "base/geometry.h"
#include "layout/spline.h"

#include <stddef.h>

/* Logical pixels. */
#define LAYOUT_GAP_X 28.0f /* least space between a new box and its neighbours left and right */
#define LAYOUT_GAP_Y 24.0f /* the same above and below; also between frame cards */
#define LAYOUT_RESERVE_X                                                                           \
    56.0f                       /* more space left at the right of a box: one more list cell fits  \
                                 */
#define LAYOUT_RESERVE_Y 28.0f  /* more space left below a box: one more row fits */
#define LAYOUT_GAP_TIGHT 10.0f  /* a box that grew stays as long as this much is left */
#define LAYOUT_LANE_MIN  176.0f /* least width of the stack lane */

#define LAYOUT_REMEMBERED_MAX 65536 /* places of boxes that are not shown */

typedef struct Layout Layout;

typedef enum LayoutKind {
    LAYOUT_NODE,  /* a card on the heap */
    LAYOUT_FRAME, /* a card of the stack lane */
} LayoutKind;

typedef struct LayoutBox {
    uint64_t key;      /* identity across calls, not 0, unique in one call */
    LayoutKind kind;   /* the same for a key as long as it is remembered */
    float width;       /* pixels, more than 0 */
    float height;      /* pixels, more than 0 */
    float full_width;  /* pixels that it may grow to and that new boxes leave free; 0: the width and
                          LAYOUT_RESERVE_X */
    float full_height; /* the same for the height, with LAYOUT_RESERVE_Y */
    float entry;       /* pixels from the top edge to where arrows come in: the header's middle */
    uint32_t order;    /* birth; decides where nothing else does */
    bool ghost;        /* died at this step */
} LayoutBox;

typedef struct LayoutArrow {
    uint64_t id;   /* the caller's, unique in one call; keeps the curve of an arrow cached */
    uint64_t from; /* key of a box */
    uint64_t to;   /* key of a box; may be `from` */
    Point port;    /* where it starts, from the top left corner of `from` */
    bool inner;    /* something is to be read at the right of the port, on its height */
} LayoutArrow;

typedef struct LayoutPlace {
    Rect rect;
    bool fresh;  /* was not in the last call */
    bool moved;  /* was in the last call, at another place */
    bool pinned; /* put there by layout_move */
    bool hidden; /* a ghost in the way of a live box */
} LayoutPlace;

/* Owned by the Layout, valid until its next call. */
typedef struct LayoutView {
    const LayoutPlace *places;   /* one a box, in the order of the input */
    const Spline *const *routes; /* one an arrow, in the order of the input; not null; `count` 0:
                                    not drawn */
    size_t place_count;
    size_t route_count;
    Rect bounds; /* of all drawn boxes and curves; all 0 when there are none */
} LayoutView;

Layout *layout_create(void);
void layout_destroy(Layout *layout);

/* Before layout_update, with the keys that it will get: how large each box may be so that it stays
 * where it is, at most as large as it is given and never smaller than it was. Height goes before
 * width; of two boxes that want the same room the older gets it. Boxes that are new, return, died
 * or are frames get what they want. `granted` has one size a box. */
void layout_grant(Layout *layout, const LayoutBox *boxes, size_t count, Point *granted);

/* Places and routes. An arrow from or to a key that no box has is not drawn. Sizes that are not
 * finite or out of 1..100000 are clamped. */
const LayoutView *layout_update(Layout *layout, const LayoutBox *boxes, size_t box_count,
                                const LayoutArrow *arrows, size_t arrow_count);

/* Pins a node where the user dropped it: its top left corner, or the nearest free place when a box
 * is in the way. Nothing else moves. A key not seen yet is put there when it comes (an object
 * dragged from the palette). Seen by the next layout_update. False for a frame card. */
bool layout_move(Layout *layout, uint64_t key, Point at);

/* The nearest place to `at` where a box of this size would be put by layout_move; `key` is the box
 * that is being dragged and not in its own way (0: none). For the preview while dragging. */
Rect layout_drop_rect(const Layout *layout, uint64_t key, Point at, float width, float height);

/* Forgets every place and pin: the next layout_update lays out all from scratch. */
void layout_tidy(Layout *layout);

/* Forgets the place of one key: when it comes again it is new. */
void layout_forget(Layout *layout, uint64_t key);

/* Where a key is remembered, shown or not; false when it is not. */
bool layout_find(const Layout *layout, uint64_t key, Rect *rect);

/* Left edge of the first heap column. */
float layout_heap_left(const Layout *layout);

/* All remembered places and pins as they are now, to undo a tidy or a move. The caller owns the
 * snapshot, and frees it with layout_snapshot_destroy. What it does not know stays where it is, or
 * gives way. */
typedef struct LayoutSnapshot LayoutSnapshot;
LayoutSnapshot *layout_snapshot_create(const Layout *layout);
void layout_restore(Layout *layout, const LayoutSnapshot *snapshot);
void layout_snapshot_destroy(LayoutSnapshot *snapshot);

/* A remembered node, as it is kept in a file. */
typedef struct LayoutSpot {
    uint64_t key;
    Rect rect;
    bool pinned; /* put there by layout_move */
} LayoutSpot;

/* The remembered nodes, those of the last call first, then the latest seen: up to `most` of them
 * into `out`. Returns how many. */
size_t layout_spots(const Layout *layout, LayoutSpot *out, size_t most);
/* Right edge of the stack lane, 0 while it is not settled. */
float layout_lane_right(const Layout *layout);
/* Remembers nodes and the lane as they were, in a layout that remembers nothing. What is no place
 * for a node is left out. */
void layout_remember(Layout *layout, const LayoutSpot *spots, size_t count, float lane_right);

/* Proves the last result: no two drawn boxes overlap, nodes are right of the lane, every drawn
 * arrow starts at its port and ends on its target's border. Returns null, or what is wrong (static
 * text) with the index of the box or arrow in `*at`. */
const char *layout_check(const Layout *layout, size_t *at);

#endif
