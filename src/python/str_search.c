/* Finding and replacing in str (Objects/stringlib of CPython 3.11). */
#include "heap/tuple.h"
#include "python/str_methods.h"

#include <stdio.h>
#include <string.h>

typedef struct Chars {
    const uint8_t *data;
    uint8_t width;
    uint32_t length;
} Chars;

static Chars chars_of(const Heap *heap, Ref string) {
    const Str *self = heap_at(heap, Str, string);
    return (Chars){str_data(heap, string), self->width, self->length};
}

static uint32_t get(const Chars *chars, uint32_t index) {
    switch (chars->width) {
    case 1: return chars->data[index];
    case 2: return ((const uint16_t *)chars->data)[index];
    default: return ((const uint32_t *)chars->data)[index];
    }
}

static bool is_at(const Chars *whole, uint32_t at, const Chars *part) {
    if (whole->width == part->width) {
        return memcmp(whole->data + (size_t)at * whole->width, part->data,
                      (size_t)part->length * part->width) == 0;
    }
    for (uint32_t i = 0; i < part->length; i++) {
        if (get(whole, at + i) != get(part, i)) return false;
    }
    return true;
}

/* Forward search with the table of Knuth, Morris and Pratt where the part is long enough for a bad
 * case to hurt. */
static int64_t search_long(const Chars *whole, const Chars *part, int64_t start, int64_t stop) {
    uint32_t *fallback = memory_alloc(sizeof *fallback * part->length);
    for (uint32_t i = 1, length = 0; i < part->length; i++) {
        while (length && get(part, i) != get(part, length)) length = fallback[length - 1];
        if (get(part, i) == get(part, length)) length++;
        fallback[i] = length;
    }
    int64_t found = -1;
    uint32_t matched = 0;
    for (int64_t i = start; i < stop; i++) {
        uint32_t point = get(whole, (uint32_t)i);
        while (matched && get(part, matched) != point) matched = fallback[matched - 1];
        if (get(part, matched) == point) matched++;
        if (matched == part->length) {
            found = i - part->length + 1;
            break;
        }
    }
    memory_free(fallback);
    return found;
}

int64_t str_search(const Heap *heap, Ref whole, Ref part, int64_t start, int64_t stop, bool last) {
    enum { LONG_PART = 16 };
    Chars in = chars_of(heap, whole), of = chars_of(heap, part);
    if (stop - start < (int64_t)of.length) return -1;
    if (of.width > in.width) return of.length ? -1 : last ? stop : start;
    if (of.length == 0) return last ? stop : start;
    if (!last && of.length > LONG_PART) return search_long(&in, &of, start, stop);
    int64_t first = start, end = stop - of.length;
    uint32_t head = get(&of, 0);
    if (last) {
        for (int64_t i = end; i >= first; i--) {
            if (get(&in, (uint32_t)i) == head && is_at(&in, (uint32_t)i, &of)) return i;
        }
        return -1;
    }
    for (int64_t i = first; i <= end; i++) {
        if (get(&in, (uint32_t)i) == head && is_at(&in, (uint32_t)i, &of)) return i;
    }
    return -1;
}

int str_contains(Vm *vm, Ref self, Ref part) {
    char name[TYPE_NAME_MAX];
    if (is_str(vm, part)) {
        int64_t length = str_length(&vm->heap, self);
        return str_search(&vm->heap, self, part, 0, length, false) >= 0;
    }
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "'in <string>' requires string as left operand, not %.100s",
             object_type_name(vm, part, name, sizeof name));
    return -1;
}

/* ---- find and its like ---- */

static bool has_index_slot(Vm *vm, Ref object) {
    return is_int(vm, object) ||
           type_lookup(vm, heap_type(&vm->heap, object), name_ref(vm, "__index__"));
}

/* _PyEval_SliceIndex for one bound; None keeps the value. */
static bool read_bound(Vm *vm, Ref bound, int64_t *value) {
    if (bound == heap_root(&vm->heap)->none) return true;
    if (!has_index_slot(vm, bound)) {
        if (!vm_failed(vm)) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "slice indices must be integers or None or have an __index__ method");
        }
        return false;
    }
    return object_as_i64(vm, bound, TYPE_ID_COUNT, value);
}

