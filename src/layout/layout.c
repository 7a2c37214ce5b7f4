#include "layout/layout.h"

#include "base/arena.h"
#include "base/array.h"
#include "base/hash.h"
#include "layout/place.h"
#include "layout/rank.h"
#include "layout/wires.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* With more new boxes than this at once, they are laid out in columns of their own instead of one
 * by one beside their referrers: that is a jump in time, and one by one would cost n look-ups each
 * past n others. */
#define ONE_BY_ONE_MAX 64

#define SIZE_MAX_PX     100000.0f
#define POSITION_MAX_PX 10000000.0f

/* What a pixel to the side costs in pixels down: about seven rows before a second column. */
#define SIDEWAYS_NEW  4.0f
#define SIDEWAYS_DROP 1.0f

/* A remembered box. Its index is its id in the Space. */
typedef struct Spot {
    uint64_t key;
    Rect rect;     /* place, and the size it had last */
    uint64_t seen; /* number of the last call that had it, 0 never */
    Point full;    /* the size that it claims */
    float entry;
    uint32_t order;
    uint32_t box; /* index in the input of that call */
    bool frame;
    bool ghost;
    bool placed; /* rect is a place; false between a new key's arrival and its placement */
    bool wished; /* rect.x, y is where the user wants it; not placed yet */
    bool pinned;
    bool hidden;
} Spot;

/* The spots that an arrow joins; SPACE_NONE where there is none. */
typedef struct Joint {
    uint64_t id;
    uint32_t from, to;
} Joint;

typedef struct Layout {
    Array(Spot) spots;
    uint32_t *table; /* spot index + 1, open addressing by key; `table_mask` + 1 entries */
    size_t table_mask;
    Space space;         /* every drawn box, by spot */
    Space claims;        /* the same boxes, each as large as it is expected to become */
    uint64_t call;       /* number of the current call */
    float lane_right;    /* right edge of the stack lane; 0 while not settled */
    Array(uint32_t) now; /* spots of the input, by index */
    Array(Rect) dirty;   /* where the space changed in this call */
    Array(LayoutPlace) places;
    Wires wires;
    Array(Joint) joints; /* spots of the arrows, in the order of the last call */
    Array(WiresArrow) arrows;
    Array(WiresBox) boxes;
    Arena scratch;
    LayoutView view;
} Layout;

struct LayoutSnapshot {
    Array(Spot) spots;
    uint64_t call;
    float lane_right;
};

/* What a box takes for itself where new ones look for a place. */
static Rect claim_of(const Spot *spot) {
    return (Rect){spot->rect.x, spot->rect.y, fmaxf(spot->rect.w, spot->full.x),
                  fmaxf(spot->rect.h, spot->full.y)};
}

/* --- the table of spots ------------------------------------------------------------------- */

static uint32_t spot_find(const Layout *layout, uint64_t key) {
    if (!layout->table) return SPACE_NONE;
    for (size_t at = hash_mix(key) & layout->table_mask; layout->table[at];
         at = (at + 1) & layout->table_mask)
        if (layout->spots.items[layout->table[at] - 1].key == key) return layout->table[at] - 1;
    return SPACE_NONE;
}

static void table_put(Layout *layout, uint32_t spot) {
    size_t at = hash_mix(layout->spots.items[spot].key) & layout->table_mask;
    while (layout->table[at]) at = (at + 1) & layout->table_mask;
    layout->table[at] = spot + 1;
}

static void table_rebuild(Layout *layout) {
    size_t mask = 63;
    while (mask < layout->spots.count * 4) mask = mask * 2 + 1;
    memory_free(layout->table);
    layout->table = memory_alloc((mask + 1) * sizeof *layout->table);
    layout->table_mask = mask;
    for (uint32_t i = 0; i < layout->spots.count; i++) table_put(layout, i);
}

static uint32_t spot_add(Layout *layout, uint64_t key) {
    array_push(&layout->spots, ((Spot){.key = key}));
    if (!layout->table || layout->spots.count * 2 > layout->table_mask) {
        table_rebuild(layout);
    } else {
        table_put(layout, (uint32_t)layout->spots.count - 1);
    }
    return (uint32_t)layout->spots.count - 1;
}

