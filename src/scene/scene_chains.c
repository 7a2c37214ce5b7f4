/* Long chains folded: of a run of objects of one type that hang on each other and on nothing else,
 * as the nodes of a linked list do, the first and the last are cards, and one card stands for those
 * between. It wears no count, since it is no object; the arrows that come out of it are references
 * of its two ends to their shown neighbours, so that their badges stay arrows and stub.
 *
 * Folded is what cannot be missed: a node with a name, with a third neighbour, or that was pulled
 * out ends the run. */
#include "base/translate.h"
#include "scene/cards.h"

#include <string.h>

enum {
    RUN_LEAST = 24, /* objects; a shorter run is drawn whole */
    RUN_SHOWN = 4   /* of it at each end */
};

#define CHAIN_KEY ((uint64_t)1 << 62) /* in a card's key: above the serials of objects */

/* How an object hangs on others of its type. */
typedef struct Link {
    uint32_t near[2];
    uint32_t near_count; /* 3: more than two */
    uint32_t inner;      /* references to it from its neighbours */
    bool eligible;
    bool seen;
} Link;

typedef struct Search {
    const Scene *scene;
    Link *links;
} Search;

static void join(Link *link, uint32_t other) {
    if (link->near_count > 2) return;
    for (uint32_t i = 0; i < link->near_count; i++) {
        if (link->near[i] == other) return;
    }
    if (link->near_count < 2) link->near[link->near_count] = other;
    link->near_count++;
}

static bool is_eligible(const Scene *scene, uint32_t object) {
    const SnapObject *self = &scene->now->objects.items[object];
    return !self->shared && !self->dying && !self->apart && !self->more &&
           self->class != OBJECT_CLASS && self->class != OBJECT_FUNCTION &&
           !card_stands_inline(scene, object);
}

static void find_links(Search *search) {
    const Snapshot *now = search->scene->now;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        search->links[i].eligible = is_eligible(search->scene, i);
    }
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *self = &now->objects.items[i];
        if (!search->links[i].eligible) continue;
        for (uint32_t k = 0; k < self->reference_count; k++) {
            const SnapReference *reference = &now->references.items[self->first_reference + k];
            uint32_t to = reference->target;
            if (to == SNAPSHOT_NONE || !search->links[to].eligible || to == i) continue;
            if (!text_equal(self->type, now->objects.items[to].type)) continue;
            join(&search->links[i], to);
            join(&search->links[to], i);
            search->links[to].inner += !reference->weak;
        }
    }
}

/* Between two neighbours, and held by nothing else that is visible. */
static bool is_within(const Search *search, uint32_t object) {
    const Link *link = &search->links[object];
    return link->eligible && link->near_count == 2 &&
           link->inner == search->scene->now->objects.items[object].incoming;
}

static bool is_opened(const Scene *scene, const uint32_t *run, size_t count) {
    for (size_t i = 0; i < count && scene->opened.count; i++) {
        Handle handle = scene->now->objects.items[run[i]].handle;
        for (size_t k = 0; k < scene->opened.count; k++) {
            if (handle_equal(scene->opened.items[k], handle)) return true;
        }
    }
    return false;
}

static void fold_run(Scene *scene, const uint32_t *run, size_t count) {
    if (count < RUN_LEAST || is_opened(scene, run, count)) return;
    Chain chain = {.first = run[RUN_SHOWN],
                   .last = run[count - RUN_SHOWN - 1],
                   .before = run[RUN_SHOWN - 1],
                   .after = run[count - RUN_SHOWN],
                   .oldest = run[RUN_SHOWN],
                   .begin = (uint32_t)scene->chained.count,
                   .count = (uint32_t)(count - 2 * RUN_SHOWN)};
    const SnapObject *objects = scene->now->objects.items;
    for (size_t i = RUN_SHOWN; i < count - RUN_SHOWN; i++) {
        scene->chain_of.items[run[i]] = (uint32_t)scene->chains.count + 1;
        array_push(&scene->chained, run[i]);
        if (objects[run[i]].handle.serial < objects[chain.oldest].handle.serial)
            chain.oldest = run[i];
        layout_forget(scene->layout, card_key(objects[run[i]].handle));
    }
    array_push(&scene->chains, chain);
}