static bool read_bounds(Vm *vm, Ref self, Args args, int64_t *start, int64_t *stop) {
    int64_t length = str_length(&vm->heap, self);
    *start = 0;
    *stop = INT64_MAX;
    if (args.count > 1 && !read_bound(vm, args.values[1], start)) return false;
    if (args.count > 2 && !read_bound(vm, args.values[2], stop)) return false;
    if (*stop > length) {
        *stop = length;
    } else if (*stop < 0) {
        *stop = *stop < -length ? 0 : *stop + length;
    }
    if (*start < 0) *start = *start < -length ? 0 : *start + length;
    return true;
}

/* "O|OO:find" */
static bool check_arguments(Vm *vm, const char *function, Args args) {
    if (args.count >= 1 && args.count <= 3) return true;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s() takes at %s %d argument%s (%u given)", function,
             args.count ? "most" : "least", args.count ? 3 : 1, args.count ? "s" : "", args.count);
    return false;
}

static bool require_str(Vm *vm, Ref object) {
    char name[TYPE_NAME_MAX];
    if (is_str(vm, object)) return true;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "must be str, not %.100s",
             object_type_name(vm, object, name, sizeof name));
    return false;
}

/* -2 with an exception. */
static int64_t find(Vm *vm, const char *function, Ref self, Args args, bool last) {
    int64_t start, stop;
    if (!check_arguments(vm, function, args)) return -2;
    if (!read_bounds(vm, self, args, &start, &stop)) return -2;
    if (!require_str(vm, args.values[0])) return -2;
    return str_search(&vm->heap, self, args.values[0], start, stop, last);
}

static Ref find_result(Vm *vm, int64_t found, bool must) {
    if (found == -2) return REF_NULL;
    if (found < 0 && must) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "substring not found");
    return new_int(vm, found);
}

Ref str_find_method(Vm *vm, Ref self, Args args) {
    return find_result(vm, find(vm, "find", self, args, false), false);
}

Ref str_rfind_method(Vm *vm, Ref self, Args args) {
    return find_result(vm, find(vm, "rfind", self, args, true), false);
}

Ref str_index_method(Vm *vm, Ref self, Args args) {
    return find_result(vm, find(vm, "index", self, args, false), true);
}

Ref str_rindex_method(Vm *vm, Ref self, Args args) {
    return find_result(vm, find(vm, "rindex", self, args, true), true);
}

Ref str_count_method(Vm *vm, Ref self, Args args) {
    int64_t start, stop, count = 0;
    if (!check_arguments(vm, "count", args)) return REF_NULL;
    if (!read_bounds(vm, self, args, &start, &stop)) return REF_NULL;
    if (!require_str(vm, args.values[0])) return REF_NULL;
    uint32_t length = str_length(&vm->heap, args.values[0]);
    if (length == 0) return new_int(vm, stop < start ? 0 : stop - start + 1);
    for (int64_t at = start;; count++) {
        at = str_search(&vm->heap, self, args.values[0], at, stop, false);
        if (at < 0) break;
        at += length;
    }
    return new_int(vm, count);
}

/* ---- prefix and suffix ---- */

static bool tail_match(const Heap *heap, Ref self, Ref part, int64_t start, int64_t stop,
                       bool at_end) {
    Chars in = chars_of(heap, self), of = chars_of(heap, part);
    if (stop - (int64_t)of.length < start) return false;
    if (of.length == 0) return true;
    if (of.width > in.width) return false;
    return is_at(&in, (uint32_t)(at_end ? stop - of.length : start), &of);
}