static int seen_latest_first(const void *a, const void *b) {
    const Spot *x = a, *y = b;
    if (x->seen != y->seen) return x->seen < y->seen ? 1 : -1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* Between two calls: keeps the spots of the last call and the latest seen half of the rest. */
static void forget_oldest(Layout *layout) {
    qsort(layout->spots.items, layout->spots.count, sizeof *layout->spots.items, seen_latest_first);
    size_t keep = 0;
    while (keep < layout->spots.count && layout->spots.items[keep].seen == layout->call) keep++;
    keep += LAYOUT_REMEMBERED_MAX / 2;
    if (keep < layout->spots.count) layout->spots.count = keep;
    table_rebuild(layout);
    /* Ids of the space are indices of spots. */
    space_clear(&layout->space);
    space_clear(&layout->claims);
    wires_clear(&layout->wires);
    array_clear(&layout->joints);
    for (uint32_t i = 0; i < layout->spots.count; i++) {
        const Spot *spot = &layout->spots.items[i];
        if (spot->seen != layout->call) continue;
        if (!spot->hidden && spot->placed) {
            space_insert(&layout->space, i, spot->rect);
            space_insert(&layout->claims, i, claim_of(spot));
        }
        if (spot->box < layout->now.count) layout->now.items[spot->box] = i;
    }
}

/* --- changes of the space ----------------------------------------------------------------- */

static void leave_space(Layout *layout, uint32_t spot) {
    if (!space_has(&layout->space, spot)) return;
    array_push(&layout->dirty, layout->space.items.items[spot].rect);
    space_remove(&layout->space, spot);
    space_remove(&layout->claims, spot);
}

static void enter_space(Layout *layout, uint32_t spot, Rect rect) {
    layout->spots.items[spot].rect = rect;
    layout->spots.items[spot].placed = true;
    array_push(&layout->dirty, rect);
    space_insert(&layout->space, spot, rect);
    space_insert(&layout->claims, spot, claim_of(&layout->spots.items[spot]));
}

static PlaceRules rules_for_new(const Layout *layout) {
    return (PlaceRules){.gap_x = LAYOUT_GAP_X,
                        .gap_y = LAYOUT_GAP_Y,
                        .left = layout_heap_left(layout),
                        .top = 0,
                        .sideways = SIDEWAYS_NEW};
}

static PlaceRules rules_for_drop(const Layout *layout) {
    return (PlaceRules){.gap_x = LAYOUT_GAP_TIGHT + 2,
                        .gap_y = LAYOUT_GAP_TIGHT + 2,
                        .left = layout->lane_right + LAYOUT_GAP_X,
                        .top = -POSITION_MAX_PX,
                        .sideways = SIDEWAYS_DROP};
}

/* The rules by which a box stays or returns: any smaller gap and it must move. */
static PlaceRules rules_for_staying(const Layout *layout) {
    PlaceRules rules = rules_for_drop(layout);
    rules.gap_x = rules.gap_y = LAYOUT_GAP_TIGHT;
    return rules;
}

static float clamp_or(float x, float low, float high, float otherwise) {
    if (!isfinite(x)) return otherwise;
    return x < low ? low : x > high ? high : x;
}

static Point full_size(const LayoutBox *box) {
    if (box->kind == LAYOUT_FRAME || box->ghost) return (Point){0, 0};
    float width = box->full_width > 0 ? box->full_width : box->width + LAYOUT_RESERVE_X;
    float height = box->full_height > 0 ? box->full_height : box->height + LAYOUT_RESERVE_Y;
    return (Point){clamp_or(width, 1, SIZE_MAX_PX, 1), clamp_or(height, 1, SIZE_MAX_PX, 1)};
}

/* --- the phases of layout_update ---------------------------------------------------------- */

/* Phase 1: every box of the input gets its spot; what is gone leaves the space. Sizes are taken
 * over, but not yet in the space. */
static void phase_match(Layout *layout, const LayoutBox *boxes, size_t count) {
    size_t had = layout->now.count;
    uint32_t *before = arena_array(&layout->scratch, uint32_t, had + 1);
    if (had) memcpy(before, layout->now.items, had * sizeof *before);
    array_clear(&layout->now);
    array_clear(&layout->places);
    layout->call++;
    for (size_t i = 0; i < count; i++) {
        const LayoutBox *box = &boxes[i];
        bool as_before = i < had && layout->spots.items[before[i]].key == box->key;
        uint32_t at = as_before ? before[i] : spot_find(layout, box->key);
        if (at == SPACE_NONE) at = spot_add(layout, box->key);
        Spot *spot = &layout->spots.items[at];
        assert(spot->seen != layout->call && "a key twice in one input");
        bool was_shown = space_has(&layout->space, at);
        bool frame = box->kind == LAYOUT_FRAME;
        if (spot->frame != frame) {
            spot->placed = spot->pinned = spot->wished = false;
            leave_space(layout, at);
        }
        spot->frame = frame;
        spot->ghost = box->ghost;
        spot->hidden = false;
        spot->entry = clamp_or(box->entry, 0, SIZE_MAX_PX, 0);
        spot->order = box->order;
        spot->rect.w = clamp_or(box->width, 1, SIZE_MAX_PX, 1);
        spot->rect.h = clamp_or(box->height, 1, SIZE_MAX_PX, 1);
        spot->full = full_size(box);
        spot->seen = layout->call;
        spot->box = (uint32_t)i;
        array_push(&layout->now, at);
        array_push(&layout->places, ((LayoutPlace){.fresh = !was_shown, .rect = spot->rect}));
    }
    for (size_t i = 0; i < had; i++)
        if (layout->spots.items[before[i]].seen != layout->call) leave_space(layout, before[i]);
}

/* Phase 2: the stack lane. Live cards stand under each other; a ghost stays where it was. */
static void phase_lane(Layout *layout) {
    float widest = LAYOUT_LANE_MIN;
    for (size_t i = 0; i < layout->now.count; i++) {
        const Spot *spot = &layout->spots.items[layout->now.items[i]];
        if (spot->frame) widest = fmaxf(widest, spot->rect.w);
    }
    if (layout->lane_right <= 0 && layout->now.count) layout->lane_right = ceilf(widest);
    float y = 0;
    for (int ghosts = 0; ghosts <= 1; ghosts++)
        for (size_t i = 0; i < layout->now.count; i++) {
            uint32_t at = layout->now.items[i];
            Spot *spot = &layout->spots.items[at];
            if (!spot->frame || spot->ghost != (ghosts != 0)) continue;
            Rect rect = spot->rect;
            rect.x = fminf(0, layout->lane_right - rect.w);
            if (!spot->ghost || !spot->placed) {
                rect.y = y;
                y = ceilf(rect_bottom(rect) + LAYOUT_GAP_Y);
            }
            bool there = space_has(&layout->space, at);
            Rect old = there ? layout->space.items.items[at].rect : rect;
            if (spot->ghost && space_find(&layout->space, rect, at, NULL)) {
                leave_space(layout, at);
                spot->rect = rect;
                spot->hidden = true;
            } else if (!there || memcmp(&old, &rect, sizeof rect) != 0) {
                leave_space(layout, at);
                enter_space(layout, at, rect);
            }
        }
}

/* A ghost gives way to what lives. */
static void hide_ghosts(Layout *layout, Rect rect) {
    for (size_t i = 0; i < layout->now.count; i++) {
        uint32_t at = layout->now.items[i];
        Spot *spot = &layout->spots.items[at];
        if (!spot->ghost || spot->frame || !space_has(&layout->space, at)) continue;
        if (!rect_overlaps(layout->space.items.items[at].rect, rect)) continue;
        leave_space(layout, at);
        spot->hidden = true;
    }
}

static void settle(Layout *layout, uint32_t at, const PlaceRules *rules) {
    Rect rect = place_nearest(&layout->space, layout->spots.items[at].rect, at, rules);
    enter_space(layout, at, rect);
}

/* The same for a new box, with room to grow. */
static void settle_new(Layout *layout, uint32_t at) {
    const Spot *spot = &layout->spots.items[at];
    PlaceRules rules = rules_for_new(layout);
    Rect claim = place_nearest(&layout->claims, claim_of(spot), at, &rules);
    enter_space(layout, at, (Rect){claim.x, claim.y, spot->rect.w, spot->rect.h});
}

typedef struct Late {
    uint32_t order;
    uint32_t box;
    uint32_t spot;
} Late;

static int late_compare(const void *a, const void *b) {
    const Late *x = a, *y = b;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    return x->box < y->box ? -1 : x->box > y->box;
}

/* What the box is expected to grow to may have changed. */
static void claim_anew(Layout *layout, uint32_t at) {
    Rect claim = claim_of(&layout->spots.items[at]);
    if (memcmp(&claim, &layout->claims.items.items[at].rect, sizeof claim) == 0) return;
    space_remove(&layout->claims, at);
    space_insert(&layout->claims, at, claim);
}

/* Phase 3: nodes that were shown take their new size; then those that return, and those that the
 * user put somewhere. Ghosts come last, where there is still room. */
static void phase_keep(Layout *layout) {
    size_t count = layout->now.count, grown_count = 0, late_count = 0, ghost_count = 0;
    uint32_t *grown = arena_array(&layout->scratch, uint32_t, count + 1);
    uint32_t *ghosts = arena_array(&layout->scratch, uint32_t, count + 1);
    Late *late = arena_array(&layout->scratch, Late, count + 1);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = layout->now.items[i];
        Spot *spot = &layout->spots.items[at];
        if (spot->frame || (!spot->placed && !spot->wished)) continue;
        if (spot->ghost && spot->placed) {
            ghosts[ghost_count++] = at;
            continue;
        }
        if (!space_has(&layout->space, at)) {
            late[late_count++] = (Late){spot->order, (uint32_t)i, at};
            continue;
        }
        Rect old = layout->space.items.items[at].rect;
        if (memcmp(&old, &spot->rect, sizeof old) == 0) {
            claim_anew(layout, at);
            continue;
        }
        if (old.w < spot->rect.w || old.h < spot->rect.h || old.x != spot->rect.x ||
            old.y != spot->rect.y)
            grown[grown_count++] = at;
        leave_space(layout, at);
        enter_space(layout, at, spot->rect);
    }
    for (size_t i = 0; i < ghost_count; i++) {
        uint32_t at = ghosts[i];
        bool there = space_has(&layout->space, at);
        if (there) {
            Rect old = layout->space.items.items[at].rect;
            if (memcmp(&old, &layout->spots.items[at].rect, sizeof old) == 0) continue;
        }
        leave_space(layout, at);
        if (!space_find(&layout->space, layout->spots.items[at].rect, at, NULL)) {
            enter_space(layout, at, layout->spots.items[at].rect);
        } else {
            layout->spots.items[at].hidden = true;
        }
    }
    PlaceRules staying = rules_for_staying(layout), drop = rules_for_drop(layout);
    for (size_t i = 0; i < grown_count; i++) {
        uint32_t at = grown[i];
        Rect rect = layout->spots.items[at].rect;
        if (place_is_free(&layout->space, rect, at, &staying)) continue;
        if (ghost_count) hide_ghosts(layout, rect_inset(rect, -LAYOUT_GAP_TIGHT));
        if (place_is_free(&layout->space, rect, at, &staying)) continue;
        leave_space(layout, at);
        settle(layout, at, &drop);
    }
    qsort(late, late_count, sizeof *late, late_compare);
    for (size_t i = 0; i < late_count; i++) {
        uint32_t at = late[i].spot;
        Spot *spot = &layout->spots.items[at];
        if (ghost_count) hide_ghosts(layout, rect_inset(spot->rect, -LAYOUT_GAP_TIGHT));
        if (place_is_free(&layout->space, spot->rect, at, &staying)) {
            enter_space(layout, at, spot->rect);
        } else if (spot->pinned) {
            settle(layout, at, &drop);
        } else {
            settle_new(layout, at);
        }
        layout->spots.items[at].wished = false;
    }
}

