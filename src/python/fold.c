#include "python/fold.h"

#include "python/constant.h"
#include "python/fold_value.h"

#include <stdio.h>
#include <string.h>

typedef struct Folder {
    Arena *arena;
    Module *module;
    bool future_annotations;
} Folder;

static void fold_expr(Folder *f, Expr *e);
static void fold_body(Folder *f, StmtList body);

static void fold_optional(Folder *f, Expr *e) {
    if (e) fold_expr(f, e);
}

static void fold_exprs(Folder *f, ExprList list) {
    for (size_t i = 0; i < list.count; i++) fold_optional(f, list.items[i]);
}

/* Turns `e` into the constant; null leaves it as it is. */
static void make_constant(Folder *f, Expr *e, Constant *value) {
    if (!value) return;
    module_add_constant(f->module, value);
    e->kind = EXPR_CONSTANT;
    e->constant.value = value;
    e->constant.is_u = false;
}

static bool has_starred(ExprList list) {
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i]->kind == EXPR_STARRED) return true;
    return false;
}

/* Null unless all are constants. */
static Constant *constant_items(Folder *f, ExprList list, ConstantKind kind) {
    Constant **items = arena_array(f->arena, Constant *, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i]->kind != EXPR_CONSTANT) return NULL;
        items[i] = list.items[i]->constant.value;
    }
    return kind == CONSTANT_TUPLE ? constant_tuple(f->arena, items, list.count)
                                  : constant_frozenset(f->arena, items, list.count);
}

/* Formatting ----------------------------------------------------------------------------------- */

static Expr *new_expr(Folder *f, ExprKind kind, Location at) {
    Expr *e = arena_new(f->arena, Expr);
    e->kind = kind;
    e->at = at;
    return e;
}

static Expr *new_string(Folder *f, const char *bytes, size_t length, Location at) {
    Expr *e = new_expr(f, EXPR_CONSTANT, at);
    e->constant.value = constant_str(f->arena, bytes, length);
    module_add_constant(f->module, e->constant.value);
    return e;
}

typedef struct FormatReader {
    const char *at;
    const char *end;
} FormatReader;

static int next_char(FormatReader *r) {
    return r->at < r->end ? (unsigned char)*r->at++ : -1;
}

/* Text up to the next format unit, with %% made %; null if there is none. */
static Expr *read_literal(Folder *f, FormatReader *r, Constant *whole) {
    const char *start = r->at;
    size_t length = 0;
    while (r->at < r->end) {
        bool percent = *r->at == '%';
        if (percent && !(r->at + 1 < r->end && r->at[1] == '%')) break;
        r->at += percent ? 2 : 1;
        length++;
    }
    if (r->at == start) return NULL;
    Location nowhere = {-1, -1, -1, -1};
    if (length == whole->text.length) {
        /* the whole string is the same object */
        Expr *e = new_expr(f, EXPR_CONSTANT, nowhere);
        e->constant.value = module_add_constant(f->module, whole);
        return e;
    }
    char *bytes = arena_alloc(f->arena, length + 1);
    size_t used = 0;
    for (const char *p = start; p < r->at; p++) {
        bytes[used++] = *p;
        if (*p == '%') p++;
    }
    return new_string(f, bytes, used, nowhere);
}

/* Up to two digits; false if there are more. */
static bool read_number(FormatReader *r, int *next, int *out) {
    int digits = 0;
    *out = 0;
    while (*next >= '0' && *next <= '9') {
        *out = *out * 10 + (*next - '0');
        *next = next_char(r);
        if (*next < 0 || ++digits >= 3) return false;
    }
    return true;
}

