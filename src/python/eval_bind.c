/* Binding the arguments of a call to a function's parameters (initialize_locals of CPython 3.11's
 * Python/ceval.c), with its error texts. */
#include "python/eval.h"

#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/code_unit.h"
#include "python/error.h"
#include "python/frame.h"

typedef struct Binding {
    Vm *vm;
    Ref frame;
    const Ref *slots;
    const Code *code;
    const Function *function;
    Args args;
    bool steal;
    ImageSpan *open; /* the frame */
} Binding;

/* The value at `index` as a reference for a slot. */
static Ref take(const Binding *b, uint32_t index) {
    const Ref *from = &b->args.values[index];
    if (!b->steal) return heap_incref(&b->vm->heap, *from);
    Ref value = *from;
    image_set32(&b->vm->heap.image, from, REF_NULL);
    return value;
}

static void put(const Binding *b, uint32_t slot, Ref value) {
    image_set_in(&b->vm->heap.image, b->open, &b->slots[slot], value);
}

static void drop_argument(const Binding *b, uint32_t index) {
    if (!b->steal || !b->args.values[index]) return;
    heap_decref(&b->vm->heap, take(b, index));
}

static Ref slot_name(const Binding *b, uint32_t slot) {
    return tuple_get(&b->vm->heap, b->code->localsplusnames, slot);
}

/* ---- messages ---- */

static void begin_message(const Binding *b, TextBuffer *text) {
    str_append_to(&b->vm->heap, b->function->qualname, text);
    text_append_string(text, "()");
}

static bool raise_message(const Binding *b, TextBuffer *text) {
    if (!b->vm->halt) vm_raise(b->vm, TYPE_ID_TYPE_ERROR, "%s", text_cstr(text));
    text_deinit(text);
    return false;
}

static bool raise_keyword(const Binding *b, const char *what, Ref keyword) {
    TextBuffer text = {0};
    begin_message(b, &text);
    text_append_string(&text, what);
    text_append_char(&text, '\'');
    str_append_to(&b->vm->heap, keyword, &text);
    text_append_char(&text, '\'');
    return raise_message(b, &text);
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'": the parameters in [from, to) without a value. */
static uint32_t append_missing(const Binding *b, uint32_t from, uint32_t to, TextBuffer *out) {
    uint32_t missing = 0, seen = 0;
    for (uint32_t i = from; i < to; ++i) missing += !b->slots[i];
    for (uint32_t i = from; i < to; ++i) {
        if (b->slots[i]) continue;
        if (seen) {
            bool last = seen + 1 == missing;
            text_append_string(out, !last ? ", " : missing == 2 ? " and " : ", and ");
        }
        text_append_char(out, '\'');
        str_append_to(&b->vm->heap, slot_name(b, i), out);
        text_append_char(out, '\'');
        ++seen;
    }
    return missing;
}

static bool raise_missing(const Binding *b, const char *kind, uint32_t from, uint32_t to) {
    TextBuffer text = {0}, names = {0};
    uint32_t missing = append_missing(b, from, to, &names);
    begin_message(b, &text);
    text_appendf(&text, " missing %u required %s argument%s: %s", missing, kind,
                 missing == 1 ? "" : "s", text_cstr(&names));
    text_deinit(&names);
    return raise_message(b, &text);
}

static bool raise_too_many(const Binding *b) {
    uint32_t given = b->args.count, count = b->code->argcount, keyword_only = 0;
    for (uint32_t i = count; i < count + b->code->kwonlyargcount; ++i) {
        keyword_only += b->slots[i] != 0;
    }
    uint32_t defaults = b->function->defaults ? tuple_size(&b->vm->heap, b->function->defaults) : 0;
    TextBuffer text = {0};
    begin_message(b, &text);
    text_append_string(&text, " takes ");
    if (defaults)
        text_appendf(&text, "from %u to %u", count - defaults, count);
    else
        text_appendf(&text, "%u", count);
    bool plural = defaults || count != 1;
    text_appendf(&text, " positional argument%s but %u", plural ? "s" : "", given);
    if (keyword_only) {
        text_appendf(&text, " positional argument%s (and %u keyword-only argument%s)",
                     given != 1 ? "s" : "", keyword_only, keyword_only != 1 ? "s" : "");
    }
    text_appendf(&text, " %s given", given == 1 && !keyword_only ? "was" : "were");
    return raise_message(b, &text);
}

/* Whether positional-only parameters were named: then the error is raised. */
static bool raise_positional_only(const Binding *b) {
    Heap *heap = &b->vm->heap;
    TextBuffer names = {0};
    for (uint32_t k = 0; k < b->code->posonlyargcount; ++k) {
        for (uint32_t i = 0; i < tuple_size(heap, b->args.names); ++i) {
            if (!str_equal(heap, slot_name(b, k), tuple_get(heap, b->args.names, i))) continue;
            if (names.length) text_append_string(&names, ", ");
            str_append_to(heap, slot_name(b, k), &names);
        }
    }
    if (!names.length) return false;
    TextBuffer text = {0};
    begin_message(b, &text);
    text_appendf(&text, " got some positional-only arguments passed as keyword arguments: '%s'",
                 text_cstr(&names));
    text_deinit(&names);
    raise_message(b, &text);
    return true;
}

/* ---- binding ---- */

static uint32_t default_count(const Binding *b) {
    return b->function->defaults ? tuple_size(&b->vm->heap, b->function->defaults) : 0;
}

/* Most calls: values and defaults give each parameter its value, nothing can fail or be allocated.
 */
static bool binds_by_position(const Binding *b) {
    const Code *code = b->code;
    return !b->args.names && !code->kwonlyargcount &&
           !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) && b->args.count <= code->argcount &&
           b->args.count + default_count(b) >= code->argcount;
}

