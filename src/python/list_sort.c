/* list.sort: CPython 3.11's adaptive merge sort (Objects/listsort.txt), written from its
 * description so that the number and order of comparisons are the same.
 *
 * The references stay in the list's block (and, with a key function, a block of keys), which
 * holders report, in their old order all the while; only a permutation in C memory is sorted, and
 * the block is rearranged at the end. */
#include "base/memory.h"
#include "heap/held.h"
#include "heap/list.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/dunder.h"
#include "python/error.h"
#include "python/slot_call.h"

#include <string.h>

enum {
    MAX_RUNS = 85,       /* MAX_MERGE_PENDING */
    MIN_GALLOP = 7,      /* wins in a row before galloping */
    MAX_MINRUN = 64,     /* longest run that binary insertion makes */
    SMALL_KEYS = 256 / 2 /* MERGESTATE_TEMP_SIZE / 2: keys up to here take no block in CPython */
};

/* One element: what is compared, and what it stands for. */
typedef struct Element {
    Ref key;
    Ref value;
} Element;

typedef struct Run {
    size_t start, length;
    int power;
} Run;

typedef struct Sort {
    Vm *vm;
    Element *items;
    Element *scratch;
    size_t count;
    size_t min_gallop;
    Run runs[MAX_RUNS];
    size_t run_count;
    bool tuples;    /* all keys are tuples that are not empty */
    bool same_type; /* all keys (or first items) have one type */
} Sort;

/* ---- comparing ---- */

/* unsafe_object_compare: the type's own comparison first, without reflection. */
static int less_object(Sort *sort, Ref a, Ref b) {
    Vm *vm = sort->vm;
    if (sort->same_type && object_overrides(vm, a, DUNDER_LT)) {
        Ref values[] = {a, b};
        Ref result = slot_call(vm, DUNDER_LT, values, 2, SLOT_NOT_IMPLEMENTED);
        if (!result) return -1;
        bool answered = result != heap_root(&vm->heap)->not_implemented;
        if (answered) return object_take_truth(vm, result);
        heap_decref(&vm->heap, result);
    }
    return object_compare_bool(vm, a, b, COMPARE_LT);
}

/* unsafe_tuple_compare */
static int less_tuple(Sort *sort, Ref a, Ref b) {
    Vm *vm = sort->vm;
    const Heap *heap = &vm->heap;
    uint32_t size_a = tuple_size(heap, a), size_b = tuple_size(heap, b), i = 0;
    for (; i < size_a && i < size_b; i++) {
        int equal =
            object_compare_bool(vm, tuple_get(heap, a, i), tuple_get(heap, b, i), COMPARE_EQ);
        if (equal < 0) return -1;
        if (!equal) break;
    }
    if (i >= size_a || i >= size_b) return size_a < size_b;
    if (i == 0) return less_object(sort, tuple_get(heap, a, 0), tuple_get(heap, b, 0));
    return object_compare_bool(vm, tuple_get(heap, a, i), tuple_get(heap, b, i), COMPARE_LT);
}

/* 1, 0, or -1 with an exception. */
static int less(Sort *sort, Element a, Element b) {
    if (sort->vm->interrupt) {
        vm_limit(sort->vm, "interrupted");
        return -1;
    }
    int result = sort->tuples ? less_tuple(sort, a.key, b.key) : less_object(sort, a.key, b.key);
    return sort->vm->halt ? -1 : result;
}

/* The pre-sort check of list_sort_impl. */
static void look_at_keys(Sort *sort) {
    const Heap *heap = &sort->vm->heap;
    sort->tuples = sort->same_type = false;
    if (sort->count < 2) return;
    Ref tuple_type = type_ref(heap, TYPE_ID_TUPLE);
    sort->tuples = sort->same_type = true;
    for (size_t i = 0; i < sort->count && sort->tuples; i++) {
        Ref key = sort->items[i].key;
        sort->tuples = heap_type(heap, key) == tuple_type && tuple_size(heap, key) > 0;
    }
    Ref type = REF_NULL;
    for (size_t i = 0; i < sort->count && sort->same_type; i++) {
        Ref key = sort->items[i].key;
        if (sort->tuples) key = tuple_get(heap, key, 0);
        if (!type) type = heap_type(heap, key);
        sort->same_type = heap_type(heap, key) == type;
    }
    if (sort->tuples && type == tuple_type) sort->same_type = false;
}

