#include "python/stream.h"

#include "base/text.h"
#include "heap/bytes.h"
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/output.h"

#include <string.h>

enum {
    STREAM_MARK = 1,   /* Object.which of a stream among the interpreter's own objects */
    CHUNK_SIZE = 8192, /* bytes that may wait */
    STREAM_SIZE = 32
};

/* A KIND_NAMESPACE object; its one reference is what waits. */
typedef struct Stream {
    Object head;
    Ref pending;      /* str or bytes, or a list of them, or null */
    uint32_t waiting; /* bytes in pending */
    uint32_t fd;
    uint32_t mode; /* StreamMode */
} Stream;

static const Stream *stream_at(const Vm *vm, Ref stream) {
    return heap_at(&vm->heap, Stream, stream);
}

Ref stream_new(Vm *vm, uint32_t fd, StreamMode mode) {
    Heap *heap = &vm->heap;
    Ref made = heap_new_static(heap, type_ref(heap, TYPE_ID_NAMESPACE), KIND_NAMESPACE, STREAM_SIZE,
                               OBJECT_SHARED);
    const Stream *stream = stream_at(vm, made);
    heap_set(heap, stream->head.which, STREAM_MARK);
    heap_set(heap, stream->fd, fd);
    heap_set(heap, stream->mode, (uint32_t)mode);
    return made;
}

bool is_stream(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_NAMESPACE &&
           heap_object(&vm->heap, object)->which == STREAM_MARK;
}

void stream_set_mode(Vm *vm, StreamMode mode) {
    Ref out = dict_get_str(&vm->heap, vm_machine(vm)->sys_dict, name_ref(vm, "__stdout__"));
    assert(out && is_stream(vm, out));
    heap_set(&vm->heap, stream_at(vm, out)->mode, (uint32_t)mode);
    Ref err = dict_get_str(&vm->heap, vm_machine(vm)->sys_dict, name_ref(vm, "__stderr__"));
    heap_set(&vm->heap, stream_at(vm, err)->mode,
             (uint32_t)(mode == STREAM_DIRECT ? STREAM_DIRECT : STREAM_LINES));
}

/* _textiowrapper_writeflush: the waiting pieces become one bytes object, which is written. */
bool stream_flush(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Stream *stream = stream_at(vm, self);
    Ref pending = stream->pending;
    if (!pending) return true;
    Ref joined = REF_NULL;
    if (heap_kind(heap, pending) != KIND_BYTES) {
        /* Its size is all that can be seen of it. */
        uint8_t *zeros = memory_alloc(stream->waiting);
        joined = bytes_new(heap, zeros, stream->waiting);
        memory_free(zeros);
        if (!joined) return error_no_memory(vm), false;
    }
    heap_set(heap, stream->waiting, 0);
    heap_set(heap, stream->pending, REF_NULL);
    heap_decref(heap, pending);
    if (joined) heap_decref(heap, joined);
    return true;
}

/* The second piece (taken over) makes a list of what waits. */
static bool begin_list(Vm *vm, const Stream *stream, Ref piece) {
    static const char *const slots[] = {"a piece of text"};
    static const NativeFrame description = {"write()", slots, 1};
    Heap *heap = &vm->heap;
    Ref pending = stream->pending, frame = native_push(vm, &description);
    if (!frame) return false;
    native_put(vm, frame, 0, piece);
    Ref list = list_new(heap, 2);
    if (!list) return error_no_memory(vm), false;
    if (stream->pending != pending) {
        /* CPython 3.11 puts the list of that other write into this one, and fails later */
        vm_unsupported(vm, "a write by a finalizer within the allocation of another write");
        return false;
    }
    list_init_item(heap, list, 0, pending);
    list_init_item(heap, list, 1, native_take(vm, frame, 0));
    heap_set(heap, stream->pending, list);
    native_pop(vm, frame);
    return true;
}

/* Enters a piece (taken over) into what waits. */
static bool keep(Vm *vm, const Stream *stream, Ref piece, uint32_t size, Ref self) {
    Heap *heap = &vm->heap;
    if (stream->pending && stream->waiting + size > CHUNK_SIZE && !stream_flush(vm, self))
        return false;
    Ref pending = stream->pending;
    if (!pending) {
        heap_set(heap, stream->pending, piece);
    } else if (heap_kind(heap, pending) != KIND_LIST) {
        if (!begin_list(vm, stream, piece)) return false;
    } else if (!list_append(heap, pending, piece)) {
        return error_no_memory(vm), false;
    }
    heap_set(heap, stream->waiting, stream->waiting + size);
    return true;
}

static bool has_surrogate(const Vm *vm, Ref text) {
    if (str_is_ascii(&vm->heap, text)) return false;
    for (uint32_t i = 0; i < str_length(&vm->heap, text); i++) {
        uint32_t point = str_at(&vm->heap, text, i);
        if (point >= 0xD800 && point < 0xE000) return true;
    }
    return false;
}

bool stream_write(Vm *vm, Ref self, Ref text) {
    Heap *heap = &vm->heap;
    const Stream *stream = stream_at(vm, self);
    if (has_surrogate(vm, text)) {
        vm_unsupported(vm, "writing a lone surrogate");
        return false;
    }
    TextBuffer out = {0};
    str_append_to(heap, text, &out);
    bool line_end = out.length && memchr(out.bytes, '\n', out.length);
    vm_write(vm, (int)stream->fd, text_cstr(&out), out.length);
    uint32_t size = (uint32_t)out.length;
    Ref piece = str_is_ascii(heap, text) && size <= CHUNK_SIZE
                    ? new_ref(vm, text)
                    : bytes_new(heap, text_cstr(&out), out.length);
    text_deinit(&out);
    if (!piece) return error_no_memory(vm), false;
    if (!keep(vm, stream, piece, size, self)) return false;
    bool flush = stream->waiting >= CHUNK_SIZE || stream->mode == STREAM_DIRECT ||
                 (stream->mode == STREAM_LINES && line_end);
    return !flush || stream_flush(vm, self);
}

static Ref write_method(Vm *vm, Ref self, Args args) {
    Ref text = args.values[0];
    if (!is_stream(vm, self)) return vm_unsupported(vm, "write() of this object");
    if (!is_instance_flag(&vm->heap, text, TYPE_STR)) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "write() argument must be str, not %s",
                        object_type_name(vm, text, name, sizeof name));
    }
    if (!stream_write(vm, self, text)) return REF_NULL;
    Ref count = int_new(&vm->heap, str_length(&vm->heap, text));
    return count ? count : error_no_memory(vm);
}

static Ref flush_method(Vm *vm, Ref self, Args args) {
    (void)args;
    if (!is_stream(vm, self)) return vm_unsupported(vm, "flush() of this object");
    return stream_flush(vm, self) ? new_none(vm) : REF_NULL;
}

const NativeFunction stream_methods[] = {
    {"write", write_method, NATIVE_O, 1, 1, 0},
    {"flush", flush_method, NATIVE_NOARGS, 0, 0, 0},
    {0},
};