/* Nobody can look meanwhile, so what is taken from the caller's stack may stay there: the entries
 * are no longer part of it when this call's frame runs. */
static void bind_by_position(const Binding *b) {
    Heap *heap = &b->vm->heap;
    uint32_t count = b->args.count, room = b->code->argcount;
    for (uint32_t i = 0; i < count; ++i) {
        Ref value = b->args.values[i];
        put(b, i, b->steal ? value : heap_incref(heap, value));
    }
    uint32_t first = room - default_count(b); /* the parameter of the first default */
    for (uint32_t i = count; i < room; ++i) {
        put(b, i, heap_incref(heap, tuple_get(heap, b->function->defaults, i - first)));
    }
}

static uint32_t total_parameters(const Binding *b) {
    return b->code->argcount + b->code->kwonlyargcount;
}

/* The parameter of the name, or the number of parameters. */
static uint32_t find_parameter(const Binding *b, Ref keyword) {
    uint32_t total = total_parameters(b);
    for (uint32_t i = b->code->posonlyargcount; i < total; ++i) {
        if (slot_name(b, i) == keyword) return i;
    }
    for (uint32_t i = b->code->posonlyargcount; i < total; ++i) {
        if (str_equal(&b->vm->heap, slot_name(b, i), keyword)) return i;
    }
    return total;
}

static bool bind_keyword(const Binding *b, uint32_t index, Ref extra) {
    Vm *vm = b->vm;
    Heap *heap = &vm->heap;
    Ref keyword = tuple_get(heap, b->args.names, index);
    uint32_t value_index = b->args.count + index;
    if (!(heap_type_of(heap, keyword)->flags & TYPE_STR)) {
        TextBuffer text = {0};
        begin_message(b, &text);
        text_append_string(&text, " keywords must be strings");
        return raise_message(b, &text);
    }
    uint32_t slot = find_parameter(b, keyword);
    if (slot < total_parameters(b)) {
        if (b->slots[slot]) return raise_keyword(b, " got multiple values for argument ", keyword);
        put(b, slot, take(b, value_index));
        return true;
    }
    if (extra) {
        if (object_dict_set(vm, extra, keyword, b->args.values[value_index]) < 0) return false;
        drop_argument(b, value_index);
        return true;
    }
    if (b->code->posonlyargcount && raise_positional_only(b)) return false;
    return raise_keyword(b, " got an unexpected keyword argument ", keyword);
}

