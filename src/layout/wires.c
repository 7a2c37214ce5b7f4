#include "layout/wires.h"

#include "base/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* With more changed areas than this everything is routed: the tests would cost more. */
#define DIRTY_MAX 48

/* Pixels between ends on one edge, and the edge's part that they may take in all. */
#define END_STEP  6.0f
#define END_ROOM  22.0f
#define END_INSET 5.0f

/* Ports of one box that are told apart when turns are nested. */
#define PORTS_MAX 24

void wires_deinit(Wires *wires) {
    array_deinit(&wires->curves);
    array_deinit(&wires->keys);
    array_deinit(&wires->seen);
    array_deinit(&wires->wires);
    array_deinit(&wires->now);
    array_deinit(&wires->free);
    array_deinit(&wires->boxes);
}

void wires_clear(Wires *wires) {
    array_clear(&wires->curves);
    array_clear(&wires->keys);
    array_clear(&wires->seen);
    array_clear(&wires->wires);
    array_clear(&wires->now);
    array_clear(&wires->free);
    array_clear(&wires->boxes);
}

static bool is_drawn(const WiresArrow *a) {
    return a->from != SPACE_NONE && a->to != SPACE_NONE;
}

/* The key by which the ends on one edge are sorted, from the top. Arrows that come from the left
 * stand as high as their ports. Those that go around come along the edge, from above or from below,
 * and take the outer ends, the longest way inmost: so they nest. */
static double height_of(const RouteEnds *ends) {
    if (ends->to.x >= rect_right(ends->from) + 16) return ends->start.y;
    float lane = rect_bottom(ends->from), entry = ends->to.y;
    double far = 1e9 - fabsf(lane - entry);
    return lane < entry ? -far : far;
}

/* An arrow at a box whose arrows are ordered. */
typedef struct End {
    double height;
    uint64_t id; /* decides between equals */
    RouteEnds *ends;
} End;

