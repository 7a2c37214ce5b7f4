#include "python/function.h"

#include "heap/dict.h"
#include "heap/int.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/code_unit.h"
#include "python/error.h"
#include "python/native.h"

/* ---- making ---- */

/* _PyEval_BuiltinsFromGlobals: borrowed. Names are looked up in a dict only, so a script that puts
 * something else there is refused. */
static Ref builtins_of(Vm *vm, Ref globals) {
    Heap *heap = &vm->heap;
    Ref builtins = dict_get_str(heap, globals, name_ref(vm, "__builtins__"));
    if (!builtins) return vm_machine(vm)->builtins;
    if (heap_kind(heap, builtins) == KIND_MODULE) return heap_at(heap, Module, builtins)->dict;
    if (is_exact(heap, builtins, TYPE_ID_DICT)) return builtins;
    return vm_unsupported(vm, "__builtins__ that is not a dict");
}

Ref function_new(Vm *vm, Ref code_ref, Ref globals) {
    Heap *heap = &vm->heap;
    const Code *code = heap_at(heap, Code, code_ref);
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_FUNCTION), 0);
    if (!made) return error_no_memory(vm);
    const Function *function = heap_at(heap, Function, made);
    Ref doc = heap_root(heap)->none;
    if (tuple_size(heap, code->consts)) {
        Ref first = tuple_get(heap, code->consts, 0);
        if (heap_type_of(heap, first)->flags & TYPE_STR) doc = first;
    }
    Ref module = dict_get_str(heap, globals, name_ref(vm, "__name__"));
    Ref builtins = builtins_of(vm, globals);
    if (!builtins) return REF_NULL;
    heap_set(heap, function->globals, heap_incref(heap, globals));
    heap_set(heap, function->builtins, heap_incref(heap, builtins));
    heap_set(heap, function->name, heap_incref(heap, code->name));
    heap_set(heap, function->qualname, heap_incref(heap, code->qualname));
    heap_set(heap, function->code, heap_incref(heap, code_ref));
    heap_set(heap, function->doc, heap_incref(heap, doc));
    heap_set(heap, function->module, heap_xincref(heap, module));
    heap_track(heap, made);
    return made;
}

Ref function_new_for_code(Vm *vm, Ref code, Ref globals) {
    Heap *heap = &vm->heap;
    Ref made = function_new(vm, code, globals);
    if (!made) return REF_NULL;
    const Function *function = heap_at(heap, Function, made);
    heap_replace(heap, &function->module, REF_NULL);
    heap_replace(heap, &function->doc, new_none(vm));
    return made;
}

Ref cell_new(Vm *vm, Ref content) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_CELL), 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, heap_at(heap, Cell, made)->content, content);
    heap_track(heap, made);
    return made;
}

/* ---- function ---- */

static const Function *function_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, Function, object);
}

static Ref or_none(Vm *vm, Ref value) {
    return value ? new_ref(vm, value) : new_none(vm);
}

static Ref function_repr(Vm *vm, Ref self) {
    TextBuffer name = {0};
    str_append_to(&vm->heap, function_at(vm, self)->qualname, &name);
    Ref text = str_newf(&vm->heap, "<function %s at 0x%llx>", text_cstr(&name),
                        (unsigned long long)object_address(self));
    text_deinit(&name);
    return text;
}

/* func_descr_get: a bound method, or the function itself through the class. */
static Ref function_descr_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)type;
    if (!object || object == heap_root(&vm->heap)->none) return new_ref(vm, self);
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_METHOD), 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, heap_at(heap, Method, made)->function, heap_incref(heap, self));
    heap_set(heap, heap_at(heap, Method, made)->self, heap_incref(heap, object));
    heap_track(heap, made);
    return made;
}

static Ref function_call_slot(Vm *vm, Ref self, Args args) {
    return vm_call(vm, self, args);
}

#define GETTER(name, field)                                                                        \
    static Ref function_get_##name(Vm *vm, Ref self) {                                             \
        return or_none(vm, function_at(vm, self)->field);                                          \
    }