/* ---- runs ---- */

static void reverse(Element *items, size_t count) {
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        j--;
        Element first = items[i];
        items[i] = items[j];
        items[j] = first;
    }
}

/* Length of the run at the start of `items`; a strictly descending one is reported. 0 on failure.
 */
static size_t count_run(Sort *sort, const Element *items, size_t count, bool *descending) {
    *descending = false;
    if (count < 2) return count;
    int down = less(sort, items[1], items[0]);
    if (down < 0) return 0;
    *descending = down;
    size_t length = 2;
    for (; length < count; length++) {
        int next = less(sort, items[length], items[length - 1]);
        if (next < 0) return 0;
        if (next != down) break;
    }
    return length;
}

/* Binary insertion of items[sorted ..] into items[0 .. sorted). */
static bool insert_binary(Sort *sort, Element *items, size_t count, size_t sorted) {
    if (sorted == 0) sorted = 1;
    for (; sorted < count; sorted++) {
        Element pivot = items[sorted];
        size_t low = 0, high = sorted;
        while (low < high) {
            size_t middle = low + ((high - low) >> 1);
            int before = less(sort, pivot, items[middle]);
            if (before < 0) return false;
            if (before)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(&items[low + 1], &items[low], (sorted - low) * sizeof *items);
        items[low] = pivot;
    }
    return true;
}

/* ---- galloping ---- */

/* Where `key` goes in the sorted items: left of equals. -1 on failure. */
static int64_t gallop_left(Sort *sort, Element key, const Element *items, int64_t count,
                           int64_t hint) {
    int64_t last = 0, offset = 1;
    int before = less(sort, items[hint], key);
    if (before < 0) return -1;
    if (before) {
        int64_t limit = count - hint;
        while (offset < limit) {
            before = less(sort, items[hint + offset], key);
            if (before < 0) return -1;
            if (!before) break;
            last = offset;
            offset = offset * 2 + 1;
        }
        if (offset > limit) offset = limit;
        last += hint;
        offset += hint;
    } else {
        int64_t limit = hint + 1;
        while (offset < limit) {
            before = less(sort, items[hint - offset], key);
            if (before < 0) return -1;
            if (before) break;
            last = offset;
            offset = offset * 2 + 1;
        }
        if (offset > limit) offset = limit;
        int64_t swap = last;
        last = hint - offset;
        offset = hint - swap;
    }
    last++;
    while (last < offset) {
        int64_t middle = last + ((offset - last) >> 1);
        before = less(sort, items[middle], key);
        if (before < 0) return -1;
        if (before)
            last = middle + 1;
        else
            offset = middle;
    }
    return offset;
}

/* Where `key` goes: right of equals. -1 on failure. */
static int64_t gallop_right(Sort *sort, Element key, const Element *items, int64_t count,
                            int64_t hint) {
    int64_t last = 0, offset = 1;
    int before = less(sort, key, items[hint]);
    if (before < 0) return -1;
    if (before) {
        int64_t limit = hint + 1;
        while (offset < limit) {
            before = less(sort, key, items[hint - offset]);
            if (before < 0) return -1;
            if (!before) break;
            last = offset;
            offset = offset * 2 + 1;
        }
        if (offset > limit) offset = limit;
        int64_t swap = last;
        last = hint - offset;
        offset = hint - swap;
    } else {
        int64_t limit = count - hint;
        while (offset < limit) {
            before = less(sort, key, items[hint + offset]);
            if (before < 0) return -1;
            if (before) break;
            last = offset;
            offset = offset * 2 + 1;
        }
        if (offset > limit) offset = limit;
        last += hint;
        offset += hint;
    }
    last++;
    while (last < offset) {
        int64_t middle = last + ((offset - last) >> 1);
        before = less(sort, key, items[middle]);
        if (before < 0) return -1;
        if (before)
            offset = middle;
        else
            last = middle + 1;
    }
    return offset;
}

/* ---- merging ---- */

static void copy(Element *to, const Element *from, int64_t count) {
    memmove(to, from, (size_t)count * sizeof *to);
}

/* Merges adjacent runs a (shorter, moved to the scratch array) and b from left to right. On failure
 * the items are still a permutation. */
static bool merge_low(Sort *sort, Element *target, int64_t count_a, const Element *b,
                      int64_t count_b) {
    const Element *a = sort->scratch;
    bool ok = false;
    copy(sort->scratch, target, count_a);
    *target++ = *b++;
    if (--count_b == 0) goto done;
    if (count_a == 1) goto last_of_a;
    int64_t min_gallop = (int64_t)sort->min_gallop;
    for (;;) {
        int64_t wins_a = 0, wins_b = 0;
        for (;;) {
            int before = less(sort, *b, *a);
            if (before < 0) goto fail;
            if (before) {
                *target++ = *b++;
                wins_b++;
                wins_a = 0;
                if (--count_b == 0) goto done;
                if (wins_b >= min_gallop) break;
            } else {
                *target++ = *a++;
                wins_a++;
                wins_b = 0;
                if (--count_a == 1) goto last_of_a;
                if (wins_a >= min_gallop) break;
            }
        }
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            sort->min_gallop = (size_t)min_gallop;
            wins_a = gallop_right(sort, *b, a, count_a, 0);
            if (wins_a < 0) goto fail;
            if (wins_a) {
                copy(target, a, wins_a);
                target += wins_a;
                a += wins_a;
                count_a -= wins_a;
                if (count_a == 1) goto last_of_a;
                if (count_a == 0) goto done; /* an inconsistent comparison */
            }
            *target++ = *b++;
            if (--count_b == 0) goto done;
            wins_b = gallop_left(sort, *a, b, count_b, 0);
            if (wins_b < 0) goto fail;
            if (wins_b) {
                copy(target, b, wins_b);
                target += wins_b;
                b += wins_b;
                count_b -= wins_b;
                if (count_b == 0) goto done;
            }
            *target++ = *a++;
            if (--count_a == 1) goto last_of_a;
        } while (wins_a >= MIN_GALLOP || wins_b >= MIN_GALLOP);
        min_gallop++;
        sort->min_gallop = (size_t)min_gallop;
    }
done:
    ok = true;
fail:
    copy(target, a, count_a);
    return ok;
last_of_a:
    copy(target, b, count_b);
    target[count_b] = *a;
    return true;
}

