/* The machine as python3 leaves it when a script is about to start: static types, shared objects,
 * the modules builtins, sys, gc and __main__.
 *
 * Order. Types come first, as records without dicts: every object needs its type. Then the shared
 * objects (small ints, characters, (), None ...), then names, then the dicts of the types, then the
 * modules. What is made here lies in the static region, except dicts and tuples, which are ordinary
 * objects that the collector knows as old. */
#include "python/startup.h"
#include "heap/bytes.h"
#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/gc_books.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/eval_ops.h"
#include "python/host.h"
#include "python/module.h"
#include "python/native_table.h"
#include "python/slot_wrapper.h"
#include "python/type.h"
#include "python/weakref_call.h"

#include <stddef.h>
#include <string.h>

/* ---- static types ---- */

typedef struct StaticType {
    const char *name;
    TypeId base;
    Kind kind;
    uint32_t basicsize, itemsize, flags;
} StaticType;

static const StaticType static_types[TYPE_ID_COUNT] = {
#define X(id, name, base, kind, basic, item, flags)                                                \
    [TYPE_ID_##id] = {name, TYPE_ID_##base, KIND_##kind, basic, item, flags},
    STATIC_TYPES(X)
#undef X
#define X(id, name, base, basic)                                                                   \
    [TYPE_ID_##id] = {                                                                             \
        name, TYPE_ID_##base, KIND_EXCEPTION, basic, 0, TF_ANY | TYPE_EXCEPTION | TYPE_TRASHCAN},
        STATIC_EXCEPTIONS(X)
#undef X
};

/* Where objects of a built-in type keep their dict and their weak references, in our records. */
static void set_offsets(Heap *heap, const Type *type, Kind kind, TypeId id) {
    uint32_t dict = 0, weak = 0;
    switch (kind) {
    case KIND_FUNCTION:
        dict = offsetof(Function, dict);
        weak = offsetof(Function, weaklist);
        break;
    case KIND_TYPE:
        dict = offsetof(Type, dict);
        weak = offsetof(Type, weaklist);
        break;
    case KIND_MODULE:
        dict = offsetof(Module, dict);
        weak = offsetof(Module, weaklist);
        break;
    case KIND_EXCEPTION: dict = offsetof(Exception, dict); break;
    case KIND_STATICMETHOD:
    case KIND_CLASSMETHOD: dict = offsetof(Wrapper, dict); break;
    case KIND_CODE: weak = offsetof(Code, weaklist); break;
    case KIND_METHOD: weak = offsetof(Method, weaklist); break;
    case KIND_CFUNCTION: weak = offsetof(CFunction, weaklist); break;
    case KIND_GENERATOR: weak = offsetof(Generator, weaklist); break;
    case KIND_SET: weak = offsetof(Set, pad); break;
    case KIND_DEQUE: weak = offsetof(Deque, weaklist); break;
    case KIND_RLOCK: weak = offsetof(RLock, weaklist); break;
    case KIND_PARTIAL:
        dict = offsetof(Partial, dict);
        weak = offsetof(Partial, weaklist);
        break;
    case KIND_LRU_CACHE:
        dict = offsetof(LruCache, dict);
        weak = offsetof(LruCache, weaklist);
        break;
    case KIND_ITERTOOL:
        if (id == TYPE_ID_TEE) weak = offsetof(Itertool, more);
        break;
    default: break;
    }
    heap_set(heap, type->dict_offset, dict);
    heap_set(heap, type->weak_offset, weak);
    if (dict) heap_set(heap, type->flags, type->flags | TYPE_HAS_DICT);
}

static Ref new_type(Vm *vm, uint32_t native, Kind kind, uint32_t basicsize, uint32_t itemsize,
                    uint32_t flags) {
    Heap *heap = &vm->heap;
    Ref type = heap_new_static(heap, heap_root(heap)->types[TYPE_ID_TYPE], KIND_TYPE, sizeof(Type),
                               OBJECT_SHARED);
    const Type *self = heap_at(heap, Type, type);
    heap_set(heap, self->flags, flags | TYPE_IMMUTABLE | TYPE_READY);
    heap_set(heap, self->kind, (uint32_t)kind);
    heap_set(heap, self->basicsize, basicsize);
    heap_set(heap, self->itemsize, itemsize);
    heap_set(heap, self->native, native);
    return type;
}

static void make_type_records(Vm *vm) {
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    for (int id = 0; id < TYPE_ID_COUNT; ++id) {
        const StaticType *row = &static_types[id];
        Ref type = new_type(vm, (uint32_t)id, row->kind, row->basicsize, row->itemsize, row->flags);
        image_set32(&heap->image, &root->types[id], type);
        set_offsets(heap, heap_at(heap, Type, type), row->kind, (TypeId)id);
    }
    /* object was made before type existed, and type before itself */
    for (int id = 0; id <= TYPE_ID_TYPE; ++id) {
        heap_set(heap, heap_object(heap, root->types[id])->type, root->types[TYPE_ID_TYPE]);
    }
}

/* ---- shared objects ---- */

static Ref new_singleton(Vm *vm, TypeId type) {
    return heap_new_static(&vm->heap, type_ref(&vm->heap, type), KIND_SINGLETON, sizeof(Object),
                           OBJECT_SHARED);
}

static Ref new_bool_object(Vm *vm, bool value) {
    Heap *heap = &vm->heap;
    Ref made = heap_new_static(heap, type_ref(heap, TYPE_ID_BOOL), KIND_BOOL,
                               sizeof(Int) + sizeof(uint32_t), OBJECT_SHARED);
    const Int *self = heap_at(heap, Int, made);
    heap_set(heap, self->size, value ? 1u : 0u);
    if (value) heap_set(heap, self->digits[0], 1u);
    return made;
}

static void make_shared_objects(Vm *vm) {
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    dict_init_shared(heap);
    str_init_shared(heap, type_ref(heap, TYPE_ID_STR));
    bytes_init_shared(heap, type_ref(heap, TYPE_ID_BYTES));
    tuple_init_shared(heap, type_ref(heap, TYPE_ID_TUPLE));
    int_init_small(heap, type_ref(heap, TYPE_ID_INT));
    heap_set(heap, root->none, new_singleton(vm, TYPE_ID_NONE));
    heap_set(heap, root->not_implemented, new_singleton(vm, TYPE_ID_NOT_IMPLEMENTED));
    heap_set(heap, root->ellipsis, new_singleton(vm, TYPE_ID_ELLIPSIS));
    heap_set(heap, root->true_, new_bool_object(vm, true));
    heap_set(heap, root->false_, new_bool_object(vm, false));
}

static void make_names(Vm *vm) {
    static const char *const names[DUNDER_COUNT] = {
#define X(id, name) [DUNDER_##id] = name,
        DUNDER_LIST(X)
#undef X
    };
    const Machine *machine = vm_machine(vm);
    _Static_assert(DUNDER_COUNT <= sizeof machine->dunder_names / sizeof(Ref), "names fit");
    for (int d = 0; d < DUNDER_COUNT; ++d) {
        vm_set(vm, machine->dunder_names[d], str_static(&vm->heap, names[d]));
    }
}

/* ---- what the dicts of types hold ---- */

/* Stores a new object under its name: the dict owns it. */
static void put_new(Vm *vm, Ref dict, Ref name, Ref value) {
    dict_set_str(&vm->heap, dict, name, value);
    if (!(heap_object(&vm->heap, value)->flags & OBJECT_STATIC)) heap_decref(&vm->heap, value);
}

static Ref new_method(Vm *vm, TypeId type, Ref owner, Ref name, uint32_t native, uint32_t which) {
    Heap *heap = &vm->heap;
    Ref made = heap_new_static(heap, type_ref(heap, type), KIND_METHOD_DESCRIPTOR,
                               sizeof(MethodDescriptor), OBJECT_GC | OBJECT_SHARED);
    const MethodDescriptor *self = heap_at(heap, MethodDescriptor, made);
    heap_set(heap, self->owner, owner);
    /* of an unbuilt name in a library module the string may be an ordinary one */
    heap_set(heap, self->name, heap_incref(heap, name));
    heap_set(heap, self->native, native);
    heap_set(heap, self->which, which);
    if (!(heap_object(heap, name)->flags & OBJECT_STATIC)) heap_note_static_holder(heap, made);
    return made;
}

/* A name that is known and not built: `where` is what messages put before it. */
static Ref new_unbuilt(Vm *vm, Ref owner, const char *where, Ref name) {
    Heap *heap = &vm->heap;
    Ref made = new_method(vm, TYPE_ID_METHOD_DESCRIPTOR, owner, name, 0, METHOD_UNBUILT);
    TextBuffer text = {0};
    if (*where) text_appendf(&text, "%s.", where);
    str_append_to(heap, name, &text);
    heap_set(heap, heap_at(heap, MethodDescriptor, made)->qualname,
             heap_incref(heap, str_static(heap, text_cstr(&text))));
    text_deinit(&text);
    return made;
}

void startup_add_unbuilt(Vm *vm, Ref dict, const char *where, const char *names) {
    Heap *heap = &vm->heap;
    char name[64];
    while (names && *names) {
        size_t length = strcspn(names, " ");
        assert(length < sizeof name);
        memcpy(name, names, length);
        name[length] = 0;
        names += length + (names[length] == ' ');
        if (!length) continue;
        Ref key = str_static(heap, name);
        if (dict_get_str(heap, dict, key)) continue;
        put_new(vm, dict, key, new_unbuilt(vm, type_ref(heap, TYPE_ID_OBJECT), where, key));
    }
}

static Ref new_function(Vm *vm, uint32_t native, Ref self, Ref module, Ref owner) {
    Heap *heap = &vm->heap;
    Ref made = heap_new_static(heap, type_ref(heap, TYPE_ID_BUILTIN_FUNCTION), KIND_CFUNCTION,
                               sizeof(CFunction), OBJECT_GC | OBJECT_SHARED);
    const CFunction *function = heap_at(heap, CFunction, made);
    heap_set(heap, function->self, heap_xincref(heap, self));
    heap_set(heap, function->module, module);
    heap_set(heap, function->native, native);
    heap_set(heap, function->owner, owner);
    if (self) heap_note_static_holder(heap, made);
    return made;
}

/* add_operators: the C slots that the type itself has. */
static void add_slot_wrappers(Vm *vm, Ref type, Ref dict, const TypeSlots *slots) {
    for (int d = 0; d < DUNDER_COUNT; ++d) {
        if (!slot_wrapper_exists(slots, (Dunder)d)) continue;
        Ref name = dunder_name(vm, (Dunder)d);
        put_new(vm, dict, name,
                new_method(vm, TYPE_ID_WRAPPER_DESCRIPTOR, type, name, (uint32_t)d, METHOD_SLOT));
    }
}

static void add_methods(Vm *vm, Ref type, Ref dict, TypeId id, const char *type_text) {
    Heap *heap = &vm->heap;
    const NativeFunction *rows = native_spec(id)->methods;
    NativeTable table = (NativeTable)(NATIVE_TABLE_TYPES + id);
    for (uint32_t i = 0; rows && rows[i].name; ++i) {
        Ref name = str_static(heap, rows[i].name);
        uint32_t native = native_index(table, i);
        Ref made;
        if (!rows[i].call) {
            made = new_unbuilt(vm, type, type_text, name);
        } else if (rows[i].flags & NATIVE_STATIC) {
            Ref wrapper =
                heap_new_static(heap, type_ref(heap, TYPE_ID_STATICMETHOD), KIND_STATICMETHOD,
                                sizeof(Wrapper), OBJECT_GC | OBJECT_SHARED);
            heap_set(heap, heap_at(heap, Wrapper, wrapper)->callable,
                     new_function(vm, native, type, REF_NULL, type));
            made = wrapper;
        } else if (rows[i].flags & NATIVE_CLASS) {
            made = new_method(vm, TYPE_ID_CLASSMETHOD_DESCRIPTOR, type, name, native, METHOD_CLASS);
        } else {
            made = new_method(vm, TYPE_ID_METHOD_DESCRIPTOR, type, name, native, METHOD_ORDINARY);
        }
        put_new(vm, dict, name, made);
    }
}

static void add_getsets(Vm *vm, Ref type, Ref dict, TypeId id) {
    Heap *heap = &vm->heap;
    const NativeGetSet *rows = native_spec(id)->getsets;
    for (uint32_t i = 0; rows && rows[i].name; ++i) {
        TypeId kind = rows[i].member ? TYPE_ID_MEMBER_DESCRIPTOR : TYPE_ID_GETSET_DESCRIPTOR;
        Ref name = str_static(heap, rows[i].name);
        Ref made = heap_new_static(heap, type_ref(heap, kind), KIND_GETSET, sizeof(GetSet),
                                   OBJECT_GC | OBJECT_SHARED);
        const GetSet *self = heap_at(heap, GetSet, made);
        heap_set(heap, self->owner, type);
        heap_set(heap, self->name, name);
        heap_set(heap, self->which, GETSET_NATIVE);
        heap_set(heap, self->native, (uint32_t)id << 16 | i);
        put_new(vm, dict, name, made);
    }
}

static uint32_t count_words(const char *text) {
    uint32_t count = 0;
    for (; text && *text; ++text) count += *text == ' ';
    return count + 1;
}

static uint32_t count_entries(const TypeSpec *spec) {
    uint32_t count = 3 + count_words(spec->unbuilt);
    for (const NativeFunction *row = spec->methods; row && row->name; ++row) ++count;
    for (const NativeGetSet *row = spec->getsets; row && row->name; ++row) ++count;
    for (int d = 0; d < DUNDER_COUNT; ++d) count += slot_wrapper_exists(&spec->slots, (Dunder)d);
    return count;
}

static void fill_type_dict(Vm *vm, TypeId id) {
    Heap *heap = &vm->heap;
    Ref type = type_ref(heap, id);
    const TypeSpec *spec = native_spec(id);
    const char *text = static_types[id].name;
    Ref dict = dict_new_presized(heap, count_entries(spec), true);
    heap_set(heap, type_at(vm, type)->dict, dict);
    if (spec->slots.create) {
        put_new(vm, dict, dunder_name(vm, DUNDER_NEW),
                new_function(vm, NATIVE_NEW, type, REF_NULL, type));
    }
    add_slot_wrappers(vm, type, dict, &spec->slots);
    add_methods(vm, type, dict, id, text);
    add_getsets(vm, type, dict, id);
    startup_add_unbuilt(vm, dict, text, spec->unbuilt);
    Ref doc = dunder_name(vm, DUNDER_DOC);
    if (!dict_get_str(heap, dict, doc)) {
        if (spec->doc) {
            put_new(vm, dict, doc, str_static(heap, spec->doc));
        } else {
            startup_add_unbuilt(vm, dict, text, "__doc__");
        }
    }
    bool inherited = vm->slots[static_types[id].base].hash == hash_not_implemented;
    if (vm->slots[id].hash == hash_not_implemented && !inherited &&
        !dict_get_str(heap, dict, dunder_name(vm, DUNDER_HASH))) {
        dict_set_str(heap, dict, dunder_name(vm, DUNDER_HASH), heap_root(heap)->none);
    }
}

/* Names, bases and mro of a static type with one base (null for object). */
static void name_type(Vm *vm, Ref type, Ref base, const char *name, const char *module) {
    Heap *heap = &vm->heap;
    const Type *self = type_at(vm, type);
    Ref text = str_static(heap, name);
    heap_set(heap, self->name, text);
    heap_set(heap, self->qualname, text);
    heap_set(heap, self->module, str_static(heap, module ? module : "builtins"));
    heap_set(heap, self->base, base);
    heap_set(heap, self->bases, tuple_pack(heap, base ? 1 : 0, &base));
    Ref mro[16];
    uint32_t count = 0;
    for (Ref at = type; at; at = type_at(vm, at)->base) mro[count++] = at;
    heap_set(heap, self->mro, tuple_pack(heap, count, mro));
}

static void make_types(Vm *vm) {
    for (int id = 0; id < TYPE_ID_COUNT; ++id) {
        Ref base = id == TYPE_ID_OBJECT ? REF_NULL : type_ref(&vm->heap, static_types[id].base);
        name_type(vm, type_ref(&vm->heap, (TypeId)id), base, static_types[id].name,
                  native_spec((TypeId)id)->module);
        fill_type_dict(vm, (TypeId)id);
    }
}

/* Built-in types that have subclasses when python3 starts a script: their table of subclasses
 * exists. What is in it is the interpreter's own. */
static void make_subclass_tables(Vm *vm) {
    static const TypeId parents[] = {TYPE_ID_CLASSMETHOD,
                                     TYPE_ID_DICT,
                                     TYPE_ID_PROPERTY,
                                     TYPE_ID_INT,
                                     TYPE_ID_OBJECT,
                                     TYPE_ID_STATICMETHOD,
                                     TYPE_ID_TUPLE,
                                     TYPE_ID_TYPE,
                                     TYPE_ID_BASE_EXCEPTION,
                                     TYPE_ID_EXCEPTION,
                                     TYPE_ID_ARITHMETIC_ERROR,
                                     TYPE_ID_IMPORT_ERROR,
                                     TYPE_ID_LOOKUP_ERROR,
                                     TYPE_ID_NAME_ERROR,
                                     TYPE_ID_OS_ERROR,
                                     TYPE_ID_RUNTIME_ERROR,
                                     TYPE_ID_SYNTAX_ERROR,
                                     TYPE_ID_SYSTEM_ERROR,
                                     TYPE_ID_VALUE_ERROR,
                                     TYPE_ID_WARNING,
                                     TYPE_ID_INDENTATION_ERROR,
                                     TYPE_ID_UNICODE_ERROR,
                                     TYPE_ID_BUILTIN_FUNCTION};
    for (size_t i = 0; i < sizeof parents / sizeof *parents; ++i) {
        Ref type = type_ref(&vm->heap, parents[i]);
        heap_set(&vm->heap, type_at(vm, type)->subclasses, dict_new(&vm->heap));
    }
}

/* ---- builtins ---- */

/* The names of the module builtins in CPython's order; functions come from the tables, types from
 * the static types, and what neither has is known but not built. */
static const char builtin_names[] =
    "__build_class__ __import__ abs all any ascii bin breakpoint callable chr compile delattr dir "
    "divmod eval exec format getattr globals hasattr hash hex id input isinstance issubclass iter "
    "aiter len locals max min next anext oct ord pow print repr round setattr sorted sum vars "
    "None Ellipsis NotImplemented False True bool memoryview bytearray bytes classmethod complex "
    "dict enumerate filter float frozenset property int list map object range reversed set slice "
    "staticmethod str super tuple type zip __debug__ BaseException BaseExceptionGroup Exception "
    "GeneratorExit KeyboardInterrupt SystemExit ArithmeticError AssertionError AttributeError "
    "BufferError EOFError ImportError LookupError MemoryError NameError OSError ReferenceError "
    "RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError "
    "Warning FloatingPointError OverflowError ZeroDivisionError BytesWarning DeprecationWarning "
    "EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning "
    "RuntimeWarning SyntaxWarning UnicodeWarning UserWarning BlockingIOError ChildProcessError "
    "ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError "
    "NotADirectoryError PermissionError ProcessLookupError TimeoutError IndentationError "
    "IndexError KeyError ModuleNotFoundError NotImplementedError RecursionError UnboundLocalError "
    "UnicodeError BrokenPipeError ConnectionAbortedError ConnectionRefusedError "
    "ConnectionResetError TabError UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError "
    "ExceptionGroup EnvironmentError IOError open quit exit copyright credits license help";

/* Types that are known and not built: no instance of them can exist, so that they may be named (in
 * an `except`, in isinstance) but not used. */
static const struct {
    const char *name;
    TypeId base;
} unbuilt_types[] = {
    {"BaseExceptionGroup", TYPE_ID_BASE_EXCEPTION},
    {"ExceptionGroup", TYPE_ID_EXCEPTION},
    {"BytesWarning", TYPE_ID_WARNING},
    {"EncodingWarning", TYPE_ID_WARNING},
    {"FutureWarning", TYPE_ID_WARNING},
    {"ImportWarning", TYPE_ID_WARNING},
    {"PendingDeprecationWarning", TYPE_ID_WARNING},
    {"ResourceWarning", TYPE_ID_WARNING},
    {"UnicodeWarning", TYPE_ID_WARNING},
    {"BlockingIOError", TYPE_ID_OS_ERROR},
    {"ChildProcessError", TYPE_ID_OS_ERROR},
    {"ConnectionError", TYPE_ID_OS_ERROR},
    {"InterruptedError", TYPE_ID_OS_ERROR},
    {"IsADirectoryError", TYPE_ID_OS_ERROR},
    {"NotADirectoryError", TYPE_ID_OS_ERROR},
    {"ProcessLookupError", TYPE_ID_OS_ERROR},
    {"BrokenPipeError", TYPE_ID_OS_ERROR},
    {"ConnectionAbortedError", TYPE_ID_OS_ERROR},
    {"ConnectionRefusedError", TYPE_ID_OS_ERROR},
    {"ConnectionResetError", TYPE_ID_OS_ERROR},
    {"UnicodeTranslateError", TYPE_ID_UNICODE_ERROR},
};

/* The table that has a function of that name; its row's index in *native. */
static bool find_function(const char *name, uint32_t *native) {
    static const NativeTable tables[] = {NATIVE_TABLE_CORE, NATIVE_TABLE_OBJECT,
                                         NATIVE_TABLE_NUMBER, NATIVE_TABLE_CONTAINER};
    for (size_t t = 0; t < sizeof tables / sizeof *tables; ++t) {
        const NativeFunction *rows = native_table(tables[t]);
        for (uint32_t i = 0; rows[i].name; ++i) {
            if (strcmp(rows[i].name, name) || !rows[i].call) continue;
            *native = native_index(tables[t], i);
            return true;
        }
    }
    return false;
}

static Ref find_type(Vm *vm, const char *name) {
    const Heap *heap = &vm->heap;
    for (int id = 0; id < TYPE_ID_COUNT; ++id) {
        Ref type = type_ref(heap, (TypeId)id);
        if (strcmp(static_types[id].name, name) == 0 &&
            str_equal_cstr(heap, type_at(vm, type)->module, "builtins")) {
            return type;
        }
    }
    return REF_NULL;
}

static Ref new_unbuilt_type(Vm *vm, const char *name) {
    Heap *heap = &vm->heap;
    for (size_t i = 0; i < sizeof unbuilt_types / sizeof *unbuilt_types; ++i) {
        if (strcmp(unbuilt_types[i].name, name)) continue;
        TypeId base = unbuilt_types[i].base;
        const StaticType *row = &static_types[base];
        Ref type = new_type(vm, (uint32_t)base, row->kind, row->basicsize, row->itemsize,
                            row->flags | TYPE_UNBUILT);
        name_type(vm, type, type_ref(heap, base), name, NULL);
        heap_set(heap, type_at(vm, type)->dict, dict_new(heap));
        return type;
    }
    return REF_NULL;
}

/* A value for one name of builtins: borrowed or static. */
static Ref builtin_value(Vm *vm, const char *name, Ref module) {
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    uint32_t native;
    if (find_function(name, &native)) {
        return new_function(vm, native, module, str_static(heap, "builtins"), REF_NULL);
    }
    if (!strcmp(name, "None")) return root->none;
    if (!strcmp(name, "Ellipsis")) return root->ellipsis;
    if (!strcmp(name, "NotImplemented")) return root->not_implemented;
    if (!strcmp(name, "False")) return root->false_;
    if (!strcmp(name, "True") || !strcmp(name, "__debug__")) return root->true_;
    if (!strcmp(name, "EnvironmentError") || !strcmp(name, "IOError")) name = "OSError";
    Ref type = find_type(vm, name);
    return type ? type : new_unbuilt_type(vm, name);
}

/* ---- modules ---- */

static Ref new_module(Vm *vm, const char *name, uint32_t room) {
    Heap *heap = &vm->heap;
    Ref module = heap_new(heap, type_ref(heap, TYPE_ID_MODULE), 0);
    Ref dict = dict_new_presized(heap, room, true);
    Ref text = str_static(heap, name);
    heap_set(heap, heap_at(heap, Module, module)->dict, dict);
    heap_set(heap, heap_at(heap, Module, module)->name, new_ref(vm, text));
    heap_track(heap, module);
    module_init_dict(vm, dict, text, REF_NULL);
    dict_set_str(heap, vm_machine(vm)->modules, text, module);
    return module;
}

/* A module of the interpreter's own: what it holds is not counted for anyone to see. */
static Ref new_native_module(Vm *vm, const char *name, uint32_t room) {
    Heap *heap = &vm->heap;
    Ref module = new_module(vm, name, room);
    heap_set(heap, heap_at(heap, Module, module)->native, (uint32_t)MODULE_NATIVE);
    Ref dict = heap_at(heap, Module, module)->dict;
    const Object *head = heap_object(heap, module);
    heap_set(heap, head->flags, head->flags | OBJECT_SHARED);
    head = heap_object(heap, dict);
    heap_set(heap, head->flags, head->flags | OBJECT_SHARED);
    startup_add_unbuilt(vm, dict, name, "");
    return module;
}

static Ref module_dict(const Vm *vm, Ref module) {
    return heap_at(&vm->heap, Module, module)->dict;
}

/* The interpreter's own __doc__, __loader__ and __spec__ are known and not built. */
static void hide_own_names(Vm *vm, Ref dict, const char *where) {
    static const char *const hidden[] = {"__doc__", "__loader__", "__spec__"};
    Heap *heap = &vm->heap;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; ++i) {
        Ref key = str_static(heap, hidden[i]);
        put_new(vm, dict, key, new_unbuilt(vm, type_ref(heap, TYPE_ID_OBJECT), where, key));
    }
}

static void make_builtins(Vm *vm) {
    Heap *heap = &vm->heap;
    Ref module = new_native_module(vm, "builtins", 170);
    Ref dict = module_dict(vm, module);
    hide_own_names(vm, dict, "builtins");
    vm_set(vm, vm_machine(vm)->builtins, new_ref(vm, dict));
    char name[64];
    for (const char *at = builtin_names; *at;) {
        size_t length = strcspn(at, " ");
        memcpy(name, at, length);
        name[length] = 0;
        at += length + (at[length] == ' ');
        Ref value = builtin_value(vm, name, module);
        if (value) {
            dict_set_str(heap, dict, str_static(heap, name), value);
        } else {
            startup_add_unbuilt(vm, dict, "", name);
        }
    }
    heap_decref(heap, module);
}

void startup_add_functions(Vm *vm, Ref module, NativeTable table) {
    Heap *heap = &vm->heap;
    Ref dict = module_dict(vm, module);
    Ref module_name = heap_at(heap, Module, module)->name;
    TextBuffer where = {0};
    str_append_to(heap, module_name, &where);
    const NativeFunction *rows = native_table(table);
    for (uint32_t i = 0; rows[i].name; ++i) {
        Ref name = str_static(heap, rows[i].name);
        if (rows[i].call) {
            put_new(vm, dict, name,
                    new_function(vm, native_index(table, i), module, module_name, REF_NULL));
        } else {
            startup_add_unbuilt(vm, dict, text_cstr(&where), rows[i].name);
        }
    }
    text_deinit(&where);
}

static void make_sys(Vm *vm) {
    Heap *heap = &vm->heap;
    Ref module = new_native_module(vm, "sys", 110);
    Ref dict = module_dict(vm, module);
    hide_own_names(vm, dict, "sys");
    startup_add_functions(vm, module, NATIVE_TABLE_SYS);
    dict_set_str(heap, dict, str_static(heap, "modules"), vm_machine(vm)->modules);
    vm_set(vm, vm_machine(vm)->sys_dict, dict);
    sys_fill(vm, dict);
    heap_decref(heap, module);
}

/* Takes a built-in module out of sys.modules: import puts it there. */
static void hide_module(Vm *vm, Ref module) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    Ref name = heap_at(heap, Module, module)->name;
    dict_set_str(heap, machine->native_modules, name, module);
    dict_remove(heap, machine->modules, name, str_hash(heap, name), NULL);
}