static uint32_t spot_find_near(const Layout *layout, uint64_t key, uint32_t guess) {
    bool right = guess != SPACE_NONE && layout->spots.items[guess].key == key;
    return right ? guess : spot_find(layout, key);
}

/* Arrows with the boxes they join; SPACE_NONE where a key is not in the input. */
static void resolve_arrows(Layout *layout, const LayoutArrow *arrows, size_t count) {
    size_t had = layout->joints.count, next = 0;
    Joint *before = arena_array(&layout->scratch, Joint, had + 1);
    if (had) memcpy(before, layout->joints.items, had * sizeof *before);
    array_clear(&layout->joints);
    array_reserve(&layout->joints, count);
    array_clear(&layout->arrows);
    array_reserve(&layout->arrows, count);
    const Spot *spots = layout->spots.items;
    for (size_t i = 0; i < count; i++) {
        const LayoutArrow *a = &arrows[i];
        Joint joint = {a->id, SPACE_NONE, SPACE_NONE};
        if (next + 1 < had && before[next].id != a->id && before[next + 1].id == a->id) next++;
        if (next < had && before[next].id == a->id) joint = before[next++];
        joint.from = spot_find_near(layout, a->from, joint.from);
        joint.to = spot_find_near(layout, a->to, joint.to);
        array_push(&layout->joints, joint);
        bool drawn = joint.from != SPACE_NONE && joint.to != SPACE_NONE &&
                     spots[joint.from].seen == layout->call && spots[joint.to].seen == layout->call;
        WiresArrow arrow = {a->id, SPACE_NONE, SPACE_NONE, a->port, a->inner};
        if (drawn) {
            Rect rect = spots[joint.from].rect;
            arrow.from = spots[joint.from].box;
            arrow.to = spots[joint.to].box;
            arrow.port.x = clamp_or(a->port.x, 0, rect.w, rect.w);
            arrow.port.y = clamp_or(a->port.y, 0, rect.h, 0);
        }
        array_push(&layout->arrows, arrow);
    }
}

