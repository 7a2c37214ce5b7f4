/* str.format and str.format_map (Objects/stringlib/unicode_format.h of CPython 3.11). */
#include "heap/tuple.h"
#include "python/container.h"
#include "python/dunder.h"
#include "python/format_spec.h"
#include "python/format_writer.h"
#include "python/str_methods.h"

#include <string.h>

enum { DEPTH = 2 /* a format spec may hold fields, those of a spec no further ones */ };

typedef enum Numbering { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL } Numbering;

typedef struct Formatting {
    Vm *vm;
    const Args *args; /* null for format_map */
    Ref mapping;      /* of format_map */
    Numbering numbering;
    int64_t next_field;
} Formatting;

/* A part of a str that no Python code can change. */
typedef struct Span {
    Ref text;
    size_t start, end;
} Span;

typedef struct Field {
    Span name, spec;
    uint32_t conversion;
    bool expand;
} Field;

enum { HELD_OBJECT, HELD_SPEC, HELD_NAME, HELD_EXPANDED, FIELD_SLOTS };
static const char *const field_slots[] = {"the argument", "the format spec", "the field name",
                                          "the expanded spec"};
static const NativeFrame field_frame = {"str.format()", field_slots, FIELD_SLOTS};
static const char *const result_slots[] = {"the result"};
static const NativeFrame result_frame = {"str.format()", result_slots, 1};

static bool raise_value(Vm *vm, const char *message) {
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s", message);
    return false;
}

static bool is_empty(const Span *span) {
    return span->start >= span->end;
}

static uint32_t next(Vm *vm, Span *span) {
    return str_at(&vm->heap, span->text, (uint32_t)span->start++);
}

static uint32_t peek(Vm *vm, const Span *span) {
    return str_at(&vm->heap, span->text, (uint32_t)span->start);
}

static Ref span_str(Vm *vm, const Span *span) {
    if (is_empty(span)) return new_ref(vm, heap_root(&vm->heap)->empty_str);
    return vm_made(vm,
                   str_slice(&vm->heap, span->text, (uint32_t)span->start, (uint32_t)span->end));
}

/* get_integer: -1 where the span is no number, -2 with an exception. */
static int64_t span_number(Vm *vm, const Span *span) {
    int64_t value = 0;
    if (is_empty(span)) return -1;
    for (size_t i = span->start; i < span->end; i++) {
        uint32_t point = str_at(&vm->heap, span->text, (uint32_t)i);
        if (point < '0' || point > '9') return -1;
        if (value > (INT64_MAX - 9) / 10) {
            raise_value(vm, "Too many decimal digits in format string");
            return -2;
        }
        value = value * 10 + (int64_t)(point - '0');
    }
    return value;
}

/* ---- reading fields ---- */

static bool read_spec(Vm *vm, Span *input, Field *field) {
    int open = 1;
    field->spec = (Span){input->text, input->start, input->start};
    while (!is_empty(input)) {
        uint32_t point = next(vm, input);
        if (point == '{') {
            field->expand = true;
            open++;
        } else if (point == '}' && --open == 0) {
            field->spec.end = input->start - 1;
            return true;
        }
    }
    return raise_value(vm, "unmatched '{' in format spec");
}

/* What stands between '{' and its '}'. */
static bool read_field(Vm *vm, Span *input, Field *field) {
    uint32_t point = 0;
    *field = (Field){.name = *input, .spec = {input->text, 0, 0}};
    while (!is_empty(input)) {
        point = next(vm, input);
        if (point == '{') return raise_value(vm, "unexpected '{' in field name");
        if (point == '[') {
            while (!is_empty(input) && peek(vm, input) != ']') input->start++;
        } else if (point == '}' || point == ':' || point == '!') {
            break;
        }
    }
    field->name.end = input->start - 1;
    if (point == '}') return true;
    if (point != ':' && point != '!') return raise_value(vm, "expected '}' before end of string");
    if (point == '!') {
        if (is_empty(input))
            return raise_value(vm, "end of string while looking for conversion specifier");
        field->conversion = next(vm, input);
        if (!is_empty(input)) {
            point = next(vm, input);
            if (point == '}') return true;
            if (point != ':') return raise_value(vm, "expected ':' after conversion specifier");
        }
    }
    return read_spec(vm, input, field);
}

/* ---- fetching the argument ---- */

static bool check_numbering(Formatting *formatting, bool automatic) {
    if (formatting->numbering == NUMBERING_OPEN)
        formatting->numbering = automatic ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;
    if (formatting->numbering == NUMBERING_MANUAL && automatic) {
        return raise_value(formatting->vm, "cannot switch from manual field specification to "
                                           "automatic field numbering");
    }
    if (formatting->numbering == NUMBERING_AUTOMATIC && !automatic) {
        return raise_value(formatting->vm, "cannot switch from automatic field numbering to "
                                           "manual field specification");
    }
    return true;
}

