/* Padding, stripping, joining and translating str (Objects/unicodeobject.c of CPython 3.11). */
#include "heap/dict.h"
#include "heap/list.h"
#include "heap/tuple.h"
#include "python/char_class.h"
#include "python/container.h"
#include "python/str_methods.h"

/* ---- padding ---- */

static bool read_width(Vm *vm, Ref self, Args args, int64_t *padding, uint32_t *fill) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    int64_t width;
    *fill = ' ';
    if (!object_as_i64(vm, args.values[0], TYPE_ID_OVERFLOW_ERROR, &width)) return false;
    if (args.count > 1) {
        Ref text = args.values[1];
        if (!is_str(vm, text)) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "The fill character must be a unicode character, not %.100s",
                     object_type_name(vm, text, name, sizeof name));
            return false;
        }
        if (str_length(heap, text) != 1) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "The fill character must be exactly one character long");
            return false;
        }
        *fill = str_at(heap, text, 0);
    }
    *padding = width - (int64_t)str_length(heap, self);
    if (width < 0 || *padding < 0) *padding = 0;
    if (*padding <= STR_LENGTH_MAX) return true;
    vm_limit(vm, "a str of more than %d characters is too long", STR_LENGTH_MAX);
    return false;
}

static Ref pad(Vm *vm, Ref self, int64_t left, int64_t right, uint32_t fill) {
    if (left + right == 0) return vm_made(vm, str_exact(&vm->heap, self));
    Points out = {0};
    points_fill(&out, fill, (size_t)left);
    points_put_str(&vm->heap, &out, self);
    points_fill(&out, fill, (size_t)right);
    return points_finish_fresh(vm, &out);
}

Ref str_center(Vm *vm, Ref self, Args args) {
    int64_t padding;
    uint32_t fill;
    if (!read_width(vm, self, args, &padding, &fill)) return REF_NULL;
    int64_t width = padding + str_length(&vm->heap, self);
    int64_t left = padding / 2 + (padding & width & 1);
    return pad(vm, self, left, padding - left, fill);
}

Ref str_ljust(Vm *vm, Ref self, Args args) {
    int64_t padding;
    uint32_t fill;
    return read_width(vm, self, args, &padding, &fill) ? pad(vm, self, 0, padding, fill) : REF_NULL;
}

Ref str_rjust(Vm *vm, Ref self, Args args) {
    int64_t padding;
    uint32_t fill;
    return read_width(vm, self, args, &padding, &fill) ? pad(vm, self, padding, 0, fill) : REF_NULL;
}

Ref str_zfill(Vm *vm, Ref self, Args args) {
    int64_t padding;
    uint32_t fill;
    if (!read_width(vm, self, args, &padding, &fill)) return REF_NULL;
    if (padding == 0) return vm_made(vm, str_exact(&vm->heap, self));
    Points out = {0};
    points_fill(&out, '0', (size_t)padding);
    points_put_str(&vm->heap, &out, self);
    if (out.count > (size_t)padding) {
        uint32_t sign = out.items[padding];
        if (sign == '+' || sign == '-') {
            out.items[padding] = '0';
            out.items[0] = sign;
        }
    }
    return points_finish_fresh(vm, &out);
}

Ref str_expandtabs(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"tabsize", NULL};
    Ref given;
    int64_t size = 8;
    if (!args_parse(vm, "expandtabs", args, names, 0, 1, &given)) return REF_NULL;
    if (given && !object_as_i64(vm, given, TYPE_ID_OVERFLOW_ERROR, &size)) return REF_NULL;
    if (size > INT32_MAX || size < INT32_MIN) {
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "Python int too large to convert to C int");
    }
    Points out = {0};
    int64_t column = 0;
    bool found = false;
    for (uint32_t i = 0; i < str_length(&vm->heap, self); i++) {
        uint32_t point = str_at(&vm->heap, self, i);
        if (point != '\t') {
            points_put(&out, point);
            column = point == '\n' || point == '\r' ? 0 : column + 1;
            continue;
        }
        found = true;
        if (size <= 0) continue;
        int64_t step = size - column % size;
        if (!points_check(vm, &out, (uint64_t)step)) {
            points_deinit(&out);
            return REF_NULL;
        }
        points_fill(&out, ' ', (size_t)step);
        column += step;
    }
    if (found) return points_finish_fresh(vm, &out);
    points_deinit(&out);
    return vm_made(vm, str_exact(&vm->heap, self));
}

