#include "python/eval_ops.h"

#include "heap/dict.h"
#include "heap/held.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/container.h"
#include "python/error.h"
#include "python/exception.h"
#include "python/native.h"
#include "python/opcode.h"
#include "python/output.h"
#include "python/type.h"

#include <string.h>

/* The text of a str for a message. */
static const char *utf8_of(Vm *vm, Ref string, TextBuffer *buffer) {
    text_clear(buffer);
    str_append_to(&vm->heap, string, buffer);
    return text_cstr(buffer);
}

/* ---- names ---- */

/* A value found in a namespace: a new reference, or a halt for what is not built. */
static Ref found(Vm *vm, Ref value) {
    if (native_is_unbuilt(vm, value)) return native_touch_unbuilt(vm, value);
    return heap_incref(&vm->heap, value);
}

bool eval_find_local(Vm *vm, const Frame *frame, Ref name, Ref *value) {
    *value = REF_NULL;
    if (!frame->locals) {
        vm_raise(vm, TYPE_ID_SYSTEM_ERROR, "no locals");
        return false;
    }
    Ref held = dict_get_str(&vm->heap, frame->locals, name);
    if (held) *value = found(vm, held);
    return !vm_failed(vm);
}

Ref eval_load_global(Vm *vm, const Frame *frame, Ref name) {
    Ref value = dict_get_str(&vm->heap, frame->globals, name);
    if (!value) value = dict_get_str(&vm->heap, frame->builtins, name);
    if (!value) {
        if (vm_failed(vm)) return REF_NULL;
        return error_raise_name(vm, "name '%s' is not defined", name);
    }
    return found(vm, value);
}

Ref eval_load_name(Vm *vm, const Frame *frame, Ref name) {
    Ref value;
    if (!eval_find_local(vm, frame, name, &value)) return REF_NULL;
    return value ? value : eval_load_global(vm, frame, name);
}

bool eval_store_name(Vm *vm, const Frame *frame, Ref name, Ref value) {
    if (!frame->locals) {
        vm_raise(vm, TYPE_ID_SYSTEM_ERROR, "no locals found when storing a name");
        return false;
    }
    return dict_set_str(&vm->heap, frame->locals, name, value) >= 0;
}

bool eval_delete_name(Vm *vm, Ref dict, Ref name) {
    int removed = dict_remove(&vm->heap, dict, name, str_hash(&vm->heap, name), NULL);
    if (removed == 0) error_raise_name(vm, "name '%s' is not defined", name);
    return removed > 0;
}

void eval_raise_unbound(Vm *vm, Ref name, bool free) {
    TextBuffer text = {0};
    if (free) {
        error_raise_name(vm,
                         "cannot access free variable '%s' where it is not associated with a "
                         "value in enclosing scope",
                         name);
    } else {
        vm_raise(vm, TYPE_ID_UNBOUND_LOCAL_ERROR,
                 "cannot access local variable '%s' where it is not associated with a value",
                 utf8_of(vm, name, &text));
    }
    text_deinit(&text);
}

bool eval_setup_annotations(Vm *vm, Ref locals) {
    Heap *heap = &vm->heap;
    Ref name = name_ref(vm, "__annotations__");
    if (dict_get_str(heap, locals, name)) return true;
    Ref made = dict_new(heap);
    if (!made) return false;
    int set = dict_set_str(heap, locals, name, made);
    heap_decref(heap, made);
    return set >= 0;
}

/* ---- containers ---- */

/* CPython keeps one dead slice for the next. */
static Ref slice_alloc(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    Ref type = type_ref(heap, TYPE_ID_SLICE), kept = root->free_slice;
    if (!kept) return heap_new(heap, type, 0);
    heap_set(heap, root->free_slice, REF_NULL);
    heap_revive(heap, kept, type, KIND_SLICE, OBJECT_GC);
    return kept;
}

