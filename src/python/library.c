#include "python/library.h"

#include "python/syntax.h"

#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/held.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/code_object.h"
#include "python/error.h"
#include "python/eval.h"
#include "python/function.h"
#include "python/module.h"
#include "python/startup.h"

#include <string.h>

const LibrarySource *library_find(const char *name) {
    for (const LibrarySource *at = library_sources; at->name; ++at) {
        if (!strcmp(at->name, name)) return at;
    }
    return NULL;
}

/* Names that CPython's modules have and ours lack. */
static const struct {
    const char *module, *names;
} unbuilt[] = {
    {"weakref", "_collections_abc itertools __spec__ __loader__"},
    {"copy", "__spec__ __loader__"},
    {"__future__", "__spec__ __loader__ __file__ __cached__"},
    {"copyreg", "_reconstructor _reduce_ex add_extension remove_extension clear_extension_cache "
                "pickle_complex pickle_union _extension_registry _inverted_registry "
                "_extension_cache __spec__ __loader__"},
};

static void add_unbuilt(Vm *vm, Ref dict, const char *name) {
    for (size_t i = 0; i < sizeof unbuilt / sizeof *unbuilt; ++i) {
        if (!strcmp(unbuilt[i].module, name)) startup_add_unbuilt(vm, dict, name, unbuilt[i].names);
    }
}

/* The text as a function of the module's namespace. New reference. */
static Ref load(Vm *vm, const LibrarySource *source, Ref dict) {
    Heap *heap = &vm->heap;
    Arena arena = {0};
    SyntaxModule *tree = NULL;
    SyntaxProblem problem = {0};
    CodeUnit *unit = NULL;
    Ref constants, code, function = REF_NULL;
    Text text = {source->text, source->length};
    TextBuffer where = {0};
    text_appendf(&where, "<lastref>/%s.py", source->name);
    Ref filename = str_new_cstr(heap, text_cstr(&where));
    if (filename && parse_module(&arena, text, text_cstr(&where), PARSE_FILE, &tree, &problem)) {
        if (compile_module(&arena, tree, text_cstr(&where), COMPILE_FILE, &unit, NULL, &problem) &&
            code_object_make(vm, tree, unit, filename, &constants, &code)) {
            code_object_hide(vm, code);
            heap_decref(heap, constants);
            function = function_new(vm, code, dict);
            heap_decref(heap, code);
        }
        module_deinit(tree);
    }
    if (!function && !vm_failed(vm)) {
        vm_limit(vm, "the library module '%s': %s", source->name,
                 problem.message ? problem.message : "no memory");
    }
    heap_xdecref(heap, filename);
    text_deinit(&where);
    arena_deinit(&arena);
    return function;
}

static Ref new_module(Vm *vm, const LibrarySource *source) {
    Heap *heap = &vm->heap;
    Ref module = heap_new(heap, type_ref(heap, TYPE_ID_MODULE), 0);
    Ref dict = module ? dict_new(heap) : REF_NULL;
    if (!dict) return error_no_memory(vm);
    Ref name = str_static(heap, source->name);
    heap_set(heap, heap_at(heap, Module, module)->dict, dict);
    heap_set(heap, heap_at(heap, Module, module)->name, new_ref(vm, name));
    heap_track(heap, module);
    module_init_dict(vm, dict, name, REF_NULL);
    dict_set_str(heap, dict, name_ref(vm, "__builtins__"), vm_machine(vm)->builtins);
    dict_set_str(heap, vm_machine(vm)->modules, name, module);
    const Object *head = heap_object(heap, module);
    heap_set(heap, head->flags, head->flags | OBJECT_SHARED);
    head = heap_object(heap, dict);
    heap_set(heap, head->flags, head->flags | OBJECT_SHARED);
    return module;
}

static Ref make(Vm *vm, const LibrarySource *source) {
    static const char *const slots[] = {"the module", "its text"};
    static const NativeFrame description = {"import", slots, 2};
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref module = new_module(vm, source);
    Ref result = REF_NULL;
    if (module) {
        native_put(vm, frame, 0, module);
        Ref dict = heap_at(heap, Module, module)->dict;
        Ref function = load(vm, source, dict);
        if (function) {
            native_put(vm, frame, 1, function);
            result = eval_call_function(vm, function, dict, (Args){NULL, 0, REF_NULL});
            if (result) add_unbuilt(vm, dict, source->name);
        }
    }
    module = result ? native_take(vm, frame, 0) : REF_NULL;
    heap_xdecref(heap, result);
    if (!vm->halt) native_pop(vm, frame);
    return module;
}

/* Moves what the youngest generation has after `last` to the oldest. */
static void make_old(Heap *heap, Ref last) {
    Ref young = gc_generation_head(heap, 0), old = gc_generation_head(heap, HEAP_GENERATIONS - 1);
    Ref node;
    while ((node = heap_at(heap, GcHead, last)->next) != young) {
        gc_list_remove(heap, node);
        gc_list_append(heap, old, node);
    }
}

/* How many objects for the collector CPython's own file of that name leaves behind more than it
 * frees when it is read: how far gc.get_count()[0] goes on, collections counted in (measured with
 * different counts at the start; a few more or less depend on free lists). */
static const struct {
    const char *module;
    uint32_t objects;
} growth[] = {{"weakref", 739}, {"copyreg", 31}, {"copy", 61}, {"__future__", 73}};

/* The sum over the modules that are loaded. */
static uint32_t loaded_growth(Vm *vm) {
    uint32_t sum = 0;
    for (size_t i = 0; i < sizeof growth / sizeof *growth; ++i) {
        Ref name = name_ref(vm, growth[i].module);
        if (dict_get_str(&vm->heap, vm_machine(vm)->modules, name)) sum += growth[i].objects;
    }
    return sum;
}

/* Counts what the import allocated, and collects where CPython's collector has come in between. */
static bool count_import(Vm *vm, Ref module, uint32_t count) {
    enum { COLLECTIONS_MAX = 8 };
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    uint32_t threshold = root->generations[0].threshold;
    const Ref *place = held_push(heap, 1);
    if (!place) return error_no_memory(vm), false;
    image_set32(&heap->image, place, module);
    for (int i = 0; root->gc_enabled && threshold && count > threshold && i < COLLECTIONS_MAX;
         ++i) {
        gc_collect_by_itself(heap, 0);
        count -= threshold + 1;
    }
    heap_set(heap, root->generations[0].count, count);
    held_pop(heap);
    return !vm_failed(vm);
}

Ref library_import(Vm *vm, const LibrarySource *source) {
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    uint32_t collecting = root->gc_collecting, count = root->generations[0].count;
    uint32_t before = loaded_growth(vm);
    heap_set(heap, root->gc_collecting, 1u);
    Ref last = heap_at(heap, GcHead, gc_generation_head(heap, 0))->prev;
    Ref module = make(vm, source);
    if (vm->halt) return REF_NULL;
    make_old(heap, last);
    heap_set(heap, root->generations[0].count, count);
    heap_set(heap, root->gc_collecting, collecting);
    /* an import within an import is counted by the outer one */
    if (!module || collecting) return module;
    if (count_import(vm, module, count + loaded_growth(vm) - before)) return module;
    return REF_NULL;
}
