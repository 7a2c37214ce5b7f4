#include "python/eval.h"

#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/error.h"
#include "python/eval_match.h"
#include "python/eval_ops.h"
#include "python/exception.h"
#include "python/frame.h"
#include "python/function.h"
#include "python/generator.h"
#include "python/import.h"
#include "python/opcode.h"
#include "python/specialize.h"
#include "python/traceback.h"
#include "python/type.h"

/* Values of the local `last_line` besides lines and 0 for none. */
#define LINE_BEFORE_RESUME 0xFFFFFFFEu /* the function has not begun: no events */
#define LINE_AT_START      0xFFFFFFFFu /* RESUME was the last instruction */

/* ---- the running frame in C locals ---- */

/* The running frame is an open span: SET is for its own slots and fields only. */
#define SET(at, value) image_set_in(image, &span, (at), (value))
#define SET_TOP()      SET(&frame->stacktop, (uint32_t)(sp - slots))
/* Index of the instruction being executed. */
#define IP() ((uint32_t)(here - words))
/* Makes the frame true: who looks at the machine sees each reference and the place. */
#define SAVE() (SET(&frame->lasti, IP()), SET_TOP())
#define PUSH(value)                                                                                \
    do {                                                                                           \
        SET(sp, (value));                                                                          \
        ++sp;                                                                                      \
    } while (0)
#define TOP()    (sp[-1])
#define SECOND() (sp[-2])
#define THIRD()  (sp[-3])
/* Py_DECREF of a reference that is in no slot any more. */
#define DROP(value)                                                                                \
    do {                                                                                           \
        Ref dropped_ = (value);                                                                    \
        uint32_t left_over_ = heap_refcount(heap, dropped_) - 1;                                   \
        heap_set_refcount(heap, dropped_, left_over_);                                             \
        if (left_over_ == 0) {                                                                     \
            SAVE();                                                                                \
            heap_dealloc(heap, dropped_);                                                          \
            if (vm->halt) return REF_NULL;                                                         \
        }                                                                                          \
    } while (0)
#define XDROP(value)                                                                               \
    do {                                                                                           \
        Ref maybe_ = (value);                                                                      \
        if (maybe_) DROP(maybe_);                                                                  \
    } while (0)
/* Takes the top entry off and drops it. */
#define POP_DROP()                                                                                 \
    do {                                                                                           \
        --sp;                                                                                      \
        XDROP(*sp);                                                                                \
    } while (0)
/* Replaces the top entry (dropped) by a result that may be null: then raises. */
#define REPLACE_TOP(value)                                                                         \
    do {                                                                                           \
        Ref result_ = (value), old_ = TOP();                                                       \
        SET(&TOP(), result_);                                                                      \
        DROP(old_);                                                                                \
        if (!result_) goto error;                                                                  \
    } while (0)
/* Replaces two operands by a result, dropped left first. */
#define REPLACE_TWO(value)                                                                         \
    do {                                                                                           \
        Ref result_ = (value), left_ = SECOND();                                                   \
        SET(&SECOND(), result_);                                                                   \
        DROP(left_);                                                                               \
        POP_DROP();                                                                                \
        if (!result_) goto error;                                                                  \
    } while (0)
/* The same, dropped right first, as some specialised forms do. */
#define REPLACE_TWO_FROM_RIGHT(value)                                                              \
    do {                                                                                           \
        Ref result_ = (value), left_ = SECOND();                                                   \
        SET(&SECOND(), result_);                                                                   \
        POP_DROP();                                                                                \
        DROP(left_);                                                                               \
        if (!result_) goto error;                                                                  \
    } while (0)
/* The form in which the instruction runs now. */
#define FORM()                                                                                     \
    (here->cache && specialize_is_quickened(code)                                                  \
         ? specialize(vm, &(Site){code, words, slots, sp, IP(), kwnames})                          \
         : FORM_PLAIN)
#define NAME(index)       (tuple_get(heap, code->names, (index)))
#define CONST(index)      (tuple_get(heap, code->consts, (index)))
#define LOCAL_NAME(index) (tuple_get(heap, code->localsplusnames, (index)))
/* Brings the counter of executed instructions into the image. */
#define FLUSH()                                                                                    \
    do {                                                                                           \
        vm_set(vm, machine->instructions, machine->instructions + executed);                       \
        executed = 0;                                                                              \
    } while (0)

/* ---- small helpers ---- */

/* A small int (one digit) of exact type int, for the fast paths. */
static inline bool small_int(const Heap *heap, Ref object, int64_t *out) {
    const Int *value = heap_at(heap, Int, object);
    if (value->head.type != heap_root(heap)->types[TYPE_ID_INT] || value->size > 1) return false;
    int64_t digit = value->size ? value->digits[0] : 0;
    *out = value->negative ? -digit : digit;
    return true;
}

static inline bool compare_small(int64_t a, int64_t b, CompareOp op) {
    switch (op) {
    case COMPARE_LT: return a < b;
    case COMPARE_LE: return a <= b;
    case COMPARE_EQ: return a == b;
    case COMPARE_NE: return a != b;
    case COMPARE_GT: return a > b;
    case COMPARE_GE: return a >= b;
    }
    return false;
}

/* COMPARE_OP_INT_JUMP and its like: without the recursion check of PyObject_RichCompare. */
static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op, Form form) {
    int64_t x, y;
    if (form == FORM_PLAIN) return object_compare(vm, a, b, op);
    if (small_int(&vm->heap, a, &x) && small_int(&vm->heap, b, &y)) {
        return new_bool(vm, compare_small(x, y, op));
    }
    return type_slots(vm, heap_type(&vm->heap, a))->compare(vm, a, b, op);
}

static Ref binary(Vm *vm, Ref a, Ref b, BinaryOp op) {
    int64_t x, y;
    if (small_int(&vm->heap, a, &x) && small_int(&vm->heap, b, &y)) {
        switch ((int)op) {
        case BINARY_ADD:
        case BINARY_ADD + BINARY_INPLACE: return int_new(&vm->heap, x + y);
        case BINARY_SUBTRACT:
        case BINARY_SUBTRACT + BINARY_INPLACE: return int_new(&vm->heap, x - y);
        case BINARY_MULTIPLY:
        case BINARY_MULTIPLY + BINARY_INPLACE: return int_new(&vm->heap, x * y);
        default: break;
        }
    }
    if (op >= BINARY_INPLACE) return object_inplace(vm, a, b, op - BINARY_INPLACE);
    return object_binary(vm, a, b, op);
}

