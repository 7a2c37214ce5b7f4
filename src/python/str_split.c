/* Splitting str (Objects/stringlib/split.h and partition.h of CPython 3.11). */
#include "heap/tuple.h"
#include "python/char_class.h"
#include "python/split_parts.h"
#include "python/str_methods.h"

static bool is_space_at(const Vm *vm, Ref self, int64_t at) {
    return char_is_space(str_at(&vm->heap, self, (uint32_t)at));
}

static Ref split_spaces(Vm *vm, Ref self, int64_t max) {
    Parts parts;
    if (!parts_begin(&parts, vm, self, max)) return REF_NULL;
    int64_t length = str_length(&vm->heap, self), i = 0;
    while (max-- > 0 && !parts.failed) {
        while (i < length && is_space_at(vm, self, i)) i++;
        if (i == length) break;
        int64_t start = i;
        while (i < length && !is_space_at(vm, self, i)) i++;
        parts_add(&parts, (uint32_t)start, (uint32_t)i);
    }
    if (i < length && max < 0) {
        while (i < length && is_space_at(vm, self, i)) i++;
        if (i < length) parts_add(&parts, (uint32_t)i, (uint32_t)length);
    }
    return parts_end(&parts, false);
}

static Ref rsplit_spaces(Vm *vm, Ref self, int64_t max) {
    Parts parts;
    if (!parts_begin(&parts, vm, self, max)) return REF_NULL;
    int64_t i = (int64_t)str_length(&vm->heap, self) - 1;
    while (max-- > 0 && !parts.failed) {
        while (i >= 0 && is_space_at(vm, self, i)) i--;
        if (i < 0) break;
        int64_t stop = i + 1;
        while (i >= 0 && !is_space_at(vm, self, i)) i--;
        parts_add(&parts, (uint32_t)(i + 1), (uint32_t)stop);
    }
    if (i >= 0 && max < 0) {
        while (i >= 0 && is_space_at(vm, self, i)) i--;
        if (i >= 0) parts_add(&parts, 0, (uint32_t)(i + 1));
    }
    return parts_end(&parts, true);
}

static Ref split_by(Vm *vm, Ref self, Ref separator, int64_t max, bool from_right) {
    Heap *heap = &vm->heap;
    int64_t step = str_length(heap, separator), low = 0, high = str_length(heap, self);
    Parts parts;
    if (step == 0) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "empty separator");
    if (heap_at(heap, Str, self)->width < heap_at(heap, Str, separator)->width || high < step)
        max = 0;
    if (!parts_begin(&parts, vm, self, max)) return REF_NULL;
    while (max-- > 0 && !parts.failed) {
        int64_t found = str_search(heap, self, separator, low, high, from_right);
        if (found < 0) break;
        if (from_right) {
            parts_add(&parts, (uint32_t)(found + step), (uint32_t)high);
            high = found;
        } else {
            parts_add(&parts, (uint32_t)low, (uint32_t)found);
            low = found + step;
        }
    }
    parts_add(&parts, (uint32_t)low, (uint32_t)high);
    return parts_end(&parts, from_right);
}

static Ref split(Vm *vm, const char *function, Ref self, Args args, bool from_right) {
    static const char *const names[] = {"sep", "maxsplit", NULL};
    Ref given[2];
    int64_t max = -1;
    char name[TYPE_NAME_MAX];
    if (!args_parse(vm, function, args, names, 0, 2, given)) return REF_NULL;
    if (given[1] && !object_as_i64(vm, given[1], TYPE_ID_OVERFLOW_ERROR, &max)) return REF_NULL;
    if (max < 0) max = INT64_MAX - 1;
    if (!given[0] || given[0] == heap_root(&vm->heap)->none)
        return from_right ? rsplit_spaces(vm, self, max) : split_spaces(vm, self, max);
    if (is_str(vm, given[0])) return split_by(vm, self, given[0], max, from_right);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "must be str or None, not %.100s",
                    object_type_name(vm, given[0], name, sizeof name));
}

Ref str_split(Vm *vm, Ref self, Args args) {
    return split(vm, "split", self, args, false);
}

Ref str_rsplit(Vm *vm, Ref self, Args args) {
    return split(vm, "rsplit", self, args, true);
}

Ref str_splitlines(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"keepends", NULL};
    Heap *heap = &vm->heap;
    Ref given;
    if (!args_parse(vm, "splitlines", args, names, 0, 1, &given)) return REF_NULL;
    int64_t keep = 0;
    if (given && !object_as_i64(vm, given, TYPE_ID_OVERFLOW_ERROR, &keep)) return REF_NULL;
    Parts parts;
    if (!parts_begin(&parts, vm, self, -1)) return REF_NULL;
    uint32_t length = str_length(heap, self), i = 0;
    while (i < length && !parts.failed) {
        uint32_t start = i;
        while (i < length && !char_is_line_break(str_at(heap, self, i))) i++;
        uint32_t end = i;
        if (i < length) {
            bool both = str_at(heap, self, i) == '\r' && i + 1 < length &&
                        str_at(heap, self, i + 1) == '\n';
            i += both ? 2 : 1;
            if (keep) end = i;
        }
        parts_add(&parts, start, end);
    }
    return parts_end(&parts, false);
}

/* ---- partition ---- */

static Ref partition(Vm *vm, Ref self, Ref separator, bool last) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    Ref empty = heap_root(heap)->empty_str, items[3] = {self, empty, empty};
    if (!is_str(vm, separator)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "must be str, not %.100s",
                        object_type_name(vm, separator, name, sizeof name));
    }
    uint32_t length = str_length(heap, self), step = str_length(heap, separator);
    if (step == 0) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "empty separator");
    int64_t found = str_search(heap, self, separator, 0, length, last);
    if (found < 0) {
        if (last) items[2] = self, items[0] = empty;
        return vm_made(vm, tuple_pack(heap, 3, items));
    }
    Ref tuple = vm_made(vm, tuple_new(heap, 3));
    if (!tuple) return REF_NULL;
    Ref first = str_slice(heap, self, 0, (uint32_t)found);
    Ref rest = first ? str_slice(heap, self, (uint32_t)found + step, length) : REF_NULL;
    tuple_init_item(heap, tuple, 0, first);
    tuple_init_item(heap, tuple, 1, heap_incref(heap, separator));
    tuple_init_item(heap, tuple, 2, rest);
    if (rest) return tuple;
    heap_decref(heap, tuple);
    return error_no_memory(vm);
}

Ref str_partition(Vm *vm, Ref self, Args args) {
    return partition(vm, self, args.values[0], false);
}

Ref str_rpartition(Vm *vm, Ref self, Args args) {
    return partition(vm, self, args.values[0], true);
}