Ref eval_build_slice(Vm *vm, const Ref *values, uint32_t count) {
    Heap *heap = &vm->heap;
    Ref made = slice_alloc(heap);
    if (!made) return REF_NULL;
    const Slice *slice = heap_at(heap, Slice, made);
    heap_set(heap, slice->start, values[0]);
    heap_set(heap, slice->stop, values[1]);
    heap_set(heap, slice->step, count > 2 ? values[2] : new_none(vm));
    heap_track(heap, made);
    return made;
}

static const char *const made_names[] = {"the result"};
static const NativeFrame made_frame = {"a display", made_names, 1};

Ref eval_build_set(Vm *vm, const Ref *values, uint32_t count) {
    Heap *heap = &vm->heap;
    Ref made = set_new(heap, type_ref(heap, TYPE_ID_SET));
    if (!made) return REF_NULL;
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, made);
    bool good = true;
    for (uint32_t i = 0; i < count; ++i) {
        if (good) good = object_set_add(vm, made, values[i]) >= 0;
        if (vm->halt) return REF_NULL;
        Ref value = values[i];
        image_set32(&heap->image, &values[i], REF_NULL);
        heap_decref(heap, value);
        if (vm->halt) return REF_NULL;
    }
    if (good) made = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return good ? made : REF_NULL;
}

/* _PyDict_FromItems: keys `step` apart, values behind or elsewhere. */
static Ref map_from(Vm *vm, const Ref *keys, size_t key_step, const Ref *values, size_t value_step,
                    uint32_t count) {
    Heap *heap = &vm->heap;
    bool unicode = true;
    for (uint32_t i = 0; i < count && unicode; ++i) {
        unicode = is_exact(heap, keys[i * key_step], TYPE_ID_STR);
    }
    Ref made = dict_new_presized(heap, count, unicode);
    if (!made) return REF_NULL;
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, made);
    bool good = true;
    for (uint32_t i = 0; i < count && good; ++i) {
        good = object_dict_set(vm, made, keys[i * key_step], values[i * value_step]) >= 0;
    }
    if (vm->halt) return REF_NULL;
    if (good) made = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return good ? made : REF_NULL;
}

bool eval_hold(Vm *vm, Ref made) {
    const Ref *place = held_push(&vm->heap, 1);
    if (place) image_set32(&vm->heap.image, place, made);
    return place != NULL;
}

Ref eval_unhold(Vm *vm) {
    Ref made = *held_places(&vm->heap);
    held_pop(&vm->heap);
    return made;
}

Ref eval_build_map(Vm *vm, const Ref *values, uint32_t count) {
    return map_from(vm, values, 2, values + 1, 2, count);
}

Ref eval_build_const_key_map(Vm *vm, const Ref *values, uint32_t count, Ref keys) {
    const Ref *names = heap_at(&vm->heap, Tuple, keys)->items;
    return map_from(vm, names, 1, values, 1, count);
}

Ref eval_join(Vm *vm, const Ref *values, uint32_t count) {
    Heap *heap = &vm->heap;
    if (count == 1) return heap_incref(heap, values[0]);
    TextBuffer text = {0};
    for (uint32_t i = 0; i < count; ++i) str_append_to(heap, values[i], &text);
    Ref made = str_new(heap, (Text){text_cstr(&text), text.length});
    text_deinit(&text);
    return made;
}

Ref eval_convert(Vm *vm, Ref value, uint32_t conversion) {
    switch (conversion) {
    case FORMAT_CONVERT_STR: return object_str(vm, value);
    case FORMAT_CONVERT_REPR: return object_repr(vm, value);
    default: return object_ascii(vm, value);
    }
}

Ref eval_list_to_tuple(Vm *vm, Ref list) {
    const List *self = heap_at(&vm->heap, List, list);
    return tuple_pack(&vm->heap, self->size,
                      self->size ? heap_at(&vm->heap, Ref, self->items) : NULL);
}

static bool is_iterable(Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    return type_slots(vm, type)->iter || type_lookup(vm, type, name_ref(vm, "__iter__")) ||
           type_lookup(vm, type, name_ref(vm, "__getitem__"));
}

