#include "python/library.h"

#include "python/syntax.h"

#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/gc_books.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/code_object.h"
#include "python/error.h"
#include "python/eval.h"
#include "python/function.h"
#include "python/import.h"
#include "python/import_books.h"
#include "python/module.h"
#include "python/startup.h"

#include <string.h>

const LibrarySource *library_find(const char *name) {
    for (const LibrarySource *at = library_sources; at->name; ++at) {
        if (!strcmp(at->name, name)) return at;
    }
    return NULL;
}

bool library_is_late(const char *name) {
    return library_find(name) && !import_books_find(name);
}

/* Names that CPython's modules have and ours lack. */
static const struct {
    const char *module, *names;
} unbuilt[] = {
    {"weakref", "_collections_abc itertools __spec__ __loader__"},
    {"copy", "__spec__ __loader__"},
    {"__future__", "__spec__ __loader__ __file__ __cached__"},
    {"types", "AsyncGeneratorType CoroutineType GenericAlias UnionType "
              "SimpleNamespace __all__ _calculate_meta _cell_factory coroutine new_class "
              "prepare_class resolve_bases __spec__ __loader__"},
    {"functools", "_HashedSeq _initial_missing _make_key get_cache_token recursive_repr "
                  "__all__ __spec__ __loader__"},
    {"dataclasses", "builtins inspect itertools keyword make_dataclass re _thread __spec__ "
                    "__loader__"},
    {"typing", "Annotated BinaryIO Concatenate IO Match NamedTuple NotRequired "
               "ParamSpec ParamSpecArgs ParamSpecKwargs Pattern Protocol Required SupportsAbs "
               "SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt "
               "SupportsRound TextIO TypeGuard TypeVarTuple TypedDict Unpack abstractmethod "
               "clear_overloads dataclass_transform get_args get_origin get_overloads "
               "get_type_hints is_typeddict no_type_check no_type_check_decorator overload "
               "reveal_type runtime_checkable collections contextlib operator re warnings "
               "__all__ __spec__ __loader__"},
    {"abc", "get_cache_token abstractclassmethod abstractproperty abstractstaticmethod __spec__ "
            "__loader__"},
    {"contextlib", "AsyncContextDecorator "
                   "AsyncExitStack ExitStack aclosing asynccontextmanager chdir _collections_abc "
                   "abc deque os types MethodType __all__ __spec__ __loader__"},
    {"collections",
     "OrderedDict ChainMap UserDict UserList UserString abc _OrderedDictKeysView "
     "_OrderedDictItemsView _OrderedDictValuesView _Link _chain _collections_abc _eq "
     "_iskeyword _itemgetter _proxy _recursive_repr _repeat _starmap __spec__ "
     "__loader__ __file__ __cached__ __path__"},
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

/* Enters a module without contents into sys.modules. New reference. */
static Ref new_module(Vm *vm, const char *name_text) {
    Heap *heap = &vm->heap;
    Ref module = heap_new(heap, type_ref(heap, TYPE_ID_MODULE), 0);
    Ref dict = module ? dict_new(heap) : REF_NULL;
    if (!dict) return error_no_memory(vm);
    Ref name = str_static(heap, name_text);
    heap_set(heap, heap_at(heap, Module, module)->dict, dict);
    heap_set(heap, heap_at(heap, Module, module)->name, new_ref(vm, name));
    heap_track(heap, module);
    module_init_dict(vm, dict, name, REF_NULL);
    dict_set_str(heap, dict, name_ref(vm, "__builtins__"), vm_machine(vm)->builtins);
    dict_set_str(heap, dict, name_ref(vm, "__package__"),
                 import_is_package(vm, name) ? name : heap_root(heap)->empty_str);
    dict_set_str(heap, vm_machine(vm)->modules, name, module);
    const Object *head = heap_object(heap, module);
    heap_set(heap, head->flags, head->flags | OBJECT_SHARED);
    head = heap_object(heap, dict);
    heap_set(heap, head->flags, head->flags | OBJECT_SHARED);
    return module;
}

enum { SLOT_MODULE, SLOT_TEXT, SLOTS };

/* Marks what the collector knows of the objects born from that serial on. */
static void mark_library(Heap *heap, uint32_t first_serial) {
    Ref young = gc_generation_head(heap, 0);
    for (Ref node = heap_at(heap, GcHead, young)->next; node != young;
         node = heap_at(heap, GcHead, node)->next) {
        const Object *head = heap_object(heap, gc_object(node));
        if (head->serial < first_serial) continue;
        heap_set(heap, head->flags, (uint8_t)(head->flags | OBJECT_LIBRARY));
    }
}

/* CPython itself uses the names of such a module, Any in annotations of its own, ABCMeta for
 * classes of its start-up: how often is not shown. */
static void share_values(Heap *heap, Ref dict) {
    uint32_t position = 0;
    Ref key, value;
    while (dict_next(heap, dict, &position, &key, &value, NULL)) {
        const Object *head = heap_object(heap, value);
        if (head->flags & OBJECT_STATIC) continue;
        heap_set(heap, head->flags, (uint8_t)(head->flags | OBJECT_SHARED));
    }
}

/* Makes the module, puts it into the frame and runs its text if Lastref has one. The books of the
 * collector do not see it: the record tells what CPython's own module does to them. */
static bool run_body(Vm *vm, Ref frame, const char *name) {
    Heap *heap = &vm->heap;
    const LibrarySource *source = library_find(name);
    GcBooks books;
    gc_books_close(heap, &books);
    uint32_t first_serial = heap_root(heap)->next_serial;
    Ref native = dict_get_str(heap, vm_machine(vm)->native_modules, name_ref(vm, name));
    Ref module = native ? heap_incref(heap, native) : new_module(vm, name);
    bool done = module != REF_NULL;
    if (done) native_put(vm, frame, SLOT_MODULE, module);
    if (done && native) {
        dict_set_str(heap, vm_machine(vm)->modules, name_ref(vm, name), module);
    } else if (done && !source) {
        import_note_unbuilt(vm, name);
        heap_set(heap, heap_at(heap, Module, module)->native, (uint32_t)MODULE_UNBUILT);
    } else if (done) {
        Ref dict = heap_at(heap, Module, module)->dict;
        Ref function = load(vm, source, dict), result = REF_NULL;
        if (function) {
            native_put(vm, frame, SLOT_TEXT, function);
            result = eval_call_function(vm, function, dict, (Args){NULL, 0, REF_NULL});
        }
        if (result) {
            heap_decref(heap, result);
            if (!strcmp(name, "typing") || !strcmp(name, "abc")) share_values(heap, dict);
            add_unbuilt(vm, dict, name);
            native_set(vm, frame, SLOT_TEXT, REF_NULL);
        }
        done = result != REF_NULL;
        /* CPython's defines an OrderedDict in Python first, which is garbage afterwards */
        if (!strcmp(name, "collections")) books_forget(vm, BOOKS_GARBAGE_UNKNOWN);
    }
    if (vm->halt) return false;
    mark_library(heap, first_serial);
    gc_books_reopen(heap, &books);
    return done;
}

static bool is_loaded(Vm *vm, const char *name) {
    return dict_get_str(&vm->heap, vm_machine(vm)->modules, name_ref(vm, name)) != REF_NULL;
}

/* Loads a module that another one asks for. */
static bool load_asked(Vm *vm, const char *name, size_t length) {
    TextBuffer text = {0};
    text_append(&text, name, length);
    bool loaded = is_loaded(vm, text_cstr(&text));
    Ref module = loaded ? REF_NULL : library_import(vm, text_cstr(&text));
    text_deinit(&text);
    if (module) heap_decref(&vm->heap, module);
    return loaded || module;
}

/* In CPython these objects are as old as the start-up: they go to the oldest generation, and are no
 * longer among those that this heap lacks. */
static void make_old(Heap *heap, uint32_t first_serial) {
    Ref young = gc_generation_head(heap, 0),
        oldest = gc_generation_head(heap, HEAP_GENERATIONS - 1);
    uint64_t lacking = heap_root(heap)->long_lived_lacking;
    for (Ref node = heap_at(heap, GcHead, young)->next; node != young;) {
        Ref next = heap_at(heap, GcHead, node)->next;
        if (heap_object(heap, gc_object(node))->serial >= first_serial) {
            gc_list_remove(heap, node);
            gc_list_append(heap, oldest, node);
            if (lacking) --lacking;
        }
        node = next;
    }
    heap_set(heap, heap_root(heap)->long_lived_lacking, lacking);
}

static bool make(Vm *vm, Ref frame, const char *name) {
    const char *events = import_books_find(name), *asked = NULL;
    size_t length = 0;
    if (!events) {
        uint32_t first_serial = heap_root(&vm->heap)->next_serial;
        bool done = run_body(vm, frame, name);
        if (done && library_find(name)) make_old(&vm->heap, first_serial);
        return done;
    }
    for (;;) {
        switch (import_books_replay(vm, &events, &asked, &length)) {
        case IMPORT_ENDED: return !vm_failed(vm);
        case IMPORT_ASKS:
            if (!load_asked(vm, asked, length)) return false;
            break;
        case IMPORT_BODY:
            if (!run_body(vm, frame, name)) return false;
            break;
        }
    }
}

Ref library_import(Vm *vm, const char *name) {
    static const char *const slots[SLOTS] = {"the module", "its text"};
    static const NativeFrame description = {"import", slots, SLOTS};
    if (heap_root(&vm->heap)->gc_books_closed && import_books_find(name)) {
        /* within the text of another module, whose record does not tell of it */
        return vm_limit(vm, "the library module '%s' is asked for at a wrong place", name);
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    bool done = make(vm, frame, name);
    if (vm->halt) return REF_NULL;
    Ref module = done ? native_take(vm, frame, SLOT_MODULE) : REF_NULL;
    native_pop(vm, frame);
    return module;
}