/* The unit after `%`; null if it is not one of %s, %r, %a with width, precision and `-`. */
static Expr *read_format(Folder *f, FormatReader *r, Expr *value) {
    bool left = false;
    int width = -1, precision = -1;
    int next = next_char(r);
    while (next > 0 && strchr("-+ #0", next)) {
        left = left || next == '-';
        next = next_char(r);
    }
    if (next >= '0' && next <= '9' && !read_number(r, &next, &width)) return NULL;
    if (next == '.') {
        next = next_char(r);
        if (!read_number(r, &next, &precision)) return NULL;
    }
    if (next != 's' && next != 'r' && next != 'a') return NULL;

    char spec[16] = "";
    size_t used = 0;
    if (!left && width > 0) spec[used++] = '>';
    if (width >= 0) used += (size_t)snprintf(spec + used, sizeof spec - used, "%d", width);
    if (precision >= 0) used += (size_t)snprintf(spec + used, sizeof spec - used, ".%d", precision);
    Expr *e = new_expr(f, EXPR_FORMATTED_VALUE, value->at);
    e->formatted_value.value = value;
    e->formatted_value.conversion = next;
    if (used)
        e->formatted_value.format_spec =
            new_string(f, arena_copy(f->arena, spec, used), used, value->at);
    return e;
}

/* `'...' % (a, b)` becomes an f-string when every unit is simple and has its item. */
static void fold_format(Folder *f, Expr *e, Constant *format, ExprList values) {
    FormatReader r = {format->text.bytes, format->text.bytes + format->text.length};
    Expr **parts = arena_array(f->arena, Expr *, values.count * 2 + 2);
    size_t count = 0, used = 0;
    do {
        Expr *part = read_literal(f, &r, format);
        if (part) parts[count++] = part;
        if (r.at >= r.end) break;
        if (used >= values.count) return;
        r.at++;
        part = read_format(f, &r, values.items[used++]);
        if (!part) return;
        parts[count++] = part;
    } while (r.at < r.end);
    if (used < values.count) return;
    e->kind = EXPR_JOINED_STR;
    e->joined_str.values = (ExprList){parts, count};
}

/* Expressions ---------------------------------------------------------------------------------- */

static void fold_binary(Folder *f, Expr *e) {
    Expr *left = e->bin_op.left, *right = e->bin_op.right;
    if (left->kind != EXPR_CONSTANT) return;
    if (e->bin_op.op == OPERATOR_MOD && right->kind == EXPR_TUPLE &&
        left->constant.value->kind == CONSTANT_STR && !has_starred(right->tuple.elts)) {
        fold_format(f, e, left->constant.value, right->tuple.elts);
        return;
    }
    if (right->kind != EXPR_CONSTANT) return;
    make_constant(
        f, e,
        fold_binary_value(f->arena, e->bin_op.op, left->constant.value, right->constant.value));
}

static void fold_unary(Folder *f, Expr *e) {
    Expr *operand = e->unary_op.operand;
    if (operand->kind == EXPR_CONSTANT) {
        make_constant(f, e, fold_unary_value(f->arena, e->unary_op.op, operand->constant.value));
        return;
    }
    if (e->unary_op.op != UNARYOP_NOT || operand->kind != EXPR_COMPARE ||
        operand->compare.ops.count != 1)
        return;
    CompareOperator *op = &operand->compare.ops.items[0];
    switch (*op) {
    case CMPOP_IS: *op = CMPOP_IS_NOT; break;
    case CMPOP_IS_NOT: *op = CMPOP_IS; break;
    case CMPOP_IN: *op = CMPOP_NOT_IN; break;
    case CMPOP_NOT_IN: *op = CMPOP_IN; break;
    default: return;
    }
    *e = *operand;
}

static void fold_tuple(Folder *f, Expr *e) {
    if (e->tuple.ctx != CONTEXT_LOAD) return;
    make_constant(f, e, constant_items(f, e->tuple.elts, CONSTANT_TUPLE));
}

/* A list or set that is only walked or searched need not be one. */
static void fold_iterated(Folder *f, Expr *e) {
    if (e->kind == EXPR_LIST) {
        ExprList elts = e->list.elts;
        ExprContext ctx = e->list.ctx;
        if (has_starred(elts)) return;
        e->kind = EXPR_TUPLE;
        e->tuple.elts = elts;
        e->tuple.ctx = ctx;
        fold_tuple(f, e);
    } else if (e->kind == EXPR_SET) {
        make_constant(f, e, constant_items(f, e->set.elts, CONSTANT_FROZENSET));
    }
}

