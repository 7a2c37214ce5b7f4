/* "Did you mean": the guesses of CPython 3.11's Python/suggestions.c for uncaught NameError and
 * AttributeError. */
#include "python/traceback.h"

#include "heap/dict.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/frame.h"

#include <string.h>

enum {
    CANDIDATES_MAX = 750,
    STRING_MAX = 40, /* bytes that are compared */
    MOVE_COST = 2,
    CASE_COST = 1
};

static size_t substitution_cost(char a, char b) {
    if ((a & 31) != (b & 31)) return MOVE_COST;
    if (a == b) return 0;
    if (a >= 'A' && a <= 'Z') a = (char)(a + 32);
    if (b >= 'A' && b <= 'Z') b = (char)(b + 32);
    return a == b ? CASE_COST : MOVE_COST;
}

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Edit distance of two texts, or more than `bound` where it is larger. */
static size_t edit_distance(Text a, Text b, size_t bound) {
    size_t row[STRING_MAX];
    while (a.length && b.length && a.bytes[0] == b.bytes[0]) {
        ++a.bytes, --a.length;
        ++b.bytes, --b.length;
    }
    while (a.length && b.length && a.bytes[a.length - 1] == b.bytes[b.length - 1]) {
        --a.length;
        --b.length;
    }
    if (!a.length || !b.length) return (a.length + b.length) * MOVE_COST;
    if (a.length > STRING_MAX || b.length > STRING_MAX) return bound + 1;
    if (b.length < a.length) {
        Text swapped = a;
        a = b;
        b = swapped;
    }
    if ((b.length - a.length) * MOVE_COST > bound) return bound + 1;
    for (size_t i = 0; i < a.length; ++i) row[i] = (i + 1) * MOVE_COST;
    size_t result = 0;
    for (size_t j = 0; j < b.length; ++j) {
        size_t distance = j * MOVE_COST, least = SIZE_MAX;
        result = distance;
        for (size_t i = 0; i < a.length; ++i) {
            size_t substitute = distance + substitution_cost(b.bytes[j], a.bytes[i]);
            distance = row[i];
            result = smaller(smaller(result, distance) + MOVE_COST, substitute);
            row[i] = result;
            least = smaller(least, result);
        }
        if (least > bound) return bound + 1;
    }
    return result;
}

/* The best candidate so far. */
typedef struct Guess {
    const Vm *vm;
    TextBuffer name;
    TextBuffer best;
    size_t distance;
    bool found;
} Guess;

static void consider(Guess *guess, Ref candidate) {
    TextBuffer text = {0};
    const Heap *heap = &guess->vm->heap;
    if (!(heap_type_of(heap, candidate)->flags & TYPE_STR)) return;
    str_append_to(heap, candidate, &text);
    Text name = {text_cstr(&guess->name), guess->name.length};
    Text item = {text_cstr(&text), text.length};
    if (!text_equal(name, item)) {
        size_t bound = (name.length + item.length + 3) * MOVE_COST / 6;
        if (guess->found) bound = smaller(bound, guess->distance - 1);
        size_t distance =
            guess->found && !guess->distance ? SIZE_MAX : edit_distance(name, item, bound);
        if (distance <= bound) {
            text_clear(&guess->best);
            text_append(&guess->best, item.bytes, item.length);
            guess->distance = distance;
            guess->found = true;
        }
    }
    text_deinit(&text);
}

static void consider_keys(Guess *guess, Ref dict) {
    uint32_t position = 0;
    Ref key, value;
    if (dict_used(&guess->vm->heap, dict) >= CANDIDATES_MAX) return;
    while (dict_next(&guess->vm->heap, dict, &position, &key, &value, NULL)) consider(guess, key);
}

static void guess_name(Guess *guess, const Exception *exception) {
    const Vm *vm = guess->vm;
    const Heap *heap = &vm->heap;
    Ref at = exception->traceback;
    if (!at) return;
    while (heap_at(heap, Traceback, at)->next) at = heap_at(heap, Traceback, at)->next;
    Ref object = heap_at(heap, Traceback, at)->frame;
    const Frame *frame = frame_at(vm, heap_at(heap, FrameObject, object)->frame);
    Ref names = frame_code(vm, frame)->localsplusnames;
    if (tuple_size(heap, names) < CANDIDATES_MAX) {
        for (uint32_t i = 0; i < tuple_size(heap, names); ++i) {
            consider(guess, tuple_get(heap, names, i));
        }
    }
    if (!guess->found) consider_keys(guess, frame->globals);
    if (!guess->found) consider_keys(guess, frame->builtins);
}

static void guess_attribute(Vm *vm, Guess *guess, Ref object) {
    Heap *heap = &vm->heap;
    Ref dir = dict_get_str(heap, vm_machine(vm)->builtins, name_ref(vm, "dir"));
    Ref names = dir ? vm_call(vm, dir, (Args){&object, 1, REF_NULL}) : REF_NULL;
    if (!names) {
        vm_clear_error(vm);
        return;
    }
    if (heap_kind(heap, names) == KIND_LIST && list_size(heap, names) < CANDIDATES_MAX) {
        for (uint32_t i = 0; i < list_size(heap, names); ++i) {
            consider(guess, list_get(heap, names, i));
        }
    }
    heap_decref(heap, names);
}

void suggestion_append(Vm *vm, Ref exception_ref, TextBuffer *out) {
    Heap *heap = &vm->heap;
    bool attribute = is_exact(heap, exception_ref, TYPE_ID_ATTRIBUTE_ERROR);
    if (!attribute && !is_exact(heap, exception_ref, TYPE_ID_NAME_ERROR)) return;
    const Exception *exception = heap_at(heap, Exception, exception_ref);
    Ref name = exception->extra[attribute ? 1 : 0];
    if (!name || !(heap_type_of(heap, name)->flags & TYPE_STR)) return;
    Guess guess = {.vm = vm};
    str_append_to(heap, name, &guess.name);
    if (!attribute)
        guess_name(&guess, exception);
    else if (exception->extra[0])
        guess_attribute(vm, &guess, exception->extra[0]);
    if (guess.found && !vm->halt) {
        text_append_string(out, ". Did you mean: '");
        text_append(out, text_cstr(&guess.best), guess.best.length);
        text_append_string(out, "'?");
    }
    text_deinit(&guess.name);
    text_deinit(&guess.best);
}