bool eval_list_extend(Vm *vm, Ref list, Ref iterable) {
    if (object_extend_list(vm, list, iterable)) return true;
    if (vm_error_is(vm, TYPE_ID_TYPE_ERROR) && !is_iterable(vm, iterable)) {
        char name[TYPE_NAME_MAX];
        vm_clear_error(vm);
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "Value after * must be an iterable, not %.200s",
                 object_type_name(vm, iterable, name, sizeof name));
    }
    return false;
}

bool eval_set_update(Vm *vm, Ref set, Ref iterable) {
    return set_update_from(vm, set, iterable);
}

/* Whether the object can be merged as a mapping: CPython asks it for `keys`. */
static bool has_keys(Vm *vm, Ref source, bool *failed) {
    *failed = false;
    if (heap_type_of(&vm->heap, source)->flags & TYPE_DICT) return true;
    Ref keys = object_find_attr(vm, source, name_ref(vm, "keys"));
    if (keys) {
        heap_decref(&vm->heap, keys);
        return true;
    }
    *failed = vm_failed(vm);
    return false;
}

bool eval_dict_update(Vm *vm, Ref dict, Ref source) {
    bool failed;
    if (has_keys(vm, source, &failed)) return dict_update_from(vm, dict, source);
    if (!failed) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%.200s' object is not a mapping",
                 object_type_name(vm, source, name, sizeof name));
    }
    return false;
}

static bool raise_for_callable(Vm *vm, Ref callable, const char *format, Ref object) {
    TextBuffer text = {0};
    char name[TYPE_NAME_MAX];
    if (call_append_name(vm, callable, &text)) {
        text_appendf(&text, format, object_type_name(vm, object, name, sizeof name));
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s", text_cstr(&text));
    }
    text_deinit(&text);
    return false;
}

static bool raise_multiple(Vm *vm, Ref callable, Ref key) {
    TextBuffer text = {0};
    if (call_append_name(vm, callable, &text)) {
        Ref shown = object_str(vm, key);
        if (shown) {
            text_append_string(&text, " got multiple values for keyword argument '");
            str_append_to(&vm->heap, shown, &text);
            heap_decref(&vm->heap, shown);
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s'", text_cstr(&text));
        }
    }
    text_deinit(&text);
    return false;
}

enum { MERGE_COPY, MERGE_KEYS };
static const char *const merge_names[] = {"the mapping", "its keys"};
static const NativeFrame merge_frame = {"keyword arguments", merge_names, 2};

bool eval_dict_merge(Vm *vm, Ref dict, Ref source, Ref callable) {
    Heap *heap = &vm->heap;
    bool failed;
    if (!has_keys(vm, source, &failed)) {
        if (failed) return false;
        return raise_for_callable(vm, callable, " argument after ** must be a mapping, not %.200s",
                                  source);
    }
    /* into an empty dict nothing can be given twice */
    if (dict_used(heap, dict) == 0) return dict_update_from(vm, dict, source);
    Ref frame = native_push(vm, &merge_frame);
    if (!frame) return false;
    Ref copy = source;
    if (!is_exact(heap, source, TYPE_ID_DICT)) {
        copy = dict_new(heap);
        if (!copy) return false;
        native_put(vm, frame, MERGE_COPY, copy);
        if (!dict_update_from(vm, copy, source)) {
            native_pop(vm, frame);
            return false;
        }
    }
    uint32_t position = 0;
    uint64_t hash;
    Ref key, value, present;
    bool good = true;
    while (good && dict_next(heap, copy, &position, &key, &value, &hash)) {
        int is_there = dict_find(heap, dict, key, hash, &present);
        if (is_there > 0)
            good = raise_multiple(vm, callable, key);
        else
            good = is_there == 0 && dict_set(heap, dict, key, hash, value) >= 0;
    }
    native_pop(vm, frame);
    return good;
}

Ref eval_call_arguments(Vm *vm, Ref callable, Ref iterable) {
    if (!is_iterable(vm, iterable)) {
        raise_for_callable(vm, callable, " argument after * must be an iterable, not %.200s",
                           iterable);
        return REF_NULL;
    }
    return object_to_tuple(vm, iterable);
}