/* The run that begins with `from`, away from `outside`. */
static void walk_run(Scene *scene, Search *search, uint32_t from, uint32_t outside) {
    Array(uint32_t) run = {0};
    uint32_t last = outside, at = from;
    while (is_within(search, at) && !search->links[at].seen) {
        search->links[at].seen = true;
        array_push(&run, at);
        const uint32_t *near = search->links[at].near;
        uint32_t next = near[0] == last ? near[1] : near[0];
        last = at;
        at = next;
    }
    if (run.count) fold_run(scene, run.items, run.count);
    array_deinit(&run);
}

void chains_fold(Scene *scene) {
    size_t count = scene->now->objects.count;
    array_clear(&scene->chains);
    array_clear(&scene->chain_of);
    array_clear(&scene->chained);
    for (size_t i = 0; i < count; i++) array_push(&scene->chain_of, 0);
    if (scene->options.chains_whole || count < RUN_LEAST) return;
    Search search = {scene, arena_array(&scene->arena, Link, count)};
    find_links(&search);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_within(&search, i) || search.links[i].seen) continue;
        for (int k = 0; k < 2; k++) {
            uint32_t outside = search.links[i].near[k];
            if (!is_within(&search, outside)) walk_run(scene, &search, i, outside);
        }
    }
    /* What is left runs in a ring. */
    for (uint32_t i = 0; i < count; i++) {
        if (is_within(&search, i) && !search.links[i].seen)
            walk_run(scene, &search, i, search.links[i].near[1]);
    }
}

/* A row for each reference of the end of a chain to its shown neighbour. It is not held by the row:
 * no gesture acts on it. */
static void add_ends(Scene *scene, uint32_t card, uint32_t from, uint32_t to) {
    const Snapshot *now = scene->now;
    const SnapObject *self = &now->objects.items[from];
    for (uint32_t i = 0; i < self->reference_count; i++) {
        const SnapReference *reference = &now->references.items[self->first_reference + i];
        if (reference->target != to) continue;
        array_push(&scene->rows,
                   ((SceneRow){.card = card,
                               .variable = SNAPSHOT_NONE,
                               .reference = SNAPSHOT_NONE,
                               .target = to,
                               .weak = reference->weak,
                               .arrow = true,
                               .label = reference->slot == SNAP_NAME ? reference->label
                                                                     : text_of(_("item"))}));
        scene->cards.items[card].row_count++;
    }
}

uint32_t chain_card(Scene *scene, uint32_t object) {
    const Chain *chain = &scene->chains.items[scene->chain_of.items[object] - 1];
    const SnapObject *first = &scene->now->objects.items[chain->first];
    uint32_t number = (uint32_t)scene->cards.count;
    Card card = {
        .kind = CARD_CHAIN,
        .key = CHAIN_KEY | card_key(scene->now->objects.items[chain->oldest].handle),
        .object = chain->first,
        .frame = SNAPSHOT_NONE,
        .title = text_of(arena_format(
            &scene->arena,
            translate_many("\xE2\x80\xA6 %u more %.*s", "\xE2\x80\xA6 %u more %.*s", chain->count),
            chain->count, (int)first->type.length, first->type.bytes)),
        .class = first->class,
        .garbage = !first->reachable,
        .first_row = (uint32_t)scene->rows.count};
    array_push(&scene->cards, card);
    for (uint32_t i = 0; i < chain->count; i++) {
        scene->card_of.items[scene->chained.items[chain->begin + i]] = number + 1;
    }
    add_ends(scene, number, chain->first, chain->before);
    add_ends(scene, number, chain->last, chain->after);
    return number;
}

bool scene_is_folded(const Scene *scene, Handle object) {
    uint32_t index = scene->now ? snapshot_find(scene->now, object) : SNAPSHOT_NONE;
    return index != SNAPSHOT_NONE && scene->chain_of.items[index];
}
