/* The built-in functions that are part of the interpreter itself. */
#include "heap/dict.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/builtins_exec.h"
#include "python/error.h"
#include "python/eval.h"
#include "python/eval_ops.h"
#include "python/frame.h"
#include "python/import.h"
#include "python/native.h"
#include "python/type.h"

/* ---- class statements ---- */

enum {
    CLASS_BASES,
    CLASS_ORIGINAL_BASES,
    CLASS_METACLASS,
    CLASS_KEYWORDS,
    CLASS_NAMESPACE,
    CLASS_CELL,
    CLASS_PREPARE,
    CLASS_SLOTS
};
static const char *const class_names[CLASS_SLOTS] = {
    "the bases",     "the bases as written", "the metaclass", "the keyword arguments",
    "the namespace", "the __class__ cell",   "__prepare__"};
static const NativeFrame class_frame = {"a class statement", class_names, CLASS_SLOTS};

enum { UPDATE_LIST, UPDATE_METHOD, UPDATE_SLOTS };

/* One base as written: itself, or what stands for it. */
static bool update_base(Vm *vm, Ref frame, Ref bases, uint32_t index) {
    Heap *heap = &vm->heap;
    Ref base = tuple_get(heap, bases, index), list = native_get(vm, frame, UPDATE_LIST);
    Ref method =
        is_type(vm, base) ? REF_NULL : object_find_attr(vm, base, name_ref(vm, "__mro_entries__"));
    if (vm_failed(vm)) return false;
    if (!method) return !list || list_append(heap, list, new_ref(vm, base));
    native_put(vm, frame, UPDATE_METHOD, method);
    Ref entries = vm_call(vm, method, (Args){&bases, 1, REF_NULL});
    if (!entries) return false;
    native_set(vm, frame, UPDATE_METHOD, entries);
    if (vm->halt) return false;
    if (!(heap_type_of(heap, entries)->flags & TYPE_TUPLE)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__mro_entries__ must return a tuple");
        return false;
    }
    if (!list) {
        list = list_new(heap, index);
        if (!list) return false;
        native_put(vm, frame, UPDATE_LIST, list);
        for (uint32_t i = 0; i < index; ++i) {
            list_init_item(heap, list, i, new_ref(vm, tuple_get(heap, bases, i)));
        }
    }
    const Tuple *given = heap_at(heap, Tuple, entries);
    for (uint32_t i = 0; i < given->size; ++i) heap_incref(heap, given->items[i]);
    uint32_t end = list_size(heap, list);
    if (!list_replace_slice(heap, list, end, end, given->items, given->size)) return false;
    native_set(vm, frame, UPDATE_METHOD, REF_NULL);
    return !vm->halt;
}

/* update_bases: bases that are no classes may stand for others (__mro_entries__). Then those as
 * written have a place of their own. */
static bool update_bases(Vm *vm, Ref frame) {
    static const char *const slots[UPDATE_SLOTS] = {"the bases so far", "__mro_entries__"};
    static const NativeFrame description = {"a class statement", slots, UPDATE_SLOTS};
    Heap *heap = &vm->heap;
    Ref bases = native_get(vm, frame, CLASS_BASES);
    Ref own = native_push(vm, &description);
    if (!own) return false;
    bool good = true;
    for (uint32_t i = 0; good && i < tuple_size(heap, bases); ++i) {
        good = update_base(vm, own, bases, i);
    }
    if (vm->halt) return false;
    Ref list = native_get(vm, own, UPDATE_LIST);
    if (good && list) {
        Ref updated = eval_list_to_tuple(vm, list);
        if (!updated) return false;
        native_put(vm, frame, CLASS_ORIGINAL_BASES, native_take(vm, frame, CLASS_BASES));
        native_put(vm, frame, CLASS_BASES, updated);
    }
    native_pop(vm, own);
    return good && !vm->halt;
}

/* The body has run: the class also knows its bases as they were written. */
static bool keep_original_bases(Vm *vm, Ref frame) {
    Ref original = native_get(vm, frame, CLASS_ORIGINAL_BASES);
    if (!original) return true;
    Ref name = str_new_cstr(&vm->heap, "__orig_bases__");
    bool good = name && dict_set_str(&vm->heap, native_get(vm, frame, CLASS_NAMESPACE), name,
                                     original) >= 0;
    heap_xdecref(&vm->heap, name);
    return good;
}

/* The keyword arguments of the class statement as a dict, without `metaclass`. */
static bool take_keywords(Vm *vm, Ref frame, Args args) {
    Heap *heap = &vm->heap;
    if (!args.names || !tuple_size(heap, args.names)) return true;
    Ref dict = dict_new(heap);
    if (!dict) return false;
    native_put(vm, frame, CLASS_KEYWORDS, dict);
    for (uint32_t i = 0; i < tuple_size(heap, args.names); ++i) {
        Ref name = tuple_get(heap, args.names, i), value = args.values[args.count + i];
        if (dict_set_str(heap, dict, name, value) < 0) return false;
    }
    Ref name = name_ref(vm, "metaclass"), metaclass = REF_NULL;
    if (dict_remove(heap, dict, name, str_hash(heap, name), &metaclass) > 0) {
        native_put(vm, frame, CLASS_METACLASS, metaclass);
    }
    return true;
}

