#include "timeline/object_history.h"

#include "heap/dict_keys.h"
#include "heap/list.h"
#include "timeline/delta.h"

#include <string.h>

enum {
    STEP_COST = 64, /* bytes of a log that a step takes besides its own */
    TURN = 256      /* steps read on one side before the other has its turn */
};

/* ---- where an object keeps what it holds ---- */

static void add_place(HistoryEnd *end, Ref first, size_t bytes) {
    if (!first || !bytes || end->place_count == HISTORY_PLACES) return;
    end->places[end->place_count].first = first;
    end->places[end->place_count++].count = (uint32_t)((bytes + GRANULE - 1) / GRANULE);
}

static bool has_record(Kind kind) {
    switch (kind) {
    case KIND_LIST:
    case KIND_DICT:
    case KIND_DEFAULT_DICT:
    case KIND_DEQUE:
    case KIND_SET:
    case KIND_CELL:
    case KIND_INSTANCE:
    case KIND_ITERTOOL:
    case KIND_ITERATOR: return true;
    default: return false;
    }
}

/* From what the object's own granules held at this end: the items of a list, of a deque the blocks
 * at its ends; slots; the values of
 * attributes, or the dict that has them. */
static void find_places(const ObjectHistory *history, HistoryEnd *end) {
    List list;
    Deque deque;
    Preheader before;
    memcpy(&list, end->head, GRANULE);
    memcpy((uint8_t *)&list + GRANULE, end->record, sizeof list - GRANULE);
    memcpy((uint8_t *)&deque + GRANULE, end->record, GRANULE);
    memcpy(&before, end->before, GRANULE);
    end->place_count = 0;
    end->dict = REF_NULL;
    if (!history->size) return;
    if (list.head.kind == KIND_LIST && list.items && list.allocated != LIST_SORTING) {
        add_place(end, list.items, sizeof(Ref) * (size_t)list.allocated);
    }
    if (list.head.kind == KIND_DEQUE) {
        add_place(end, deque.left, sizeof(DequeBlock));
        if (deque.right != deque.left) add_place(end, deque.right, sizeof(DequeBlock));
    }
    if (list.head.kind == KIND_INSTANCE && history->size > 2 * GRANULE) {
        add_place(end, history->object.ref + 2, history->size - 2 * GRANULE);
    }
    if (!(list.head.flags & OBJECT_PREHEADER)) return;
    if (before.values && before.values == history->values) {
        add_place(end, before.values, history->values_bytes);
    }
    end->dict = before.dict;
}

/* The block of the values, inline or of a dict that shares the class's keys. */
static void find_values(ObjectHistory *history, const Heap *heap) {
    Ref object = history->object.ref;
    if (!(heap_object(heap, object)->flags & OBJECT_PREHEADER)) return;
    const Preheader *before = heap_preheader(heap, object);
    Ref dict = before->dict;
    history->values = before->values;
    if (dict && heap_kind(heap, dict) == KIND_DICT) {
        history->values = heap_at(heap, Dict, dict)->values;
    }
    if (!history->values) return;
    const InlineValues *values = heap_at(heap, InlineValues, history->values);
    uint32_t order = (values->capacity + 2u + 7) & ~7u;
    history->values_bytes = order + (uint32_t)sizeof(Ref) * values->capacity;
}

/* ---- reading ---- */

void object_history_begin(ObjectHistory *history, const Timeline *timeline, Handle object) {
    HistoryEnd end = {.stop = timeline_position(timeline)};
    array_clear(&history->earlier);
    array_clear(&history->later);
    history->object = object;
    history->size = history->weak_offset = history->values_bytes = 0;
    history->values = REF_NULL;
    end.ended = !object.serial || end.stop == 0;
    if (!end.ended) {
        const Heap *heap = &timeline_vm(timeline)->heap;
        memcpy(end.head, heap_object(heap, object.ref), GRANULE);
        memcpy(end.record, heap_object(heap, object.ref + 1), GRANULE);
        memcpy(end.before, heap_object(heap, object.ref - 2), GRANULE);
        if (heap_resolve(heap, object)) {
            const Type *type = heap_type_of(heap, object.ref);
            history->size = type->basicsize;
            if (type->flags & TYPE_HEAP) history->weak_offset = type->weak_offset;
            find_values(history, heap);
        }
        find_places(history, &end);
    }
    history->from = history->to = end;
}

void object_history_deinit(ObjectHistory *history) {
    array_deinit(&history->earlier);
    array_deinit(&history->later);
    *history = (ObjectHistory){0};
}

/* The header as it was; false when the object was not alive. */
static bool read_head(const ObjectHistory *history, const uint8_t granule[GRANULE], Object *head) {
    memcpy(head, granule, sizeof *head);
    return head->serial == history->object.serial && head->kind != KIND_NULL;
}

/* What len() says, as far as the record tells. */
static uint32_t length_of(Kind kind, const uint8_t record[GRANULE]) {
    uint32_t words[2];
    memcpy(words, record, sizeof words);
    switch (kind) {
    case KIND_LIST:
    case KIND_DEQUE:
    case KIND_DEFAULT_DICT:
    case KIND_DICT: return words[0];
    case KIND_SET: return words[1];
    default: return 0;
    }
}

