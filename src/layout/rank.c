#include "layout/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_RANK UINT32_MAX

/* Rounds of ordering; more change nothing that is seen. */
#define SWEEPS 3

/* Rounds in which each box moves between its neighbours on both sides. */
#define BALANCE_SMALL 12
#define BALANCE_LARGE 3
#define LARGE         500 /* boxes */

/* A column may be this high, a band of columns this wide, before it is split, pixels; or more when
 * the whole is so large that its square is. */
#define COLUMN_MAX 2400.0f
#define BAND_MAX   6000.0f

typedef struct Links {
    uint32_t *first; /* [boxes + 1]: where the links of a box begin */
    uint32_t *arrow; /* indices of arrows, in the order of the input */
} Links;

typedef struct Rank {
    RankBox *boxes;
    uint32_t box_count;
    const RankArrow *arrows;
    uint32_t arrow_count;
    RankRules rules;
    Arena *scratch;
    Links out, in;
    uint32_t *rank;      /* by box; 0 = fixed */
    uint32_t *line;      /* the boxes to be placed, rank by rank, each in its order */
    uint32_t *line_from; /* [rank_count + 1]: rank r is line[line_from[r] .. line_from[r + 1]) */
    uint32_t rank_count;
    uint32_t lost_from; /* first rank of the group that nothing leads to */
    float *wish;        /* by box: the top that its neighbours ask for */
} Rank;

static Links links_make(const Rank *r, bool outgoing) {
    Links links = {arena_array(r->scratch, uint32_t, r->box_count + 1),
                   arena_array(r->scratch, uint32_t, r->arrow_count + 1)};
    for (uint32_t i = 0; i < r->arrow_count; i++)
        links.first[(outgoing ? r->arrows[i].from : r->arrows[i].to) + 1]++;
    for (uint32_t i = 0; i < r->box_count; i++) links.first[i + 1] += links.first[i];
    uint32_t *next = arena_array(r->scratch, uint32_t, r->box_count + 1);
    memcpy(next, links.first, r->box_count * sizeof *next);
    for (uint32_t i = 0; i < r->arrow_count; i++)
        links.arrow[next[outgoing ? r->arrows[i].from : r->arrows[i].to]++] = i;
    return links;
}

/* Follows the arrows from the boxes in queue[head..tail) and ranks what they reach. */
static uint32_t spread(Rank *r, uint32_t *queue, uint32_t head, uint32_t tail) {
    for (; head < tail; head++) {
        uint32_t box = queue[head];
        for (uint32_t k = r->out.first[box]; k < r->out.first[box + 1]; k++) {
            uint32_t to = r->arrows[r->out.arrow[k]].to;
            if (r->rank[to] != NO_RANK) continue;
            r->rank[to] = r->rank[box] + 1;
            queue[tail++] = to;
        }
    }
    return tail;
}

typedef struct Keyed {
    double key;
    uint32_t tie;
    uint32_t box;
} Keyed;

static int keyed_compare(const void *a, const void *b) {
    const Keyed *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->tie < y->tie ? -1 : x->tie > y->tie;
}

/* Phase 1: ranks and the first order, that of discovery. */
static void phase_rank(Rank *r) {
    uint32_t n = r->box_count;
    uint32_t *queue = arena_array(r->scratch, uint32_t, n + 1);
    Keyed *sorted = arena_array(r->scratch, Keyed, n + 1);
    uint32_t tail = 0;
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = (Keyed){r->boxes[i].order, i, i};
        r->rank[i] = r->boxes[i].fixed ? 0 : NO_RANK;
        if (r->boxes[i].fixed) queue[tail++] = i;
    }
    uint32_t fixed = tail;
    tail = spread(r, queue, 0, tail);
    uint32_t reached = tail, deepest = 0;
    for (uint32_t i = 0; i < tail; i++)
        if (r->rank[queue[i]] > deepest) deepest = r->rank[queue[i]];
    r->lost_from = deepest + 1;
    qsort(sorted, n, sizeof *sorted, keyed_compare);
    /* First those that nothing refers to, then the oldest of each cycle that is left. */
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < n; i++) {
            uint32_t box = sorted[i].box;
            if (r->rank[box] != NO_RANK) continue;
            if (round == 0 && r->in.first[box] != r->in.first[box + 1]) continue;
            r->rank[box] = r->lost_from;
            queue[tail++] = box;
            tail = spread(r, queue, tail - 1, tail);
        }
    for (uint32_t i = reached; i < tail; i++)
        if (r->rank[queue[i]] > deepest) deepest = r->rank[queue[i]];
    r->rank_count = deepest + 1;
    r->line_from = arena_array(r->scratch, uint32_t, r->rank_count + 2);
    for (uint32_t i = fixed; i < tail; i++) r->line_from[r->rank[queue[i]] + 1]++;
    for (uint32_t k = 0; k < r->rank_count; k++) r->line_from[k + 1] += r->line_from[k];
    uint32_t *next = arena_array(r->scratch, uint32_t, r->rank_count + 1);
    memcpy(next, r->line_from, r->rank_count * sizeof *next);
    for (uint32_t i = fixed; i < tail; i++) r->line[next[r->rank[queue[i]]]++] = queue[i];
}