static void fold_compare(Folder *f, Expr *e) {
    size_t last = e->compare.ops.count - 1;
    CompareOperator op = e->compare.ops.items[last];
    if (op == CMPOP_IN || op == CMPOP_NOT_IN) fold_iterated(f, e->compare.comparators.items[last]);
}

static void fold_subscript(Folder *f, Expr *e) {
    Expr *value = e->subscript.value, *slice = e->subscript.slice;
    if (e->subscript.ctx != CONTEXT_LOAD || value->kind != EXPR_CONSTANT ||
        slice->kind != EXPR_CONSTANT)
        return;
    make_constant(f, e, fold_item_value(f->arena, value->constant.value, slice->constant.value));
}

static void fold_generators(Folder *f, ComprehensionList list) {
    for (size_t i = 0; i < list.count; i++) {
        Comprehension *c = list.items[i];
        fold_expr(f, c->target);
        fold_expr(f, c->iter);
        fold_exprs(f, c->ifs);
        fold_iterated(f, c->iter);
    }
}

static void fold_keywords(Folder *f, KeywordList list) {
    for (size_t i = 0; i < list.count; i++) fold_expr(f, list.items[i]->value);
}

static void fold_arg(Folder *f, Arg *arg) {
    if (arg && !f->future_annotations) fold_optional(f, arg->annotation);
}

static void fold_args(Folder *f, ArgList list) {
    for (size_t i = 0; i < list.count; i++) fold_arg(f, list.items[i]);
}

static void fold_arguments(Folder *f, Arguments *args) {
    fold_args(f, args->posonlyargs);
    fold_args(f, args->args);
    fold_arg(f, args->vararg);
    fold_args(f, args->kwonlyargs);
    fold_exprs(f, args->kw_defaults);
    fold_arg(f, args->kwarg);
    fold_exprs(f, args->defaults);
}

static void fold_expr(Folder *f, Expr *e) {
    switch (e->kind) {
    case EXPR_BOOL_OP: fold_exprs(f, e->bool_op.values); break;
    case EXPR_NAMED_EXPR: fold_expr(f, e->named_expr.value); break;
    case EXPR_BIN_OP:
        fold_expr(f, e->bin_op.left);
        fold_expr(f, e->bin_op.right);
        fold_binary(f, e);
        break;
    case EXPR_UNARY_OP:
        fold_expr(f, e->unary_op.operand);
        fold_unary(f, e);
        break;
    case EXPR_LAMBDA:
        fold_arguments(f, e->lambda.args);
        fold_expr(f, e->lambda.body);
        break;
    case EXPR_IF_EXP:
        fold_expr(f, e->if_exp.test);
        fold_expr(f, e->if_exp.body);
        fold_expr(f, e->if_exp.orelse);
        break;
    case EXPR_DICT:
        fold_exprs(f, e->dict.keys);
        fold_exprs(f, e->dict.values);
        break;
    case EXPR_SET: fold_exprs(f, e->set.elts); break;
    case EXPR_LIST_COMP:
    case EXPR_SET_COMP:
    case EXPR_GENERATOR_EXP:
        fold_expr(f, e->list_comp.elt);
        fold_generators(f, e->list_comp.generators);
        break;
    case EXPR_DICT_COMP:
        fold_expr(f, e->dict_comp.key);
        fold_expr(f, e->dict_comp.value);
        fold_generators(f, e->dict_comp.generators);
        break;
    case EXPR_AWAIT: fold_expr(f, e->await.value); break;
    case EXPR_YIELD: fold_optional(f, e->yield.value); break;
    case EXPR_YIELD_FROM: fold_expr(f, e->yield_from.value); break;
    case EXPR_COMPARE:
        fold_expr(f, e->compare.left);
        fold_exprs(f, e->compare.comparators);
        fold_compare(f, e);
        break;
    case EXPR_CALL:
        fold_expr(f, e->call.func);
        fold_exprs(f, e->call.args);
        fold_keywords(f, e->call.keywords);
        break;
    case EXPR_FORMATTED_VALUE:
        fold_expr(f, e->formatted_value.value);
        fold_optional(f, e->formatted_value.format_spec);
        break;
    case EXPR_JOINED_STR: fold_exprs(f, e->joined_str.values); break;
    case EXPR_CONSTANT: break;
    case EXPR_ATTRIBUTE: fold_expr(f, e->attribute.value); break;
    case EXPR_SUBSCRIPT:
        fold_expr(f, e->subscript.value);
        fold_expr(f, e->subscript.slice);
        fold_subscript(f, e);
        break;
    case EXPR_STARRED: fold_expr(f, e->starred.value); break;
    case EXPR_NAME:
        if (e->name.ctx == CONTEXT_LOAD && strcmp(e->name.id, "__debug__") == 0)
            make_constant(f, e, constant_bool(f->arena, true));
        break;
    case EXPR_LIST: fold_exprs(f, e->list.elts); break;
    case EXPR_TUPLE:
        fold_exprs(f, e->tuple.elts);
        fold_tuple(f, e);
        break;
    case EXPR_SLICE:
        fold_optional(f, e->slice.lower);
        fold_optional(f, e->slice.upper);
        fold_optional(f, e->slice.step);
        break;
    }
}