static Ref starts_or_ends(Vm *vm, const char *function, Ref self, Args args, bool at_end) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    int64_t start, stop;
    if (!check_arguments(vm, function, args)) return REF_NULL;
    if (!read_bounds(vm, self, args, &start, &stop)) return REF_NULL;
    Ref part = args.values[0];
    if (is_str(vm, part)) return new_bool(vm, tail_match(heap, self, part, start, stop, at_end));
    if (!is_instance_flag(heap, part, TYPE_TUPLE)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "%s first arg must be str or a tuple of str, not %.100s", function,
                        object_type_name(vm, part, name, sizeof name));
    }
    for (uint32_t i = 0; i < tuple_size(heap, part); i++) {
        Ref item = tuple_get(heap, part, i);
        if (!is_str(vm, item)) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "tuple for %s must only contain str, not %.100s", function,
                            object_type_name(vm, item, name, sizeof name));
        }
        if (tail_match(heap, self, item, start, stop, at_end)) return new_bool(vm, true);
    }
    return new_bool(vm, false);
}

Ref str_startswith(Vm *vm, Ref self, Args args) {
    return starts_or_ends(vm, "startswith", self, args, false);
}

Ref str_endswith(Vm *vm, Ref self, Args args) {
    return starts_or_ends(vm, "endswith", self, args, true);
}

/* Argument Clinic's check of a str parameter; number 0: the only one. */
static bool require_str_argument(Vm *vm, const char *function, int number, Ref object) {
    char name[TYPE_NAME_MAX], place[16] = "";
    if (is_str(vm, object)) return true;
    if (number) snprintf(place, sizeof place, " %d", number);
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s() argument%s must be str, not %.50s", function, place,
             argument_type_name(vm, object, name, sizeof name));
    return false;
}

Ref str_removeprefix(Vm *vm, Ref self, Args args) {
    Ref part = args.values[0];
    if (!require_str_argument(vm, "removeprefix", 0, part)) return REF_NULL;
    int64_t length = str_length(&vm->heap, self);
    if (!tail_match(&vm->heap, self, part, 0, length, false))
        return vm_made(vm, str_exact(&vm->heap, self));
    return vm_made(vm, str_slice(&vm->heap, self, str_length(&vm->heap, part), (uint32_t)length));
}

Ref str_removesuffix(Vm *vm, Ref self, Args args) {
    Ref part = args.values[0];
    if (!require_str_argument(vm, "removesuffix", 0, part)) return REF_NULL;
    uint32_t length = str_length(&vm->heap, self);
    if (!tail_match(&vm->heap, self, part, 0, length, true))
        return vm_made(vm, str_exact(&vm->heap, self));
    return vm_made(vm, str_slice(&vm->heap, self, 0, length - str_length(&vm->heap, part)));
}

/* ---- replace ---- */

Ref str_replace(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    Ref old = args.values[0], new = args.values[1];
    int64_t max = -1, at = 0, done = 0;
    if (!require_str_argument(vm, "replace", 1, old)) return REF_NULL;
    if (!require_str_argument(vm, "replace", 2, new)) return REF_NULL;
    if (args.count > 2 && !object_as_i64(vm, args.values[2], TYPE_ID_OVERFLOW_ERROR, &max))
        return REF_NULL;
    if (max < 0) max = INT64_MAX;
    int64_t length = str_length(heap, self), step = str_length(heap, old);
    if (max == 0 || str_equal(heap, old, new)) return vm_made(vm, str_exact(heap, self));
    Points out = {0};
    while (done < max) {
        int64_t found =
            str_search(heap, self, old, at + (step == 0 && done ? 1 : 0), length, false);
        if (found < 0 || found > length) break;
        if (!points_check(vm, &out, (uint64_t)(found - at) + str_length(heap, new))) {
            points_deinit(&out);
            return REF_NULL;
        }
        points_put_part(heap, &out, self, (uint32_t)at, (uint32_t)found);
        points_put_str(heap, &out, new);
        at = found + step;
        done++;
    }
    if (done == 0) {
        points_deinit(&out);
        return vm_made(vm, str_exact(heap, self));
    }
    points_put_part(heap, &out, self, (uint32_t)at, (uint32_t)length);
    return points_finish_fresh(vm, &out);
}
