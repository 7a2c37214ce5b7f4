/* The module itertools, and what its iterators share. */
#include "heap/dict.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/dunder.h"
#include "python/error.h"
#include "python/itertools.h"
#include "python/startup.h"

Ref tool_new(Vm *vm, Ref type, uint16_t which) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type, 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, tool_at(vm, made)->head.which, which);
    heap_track(heap, made);
    return made;
}

Ref tool_over(Vm *vm, Ref type, uint16_t which, Ref iterable, Ref second) {
    static const char *const slots[] = {"the iterator"};
    static const NativeFrame description = {"iterator creation", slots, 1};
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &description), made = REF_NULL;
    if (!frame) return REF_NULL;
    Ref iterator = object_iter(vm, iterable);
    if (iterator) {
        native_put(vm, frame, 0, iterator);
        made = tool_new(vm, type, which);
    }
    if (vm->halt) return REF_NULL;
    if (made) {
        heap_set(heap, tool_at(vm, made)->a, native_take(vm, frame, 0));
        if (second) heap_set(heap, tool_at(vm, made)->b, new_ref(vm, second));
    }
    native_pop(vm, frame);
    return made;
}

bool tool_arguments(Vm *vm, Ref type, const char *name, Args args, int min, int max) {
    if (!type_overrides(vm, type, DUNDER_INIT) && !args_no_keywords(vm, name, args)) return false;
    return args_count(vm, name, (Args){args.values, args.count, REF_NULL}, min, max);
}

Ref tool_itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

bool tool_goes_on(Vm *vm) {
    if (vm->interrupt) vm_limit(vm, "interrupted");
    return !vm->halt;
}

void tool_append_name(const Vm *vm, TextBuffer *text, Ref self) {
    str_append_to(&vm->heap, heap_type_of(&vm->heap, self)->name, text);
}

extern const NativeFunction itertools_functions[];
const NativeFunction itertools_functions[] = {
    {"tee", tool_tee, NATIVE_FAST, 1, 2, 0},
    {0},
};

void itertools_fill(Vm *vm, Ref dict) {
    static const struct {
        const char *name;
        TypeId type;
    } types[] = {{"accumulate", TYPE_ID_ACCUMULATE},
                 {"combinations", TYPE_ID_COMBINATIONS},
                 {"combinations_with_replacement", TYPE_ID_COMBINATIONS_AGAIN},
                 {"cycle", TYPE_ID_CYCLE},
                 {"dropwhile", TYPE_ID_DROPWHILE},
                 {"takewhile", TYPE_ID_TAKEWHILE},
                 {"islice", TYPE_ID_ISLICE},
                 {"starmap", TYPE_ID_STARMAP},
                 {"chain", TYPE_ID_CHAIN},
                 {"compress", TYPE_ID_COMPRESS},
                 {"filterfalse", TYPE_ID_FILTERFALSE},
                 {"count", TYPE_ID_COUNTER},
                 {"zip_longest", TYPE_ID_ZIP_LONGEST},
                 {"pairwise", TYPE_ID_PAIRWISE},
                 {"permutations", TYPE_ID_PERMUTATIONS},
                 {"product", TYPE_ID_PRODUCT},
                 {"repeat", TYPE_ID_REPEAT},
                 {"groupby", TYPE_ID_GROUPBY},
                 {"_grouper", TYPE_ID_GROUP},
                 {"_tee", TYPE_ID_TEE},
                 {"_tee_dataobject", TYPE_ID_TEE_DATA}};
    Heap *heap = &vm->heap;
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i) {
        dict_set_str(heap, dict, str_static(heap, types[i].name), type_ref(heap, types[i].type));
    }
}
