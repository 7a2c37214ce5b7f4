/* Views of dicts and iterators over them (Objects/dictobject.c of CPython 3.11). */
#include "base/text.h"
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/error.h"

enum { VIEW_KEYS, VIEW_VALUES, VIEW_ITEMS };

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

/* ---- iterators ---- */

/* Iterator.length is the dict's size at the start, wide_index how many entries are left. */
static uint16_t which_iterator(TypeId type) {
    switch (type) {
    case TYPE_ID_DICT_VALUE_ITERATOR: return ITER_DICT_VALUES;
    case TYPE_ID_DICT_ITEM_ITERATOR: return ITER_DICT_ITEMS;
    case TYPE_ID_DICT_REVERSE_KEY_ITERATOR: return ITER_DICT_REVERSE;
    case TYPE_ID_DICT_REVERSE_VALUE_ITERATOR: return ITER_DICT_REVERSE_VALUES;
    case TYPE_ID_DICT_REVERSE_ITEM_ITERATOR: return ITER_DICT_REVERSE_ITEMS;
    default: return ITER_DICT_KEYS;
    }
}

static bool is_reverse(uint16_t which) {
    return which >= ITER_DICT_REVERSE && which <= ITER_DICT_REVERSE_ITEMS;
}

static bool gives_items(uint16_t which) {
    return which == ITER_DICT_ITEMS || which == ITER_DICT_REVERSE_ITEMS;
}

Ref dict_iterator_new(Vm *vm, Ref dict, TypeId type) {
    Heap *heap = &vm->heap;
    uint16_t which = which_iterator(type);
    Ref made = heap_new(heap, type_ref(heap, type), 0);
    if (!made) return error_no_memory(vm);
    const Iterator *self = iterator_at(vm, made);
    heap_set(heap, self->head.which, which);
    heap_set(heap, self->a, new_ref(vm, dict));
    heap_set(heap, self->length, dict_used(heap, dict));
    heap_set(heap, self->wide_index, dict_used(heap, dict));
    heap_set(heap, self->index, is_reverse(which) ? UINT32_MAX : 0);
    if (gives_items(which)) {
        Ref none = heap_root(heap)->none;
        Ref pair = tuple_pack(heap, 2, (Ref[]){none, none});
        if (!pair) return error_no_memory(vm);
        heap_set(heap, self->b, pair);
    }
    heap_track(heap, made);
    return made;
}

static Ref next_item(Vm *vm, Ref self, Ref key, Ref value) {
    const Iterator *iterator = iterator_at(vm, self);
    return pair_reuse(vm, iterator->b, new_ref(vm, key), new_ref(vm, value));
}

static Ref next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    Ref dict = iterator->a;
    if (!dict) return REF_NULL;
    if (iterator->length != dict_used(heap, dict)) {
        heap_set(heap, iterator->length, UINT32_MAX); /* stays wrong for good */
        return vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "dictionary changed size during iteration");
    }
    uint32_t position = iterator->index;
    uint16_t which = iterator->head.which;
    Ref key, value;
    bool found = is_reverse(which) ? dict_previous(heap, dict, &position, &key, &value)
                                   : dict_next(heap, dict, &position, &key, &value, NULL);
    if (!found || iterator->wide_index == 0) {
        if (found) vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "dictionary keys changed during iteration");
        heap_set(heap, iterator->a, REF_NULL);
        heap_decref(heap, dict);
        return REF_NULL;
    }
    heap_set(heap, iterator->index, position);
    heap_set(heap, iterator->wide_index, iterator->wide_index - 1);
    if (gives_items(which)) return next_item(vm, self, key, value);
    bool values = which == ITER_DICT_VALUES || which == ITER_DICT_REVERSE_VALUES;
    return new_ref(vm, values ? value : key);
}

static Ref itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static Ref length_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    bool valid = iterator->a && iterator->length == dict_used(&vm->heap, iterator->a);
    return or_no_memory(vm, int_new(&vm->heap, valid ? (int64_t)iterator->wide_index : 0));
}