static bool bind_positional(const Binding *b) {
    Heap *heap = &b->vm->heap;
    uint32_t count = b->args.count, room = b->code->argcount;
    uint32_t taken = count < room ? count : room;
    for (uint32_t i = 0; i < taken; ++i) put(b, i, take(b, i));
    if (b->code->flags & CODE_VARARGS) {
        Ref rest = tuple_new(heap, count - taken);
        if (!rest) return false;
        for (uint32_t i = taken; i < count; ++i) tuple_init_item(heap, rest, i - taken, take(b, i));
        put(b, total_parameters(b), rest);
    } else {
        for (uint32_t i = taken; i < count; ++i) drop_argument(b, i);
    }
    return true;
}

static bool bind_defaults(const Binding *b) {
    Heap *heap = &b->vm->heap;
    Ref defaults = b->function->defaults;
    uint32_t room = b->code->argcount, given = default_count(b);
    uint32_t first = room > given ? room - given : 0;
    for (uint32_t i = b->args.count; i < first; ++i) {
        if (!b->slots[i]) return raise_missing(b, "positional", 0, first);
    }
    for (uint32_t i = first; i < room; ++i) {
        if (b->slots[i]) continue;
        put(b, i, heap_incref(heap, tuple_get(heap, defaults, i - (room - given))));
    }
    return true;
}

static bool bind_keyword_defaults(const Binding *b) {
    Heap *heap = &b->vm->heap;
    Ref defaults = b->function->kwdefaults;
    bool missing = false;
    for (uint32_t i = b->code->argcount; i < total_parameters(b); ++i) {
        if (b->slots[i]) continue;
        Ref value = defaults ? dict_get_str(heap, defaults, slot_name(b, i)) : REF_NULL;
        if (value)
            put(b, i, heap_incref(heap, value));
        else
            missing = true;
    }
    if (missing) return raise_missing(b, "keyword-only", b->code->argcount, total_parameters(b));
    return true;
}

static bool bind_all(const Binding *b) {
    Heap *heap = &b->vm->heap;
    uint32_t named = b->args.names ? tuple_size(heap, b->args.names) : 0;
    Ref extra = REF_NULL;
    if (b->code->flags & CODE_VARKEYWORDS) {
        extra = dict_new(heap);
        if (!extra) return false;
        put(b, total_parameters(b) + ((b->code->flags & CODE_VARARGS) != 0), extra);
    }
    if (!bind_positional(b)) return false;
    for (uint32_t i = 0; i < named; ++i) {
        if (!bind_keyword(b, i, extra)) return false;
    }
    if (b->args.count > b->code->argcount && !(b->code->flags & CODE_VARARGS)) {
        return raise_too_many(b);
    }
    if (b->args.count < b->code->argcount && !bind_defaults(b)) return false;
    return !b->code->kwonlyargcount || bind_keyword_defaults(b);
}

Ref eval_bind(Vm *vm, Ref function, Ref locals, Args args, bool steal, bool entry) {
    Heap *heap = &vm->heap;
    Ref frame = frame_push_call(vm, function, locals);
    if (!frame) return REF_NULL;
    const Frame *made = frame_at(vm, frame);
    const Code *code = frame_code(vm, made);
    ImageSpan open = frame_open_call(vm, frame, code);
    Binding b = {.vm = vm,
                 .frame = frame,
                 .slots = frame_slots(made),
                 .code = code,
                 .function = heap_at(heap, Function, function),
                 .args = args,
                 .steal = steal,
                 .open = &open};
    bool simple = binds_by_position(&b);
    if (simple) bind_by_position(&b);
    bool good = simple || bind_all(&b);
    if (vm->halt) return REF_NULL;
    if (!good) {
        uint32_t count = args.count + (args.names ? tuple_size(heap, args.names) : 0);
        for (uint32_t i = 0; i < count && !vm->halt; ++i) drop_argument(&b, i);
        error_no_memory(vm);
        frame_pop_call(vm, frame, false);
        return REF_NULL;
    }
    frame_begin(vm, frame, entry);
    return frame;
}