/* ---- unpacking ---- */

enum { UNPACK_SOURCE, UNPACK_ITERATOR, UNPACK_REST };
static const char *const unpack_names[] = {"the sequence", "its iterator", "the rest"};
static const NativeFrame unpack_frame = {"unpacking", unpack_names, 3};

/* unpack_iterable on the native frame's slots; `items` are null places, the first item goes to the
 * last. */
static bool unpack_items(Vm *vm, Ref native, const Ref *items, uint32_t before, int32_t after) {
    Heap *heap = &vm->heap;
    Ref source = native_get(vm, native, UNPACK_SOURCE);
    uint32_t total = before + (after >= 0 ? 1 + (uint32_t)after : 0);
    Ref iterator = object_iter(vm, source);
    if (!iterator) {
        if (vm_error_is(vm, TYPE_ID_TYPE_ERROR) && !is_iterable(vm, source)) {
            char name[TYPE_NAME_MAX];
            vm_clear_error(vm);
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot unpack non-iterable %.200s object",
                     object_type_name(vm, source, name, sizeof name));
        }
        return false;
    }
    native_put(vm, native, UNPACK_ITERATOR, iterator);
    const Ref *at = items + total;
    for (uint32_t i = 0; i < before; ++i) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            if (vm_failed(vm) || heap->failure) return false;
            if (after < 0) {
                vm_raise(vm, TYPE_ID_VALUE_ERROR,
                         "not enough values to unpack (expected %u, got %u)", before, i);
            } else {
                vm_raise(vm, TYPE_ID_VALUE_ERROR,
                         "not enough values to unpack (expected at least %u, got %u)",
                         before + (uint32_t)after, i);
            }
            return false;
        }
        --at;
        image_set32(&heap->image, at, item);
    }
    if (after < 0) {
        Ref extra = object_next(vm, iterator);
        if (!extra) return !vm_failed(vm) && !heap->failure;
        heap_decref(heap, extra);
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "too many values to unpack (expected %u)", before);
        return false;
    }
    Ref rest = object_to_list(vm, iterator);
    if (!rest) return false;
    --at;
    image_set32(&heap->image, at, rest);
    uint32_t length = list_size(heap, rest), tail = (uint32_t)after;
    if (length < tail) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR,
                 "not enough values to unpack (expected at least %u, got %u)", before + tail,
                 before + length);
        return false;
    }
    /* the last items leave the list as they are: it only gets shorter, as in CPython */
    const List *list = heap_at(heap, List, rest);
    for (uint32_t i = 0; i < tail; ++i) {
        --at;
        image_set32(&heap->image, at, heap_at(heap, Ref, list->items)[length - tail + i]);
    }
    heap_set(heap, list->size, length - tail);
    return true;
}

bool eval_unpack(Vm *vm, const Frame *frame, uint32_t before, int32_t after) {
    Heap *heap = &vm->heap;
    uint32_t total = before + (after >= 0 ? 1 + (uint32_t)after : 0);
    const Ref *bottom = &frame_slots(frame)[frame->stacktop - 1];
    Ref native = native_push(vm, &unpack_frame);
    if (!native) return false;
    native_put(vm, native, UNPACK_SOURCE, *bottom);
    image_zero(&heap->image, bottom, (size_t)total * sizeof(Ref));
    if (!total) image_set32(&heap->image, bottom, REF_NULL);
    heap_set(heap, frame->stacktop, frame->stacktop - 1 + total);
    bool good = unpack_items(vm, native, bottom, before, after);
    if (vm->halt) return false;
    if (!good) {
        for (uint32_t i = total; i-- > 0;) {
            Ref item = bottom[i];
            if (!item) continue;
            image_set32(&heap->image, &bottom[i], REF_NULL);
            heap_decref(heap, item);
            if (vm->halt) return false;
        }
        heap_set(heap, frame->stacktop, frame->stacktop - total);
    }
    /* the iterator goes first, the sequence last */
    native_set(vm, native, UNPACK_ITERATOR, REF_NULL);
    native_pop(vm, native);
    return good && !vm->halt;
}