/* A built-in module that is not loaded when a script begins. */
static void make_hidden(Vm *vm, const char *name, NativeTable table,
                        void (*fill)(Vm *vm, Ref dict)) {
    Ref module = new_native_module(vm, name, 80);
    Ref dict = module_dict(vm, module);
    hide_own_names(vm, dict, name);
    startup_add_functions(vm, module, table);
    fill(vm, dict);
    hide_module(vm, module);
    heap_decref(&vm->heap, module);
}

static void make_weakref(Vm *vm) {
    Ref module = new_native_module(vm, "_weakref", 10);
    startup_add_functions(vm, module, NATIVE_TABLE_WEAKREF);
    weakref_fill(vm, module_dict(vm, module));
    heap_decref(&vm->heap, module);
}

static void make_thread(Vm *vm) {
    Heap *heap = &vm->heap;
    Ref module = new_native_module(vm, "_thread", 10);
    Ref dict = module_dict(vm, module);
    dict_set_str(heap, dict, str_static(heap, "RLock"), type_ref(heap, TYPE_ID_RLOCK));
    startup_add_unbuilt(vm, dict, "_thread",
                        "start_new_thread start_new allocate_lock allocate exit_thread exit "
                        "interrupt_main get_ident get_native_id _count stack_size _set_sentinel "
                        "_excepthook TIMEOUT_MAX LockType _local _ExceptHookArgs error");
    heap_decref(heap, module);
}