/* Whether what the object holds lies in this granule and differs. */
static bool holds_in(const ObjectHistory *history, const HistoryEnd *end, const DeltaEntry *entry) {
    Ref weak = history->object.ref + history->weak_offset / GRANULE;
    unsigned ignored = GRANULE; /* the word of the weak references: no word */
    if (history->weak_offset && entry->granule == weak) {
        ignored = history->weak_offset % GRANULE / (unsigned)sizeof(Ref);
    }
    bool differs = false;
    for (unsigned word = 0; word < GRANULE / sizeof(Ref); word++) {
        differs = differs || (word != ignored && delta_word_differs(entry, word));
    }
    if (!differs) return false;
    if (entry->granule == history->object.ref + 1) return true;
    for (uint32_t i = 0; i < end->place_count; i++) {
        if (entry->granule - end->places[i].first < end->places[i].count) return true;
    }
    return false;
}

static void apply(uint8_t granule[GRANULE], const DeltaEntry *entry) {
    uint8_t difference[GRANULE];
    delta_difference(entry, difference);
    for (int i = 0; i < GRANULE; i++) granule[i] ^= difference[i];
}

/* Takes the end across the step that led to `stop`, in either direction. Sets what differs from one
 * side to the other; false when nothing does. */
static bool cross(const ObjectHistory *history, HistoryEnd *end, const Timeline *timeline,
                  uint32_t stop, bool forward, ObjectChange *change) {
    uint32_t bytes;
    const uint8_t *at = timeline_log(timeline, stop, &bytes), *last = at + bytes;
    HistoryEnd old = *end;
    bool touched = false, moved = false, held = false, in_dict = false;
    Ref object = history->object.ref;
    DeltaEntry entry;
    while (delta_next(&at, last, &entry)) {
        in_dict = in_dict || (end->dict && entry.granule == end->dict + 1);
        held = held || holds_in(history, end, &entry);
        if (entry.granule == object) {
            apply(end->head, &entry);
            touched = true;
        } else if (entry.granule == object + 1) {
            apply(end->record, &entry);
            moved = true;
        } else if (entry.granule == object - 2) {
            apply(end->before, &entry);
            moved = true;
        }
    }
    /* a dict that was made or given up in this step has not changed in it */
    bool same_dict = memcmp(old.before, end->before, GRANULE) == 0;
    held = held || (in_dict && same_dict);
    if (touched || moved) find_places(history, end);
    if (!touched && !held) return false;
    const HistoryEnd *before = forward ? &old : end, *after = forward ? end : &old;
    Object was, is;
    bool lived = read_head(history, before->head, &was),
         lives = read_head(history, after->head, &is);
    Kind kind = (Kind)(lives ? is.kind : was.kind);
    *change = (ObjectChange){.stop = stop,
                             .before = lived ? was.refcount : 0,
                             .after = lives ? is.refcount : 0,
                             .born = !lived && lives,
                             .freed = lived && !lives,
                             .content = held && lived && lives && has_record(kind)};
    if (change->content) {
        change->old_length = length_of(kind, before->record);
        change->new_length = length_of(kind, after->record);
    }
    return change->born || change->freed || change->content || change->before != change->after;
}

static uint64_t read_back(ObjectHistory *history, const Timeline *timeline) {
    ObjectChange change;
    uint32_t bytes, stop = history->from.stop--;
    timeline_log(timeline, stop, &bytes);
    if (cross(history, &history->from, timeline, stop, false, &change)) {
        array_push(&history->earlier, change);
        history->from.ended = change.born;
    }
    if (history->from.stop <= 1) history->from.ended = true;
    return STEP_COST + bytes;
}

static uint64_t read_on(ObjectHistory *history, const Timeline *timeline) {
    ObjectChange change;
    uint32_t bytes, stop = ++history->to.stop;
    timeline_log(timeline, stop, &bytes);
    if (cross(history, &history->to, timeline, stop, true, &change)) {
        array_push(&history->later, change);
        history->to.ended = change.freed;
    }
    if (history->to.stop >= timeline_count(timeline)) history->to.ended = true;
    return STEP_COST + bytes;
}

bool object_history_search(ObjectHistory *history, const Timeline *timeline, uint64_t budget) {
    uint64_t read = 0;
    if (history->from.stop <= 1) history->from.ended = true;
    if (history->to.stop >= timeline_count(timeline)) history->to.ended = true;
    while (read < budget && !(history->from.ended && history->to.ended)) {
        for (int i = 0; i < TURN && !history->from.ended; i++) read += read_back(history, timeline);
        for (int i = 0; i < TURN && !history->to.ended; i++) read += read_on(history, timeline);
    }
    return history->from.ended && history->to.ended;
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
    bool near = stop >= history->from.stop || history->from.ended; /* nothing unread lies between */
    *known = near && (found || history->to.ended);
    return found && near ? object_history_at(history, at) : NULL;
}

const ObjectChange *object_history_before(const ObjectHistory *history, uint32_t stop,
                                          bool *known) {
    size_t at = stop ? count_up_to(history, stop - 1) : 0;
    bool near = stop <= history->to.stop + 1 || history->to.ended;
    *known = near && (at > 0 || history->from.ended);
    return at && near ? object_history_at(history, at - 1) : NULL;
}