GETTER(code, code)
GETTER(name, name)
GETTER(qualname, qualname)
GETTER(defaults, defaults)
GETTER(kwdefaults, kwdefaults)
GETTER(closure, closure)
GETTER(doc, doc)
GETTER(module, module)
GETTER(globals, globals)
GETTER(builtins, builtins)
#undef GETTER

static Ref function_get_annotations(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Function *function = function_at(vm, self);
    Ref held = function->annotations;
    if (held && heap_kind(heap, held) == KIND_DICT) return new_ref(vm, held);
    /* a tuple of names and values by turns until someone looks (func_get_annotation_dict) */
    Ref dict = dict_new(heap);
    if (!dict) return error_no_memory(vm);
    if (held) {
        for (uint32_t i = 0; i + 1 < tuple_size(heap, held); i += 2) {
            if (object_dict_set(vm, dict, tuple_get(heap, held, i), tuple_get(heap, held, i + 1)) <
                0) {
                heap_decref(heap, dict);
                return REF_NULL;
            }
        }
    }
    heap_replace(heap, &function->annotations, dict);
    return new_ref(vm, dict);
}

static Ref function_get_dict(Vm *vm, Ref self) {
    const Function *function = function_at(vm, self);
    if (!function->dict) {
        Ref dict = dict_new(&vm->heap);
        if (!dict) return error_no_memory(vm);
        heap_set(&vm->heap, function->dict, dict);
    }
    return new_ref(vm, function->dict);
}

static bool function_set_dict(Vm *vm, Ref self, Ref value) {
    char name[TYPE_NAME_MAX];
    if (!value) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot delete __dict__");
        return false;
    }
    if (!(heap_type_of(&vm->heap, value)->flags & TYPE_DICT)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%.200s'",
                 object_type_name(vm, value, name, sizeof name));
        return false;
    }
    heap_replace(&vm->heap, &function_at(vm, self)->dict, new_ref(vm, value));
    return true;
}

static bool set_string(Vm *vm, const Ref *field, Ref value, const char *what) {
    if (!value || !(heap_type_of(&vm->heap, value)->flags & TYPE_STR)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s must be set to a string object", what);
        return false;
    }
    heap_replace(&vm->heap, field, new_ref(vm, value));
    return true;
}

static bool function_set_name(Vm *vm, Ref self, Ref value) {
    return set_string(vm, &function_at(vm, self)->name, value, "__name__");
}

static bool function_set_qualname(Vm *vm, Ref self, Ref value) {
    return set_string(vm, &function_at(vm, self)->qualname, value, "__qualname__");
}

static bool function_set_defaults(Vm *vm, Ref self, Ref value) {
    if (value == heap_root(&vm->heap)->none) value = REF_NULL;
    if (value && !(heap_type_of(&vm->heap, value)->flags & TYPE_TUPLE)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__defaults__ must be set to a tuple object");
        return false;
    }
    heap_set(&vm->heap, function_at(vm, self)->version, 0);
    heap_replace(&vm->heap, &function_at(vm, self)->defaults, heap_xincref(&vm->heap, value));
    return true;
}

static bool function_set_kwdefaults(Vm *vm, Ref self, Ref value) {
    if (value == heap_root(&vm->heap)->none) value = REF_NULL;
    if (value && !(heap_type_of(&vm->heap, value)->flags & TYPE_DICT)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__kwdefaults__ must be set to a dict object");
        return false;
    }
    heap_set(&vm->heap, function_at(vm, self)->version, 0);
    heap_replace(&vm->heap, &function_at(vm, self)->kwdefaults, heap_xincref(&vm->heap, value));
    return true;
}

static bool function_set_annotations(Vm *vm, Ref self, Ref value) {
    if (value == heap_root(&vm->heap)->none) value = REF_NULL;
    if (value && !(heap_type_of(&vm->heap, value)->flags & TYPE_DICT)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__annotations__ must be set to a dict object");
        return false;
    }
    heap_replace(&vm->heap, &function_at(vm, self)->annotations, heap_xincref(&vm->heap, value));
    return true;
}