static const NativeFunction iterator_methods[] = {
    {"__length_hint__", length_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_DICT_KEY_ITERATOR = {
    .slots = {.iter = itself, .next = next},
    .methods = iterator_methods,
};
const TypeSpec type_spec_DICT_VALUE_ITERATOR = {
    .slots = {.iter = itself, .next = next},
    .methods = iterator_methods,
};
const TypeSpec type_spec_DICT_ITEM_ITERATOR = {
    .slots = {.iter = itself, .next = next},
    .methods = iterator_methods,
};
const TypeSpec type_spec_DICT_REVERSE_VALUE_ITERATOR = {
    .slots = {.iter = itself, .next = next},
    .methods = iterator_methods,
};
const TypeSpec type_spec_DICT_REVERSE_ITEM_ITERATOR = {
    .slots = {.iter = itself, .next = next},
    .methods = iterator_methods,
};
const TypeSpec type_spec_DICT_REVERSE_KEY_ITERATOR = {
    .slots = {.iter = itself, .next = next},
    .methods = iterator_methods,
};

/* ---- views ---- */

static const DictView *view_at(const Vm *vm, Ref view) {
    return heap_at(&vm->heap, DictView, view);
}

static bool is_set_view(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_DICT_VIEW &&
           view_at(vm, object)->which != VIEW_VALUES;
}

static Ref view_iter(Vm *vm, Ref self) {
    static const TypeId types[] = {TYPE_ID_DICT_KEY_ITERATOR, TYPE_ID_DICT_VALUE_ITERATOR,
                                   TYPE_ID_DICT_ITEM_ITERATOR};
    const DictView *view = view_at(vm, self);
    return dict_iterator_new(vm, view->dict, types[view->which]);
}

static int64_t view_length(Vm *vm, Ref self) {
    return dict_used(&vm->heap, view_at(vm, self)->dict);
}

static const char *const printed_slots[] = {"the items"};
static const NativeFrame printed_frame = {"repr of a dict view", printed_slots, 1};

static bool print_items(Vm *vm, Ref self, TextBuffer *out) {
    Ref frame = native_push(vm, &printed_frame);
    if (!frame) return false;
    Ref list = object_to_list(vm, self);
    if (list) native_put(vm, frame, 0, list);
    bool ok = list && append_repr(vm, out, list);
    native_pop(vm, frame);
    return ok && !vm->halt;
}

static Ref view_repr(Vm *vm, Ref self) {
    int entered = object_repr_enter(vm, self);
    if (entered < 0) return REF_NULL;
    if (entered) return or_no_memory(vm, str_new_cstr(&vm->heap, "..."));
    TextBuffer out = {0};
    char name[TYPE_NAME_MAX];
    text_append_string(&out, object_type_name(vm, self, name, sizeof name));
    text_append_char(&out, '(');
    bool ok = print_items(vm, self, &out);
    object_repr_leave(vm, self);
    text_append_char(&out, ')');
    if (ok) return str_of_buffer(vm, &out);
    text_deinit(&out);
    return REF_NULL;
}

static int keys_contain(Vm *vm, Ref self, Ref key) {
    Ref value;
    return object_dict_find(vm, view_at(vm, self)->dict, key, &value);
}

static int items_contain(Vm *vm, Ref self, Ref pair) {
    Heap *heap = &vm->heap;
    if (!is_instance_flag(heap, pair, TYPE_TUPLE) || tuple_size(heap, pair) != 2) return 0;
    Ref value;
    int found = object_dict_find(vm, view_at(vm, self)->dict, tuple_get(heap, pair, 0), &value);
    if (found <= 0) return found;
    return compare_holding(vm, value, tuple_get(heap, pair, 1), COMPARE_EQ, false);
}

static const char *const walked_slots[] = {"the iterator", "the item", "the result"};
static const NativeFrame walked_frame = {"dict view operation", walked_slots, 3};

/* all_contained_in */
static int all_in(Vm *vm, Ref items, Ref container) {
    Ref frame = native_push(vm, &walked_frame);
    if (!frame) return -1;
    Ref iterator = object_iter(vm, items);
    int ok = iterator ? 1 : -1;
    if (iterator) native_put(vm, frame, 0, iterator);
    while (ok > 0) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            if (vm_failed(vm)) ok = -1;
            break;
        }
        native_put(vm, frame, 1, item);
        ok = object_contains(vm, container, item);
        native_set(vm, frame, 1, REF_NULL);
    }
    native_pop(vm, frame);
    return vm->halt ? -1 : ok;
}