/* ---- exceptions ---- */

bool eval_check_except(Vm *vm, Ref classes) {
    static const char text[] =
        "catching classes that do not inherit from BaseException is not allowed";
    Heap *heap = &vm->heap;
    if (heap_type_of(heap, classes)->flags & TYPE_TUPLE) {
        for (uint32_t i = 0; i < tuple_size(heap, classes); ++i) {
            if (is_exception_class(vm, tuple_get(heap, classes, i))) continue;
            vm_raise(vm, TYPE_ID_TYPE_ERROR, text);
            return false;
        }
    } else if (!is_exception_class(vm, classes)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, text);
        return false;
    }
    return true;
}

enum { RAISE_VALUE, RAISE_CAUSE };
static const char *const raise_names[] = {"exception", "cause"};
static const NativeFrame raise_frame = {"raise", raise_names, 2};

static bool not_an_instance(Vm *vm, Ref type, Ref value) {
    TextBuffer first = {0}, second = {0};
    Ref a = object_repr(vm, type);
    Ref b = a ? object_repr(vm, heap_type(&vm->heap, value)) : REF_NULL;
    if (b) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "calling %s should have returned an instance of BaseException, not %s",
                 utf8_of(vm, a, &first), utf8_of(vm, b, &second));
    }
    heap_xdecref(&vm->heap, a);
    heap_xdecref(&vm->heap, b);
    text_deinit(&first);
    text_deinit(&second);
    return false;
}

/* The instance to raise, in the native frame's slot. */
static bool make_instance(Vm *vm, Ref native, Ref exception) {
    if (is_exception(vm, exception)) {
        native_put(vm, native, RAISE_VALUE, new_ref(vm, exception));
        return true;
    }
    if (!is_exception_class(vm, exception)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "exceptions must derive from BaseException");
        return false;
    }
    Ref made = vm_call(vm, exception, (Args){NULL, 0, REF_NULL});
    if (!made) return false;
    native_put(vm, native, RAISE_VALUE, made);
    return is_exception(vm, made) || not_an_instance(vm, exception, made);
}

static bool make_cause(Vm *vm, Ref native, Ref cause) {
    Ref fixed = REF_NULL;
    if (is_exception_class(vm, cause)) {
        fixed = vm_call(vm, cause, (Args){NULL, 0, REF_NULL});
        if (!fixed) return false;
    } else if (is_exception(vm, cause)) {
        fixed = new_ref(vm, cause);
    } else if (cause != heap_root(&vm->heap)->none) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "exception causes must derive from BaseException");
        return false;
    }
    exception_set_cause(vm, native_get(vm, native, RAISE_VALUE), fixed);
    return true;
}

bool eval_raise(Vm *vm, Ref exception, Ref cause) {
    Heap *heap = &vm->heap;
    if (!exception) {
        Ref handled = frame_handled_exception(vm);
        if (!handled) {
            vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "No active exception to reraise");
            return false;
        }
        Ref traceback = heap_at(heap, Exception, handled)->traceback;
        vm_restore_error(vm, new_ref(vm, heap_type(heap, handled)), new_ref(vm, handled),
                         heap_xincref(heap, traceback));
        return true;
    }
    Ref native = native_push(vm, &raise_frame);
    if (!native) return false;
    if (make_instance(vm, native, exception) && (!cause || make_cause(vm, native, cause))) {
        Ref value = native_get(vm, native, RAISE_VALUE);
        error_set_object(vm, heap_type(heap, value), value);
    }
    native_pop(vm, native);
    return false;
}

/* ---- with ---- */

static const char *const with_names[] = {"__enter__"};
static const NativeFrame with_frame = {"with", with_names, 1};

