#include "python/bytes_methods.h"

#include "heap/bytes.h"
#include "heap/tuple.h"
#include "python/buffer.h"
#include "python/split_parts.h"

#include <string.h>

enum { BYTES_MAX = 1 << 28 };

static const Bytes *bytes_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, Bytes, object);
}

static Ref new_bytes(Vm *vm, const uint8_t *bytes, size_t length) {
    return vm_made(vm, bytes_new(&vm->heap, bytes, length));
}

static Ref exact(Vm *vm, Ref self) {
    if (is_exact(&vm->heap, self, TYPE_ID_BYTES)) return new_ref(vm, self);
    return new_bytes(vm, bytes_at(vm, self)->bytes, bytes_at(vm, self)->length);
}

static bool require_bytes(Vm *vm, Ref object) {
    char name[TYPE_NAME_MAX];
    if (is_bytes(vm, object)) return true;
    if (has_buffer(vm, object)) {
        vm_unsupported(vm, "a method of bytes on another buffer");
        return false;
    }
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "a bytes-like object is required, not '%.100s'",
             object_type_name(vm, object, name, sizeof name));
    return false;
}

/* Where `part` stands in [start, stop), -1 if nowhere. */
static int64_t search(const Bytes *whole, const Bytes *part, int64_t start, int64_t stop,
                      bool last) {
    int64_t end = stop - part->length;
    for (int64_t i = last ? end : start; last ? i >= start : i <= end; i += last ? -1 : 1) {
        if (memcmp(whole->bytes + i, part->bytes, part->length) == 0) return i;
    }
    return -1;
}

/* ---- classes of bytes ---- */

static bool is_space(uint8_t byte) {
    return byte == ' ' || (byte >= 9 && byte <= 13);
}

static bool is_letter(uint8_t byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static bool is_small(uint8_t byte) {
    return byte & 0x20;
}

static bool is_digit(uint8_t byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_alnum(uint8_t byte) {
    return is_letter(byte) || is_digit(byte);
}

static bool is_ascii(uint8_t byte) {
    return byte < 0x80;
}

/* ---- splitting ---- */

static Ref split_spaces(Vm *vm, Ref self, int64_t max) {
    const Bytes *at = bytes_at(vm, self);
    Parts parts;
    if (!parts_begin(&parts, vm, self, max)) return REF_NULL;
    for (uint32_t i = 0; i < at->length && !parts.failed;) {
        while (i < at->length && is_space(at->bytes[i])) i++;
        if (i == at->length) break;
        uint32_t start = i;
        if (max-- <= 0) i = at->length;
        while (i < at->length && !is_space(at->bytes[i])) i++;
        parts_add(&parts, start, i);
    }
    return parts_end(&parts, false);
}

static Ref rsplit_spaces(Vm *vm, Ref self, int64_t max) {
    const Bytes *at = bytes_at(vm, self);
    Parts parts;
    if (!parts_begin(&parts, vm, self, max)) return REF_NULL;
    for (uint32_t i = at->length; i > 0 && !parts.failed;) {
        while (i > 0 && is_space(at->bytes[i - 1])) i--;
        if (i == 0) break;
        uint32_t stop = i;
        if (max-- <= 0) i = 0;
        while (i > 0 && !is_space(at->bytes[i - 1])) i--;
        parts_add(&parts, i, stop);
    }
    return parts_end(&parts, true);
}

static Ref split_by(Vm *vm, Ref self, Ref separator, int64_t max, bool from_right) {
    const Bytes *at = bytes_at(vm, self), *by = bytes_at(vm, separator);
    int64_t low = 0, high = at->length;
    Parts parts;
    if (by->length == 0) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "empty separator");
    if (!parts_begin(&parts, vm, self, max)) return REF_NULL;
    while (max-- > 0 && !parts.failed) {
        int64_t found = search(at, by, low, high, from_right);
        if (found < 0) break;
        if (from_right) {
            parts_add(&parts, (uint32_t)(found + by->length), (uint32_t)high);
            high = found;
        } else {
            parts_add(&parts, (uint32_t)low, (uint32_t)found);
            low = found + by->length;
        }
    }
    parts_add(&parts, (uint32_t)low, (uint32_t)high);
    return parts_end(&parts, from_right);
}

static Ref split(Vm *vm, const char *function, Ref self, Args args, bool from_right) {
    static const char *const names[] = {"sep", "maxsplit", NULL};
    Ref given[2];
    int64_t max = -1;
    if (!args_parse(vm, function, args, names, 0, 2, given)) return REF_NULL;
    if (given[1] && !object_as_i64(vm, given[1], TYPE_ID_OVERFLOW_ERROR, &max)) return REF_NULL;
    if (max < 0) max = INT64_MAX - 1;
    if (!given[0] || given[0] == heap_root(&vm->heap)->none)
        return from_right ? rsplit_spaces(vm, self, max) : split_spaces(vm, self, max);
    if (!require_bytes(vm, given[0])) return REF_NULL;
    return split_by(vm, self, given[0], max, from_right);
}

Ref bytes_split(Vm *vm, Ref self, Args args) {
    return split(vm, "split", self, args, false);
}

Ref bytes_rsplit(Vm *vm, Ref self, Args args) {
    return split(vm, "rsplit", self, args, true);
}

Ref bytes_splitlines(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"keepends", NULL};
    Ref given;
    if (!args_parse(vm, "splitlines", args, names, 0, 1, &given)) return REF_NULL;
    int64_t keep = 0;
    if (given && !object_as_i64(vm, given, TYPE_ID_OVERFLOW_ERROR, &keep)) return REF_NULL;
    Parts parts;
    if (!parts_begin(&parts, vm, self, -1)) return REF_NULL;
    const Bytes *at = bytes_at(vm, self);
    for (uint32_t i = 0; i < at->length && !parts.failed;) {
        uint32_t start = i;
        while (i < at->length && at->bytes[i] != '\n' && at->bytes[i] != '\r') i++;
        uint32_t end = i;
        if (i < at->length) {
            /* Past the last byte stands a zero. */
            i += at->bytes[i] == '\r' && at->bytes[i + 1] == '\n' ? 2 : 1;
            if (keep) end = i;
        }
        parts_add(&parts, start, end);
    }
    return parts_end(&parts, false);
}