/* __main__ as pymain_run_python has it before the file's name is known: __file__ and __cached__
 * are set by the run. The loader is an object of the interpreter itself. */
static void make_main(Vm *vm) {
    Heap *heap = &vm->heap;
    Ref module = new_module(vm, "__main__", 0);
    Ref dict = module_dict(vm, module);
    Ref loader = heap_new_static(heap, type_ref(heap, TYPE_ID_NAMESPACE), KIND_NAMESPACE,
                                 sizeof(Object) + GRANULE, OBJECT_GC | OBJECT_SHARED);
    put_new(vm, dict, str_static(heap, "__loader__"), loader);
    put_new(vm, dict, str_static(heap, "__annotations__"), dict_new(heap));
    dict_set_str(heap, dict, str_static(heap, "__builtins__"),
                 dict_get_str(heap, vm_machine(vm)->modules, str_static(heap, "builtins")));
    vm_set(vm, vm_machine(vm)->main, module);
    vm_set(vm, vm_machine(vm)->main_dict, dict);
    heap_decref(heap, module);
}

/* CPython's start-up has made and dropped a slice, and keeps one for the next. */
static void keep_slice(Vm *vm) {
    Ref none = heap_root(&vm->heap)->none;
    Ref ends[] = {new_ref(vm, none), new_ref(vm, none)};
    heap_decref(&vm->heap, eval_build_slice(vm, ends, 2));
}

