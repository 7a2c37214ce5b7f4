/* Operators, from `lambda` and `if` down to unary minus; the displays are in parse_atom.c. */
#include "python/parse_internal.h"

Expr *parse_new_expr(Parser *p, ExprKind kind, int start) {
    Expr *expr = parse_alloc(p, sizeof *expr);
    expr->kind = kind;
    expr->at = parse_span(p, start);
    return expr;
}

/* Operators ------------------------------------------------------------------------------------ */

typedef struct BinaryRow {
    int strength; /* 0: not a binary operator; 1 is the weakest */
    Operator op;
} BinaryRow;

static BinaryRow binary_row(TokenKind kind) {
    switch (kind) {
    case TOKEN_VBAR: return (BinaryRow){1, OPERATOR_BIT_OR};
    case TOKEN_CIRCUMFLEX: return (BinaryRow){2, OPERATOR_BIT_XOR};
    case TOKEN_AMPER: return (BinaryRow){3, OPERATOR_BIT_AND};
    case TOKEN_LEFTSHIFT: return (BinaryRow){4, OPERATOR_L_SHIFT};
    case TOKEN_RIGHTSHIFT: return (BinaryRow){4, OPERATOR_R_SHIFT};
    case TOKEN_PLUS: return (BinaryRow){5, OPERATOR_ADD};
    case TOKEN_MINUS: return (BinaryRow){5, OPERATOR_SUB};
    case TOKEN_STAR: return (BinaryRow){6, OPERATOR_MULT};
    case TOKEN_SLASH: return (BinaryRow){6, OPERATOR_DIV};
    case TOKEN_DOUBLESLASH: return (BinaryRow){6, OPERATOR_FLOOR_DIV};
    case TOKEN_PERCENT: return (BinaryRow){6, OPERATOR_MOD};
    case TOKEN_AT: return (BinaryRow){6, OPERATOR_MAT_MULT};
    default: return (BinaryRow){0, OPERATOR_ADD};
    }
}

static Expr *parse_factor(Parser *p);

static Expr *parse_power(Parser *p) {
    int start = p->mark;
    Expr *base;
    if (parse_accept(p, TOKEN_AWAIT)) {
        Expr *value = parse_primary(p);
        if (!value) {
            p->mark = start;
            return NULL;
        }
        base = parse_new_expr(p, EXPR_AWAIT, start);
        base->await.value = value;
    } else {
        base = parse_primary(p);
    }
    int after = p->mark;
    if (!base || !parse_accept(p, TOKEN_DOUBLESTAR)) return base;
    Expr *exponent = parse_factor(p);
    if (!exponent) {
        p->mark = after;
        return base;
    }
    Expr *power = parse_new_expr(p, EXPR_BIN_OP, start);
    power->bin_op.left = base;
    power->bin_op.op = OPERATOR_POW;
    power->bin_op.right = exponent;
    return power;
}

static Expr *factor_rule(Parser *p) {
    int start = p->mark;
    UnaryOperator op;
    switch (parse_peek(p)) {
    case TOKEN_PLUS: op = UNARYOP_U_ADD; break;
    case TOKEN_MINUS: op = UNARYOP_U_SUB; break;
    case TOKEN_TILDE: op = UNARYOP_INVERT; break;
    default: return parse_power(p);
    }
    p->mark++;
    Expr *operand = parse_factor(p);
    if (!operand) {
        p->mark = start;
        return NULL;
    }
    Expr *unary = parse_new_expr(p, EXPR_UNARY_OP, start);
    unary->unary_op.op = op;
    unary->unary_op.operand = operand;
    return unary;
}

static Expr *parse_factor(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_FACTOR, &known)) return known;
    if (!parse_enter(p)) return NULL;
    int start = p->mark;
    Expr *expr = factor_rule(p);
    parse_leave(p);
    return parse_remember(p, RULE_FACTOR, start, expr);
}

/* Operators of at least `strength`, the left ones first. An operator without a right operand is
 * left for others to complain about. */
static Expr *binary(Parser *p, int strength) {
    int start = p->mark;
    Expr *left = parse_factor(p);
    while (left) {
        BinaryRow row = binary_row(parse_peek(p));
        if (row.strength < strength || row.strength == 0) break;
        int before = p->mark++;
        Expr *right = binary(p, row.strength + 1);
        if (!right) {
            p->mark = before;
            break;
        }
        Expr *both = parse_new_expr(p, EXPR_BIN_OP, start);
        both->bin_op.left = left;
        both->bin_op.op = row.op;
        both->bin_op.right = right;
        left = both;
    }
    return left;
}