static bool choose_metaclass(Vm *vm, Ref frame) {
    Heap *heap = &vm->heap;
    Ref bases = native_get(vm, frame, CLASS_BASES);
    Ref metaclass = native_get(vm, frame, CLASS_METACLASS);
    if (!metaclass) {
        metaclass = tuple_size(heap, bases) ? heap_type(heap, tuple_get(heap, bases, 0))
                                            : type_ref(heap, TYPE_ID_TYPE);
        native_put(vm, frame, CLASS_METACLASS, new_ref(vm, metaclass));
    }
    if (!is_type(vm, metaclass)) return true;
    Ref winner = type_calculate_metatype(vm, metaclass, bases);
    if (!winner) return false;
    if (winner != metaclass) native_set(vm, frame, CLASS_METACLASS, new_ref(vm, winner));
    return true;
}

/* Calls with the keyword arguments of the class statement. */
static Ref call_with_keywords(Vm *vm, Ref frame, Ref callable, const Ref *values, uint32_t count) {
    enum { KEYWORDS_MAX = 64 };
    static const char *const names_slot[] = {"the names"};
    static const NativeFrame names_frame = {"a class statement", names_slot, 1};
    Heap *heap = &vm->heap;
    Ref keywords = native_get(vm, frame, CLASS_KEYWORDS);
    uint32_t named = keywords ? dict_used(heap, keywords) : 0;
    if (!named) return vm_call(vm, callable, (Args){values, count, REF_NULL});
    if (named > KEYWORDS_MAX) {
        return vm_unsupported(vm, "a class statement with more than %d keywords", KEYWORDS_MAX);
    }
    Ref vector[4 + KEYWORDS_MAX];
    for (uint32_t i = 0; i < count; ++i) vector[i] = values[i];
    Ref holder = native_push(vm, &names_frame);
    if (!holder) return REF_NULL;
    Ref names = tuple_new(heap, named);
    if (!names) return error_no_memory(vm);
    native_put(vm, holder, 0, names);
    uint32_t position = 0, filled = 0;
    Ref key, value;
    while (filled < named && dict_next(heap, keywords, &position, &key, &value, NULL)) {
        tuple_init_item(heap, names, filled, new_ref(vm, key));
        vector[count + filled++] = value;
    }
    Ref result = vm_call(vm, callable, (Args){vector, count, names});
    native_pop(vm, holder);
    return result;
}

static bool prepare_namespace(Vm *vm, Ref frame, Ref name) {
    Heap *heap = &vm->heap;
    Ref metaclass = native_get(vm, frame, CLASS_METACLASS);
    Ref type = type_ref(heap, TYPE_ID_TYPE), namespace = REF_NULL;
    Ref prepare_name = name_ref(vm, "__prepare__");
    bool plain = is_type(vm, metaclass) &&
                 type_lookup(vm, metaclass, prepare_name) == type_lookup(vm, type, prepare_name);
    if (plain) {
        namespace = dict_new(heap);
        if (namespace) heap_tell_passing(heap, namespace);
    } else {
        Ref prepare = object_find_attr(vm, metaclass, prepare_name);
        if (vm_failed(vm)) return false;
        if (prepare) {
            native_put(vm, frame, CLASS_PREPARE, prepare);
            Ref values[2] = {name, native_get(vm, frame, CLASS_BASES)};
            namespace = call_with_keywords(vm, frame, prepare, values, 2);
            if (vm->halt) return false;
            native_set(vm, frame, CLASS_PREPARE, REF_NULL);
        } else {
            namespace = dict_new(heap);
        }
    }
    if (!namespace) return false;
    native_put(vm, frame, CLASS_NAMESPACE, namespace);
    if (!is_exact(heap, namespace, TYPE_ID_DICT)) {
        vm_unsupported(vm, "a __prepare__ that returns no plain dict");
        return false;
    }
    return true;
}

/* The cell of `__class__` must have been filled by type.__new__. */
static bool check_cell(Vm *vm, Ref frame, Ref class, Ref name) {
    Heap *heap = &vm->heap;
    Ref cell = native_get(vm, frame, CLASS_CELL);
    if (!is_type(vm, class) || heap_kind(heap, cell) != KIND_CELL) return true;
    Ref content = heap_at(heap, Cell, cell)->content;
    if (content == class) return true;
    TextBuffer shown = {0}, text = {0};
    str_append_to(heap, name, &shown);
    Ref repr = object_repr(vm, class);
    if (repr) {
        str_append_to(heap, repr, &text);
        heap_decref(heap, repr);
        if (!content) {
            vm_raise(vm, TYPE_ID_RUNTIME_ERROR,
                     "__class__ not set defining '%s' as %s. Was __classcell__ propagated to "
                     "type.__new__?",
                     text_cstr(&shown), text_cstr(&text));
        } else {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "__class__ set to another class defining '%s' as %s",
                     text_cstr(&shown), text_cstr(&text));
        }
    }
    text_deinit(&shown);
    text_deinit(&text);
    return false;
}