static const CodeHandler *find_handler(const Heap *heap, const Code *code, uint32_t index) {
    const CodeHandler *handlers =
        code->handlers ? heap_at(heap, CodeHandler, code->exceptions) : NULL;
    uint32_t low = 0, high = code->handlers;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (handlers[middle].end <= index)
            low = middle + 1;
        else
            high = middle;
    }
    return low < code->handlers && handlers[low].start <= index ? &handlers[low] : NULL;
}

/* The instruction with CPython's offset `unit`. */
static uint32_t index_of_unit(const Heap *heap, const Code *code, int64_t unit) {
    const CodePosition *positions = heap_at(heap, CodePosition, code->locations);
    uint32_t low = 0, high = code->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (positions[middle].unit < unit)
            low = middle + 1;
        else
            high = middle;
    }
    return low < code->count ? low : code->count - 1;
}

/* The slot that holds the handled exception of the top of the chain (tstate->exc_info). */
static const Ref *handled_slot(const Vm *vm) {
    const Machine *machine = vm_machine(vm);
    if (!machine->handled_holder) return &machine->handled;
    return &heap_at(&vm->heap, Generator, machine->handled_holder)->exc_value;
}

/* Names of keyword arguments when execution goes on between KW_NAMES and CALL. */
static Ref pending_names(const Heap *heap, const Code *code, const CodeWord *words, uint32_t ip) {
    uint32_t at = ip;
    if (at && (words[at - 1].word & 0xFF) == OP_PRECALL) --at;
    if (!at || (words[at - 1].word & 0xFF) != OP_KW_NAMES) return REF_NULL;
    return tuple_get(heap, code->consts, words[at - 1].word >> 8);
}

static const char *const add_names[] = {"exception class", "exception", "traceback"};
static const NativeFrame add_frame = {"traceback", add_names, 3};

void eval_add_traceback(Vm *vm, Ref frame) {
    if (vm->halt) return;
    Ref type, value, traceback;
    vm_fetch_error(vm, &type, &value, &traceback);
    Ref holder = native_push(vm, &add_frame);
    if (!holder) return;
    native_put(vm, holder, 0, type);
    native_put(vm, holder, 1, value);
    native_put(vm, holder, 2, traceback);
    Ref added = traceback_new(vm, traceback, frame);
    if (added) native_set(vm, holder, 2, added);
    type = native_take(vm, holder, 0);
    value = native_take(vm, holder, 1);
    traceback = native_take(vm, holder, 2);
    vm_restore_error(vm, type, value, traceback);
    native_pop(vm, holder);
}

/* Makes the pending exception an instance with its traceback set, in the slot `at` of the frame. */
static bool catch_exception(Vm *vm, const Ref *at) {
    Ref type, value, traceback;
    vm_fetch_error(vm, &type, &value, &traceback);
    vm_normalize(vm, &type, &value, &traceback);
    if (vm->halt) return false;
    exception_set_traceback(vm, value, traceback);
    image_set32(&vm->heap.image, at, value);
    heap_xdecref(&vm->heap, traceback);
    heap_decref(&vm->heap, type);
    return true;
}

/* ---- the loop ---- */

