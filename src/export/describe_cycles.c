/* Strongly connected components, as Tarjan finds them, without recursion: chains are long. */
#include "export/describe_parts.h"

#include <stdlib.h>

/* An object whose references are being followed. */
typedef struct Visit {
    uint32_t object;
    uint32_t next; /* twice the number of its next reference, plus 1 for that one's key */
} Visit;

typedef struct Search {
    const Snapshot *now;
    uint32_t *order; /* by object: when it was found, from 1; 0: not yet */
    uint32_t *low;   /* by object: the earliest found that it leads to */
    bool *open;      /* by object: its group is not complete */
    uint32_t found;
    Array(Visit) visits;
    Array(uint32_t) stack; /* found, groups not complete */
    ObjectCycles *cycles;
} Search;

/* What one end of a reference leads to by a strong reference, or SNAPSHOT_NONE. */
static uint32_t target_of(const SnapReference *reference, bool key) {
    if (key) return reference->slot == SNAP_KEY ? reference->key_object : SNAPSHOT_NONE;
    return reference->weak ? SNAPSHOT_NONE : reference->target;
}

static uint32_t next_target(const Snapshot *now, Visit *visit) {
    const SnapObject *object = &now->objects.items[visit->object];
    while (visit->next < object->reference_count * 2) {
        uint32_t at = visit->next++;
        const SnapReference *references = &now->references.items[object->first_reference];
        uint32_t target = target_of(&references[at / 2], at % 2);
        if (target != SNAPSHOT_NONE) return target;
    }
    return SNAPSHOT_NONE;
}

static bool holds_itself(const Snapshot *now, uint32_t object) {
    Visit visit = {object, 0};
    uint32_t target;
    while ((target = next_target(now, &visit)) != SNAPSHOT_NONE) {
        if (target == object) return true;
    }
    return false;
}

static bool is_told(const Snapshot *now, const uint32_t *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        ObjectClass class = now->objects.items[members[i]].class;
        if (class != OBJECT_CLASS && class != OBJECT_FUNCTION && class != OBJECT_MODULE)
            return true;
    }
    return false;
}

static int ascending(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* The group that ends with this object is complete. */
static void close_group(Search *search, uint32_t object) {
    size_t first = search->stack.count;
    do {
        first--;
        search->open[search->stack.items[first]] = false;
    } while (search->stack.items[first] != object);
    uint32_t *members = &search->stack.items[first];
    size_t count = search->stack.count - first;
    search->stack.count = first;
    if (count == 1 && !holds_itself(search->now, object)) return;
    if (!is_told(search->now, members, count)) return;
    qsort(members, count, sizeof *members, ascending);
    for (size_t i = 0; i < count; i++) array_push(&search->cycles->members, members[i]);
    array_push(&search->cycles->ends, (uint32_t)search->cycles->members.count);
}

static void enter(Search *search, uint32_t object) {
    search->order[object] = search->low[object] = ++search->found;
    search->open[object] = true;
    array_push(&search->stack, object);
    array_push(&search->visits, ((Visit){object, 0}));
}

static void lower(Search *search, uint32_t object, uint32_t to) {
    if (to < search->low[object]) search->low[object] = to;
}

static void search_from(Search *search, uint32_t object) {
    enter(search, object);
    while (search->visits.count) {
        Visit *visit = &array_last(&search->visits);
        uint32_t at = visit->object, target = next_target(search->now, visit);
        if (target != SNAPSHOT_NONE) {
            if (!search->order[target])
                enter(search, target);
            else if (search->open[target])
                lower(search, at, search->order[target]);
            continue;
        }
        (void)array_pop(&search->visits);
        if (search->visits.count) {
            lower(search, array_last(&search->visits).object, search->low[at]);
        }
        if (search->low[at] == search->order[at]) close_group(search, at);
    }
}

/* ---- the order in which they are told ---- */

typedef struct Group {
    uint32_t first, end; /* in the members as they were found */
    uint32_t least;      /* its first member */
} Group;

static int by_least(const void *a, const void *b) {
    return ascending(&((const Group *)a)->least, &((const Group *)b)->least);
}

static void sort_groups(ObjectCycles *cycles) {
    ObjectCycles sorted = {0};
    Array(Group) groups = {0};
    for (size_t i = 0; i < cycles->ends.count; i++) {
        uint32_t first = i ? cycles->ends.items[i - 1] : 0;
        array_push(&groups, ((Group){first, cycles->ends.items[i], cycles->members.items[first]}));
    }
    if (groups.count) qsort(groups.items, groups.count, sizeof *groups.items, by_least);
    for (size_t i = 0; i < groups.count; i++) {
        for (uint32_t j = groups.items[i].first; j < groups.items[i].end; j++) {
            array_push(&sorted.members, cycles->members.items[j]);
        }
        array_push(&sorted.ends, (uint32_t)sorted.members.count);
    }
    array_deinit(&groups);
    describe_cycles_deinit(cycles);
    *cycles = sorted;
}

void describe_cycles_find(const Snapshot *now, ObjectCycles *cycles) {
    size_t count = now->objects.count;
    *cycles = (ObjectCycles){0};
    Search search = {.now = now,
                     .order = memory_alloc(count * sizeof(uint32_t)),
                     .low = memory_alloc(count * sizeof(uint32_t)),
                     .open = memory_alloc(count * sizeof(bool)),
                     .cycles = cycles};
    for (uint32_t i = 0; i < count; i++) {
        if (!search.order[i]) search_from(&search, i);
    }
    memory_free(search.order);
    memory_free(search.low);
    memory_free(search.open);
    array_deinit(&search.visits);
    array_deinit(&search.stack);
    sort_groups(cycles);
}

void describe_cycles_deinit(ObjectCycles *cycles) {
    array_deinit(&cycles->members);
    array_deinit(&cycles->ends);
}