static bool is_new(const Layout *layout, size_t box) {
    const Spot *spot = &layout->spots.items[layout->now.items[box]];
    return !spot->placed && !spot->hidden;
}

/* Phase 4, many: columns, at the origin or below all that is there. */
static void place_in_columns(Layout *layout, bool first) {
    size_t count = layout->now.count, arrow_count = 0;
    RankBox *boxes = arena_array(&layout->scratch, RankBox, count + 1);
    RankArrow *arrows = arena_array(&layout->scratch, RankArrow, layout->arrows.count + 1);
    for (size_t i = 0; i < count; i++) {
        const Spot *spot = &layout->spots.items[layout->now.items[i]];
        boxes[i] = (RankBox){.rect = claim_of(spot),
                             .entry = spot->entry,
                             .order = spot->order,
                             .fixed = !is_new(layout, i),
                             .lane = spot->frame};
    }
    for (size_t i = 0; i < layout->arrows.count; i++) {
        const WiresArrow *a = &layout->arrows.items[i];
        if (a->from == SPACE_NONE) continue;
        arrows[arrow_count++] = (RankArrow){a->from, a->to, a->port.y};
    }
    PlaceRules rules = rules_for_new(layout);
    float top = 0;
    if (!first)
        for (size_t i = 0; i < count; i++) {
            const Spot *spot = &layout->spots.items[layout->now.items[i]];
            if (!spot->frame && spot->placed)
                top = fmaxf(top, rect_bottom(claim_of(spot)) + rules.gap_y);
        }
    RankRules rank = {.origin = {rules.left, top}, .gap_x = rules.gap_x, .gap_y = rules.gap_y};
    rank_place(boxes, (uint32_t)count, arrows, (uint32_t)arrow_count, &rank, &layout->scratch);
    for (size_t i = 0; i < count; i++) {
        if (boxes[i].fixed) continue;
        Rect rect = layout->spots.items[layout->now.items[i]].rect, claim = boxes[i].rect;
        enter_space(layout, layout->now.items[i], (Rect){claim.x, claim.y, rect.w, rect.h});
    }
}