/* Patterns ------------------------------------------------------------------------------------- */

static void fold_pattern(Folder *f, Pattern *p);

static void fold_patterns(Folder *f, PatternList list) {
    for (size_t i = 0; i < list.count; i++) fold_pattern(f, list.items[i]);
}

/* A value pattern or mapping key may only be a number with its sign, or `a + bj`. */
static void fold_pattern_value(Folder *f, Expr *e) {
    if (e->kind == EXPR_UNARY_OP || e->kind == EXPR_BIN_OP) fold_expr(f, e);
}

static void fold_pattern(Folder *f, Pattern *p) {
    switch (p->kind) {
    case PATTERN_MATCH_VALUE: fold_pattern_value(f, p->match_value.value); break;
    case PATTERN_MATCH_SINGLETON:
    case PATTERN_MATCH_STAR: break;
    case PATTERN_MATCH_SEQUENCE:
    case PATTERN_MATCH_OR: fold_patterns(f, p->match_or.patterns); break;
    case PATTERN_MATCH_MAPPING:
        for (size_t i = 0; i < p->match_mapping.keys.count; i++)
            fold_pattern_value(f, p->match_mapping.keys.items[i]);
        fold_patterns(f, p->match_mapping.patterns);
        break;
    case PATTERN_MATCH_CLASS:
        fold_expr(f, p->match_class.cls);
        fold_patterns(f, p->match_class.patterns);
        fold_patterns(f, p->match_class.kwd_patterns);
        break;
    case PATTERN_MATCH_AS:
        if (p->match_as.pattern) fold_pattern(f, p->match_as.pattern);
        break;
    }
}

/* Statements ----------------------------------------------------------------------------------- */

static void fold_stmts(Folder *f, StmtList list);

static void fold_with(Folder *f, Stmt *s) {
    for (size_t i = 0; i < s->with.items.count; i++) {
        fold_expr(f, s->with.items.items[i]->context_expr);
        fold_optional(f, s->with.items.items[i]->optional_vars);
    }
    fold_stmts(f, s->with.body);
}

static void fold_try(Folder *f, Stmt *s) {
    fold_stmts(f, s->try_.body);
    for (size_t i = 0; i < s->try_.handlers.count; i++) {
        fold_optional(f, s->try_.handlers.items[i]->type);
        fold_stmts(f, s->try_.handlers.items[i]->body);
    }
    fold_stmts(f, s->try_.orelse);
    fold_stmts(f, s->try_.finalbody);
}

static void fold_match(Folder *f, Stmt *s) {
    fold_expr(f, s->match.subject);
    for (size_t i = 0; i < s->match.cases.count; i++) {
        MatchCase *c = s->match.cases.items[i];
        fold_pattern(f, c->pattern);
        fold_optional(f, c->guard);
        fold_stmts(f, c->body);
    }
}