static bool is_any_set(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_SET;
}

static Ref view_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!is_any_set(vm, b) && !is_set_view(vm, b)) return new_not_implemented(vm);
    int64_t size_a = view_length(vm, a), size_b = object_length(vm, b);
    if (size_b < 0) return REF_NULL;
    int result = 0;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE:
        if (size_a == size_b) result = all_in(vm, a, b);
        if (op == COMPARE_NE && result >= 0) result = !result;
        break;
    case COMPARE_LT:
        if (size_a < size_b) result = all_in(vm, a, b);
        break;
    case COMPARE_LE:
        if (size_a <= size_b) result = all_in(vm, a, b);
        break;
    case COMPARE_GT:
        if (size_a > size_b) result = all_in(vm, b, a);
        break;
    case COMPARE_GE:
        if (size_a >= size_b) result = all_in(vm, b, a);
        break;
    }
    return result < 0 ? REF_NULL : new_bool(vm, result);
}

/* set(view), then a method of set on the result. */
static Ref set_operation(Vm *vm, Ref view, Ref other, const char *method) {
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &walked_frame);
    if (!frame) return REF_NULL;
    Ref result = set_new(heap, type_ref(heap, TYPE_ID_SET));
    bool ok = result != REF_NULL;
    if (ok) {
        native_put(vm, frame, 2, result);
        bool plain_keys = heap_kind(heap, view) == KIND_DICT_VIEW &&
                          view_at(vm, view)->which == VIEW_KEYS &&
                          is_exact(heap, view_at(vm, view)->dict, TYPE_ID_DICT);
        ok = set_update_from(vm, result, plain_keys ? view_at(vm, view)->dict : view);
    } else {
        error_no_memory(vm);
    }
    if (ok) {
        bool found;
        Ref answer = vm_call_special(vm, result, method, &other, 1, &found);
        ok = answer != REF_NULL;
        if (answer) heap_decref(heap, answer);
    }
    if (ok) result = native_take(vm, frame, 2);
    native_pop(vm, frame);
    return ok ? result : REF_NULL;
}

static Ref view_subtract(Vm *vm, Ref a, Ref b) {
    if (!is_set_view(vm, a) && !is_any_set(vm, a)) return new_not_implemented(vm);
    return set_operation(vm, a, b, "difference_update");
}

static Ref view_unite(Vm *vm, Ref a, Ref b) {
    return set_operation(vm, a, b, "update");
}

static Ref view_exclusive(Vm *vm, Ref a, Ref b) {
    if (is_set_view(vm, a) && is_set_view(vm, b) && view_at(vm, a)->which == VIEW_ITEMS &&
        view_at(vm, b)->which == VIEW_ITEMS)
        return vm_unsupported(vm, "dict_items ^ dict_items");
    return set_operation(vm, a, b, "symmetric_difference_update");
}