static int end_compare(const void *a, const void *b) {
    const End *x = a, *y = b;
    if (x->height != y->height) return x->height < y->height ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Sets the ends and in-ranks of the arrows into one box. */
static void spread_ends(const WiresBox *box, End *in, uint32_t count) {
    float lowest = fmaxf(box->rect.h - END_INSET, box->rect.h / 2);
    float highest = fminf(END_INSET, box->rect.h / 2);
    float entry = fminf(fmaxf(box->entry, highest), lowest);
    bool apart = count <= WIRES_SPREAD_MAX;
    if (apart) {
        for (uint32_t i = 0; i < count; i++) in[i].height = height_of(in[i].ends);
        qsort(in, count, sizeof *in, end_compare);
    }
    float step = count > 1 ? fminf(END_STEP, END_ROOM / (float)(count - 1)) : 0;
    for (uint32_t i = 0; i < count; i++) {
        RouteEnds *e = in[i].ends;
        float offset = apart ? ((float)i - (float)(count - 1) / 2) * step : 0;
        float y = fminf(fmaxf(entry + offset, highest), lowest);
        e->end = (Point){box->rect.x, box->rect.y + y};
        e->in_rank = apart ? (int)(count - 1 - i) : 0;
        e->in_count = apart ? (int)count : 1;
    }
}

/* Sets the out-ranks of the arrows from one box. */
static void rank_ports(const WiresBox *box, End *out, uint32_t count) {
    bool apart = count <= PORTS_MAX;
    if (apart) {
        /* Of ports side by side the right one counts as the lower: it turns inside the others. */
        for (uint32_t i = 0; i < count; i++)
            out[i].height = (double)out[i].ends->start.y + 1e-5 * (double)out[i].ends->start.x;
        qsort(out, count, sizeof *out, end_compare);
    }
    for (uint32_t i = 0; i < count; i++) {
        RouteEnds *e = out[i].ends;
        e->out_rank = apart ? (int)(count - 1 - i) : (int)((e->start.y - box->rect.y) / 16) & 3;
        e->out_count = apart ? (int)count : 4;
    }
}

static bool rect_same(Rect a, Rect b) {
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool ends_same(const RouteEnds *a, const RouteEnds *b) {
    return rect_same(a->from, b->from) && rect_same(a->to, b->to) && a->from_id == b->from_id &&
           a->to_id == b->to_id && a->start.x == b->start.x && a->start.y == b->start.y &&
           a->inner == b->inner && a->end.x == b->end.x && a->end.y == b->end.y &&
           a->out_rank == b->out_rank && a->out_count == b->out_count && a->in_rank == b->in_rank &&
           a->in_count == b->in_count;
}

/* The wires of the last call by id; made when the order of the input has changed. */
typedef struct Index {
    uint32_t *table; /* index in the pool + 1 */
    size_t mask;
} Index;

static void index_make(Index *index, const Wires *wires, const uint32_t *before, size_t count,
                       Arena *scratch) {
    index->mask = 15;
    while (index->mask < 2 * count) index->mask = index->mask * 2 + 1;
    index->table = arena_array(scratch, uint32_t, index->mask + 1);
    for (size_t i = 0; i < count; i++) {
        size_t at = hash_mix(wires->keys.items[before[i]].id) & index->mask;
        while (index->table[at]) at = (at + 1) & index->mask;
        index->table[at] = before[i] + 1;
    }
}

static uint32_t index_find(const Index *index, const Wires *wires, uint64_t id) {
    for (size_t at = hash_mix(id) & index->mask; index->table[at]; at = (at + 1) & index->mask)
        if (wires->keys.items[index->table[at] - 1].id == id) return index->table[at] - 1;
    return SPACE_NONE;
}

static uint32_t wire_add(Wires *wires, uint64_t id) {
    uint32_t at;
    if (wires->free.count) {
        at = array_pop(&wires->free);
    } else {
        at = (uint32_t)wires->keys.count;
        array_push(&wires->keys, ((WireKey){0}));
        array_push(&wires->seen, ((RouteSeen){0}));
        array_push(&wires->wires, ((Wire){0}));
    }
    wires->keys.items[at] = (WireKey){.id = id, .from_id = SPACE_NONE, .to_id = SPACE_NONE};
    wires->wires.items[at].curve = (Spline){0};
    return at;
}

/* One call: which boxes have arrows that must be looked at again. */
typedef struct Round {
    Wires *wires;
    const WiresBox *boxes;
    size_t box_count;
    const WiresArrow *arrows;
    size_t arrow_count;
    bool *touched; /* by box: its ends and ports are ordered anew */
    bool any;
    Arena *scratch;
} Round;

static void touch(Round *round, uint32_t box) {
    round->touched[box] = true;
    round->any = true;
}

/* Touches the box with this id if it is still there. */
static void touch_id(Round *round, uint32_t id) {
    if (id == SPACE_NONE || id >= round->wires->boxes.count) return;
    const WireBox *box = &round->wires->boxes.items[id];
    if (box->call == round->wires->call) touch(round, box->index);
}

/* Phase 1: boxes that are new or changed. `moved` is by box. */
static void match_boxes(Round *round, bool *moved) {
    Wires *wires = round->wires;
    for (size_t i = 0; i < round->box_count; i++) {
        const WiresBox *box = &round->boxes[i];
        while (wires->boxes.count <= box->id) array_push(&wires->boxes, ((WireBox){0}));
        WireBox *old = &wires->boxes.items[box->id];
        moved[i] = old->call + 1 != wires->call || old->box.entry != box->entry ||
                   !rect_same(old->box.rect, box->rect);
        *old = (WireBox){*box, wires->call, (uint32_t)i};
    }
}

/* Phase 2: finds or adds the wire of each arrow, frees those that are gone, and touches the boxes
 * of all that are new, gone or changed. */
static void match_arrows(Round *round, const bool *moved) {
    Wires *wires = round->wires;
    size_t had = wires->now.count, next = 0;
    uint32_t *before = arena_array(round->scratch, uint32_t, had + 1);
    if (had) memcpy(before, wires->now.items, had * sizeof *before);
    array_clear(&wires->now);
    array_reserve(&wires->now, round->arrow_count);
    Index index = {0};
    for (size_t i = 0; i < round->arrow_count; i++) {
        const WiresArrow *a = &round->arrows[i];
        uint32_t at = SPACE_NONE;
        if (next < had && wires->keys.items[before[next]].id == a->id) {
            at = before[next++];
        } else {
            if (!index.table) index_make(&index, wires, before, had, round->scratch);
            at = index_find(&index, wires, a->id);
            if (next + 1 < had && at == before[next + 1]) next += 2; /* one is gone here */
        }
        if (at == SPACE_NONE || wires->keys.items[at].call == wires->call)
            at = wire_add(wires, a->id);
        array_push(&wires->now, at);
        WireKey *key = &wires->keys.items[at];
        uint32_t from_id = is_drawn(a) ? round->boxes[a->from].id : SPACE_NONE;
        uint32_t to_id = is_drawn(a) ? round->boxes[a->to].id : SPACE_NONE;
        bool same = key->from_id == from_id && key->to_id == to_id && key->port.x == a->port.x &&
                    key->port.y == a->port.y && key->inner == a->inner;
        key->call = wires->call;
        if (same && (!is_drawn(a) || (!moved[a->from] && !moved[a->to]))) continue;
        touch_id(round, key->from_id);
        touch_id(round, key->to_id);
        key->from_id = from_id;
        key->to_id = to_id;
        key->port = a->port;
        key->inner = a->inner;
        if (!is_drawn(a)) {
            wires->wires.items[at].curve.count = 0;
            continue;
        }
        touch(round, a->from);
        touch(round, a->to);
    }
    for (size_t i = 0; i < had; i++) {
        const WireKey *key = &wires->keys.items[before[i]];
        if (key->call == wires->call) continue;
        touch_id(round, key->from_id);
        touch_id(round, key->to_id);
        array_push(&wires->free, before[i]);
    }
}

/* Arrows grouped by a touched box of theirs: those of box b are ends[first[b] .. first[b + 1]). */
typedef struct Groups {
    uint32_t *first;
    End *ends;
} Groups;

static Groups group(const Round *round, RouteEnds *const *ends, bool by_target) {
    Groups g = {arena_array(round->scratch, uint32_t, round->box_count + 2), NULL};
    /* first[b + 2] counts, then first[b + 1] runs from the begin of b to its end. */
    for (size_t i = 0; i < round->arrow_count; i++) {
        if (!ends[i]) continue;
        uint32_t box = by_target ? round->arrows[i].to : round->arrows[i].from;
        if (round->touched[box]) g.first[box + 2]++;
    }
    for (size_t b = 2; b < round->box_count + 2; b++) g.first[b] += g.first[b - 1];
    g.ends = arena_array(round->scratch, End, g.first[round->box_count + 1] + 1);
    for (size_t i = 0; i < round->arrow_count; i++) {
        if (!ends[i]) continue;
        uint32_t box = by_target ? round->arrows[i].to : round->arrows[i].from;
        if (!round->touched[box]) continue;
        End *end = &g.ends[g.first[box + 1]++];
        end->id = round->arrows[i].id;
        end->ends = ends[i];
    }
    return g;
}

/* Phase 3: the new ends of every arrow at a touched box; null for the others. */
static RouteEnds **order_ends(const Round *round) {
    RouteEnds **ends = arena_array(round->scratch, RouteEnds *, round->arrow_count + 1);
    if (!round->any) return ends;
    size_t count = 0;
    for (size_t i = 0; i < round->arrow_count; i++) {
        const WiresArrow *a = &round->arrows[i];
        if (is_drawn(a) && (round->touched[a->from] || round->touched[a->to])) count++;
    }
    RouteEnds *pool = arena_array(round->scratch, RouteEnds, count + 1);
    for (size_t i = 0; i < round->arrow_count; i++) {
        const WiresArrow *a = &round->arrows[i];
        if (!is_drawn(a) || (!round->touched[a->from] && !round->touched[a->to])) continue;
        const WiresBox *from = &round->boxes[a->from], *to = &round->boxes[a->to];
        ends[i] = pool++;
        *ends[i] = round->wires->wires.items[round->wires->now.items[i]].ends;
        ends[i]->from = from->rect;
        ends[i]->to = to->rect;
        ends[i]->from_id = from->id;
        ends[i]->to_id = to->id;
        ends[i]->inner = a->inner;
        ends[i]->start = (Point){from->rect.x + a->port.x, from->rect.y + a->port.y};
    }
    Groups in = group(round, ends, true), out = group(round, ends, false);
    for (size_t b = 0; b < round->box_count; b++) {
        if (!round->touched[b]) continue;
        const WiresBox *box = &round->boxes[b];
        spread_ends(box, in.ends + in.first[b], in.first[b + 1] - in.first[b]);
        rank_ports(box, out.ends + out.first[b], out.first[b + 1] - out.first[b]);
    }
    return ends;
}

static bool is_touched(const RouteSeen *seen, const Rect *dirty, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (route_has_seen(seen, dirty[i])) return true;
    return false;
}

void wires_update(Wires *wires, const Space *space, const WiresBox *boxes, size_t box_count,
                  const WiresArrow *arrows, size_t arrow_count, const Rect *dirty,
                  size_t dirty_count, Arena *scratch) {
    Round round = {.wires = wires,
                   .boxes = boxes,
                   .box_count = box_count,
                   .arrows = arrows,
                   .arrow_count = arrow_count,
                   .touched = arena_array(scratch, bool, box_count + 1),
                   .scratch = scratch};
    bool *moved = arena_array(scratch, bool, box_count + 1);
    wires->call++;
    match_boxes(&round, moved);
    match_arrows(&round, moved);
    RouteEnds **ends = order_ends(&round);
    /* Phase 4: routes. */
    wires->routed = 0;
    wires->bounds = (Rect){.w = -1};
    array_clear(&wires->curves);
    array_reserve(&wires->curves, arrow_count);
    for (size_t i = 0; i < arrow_count; i++) {
        uint32_t at = wires->now.items[i];
        Wire *wire = &wires->wires.items[at];
        array_push(&wires->curves, &wire->curve);
        if (!is_drawn(&arrows[i])) continue;
        bool changed = !wire->curve.count || (ends[i] && !ends_same(ends[i], &wire->ends));
        if (changed || dirty_count > DIRTY_MAX ||
            is_touched(&wires->seen.items[at], dirty, dirty_count)) {
            if (ends[i]) wire->ends = *ends[i];
            route_make(space, &wire->ends, &wire->curve, &wires->seen.items[at]);
            wires->routed++;
        }
        Rect bounds = wire->curve.bounds;
        wires->bounds = wires->bounds.w < 0 ? bounds : rect_union(wires->bounds, bounds);
    }
}