/* Where a box would like to stand that `from` refers to by the port at this height. */
static void wish_beside(Layout *layout, uint32_t from, uint32_t at, float port_y) {
    const Spot *source = &layout->spots.items[from];
    Spot *spot = &layout->spots.items[at];
    PlaceRules rules = rules_for_new(layout);
    if (source->frame) {
        spot->rect.x = rules.left;
        spot->rect.y = source->rect.y + port_y - spot->entry;
    } else {
        spot->rect.x = rect_right(claim_of(source)) + rules.gap_x;
        spot->rect.y = source->rect.y;
    }
}

/* Phase 4, few: breadth first from what has a place, each beside the first that refers to it. */
static void place_one_by_one(Layout *layout, uint32_t left) {
    size_t count = layout->now.count, arrow_count = layout->arrows.count;
    PlaceRules rules = rules_for_new(layout);
    uint32_t *first = arena_array(&layout->scratch, uint32_t, count + 2);
    uint32_t *out = arena_array(&layout->scratch, uint32_t, arrow_count + 1);
    const WiresArrow *arrows = layout->arrows.items;
    for (size_t i = 0; i < arrow_count; i++)
        if (arrows[i].from != SPACE_NONE) first[arrows[i].from + 2]++;
    for (size_t b = 2; b < count + 2; b++) first[b] += first[b - 1];
    for (size_t i = 0; i < arrow_count; i++)
        if (arrows[i].from != SPACE_NONE) out[first[arrows[i].from + 1]++] = (uint32_t)i;
    uint32_t *queue = arena_array(&layout->scratch, uint32_t, count + 1);
    size_t head = 0, tail = 0;
    for (int frames = 1; frames >= 0; frames--)
        for (size_t i = 0; i < count; i++) {
            const Spot *spot = &layout->spots.items[layout->now.items[i]];
            if (spot->frame == (frames != 0) && spot->placed && !spot->hidden)
                queue[tail++] = (uint32_t)i;
        }
    while (left) {
        while (head < tail && left) {
            uint32_t box = queue[head++];
            float below = -INFINITY; /* siblings of this call stand in the order of their ports */
            for (uint32_t k = first[box]; k < first[box + 1] && left; k++) {
                const WiresArrow *a = &arrows[out[k]];
                if (!is_new(layout, a->to)) continue;
                uint32_t at = layout->now.items[a->to];
                Spot *spot = &layout->spots.items[at];
                wish_beside(layout, layout->now.items[box], at, a->port.y);
                spot->rect.y = fmaxf(spot->rect.y, below);
                settle_new(layout, at);
                spot = &layout->spots.items[at];
                below = rect_bottom(claim_of(spot)) + rules.gap_y;
                queue[tail++] = a->to;
                left--;
            }
        }
        if (!left) break;
        /* Nothing placed leads to the rest: the oldest stands left of what it refers to. */
        size_t oldest = count;
        for (size_t i = 0; i < count; i++) {
            if (!is_new(layout, i)) continue;
            const Spot *spot = &layout->spots.items[layout->now.items[i]];
            if (oldest == count ||
                spot->order < layout->spots.items[layout->now.items[oldest]].order)
                oldest = i;
        }
        uint32_t at = layout->now.items[oldest];
        Rect wanted = layout->spots.items[at].rect;
        wanted.x = rules.left;
        wanted.y = 0;
        for (uint32_t k = first[oldest]; k < first[oldest + 1]; k++) {
            const Spot *to = &layout->spots.items[layout->now.items[arrows[out[k]].to]];
            if (!to->placed || to->frame || to->hidden) continue;
            wanted.x = to->rect.x - claim_of(&layout->spots.items[at]).w - rules.gap_x;
            wanted.y = to->rect.y;
            break;
        }
        layout->spots.items[at].rect = wanted;
        settle_new(layout, at);
        queue[tail++] = (uint32_t)oldest;
        left--;
    }
}

static void phase_place(Layout *layout) {
    uint32_t fresh = 0;
    bool any_node = false;
    for (size_t i = 0; i < layout->now.count; i++) {
        if (is_new(layout, i)) {
            fresh++;
        } else if (!layout->spots.items[layout->now.items[i]].frame) {
            any_node = true;
        }
    }
    if (!fresh) return;
    if (!any_node || fresh > ONE_BY_ONE_MAX) {
        place_in_columns(layout, !any_node);
    } else {
        place_one_by_one(layout, fresh);
    }
}