static bool function_set_code(Vm *vm, Ref self, Ref value) {
    Heap *heap = &vm->heap;
    const Function *function = function_at(vm, self);
    if (!value || heap_kind(heap, value) != KIND_CODE) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__code__ must be set to a code object");
        return false;
    }
    uint32_t needed = heap_at(heap, Code, value)->nfrees;
    uint32_t held = function->closure ? tuple_size(heap, function->closure) : 0;
    if (needed != held) {
        TextBuffer name = {0};
        str_append_to(heap, function->name, &name);
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s() requires a code object with %u free vars, not %u",
                 text_cstr(&name), held, needed);
        text_deinit(&name);
        return false;
    }
    heap_set(&vm->heap, function_at(vm, self)->version, 0);
    heap_replace(heap, &function->code, new_ref(vm, value));
    return true;
}

static bool function_set_doc(Vm *vm, Ref self, Ref value) {
    heap_replace(&vm->heap, &function_at(vm, self)->doc, heap_xincref(&vm->heap, value));
    return true;
}

static bool function_set_module(Vm *vm, Ref self, Ref value) {
    heap_replace(&vm->heap, &function_at(vm, self)->module, heap_xincref(&vm->heap, value));
    return true;
}

static const NativeGetSet function_getsets[] = {
    {"__code__", function_get_code, function_set_code, false},
    {"__defaults__", function_get_defaults, function_set_defaults, false},
    {"__kwdefaults__", function_get_kwdefaults, function_set_kwdefaults, false},
    {"__annotations__", function_get_annotations, function_set_annotations, false},
    {"__dict__", function_get_dict, function_set_dict, false},
    {"__name__", function_get_name, function_set_name, false},
    {"__qualname__", function_get_qualname, function_set_qualname, false},
    {"__closure__", function_get_closure, NULL, true},
    {"__doc__", function_get_doc, function_set_doc, true},
    {"__globals__", function_get_globals, NULL, true},
    {"__module__", function_get_module, function_set_module, true},
    {"__builtins__", function_get_builtins, NULL, true},
    {0},
};

const TypeSpec type_spec_FUNCTION = {
    .doc =
        "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals "
        "dictionary\n  name\n    a string that overrides the name from the code object\n  "
        "argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple "
        "that supplies the bindings for free variables",
    .slots = {.repr = function_repr, .descr_get = function_descr_get, .call = function_call_slot},
    .getsets = function_getsets,
};

/* ---- cell ---- */

static Ref cell_get_contents(Vm *vm, Ref self) {
    Ref content = heap_at(&vm->heap, Cell, self)->content;
    return content ? new_ref(vm, content) : vm_raise(vm, TYPE_ID_VALUE_ERROR, "Cell is empty");
}

static bool cell_set_contents(Vm *vm, Ref self, Ref value) {
    heap_replace(&vm->heap, &heap_at(&vm->heap, Cell, self)->content,
                 heap_xincref(&vm->heap, value));
    return true;
}

static Ref cell_repr(Vm *vm, Ref self) {
    char name[TYPE_NAME_MAX];
    Ref content = heap_at(&vm->heap, Cell, self)->content;
    unsigned long long address = object_address(self);
    if (!content) return str_newf(&vm->heap, "<cell at 0x%llx: empty>", address);
    return str_newf(&vm->heap, "<cell at 0x%llx: %.80s object at 0x%llx>", address,
                    object_type_name(vm, content, name, sizeof name),
                    (unsigned long long)object_address(content));
}

static const NativeGetSet cell_getsets[] = {
    {"cell_contents", cell_get_contents, cell_set_contents, false}, {0}};

const TypeSpec type_spec_CELL = {
    .slots = {.repr = cell_repr},
    .getsets = cell_getsets,
    .unbuilt = "__lt__ __le__ __gt__ __ge__",
};

/* ---- code ---- */

static const Code *code_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, Code, object);
}