Expr *parse_bitwise_or(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_BITWISE_OR, &known)) return known;
    int start = p->mark;
    return parse_remember(p, RULE_BITWISE_OR, start, binary(p, 1));
}

/* Comparison and logic ------------------------------------------------------------------------- */

static bool compare_operator(Parser *p, CompareOperator *op) {
    int start = p->mark;
    switch (parse_peek(p)) {
    case TOKEN_EQEQUAL: *op = CMPOP_EQ; break;
    case TOKEN_NOTEQUAL: *op = CMPOP_NOT_EQ; break;
    case TOKEN_LESSEQUAL: *op = CMPOP_LT_E; break;
    case TOKEN_LESS: *op = CMPOP_LT; break;
    case TOKEN_GREATEREQUAL: *op = CMPOP_GT_E; break;
    case TOKEN_GREATER: *op = CMPOP_GT; break;
    case TOKEN_IN: *op = CMPOP_IN; break;
    case TOKEN_NOT:
        p->mark++;
        if (parse_accept(p, TOKEN_IN)) {
            *op = CMPOP_NOT_IN;
            return true;
        }
        p->mark = start;
        return false;
    case TOKEN_IS:
        p->mark++;
        *op = parse_accept(p, TOKEN_NOT) ? CMPOP_IS_NOT : CMPOP_IS;
        return true;
    default: return false;
    }
    p->mark++;
    return true;
}

static Expr *parse_comparison(Parser *p) {
    int start = p->mark;
    Expr *left = parse_bitwise_or(p);
    if (!left) return NULL;
    NodeStack right = {0};
    Array(CompareOperator) ops = {0};
    CompareOperator op;
    for (;;) {
        int before = p->mark;
        if (!compare_operator(p, &op)) break;
        Expr *operand = parse_bitwise_or(p);
        if (!operand) {
            p->mark = before;
            break;
        }
        array_push(&ops, op);
        array_push(&right, operand);
    }
    if (right.count == 0) {
        array_deinit(&right);
        array_deinit(&ops);
        return left;
    }
    Expr *compare = parse_new_expr(p, EXPR_COMPARE, start);
    compare->compare.left = left;
    compare->compare.ops.count = ops.count;
    compare->compare.ops.items = parse_alloc(p, ops.count * sizeof *compare->compare.ops.items);
    for (size_t i = 0; i < ops.count; i++) compare->compare.ops.items[i] = ops.items[i];
    array_deinit(&ops);
    ExprList *list = &compare->compare.comparators;
    list->count = right.count;
    list->items = (Expr **)parse_take_items(p, right.items, right.count);
    array_deinit(&right);
    return compare;
}

static Expr *inversion_rule(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_NOT)) return parse_comparison(p);
    Expr *operand = NULL;
    if (parse_enter(p)) {
        operand = inversion_rule(p);
        parse_leave(p);
    }
    if (!operand) {
        p->mark = start;
        return NULL;
    }
    Expr *negation = parse_new_expr(p, EXPR_UNARY_OP, start);
    negation->unary_op.op = UNARYOP_NOT;
    negation->unary_op.operand = operand;
    return negation;
}

static Expr *parse_inversion(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_INVERSION, &known)) return known;
    int start = p->mark;
    return parse_remember(p, RULE_INVERSION, start, inversion_rule(p));
}

/* `first (word next)*`. */
static Expr *chain(Parser *p, TokenKind word, BoolOperator op, Expr *(*next)(Parser *p)) {
    int start = p->mark;
    Expr *first = next(p);
    if (!first || parse_peek(p) != word) return first;
    NodeStack values = {0};
    array_push(&values, first);
    for (;;) {
        int before = p->mark;
        Expr *value = parse_accept(p, word) ? next(p) : NULL;
        if (!value) {
            p->mark = before;
            break;
        }
        array_push(&values, value);
    }
    if (values.count == 1) {
        array_deinit(&values);
        return first;
    }
    Expr *both = parse_new_expr(p, EXPR_BOOL_OP, start);
    both->bool_op.op = op;
    both->bool_op.values.count = values.count;
    both->bool_op.values.items = (Expr **)parse_take_items(p, values.items, values.count);
    array_deinit(&values);
    return both;
}

static Expr *parse_conjunction(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_CONJUNCTION, &known)) return known;
    int start = p->mark;
    return parse_remember(p, RULE_CONJUNCTION, start,
                          chain(p, TOKEN_AND, BOOLOP_AND, parse_inversion));
}