/* Phase 5: curves. */
static void phase_route(Layout *layout) {
    array_clear(&layout->boxes);
    array_reserve(&layout->boxes, layout->now.count);
    for (size_t i = 0; i < layout->now.count; i++) {
        uint32_t at = layout->now.items[i];
        const Spot *spot = &layout->spots.items[at];
        array_push(&layout->boxes, ((WiresBox){spot->rect, at, spot->entry}));
    }
    for (size_t i = 0; i < layout->arrows.count; i++) {
        WiresArrow *a = &layout->arrows.items[i];
        if (a->from == SPACE_NONE) continue;
        const Spot *spots = layout->spots.items;
        if (spots[layout->now.items[a->from]].hidden || spots[layout->now.items[a->to]].hidden)
            a->from = a->to = SPACE_NONE;
    }
    wires_update(&layout->wires, &layout->space, layout->boxes.items, layout->boxes.count,
                 layout->arrows.items, layout->arrows.count, layout->dirty.items,
                 layout->dirty.count, &layout->scratch);
}

static void write_view(Layout *layout, const Rect *before) {
    Rect bounds = {0};
    bool any = false;
    for (size_t i = 0; i < layout->now.count; i++) {
        const Spot *spot = &layout->spots.items[layout->now.items[i]];
        LayoutPlace *place = &layout->places.items[i];
        place->rect = spot->rect;
        place->pinned = spot->pinned;
        place->hidden = spot->hidden;
        place->moved =
            !place->fresh && (before[i].x != spot->rect.x || before[i].y != spot->rect.y);
        if (spot->hidden) continue;
        bounds = any ? rect_union(bounds, spot->rect) : spot->rect;
        any = true;
    }
    if (layout->wires.bounds.w >= 0) bounds = rect_union(bounds, layout->wires.bounds);
    layout->view = (LayoutView){.places = layout->places.items,
                                .routes = layout->wires.curves.items,
                                .place_count = layout->places.count,
                                .route_count = layout->wires.curves.count,
                                .bounds = bounds};
}

/* --- growing in place ---------------------------------------------------------------------- */

/* The part of `want` that is free beside what stands there: first down, then to the right. `was` is
 * the box's present place. */
static Point free_part(const Layout *layout, uint32_t at, Rect was, Point want) {
    Rect hits, grown = was;
    grown.h = fmaxf(was.h, want.y);
    Rect area = {was.x - LAYOUT_GAP_TIGHT, was.y, was.w + 2 * LAYOUT_GAP_TIGHT,
                 grown.h + LAYOUT_GAP_TIGHT};
    if (grown.h > was.h && space_find(&layout->space, area, at, &hits))
        grown.h = fmaxf(was.h, fminf(grown.h, floorf(hits.y - LAYOUT_GAP_TIGHT - was.y)));
    grown.w = fmaxf(was.w, want.x);
    area = (Rect){was.x, was.y - LAYOUT_GAP_TIGHT, grown.w + LAYOUT_GAP_TIGHT,
                  grown.h + 2 * LAYOUT_GAP_TIGHT};
    if (grown.w > was.w && space_find(&layout->space, area, at, &hits))
        grown.w = fmaxf(was.w, fminf(grown.w, floorf(hits.x - LAYOUT_GAP_TIGHT - was.x)));
    return (Point){fminf(grown.w, want.x), fminf(grown.h, want.y)};
}

void layout_grant(Layout *layout, const LayoutBox *boxes, size_t count, Point *granted) {
    arena_reset(&layout->scratch);
    bool *lives = arena_array(&layout->scratch, bool, layout->spots.count + 1);
    Late *growing = arena_array(&layout->scratch, Late, count + 1);
    size_t growing_count = 0;
    for (size_t i = 0; i < count; i++) {
        granted[i] = (Point){boxes[i].width, boxes[i].height};
        uint32_t at = spot_find(layout, boxes[i].key);
        if (at == SPACE_NONE || boxes[i].ghost) continue;
        lives[at] = true;
        if (boxes[i].kind == LAYOUT_FRAME || !space_has(&layout->space, at)) continue;
        Rect was = layout->space.items.items[at].rect;
        if (boxes[i].width > was.w || boxes[i].height > was.h)
            growing[growing_count++] = (Late){boxes[i].order, (uint32_t)i, at};
    }
    if (!growing_count) return;
    /* What is gone or died gives room; layout_update finds it gone. */
    for (size_t i = 0; i < layout->now.count; i++)
        if (!lives[layout->now.items[i]]) leave_space(layout, layout->now.items[i]);
    qsort(growing, growing_count, sizeof *growing, late_compare);
    for (size_t i = 0; i < growing_count; i++) {
        uint32_t at = growing[i].spot;
        Rect was = layout->space.items.items[at].rect;
        Point *size = &granted[growing[i].box];
        *size = free_part(layout, at, was, *size);
        was.w = fmaxf(was.w, size->x);
        was.h = fmaxf(was.h, size->y);
        leave_space(layout, at);
        enter_space(layout, at, was); /* the next ones see it taken */
    }
}