static Ref by_keyword(Formatting *formatting, Ref frame, const Span *name) {
    Vm *vm = formatting->vm;
    Heap *heap = &vm->heap;
    Ref key = span_str(vm, name), found = REF_NULL;
    if (!key) return REF_NULL;
    native_set(vm, frame, HELD_NAME, key);
    if (!formatting->args) {
        found = object_getitem(vm, formatting->mapping, key);
    } else {
        const Args *args = formatting->args;
        uint32_t count = args->names ? tuple_size(heap, args->names) : 0;
        for (uint32_t i = 0; i < count && !found; i++) {
            if (str_equal(heap, tuple_get(heap, args->names, i), key))
                found = new_ref(vm, args->values[args->count + i]);
        }
        if (!found) vm_raise_object(vm, TYPE_ID_KEY_ERROR, key);
    }
    native_set(vm, frame, HELD_NAME, REF_NULL);
    return found;
}

static Ref by_position(Formatting *formatting, int64_t index) {
    Vm *vm = formatting->vm;
    if (!formatting->args) {
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "Format string contains positional fields");
    }
    if (index < (int64_t)formatting->args->count)
        return new_ref(vm, formatting->args->values[index]);
    return vm_raise(vm, TYPE_ID_INDEX_ERROR,
                    "Replacement index %lld out of range for positional args tuple",
                    (long long)index);
}

static bool is_sequence(const Vm *vm, Ref object) {
    const TypeSlots *slots = type_slots(vm, heap_type(&vm->heap, object));
    bool dict = is_instance_flag(&vm->heap, object, TYPE_DICT);
    return !dict && (slots->item || object_overrides(vm, object, DUNDER_GETITEM));
}

/* One ".name" or "[key]": replaces the object in the frame. */
static bool follow(Formatting *formatting, Ref frame, Span *rest) {
    Vm *vm = formatting->vm;
    Ref object = native_get(vm, frame, HELD_OBJECT), value;
    uint32_t kind = next(vm, rest);
    Span name = {rest->text, rest->start, rest->start};
    if (kind == '.') {
        while (!is_empty(rest) && peek(vm, rest) != '.' && peek(vm, rest) != '[') rest->start++;
        name.end = rest->start;
    } else if (kind == '[') {
        while (!is_empty(rest) && peek(vm, rest) != ']') rest->start++;
        name.end = rest->start;
        if (is_empty(rest)) return raise_value(vm, "Missing ']' in format string");
        rest->start++;
    } else {
        return raise_value(vm, "Only '.' or '[' may follow ']' in format field specifier");
    }
    int64_t index = kind == '[' ? span_number(vm, &name) : -1;
    if (index == -2) return false;
    if (is_empty(&name)) return raise_value(vm, "Empty attribute in format string");
    if (index >= 0 && is_sequence(vm, object)) {
        value = sequence_item(vm, object, index);
    } else {
        Ref key = index >= 0 ? new_int(vm, index) : span_str(vm, &name);
        if (key && kind == '.') key = str_intern(&vm->heap, key);
        if (!key) return false;
        native_set(vm, frame, HELD_NAME, key);
        value = kind == '.' ? object_getattr(vm, object, key) : object_getitem(vm, object, key);
        native_set(vm, frame, HELD_NAME, REF_NULL);
    }
    if (!value) return false;
    native_set(vm, frame, HELD_OBJECT, value);
    return true;
}

static bool fetch(Formatting *formatting, Ref frame, const Span *name) {
    Vm *vm = formatting->vm;
    Span first = *name, rest = *name;
    while (!is_empty(&rest) && peek(vm, &rest) != '.' && peek(vm, &rest) != '[') rest.start++;
    first.end = rest.start;
    int64_t index = span_number(vm, &first);
    if (index == -2) return false;
    bool empty = is_empty(&first);
    if ((empty || index >= 0) && !check_numbering(formatting, empty)) return false;
    if (empty) index = formatting->next_field++;
    Ref object = index < 0 ? by_keyword(formatting, frame, &first) : by_position(formatting, index);
    if (!object) return false;
    native_set(vm, frame, HELD_OBJECT, object);
    while (!is_empty(&rest)) {
        if (!follow(formatting, frame, &rest)) return false;
    }
    return true;
}

/* ---- writing ---- */

static Ref build(Formatting *formatting, Span input, int depth);

