#include "python/compile_warn.h"

#include <string.h>

__attribute__((format(printf, 2, 3))) static void warn(Compiler *c, const char *format, ...) {
    SyntaxWarnings *list = c->warnings;
    if (!list || c->sink->failed) return;
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 8;
        SyntaxWarning *grown = arena_array(c->arena, SyntaxWarning, list->capacity);
        if (list->count) memcpy(grown, list->items, sizeof *grown * list->count);
        list->items = grown;
    }
    TextBuffer message = {0};
    va_list args;
    va_start(args, format);
    text_appendv(&message, format, args);
    va_end(args);
    list->items[list->count++] = (SyntaxWarning){
        c->unit->at.line, arena_copy(c->arena, text_cstr(&message), message.length)};
    text_deinit(&message);
}

/* The type of what the expression gives, where its form alone tells; else null. */
static const char *inferred_type(const Expr *e) {
    static const char *const constants[] = {[CONSTANT_NONE] = "NoneType",
                                            [CONSTANT_TRUE] = "bool",
                                            [CONSTANT_FALSE] = "bool",
                                            [CONSTANT_ELLIPSIS] = "ellipsis",
                                            [CONSTANT_INT] = "int",
                                            [CONSTANT_FLOAT] = "float",
                                            [CONSTANT_COMPLEX] = "complex",
                                            [CONSTANT_STR] = "str",
                                            [CONSTANT_BYTES] = "bytes",
                                            [CONSTANT_TUPLE] = "tuple",
                                            [CONSTANT_FROZENSET] = "frozenset"};
    switch (e->kind) {
    case EXPR_TUPLE: return "tuple";
    case EXPR_LIST:
    case EXPR_LIST_COMP: return "list";
    case EXPR_DICT:
    case EXPR_DICT_COMP: return "dict";
    case EXPR_SET:
    case EXPR_SET_COMP: return "set";
    case EXPR_GENERATOR_EXP: return "generator";
    case EXPR_LAMBDA: return "function";
    case EXPR_JOINED_STR:
    case EXPR_FORMATTED_VALUE: return "str";
    case EXPR_CONSTANT: return constants[e->constant.value->kind];
    default: return NULL;
    }
}

/* A literal that `is` should not be asked about. */
static bool is_literal(const Expr *e) {
    return e->kind == EXPR_CONSTANT && e->constant.value->kind > CONSTANT_ELLIPSIS;
}

void warn_about_compare(Compiler *c, const Expr *e) {
    bool left = is_literal(e->compare.left);
    for (size_t i = 0; i < e->compare.ops.count; i++) {
        CompareOperator op = e->compare.ops.items[i];
        bool right = is_literal(e->compare.comparators.items[i]);
        if ((op == CMPOP_IS || op == CMPOP_IS_NOT) && (left || right)) {
            if (op == CMPOP_IS)
                warn(c, "\"is\" with a literal. Did you mean \"==\"?");
            else
                warn(c, "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

void warn_about_assert(Compiler *c, const Stmt *s) {
    const Expr *test = s->assert_.test;
    bool tuple = (test->kind == EXPR_TUPLE && test->list.elts.count > 0) ||
                 (test->kind == EXPR_CONSTANT && test->constant.value->kind == CONSTANT_TUPLE &&
                  test->constant.value->tuple.count > 0);
    if (tuple) warn(c, "assertion is always true, perhaps remove parentheses?");
}

void warn_about_call(Compiler *c, const Expr *func) {
    if (func->kind == EXPR_LAMBDA || !inferred_type(func)) return;
    warn(c, "'%.200s' object is not callable; perhaps you missed a comma?", inferred_type(func));
}

static bool is_not_subscriptable(const Expr *e) {
    switch (e->kind) {
    case EXPR_SET:
    case EXPR_SET_COMP:
    case EXPR_GENERATOR_EXP:
    case EXPR_LAMBDA: return true;
    case EXPR_CONSTANT:
        switch (e->constant.value->kind) {
        case CONSTANT_STR:
        case CONSTANT_BYTES:
        case CONSTANT_TUPLE: return false;
        default: return true;
        }
    default: return false;
    }
}

static bool is_indexed_by_number(const Expr *e) {
    switch (e->kind) {
    case EXPR_TUPLE:
    case EXPR_LIST:
    case EXPR_LIST_COMP:
    case EXPR_JOINED_STR:
    case EXPR_FORMATTED_VALUE: return true;
    case EXPR_CONSTANT: return !is_not_subscriptable(e);
    default: return false;
    }
}

void warn_about_subscript(Compiler *c, const Expr *value, const Expr *slice) {
    if (is_not_subscriptable(value)) {
        warn(c, "'%.200s' object is not subscriptable; perhaps you missed a comma?",
             inferred_type(value));
    }
    const char *index = inferred_type(slice);
    if (!index || strcmp(index, "int") == 0 || strcmp(index, "bool") == 0) return;
    if (is_indexed_by_number(value)) {
        warn(c,
             "%.200s indices must be integers or slices, not %.200s; perhaps you missed a comma?",
             inferred_type(value), index);
    }
}
