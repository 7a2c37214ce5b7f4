/* The % operator of bytes and bytearray (_PyBytes_FormatEx of CPython 3.11). */
#include "base/memory.h"
#include "heap/bytes.h"
#include "python/abstract.h"
#include "python/buffer.h"
#include "python/bytearray_shared.h"
#include "python/bytes_methods.h"
#include "python/number_convert.h"
#include "python/percent.h"

#include <string.h>

enum { SLOT_MADE = PERCENT_KEY + 1, SLOTS };
static const char *const slot_names[SLOTS] = {"the result", "the value of a key", "the key",
                                              "what a value gives"};
static const NativeFrame description = {"bytes % values", slot_names, SLOTS};

/* The points of a buffer, up to the precision. */
static bool put_buffer(Percent *percent, const Conversion *conversion, const uint8_t *bytes,
                       size_t length) {
    Points text = {0};
    if (conversion->precision >= 0 && (size_t)conversion->precision < length) {
        length = (size_t)conversion->precision;
    }
    for (size_t i = 0; i < length; ++i) points_put(&text, bytes[i]);
    bool good = percent_put_padded(percent, conversion, &text, false);
    points_deinit(&text);
    return good;
}

static bool put_bytes_object(Percent *percent, const Conversion *conversion, Ref object) {
    const Bytes *self = heap_at(&percent->vm->heap, Bytes, object);
    return put_buffer(percent, conversion, self->bytes, bytes_length(&percent->vm->heap, object));
}

/* format_obj: what "%b" takes. A new bytes object, or null. */
static Ref bytes_of(Vm *vm, Ref value) {
    char name[TYPE_NAME_MAX];
    if (is_instance_flag(&vm->heap, value, TYPE_BYTES)) return new_ref(vm, value);
    if (!is_bytearray(vm, value)) {
        bool found;
        Ref made = call_bound_special(vm, value, DUNDER_BYTES, REF_NULL, &found);
        if (vm_failed(vm)) return REF_NULL;
        if (found && !is_instance_flag(&vm->heap, made, TYPE_BYTES)) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "__bytes__ returned non-bytes (type %.200s)",
                     object_type_name(vm, made, name, sizeof name));
            heap_decref(&vm->heap, made);
            return REF_NULL;
        }
        if (found) return made;
    }
    if (has_buffer(vm, value)) return buffer_to_bytes(vm, value);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "%%b requires a bytes-like object, or an object that implements __bytes__, not "
                    "'%.100s'",
                    object_type_name(vm, value, name, sizeof name));
}

static bool put_object(Percent *percent, const Conversion *conversion, Ref value) {
    Vm *vm = percent->vm;
    bool ascii = conversion->code == 'a' || conversion->code == 'r';
    Ref made = ascii ? object_ascii(vm, value) : bytes_of(vm, value);
    if (!made) return false;
    native_put(vm, percent->frame, SLOT_MADE, made);
    bool good;
    if (ascii) {
        TextBuffer text = {0};
        str_append_to(&vm->heap, made, &text);
        good = put_buffer(percent, conversion, (const uint8_t *)text_cstr(&text), text.length);
        text_deinit(&text);
    } else {
        good = put_bytes_object(percent, conversion, made);
    }
    native_set(vm, percent->frame, SLOT_MADE, REF_NULL);
    return good && !vm->halt;
}

/* byte_converter. */
static bool put_byte(Percent *percent, const Conversion *conversion, Ref value) {
    Vm *vm = percent->vm;
    int64_t number = -1;
    Conversion whole = *conversion;
    whole.precision = -1;
    if (has_buffer(vm, value) && !is_memoryview(vm, value)) {
        Ref made = bytes_of(vm, value);
        if (!made) return false;
        const Bytes *self = heap_at(&vm->heap, Bytes, made);
        if (bytes_length(&vm->heap, made) == 1) number = self->bytes[0];
        heap_decref(&vm->heap, made);
        if (number >= 0) return put_buffer(percent, &whole, &(uint8_t){(uint8_t)number}, 1);
    } else if (is_int(vm, value)) {
        if (int_to_i64(&vm->heap, value, &number) && number >= 0 && number <= 255) {
            return put_buffer(percent, &whole, &(uint8_t){(uint8_t)number}, 1);
        }
        vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "%%c arg not in range(256)");
        return false;
    }
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%%c requires an integer in range(256) or a single byte");
    return false;
}

static bool put_conversion(Percent *percent, const Conversion *conversion) {
    Ref value = percent_next_value(percent);
    if (!value) return false;
    uint32_t code = conversion->code;
    if (code < 0x80 && code && strchr("rasb", (int)code)) {
        return put_object(percent, conversion, value);
    }
    if (code < 0x80 && code && strchr("diuoxXeEfFgG", (int)code)) {
        return percent_put_number(percent, conversion, value);
    }
    if (code == 'c') return put_byte(percent, conversion, value);
    return percent_raise_code(percent, code);
}

static bool run(Percent *percent) {
    Points *out = &percent->writer.points;
    while (!percent_at_end(percent)) {
        uint8_t byte = percent->bytes[percent->at++];
        if (byte != '%') {
            points_put(out, byte);
            continue;
        }
        if (!percent_at_end(percent) && percent->bytes[percent->at] == '%') {
            percent->at++;
            points_put(out, '%');
            continue;
        }
        Conversion conversion;
        if (!percent_read_conversion(percent, &conversion) || !put_conversion(percent, &conversion))
            return false;
    }
    return percent_check_used(percent, "bytes");
}

static Ref finish(Vm *vm, const Points *points, bool array) {
    uint8_t *bytes = memory_alloc(points->count + 1);
    for (size_t i = 0; i < points->count; ++i) bytes[i] = (uint8_t)points->items[i];
    Ref made = array ? bytearray_of(vm, bytes, (uint32_t)points->count)
                     : vm_made(vm, bytes_new(&vm->heap, bytes, points->count));
    memory_free(bytes);
    return made;
}

Ref bytes_percent(Vm *vm, const uint8_t *format, uint32_t length, Ref values, bool array) {
    Percent percent = percent_of(vm, values);
    if (has_buffer(vm, values) && !is_memoryview(vm, values)) percent.mapping = REF_NULL;
    percent.frame = native_push(vm, &description);
    if (!percent.frame) return REF_NULL;
    /* a bytearray may change meanwhile */
    uint8_t *copy = memory_alloc(length + 1);
    memcpy(copy, format, length);
    percent.bytes = copy;
    percent.length = length;
    Ref result = run(&percent) ? finish(vm, &percent.writer.points, array) : REF_NULL;
    memory_free(copy);
    points_deinit(&percent.writer.points);
    native_pop(vm, percent.frame);
    return vm->halt ? REF_NULL : result;
}