static Ref code_repr(Vm *vm, Ref self) {
    const Code *code = code_at(vm, self);
    TextBuffer text = {0};
    text_append_string(&text, "<code object ");
    str_append_to(&vm->heap, code->name, &text);
    text_appendf(&text, " at 0x%llx, file \"", (unsigned long long)object_address(self));
    str_append_to(&vm->heap, code->filename, &text);
    text_appendf(&text, "\", line %d>", code->firstlineno ? (int)code->firstlineno : -1);
    Ref made = str_new(&vm->heap, (Text){text_cstr(&text), text.length});
    text_deinit(&text);
    return made;
}

#define CODE_REF(name, field)                                                                      \
    static Ref code_get_##name(Vm *vm, Ref self) {                                                 \
        return new_ref(vm, code_at(vm, self)->field);                                              \
    }
#define CODE_INT(name, field)                                                                      \
    static Ref code_get_##name(Vm *vm, Ref self) {                                                 \
        return int_new(&vm->heap, code_at(vm, self)->field);                                       \
    }
CODE_REF(name, name)
CODE_REF(qualname, qualname)
CODE_REF(filename, filename)
CODE_REF(consts, consts)
CODE_REF(names, names)
CODE_INT(argcount, argcount)
CODE_INT(posonlyargcount, posonlyargcount)
CODE_INT(kwonlyargcount, kwonlyargcount)
CODE_INT(nlocals, nlocals)
CODE_INT(stacksize, stacksize)
CODE_INT(flags, flags)
CODE_INT(firstlineno, firstlineno)
#undef CODE_REF
#undef CODE_INT

/* Names of the slots of a kind: a new tuple at each request, as in 3.11. */
static Ref names_of_kind(Vm *vm, Ref self, uint8_t kind) {
    Heap *heap = &vm->heap;
    const Code *code = code_at(vm, self);
    const uint8_t *kinds = heap_at(heap, Bytes, code->localspluskinds)->bytes;
    uint32_t count = 0, filled = 0;
    for (uint32_t i = 0; i < code->nlocalsplus; ++i) count += (kinds[i] & kind) != 0;
    Ref tuple = tuple_new(heap, count);
    if (!tuple) return error_no_memory(vm);
    for (uint32_t i = 0; i < code->nlocalsplus; ++i) {
        if (!(kinds[i] & kind)) continue;
        Ref name = tuple_get(heap, code->localsplusnames, i);
        tuple_init_item(heap, tuple, filled++, heap_incref(heap, name));
    }
    return tuple;
}

static Ref code_get_varnames(Vm *vm, Ref self) {
    return names_of_kind(vm, self, SLOT_LOCAL);
}

static Ref code_get_cellvars(Vm *vm, Ref self) {
    return names_of_kind(vm, self, SLOT_CELL);
}

static Ref code_get_freevars(Vm *vm, Ref self) {
    return names_of_kind(vm, self, SLOT_FREE);
}

static const NativeGetSet code_getsets[] = {
    {"co_argcount", code_get_argcount, NULL, true},
    {"co_posonlyargcount", code_get_posonlyargcount, NULL, true},
    {"co_kwonlyargcount", code_get_kwonlyargcount, NULL, true},
    {"co_stacksize", code_get_stacksize, NULL, true},
    {"co_flags", code_get_flags, NULL, true},
    {"co_names", code_get_names, NULL, true},
    {"co_filename", code_get_filename, NULL, true},
    {"co_name", code_get_name, NULL, true},
    {"co_qualname", code_get_qualname, NULL, true},
    {"co_firstlineno", code_get_firstlineno, NULL, true},
    {"co_consts", code_get_consts, NULL, true},
    {"co_nlocals", code_get_nlocals, NULL, false},
    {"co_varnames", code_get_varnames, NULL, false},
    {"co_cellvars", code_get_cellvars, NULL, false},
    {"co_freevars", code_get_freevars, NULL, false},
    {0},
};

const TypeSpec type_spec_CODE = {
    .doc = "Create a code object.  Not for mere mortals.",
    .slots = {.repr = code_repr},
    .getsets = code_getsets,
    .unbuilt = "co_code co_linetable co_lnotab co_exceptiontable _co_code_adaptive co_lines "
               "co_positions replace _varname_from_oparg",
};
