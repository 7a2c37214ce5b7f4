#include "python/slot_wrapper.h"

#include "heap/int.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/type.h"

/* What a special method is made from. */
typedef enum SlotForm {
    FORM_NONE,
    FORM_UNARY,     /* number: UnaryOp */
    FORM_BINARY,    /* number: BinaryOp */
    FORM_REFLECTED, /* number: BinaryOp */
    FORM_INPLACE,   /* number: BinaryOp */
    FORM_COMPARE,   /* number: CompareOp */
    FORM_OTHER
} SlotForm;

typedef struct SlotShape {
    uint8_t form;
    uint8_t number;
} SlotShape;

#define BOTH(left, right, op)                                                                      \
    [DUNDER_##left] = {FORM_BINARY, BINARY_##op}, [DUNDER_##right] = {FORM_REFLECTED, BINARY_##op}
#define ALL(left, op) BOTH(left, R##left, op), [DUNDER_I##left] = {FORM_INPLACE, BINARY_##op}

static const SlotShape shapes[DUNDER_COUNT] = {
    ALL(ADD, ADD),
    ALL(SUB, SUBTRACT),
    ALL(MUL, MULTIPLY),
    ALL(MOD, REMAINDER),
    ALL(POW, POWER),
    ALL(LSHIFT, LSHIFT),
    ALL(RSHIFT, RSHIFT),
    ALL(AND, AND),
    ALL(XOR, XOR),
    ALL(OR, OR),
    ALL(FLOORDIV, FLOOR_DIVIDE),
    ALL(TRUEDIV, TRUE_DIVIDE),
    ALL(MATMUL, MATRIX_MULTIPLY),
    [DUNDER_NEG] = {FORM_UNARY, UNARY_NEGATIVE_OP},
    [DUNDER_POS] = {FORM_UNARY, UNARY_POSITIVE_OP},
    [DUNDER_INVERT] = {FORM_UNARY, UNARY_INVERT_OP},
    [DUNDER_ABS] = {FORM_UNARY, UNARY_ABS_OP},
    [DUNDER_LT] = {FORM_COMPARE, COMPARE_LT},
    [DUNDER_LE] = {FORM_COMPARE, COMPARE_LE},
    [DUNDER_EQ] = {FORM_COMPARE, COMPARE_EQ},
    [DUNDER_NE] = {FORM_COMPARE, COMPARE_NE},
    [DUNDER_GT] = {FORM_COMPARE, COMPARE_GT},
    [DUNDER_GE] = {FORM_COMPARE, COMPARE_GE},
    [DUNDER_REPR] = {FORM_OTHER, 0},
    [DUNDER_HASH] = {FORM_OTHER, 0},
    [DUNDER_CALL] = {FORM_OTHER, 0},
    [DUNDER_STR] = {FORM_OTHER, 0},
    [DUNDER_GETATTRIBUTE] = {FORM_OTHER, 0},
    [DUNDER_SETATTR] = {FORM_OTHER, 0},
    [DUNDER_DELATTR] = {FORM_OTHER, 0},
    [DUNDER_ITER] = {FORM_OTHER, 0},
    [DUNDER_NEXT] = {FORM_OTHER, 0},
    [DUNDER_GET] = {FORM_OTHER, 0},
    [DUNDER_SET] = {FORM_OTHER, 0},
    [DUNDER_DELETE] = {FORM_OTHER, 0},
    [DUNDER_INIT] = {FORM_OTHER, 0},
    [DUNDER_BOOL] = {FORM_OTHER, 0},
    [DUNDER_INT] = {FORM_OTHER, 0},
    [DUNDER_FLOAT] = {FORM_OTHER, 0},
    [DUNDER_INDEX] = {FORM_OTHER, 0},
    [DUNDER_LEN] = {FORM_OTHER, 0},
    [DUNDER_GETITEM] = {FORM_OTHER, 0},
    [DUNDER_SETITEM] = {FORM_OTHER, 0},
    [DUNDER_DELITEM] = {FORM_OTHER, 0},
    [DUNDER_CONTAINS] = {FORM_OTHER, 0},
};

bool slot_wrapper_exists(const TypeSlots *slots, Dunder dunder) {
    SlotShape shape = shapes[dunder];
    bool add = dunder == DUNDER_ADD, multiply = dunder == DUNDER_MUL || dunder == DUNDER_RMUL;
    switch (shape.form) {
    case FORM_NONE: return false;
    case FORM_UNARY: return slots->unary[shape.number];
    case FORM_BINARY:
    case FORM_REFLECTED:
        return slots->binary[shape.number] || (add && slots->concat) || (multiply && slots->repeat);
    case FORM_INPLACE:
        return slots->inplace[shape.number] || (dunder == DUNDER_IADD && slots->inplace_concat) ||
               (dunder == DUNDER_IMUL && slots->inplace_repeat);
    case FORM_COMPARE: return slots->compare;
    default: break;
    }
    switch (dunder) {
    case DUNDER_REPR: return slots->repr;
    case DUNDER_HASH: return slots->hash && slots->hash != hash_not_implemented;
    case DUNDER_CALL: return slots->call;
    case DUNDER_STR: return slots->str;
    case DUNDER_GETATTRIBUTE: return slots->getattr;
    case DUNDER_SETATTR:
    case DUNDER_DELATTR: return slots->setattr;
    case DUNDER_ITER: return slots->iter;
    case DUNDER_NEXT: return slots->next;
    case DUNDER_GET: return slots->descr_get;
    case DUNDER_SET:
    case DUNDER_DELETE: return slots->descr_set;
    case DUNDER_INIT: return slots->init;
    case DUNDER_BOOL: return slots->truth;
    case DUNDER_INT: return slots->as_int;
    case DUNDER_FLOAT: return slots->as_float;
    case DUNDER_INDEX: return slots->index;
    case DUNDER_LEN: return slots->length;
    case DUNDER_GETITEM: return slots->subscript || slots->item;
    case DUNDER_SETITEM:
    case DUNDER_DELITEM: return slots->set_subscript || slots->set_item;
    case DUNDER_CONTAINS: return slots->contains;
    default: return false;
    }
}

/* ---- calls ---- */

/* check_num_args. */
static bool check_count(Vm *vm, Args args, uint32_t count) {
    if (args.count == count) return true;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "expected %u argument%s, got %u", count, count == 1 ? "" : "s",
             args.count);
    return false;
}

