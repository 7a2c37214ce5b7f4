#include "python/format_writer.h"

bool format_write_part(Vm *vm, FormatWriter *writer, Ref text, size_t start, size_t stop,
                       bool last) {
    if (start >= stop) return true;
    if (start == 0 && stop == str_length(&vm->heap, text))
        return format_write(vm, writer, text, last);
    if (!points_check(vm, &writer->points, stop - start)) return false;
    points_put_part(&vm->heap, &writer->points, text, (uint32_t)start, (uint32_t)stop);
    return true;
}

bool format_write(Vm *vm, FormatWriter *writer, Ref text, bool last) {
    uint32_t length = str_length(&vm->heap, text);
    if (length == 0) return true;
    if (last && writer->points.count == 0 && is_exact(&vm->heap, text, TYPE_ID_STR)) {
        native_set(vm, writer->frame, writer->slot, heap_incref(&vm->heap, text));
        return true;
    }
    if (!points_check(vm, &writer->points, length)) return false;
    points_put_str(&vm->heap, &writer->points, text);
    return true;
}

Ref format_finish(Vm *vm, FormatWriter *writer) {
    Ref alone = native_get(vm, writer->frame, writer->slot);
    if (!alone) return points_finish(vm, &writer->points);
    points_deinit(&writer->points);
    return heap_incref(&vm->heap, alone);
}
