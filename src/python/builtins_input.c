#include "python/builtins_input.h"

#include "base/text.h"
#include "heap/dict.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/stream.h"

/* Writes the prompt to sys.stdout and flushes it. */
static bool show_prompt(Vm *vm, Ref prompt) {
    static const char *const slots[] = {"sys.stdout", "the prompt"};
    static const NativeFrame description = {"input()", slots, 2};
    Heap *heap = &vm->heap;
    Ref stream = dict_get_str(heap, vm_machine(vm)->sys_dict, name_ref(vm, "stdout"));
    if (!stream || !is_stream(vm, stream)) {
        vm_unsupported(vm, "input() while sys.stdout is another object");
        return false;
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return false;
    native_put(vm, frame, 0, new_ref(vm, stream));
    Ref text = prompt ? object_str(vm, prompt) : REF_NULL;
    bool good = !prompt || text;
    if (text) {
        native_put(vm, frame, 1, text);
        good = stream_write(vm, stream, text);
    }
    good = good && stream_flush(vm, stream);
    if (vm->halt) return false;
    native_pop(vm, frame);
    return good && !vm->halt;
}

Ref builtin_input(Vm *vm, Ref self, Args args) {
    (void)self;
    if (!vm->host.read_line) return vm_unsupported(vm, "input()");
    if (!show_prompt(vm, args.count ? args.values[0] : REF_NULL)) return REF_NULL;
    TextBuffer line = {0};
    const Machine *machine = vm_machine(vm);
    if (!vm->host.read_line(vm->host.context, machine->lines_read, &line)) {
        text_deinit(&line);
        return vm_wait(vm, "input() waits for a line");
    }
    vm_set(vm, machine->lines_read, machine->lines_read + 1);
    if (!line.length) {
        text_deinit(&line);
        return vm_raise(vm, TYPE_ID_EOF_ERROR, "EOF when reading a line");
    }
    Text text = {line.bytes, line.length};
    if (text.bytes[text.length - 1] == '\n') text.length--;
    Ref made = REF_NULL;
    if (utf8_invalid_at(text.bytes, text.length) < text.length)
        vm_unsupported(vm, "input that is not UTF-8");
    else if (!(made = str_new(&vm->heap, text)))
        error_no_memory(vm);
    text_deinit(&line);
    return made;
}