/* _PyObject_LookupSpecial: bound, a new reference; null without exception when absent. */
static Ref lookup_special(Vm *vm, Ref object, const char *name) {
    Ref type = heap_type(&vm->heap, object);
    Ref method = type_lookup(vm, type, name_ref(vm, name));
    return method && !vm->halt ? descriptor_get(vm, method, object, type) : REF_NULL;
}

Ref eval_begin_with(Vm *vm, Ref manager, Ref *exit) {
    char name[TYPE_NAME_MAX];
    object_type_name(vm, manager, name, sizeof name);
    Ref native = native_push(vm, &with_frame);
    if (!native) return REF_NULL;
    Ref enter = lookup_special(vm, manager, "__enter__");
    if (!enter) {
        if (!vm_failed(vm)) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "'%.200s' object does not support the context manager protocol", name);
        }
        native_pop(vm, native);
        return REF_NULL;
    }
    native_put(vm, native, 0, enter);
    *exit = lookup_special(vm, manager, "__exit__");
    if (!*exit) {
        if (!vm_failed(vm)) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "'%.200s' object does not support the context manager protocol "
                     "(missed __exit__ method)",
                     name);
        }
        native_pop(vm, native);
        return REF_NULL;
    }
    return native;
}

/* ---- the prompt ---- */

bool eval_display(Vm *vm, Ref value) {
    Heap *heap = &vm->heap;
    Ref none = heap_root(heap)->none, underscore = name_ref(vm, "_");
    Ref builtins = vm_machine(vm)->builtins;
    if (value == none) return true;
    if (dict_set_str(heap, builtins, underscore, none) < 0) return false;
    Ref text = object_repr(vm, value);
    if (!text) return false;
    TextBuffer out = {0};
    str_append_to(heap, text, &out);
    text_append_char(&out, '\n');
    heap_decref(heap, text);
    vm_write(vm, 1, text_cstr(&out), out.length);
    text_deinit(&out);
    return dict_set_str(heap, builtins, underscore, value) >= 0;
}

/* ---- stores that move a value ---- */

/* Takes a value off the stack for a store that will own it: the reference that the store adds is
 * taken off first. Nothing can look in between. */
static Ref move_out(Vm *vm, const Ref *place) {
    Heap *heap = &vm->heap;
    Ref value = *place;
    image_set32(&heap->image, place, REF_NULL);
    const Object *head = heap_object(heap, value);
    heap_set(heap, head->refcount, head->refcount - 1);
    return value;
}

void eval_store_attr(Vm *vm, Form form, const Ref *values, Ref name) {
    Heap *heap = &vm->heap;
    Ref object = values[1], value = move_out(vm, values);
    switch ((int)form) {
    case FORM_STORE_ATTR_SLOT: {
        Ref descriptor = type_find(vm, heap_type(heap, object), name);
        type_slots(vm, heap_type(heap, descriptor))->descr_set(vm, descriptor, object, value);
        break;
    }
    case FORM_STORE_ATTR_WITH_HINT:
        dict_set_str(heap, heap_preheader(heap, object)->dict, name, value);
        break;
    default: instance_set(heap, object, name, value);
    }
}

bool eval_dict_take(Vm *vm, Ref dict, Ref key, const Ref *value) {
    Heap *heap = &vm->heap;
    uint64_t hash;
    Ref old;
    if (!object_hash(vm, key, &hash)) return false;
    int result = dict_exchange(heap, dict, key, hash, *value, 0, &old);
    if (heap->failure) error_no_memory(vm);
    if (result < 0) return false;
    Ref moved = *value;
    image_set32(&heap->image, value, REF_NULL);
    heap_decref(heap, moved);
    if (old) heap_decref(heap, old);
    return !vm->halt;
}

bool eval_store_subscr(Vm *vm, Form form, const Ref *values) {
    Heap *heap = &vm->heap;
    if (form == FORM_STORE_SUBSCR_DICT) return eval_dict_take(vm, values[1], values[2], values);
    int64_t index = 0;
    int_to_i64(heap, values[2], &index);
    Ref value = values[0];
    image_set32(&heap->image, values, REF_NULL);
    list_set(heap, values[1], (uint32_t)index, value);
    return true;
}