static Ref eval_loop(Vm *vm, bool throwing, bool resumed) {
    Heap *heap = &vm->heap;
    Image *image = &heap->image;
    const Machine *machine = vm_machine(vm);
    const Frame *frame;
    const Code *code;
    const CodeWord *words;
    const CodePosition *positions;
    const Ref *slots, *sp;
    const CodeWord *here, *next; /* the instruction being executed, and the one that follows */
    ImageSpan span;              /* the running frame */
    Ref frame_ref, kwnames = REF_NULL;
    uint32_t last_line;
    bool traced;                 /* lines of the running frame are told to the host */
    Form call_form = FORM_PLAIN; /* between PRECALL and CALL */
    uint64_t executed = 0;

#define LOAD_FRAME()                                                                               \
    do {                                                                                           \
        frame_ref = machine->frame;                                                                \
        frame = frame_at(vm, frame_ref);                                                           \
        code = frame_code(vm, frame);                                                              \
        words = heap_at(heap, CodeWord, code->instructions);                                       \
        positions = heap_at(heap, CodePosition, code->locations);                                  \
        slots = frame_slots(frame);                                                                \
        sp = slots + frame->stacktop;                                                              \
        span = frame_open_call(vm, frame_ref, code);                                               \
        traced = !code->hidden;                                                                    \
        if (frame->lasti == FRAME_NOT_STARTED) {                                                   \
            here = next = words;                                                                   \
            last_line = LINE_BEFORE_RESUME;                                                        \
        } else {                                                                                   \
            here = words + frame->lasti;                                                           \
            next = here + 1;                                                                       \
            last_line = (here->word & 0xFF) == OP_RETURN_GENERATOR ? LINE_BEFORE_RESUME            \
                                                                   : positions[IP()].line;         \
        }                                                                                          \
    } while (0)

    LOAD_FRAME();
    if (resumed) {
        next = here;
        kwnames = pending_names(heap, code, words, IP());
    } else {
        if (!vm_enter_recursion(vm, "")) {
            if (vm->halt) return REF_NULL;
            goto leave_with_error;
        }
        if (throwing) goto error;
    }

    for (;;) {
        const CodeWord *previous = here;
        here = next++;
        uint32_t word = here->word;
        uint32_t arg = word >> 8;
        if (traced && (positions[IP()].line != last_line || here < previous)) {
            /* maybe_call_line_trace of 3.11: a new line, or a jump backwards other than to SEND */
            uint32_t line = positions[IP()].line;
            if ((word & 0xFF) == OP_RESUME) {
                last_line = arg == 0 ? LINE_AT_START : line;
            } else if (last_line != LINE_BEFORE_RESUME) {
                bool event = line && (line != last_line || (word & 0xFF) != OP_SEND);
                last_line = line;
                if (event) {
                    /* what the last instruction dropped may have halted the machine */
                    if (vm->halt || heap->failure) return error_no_memory(vm);
                    SAVE();
                    FLUSH();
                    SET(&frame->line, line);
                    vm_set(vm, machine->steps, machine->steps + 1);
                    if (vm->host.line && !vm->host.line(vm->host.context, frame_ref, line)) {
                        vm_halt(vm, VM_INTERRUPTED, "interrupted");
                    }
                    if (vm->halt) return REF_NULL;
                }
            }
        }
        ++executed;

        switch (word & 0xFF) {
        /* ---- stack ---- */
        case OP_NOP: break;
        case OP_RESUME: specialize_warm_up(vm, code); break;
        case OP_POP_TOP: POP_DROP(); break;
        case OP_PUSH_NULL: PUSH(REF_NULL); break;
        case OP_SWAP: {
            Ref top = TOP();
            const Ref *other = sp - arg;
            SET(&TOP(), *other);
            SET(other, top);
            break;
        }
        case OP_COPY: {
            Ref copied = sp[-(ptrdiff_t)arg];
            PUSH(heap_xincref(heap, copied));
            break;
        }

        /* ---- operators ---- */
        case OP_UNARY_POSITIVE:
            SAVE();
            REPLACE_TOP(object_unary(vm, TOP(), UNARY_POSITIVE_OP));
            break;
        case OP_UNARY_NEGATIVE:
            SAVE();
            REPLACE_TOP(object_unary(vm, TOP(), UNARY_NEGATIVE_OP));
            break;
        case OP_UNARY_INVERT:
            SAVE();
            REPLACE_TOP(object_unary(vm, TOP(), UNARY_INVERT_OP));
            break;
        case OP_UNARY_NOT: {
            SAVE();
            int truth = object_is_true(vm, TOP());
            REPLACE_TOP(truth < 0 ? REF_NULL : new_bool(vm, !truth));
            break;
        }
        case OP_BINARY_OP:
            SAVE();
            switch ((int)FORM()) {
            case FORM_BINARY_OP_INT:
            case FORM_BINARY_OP_FLOAT:
                REPLACE_TWO_FROM_RIGHT(binary(vm, SECOND(), TOP(), (BinaryOp)arg));
                break;
            case FORM_BINARY_OP_INPLACE_ADD_UNICODE: {
                const Ref *local = &slots[next->word >> 8];
                Ref left = SECOND();
                SET(&SECOND(), REF_NULL);
                DROP(left);
                SET(local, str_append_inplace(heap, left, TOP()));
                POP_DROP();
                --sp;
                if (!*local) goto error;
                ++next;
                break;
            }
            default: REPLACE_TWO(binary(vm, SECOND(), TOP(), (BinaryOp)arg));
            }
            break;
        case OP_BINARY_SUBSCR:
            SAVE();
            switch ((int)FORM()) {
            case FORM_BINARY_SUBSCR_LIST_INT:
            case FORM_BINARY_SUBSCR_TUPLE_INT:
            case FORM_BINARY_SUBSCR_DICT:
                REPLACE_TWO_FROM_RIGHT(object_getitem(vm, SECOND(), TOP()));
                break;
            case FORM_BINARY_SUBSCR_GETITEM: {
                Ref getitem =
                    type_lookup(vm, heap_type(heap, SECOND()), dunder_name(vm, DUNDER_GETITEM));
                FLUSH();
                Ref callee = eval_bind(vm, heap_incref(heap, getitem), REF_NULL,
                                       (Args){&SECOND(), 2, REF_NULL}, true, false);
                if (vm->halt) return REF_NULL;
                sp -= 2;
                SET_TOP();
                if (!callee) goto error;
                goto enter_frame;
            }
            default: REPLACE_TWO(object_getitem(vm, SECOND(), TOP()));
            }
            break;
        case OP_COMPARE_OP:
            SAVE();
            REPLACE_TWO(compare(vm, SECOND(), TOP(), (CompareOp)arg, FORM()));
            break;
        case OP_IS_OP: REPLACE_TWO(new_bool(vm, (SECOND() == TOP()) != (arg != 0))); break;
        case OP_CONTAINS_OP: {
            SAVE();
            int found = object_contains(vm, TOP(), SECOND());
            REPLACE_TWO(found < 0 ? REF_NULL : new_bool(vm, (found != 0) != (arg != 0)));
            break;
        }

        /* ---- names ---- */
        case OP_LOAD_CONST: PUSH(heap_incref(heap, CONST(arg))); break;
        case OP_LOAD_FAST: {
            Ref value = slots[arg];
            if (!value) {
                SAVE();
                eval_raise_unbound(vm, LOCAL_NAME(arg), false);
                goto error;
            }
            PUSH(heap_incref(heap, value));
            break;
        }
        case OP_STORE_FAST: {
            Ref old = slots[arg];
            --sp;
            SET(&slots[arg], *sp);
            XDROP(old);
            break;
        }
        case OP_DELETE_FAST: {
            Ref old = slots[arg];
            if (!old) {
                SAVE();
                eval_raise_unbound(vm, LOCAL_NAME(arg), false);
                goto error;
            }
            SET(&slots[arg], REF_NULL);
            DROP(old);
            break;
        }
        case OP_LOAD_NAME:
            SAVE();
            {
                Ref value = eval_load_name(vm, frame, NAME(arg));
                if (!value) goto error;
                PUSH(value);
            }
            break;
        case OP_STORE_NAME:
            SAVE();
            if (!eval_store_name(vm, frame, NAME(arg), TOP())) goto error;
            POP_DROP();
            break;
        case OP_DELETE_NAME:
            SAVE();
            if (!eval_delete_name(vm, frame->locals, NAME(arg))) goto error;
            break;
        case OP_LOAD_GLOBAL: {
            SAVE();
            Ref value = eval_load_global(vm, frame, NAME(arg >> 1));
            if (!value) goto error;
            if (arg & 1) PUSH(REF_NULL);
            PUSH(value);
            break;
        }
        case OP_STORE_GLOBAL:
            SAVE();
            if (dict_set_str(heap, frame->globals, NAME(arg), TOP()) < 0) goto error;
            POP_DROP();
            break;
        case OP_DELETE_GLOBAL:
            SAVE();
            if (!eval_delete_name(vm, frame->globals, NAME(arg))) goto error;
            break;
        case OP_MAKE_CELL: {
            SAVE();
            Ref cell = cell_new(vm, slots[arg]);
            if (!cell) goto error;
            SET(&slots[arg], cell);
            break;
        }
        case OP_COPY_FREE_VARS: {
            Ref closure = heap_at(heap, Function, frame->function)->closure;
            for (uint32_t i = 0; i < arg; ++i) {
                SET(&slots[code->nlocalsplus - arg + i],
                    heap_incref(heap, tuple_get(heap, closure, i)));
            }
            break;
        }
        case OP_LOAD_CLOSURE: PUSH(heap_incref(heap, slots[arg])); break;
        case OP_LOAD_CLASSDEREF: {
            SAVE();
            Ref value = REF_NULL;
            if (!eval_find_local(vm, frame, LOCAL_NAME(arg), &value)) goto error;
            if (value) {
                PUSH(value);
                break;
            }
        }
            /* fall through */
        case OP_LOAD_DEREF: {
            Ref value = heap_at(heap, Cell, slots[arg])->content;
            if (!value) {
                SAVE();
                eval_raise_unbound(vm, LOCAL_NAME(arg), arg >= code->nlocalsplus - code->nfrees);
                goto error;
            }
            PUSH(heap_incref(heap, value));
            break;
        }
        case OP_STORE_DEREF: {
            const Cell *cell = heap_at(heap, Cell, slots[arg]);
            Ref old = cell->content;
            --sp;
            heap_set(heap, cell->content, *sp);
            XDROP(old);
            break;
        }
        case OP_DELETE_DEREF: {
            const Cell *cell = heap_at(heap, Cell, slots[arg]);
            Ref old = cell->content;
            if (!old) {
                SAVE();
                eval_raise_unbound(vm, LOCAL_NAME(arg), arg >= code->nlocalsplus - code->nfrees);
                goto error;
            }
            heap_set(heap, cell->content, REF_NULL);
            DROP(old);
            break;
        }

        /* ---- attributes and items ---- */
        case OP_LOAD_ATTR:
            SAVE();
            REPLACE_TOP(object_getattr(vm, TOP(), NAME(arg)));
            break;
        case OP_STORE_ATTR: {
            SAVE();
            Form form = FORM();
            if (form != FORM_PLAIN) {
                eval_store_attr(vm, form, &SECOND(), NAME(arg));
                if (vm->halt) return REF_NULL;
                POP_DROP();
                --sp;
                break;
            }
            bool stored = object_setattr(vm, TOP(), NAME(arg), SECOND());
            Ref value = SECOND();
            SET(&SECOND(), REF_NULL);
            DROP(value);
            POP_DROP();
            --sp;
            if (!stored) goto error;
            break;
        }
        case OP_DELETE_ATTR: {
            SAVE();
            bool deleted = object_setattr(vm, TOP(), NAME(arg), REF_NULL);
            POP_DROP();
            if (!deleted) goto error;
            break;
        }
        case OP_STORE_SUBSCR: {
            SAVE();
            Form form = FORM();
            if (form != FORM_PLAIN) {
                bool done = eval_store_subscr(vm, form, &THIRD());
                if (vm->halt) return REF_NULL;
                POP_DROP();
                POP_DROP();
                POP_DROP();
                if (!done) goto error;
                break;
            }
            bool stored = object_setitem(vm, SECOND(), TOP(), THIRD());
            Ref value = THIRD(), container = SECOND();
            SET(&THIRD(), REF_NULL);
            DROP(value);
            SET(&SECOND(), REF_NULL);
            DROP(container);
            POP_DROP();
            sp -= 2;
            if (!stored) goto error;
            break;
        }
        case OP_DELETE_SUBSCR: {
            SAVE();
            bool deleted = object_delitem(vm, SECOND(), TOP());
            Ref container = SECOND();
            SET(&SECOND(), REF_NULL);
            DROP(container);
            POP_DROP();
            --sp;
            if (!deleted) goto error;
            break;
        }
        case OP_BUILD_SLICE: {
            SAVE();
            Ref made = eval_build_slice(vm, sp - arg, arg);
            if (!made) goto error;
            sp -= arg;
            PUSH(made);
            break;
        }

        /* ---- containers ---- */
        case OP_BUILD_TUPLE: {
            SAVE();
            Ref made = tuple_new(heap, arg);
            if (!made) goto error;
            sp -= arg;
            for (uint32_t i = 0; i < arg; ++i) tuple_init_item(heap, made, i, sp[i]);
            PUSH(made);
            break;
        }
        case OP_BUILD_LIST: {
            SAVE();
            Ref made = list_new(heap, arg);
            if (!made) goto error;
            sp -= arg;
            for (uint32_t i = 0; i < arg; ++i) list_init_item(heap, made, i, sp[i]);
            PUSH(made);
            break;
        }
        case OP_BUILD_SET: {
            SAVE();
            Ref made = eval_build_set(vm, sp - arg, arg);
            if (!made) goto error;
            sp -= arg;
            PUSH(made);
            break;
        }
        case OP_BUILD_MAP: {
            SAVE();
            Ref made = eval_build_map(vm, sp - 2 * (size_t)arg, arg);
            if (!eval_hold(vm, made)) goto error;
            for (uint32_t i = 0; i < 2 * arg; ++i) POP_DROP();
            PUSH(eval_unhold(vm));
            if (!made) goto error;
            break;
        }
        case OP_BUILD_CONST_KEY_MAP: {
            SAVE();
            Ref made = eval_build_const_key_map(vm, sp - arg - 1, arg, TOP());
            if (!eval_hold(vm, made)) goto error;
            for (uint32_t i = 0; i <= arg; ++i) POP_DROP();
            PUSH(eval_unhold(vm));
            if (!made) goto error;
            break;
        }
        case OP_BUILD_STRING: {
            SAVE();
            Ref made = eval_join(vm, sp - arg, arg);
            for (uint32_t i = 0; i < arg; ++i) POP_DROP();
            PUSH(made);
            if (!made) goto error;
            break;
        }
        case OP_FORMAT_VALUE: {
            SAVE();
            bool spec = (arg & FORMAT_HAS_SPEC) != 0;
            const Ref *at = spec ? &SECOND() : &TOP();
            if (arg & 3) {
                Ref converted = eval_convert(vm, *at, arg & 3), old = *at;
                SET(at, converted);
                DROP(old);
                if (!converted) goto error;
            }
            if (spec || !is_exact(heap, *at, TYPE_ID_STR)) {
                SAVE();
                Ref formatted = object_format(vm, *at, spec ? TOP() : REF_NULL), old = *at;
                SET(at, formatted);
                DROP(old);
                if (spec) POP_DROP();
                if (!formatted) goto error;
            }
            break;
        }
        case OP_LIST_TO_TUPLE:
            SAVE();
            REPLACE_TOP(eval_list_to_tuple(vm, TOP()));
            break;
        case OP_LIST_EXTEND: {
            SAVE();
            bool extended = eval_list_extend(vm, sp[-1 - (ptrdiff_t)arg], TOP());
            POP_DROP();
            if (!extended) goto error;
            break;
        }
        case OP_SET_UPDATE: {
            SAVE();
            bool updated = eval_set_update(vm, sp[-1 - (ptrdiff_t)arg], TOP());
            POP_DROP();
            if (!updated) goto error;
            break;
        }
        case OP_DICT_UPDATE: {
            SAVE();
            bool updated = eval_dict_update(vm, sp[-1 - (ptrdiff_t)arg], TOP());
            POP_DROP();
            if (!updated) goto error;
            break;
        }
        case OP_DICT_MERGE: {
            SAVE();
            bool merged =
                eval_dict_merge(vm, sp[-1 - (ptrdiff_t)arg], TOP(), sp[-3 - (ptrdiff_t)arg]);
            POP_DROP();
            if (!merged) goto error;
            break;
        }
        case OP_LIST_APPEND:
            SAVE();
            --sp;
            if (!list_append(heap, sp[-(ptrdiff_t)arg], *sp)) goto error;
            break;
        case OP_SET_ADD: {
            SAVE();
            int added = object_set_add(vm, sp[-1 - (ptrdiff_t)arg], TOP());
            POP_DROP();
            if (added < 0) goto error;
            break;
        }
        case OP_MAP_ADD: {
            SAVE();
            bool set = eval_dict_take(vm, sp[-2 - (ptrdiff_t)arg], SECOND(), &TOP());
            if (vm->halt) return REF_NULL;
            Ref key = SECOND();
            SET(&SECOND(), REF_NULL);
            DROP(key);
            POP_DROP();
            --sp;
            if (!set) goto error;
            break;
        }
        case OP_UNPACK_SEQUENCE: {
            Ref sequence = TOP();
            bool is_tuple = is_exact(heap, sequence, TYPE_ID_TUPLE);
            if ((is_tuple && tuple_size(heap, sequence) == arg) ||
                (is_exact(heap, sequence, TYPE_ID_LIST) && list_size(heap, sequence) == arg)) {
                --sp;
                for (uint32_t i = arg; i-- > 0;) {
                    Ref item =
                        is_tuple ? tuple_get(heap, sequence, i) : list_get(heap, sequence, i);
                    PUSH(heap_incref(heap, item));
                }
                DROP(sequence);
                break;
            }
            SAVE();
            if (!eval_unpack(vm, frame, arg, -1)) {
                sp = slots + frame->stacktop;
                goto error;
            }
            sp = slots + frame->stacktop;
            break;
        }
        case OP_UNPACK_EX: {
            SAVE();
            bool unpacked = eval_unpack(vm, frame, arg & 0xFF, (int32_t)(arg >> 8));
            sp = slots + frame->stacktop;
            if (!unpacked) goto error;
            break;
        }

        /* ---- jumps ---- */
        case OP_JUMP_FORWARD: next = words + arg; break;
        case OP_JUMP_BACKWARD:
            specialize_warm_up(vm, code);
            next = words + arg;
            goto check_breaker;
        case OP_JUMP_BACKWARD_NO_INTERRUPT: next = words + arg; break;
        case OP_JUMP_IF_FALSE_OR_POP:
        case OP_JUMP_IF_TRUE_OR_POP: {
            SAVE();
            int truth = object_is_true(vm, TOP());
            if (truth < 0) goto error;
            if ((truth != 0) == ((word & 0xFF) == OP_JUMP_IF_TRUE_OR_POP))
                next = words + arg;
            else
                POP_DROP();
            break;
        }
        case OP_POP_JUMP_FORWARD_IF_FALSE:
        case OP_POP_JUMP_BACKWARD_IF_FALSE:
        case OP_POP_JUMP_FORWARD_IF_TRUE:
        case OP_POP_JUMP_BACKWARD_IF_TRUE: {
            bool wanted = (word & 0xFF) == OP_POP_JUMP_FORWARD_IF_TRUE ||
                          (word & 0xFF) == OP_POP_JUMP_BACKWARD_IF_TRUE;
            Ref condition = TOP();
            int truth;
            if (condition == heap_root(heap)->true_)
                truth = 1;
            else if (condition == heap_root(heap)->false_)
                truth = 0;
            else {
                SAVE();
                truth = object_is_true(vm, condition);
            }
            POP_DROP();
            if (truth < 0) goto error;
            if ((truth != 0) == wanted) {
                next = words + arg;
                if (next < here) goto check_breaker;
            }
            break;
        }
        case OP_POP_JUMP_FORWARD_IF_NONE:
        case OP_POP_JUMP_BACKWARD_IF_NONE:
        case OP_POP_JUMP_FORWARD_IF_NOT_NONE:
        case OP_POP_JUMP_BACKWARD_IF_NOT_NONE: {
            bool wanted = (word & 0xFF) == OP_POP_JUMP_FORWARD_IF_NONE ||
                          (word & 0xFF) == OP_POP_JUMP_BACKWARD_IF_NONE;
            bool none = TOP() == heap_root(heap)->none;
            POP_DROP();
            if (none == wanted) {
                next = words + arg;
                if (next < here) goto check_breaker;
            }
            break;
        }
        case OP_GET_ITER:
            SAVE();
            REPLACE_TOP(object_iter(vm, TOP()));
            break;
        case OP_FOR_ITER: {
            SAVE();
            Ref item = object_next(vm, TOP());
            if (item) {
                PUSH(item);
                break;
            }
            if (vm_failed(vm) || heap->failure) goto error;
            POP_DROP();
            next = words + arg;
            break;
        }

        /* ---- calls ---- */
        case OP_LOAD_METHOD: {
            SAVE();
            Ref method = REF_NULL, self = REF_NULL;
            Ref object = TOP();
            if (!object_getmethod(vm, object, NAME(arg), &method, &self)) goto error;
            if (self) {
                SET(&TOP(), method);
                PUSH(self);
                DROP(object);
            } else {
                SET(&TOP(), REF_NULL);
                PUSH(method);
                DROP(object);
            }
            break;
        }
        case OP_KW_NAMES: kwnames = CONST(arg); break;
        case OP_PRECALL: {
            const Ref *callable = sp - arg - 1;
            Form form = FORM();
            call_form = form;
            if (form == FORM_PRECALL_NO_KW_STR_1) {
                SAVE();
                FLUSH();
                Ref result = object_str(vm, TOP());
                if (vm->halt) return REF_NULL;
                Ref given = TOP();
                SET(&TOP(), REF_NULL);
                SET(sp - 3, result);
                DROP(given);
                --sp;
                POP_DROP();
                if (!result) {
                    --sp;
                    goto error;
                }
                ++next; /* CALL is done with */
                goto check_breaker;
            }
            if (!callable[-1] && is_exact(heap, *callable, TYPE_ID_METHOD)) {
                Ref bound = *callable;
                const Method *method = heap_at(heap, Method, bound);
                SET(&callable[-1], heap_incref(heap, method->function));
                SET(callable, heap_incref(heap, method->self));
                DROP(bound);
            }
            break;
        }
        case OP_CALL: {
            bool is_method = sp[-2 - (ptrdiff_t)arg] != 0;
            uint32_t total = arg + is_method;
            const Ref *values = sp - total;
            const Ref *callable = values - 1;
            const Ref *base = is_method ? callable : callable - 1;
            uint32_t positional = total - (kwnames ? tuple_size(heap, kwnames) : 0);
            Args args = {values, positional, kwnames};
            kwnames = REF_NULL;
            SAVE();
            FLUSH();
            if (heap_kind(heap, *callable) == KIND_FUNCTION) {
                Ref function = *callable;
                Ref locals = REF_NULL;
                if (!(heap_at(heap, Code, heap_at(heap, Function, function)->code)->flags & 1)) {
                    locals = heap_incref(heap, heap_at(heap, Function, function)->globals);
                }
                SET(callable, REF_NULL);
                Ref callee = eval_bind(vm, function, locals, args, true, false);
                if (vm->halt) return REF_NULL;
                SET(&frame->stacktop, (uint32_t)(base - slots));
                if (!callee) {
                    sp = base;
                    goto error;
                }
                goto enter_frame;
            }
            Ref result = call_form >= FORM_PRECALL_NO_KW_BUILTIN_FAST
                             ? call_unchecked(vm, *callable, args)
                             : vm_call(vm, *callable, args);
            if (vm->halt) return REF_NULL;
            bool self_last = call_form == FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST ||
                             call_form == FORM_PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS;
            call_form = FORM_PLAIN;
            Ref called = *callable;
            SET(callable, REF_NULL);
            SET(base, result);
            DROP(called);
            for (uint32_t i = 0; i < total; ++i) {
                const Ref *at = &values[self_last ? (i + 1) % total : i];
                Ref value = *at;
                SET(at, REF_NULL);
                DROP(value);
            }
            sp = base + 1;
            if (!result) goto error;
            goto check_breaker;
        }
        case OP_CALL_FUNCTION_EX: {
            SAVE();
            FLUSH();
            bool named = arg & 1;
            const Ref *callable = sp - (named ? 3 : 2);
            const Ref *tuple = callable + 1;
            if (!is_exact(heap, *tuple, TYPE_ID_TUPLE)) {
                Ref converted = eval_call_arguments(vm, *callable, *tuple), old = *tuple;
                SET(tuple, converted);
                DROP(old);
                if (!converted) goto error;
                SAVE();
            }
            Ref result = call_tuple_dict(vm, *callable, *tuple, named ? TOP() : REF_NULL);
            if (vm->halt) return REF_NULL;
            SET(callable - 1, result);
            for (const Ref *at = callable; at < sp; ++at) {
                Ref value = *at;
                SET(at, REF_NULL);
                XDROP(value);
            }
            sp = callable;
            if (!result) goto error;
            goto check_breaker;
        }
        case OP_MAKE_FUNCTION: {
            SAVE();
            Ref made = function_new(vm, TOP(), frame->globals);
            if (!made) goto error;
            POP_DROP();
            const Function *function = heap_at(heap, Function, made);
            if (arg & MAKE_FUNCTION_CLOSURE) heap_set(heap, function->closure, *--sp);
            if (arg & MAKE_FUNCTION_ANNOTATIONS) heap_set(heap, function->annotations, *--sp);
            if (arg & MAKE_FUNCTION_KWDEFAULTS) heap_set(heap, function->kwdefaults, *--sp);
            if (arg & MAKE_FUNCTION_DEFAULTS) heap_set(heap, function->defaults, *--sp);
            PUSH(made);
            break;
        }
        case OP_LOAD_BUILD_CLASS: {
            SAVE();
            Ref builder = dict_get_str(heap, frame->builtins, name_ref(vm, "__build_class__"));
            if (!builder) {
                vm_raise(vm, TYPE_ID_NAME_ERROR, "__build_class__ not found");
                goto error;
            }
            PUSH(heap_incref(heap, builder));
            break;
        }
        case OP_RETURN_VALUE: {
            SAVE();
            FLUSH();
            vm_leave_recursion(vm);
            if (frame->owner == FRAME_OWNED_BY_GENERATOR) {
                --sp;
                SET_TOP();
                vm_set(vm, machine->frame, frame->previous);
                return *sp;
            }
            if (frame->entry) return frame_pop_call(vm, frame_ref, true);
            /* the caller owns the result while the frame's references die */
            Ref result = TOP();
            --sp;
            SET_TOP();
            const Frame *caller = frame_at(vm, frame->previous);
            image_set32(image, &frame_slots(caller)[caller->stacktop], result);
            heap_set(heap, caller->stacktop, caller->stacktop + 1);
            frame_pop_call(vm, frame_ref, false);
            if (vm->halt) return REF_NULL;
            LOAD_FRAME();
            goto check_breaker;
        }

        /* ---- generators ---- */
        case OP_RETURN_GENERATOR: {
            SAVE();
            FLUSH();
            Ref generator = generator_new(vm, frame_ref);
            if (!generator) goto error;
            bool entry = frame->entry;
            vm_leave_recursion(vm);
            Ref caller = frame->previous;
            /* the frame has moved into the generator */
            vm_set(vm, machine->frame, caller);
            vm_set(vm, machine->frame_top, frame_ref);
            if (entry) return generator;
            const Frame *below = frame_at(vm, caller);
            image_set32(image, &frame_slots(below)[below->stacktop], generator);
            heap_set(heap, below->stacktop, below->stacktop + 1);
            LOAD_FRAME();
            break;
        }
        case OP_YIELD_VALUE: {
            --sp;
            SAVE();
            FLUSH();
            generator_suspend(vm, frame_ref);
            vm_leave_recursion(vm);
            vm_set(vm, machine->frame, frame->previous);
            return *sp;
        }
        case OP_GET_YIELD_FROM_ITER:
            if (is_exact(heap, TOP(), TYPE_ID_GENERATOR)) break;
            SAVE();
            REPLACE_TOP(object_iter(vm, TOP()));
            break;
        case OP_SEND: {
            SAVE();
            FLUSH();
            Ref sent = TOP(), result = REF_NULL;
            GeneratorSend status = generator_send_to(vm, SECOND(), sent, &result);
            if (vm->halt) return REF_NULL;
            SET(&TOP(), result);
            DROP(sent);
            if (status == SEND_FAILED) {
                --sp;
                goto error;
            }
            if (status == SEND_RETURNED) {
                Ref receiver = SECOND();
                SET(&SECOND(), result);
                --sp;
                DROP(receiver);
                next = words + arg;
            }
            break;
        }

        /* ---- exceptions ---- */
        case OP_PUSH_EXC_INFO: {
            const Ref *slot = handled_slot(vm);
            Ref value = TOP();
            SET(&TOP(), *slot ? *slot : heap_incref(heap, heap_root(heap)->none));
            PUSH(heap_incref(heap, value));
            image_set32(image, slot, value);
            break;
        }
        case OP_POP_EXCEPT: {
            const Ref *slot = handled_slot(vm);
            Ref old = *slot;
            --sp;
            image_set32(image, slot, *sp);
            XDROP(old);
            break;
        }
        case OP_CHECK_EXC_MATCH: {
            SAVE();
            if (!eval_check_except(vm, TOP())) {
                POP_DROP();
                goto error;
            }
            REPLACE_TOP(new_bool(vm, error_matches(vm, SECOND(), TOP())));
            break;
        }
        case OP_RERAISE: {
            if (arg) {
                int64_t unit = 0;
                int_to_i64(heap, sp[-1 - (ptrdiff_t)arg], &unit);
                SET(&frame->lasti, index_of_unit(heap, code, unit));
            }
            /* the instruction pointer stays here: this place's own handler is asked */
            uint32_t lasti = arg ? frame->lasti : IP();
            Ref value = TOP();
            Ref traceback = heap_at(heap, Exception, value)->traceback;
            --sp;
            SET_TOP();
            SET(&frame->lasti, lasti);
            vm_restore_error(vm, heap_incref(heap, heap_type(heap, value)), value,
                             heap_xincref(heap, traceback));
            goto unwind;
        }
        case OP_RAISE_VARARGS: {
            SAVE();
            bool again = eval_raise(vm, arg > 0 ? sp[-(ptrdiff_t)arg] : REF_NULL,
                                    arg > 1 ? TOP() : REF_NULL);
            for (uint32_t i = 0; i < arg; ++i) POP_DROP();
            SAVE();
            if (vm->halt) return REF_NULL;
            if (again) goto unwind;
            goto error;
        }
        case OP_LOAD_ASSERTION_ERROR:
            PUSH(heap_incref(heap, type_ref(heap, TYPE_ID_ASSERTION_ERROR)));
            break;
        case OP_BEFORE_WITH: {
            SAVE();
            Ref exit = REF_NULL;
            Ref holder = eval_begin_with(vm, TOP(), &exit);
            if (!holder) goto error;
            /* the bound __enter__ is in the holder's slot while it runs */
            Ref manager = TOP();
            SET(&TOP(), exit);
            DROP(manager);
            Ref entered = vm_call(vm, native_get(vm, holder, 0), (Args){NULL, 0, REF_NULL});
            if (vm->halt) return REF_NULL;
            PUSH(entered);
            SAVE();
            native_pop(vm, holder);
            if (vm->halt) return REF_NULL;
            if (!entered) {
                --sp;
                goto error;
            }
            break;
        }
        case OP_WITH_EXCEPT_START: {
            SAVE();
            Ref value = TOP();
            Ref traceback = heap_at(heap, Exception, value)->traceback;
            if (!traceback) traceback = heap_root(heap)->none;
            Ref values[3] = {heap_type(heap, value), value, traceback};
            Ref result = vm_call(vm, sp[-4], (Args){values, 3, REF_NULL});
            if (!result) goto error;
            PUSH(result);
            break;
        }

        /* ---- modules, classes, interactive ---- */
        case OP_IMPORT_NAME: {
            SAVE();
            Ref module = import_name(vm, NAME(arg), TOP(), SECOND());
            POP_DROP();
            REPLACE_TOP(module);
            break;
        }
        case OP_IMPORT_FROM: {
            SAVE();
            Ref value = import_from(vm, TOP(), NAME(arg));
            if (!value) goto error;
            PUSH(value);
            break;
        }
        case OP_IMPORT_STAR:
            SAVE();
            if (!import_all(vm, TOP(), frame->locals)) goto error;
            POP_DROP();
            break;
        case OP_SETUP_ANNOTATIONS:
            SAVE();
            if (!eval_setup_annotations(vm, frame->locals)) goto error;
            break;
        case OP_PRINT_EXPR: {
            SAVE();
            bool shown = eval_display(vm, TOP());
            POP_DROP();
            if (!shown) goto error;
            break;
        }
        case OP_GET_LEN: {
            SAVE();
            int64_t length = object_length(vm, TOP());
            if (length < 0) goto error;
            Ref made = int_new(heap, length);
            if (!made) goto error;
            PUSH(made);
            break;
        }

        /* ---- match ---- */
        case OP_MATCH_SEQUENCE: PUSH(new_bool(vm, eval_match_is_sequence(vm, TOP()))); break;
        case OP_MATCH_MAPPING: PUSH(new_bool(vm, eval_match_is_mapping(vm, TOP()))); break;
        case OP_MATCH_KEYS: {
            SAVE();
            Ref values = eval_match_keys(vm, SECOND(), TOP());
            if (!values) goto error;
            PUSH(values);
            break;
        }
        case OP_MATCH_CLASS: {
            SAVE();
            Ref attributes = eval_match_class(vm, THIRD(), SECOND(), arg, TOP());
            if (vm->halt) return REF_NULL;
            POP_DROP();
            PUSH(attributes);
            Ref type = SECOND();
            SET(&SECOND(), REF_NULL);
            DROP(type);
            sp -= 2;
            if (!attributes) goto error;
            Ref subject = TOP();
            SET(&TOP(), attributes);
            DROP(subject);
            break;
        }
        default:
            SAVE();
            vm_unsupported(vm, "the instruction %s", opcode_name((int)(word & 0xFF)));
            return REF_NULL;
        }
        continue;

    enter_frame:
        LOAD_FRAME();
        if (!vm_enter_recursion(vm, "")) {
            if (vm->halt) return REF_NULL;
            goto leave_with_error;
        }
    check_breaker:
        if (vm->interrupt) {
            SAVE();
            return vm_halt(vm, VM_INTERRUPTED, "interrupted");
        }
        if (heap->failure) goto error;
        if (vm->instruction_budget && machine->instructions + executed > vm->instruction_budget) {
            SAVE();
            vm_limit(vm, "the program ran more than %llu instructions",
                     (unsigned long long)vm->instruction_budget);
            return REF_NULL;
        }
        continue;

    error:
        kwnames = REF_NULL;
        if (vm->halt) return REF_NULL;
        SAVE();
        if (heap->failure) return error_no_memory(vm);
        if (!machine->error_type) {
            vm_raise(vm, TYPE_ID_SYSTEM_ERROR, "error return without exception set");
        }
        eval_add_traceback(vm, frame_ref);
        if (vm->halt || heap->failure) return error_no_memory(vm);

    unwind : {
        const CodeHandler *handler = find_handler(heap, code, IP());
        const Ref *bottom = slots + code->nlocalsplus;
        if (handler) bottom += handler->depth_lasti >> 1;
        while (sp > bottom) {
            --sp;
            Ref value = *sp;
            if (!value) continue;
            /* not SAVE: RERAISE has set lasti */
            SET_TOP();
            heap_decref(heap, value);
            if (vm->halt) return REF_NULL;
        }
        SET_TOP();
        if (handler) {
            if (handler->depth_lasti & 1) {
                Ref lasti = int_new(heap, positions[frame->lasti].unit);
                if (!lasti) return error_no_memory(vm);
                PUSH(lasti);
                SET_TOP();
            }
            if (!catch_exception(vm, sp)) return REF_NULL;
            ++sp;
            SET_TOP();
            here = words + frame->lasti;
            last_line = positions[IP()].line;
            next = words + handler->target;
            continue;
        }
        vm_leave_recursion(vm);
    }

    leave_with_error:
        FLUSH();
        if (frame->owner == FRAME_OWNED_BY_GENERATOR) {
            vm_set(vm, machine->frame, frame->previous);
            return REF_NULL;
        }
        bool entry = frame->entry;
        frame_pop_call(vm, frame_ref, false);
        if (entry || vm->halt) return REF_NULL;
        LOAD_FRAME();
        goto error;
    }
}

