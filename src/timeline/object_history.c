#include "timeline/object_history.h"

#include <string.h>

enum {
    STEP_COST = 64, /* bytes of a log that a step takes besides its own */
    TURN = 256      /* steps read on one side before the other has its turn */
};

void object_history_begin(ObjectHistory *history, const Timeline *timeline, Handle object) {
    uint32_t stop = timeline_position(timeline);
    array_clear(&history->earlier);
    array_clear(&history->later);
    history->object = object;
    history->from = history->to = stop;
    history->ended_before = history->ended_after = !object.serial || stop == 0;
    if (history->ended_before) return;
    const Heap *heap = &timeline_vm(timeline)->heap;
    memcpy(history->at_from, heap_object(heap, object.ref), GRANULE);
    memcpy(history->at_to, history->at_from, GRANULE);
}

void object_history_deinit(ObjectHistory *history) {
    array_deinit(&history->earlier);
    array_deinit(&history->later);
    *history = (ObjectHistory){0};
}

/* The object's refcount in its header as it was; false when it was not alive. */
static bool read_header(const ObjectHistory *history, const uint8_t granule[GRANULE],
                        uint32_t *count) {
    Object head;
    memcpy(&head, granule, sizeof head);
    bool alive = head.serial == history->object.serial && head.kind != KIND_NULL;
    *count = alive ? head.refcount : 0;
    return alive;
}

static void apply(uint8_t granule[GRANULE], const uint8_t difference[GRANULE]) {
    for (int i = 0; i < GRANULE; i++) granule[i] ^= difference[i];
}

/* The change that a step made; false when it made none. */
static bool compare(const ObjectHistory *history, uint32_t stop, const uint8_t before[GRANULE],
                    const uint8_t after[GRANULE], ObjectChange *change) {
    uint32_t old, new;
    bool was = read_header(history, before, &old), is = read_header(history, after, &new);
    *change = (ObjectChange){
        .stop = stop, .before = old, .after = new, .born = !was &&is, .freed = was && !is};
    return was != is || old != new;
}

/* One step on the side of the past. */
static void read_back(ObjectHistory *history, const Timeline *timeline) {
    uint8_t difference[GRANULE], after[GRANULE];
    ObjectChange change;
    uint32_t stop = history->from--;
    if (timeline_granule_change(timeline, stop, history->object.ref, difference)) {
        memcpy(after, history->at_from, GRANULE);
        apply(history->at_from, difference);
        if (compare(history, stop, history->at_from, after, &change)) {
            array_push(&history->earlier, change);
            history->ended_before = change.born;
        }
    }
    if (history->from <= 1) history->ended_before = true;
}

static void read_on(ObjectHistory *history, const Timeline *timeline) {
    uint8_t difference[GRANULE], before[GRANULE];
    ObjectChange change;
    uint32_t stop = ++history->to;
    if (timeline_granule_change(timeline, stop, history->object.ref, difference)) {
        memcpy(before, history->at_to, GRANULE);
        apply(history->at_to, difference);
        if (compare(history, stop, before, history->at_to, &change)) {
            array_push(&history->later, change);
            history->ended_after = change.freed;
        }
    }
    if (history->to >= timeline_count(timeline)) history->ended_after = true;
}

bool object_history_search(ObjectHistory *history, const Timeline *timeline, uint64_t budget) {
    uint64_t read = 0;
    if (history->from <= 1) history->ended_before = true;
    if (history->to >= timeline_count(timeline)) history->ended_after = true;
    while (read < budget && !(history->ended_before && history->ended_after)) {
        for (int i = 0; i < TURN && !history->ended_before; i++) {
            read += STEP_COST + timeline_log_bytes(timeline, history->from);
            read_back(history, timeline);
        }
        for (int i = 0; i < TURN && !history->ended_after; i++) {
            read += STEP_COST + timeline_log_bytes(timeline, history->to + 1);
            read_on(history, timeline);
        }
    }
    return history->ended_before && history->ended_after;
}

size_t object_history_count(const ObjectHistory *history) {
    return history->earlier.count + history->later.count;
}

const ObjectChange *object_history_at(const ObjectHistory *history, size_t index) {
    size_t earlier = history->earlier.count;
    if (index < earlier) return &history->earlier.items[earlier - 1 - index];
    assert(index - earlier < history->later.count);
    return &history->later.items[index - earlier];
}

/* The number of changes that led to stops up to `stop`. */
static size_t count_up_to(const ObjectHistory *history, uint32_t stop) {
    size_t low = 0, high = object_history_count(history);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (object_history_at(history, middle)->stop <= stop) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const ObjectChange *object_history_after(const ObjectHistory *history, uint32_t stop, bool *known) {
    size_t at = count_up_to(history, stop);
    bool found = at < object_history_count(history);
    bool near = stop >= history->from || history->ended_before; /* nothing unread lies between */
    *known = near && (found || history->ended_after);
    return found && near ? object_history_at(history, at) : NULL;
}

const ObjectChange *object_history_before(const ObjectHistory *history, uint32_t stop,
                                          bool *known) {
    size_t at = stop ? count_up_to(history, stop - 1) : 0;
    bool near = stop <= history->to + 1 || history->ended_after;
    *known = near && (at > 0 || history->ended_before);
    return at && near ? object_history_at(history, at - 1) : NULL;
}