/* ---- stripping ---- */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static bool is_stripped(const Vm *vm, Ref characters, uint32_t point) {
    if (!characters) return char_is_space(point);
    for (uint32_t i = 0; i < str_length(&vm->heap, characters); i++) {
        if (str_at(&vm->heap, characters, i) == point) return true;
    }
    return false;
}

static Ref strip(Vm *vm, const char *function, Ref self, Args args, int sides) {
    Heap *heap = &vm->heap;
    Ref characters = args.count ? args.values[0] : REF_NULL;
    if (characters == heap_root(heap)->none) characters = REF_NULL;
    if (characters && !is_str(vm, characters))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s arg must be None or str", function);
    uint32_t start = 0, stop = str_length(heap, self);
    while (sides & STRIP_LEFT && start < stop &&
           is_stripped(vm, characters, str_at(heap, self, start)))
        start++;
    while (sides & STRIP_RIGHT && stop > start &&
           is_stripped(vm, characters, str_at(heap, self, stop - 1)))
        stop--;
    return vm_made(vm, str_slice(heap, self, start, stop));
}

Ref str_strip(Vm *vm, Ref self, Args args) {
    return strip(vm, "strip", self, args, STRIP_LEFT | STRIP_RIGHT);
}

Ref str_lstrip(Vm *vm, Ref self, Args args) {
    return strip(vm, "lstrip", self, args, STRIP_LEFT);
}

Ref str_rstrip(Vm *vm, Ref self, Args args) {
    return strip(vm, "rstrip", self, args, STRIP_RIGHT);
}

/* ---- join ---- */

static Ref join_items(Vm *vm, Ref separator, const Ref *items, uint32_t count) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    if (count == 0) return new_ref(vm, heap_root(heap)->empty_str);
    if (count == 1 && is_exact(heap, items[0], TYPE_ID_STR)) return new_ref(vm, items[0]);
    uint64_t length = (uint64_t)(count - 1) * str_length(heap, separator);
    uint32_t max = count > 1 && str_length(heap, separator) ? str_max_of(heap, separator) : 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_str(vm, items[i])) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "sequence item %u: expected str instance, %.80s found", i,
                            object_type_name(vm, items[i], name, sizeof name));
        }
        length += str_length(heap, items[i]);
        max |= str_max_of(heap, items[i]);
        if (length > STR_LENGTH_MAX) {
            return vm_limit(vm, "a str of more than %d characters is too long", STR_LENGTH_MAX);
        }
    }
    if (length == 0) return new_ref(vm, heap_root(heap)->empty_str);
    Ref made = vm_made(vm, str_alloc(heap, (uint32_t)length, max));
    uint32_t at = 0;
    for (uint32_t i = 0; made && i < count; i++) {
        if (i) {
            str_copy(heap, made, at, separator, 0, str_length(heap, separator));
            at += str_length(heap, separator);
        }
        str_copy(heap, made, at, items[i], 0, str_length(heap, items[i]));
        at += str_length(heap, items[i]);
    }
    return made;
}

Ref str_join(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the items"};
    static const NativeFrame description = {"str.join()", slots, 1};
    Heap *heap = &vm->heap;
    Ref items = object_fast_sequence(vm, args.values[0], "can only join an iterable");
    if (!items) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, items);
        return REF_NULL;
    }
    native_put(vm, frame, 0, items);
    bool list = heap_kind(heap, items) == KIND_LIST;
    Ref result = join_items(vm, self,
                            list ? heap_at(heap, Ref, heap_at(heap, List, items)->items)
                                 : heap_at(heap, Tuple, items)->items,
                            list ? list_size(heap, items) : tuple_size(heap, items));
    native_pop(vm, frame);
    return result;
}

/* ---- translate ---- */

/* One result of a table lookup: None deletes, an int is a code point, a str is text. */
static bool put_translated(Vm *vm, Points *out, Ref value) {
    Heap *heap = &vm->heap;
    int64_t point;
    if (value == heap_root(heap)->none) return true;
    if (is_int(vm, value)) {
        if (int_to_i64(heap, value, &point) && point >= 0 && point <= 0x10FFFF) {
            points_put(out, (uint32_t)point);
            return true;
        }
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "character mapping must be in range(0x110000)");
        return false;
    }
    if (is_str(vm, value)) {
        if (!points_check(vm, out, str_length(heap, value))) return false;
        points_put_str(heap, out, value);
        return true;
    }
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "character mapping must return integer, None or str");
    return false;
}

