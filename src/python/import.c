#include "python/import.h"

#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/import_books.h"
#include "python/library.h"
#include "python/module.h"

#include <string.h>

/* _find_and_load_unlocked of importlib: the error carries the name. */
static void raise_not_found(Vm *vm, const char *text) {
    enum { EXTRA_NAME = 1 };
    Heap *heap = &vm->heap;
    Ref type, error, traceback;
    /* of a dotted name the first part is what is not found */
    Ref name = str_new_interned(heap, (Text){text, strcspn(text, ".")});
    if (!name) {
        error_no_memory(vm);
        return;
    }
    vm_raise(vm, TYPE_ID_MODULE_NOT_FOUND_ERROR, "No module named '%.*s'", (int)strcspn(text, "."),
             text);
    vm_fetch_error(vm, &type, &error, &traceback);
    vm_normalize(vm, &type, &error, &traceback);
    if (error && heap_kind(heap, error) == KIND_EXCEPTION) {
        heap_replace(heap, &heap_at(heap, Exception, error)->extra[EXTRA_NAME], name);
    } else {
        heap_decref(heap, name);
    }
    vm_restore_error(vm, type, error, traceback);
}

/* The module of that name, loaded if it is not. New reference. */
static Ref find_and_load(Vm *vm, Ref name) {
    Heap *heap = &vm->heap;
    Ref module = dict_get_str(heap, vm_machine(vm)->modules, name);
    bool unbuilt = module && heap_kind(heap, module) == KIND_MODULE &&
                   heap_at(heap, Module, module)->native == MODULE_UNBUILT;
    if (module && module != heap_root(heap)->none && !unbuilt) return heap_incref(heap, module);
    TextBuffer text = {0};
    str_append_to(heap, name, &text);
    Ref result = REF_NULL;
    if (unbuilt && !library_is_late(text_cstr(&text))) {
        result = module_touch_unbuilt(vm, module);
    } else if (module && !unbuilt) {
        vm_raise(vm, TYPE_ID_MODULE_NOT_FOUND_ERROR, "import of %s halted; None in sys.modules",
                 text_cstr(&text));
    } else if (library_find(text_cstr(&text)) ||
               dict_get_str(heap, vm_machine(vm)->native_modules, name)) {
        result = library_import(vm, text_cstr(&text));
    } else if (module_is_known(text_cstr(&text))) {
        vm_unsupported_module(vm, name);
    } else {
        raise_not_found(vm, text_cstr(&text));
    }
    text_deinit(&text);
    return result;
}

bool import_is_package(const Vm *vm, Ref name) {
    return str_equal_cstr(&vm->heap, name, "collections");
}

Ref import_name(Vm *vm, Ref name, Ref from_list, Ref level) {
    Heap *heap = &vm->heap;
    int64_t dots = 0;
    if (int_to_i64(heap, level, &dots) && dots > 0) {
        return vm_raise(vm, TYPE_ID_IMPORT_ERROR,
                        "attempted relative import with no known parent package");
    }
    Ref module = find_and_load(vm, name);
    if (module && from_list != heap_root(heap)->none) {
        /* the module is held by sys.modules while a collection may run */
        import_books_from(vm, import_is_package(vm, name));
        if (vm->halt) return REF_NULL;
    }
    return module;
}

Ref import_from(Vm *vm, Ref module, Ref name) {
    Heap *heap = &vm->heap;
    Ref value = object_find_attr(vm, module, name);
    if (value || vm_failed(vm)) return value;
    TextBuffer text = {0}, owner = {0};
    str_append_to(heap, name, &text);
    Ref owner_name = object_find_attr(vm, module, name_ref(vm, "__name__"));
    if (vm_failed(vm)) return REF_NULL;
    if (owner_name && heap_type_of(heap, owner_name)->flags & TYPE_STR) {
        str_append_to(heap, owner_name, &owner);
    } else {
        text_append_string(&owner, "<unknown module name>");
    }
    heap_xdecref(heap, owner_name);
    vm_raise(vm, TYPE_ID_IMPORT_ERROR, "cannot import name '%s' from '%s' (unknown location)",
             text_cstr(&text), text_cstr(&owner));
    text_deinit(&text);
    text_deinit(&owner);
    return REF_NULL;
}

/* ---- from ... import * ---- */

enum { ALL_NAMES, ALL_VALUE, ALL_SLOTS };

/* The names to store as a list in the frame's slot: `__all__`, or the keys of the module's dict. */
static bool take_names(Vm *vm, Ref frame, Ref module, bool *skip_underscores) {
    Heap *heap = &vm->heap;
    Ref all = object_find_attr(vm, module, name_ref(vm, "__all__"));
    if (vm_failed(vm)) return false;
    *skip_underscores = !all;
    if (!all) {
        if (heap_kind(heap, module) != KIND_MODULE) {
            vm_unsupported(vm, "'from ... import *' of what is no module");
            return false;
        }
        all = new_ref(vm, heap_at(heap, Module, module)->dict);
    }
    native_put(vm, frame, ALL_VALUE, all);
    Ref names = object_to_list(vm, all);
    if (!names) return false;
    native_put(vm, frame, ALL_NAMES, names);
    native_set(vm, frame, ALL_VALUE, REF_NULL);
    return !vm->halt;
}

/* One name: what is known and not built is copied as such, and halts when it is used. */
static bool store_name(Vm *vm, Ref frame, Ref module, Ref name, Ref locals) {
    Heap *heap = &vm->heap;
    char type[TYPE_NAME_MAX];
    if (heap_kind(heap, name) != KIND_STR) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "Item in __all__ must be str, not %.100s",
                 object_type_name(vm, name, type, sizeof type));
        return false;
    }
    Ref held = heap_kind(heap, module) == KIND_MODULE
                   ? dict_get_str(heap, heap_at(heap, Module, module)->dict, name)
                   : REF_NULL;
    if (held) return dict_set_str(heap, locals, name, held) >= 0;
    Ref value = object_getattr(vm, module, name);
    if (!value) return false;
    native_put(vm, frame, ALL_VALUE, value);
    bool good = dict_set_str(heap, locals, name, value) >= 0;
    native_set(vm, frame, ALL_VALUE, REF_NULL);
    return good && !vm->halt;
}

bool import_all(Vm *vm, Ref module, Ref locals) {
    static const char *const slots[ALL_SLOTS] = {"the names", "a value"};
    static const NativeFrame description = {"from ... import *", slots, ALL_SLOTS};
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &description);
    if (!frame) return false;
    bool skip = false, good = take_names(vm, frame, module, &skip);
    Ref names = good ? native_get(vm, frame, ALL_NAMES) : REF_NULL;
    for (uint32_t i = 0; good && i < list_size(heap, names); ++i) {
        Ref name = list_get(heap, names, i);
        bool underscore = heap_kind(heap, name) == KIND_STR && str_length(heap, name) > 0 &&
                          str_at(heap, name, 0) == '_';
        if (!skip || !underscore) good = store_name(vm, frame, module, name, locals);
    }
    if (heap->failure) return error_no_memory(vm), false;
    if (vm->halt) return false;
    native_pop(vm, frame);
    return good && !vm->halt;
}