static bool enter_loop(Vm *vm) {
    if (vm->halt) return false;
    if (vm->c_depth >= EVAL_DEPTH_MAX) {
        vm_limit(vm, "built-in functions call Python functions more than %d levels deep",
                 EVAL_DEPTH_MAX);
        return false;
    }
    ++vm->c_depth;
    return true;
}

Ref eval_frame(Vm *vm, bool throwing) {
    if (!enter_loop(vm)) return REF_NULL;
    Ref result = eval_loop(vm, throwing, false);
    --vm->c_depth;
    return vm->halt ? REF_NULL : result;
}

Ref eval_resume(Vm *vm) {
    if (!enter_loop(vm)) return REF_NULL;
    Ref result = eval_loop(vm, false, true);
    --vm->c_depth;
    return vm->halt ? REF_NULL : result;
}

Ref eval_call_function(Vm *vm, Ref function, Ref locals, Args args) {
    Heap *heap = &vm->heap;
    if (vm->halt) return REF_NULL;
    const Function *callee = heap_at(heap, Function, function);
    if (!locals && !(heap_at(heap, Code, callee->code)->flags & 1)) locals = callee->globals;
    Ref frame =
        eval_bind(vm, heap_incref(heap, function), heap_xincref(heap, locals), args, false, true);
    return frame ? eval_frame(vm, false) : REF_NULL;
}