const LayoutView *layout_update(Layout *layout, const LayoutBox *boxes, size_t box_count,
                                const LayoutArrow *arrows, size_t arrow_count) {
    arena_reset(&layout->scratch);
    if (layout->spots.count > layout->now.count + LAYOUT_REMEMBERED_MAX) forget_oldest(layout);
    phase_match(layout, boxes, box_count);
    Rect *before = arena_array(&layout->scratch, Rect, box_count + 1);
    for (size_t i = 0; i < box_count; i++)
        if (!layout->places.items[i].fresh)
            before[i] = layout->space.items.items[layout->now.items[i]].rect;
    phase_lane(layout);
    phase_keep(layout);
    resolve_arrows(layout, arrows, arrow_count);
    phase_place(layout);
    phase_route(layout);
    array_clear(&layout->dirty);
    write_view(layout, before);
    return &layout->view;
}

/* --- the rest ------------------------------------------------------------------------------ */

Layout *layout_create(void) {
    Layout *layout = memory_alloc(sizeof *layout);
    space_init(&layout->space);
    space_init(&layout->claims);
    return layout;
}

void layout_destroy(Layout *layout) {
    if (!layout) return;
    array_deinit(&layout->spots);
    memory_free(layout->table);
    space_deinit(&layout->space);
    space_deinit(&layout->claims);
    array_deinit(&layout->now);
    array_deinit(&layout->dirty);
    array_deinit(&layout->places);
    wires_deinit(&layout->wires);
    array_deinit(&layout->joints);
    array_deinit(&layout->arrows);
    array_deinit(&layout->boxes);
    arena_deinit(&layout->scratch);
    memory_free(layout);
}

float layout_heap_left(const Layout *layout) {
    float right = layout->lane_right > 0 ? layout->lane_right : LAYOUT_LANE_MIN;
    return right + LAYOUT_GAP_X + LAYOUT_RESERVE_X;
}

Rect layout_drop_rect(const Layout *layout, uint64_t key, Point at, float width, float height) {
    Rect wanted = {clamp_or(at.x, -POSITION_MAX_PX, POSITION_MAX_PX, 0),
                   clamp_or(at.y, -POSITION_MAX_PX, POSITION_MAX_PX, 0),
                   clamp_or(width, 1, SIZE_MAX_PX, 1), clamp_or(height, 1, SIZE_MAX_PX, 1)};
    PlaceRules rules = rules_for_drop(layout);
    return place_nearest(&layout->space, wanted, spot_find(layout, key), &rules);
}

bool layout_move(Layout *layout, uint64_t key, Point at) {
    assert(key);
    uint32_t index = spot_find(layout, key);
    if (index == SPACE_NONE) index = spot_add(layout, key);
    Spot *spot = &layout->spots.items[index];
    if (spot->frame) return false;
    spot->pinned = true;
    bool shown = space_has(&layout->space, index);
    if (!shown) {
        spot->rect.x = clamp_or(at.x, -POSITION_MAX_PX, POSITION_MAX_PX, 0);
        spot->rect.y = clamp_or(at.y, -POSITION_MAX_PX, POSITION_MAX_PX, 0);
        spot->wished = !spot->placed;
        return true;
    }
    spot->rect = layout_drop_rect(layout, key, at, spot->rect.w, spot->rect.h);
    return true;
}

/* All boxes leave the picture; the next call routes all anew. */
static void start_over(Layout *layout) {
    array_clear(&layout->now);
    space_clear(&layout->space);
    space_clear(&layout->claims);
    array_clear(&layout->dirty);
    wires_clear(&layout->wires);
    array_clear(&layout->joints);
    array_clear(&layout->places);
    layout->view = (LayoutView){0};
}

void layout_tidy(Layout *layout) {
    array_clear(&layout->spots);
    table_rebuild(layout);
    layout->lane_right = 0;
    start_over(layout);
}

void layout_forget(Layout *layout, uint64_t key) {
    uint32_t at = spot_find(layout, key);
    if (at == SPACE_NONE) return;
    leave_space(layout, at);
    layout->spots.items[at].placed = layout->spots.items[at].pinned = false;
}

bool layout_find(const Layout *layout, uint64_t key, Rect *rect) {
    uint32_t at = spot_find(layout, key);
    if (at == SPACE_NONE || !layout->spots.items[at].placed) return false;
    *rect = layout->spots.items[at].rect;
    return true;
}

LayoutSnapshot *layout_snapshot_create(const Layout *layout) {
    LayoutSnapshot *snapshot = memory_alloc(sizeof *snapshot);
    array_reserve(&snapshot->spots, layout->spots.count);
    if (layout->spots.count)
        memcpy(snapshot->spots.items, layout->spots.items,
               layout->spots.count * sizeof *layout->spots.items);
    snapshot->spots.count = layout->spots.count;
    snapshot->call = layout->call;
    snapshot->lane_right = layout->lane_right;
    return snapshot;
}