static Ref partition(Vm *vm, Ref self, Ref separator, bool last) {
    Heap *heap = &vm->heap;
    Ref empty = heap_root(heap)->empty_bytes, items[3] = {self, empty, empty};
    if (!require_bytes(vm, separator)) return REF_NULL;
    const Bytes *at = bytes_at(vm, self), *by = bytes_at(vm, separator);
    if (by->length == 0) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "empty separator");
    int64_t found = search(at, by, 0, at->length, last);
    if (found < 0) {
        if (last) items[2] = self, items[0] = empty;
        return vm_made(vm, tuple_pack(heap, 3, items));
    }
    size_t rest = (size_t)found + by->length;
    Ref tuple = vm_made(vm, tuple_new(heap, 3));
    if (!tuple) return REF_NULL;
    tuple_init_item(heap, tuple, 0, new_bytes(vm, at->bytes, (size_t)found));
    tuple_init_item(heap, tuple, 1, new_ref(vm, separator));
    tuple_init_item(heap, tuple, 2, new_bytes(vm, at->bytes + rest, at->length - rest));
    if (!vm->halt) return tuple;
    heap_decref(heap, tuple);
    return REF_NULL;
}

Ref bytes_partition(Vm *vm, Ref self, Args args) {
    return partition(vm, self, args.values[0], false);
}

Ref bytes_rpartition(Vm *vm, Ref self, Args args) {
    return partition(vm, self, args.values[0], true);
}

static Ref without(Vm *vm, Ref self, Ref part, bool at_end) {
    if (!require_bytes(vm, part)) return REF_NULL;
    const Bytes *at = bytes_at(vm, self), *cut = bytes_at(vm, part);
    if (cut->length == 0 || cut->length > at->length) return exact(vm, self);
    uint32_t left = at->length - cut->length;
    if (memcmp(at->bytes + (at_end ? left : 0), cut->bytes, cut->length) != 0)
        return exact(vm, self);
    return new_bytes(vm, at->bytes + (at_end ? 0 : cut->length), left);
}

Ref bytes_removeprefix(Vm *vm, Ref self, Args args) {
    return without(vm, self, args.values[0], false);
}

Ref bytes_removesuffix(Vm *vm, Ref self, Args args) {
    return without(vm, self, args.values[0], true);
}

/* ---- case ---- */

typedef enum CaseForm { FORM_CAPITALIZE, FORM_TITLE, FORM_SWAP } CaseForm;

static Ref convert(Vm *vm, Ref self, CaseForm form) {
    const Bytes *at = bytes_at(vm, self);
    uint8_t *out = memory_alloc(at->length);
    bool in_word = false;
    for (uint32_t i = 0; i < at->length; i++) {
        uint8_t byte = at->bytes[i];
        bool small = form == FORM_SWAP ? !is_small(byte) : form == FORM_TITLE ? in_word : i > 0;
        out[i] = !is_letter(byte) ? byte : small ? byte | 0x20 : byte & 0xDF;
        in_word = is_letter(byte);
    }
    Ref made = new_bytes(vm, out, at->length);
    memory_free(out);
    return made;
}