/* charmaptranslate_lookup: a missing entry keeps the character. */
static bool translate_point(Vm *vm, Ref frame, Ref table, uint32_t point, Points *out) {
    Ref key = new_int(vm, point);
    if (!key) return false;
    native_put(vm, frame, 0, key);
    Ref value = object_getitem(vm, table, key);
    native_set(vm, frame, 0, REF_NULL);
    if (!value) {
        if (!vm_error_is(vm, TYPE_ID_LOOKUP_ERROR)) return false;
        vm_clear_error(vm);
        points_put(out, point);
        return true;
    }
    bool good = put_translated(vm, out, value);
    heap_decref(&vm->heap, value);
    return good;
}

Ref str_translate(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the character"};
    static const NativeFrame description = {"str.translate()", slots, 1};
    Points out = {0};
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    bool good = true;
    for (uint32_t i = 0; good && i < str_length(&vm->heap, self); i++)
        good = translate_point(vm, frame, args.values[0], str_at(&vm->heap, self, i), &out);
    native_pop(vm, frame);
    if (good) return points_finish(vm, &out);
    points_deinit(&out);
    return REF_NULL;
}

/* ---- maketrans ---- */

static bool set_point(Vm *vm, Ref table, uint32_t point, Ref value) {
    Ref key = new_int(vm, point);
    if (!key) return false;
    bool done = object_dict_set(vm, table, key, value) == 0;
    heap_decref(&vm->heap, key);
    return done;
}

static bool require_argument(Vm *vm, Args args, uint32_t index) {
    char name[TYPE_NAME_MAX];
    if (is_str(vm, args.values[index])) return true;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "maketrans() argument %u must be str, not %.50s", index + 1,
             argument_type_name(vm, args.values[index], name, sizeof name));
    return false;
}

static bool fill_from_strings(Vm *vm, Ref table, Args args) {
    Heap *heap = &vm->heap;
    if (!is_str(vm, args.values[0])) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "first maketrans argument must be a string if there is a second argument");
        return false;
    }
    uint32_t length = str_length(heap, args.values[0]);
    if (length != str_length(heap, args.values[1])) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR,
                 "the first two maketrans arguments must have equal length");
        return false;
    }
    for (uint32_t i = 0; i < length; i++) {
        Ref value = new_int(vm, str_at(heap, args.values[1], i));
        bool done = value && set_point(vm, table, str_at(heap, args.values[0], i), value);
        heap_xdecref(heap, value);
        if (!done) return false;
    }
    for (uint32_t i = 0; args.count > 2 && i < str_length(heap, args.values[2]); i++) {
        if (!set_point(vm, table, str_at(heap, args.values[2], i), heap_root(heap)->none))
            return false;
    }
    return true;
}

static bool fill_from_dict(Vm *vm, Ref table, Ref source) {
    Heap *heap = &vm->heap;
    uint32_t position = 0;
    Ref key, value;
    if (!is_exact(heap, source, TYPE_ID_DICT)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "if you give only one argument to maketrans it must be a dict");
        return false;
    }
    while (dict_next(heap, source, &position, &key, &value, NULL)) {
        bool done;
        if (is_str(vm, key)) {
            if (str_length(heap, key) != 1) {
                vm_raise(vm, TYPE_ID_VALUE_ERROR,
                         "string keys in translate table must be of length 1");
                return false;
            }
            done = set_point(vm, table, str_at(heap, key, 0), value);
        } else if (is_int(vm, key)) {
            done = object_dict_set(vm, table, key, value) == 0;
        } else {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "keys in translate table must be strings or integers");
            return false;
        }
        if (!done) return false;
    }
    return true;
}

Ref str_maketrans(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the table"};
    static const NativeFrame description = {"str.maketrans()", slots, 1};
    (void)self;
    if (args.count > 1 && !require_argument(vm, args, 1)) return REF_NULL;
    if (args.count > 2 && !require_argument(vm, args, 2)) return REF_NULL;
    Ref table = vm_made(vm, dict_new(&vm->heap));
    Ref frame = table ? native_push(vm, &description) : REF_NULL;
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, table);
    bool done = args.count > 1 ? fill_from_strings(vm, table, args)
                               : fill_from_dict(vm, table, args.values[0]);
    Ref result = done ? native_take(vm, frame, 0) : REF_NULL;
    native_pop(vm, frame);
    return result;
}