/* The height at which an arrow asks its target's top to be. Between nodes it is the same row;
 * a frame's names each ask for their own height. */
static float asked_by_source(const Rank *r, const RankArrow *a) {
    const RankBox *from = &r->boxes[a->from];
    return from->lane ? from->rect.y + a->port_y - r->boxes[a->to].entry : from->rect.y;
}

static float asked_by_target(const Rank *r, const RankArrow *a) {
    const RankBox *from = &r->boxes[a->from], *to = &r->boxes[a->to];
    return from->lane ? to->rect.y + to->entry - a->port_y : to->rect.y;
}

/* What the neighbours in earlier (or later) columns ask of a box, on average; ports decide between
 * equals, by less than a pixel. Keeps what is there when there are none. */
static float wish_of(const Rank *r, uint32_t box, bool forward) {
    const Links *links = forward ? &r->in : &r->out;
    float sum = 0;
    int count = 0;
    for (uint32_t k = links->first[box]; k < links->first[box + 1]; k++) {
        const RankArrow *a = &r->arrows[links->arrow[k]];
        uint32_t other = forward ? a->from : a->to;
        if (r->rank[other] >= r->rank[box] ? forward : !forward) continue;
        if (r->rank[other] == r->rank[box]) continue;
        sum += forward ? asked_by_source(r, a) + a->port_y * 0.001f : asked_by_target(r, a);
        count++;
    }
    return count ? sum / (float)count : r->boxes[box].rect.y;
}

typedef struct Block {
    double sum;   /* of the wishes, each less its offset in the block */
    float height; /* pixels with the gaps */
    uint32_t count;
} Block;

/* Puts line[from..to) under each other in this order, each as near to its wish as the others allow
 * (least squares, by pooling neighbours that are in each other's way), not above `top`. */
static void stack_near(Rank *r, uint32_t from, uint32_t to, float top) {
    Block *blocks = arena_array(r->scratch, Block, to - from + 1);
    uint32_t count = 0;
    for (uint32_t i = from; i < to; i++) {
        uint32_t box = r->line[i];
        Block block = {r->wish[box], r->boxes[box].rect.h + r->rules.gap_y, 1};
        while (count) {
            Block *above = &blocks[count - 1];
            double y = fmax(above->sum / above->count, top);
            if (y + above->height <= block.sum / block.count) break;
            block.sum = above->sum + block.sum - (double)above->height * block.count;
            block.height += above->height;
            block.count += above->count;
            count--;
        }
        blocks[count++] = block;
    }
    uint32_t i = from;
    float y = top;
    for (uint32_t b = 0; b < count; b++) {
        y = fmaxf(y, (float)(blocks[b].sum / blocks[b].count));
        for (uint32_t k = 0; k < blocks[b].count; k++, i++) {
            RankBox *box = &r->boxes[r->line[i]];
            box->rect.y = roundf(y);
            y = box->rect.y + box->rect.h + r->rules.gap_y;
        }
    }
}

/* Phase 2: orders a column by what its neighbours ask for. */
static void order_rank(Rank *r, uint32_t rank, bool forward) {
    uint32_t from = r->line_from[rank], to = r->line_from[rank + 1];
    Keyed *sorted = arena_array(r->scratch, Keyed, to - from + 1);
    for (uint32_t i = from; i < to; i++) {
        uint32_t box = r->line[i];
        r->wish[box] = wish_of(r, box, forward);
        sorted[i - from] = (Keyed){r->wish[box], i, box};
    }
    qsort(sorted, to - from, sizeof *sorted, keyed_compare);
    for (uint32_t i = from; i < to; i++) r->line[i] = sorted[i - from].box;
    stack_near(r, from, to, r->rules.origin.y);
}

static void phase_order(Rank *r) {
    for (uint32_t i = 0; i < r->box_count; i++)
        if (!r->boxes[i].fixed) r->boxes[i].rect.y = r->rules.origin.y;
    for (uint32_t k = 1; k < r->rank_count; k++) order_rank(r, k, true);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (uint32_t k = r->rank_count; k-- > 1;) order_rank(r, k, false);
        for (uint32_t k = 1; k < r->rank_count; k++) order_rank(r, k, true);
    }
}