Expr *parse_disjunction(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_DISJUNCTION, &known)) return known;
    int start = p->mark;
    return parse_remember(p, RULE_DISJUNCTION, start,
                          chain(p, TOKEN_OR, BOOLOP_OR, parse_conjunction));
}

/* Expressions ---------------------------------------------------------------------------------- */

static Expr *parse_lambda(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_LAMBDA)) return NULL;
    Arguments *args = parse_parameters(p, true);
    Expr *body = parse_accept(p, TOKEN_COLON) ? parse_expression(p) : NULL;
    if (!body) {
        p->mark = start;
        return NULL;
    }
    Expr *lambda = parse_new_expr(p, EXPR_LAMBDA, start);
    lambda->lambda.args = args ? args : parse_alloc(p, sizeof *args);
    lambda->lambda.body = body;
    return lambda;
}

static Expr *expression_rule(Parser *p) {
    if (p->diagnose) invalid_expression(p);
    int start = p->mark;
    if (parse_peek(p) == TOKEN_LAMBDA) return parse_lambda(p);
    Expr *body = parse_disjunction(p);
    int after = p->mark;
    if (!body || !parse_accept(p, TOKEN_IF)) return body;
    Expr *test = parse_disjunction(p), *orelse = NULL;
    if (test && parse_accept(p, TOKEN_ELSE)) orelse = parse_expression(p);
    if (!orelse) {
        p->mark = after;
        return body;
    }
    Expr *choice = parse_new_expr(p, EXPR_IF_EXP, start);
    choice->if_exp.test = test;
    choice->if_exp.body = body;
    choice->if_exp.orelse = orelse;
    return choice;
}

Expr *parse_expression(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_EXPRESSION, &known)) return known;
    if (parse_peek(p) == TOKEN_ERROR) return NULL;
    int start = p->mark;
    ParsedToken *first = parse_token(p, start);
    if ((first->no_expression && !p->diagnose) || !parse_enter(p)) return NULL;
    Expr *expr = expression_rule(p);
    parse_leave(p);
    if (p->failed) return NULL;
    if (!expr) first->no_expression = true;
    return parse_remember(p, RULE_EXPRESSION, start, expr);
}

/* `first (',' next)* [',']`: one expression, or a Tuple of them. */
static Expr *tuple_of(Parser *p, Expr *(*next)(Parser *p)) {
    int start = p->mark;
    Expr *first = next(p);
    if (!first || parse_peek(p) != TOKEN_COMMA) return first;
    NodeStack items = {0};
    array_push(&items, first);
    while (parse_accept(p, TOKEN_COMMA)) {
        Expr *item = next(p);
        if (!item) break;
        array_push(&items, item);
    }
    Expr *tuple = parse_new_expr(p, EXPR_TUPLE, start);
    tuple->tuple.elts.count = items.count;
    tuple->tuple.elts.items = (Expr **)parse_take_items(p, items.items, items.count);
    array_deinit(&items);
    return tuple;
}

Expr *parse_expressions(Parser *p) {
    return tuple_of(p, parse_expression);
}

static Expr *starred(Parser *p, Expr *(*next)(Parser *p)) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_STAR)) return NULL;
    Expr *value = next(p);
    if (!value) {
        p->mark = start;
        return NULL;
    }
    Expr *star = parse_new_expr(p, EXPR_STARRED, start);
    star->starred.value = value;
    return star;
}

Expr *parse_starred_expression(Parser *p) {
    return starred(p, parse_expression);
}

Expr *parse_star_expression(Parser *p) {
    return parse_peek(p) == TOKEN_STAR ? starred(p, parse_bitwise_or) : parse_expression(p);
}

Expr *parse_star_expressions(Parser *p) {
    return tuple_of(p, parse_star_expression);
}

Expr *parse_star_named_expression(Parser *p) {
    return parse_peek(p) == TOKEN_STAR ? starred(p, parse_bitwise_or) : parse_named_expression(p);
}

bool parse_star_named_expressions(Parser *p, ExprList *list) {
    NodeStack items = {0};
    Expr *item = parse_star_named_expression(p);
    while (item) {
        array_push(&items, item);
        item = parse_accept(p, TOKEN_COMMA) ? parse_star_named_expression(p) : NULL;
    }
    list->count = items.count;
    list->items = (Expr **)parse_take_items(p, items.items, items.count);
    array_deinit(&items);
    return list->count > 0;
}