static Ref none_if(Vm *vm, bool done) {
    return done ? new_none(vm) : REF_NULL;
}

static Ref call_other(Vm *vm, Dunder dunder, const TypeSlots *slots, Ref self, Args args);

static bool check_name(Vm *vm, Ref name) {
    if (heap_kind(&vm->heap, name) == KIND_STR) return true;
    char text[TYPE_NAME_MAX];
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "attribute name must be string, not '%s'",
             object_type_name(vm, name, text, sizeof text));
    return false;
}

/* getindex. */
static bool get_index(Vm *vm, const TypeSlots *slots, Ref self, Ref key, int64_t *index) {
    if (!object_as_i64(vm, key, TYPE_ID_OVERFLOW_ERROR, index)) return false;
    if (*index < 0 && slots->length) {
        int64_t length = slots->length(vm, self);
        if (length < 0) return false;
        *index += length;
    }
    return true;
}

static Ref call_item(Vm *vm, const TypeSlots *slots, Ref self, Ref key) {
    int64_t index;
    if (slots->subscript) return slots->subscript(vm, self, key);
    return get_index(vm, slots, self, key, &index) ? slots->item(vm, self, index) : REF_NULL;
}

static Ref call_set_item(Vm *vm, const TypeSlots *slots, Ref self, Ref key, Ref value) {
    int64_t index;
    if (slots->set_subscript) return none_if(vm, slots->set_subscript(vm, self, key, value));
    return none_if(vm, get_index(vm, slots, self, key, &index) &&
                           slots->set_item(vm, self, index, value));
}

static Ref call_repeat(Vm *vm, Ref (*repeat)(Vm *, Ref, int64_t), Ref self, Ref count) {
    int64_t times;
    if (!object_as_i64(vm, count, TYPE_ID_OVERFLOW_ERROR, &times)) return REF_NULL;
    return repeat(vm, self, times);
}

Ref slot_wrapper_call(Vm *vm, Dunder dunder, Ref owner, Ref self, Args args) {
    const TypeSlots *slots = type_slots(vm, owner);
    SlotShape shape = shapes[dunder];
    switch (shape.form) {
    case FORM_UNARY:
        return check_count(vm, args, 0) ? slots->unary[shape.number](vm, self) : REF_NULL;
    case FORM_BINARY:
        if (dunder == DUNDER_POW && args.count == 2 &&
            args.values[1] != heap_root(&vm->heap)->none) {
            return vm_unsupported(vm, "__pow__ with three arguments");
        }
        if (dunder != DUNDER_POW && !check_count(vm, args, 1)) return REF_NULL;
        if (args.count < 1) return check_count(vm, args, 1), REF_NULL;
        if (slots->binary[shape.number]) {
            return slots->binary[shape.number](vm, self, args.values[0]);
        }
        return dunder == DUNDER_ADD ? slots->concat(vm, self, args.values[0])
                                    : call_repeat(vm, slots->repeat, self, args.values[0]);
    case FORM_REFLECTED:
        if (!check_count(vm, args, 1)) return REF_NULL;
        if (slots->binary[shape.number]) {
            return slots->binary[shape.number](vm, args.values[0], self);
        }
        return call_repeat(vm, slots->repeat, self, args.values[0]);
    case FORM_INPLACE:
        if (!check_count(vm, args, 1)) return REF_NULL;
        if (slots->inplace[shape.number]) {
            return slots->inplace[shape.number](vm, self, args.values[0]);
        }
        return dunder == DUNDER_IADD ? slots->inplace_concat(vm, self, args.values[0])
                                     : call_repeat(vm, slots->inplace_repeat, self, args.values[0]);
    case FORM_COMPARE:
        if (!check_count(vm, args, 1)) return REF_NULL;
        return slots->compare(vm, self, args.values[0], (CompareOp)shape.number);
    default: return call_other(vm, dunder, slots, self, args);
    }
}