/* A part of a rank that stands in one column. */
typedef struct Column {
    uint32_t from, to; /* of `line` */
    float top;
    bool packed; /* stacked from the top: in a split or broken part heights mean nothing */
} Column;

/* The mean of what the neighbours on both sides ask for. */
static float wish_between(const Rank *r, uint32_t box) {
    bool has_in = r->in.first[box] != r->in.first[box + 1];
    bool has_out = r->out.first[box] != r->out.first[box + 1];
    float before = wish_of(r, box, true), after = wish_of(r, box, false);
    return has_in && has_out ? (before + after) / 2 : has_out ? after : before;
}

static void place_column(Rank *r, const Column *column, bool between) {
    for (uint32_t i = column->from; i < column->to; i++) {
        uint32_t box = r->line[i];
        float wish = between ? wish_between(r, box) : wish_of(r, box, true);
        r->wish[box] = column->packed ? column->top : fmaxf(wish, column->top);
    }
    stack_near(r, column->from, column->to, column->top);
}

/* Phase 3 for the ranks of one group. `top` is where it begins; returns its bottom. */
static float place_group(Rank *r, uint32_t rank_from, uint32_t rank_to, float top) {
    float area = 0, gap_x = r->rules.gap_x, gap_y = r->rules.gap_y;
    uint32_t begin = r->line_from[rank_from], end = r->line_from[rank_to];
    for (uint32_t i = begin; i < end; i++) {
        Rect rect = r->boxes[r->line[i]].rect;
        area += (rect.w + gap_x) * (rect.h + gap_y);
    }
    float column_max = fmaxf(COLUMN_MAX, sqrtf(area) * 1.2f);
    float band_max = fmaxf(BAND_MAX, sqrtf(area) * 2.0f);
    float band_top = top, bottom = top, x = r->rules.origin.x;
    Column *columns = arena_array(r->scratch, Column, end - begin + 1);
    uint32_t column_count = 0;
    for (uint32_t k = rank_from; k < rank_to; k++) {
        if (x > r->rules.origin.x + band_max) {
            x = r->rules.origin.x;
            band_top = bottom;
        }
        uint32_t i = r->line_from[k], rank_end = r->line_from[k + 1];
        while (i < rank_end) {
            float height = 0, width = 0;
            Column column = {.from = i, .top = band_top};
            while (i < rank_end && (i == column.from || height < column_max)) {
                Rect rect = r->boxes[r->line[i]].rect;
                height += rect.h + gap_y;
                width = fmaxf(width, rect.w);
                i++;
            }
            column.to = i;
            column.packed = band_top > top || column.from > r->line_from[k] || i < rank_end;
            place_column(r, &column, false);
            for (uint32_t j = column.from; j < i; j++) {
                RankBox *box = &r->boxes[r->line[j]];
                box->rect.x = x;
                bottom = fmaxf(bottom, rect_bottom(box->rect) + gap_y);
            }
            x = ceilf(x + width + gap_x);
            columns[column_count++] = column;
        }
    }
    if (band_top > top) return bottom; /* a broken band stands above others: it may not grow */
    int rounds = end - begin > LARGE ? BALANCE_LARGE : BALANCE_SMALL;
    for (int round = 0; round < rounds; round++) {
        for (uint32_t c = column_count; c-- > 0;) place_column(r, &columns[c], true);
        for (uint32_t c = 0; c < column_count; c++) place_column(r, &columns[c], true);
    }
    for (uint32_t i = begin; i < end; i++)
        bottom = fmaxf(bottom, rect_bottom(r->boxes[r->line[i]].rect) + gap_y);
    return bottom;
}

void rank_place(RankBox *boxes, uint32_t box_count, const RankArrow *arrows, uint32_t arrow_count,
                const RankRules *rules, Arena *scratch) {
    Rank r = {.boxes = boxes,
              .box_count = box_count,
              .arrows = arrows,
              .arrow_count = arrow_count,
              .rules = *rules,
              .scratch = scratch};
    r.rules.origin = (Point){ceilf(rules->origin.x), ceilf(rules->origin.y)};
    r.out = links_make(&r, true);
    r.in = links_make(&r, false);
    r.rank = arena_array(scratch, uint32_t, box_count + 1);
    r.line = arena_array(scratch, uint32_t, box_count + 1);
    r.wish = arena_array(scratch, float, box_count + 1);
    phase_rank(&r);
    phase_order(&r);
    float bottom = r.rules.origin.y;
    if (r.lost_from > 1) bottom = place_group(&r, 1, r.lost_from, bottom);
    if (r.lost_from < r.rank_count) place_group(&r, r.lost_from, r.rank_count, bottom);
}
