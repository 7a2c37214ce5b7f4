#include "python/text_build.h"

#include <string.h>

void points_put_text(Points *points, Text ascii) {
    array_reserve(points, ascii.length);
    for (size_t i = 0; i < ascii.length; i++)
        points->items[points->count++] = (uint8_t)ascii.bytes[i];
}

void points_put_ascii(Points *points, const char *zero_terminated) {
    points_put_text(points, text_of(zero_terminated));
}

void points_fill(Points *points, uint32_t point, size_t count) {
    array_reserve(points, count);
    for (size_t i = 0; i < count; i++) points->items[points->count++] = point;
}

void points_put_part(const Heap *heap, Points *points, Ref string, uint32_t start, uint32_t stop) {
    if (start >= stop) return;
    array_reserve(points, stop - start);
    const Str *self = heap_at(heap, Str, string);
    const void *data = str_data(heap, string);
    uint32_t *out = points->items + points->count;
    for (uint32_t i = start; i < stop; i++) {
        *out++ = self->width == 1   ? ((const uint8_t *)data)[i]
                 : self->width == 2 ? ((const uint16_t *)data)[i]
                                    : ((const uint32_t *)data)[i];
    }
    points->count += stop - start;
}

void points_put_str(const Heap *heap, Points *points, Ref string) {
    points_put_part(heap, points, string, 0, str_length(heap, string));
}

void points_deinit(Points *points) {
    array_deinit(points);
}

Ref points_finish(Vm *vm, Points *points) {
    Ref made = str_new_points(&vm->heap, points->items, points->count);
    array_deinit(points);
    return vm_made(vm, made);
}

Ref text_finish(Vm *vm, TextBuffer *text) {
    Ref made = str_new(&vm->heap, (Text){text_cstr(text), text->length});
    text_deinit(text);
    return vm_made(vm, made);
}

static Ref make_fresh(Vm *vm, const uint32_t *points, size_t count) {
    if (count != 1) return vm_made(vm, str_new_points(&vm->heap, points, count));
    Ref made = str_alloc(&vm->heap, 1, points[0]);
    if (made) str_write(&vm->heap, made, 0, points, 1);
    return vm_made(vm, made);
}

Ref points_finish_fresh(Vm *vm, Points *points) {
    Ref made = make_fresh(vm, points->items, points->count);
    array_deinit(points);
    return made;
}

Ref text_finish_fresh(Vm *vm, TextBuffer *ascii) {
    if (ascii->length != 1) return text_finish(vm, ascii);
    uint32_t point = (uint8_t)ascii->bytes[0];
    text_deinit(ascii);
    return make_fresh(vm, &point, 1);
}

bool points_check(Vm *vm, const Points *points, uint64_t more) {
    if (points->count + more <= STR_LENGTH_MAX) return true;
    vm_limit(vm, "a str of more than %d characters is too long", STR_LENGTH_MAX);
    return false;
}