/* ---- the collector's books at script start ---- */

/* The free lists of lists, dicts and tuples (of 1 to 20 items) when an empty script begins. */
static void set_free_lists(Vm *vm) {
    static const uint8_t lengths[GC_BOOK_KINDS] = {0, 5, 8, 4, 6, 3, 2, 3, 0, 1, 0, 2,
                                                   0, 0, 0, 1, 0, 1, 0, 1, 2, 0, 1};
    list_clear_free_list(&vm->heap);
    dict_clear_free_lists(&vm->heap);
    tuple_clear_free_lists(&vm->heap);
    for (unsigned kind = GC_BOOK_LIST; kind < GC_BOOK_KINDS; ++kind) {
        for (unsigned i = 0; i < lengths[kind]; ++i) gc_books_free(&vm->heap, kind);
    }
}

static uint64_t count_old(const Heap *heap) {
    Ref head = gc_generation_head(heap, 1);
    uint64_t count = 0;
    for (Ref at = heap_at(heap, GcHead, head)->next; at != head; ++count) {
        at = heap_at(heap, GcHead, at)->next;
    }
    return count;
}

/* All that exists has survived some collections of the youngest generation. The counts are those of
 * Debian's python3 for a one-line script, and so are the collections that its start has needed;
 * they cannot be derived (facts of the reference interpreter). So is the number of objects that its
 * start-up made, of which this heap lacks most, modules that nobody imports: the collector weighs
 * new objects against old ones. */