/* The same from right to left, with the shorter run b in the scratch array. */
static bool merge_high(Sort *sort, Element *first_a, int64_t count_a, Element *first_b,
                       int64_t count_b) {
    Element *target = first_b + count_b - 1;
    const Element *base_b = sort->scratch;
    copy(sort->scratch, first_b, count_b);
    const Element *b = base_b + count_b - 1;
    const Element *a = first_a + count_a - 1;
    bool ok = false;
    *target-- = *a--;
    if (--count_a == 0) goto done;
    if (count_b == 1) goto last_of_b;
    int64_t min_gallop = (int64_t)sort->min_gallop;
    for (;;) {
        int64_t wins_a = 0, wins_b = 0;
        for (;;) {
            int before = less(sort, *b, *a);
            if (before < 0) goto fail;
            if (before) {
                *target-- = *a--;
                wins_a++;
                wins_b = 0;
                if (--count_a == 0) goto done;
                if (wins_a >= min_gallop) break;
            } else {
                *target-- = *b--;
                wins_b++;
                wins_a = 0;
                if (--count_b == 1) goto last_of_b;
                if (wins_b >= min_gallop) break;
            }
        }
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            sort->min_gallop = (size_t)min_gallop;
            int64_t place = gallop_right(sort, *b, first_a, count_a, count_a - 1);
            if (place < 0) goto fail;
            wins_a = count_a - place;
            if (wins_a) {
                target -= wins_a;
                a -= wins_a;
                copy(target + 1, a + 1, wins_a);
                count_a -= wins_a;
                if (count_a == 0) goto done;
            }
            *target-- = *b--;
            if (--count_b == 1) goto last_of_b;
            place = gallop_left(sort, *a, base_b, count_b, count_b - 1);
            if (place < 0) goto fail;
            wins_b = count_b - place;
            if (wins_b) {
                target -= wins_b;
                b -= wins_b;
                copy(target + 1, b + 1, wins_b);
                count_b -= wins_b;
                if (count_b == 1) goto last_of_b;
                if (count_b == 0) goto done; /* an inconsistent comparison */
            }
            *target-- = *a--;
            if (--count_a == 0) goto done;
        } while (wins_a >= MIN_GALLOP || wins_b >= MIN_GALLOP);
        min_gallop++;
        sort->min_gallop = (size_t)min_gallop;
    }