void layout_restore(Layout *layout, const LayoutSnapshot *snapshot) {
    for (size_t i = 0; i < snapshot->spots.count; i++) {
        const Spot *spot = &snapshot->spots.items[i];
        uint32_t at = spot_find(layout, spot->key);
        if (at == SPACE_NONE) at = spot_add(layout, spot->key);
        layout->spots.items[at] = *spot;
    }
    if (layout->call < snapshot->call) layout->call = snapshot->call; /* `seen` is of the past */
    layout->lane_right = snapshot->lane_right;
    start_over(layout);
}

void layout_snapshot_destroy(LayoutSnapshot *snapshot) {
    if (!snapshot) return;
    array_deinit(&snapshot->spots);
    memory_free(snapshot);
}

/* ---- in a file ---- */

size_t layout_spots(const Layout *layout, LayoutSpot *out, size_t most) {
    Array(Spot) placed = {0};
    for (size_t i = 0; i < layout->spots.count; i++) {
        const Spot *spot = &layout->spots.items[i];
        if (spot->placed && !spot->frame) array_push(&placed, *spot);
    }
    if (placed.count) qsort(placed.items, placed.count, sizeof(Spot), seen_latest_first);
    size_t count = placed.count < most ? placed.count : most;
    for (size_t i = 0; i < count; i++) {
        const Spot *spot = &placed.items[i];
        out[i] = (LayoutSpot){spot->key, spot->rect, spot->pinned};
    }
    array_deinit(&placed);
    return count;
}

float layout_lane_right(const Layout *layout) {
    return layout->lane_right;
}

static bool is_place(Rect rect, float lane_right) {
    return fabsf(rect.x) <= POSITION_MAX_PX && fabsf(rect.y) <= POSITION_MAX_PX && rect.w >= 1 &&
           rect.h >= 1 && rect.w <= SIZE_MAX_PX && rect.h <= SIZE_MAX_PX &&
           rect.x >= lane_right + LAYOUT_GAP_X;
}

void layout_remember(Layout *layout, const LayoutSpot *spots, size_t count, float lane_right) {
    if (!(lane_right >= LAYOUT_LANE_MIN && lane_right <= SIZE_MAX_PX)) return;
    layout->lane_right = ceilf(lane_right);
    for (size_t i = 0; i < count; i++) {
        if (!spots[i].key || !is_place(spots[i].rect, layout->lane_right)) continue;
        uint32_t at = spot_find(layout, spots[i].key);
        if (at == SPACE_NONE) at = spot_add(layout, spots[i].key);
        Spot *spot = &layout->spots.items[at];
        spot->rect = spots[i].rect;
        spot->full = (Point){spot->rect.w, spot->rect.h};
        spot->pinned = spots[i].pinned;
        spot->placed = true;
    }
}

const char *layout_check(const Layout *layout, size_t *at) {
    for (size_t i = 0; i < layout->places.count; i++) {
        const LayoutPlace *place = &layout->places.items[i];
        uint32_t index = layout->now.items[i];
        const Spot *spot = &layout->spots.items[index];
        *at = i;
        if (place->hidden) {
            if (!spot->ghost) return "a live box is hidden";
            continue;
        }
        if (!space_has(&layout->space, index)) return "a drawn box is not in the space";
        Rect there = layout->space.items.items[index].rect;
        if (memcmp(&there, &place->rect, sizeof there) != 0)
            return "a box is not where the space has it";
        if (space_find(&layout->space, place->rect, index, NULL)) return "two boxes overlap";
        if (!spot->frame && place->rect.x < layout->lane_right + LAYOUT_GAP_X)
            return "a node is in the stack lane";
        if (spot->frame && rect_right(place->rect) > layout->lane_right + 0.01f)
            return "a frame card reaches out of the lane";
    }
    for (size_t i = 0; i < layout->arrows.count; i++) {
        const WiresArrow *a = &layout->arrows.items[i];
        const Spline *curve = layout->wires.curves.items[i];
        *at = i;
        if ((a->from == SPACE_NONE) != (curve->count == 0))
            return "an arrow is drawn between boxes that are not, or not drawn between those that "
                   "are";
        if (!curve->count) continue;
        Rect from = layout->places.items[a->from].rect, to = layout->places.items[a->to].rect;
        Point start = spline_start(curve), end = spline_end(curve);
        if (fabsf(start.x - from.x - a->port.x) > 0.01f ||
            fabsf(start.y - from.y - a->port.y) > 0.01f)
            return "an arrow does not start at its port";
        if (end.x != to.x || end.y < to.y || end.y > rect_bottom(to))
            return "an arrow does not end on its target's border";
        for (int k = 0; k <= 3 * curve->count; k++)
            if (!isfinite(curve->points[k].x) || !isfinite(curve->points[k].y))
                return "a curve is not finite";
    }
    return NULL;
}