static void set_counts(Vm *vm) {
    enum { LONG_LIVED = 5081 };
    static const uint32_t counts[HEAP_GENERATIONS] = {16, 8, 0};
    static const uint32_t thresholds[HEAP_GENERATIONS] = {700, 10, 10};
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    set_free_lists(vm);
    gc_list_merge(heap, gc_generation_head(heap, 0), gc_generation_head(heap, 1));
    heap_set(heap, root->long_lived_lacking, (uint64_t)LONG_LIVED - count_old(heap));
    for (int i = 0; i < HEAP_GENERATIONS; ++i) {
        heap_set(heap, root->generations[i].count, counts[i]);
        heap_set(heap, root->generations[i].threshold, thresholds[i]);
    }
    heap_set(heap, root->collections[0], (uint64_t)counts[1]);
    heap_set(heap, root->collected[0], UINT64_C(24));
    heap_set(heap, root->gc_enabled, 1u);
}

/* ---- the machine ---- */

bool vm_init(Vm *vm, const VmConfig *config, Error *error) {
    *vm = (Vm){.host = config->host,
               .argument = config->argument,
               .instruction_budget = config->instruction_budget};
    if (!heap_init(&vm->heap, error)) return false;
    Heap *heap = &vm->heap;
    if (config->memory_budget) heap_set(heap, heap_root(heap)->bytes_budget, config->memory_budget);
    heap_set(heap, heap_root(heap)->gc_enabled, 0u);
    const Machine *machine = vm_machine(vm);
    vm_set(vm, machine->frame_top, (Ref)IMAGE_FRAMES);
    vm_set(vm, machine->recursion_limit, 1000u);
    native_init_slots(vm);
    make_type_records(vm);
    make_shared_objects(vm);
    make_names(vm);
    make_types(vm);
    make_subclass_tables(vm);
    vm_set(vm, machine->modules, dict_new_presized(heap, 10, true));
    vm_set(vm, vm_machine(vm)->native_modules, dict_new(heap));
    make_builtins(vm);
    make_sys(vm);
    make_hidden(vm, "gc", NATIVE_TABLE_GC, gc_fill);
    make_hidden(vm, "math", NATIVE_TABLE_MATH, math_fill);
    make_hidden(vm, "_functools", NATIVE_TABLE_FUNCTOOLS, functools_fill);
    make_hidden(vm, "_collections", NATIVE_TABLE_COLLECTIONS, collections_fill);
    make_hidden(vm, "itertools", NATIVE_TABLE_ITERTOOLS, itertools_fill);
    make_weakref(vm);
    make_thread(vm);
    make_main(vm);
    keep_slice(vm);
    set_counts(vm);
    host_connect(vm);
    if (heap->failure) {
        vm_deinit(vm);
        return error_set(error, "the memory budget is too small for the machine itself");
    }
    image_commit(&heap->image);
    image_begin(&heap->image);
    heap->image.hashing = config->hashing;
    if (config->hashing) heap->image.hash = image_hash_slow(&heap->image);
    return true;
}

void vm_deinit(Vm *vm) {
    native_deinit_slots(vm);
    heap_deinit(&vm->heap);
}