Ref bytes_capitalize(Vm *vm, Ref self, Args args) {
    (void)args;
    return convert(vm, self, FORM_CAPITALIZE);
}

Ref bytes_title(Vm *vm, Ref self, Args args) {
    (void)args;
    return convert(vm, self, FORM_TITLE);
}

Ref bytes_swapcase(Vm *vm, Ref self, Args args) {
    (void)args;
    return convert(vm, self, FORM_SWAP);
}

/* ---- padding ---- */

typedef enum Side { SIDE_LEFT, SIDE_RIGHT, SIDE_BOTH, SIDE_ZEROS } Side;

static Ref pad(Vm *vm, const char *function, Ref self, Args args, Side side) {
    char name[TYPE_NAME_MAX];
    int64_t width;
    uint8_t fill = side == SIDE_ZEROS ? '0' : ' ';
    if (!object_as_i64(vm, args.values[0], TYPE_ID_OVERFLOW_ERROR, &width)) return REF_NULL;
    if (args.count > 1) {
        Ref given = args.values[1];
        if (!is_bytes(vm, given) || bytes_at(vm, given)->length != 1) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "%s() argument 2 must be a byte string of length 1, not %.50s",
                            function, argument_type_name(vm, given, name, sizeof name));
        }
        fill = bytes_at(vm, given)->bytes[0];
    }
    const Bytes *at = bytes_at(vm, self);
    int64_t padding = width - (int64_t)at->length;
    if (width < 0 || padding <= 0) return exact(vm, self);
    if (width > BYTES_MAX)
        return vm_limit(vm, "a bytes object of more than %d bytes is too long", BYTES_MAX);
    int64_t left = side == SIDE_LEFT ? 0 : padding;
    if (side == SIDE_BOTH) left = padding / 2 + (padding & width & 1);
    uint8_t *out = memory_alloc((size_t)width);
    memset(out, fill, (size_t)width);
    memcpy(out + left, at->bytes, at->length);
    if (side == SIDE_ZEROS && at->length && (at->bytes[0] == '+' || at->bytes[0] == '-')) {
        out[left] = '0';
        out[0] = at->bytes[0];
    }
    Ref made = new_bytes(vm, out, (size_t)width);
    memory_free(out);
    return made;
}

Ref bytes_center(Vm *vm, Ref self, Args args) {
    return pad(vm, "center", self, args, SIDE_BOTH);
}

Ref bytes_ljust(Vm *vm, Ref self, Args args) {
    return pad(vm, "ljust", self, args, SIDE_LEFT);
}

Ref bytes_rjust(Vm *vm, Ref self, Args args) {
    return pad(vm, "rjust", self, args, SIDE_RIGHT);
}

Ref bytes_zfill(Vm *vm, Ref self, Args args) {
    return pad(vm, "zfill", self, args, SIDE_ZEROS);
}

/* ---- tests ---- */

static Ref all_are(Vm *vm, Ref self, bool (*test)(uint8_t), bool when_empty) {
    const Bytes *at = bytes_at(vm, self);
    for (uint32_t i = 0; i < at->length; i++) {
        if (!test(at->bytes[i])) return new_bool(vm, false);
    }
    return new_bool(vm, at->length ? true : when_empty);
}

Ref bytes_isalnum(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_alnum, false);
}

Ref bytes_isalpha(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_letter, false);
}

Ref bytes_isascii(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_ascii, true);
}

Ref bytes_isdigit(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_digit, false);
}

Ref bytes_isspace(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_space, false);
}

/* Whether there are letters and all are small, or all capital. */
static Ref all_of_case(Vm *vm, Ref self, bool small) {
    const Bytes *at = bytes_at(vm, self);
    bool any = false;
    for (uint32_t i = 0; i < at->length; i++) {
        if (!is_letter(at->bytes[i])) continue;
        if (is_small(at->bytes[i]) != small) return new_bool(vm, false);
        any = true;
    }
    return new_bool(vm, any);
}

Ref bytes_islower(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_of_case(vm, self, true);
}

Ref bytes_isupper(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_of_case(vm, self, false);
}

Ref bytes_istitle(Vm *vm, Ref self, Args args) {
    const Bytes *at = bytes_at(vm, self);
    bool any = false, in_word = false;
    (void)args;
    for (uint32_t i = 0; i < at->length; i++) {
        bool letter = is_letter(at->bytes[i]);
        if (letter && is_small(at->bytes[i]) != in_word) return new_bool(vm, false);
        in_word = letter;
        any = any || letter;
    }
    return new_bool(vm, any);
}