Expr *parse_assignment_expression(Parser *p) {
    int start = p->mark;
    if (parse_peek(p) != TOKEN_NAME || parse_peek_at(p, 1) != TOKEN_COLONEQUAL) return NULL;
    Expr *target = parse_primary(p);
    if (!target || target->kind != EXPR_NAME || p->mark != start + 1) {
        p->mark = start;
        return NULL;
    }
    p->mark++;
    Expr *value = parse_expression(p);
    if (!value) {
        p->mark = start;
        return NULL;
    }
    Expr *named = parse_new_expr(p, EXPR_NAMED_EXPR, start);
    target->name.ctx = CONTEXT_STORE;
    named->named_expr.target = target;
    named->named_expr.value = value;
    return named;
}

Expr *parse_named_expression(Parser *p) {
    int start = p->mark;
    if (parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_COLONEQUAL) {
        return parse_assignment_expression(p);
    }
    if (p->diagnose) invalid_named_expression(p);
    Expr *expr = parse_expression(p);
    if (expr && parse_peek(p) == TOKEN_COLONEQUAL) {
        p->mark = start;
        return NULL;
    }
    return expr;
}

Expr *parse_yield_expr(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_YIELD)) return NULL;
    int after = p->mark;
    if (parse_accept(p, TOKEN_FROM)) {
        Expr *value = parse_expression(p);
        if (value) {
            Expr *from = parse_new_expr(p, EXPR_YIELD_FROM, start);
            from->yield_from.value = value;
            return from;
        }
        p->mark = after;
    }
    Expr *value = parse_star_expressions(p);
    Expr *yield = parse_new_expr(p, EXPR_YIELD, start);
    yield->yield.value = value;
    return yield;
}

/* Targets -------------------------------------------------------------------------------------- */

bool parse_is_star_target(const Expr *expr) {
    switch (expr->kind) {
    case EXPR_NAME:
    case EXPR_ATTRIBUTE:
    case EXPR_SUBSCRIPT: return true;
    case EXPR_STARRED:
        return expr->starred.value->kind != EXPR_STARRED &&
               parse_is_star_target(expr->starred.value);
    case EXPR_TUPLE:
    case EXPR_LIST:
        for (size_t i = 0; i < expr->list.elts.count; i++) {
            if (!parse_is_star_target(expr->list.elts.items[i])) return false;
        }
        return true;
    default: return false;
    }
}

bool parse_is_del_target(const Expr *expr) {
    if (expr->kind == EXPR_STARRED) return false;
    if (expr->kind != EXPR_TUPLE && expr->kind != EXPR_LIST) return parse_is_star_target(expr);
    for (size_t i = 0; i < expr->list.elts.count; i++) {
        if (!parse_is_del_target(expr->list.elts.items[i])) return false;
    }
    return true;
}

void parse_set_context(Expr *expr, ExprContext context) {
    switch (expr->kind) {
    case EXPR_NAME: expr->name.ctx = context; break;
    case EXPR_ATTRIBUTE: expr->attribute.ctx = context; break;
    case EXPR_SUBSCRIPT: expr->subscript.ctx = context; break;
    case EXPR_STARRED:
        expr->starred.ctx = context;
        parse_set_context(expr->starred.value, context);
        break;
    case EXPR_TUPLE:
    case EXPR_LIST:
        expr->list.ctx = context;
        for (size_t i = 0; i < expr->list.elts.count; i++) {
            parse_set_context(expr->list.elts.items[i], context);
        }
        break;
    default: break;
    }
}

Expr *parse_star_target(Parser *p) {
    int start = p->mark;
    Expr *target;
    if (parse_peek(p) == TOKEN_STAR) {
        if (parse_peek_at(p, 1) == TOKEN_STAR) return NULL;
        target = starred(p, parse_primary);
    } else {
        target = parse_primary(p);
    }
    if (!target || !parse_is_star_target(target)) {
        p->mark = start;
        return NULL;
    }
    parse_set_context(target, CONTEXT_STORE);
    return target;
}

Expr *parse_star_targets(Parser *p) {
    Expr *targets = tuple_of(p, parse_star_target);
    if (targets) parse_set_context(targets, CONTEXT_STORE);
    return targets;
}

Expr *parse_single_target(Parser *p) {
    int start = p->mark;
    Expr *target = parse_primary(p);
    if (!target || (target->kind != EXPR_NAME && target->kind != EXPR_ATTRIBUTE &&
                    target->kind != EXPR_SUBSCRIPT)) {
        p->mark = start;
        return NULL;
    }
    return target;
}