/* _PyDictView_Intersect */
static Ref view_intersect(Vm *vm, Ref a, Ref b) {
    Heap *heap = &vm->heap;
    if (is_set_view(vm, b) && (!is_set_view(vm, a) || view_length(vm, a) < view_length(vm, b))) {
        Ref swap = a;
        a = b;
        b = swap;
    }
    if (is_exact(heap, b, TYPE_ID_SET) && object_length(vm, a) <= (int64_t)set_used(heap, b)) {
        bool found;
        return vm_call_special(vm, b, "intersection", &a, 1, &found);
    }
    Ref frame = native_push(vm, &walked_frame);
    if (!frame) return REF_NULL;
    Ref result = set_new(heap, type_ref(heap, TYPE_ID_SET));
    if (!result) return error_no_memory(vm);
    native_put(vm, frame, 2, result);
    Ref iterator = object_iter(vm, b);
    int ok = iterator ? 1 : -1;
    if (iterator) native_put(vm, frame, 0, iterator);
    while (ok >= 0) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            if (vm_failed(vm)) ok = -1;
            break;
        }
        native_put(vm, frame, 1, item);
        ok = object_contains(vm, a, item);
        if (ok > 0) ok = object_set_add(vm, result, item);
        native_set(vm, frame, 1, REF_NULL);
    }
    if (ok >= 0) result = native_take(vm, frame, 2);
    native_pop(vm, frame);
    return ok < 0 || vm->halt ? REF_NULL : result;
}

static Ref view_is_disjoint(Vm *vm, Ref self, Args args) {
    Ref other = args.values[0];
    if (other == self) return new_bool(vm, view_length(vm, self) == 0);
    if (is_set_view(vm, other) || is_any_set(vm, other)) {
        int64_t count = object_length(vm, other);
        if (count < 0) return REF_NULL;
        if (count > view_length(vm, self)) {
            Ref swap = other;
            other = self;
            self = swap;
        }
    }
    Ref frame = native_push(vm, &walked_frame);
    if (!frame) return REF_NULL;
    Ref iterator = object_iter(vm, other);
    int found = iterator ? 0 : -1;
    if (iterator) native_put(vm, frame, 0, iterator);
    while (found == 0) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            if (vm_failed(vm)) found = -1;
            break;
        }
        native_put(vm, frame, 1, item);
        found = object_contains(vm, self, item);
        if (vm->halt) return REF_NULL;
        native_set(vm, frame, 1, REF_NULL);
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return found < 0 || vm->halt ? REF_NULL : new_bool(vm, !found);
}

static Ref view_reversed(Vm *vm, Ref self, Args args) {
    (void)args;
    const DictView *view = view_at(vm, self);
    static const TypeId types[] = {TYPE_ID_DICT_REVERSE_KEY_ITERATOR,
                                   TYPE_ID_DICT_REVERSE_VALUE_ITERATOR,
                                   TYPE_ID_DICT_REVERSE_ITEM_ITERATOR};
    return dict_iterator_new(vm, view->dict, types[view->which]);
}

static const NativeFunction set_view_methods[] = {
    {"isdisjoint", view_is_disjoint, NATIVE_O, 1, 1, 0},
    {"__reversed__", view_reversed, NATIVE_NOARGS, 0, 0, 0},
    {0},
};
static const NativeFunction values_methods[] = {
    {"__reversed__", view_reversed, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_DICT_KEYS = {
    .slots =
        {
            .repr = view_repr,
            .hash = hash_not_implemented,
            .compare = view_compare,
            .iter = view_iter,
            .length = view_length,
            .contains = keys_contain,
            .binary = {[BINARY_SUBTRACT] = view_subtract,
                       [BINARY_AND] = view_intersect,
                       [BINARY_OR] = view_unite,
                       [BINARY_XOR] = view_exclusive},
        },
    .methods = set_view_methods,
    .unbuilt = "mapping",
    .unhashable = true,
};

const TypeSpec type_spec_DICT_ITEMS = {
    .slots =
        {
            .repr = view_repr,
            .hash = hash_not_implemented,
            .compare = view_compare,
            .iter = view_iter,
            .length = view_length,
            .contains = items_contain,
            .binary = {[BINARY_SUBTRACT] = view_subtract,
                       [BINARY_AND] = view_intersect,
                       [BINARY_OR] = view_unite,
                       [BINARY_XOR] = view_exclusive},
        },
    .methods = set_view_methods,
    .unbuilt = "mapping",
    .unhashable = true,
};

const TypeSpec type_spec_DICT_VALUES = {
    .slots = {.repr = view_repr, .iter = view_iter, .length = view_length},
    .methods = values_methods,
    .unbuilt = "mapping",
};