static void fold_stmt(Folder *f, Stmt *s) {
    switch (s->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF:
        fold_arguments(f, s->function_def.args);
        fold_body(f, s->function_def.body);
        fold_exprs(f, s->function_def.decorator_list);
        if (!f->future_annotations) fold_optional(f, s->function_def.returns);
        break;
    case STMT_CLASS_DEF:
        fold_exprs(f, s->class_def.bases);
        fold_keywords(f, s->class_def.keywords);
        fold_body(f, s->class_def.body);
        fold_exprs(f, s->class_def.decorator_list);
        break;
    case STMT_RETURN: fold_optional(f, s->return_.value); break;
    case STMT_DELETE: fold_exprs(f, s->delete_.targets); break;
    case STMT_ASSIGN:
        fold_exprs(f, s->assign.targets);
        fold_expr(f, s->assign.value);
        break;
    case STMT_AUG_ASSIGN:
        fold_expr(f, s->aug_assign.target);
        fold_expr(f, s->aug_assign.value);
        break;
    case STMT_ANN_ASSIGN:
        fold_expr(f, s->ann_assign.target);
        if (!f->future_annotations) fold_expr(f, s->ann_assign.annotation);
        fold_optional(f, s->ann_assign.value);
        break;
    case STMT_FOR:
    case STMT_ASYNC_FOR:
        fold_expr(f, s->for_.target);
        fold_expr(f, s->for_.iter);
        fold_stmts(f, s->for_.body);
        fold_stmts(f, s->for_.orelse);
        if (s->kind == STMT_FOR) fold_iterated(f, s->for_.iter);
        break;
    case STMT_WHILE:
    case STMT_IF:
        fold_expr(f, s->if_.test);
        fold_stmts(f, s->if_.body);
        fold_stmts(f, s->if_.orelse);
        break;
    case STMT_WITH:
    case STMT_ASYNC_WITH: fold_with(f, s); break;
    case STMT_MATCH: fold_match(f, s); break;
    case STMT_RAISE:
        fold_optional(f, s->raise.exc);
        fold_optional(f, s->raise.cause);
        break;
    case STMT_TRY:
    case STMT_TRY_STAR: fold_try(f, s); break;
    case STMT_ASSERT:
        fold_expr(f, s->assert_.test);
        fold_optional(f, s->assert_.msg);
        break;
    case STMT_EXPR: fold_expr(f, s->expr.value); break;
    case STMT_IMPORT:
    case STMT_IMPORT_FROM:
    case STMT_GLOBAL:
    case STMT_NONLOCAL:
    case STMT_PASS:
    case STMT_BREAK:
    case STMT_CONTINUE: break;
    }
}

static void fold_stmts(Folder *f, StmtList list) {
    for (size_t i = 0; i < list.count; i++) fold_stmt(f, list.items[i]);
}

Constant *fold_find_docstring(StmtList body) {
    if (body.count == 0 || body.items[0]->kind != STMT_EXPR) return NULL;
    const Expr *e = body.items[0]->expr.value;
    if (e->kind != EXPR_CONSTANT || e->constant.value->kind != CONSTANT_STR) return NULL;
    return e->constant.value;
}

/* A string that only folding made is no docstring. */
static void fold_body(Folder *f, StmtList body) {
    bool had_docstring = fold_find_docstring(body) != NULL;
    fold_stmts(f, body);
    if (had_docstring || !fold_find_docstring(body)) return;
    Expr *inner = body.items[0]->expr.value;
    Expr *joined = new_expr(f, EXPR_JOINED_STR, inner->at);
    joined->joined_str.values.items = arena_array(f->arena, Expr *, 1);
    joined->joined_str.values.items[0] = inner;
    joined->joined_str.values.count = 1;
    body.items[0]->expr.value = joined;
}

void fold_module(Arena *arena, Module *module, bool future_annotations) {
    Folder f = {arena, module, future_annotations};
    fold_body(&f, module->body);
}