static Ref make_class(Vm *vm, Ref frame, Args args) {
    Ref function = args.values[0], name = args.values[1];
    if (!update_bases(vm, frame) || !take_keywords(vm, frame, args) ||
        !choose_metaclass(vm, frame) || !prepare_namespace(vm, frame, name)) {
        return error_no_memory(vm);
    }
    Ref namespace = native_get(vm, frame, CLASS_NAMESPACE);
    heap_tell_passing(&vm->heap, function); /* the body: it runs once */
    Ref cell = eval_call_function(vm, function, namespace, (Args){NULL, 0, REF_NULL});
    if (!cell) return REF_NULL;
    native_put(vm, frame, CLASS_CELL, cell);
    if (!keep_original_bases(vm, frame)) return error_no_memory(vm);
    Ref values[3] = {name, native_get(vm, frame, CLASS_BASES), namespace};
    Ref class = call_with_keywords(vm, frame, native_get(vm, frame, CLASS_METACLASS), values, 3);
    if (class && !check_cell(vm, frame, class, name)) {
        heap_decref(&vm->heap, class);
        return REF_NULL;
    }
    return class;
}

static Ref build_class(Vm *vm, Ref self, Args args) {
    (void)self;
    Heap *heap = &vm->heap;
    if (args.count < 2) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__build_class__: not enough arguments");
    }
    if (heap_kind(heap, args.values[0]) != KIND_FUNCTION) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__build_class__: func must be a function");
    }
    if (!(heap_type_of(heap, args.values[1])->flags & TYPE_STR)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__build_class__: name is not a string");
    }
    Ref frame = native_push(vm, &class_frame);
    if (!frame) return REF_NULL;
    Ref bases = tuple_pack(heap, args.count - 2, args.values + 2);
    if (!bases) return error_no_memory(vm);
    if (args.count > 2) heap_tell_passing(heap, bases);
    native_put(vm, frame, CLASS_BASES, bases);
    Ref class = make_class(vm, frame, args);
    if (vm->halt) return REF_NULL;
    /* dropped in CPython's order: cell, namespace, metaclass, keywords, the two tuples of bases */
    Ref kept = class;
    if (kept) native_put(vm, frame, CLASS_PREPARE, kept);
    native_set(vm, frame, CLASS_CELL, REF_NULL);
    native_set(vm, frame, CLASS_NAMESPACE, REF_NULL);
    native_set(vm, frame, CLASS_METACLASS, REF_NULL);
    native_set(vm, frame, CLASS_KEYWORDS, REF_NULL);
    native_set(vm, frame, CLASS_ORIGINAL_BASES, REF_NULL);
    native_set(vm, frame, CLASS_BASES, REF_NULL);
    if (vm->halt) return REF_NULL;
    if (kept) native_take(vm, frame, CLASS_PREPARE);
    native_pop(vm, frame);
    return class;
}

/* ---- names ---- */

static Ref builtin_globals(Vm *vm, Ref self, Args args) {
    (void)self;
    (void)args;
    Ref frame = frame_current(vm);
    if (!frame) return new_none(vm);
    return new_ref(vm, frame_at(vm, frame)->globals);
}

static Ref builtin_locals(Vm *vm, Ref self, Args args) {
    (void)self;
    (void)args;
    Ref frame = frame_current(vm);
    if (!frame) return vm_raise(vm, TYPE_ID_SYSTEM_ERROR, "frame does not exist");
    Ref locals = frame_get_locals(vm, frame);
    return locals ? new_ref(vm, locals) : REF_NULL;
}

static Ref builtin_import(Vm *vm, Ref self, Args args) {
    (void)self;
    static const char *const names[] = {"name", "globals", "locals", "fromlist", "level", NULL};
    Ref out[5];
    if (!args_parse(vm, "__import__", args, names, 1, 5, out)) return REF_NULL;
    const HeapRoot *root = heap_root(&vm->heap);
    if (!(heap_type_of(&vm->heap, out[0])->flags & TYPE_STR)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "module name must be a string");
    }
    Ref zero = root->small_ints[-SMALL_INT_MIN];
    return import_name(vm, out[0], out[3] ? out[3] : root->none, out[4] ? out[4] : zero);
}

const NativeFunction builtins_core[] = {
    {.name = "__build_class__", .call = build_class, .kind = NATIVE_FAST_KEYWORDS},
    {.name = "__import__", .call = builtin_import, .kind = NATIVE_FAST_KEYWORDS},
    {.name = "globals", .call = builtin_globals, .kind = NATIVE_NOARGS},
    {.name = "locals", .call = builtin_locals, .kind = NATIVE_NOARGS},
    {.name = "exec", .call = builtin_exec, .kind = NATIVE_FAST_KEYWORDS},
    {.name = "eval", .call = builtin_eval, .kind = NATIVE_FAST, .min = 1, .max = 3},
    {.name = "compile", .call = builtin_compile, .kind = NATIVE_FAST_KEYWORDS},
    {.name = "breakpoint"},
    {0},
};