static Ref call_hash(Vm *vm, const TypeSlots *slots, Ref self) {
    uint64_t hash;
    if (!slots->hash(vm, self, &hash)) return REF_NULL;
    return int_new(&vm->heap, (int64_t)hash);
}

static Ref call_get(Vm *vm, const TypeSlots *slots, Ref self, Args args) {
    Ref none = heap_root(&vm->heap)->none;
    if (args.count < 1 || args.count > 2) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "expected at %s %u argument%s, got %u",
                        args.count < 1 ? "least" : "most", args.count < 1 ? 1u : 2u,
                        args.count < 1 ? "" : "s", args.count);
    }
    Ref object = args.values[0] == none ? REF_NULL : args.values[0];
    Ref type = args.count == 2 && args.values[1] != none ? args.values[1] : REF_NULL;
    if (!object && !type) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__get__(None, None) is invalid");
    }
    return slots->descr_get(vm, self, object, type);
}

static Ref call_setattr(Vm *vm, const TypeSlots *slots, Ref self, Args args, bool deletes) {
    if (!check_count(vm, args, deletes ? 1 : 2) || !check_name(vm, args.values[0])) return REF_NULL;
    /* hackcheck: object.__setattr__ must not be used on classes */
    if (is_type(vm, self) && slots->setattr != type_setattr) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't apply this __%s__ to %s object",
                        deletes ? "delattr" : "setattr",
                        object_type_name(vm, self, name, sizeof name));
    }
    return none_if(vm, slots->setattr(vm, self, args.values[0], deletes ? 0 : args.values[1]));
}

static Ref call_next(Vm *vm, const TypeSlots *slots, Ref self) {
    Ref value = slots->next(vm, self);
    if (!value && !vm_failed(vm)) vm_raise_none(vm, TYPE_ID_STOP_ITERATION);
    return value;
}

static Ref call_truth(Vm *vm, int truth) {
    return truth < 0 ? REF_NULL : new_bool(vm, truth);
}

static Ref call_other(Vm *vm, Dunder dunder, const TypeSlots *slots, Ref self, Args args) {
    switch (dunder) {
    case DUNDER_CALL: return slots->call(vm, self, args);
    case DUNDER_INIT: return none_if(vm, slots->init(vm, self, args));
    case DUNDER_GET: return call_get(vm, slots, self, args);
    case DUNDER_SETATTR: return call_setattr(vm, slots, self, args, false);
    case DUNDER_DELATTR: return call_setattr(vm, slots, self, args, true);
    case DUNDER_SET:
        if (!check_count(vm, args, 2)) return REF_NULL;
        return none_if(vm, slots->descr_set(vm, self, args.values[0], args.values[1]));
    case DUNDER_SETITEM:
        if (!check_count(vm, args, 2)) return REF_NULL;
        return call_set_item(vm, slots, self, args.values[0], args.values[1]);
    default: break;
    }
    bool takes_one = dunder == DUNDER_GETATTRIBUTE || dunder == DUNDER_DELETE ||
                     dunder == DUNDER_GETITEM || dunder == DUNDER_DELITEM ||
                     dunder == DUNDER_CONTAINS;
    if (!check_count(vm, args, takes_one ? 1 : 0)) return REF_NULL;
    switch (dunder) {
    case DUNDER_GETATTRIBUTE:
        return check_name(vm, args.values[0]) ? slots->getattr(vm, self, args.values[0]) : REF_NULL;
    case DUNDER_DELETE: return none_if(vm, slots->descr_set(vm, self, args.values[0], REF_NULL));
    case DUNDER_GETITEM: return call_item(vm, slots, self, args.values[0]);
    case DUNDER_DELITEM: return call_set_item(vm, slots, self, args.values[0], REF_NULL);
    case DUNDER_CONTAINS: return call_truth(vm, slots->contains(vm, self, args.values[0]));
    case DUNDER_REPR: return slots->repr(vm, self);
    case DUNDER_STR: return slots->str(vm, self);
    case DUNDER_HASH: return call_hash(vm, slots, self);
    case DUNDER_ITER: return slots->iter(vm, self);
    case DUNDER_NEXT: return call_next(vm, slots, self);
    case DUNDER_BOOL: return call_truth(vm, slots->truth(vm, self));
    case DUNDER_INT: return slots->as_int(vm, self);
    case DUNDER_FLOAT: return slots->as_float(vm, self);
    case DUNDER_INDEX: return slots->index(vm, self);
    case DUNDER_LEN: {
        int64_t length = slots->length(vm, self);
        return length < 0 ? REF_NULL : int_new(&vm->heap, length);
    }
    default: return vm_unsupported(vm, "this slot wrapper");
    }
}