static bool convert(Vm *vm, Ref frame, uint32_t conversion) {
    Ref object = native_get(vm, frame, HELD_OBJECT), text = REF_NULL;
    switch (conversion) {
    case 'r': text = object_repr(vm, object); break;
    case 's': text = object_str(vm, object); break;
    case 'a': text = object_ascii(vm, object); break;
    default:
        if (conversion > 32 && conversion < 127) {
            vm_raise(vm, TYPE_ID_VALUE_ERROR, "Unknown conversion specifier %c", (int)conversion);
        } else {
            vm_raise(vm, TYPE_ID_VALUE_ERROR, "Unknown conversion specifier \\x%x", conversion);
        }
    }
    if (!text) return false;
    native_set(vm, frame, HELD_OBJECT, text);
    return true;
}

/* render_field */
static Ref render(Vm *vm, Ref frame) {
    Ref object = native_get(vm, frame, HELD_OBJECT), spec = native_get(vm, frame, HELD_SPEC);
    if (is_exact(&vm->heap, object, TYPE_ID_STR)) return format_str_value(vm, object, spec);
    if (is_exact(&vm->heap, object, TYPE_ID_INT)) return format_int_value(vm, object, spec);
    if (is_exact(&vm->heap, object, TYPE_ID_FLOAT)) return format_float_value(vm, object, spec);
    return object_format(vm, object, spec);
}

static bool write_field(Formatting *formatting, FormatWriter *writer, const Field *field, int depth,
                        bool last) {
    Vm *vm = formatting->vm;
    Ref frame = native_push(vm, &field_frame);
    if (!frame) return false;
    bool good = fetch(formatting, frame, &field->name) &&
                (!field->conversion || convert(vm, frame, field->conversion));
    if (good) {
        Ref spec =
            field->expand ? build(formatting, field->spec, depth - 1) : span_str(vm, &field->spec);
        good = spec != REF_NULL;
        /* output_markup holds what it expanded beside the object that it makes for __format__. */
        if (good && field->expand) native_put(vm, frame, HELD_EXPANDED, new_ref(vm, spec));
        if (good) native_put(vm, frame, HELD_SPEC, spec);
    }
    Ref text = good ? render(vm, frame) : REF_NULL;
    good = text && format_write(vm, writer, text, last);
    if (text) heap_decref(&vm->heap, text);
    native_pop(vm, frame);
    return good;
}

/* MarkupIterator_next and do_markup: literal text up to a brace, then a field. */
static bool write_next(Formatting *formatting, FormatWriter *writer, Span *input, int depth) {
    Vm *vm = formatting->vm;
    size_t start = input->start;
    uint32_t point = 0;
    bool brace = false;
    while (!is_empty(input) && !brace) {
        point = next(vm, input);
        brace = point == '{' || point == '}';
    }
    bool at_end = is_empty(input);
    size_t stop = input->start;
    if (brace) {
        bool doubled = !at_end && peek(vm, input) == point;
        if (point == '}' && !doubled)
            return raise_value(vm, "Single '}' encountered in format string");
        if (point == '{' && at_end)
            return raise_value(vm, "Single '{' encountered in format string");
        if (doubled) {
            input->start++;
            brace = false;
        } else {
            stop--;
        }
    }
    Field field;
    if (brace && !read_field(vm, input, &field)) return false;
    bool last = !brace && is_empty(input);
    if (!format_write_part(vm, writer, input->text, start, stop, last)) return false;
    return !brace || write_field(formatting, writer, &field, depth, is_empty(input));
}

static Ref build(Formatting *formatting, Span input, int depth) {
    Vm *vm = formatting->vm;
    if (depth <= 0) {
        raise_value(vm, "Max string recursion exceeded");
        return REF_NULL;
    }
    FormatWriter writer = {.frame = native_push(vm, &result_frame)};
    if (!writer.frame) return REF_NULL;
    bool good = true;
    while (good && !is_empty(&input)) good = write_next(formatting, &writer, &input, depth);
    Ref result = good ? format_finish(vm, &writer) : REF_NULL;
    points_deinit(&writer.points);
    native_pop(vm, writer.frame);
    return result;
}

Ref str_format(Vm *vm, Ref self, Args args) {
    Formatting formatting = {vm, &args, REF_NULL, NUMBERING_OPEN, 0};
    return build(&formatting, (Span){self, 0, str_length(&vm->heap, self)}, DEPTH);
}

Ref str_format_map(Vm *vm, Ref self, Args args) {
    Formatting formatting = {vm, NULL, args.values[0], NUMBERING_OPEN, 0};
    return build(&formatting, (Span){self, 0, str_length(&vm->heap, self)}, DEPTH);
}