done:
    ok = true;
fail:
    if (count_b) copy(target - (count_b - 1), base_b, count_b);
    return ok;
last_of_b:
    copy(target + 1 - count_a, a + 1 - count_a, count_a);
    target[-count_a] = *b;
    return true;
}

/* Merges runs i and i + 1. */
static bool merge_at(Sort *sort, size_t i) {
    Run a = sort->runs[i], b = sort->runs[i + 1];
    sort->runs[i].length = a.length + b.length;
    if (i + 3 == sort->run_count) sort->runs[i + 1] = sort->runs[i + 2];
    sort->run_count--;
    Element *first = sort->items + a.start, *second = sort->items + b.start;
    int64_t count_a = (int64_t)a.length, count_b = (int64_t)b.length;
    int64_t skip = gallop_right(sort, second[0], first, count_a, 0);
    if (skip < 0) return false;
    first += skip;
    count_a -= skip;
    if (count_a == 0) return true;
    count_b = gallop_left(sort, first[count_a - 1], second, count_b, count_b - 1);
    if (count_b <= 0) return count_b == 0;
    return count_a <= count_b ? merge_low(sort, first, count_a, second, count_b)
                              : merge_high(sort, first, count_a, second, count_b);
}

/* powerloop: the depth of the node between two adjacent runs in a nearly balanced merge tree. */
static int node_power(uint64_t start, uint64_t first, uint64_t second, uint64_t count) {
    int power = 0;
    uint64_t a = 2 * start + first;
    uint64_t b = a + first + second;
    for (;;) {
        power++;
        if (a >= count) {
            a -= count;
            b -= count;
        } else if (b >= count) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

static bool add_run(Sort *sort, size_t start, size_t length) {
    if (sort->run_count) {
        Run last = sort->runs[sort->run_count - 1];
        int power = node_power(last.start, last.length, length, sort->count);
        while (sort->run_count > 1 && sort->runs[sort->run_count - 2].power > power) {
            if (!merge_at(sort, sort->run_count - 2)) return false;
        }
        sort->runs[sort->run_count - 1].power = power;
    }
    assert(sort->run_count < MAX_RUNS);
    sort->runs[sort->run_count++] = (Run){start, length, 0};
    return true;
}

static bool sort_items(Sort *sort) {
    size_t minrun = sort->count, rest = 0;
    while (minrun >= MAX_MINRUN) {
        rest |= minrun & 1;
        minrun >>= 1;
    }
    minrun += rest;
    for (size_t start = 0; start < sort->count;) {
        Element *items = sort->items + start;
        size_t left = sort->count - start;
        bool descending;
        size_t length = count_run(sort, items, left, &descending);
        if (length == 0) return false;
        if (descending) reverse(items, length);
        if (length < minrun) {
            size_t forced = left <= minrun ? left : minrun;
            if (!insert_binary(sort, items, forced, length)) return false;
            length = forced;
        }
        if (!add_run(sort, start, length)) return false;
        start += length;
    }
    while (sort->run_count > 1) {
        size_t i = sort->run_count - 2;
        if (i > 0 && sort->runs[i - 1].length < sort->runs[i + 1].length) i--;
        if (!merge_at(sort, i)) return false;
    }
    return true;
}

/* ---- list.sort ---- */

/* Calls the key function for each item; the keys are held as they come. */
static bool make_keys(Sort *sort, Ref function, const Ref *keys) {
    Vm *vm = sort->vm;
    for (size_t i = 0; i < sort->count; i++) {
        Ref value = sort->items[i].value;
        Ref key = vm_call(vm, function, (Args){&value, 1, REF_NULL});
        if (!key) return false;
        image_set32(&vm->heap.image, &keys[i], key);
        sort->items[i].key = key;
    }
    return true;
}

static bool sort_with_keys(Sort *sort, bool reversed) {
    if (sort->count < 2) return true;
    look_at_keys(sort);
    if (reversed) reverse(sort->items, sort->count);
    return sort_items(sort);
}

bool list_sort(Vm *vm, Ref list, Ref key, bool reversed) {
    Heap *heap = &vm->heap;
    uint32_t count, allocated;
    Ref block = list_take_block(heap, list, &count, &allocated);
    if (block && !held_push_block(heap, block, 0, count, sizeof(Ref), 1)) return false;
    const Ref *places = block ? heap_at(heap, Ref, block) : NULL;
    Sort sort = {.vm = vm, .count = count, .min_gallop = MIN_GALLOP};
    sort.items = memory_alloc(count * sizeof *sort.items);
    sort.scratch = memory_alloc((count / 2 + 1) * sizeof *sort.scratch);
    for (uint32_t i = 0; i < count; i++) sort.items[i] = (Element){places[i], places[i]};

    bool ok = true, keyed = true;
    Ref key_block = REF_NULL;
    if (key && count) {
        const Ref *keys = NULL;
        if (count < SMALL_KEYS) {
            keys = held_push(heap, count);
        } else {
            key_block = heap_malloc(heap, (size_t)count * 8);
            if (key_block) {
                keys = heap_at(heap, Ref, key_block);
                image_zero(&heap->image, keys, count * sizeof(Ref));
                if (!held_push_block(heap, key_block, 0, count, sizeof(Ref), 1)) keys = NULL;
            }
        }
        keyed = keys && make_keys(&sort, key, keys);
        ok = keyed;
    }
    if (ok) ok = sort_with_keys(&sort, reversed);
    if (heap->failure) error_no_memory(vm);
    if (vm->halt) {
        /* The step is rolled back: what the image holds no longer matters. */
        memory_free(sort.items);
        memory_free(sort.scratch);
        return false;
    }
    if (key && count) {
        /* Keys die in sorted order, or after a failed call last to first. */
        const Ref *keys = held_places(heap);
        for (uint32_t i = 0; keyed && i < count; i++)
            image_set32(&heap->image, &keys[i], sort.items[i].key);
        held_drop(heap, !keyed);
        if (key_block) heap_free(heap, key_block);
    }
    if (ok && heap_at(heap, List, list)->allocated != LIST_SORTING) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "list modified during sort");
        ok = false;
    }
    if (reversed && keyed) reverse(sort.items, count);
    for (uint32_t i = 0; keyed && i < count; i++) {
        if (places[i] != sort.items[i].value)
            image_set32(&heap->image, &places[i], sort.items[i].value);
    }
    memory_free(sort.items);
    memory_free(sort.scratch);
    if (block) held_pop(heap);
    list_give_block(heap, list, block, count, allocated);
    return ok;
}
