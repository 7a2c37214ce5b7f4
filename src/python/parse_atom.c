/* Names, literals, displays, comprehensions, calls, subscripts and parameters. */
#include "python/parse_internal.h"

#include <string.h>

static Expr *constant_expr(Parser *p, ConstantKind kind, int start) {
    p->mark++;
    Expr *expr = parse_new_expr(p, EXPR_CONSTANT, start);
    Constant *constant = parse_alloc(p, sizeof *constant);
    constant->kind = kind;
    expr->constant.value = constant;
    return expr;
}

static ExprList take_exprs(Parser *p, NodeStack *stack) {
    ExprList list = {(Expr **)parse_take_items(p, stack->items, stack->count), stack->count};
    array_deinit(stack);
    return list;
}

Expr *parse_number(Parser *p) {
    int start = p->mark;
    ParsedToken *token = parse_expect(p, TOKEN_NUMBER);
    if (!token) return NULL;
    if (!token->number) token->number = parse_number_text(p, token);
    if (!token->number) return NULL;
    Expr *expr = parse_new_expr(p, EXPR_CONSTANT, start);
    expr->constant.value = token->number;
    return expr;
}

/* Comprehensions ------------------------------------------------------------------------------- */

static Comprehension *for_if_clause(Parser *p) {
    int start = p->mark;
    bool is_async = parse_accept(p, TOKEN_ASYNC);
    if (!parse_accept(p, TOKEN_FOR)) {
        p->mark = start;
        return NULL;
    }
    Expr *target = parse_star_targets(p), *iter = NULL;
    bool committed = target && parse_accept(p, TOKEN_IN);
    if (committed) iter = parse_disjunction(p);
    if (!iter) {
        p->mark = start;
        if (!committed && p->diagnose) invalid_for_target(p);
        return NULL;
    }
    NodeStack ifs = {0};
    for (;;) {
        int before = p->mark;
        Expr *test = parse_accept(p, TOKEN_IF) ? parse_disjunction(p) : NULL;
        if (!test) {
            p->mark = before;
            break;
        }
        array_push(&ifs, test);
    }
    Comprehension *clause = parse_alloc(p, sizeof *clause);
    *clause = (Comprehension){
        .target = target, .iter = iter, .ifs = take_exprs(p, &ifs), .is_async = is_async};
    return clause;
}

bool parse_for_if_clauses(Parser *p, ComprehensionList *list) {
    NodeStack clauses = {0};
    while (parse_peek(p) == TOKEN_FOR || parse_peek(p) == TOKEN_ASYNC) {
        Comprehension *clause = for_if_clause(p);
        if (!clause) break;
        array_push(&clauses, clause);
    }
    list->count = clauses.count;
    list->items = (Comprehension **)parse_take_items(p, clauses.items, clauses.count);
    array_deinit(&clauses);
    return list->count > 0 && !p->failed;
}

/* The rest of `( element for ... )`, whose opening stands at `start`. */
static Expr *finish_comprehension(Parser *p, int start, ExprKind kind, Expr *element,
                                  TokenKind closing) {
    ComprehensionList generators;
    if (!parse_for_if_clauses(p, &generators) || !parse_accept(p, closing)) return NULL;
    Expr *expr = parse_new_expr(p, kind, start);
    expr->generator_exp.elt = element;
    expr->generator_exp.generators = generators;
    return expr;
}

static bool at_for(Parser *p) {
    return parse_peek(p) == TOKEN_FOR || parse_peek(p) == TOKEN_ASYNC;
}

static Expr *genexp_rule(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_LPAR)) return NULL;
    bool named = parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_COLONEQUAL;
    Expr *element = named ? parse_assignment_expression(p) : parse_expression(p);
    Expr *expr = element && at_for(p)
                     ? finish_comprehension(p, start, EXPR_GENERATOR_EXP, element, TOKEN_RPAR)
                     : NULL;
    if (expr) return expr;
    p->mark = start;
    if (p->diagnose) invalid_comprehension(p);
    return NULL;
}

Expr *parse_genexp(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_GENEXP, &known)) return known;
    int start = p->mark;
    return parse_remember(p, RULE_GENEXP, start, genexp_rule(p));
}

/* Displays ------------------------------------------------------------------------------------- */

/* After the first element of a tuple, list or set: the others and the closing bracket. */
static bool finish_elements(Parser *p, Expr *first, TokenKind closing, ExprList *list) {
    NodeStack items = {0};
    if (first) array_push(&items, first);
    while (first && parse_accept(p, TOKEN_COMMA)) {
        Expr *item = parse_star_named_expression(p);
        if (!item) break;
        array_push(&items, item);
    }
    *list = take_exprs(p, &items);
    return parse_accept(p, closing);
}

static Expr *paren_rule(Parser *p) {
    int start = p->mark++;
    if (parse_accept(p, TOKEN_RPAR)) return parse_new_expr(p, EXPR_TUPLE, start);
    if (parse_peek(p) == TOKEN_YIELD) {
        Expr *yield = parse_yield_expr(p);
        return yield && parse_accept(p, TOKEN_RPAR) ? yield : NULL;
    }
    Expr *first = parse_star_named_expression(p);
    if (!first) return NULL;
    if (parse_peek(p) == TOKEN_COMMA) {
        ExprList elements;
        if (!finish_elements(p, first, TOKEN_RPAR, &elements)) return NULL;
        Expr *tuple = parse_new_expr(p, EXPR_TUPLE, start);
        tuple->tuple.elts = elements;
        return tuple;
    }
    if (first->kind == EXPR_STARRED) return NULL;
    if (at_for(p)) return finish_comprehension(p, start, EXPR_GENERATOR_EXP, first, TOKEN_RPAR);
    return parse_accept(p, TOKEN_RPAR) ? first : NULL;
}

static Expr *square_rule(Parser *p) {
    int start = p->mark++;
    Expr *first = parse_peek(p) == TOKEN_RSQB ? NULL : parse_star_named_expression(p);
    if (first && at_for(p) && first->kind != EXPR_STARRED) {
        return finish_comprehension(p, start, EXPR_LIST_COMP, first, TOKEN_RSQB);
    }
    ExprList elements;
    if (!finish_elements(p, first, TOKEN_RSQB, &elements)) return NULL;
    Expr *list = parse_new_expr(p, EXPR_LIST, start);
    list->list.elts = elements;
    return list;
}

Expr *parse_later_key(Parser *p) {
    bool diagnose = p->diagnose;
    p->diagnose = false;
    Expr *key = parse_expression(p);
    p->diagnose = diagnose;
    return key;
}

bool parse_double_starred_pair(Parser *p, bool first, Expr **key, Expr **value) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_DOUBLESTAR)) {
        *key = NULL;
        *value = parse_bitwise_or(p);
    } else {
        *key = first ? parse_expression(p) : parse_later_key(p);
        *value = *key && parse_accept(p, TOKEN_COLON) ? parse_expression(p) : NULL;
    }
    if (!*value) p->mark = start;
    return *value != NULL;
}

/* `key` is the first key, or null if nothing is parsed yet. */
static Expr *dict_rule(Parser *p, int start, Expr *key) {
    NodeStack keys = {0}, values = {0};
    Expr *value = NULL;
    bool more = true;
    if (key) {
        value = parse_accept(p, TOKEN_COLON) ? parse_expression(p) : NULL;
        if (!value) return NULL;
        array_push(&keys, key);
        array_push(&values, value);
        more = parse_accept(p, TOKEN_COMMA);
    }
    while (more && parse_double_starred_pair(p, keys.count == 0, &key, &value)) {
        array_push(&keys, key);
        array_push(&values, value);
        more = parse_accept(p, TOKEN_COMMA);
    }
    ExprList key_list = take_exprs(p, &keys), value_list = take_exprs(p, &values);
    if (key_list.count == 1 && key_list.items[0] && at_for(p)) {
        ComprehensionList generators;
        if (!parse_for_if_clauses(p, &generators) || !parse_accept(p, TOKEN_RBRACE)) return NULL;
        Expr *comp = parse_new_expr(p, EXPR_DICT_COMP, start);
        comp->dict_comp.key = key_list.items[0];
        comp->dict_comp.value = value_list.items[0];
        comp->dict_comp.generators = generators;
        return comp;
    }
    if (!parse_accept(p, TOKEN_RBRACE)) return NULL;
    Expr *dict = parse_new_expr(p, EXPR_DICT, start);
    dict->dict.keys = key_list;
    dict->dict.values = value_list;
    return dict;
}

/* `first` is the first element, or null if nothing is parsed yet. */
static Expr *set_rule(Parser *p, int start, Expr *first) {
    if (!first) first = parse_star_named_expression(p);
    if (!first) return NULL;
    if (at_for(p) && first->kind != EXPR_STARRED) {
        return finish_comprehension(p, start, EXPR_SET_COMP, first, TOKEN_RBRACE);
    }
    ExprList elements;
    if (!finish_elements(p, first, TOKEN_RBRACE, &elements)) return NULL;
    Expr *set = parse_new_expr(p, EXPR_SET, start);
    set->set.elts = elements;
    return set;
}

/* What follows the first expression tells a dict from a set. It is parsed once: twice would be
 * exponential in the nesting. The diagnosing pass remembers, and wants each rule from its start. */
static Expr *brace_rule(Parser *p) {
    int start = p->mark++;
    TokenKind kind = parse_peek(p);
    if (kind == TOKEN_RBRACE || kind == TOKEN_DOUBLESTAR) return dict_rule(p, start, NULL);
    if (kind == TOKEN_STAR) return set_rule(p, start, NULL);
    if (kind == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_COLONEQUAL) {
        return set_rule(p, start, NULL);
    }
    int inside = p->mark;
    Expr *first = parse_expression(p);
    if (!first) return NULL;
    bool dict = parse_peek(p) == TOKEN_COLON;
    if (p->diagnose) {
        p->mark = inside;
        first = NULL;
    }
    return dict ? dict_rule(p, start, first) : set_rule(p, start, first);
}

static Expr *bracket(Parser *p, Expr *(*rule)(Parser *p)) {
    int start = p->mark;
    if (!parse_enter(p)) return NULL;
    Expr *expr = rule(p);
    parse_leave(p);
    if (expr && !p->failed) return expr;
    p->mark = start;
    if (!p->diagnose || p->failed) return NULL;
    TokenKind kind = parse_peek(p);
    if (kind == TOKEN_LPAR) invalid_group(p);
    if (kind == TOKEN_LBRACE) invalid_dict(p);
    invalid_comprehension(p);
    return NULL;
}

Expr *parse_atom(Parser *p) {
    int start = p->mark;
    switch (parse_peek(p)) {
    case TOKEN_NAME: {
        ParsedToken *token = parse_token(p, p->mark++);
        Expr *name = parse_new_expr(p, EXPR_NAME, start);
        name->name.id = token->name;
        return name;
    }
    case TOKEN_TRUE: return constant_expr(p, CONSTANT_TRUE, start);
    case TOKEN_FALSE: return constant_expr(p, CONSTANT_FALSE, start);
    case TOKEN_NONE: return constant_expr(p, CONSTANT_NONE, start);
    case TOKEN_ELLIPSIS: return constant_expr(p, CONSTANT_ELLIPSIS, start);
    case TOKEN_STRING: return parse_strings(p);
    case TOKEN_NUMBER: return parse_number(p);
    case TOKEN_LPAR: return bracket(p, paren_rule);
    case TOKEN_LSQB: return bracket(p, square_rule);
    case TOKEN_LBRACE: return bracket(p, brace_rule);
    default: return NULL;
    }
}

/* Primaries ------------------------------------------------------------------------------------ */

static Expr *parse_slice(Parser *p) {
    int start = p->mark;
    Expr *lower = NULL;
    if (parse_peek(p) != TOKEN_COLON) {
        bool named = parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_COLONEQUAL;
        lower = named ? NULL : parse_expression(p);
        if (!lower || parse_peek(p) != TOKEN_COLON) {
            if (lower && !p->diagnose && parse_peek(p) != TOKEN_COLONEQUAL) return lower;
            p->mark = start;
            if (!lower && !named && !p->diagnose) return NULL;
            return parse_named_expression(p);
        }
    }
    p->mark++;
    Expr *upper = parse_expression(p), *step = NULL;
    if (parse_accept(p, TOKEN_COLON)) step = parse_expression(p);
    Expr *slice = parse_new_expr(p, EXPR_SLICE, start);
    slice->slice.lower = lower;
    slice->slice.upper = upper;
    slice->slice.step = step;
    return slice;
}

static Expr *parse_slices(Parser *p) {
    int start = p->mark;
    NodeStack items = {0};
    bool tuple = false;
    do {
        Expr *item = NULL;
        TokenKind kind = parse_peek(p);
        if (kind == TOKEN_STAR) {
            item = parse_starred_expression(p);
            tuple = true;
        } else if (kind != TOKEN_RSQB) {
            item = parse_slice(p);
        }
        if (!item) break;
        array_push(&items, item);
        tuple = tuple || parse_peek(p) == TOKEN_COMMA;
    } while (parse_accept(p, TOKEN_COMMA));
    ExprList list = take_exprs(p, &items);
    if (list.count == 0) {
        p->mark = start;
        return NULL;
    }
    if (!tuple) return list.items[0];
    Expr *expr = parse_new_expr(p, EXPR_TUPLE, start);
    expr->tuple.elts = list;
    return expr;
}

static Expr *call_of(Parser *p, Expr *func, int start, Expr *arguments) {
    Expr *call = parse_new_expr(p, EXPR_CALL, start);
    if (arguments) call->call = arguments->call;
    call->call.func = func;
    return call;
}

static Expr *genexp_call(Parser *p, Expr *func, int start, Expr *genexp) {
    Expr *call = parse_new_expr(p, EXPR_CALL, start);
    call->call.func = func;
    call->call.args.items = parse_alloc(p, sizeof(Expr *));
    call->call.args.items[0] = genexp;
    call->call.args.count = 1;
    return call;
}

static Expr *parse_call(Parser *p, Expr *func, int start) {
    int before = p->mark;
    if (p->diagnose) {
        Expr *genexp = parse_genexp(p);
        if (genexp) return genexp_call(p, func, start, genexp);
    }
    p->mark++;
    Expr *arguments = parse_peek(p) == TOKEN_RPAR ? NULL : parse_arguments(p);
    if (parse_accept(p, TOKEN_RPAR)) return call_of(p, func, start, arguments);
    /* `f(x for x in y)`: the arguments stopped at `for`. */
    Expr *only =
        arguments && arguments->call.args.count == 1 ? arguments->call.args.items[0] : NULL;
    if (only && !p->diagnose && arguments->call.keywords.count == 0 && only->kind != EXPR_STARRED &&
        at_for(p) && parse_token(p, p->mark - 1)->token.kind != TOKEN_COMMA) {
        Expr *genexp = finish_comprehension(p, before, EXPR_GENERATOR_EXP, only, TOKEN_RPAR);
        if (genexp) return genexp_call(p, func, start, genexp);
    }
    p->mark = before;
    return NULL;
}

static Expr *primary_rule(Parser *p) {
    int start = p->mark;
    Expr *expr = parse_atom(p);
    while (expr) {
        int before = p->mark;
        Expr *longer = NULL;
        switch (parse_peek(p)) {
        case TOKEN_DOT: {
            p->mark++;
            ParsedToken *name = parse_expect(p, TOKEN_NAME);
            if (!name) break;
            longer = parse_new_expr(p, EXPR_ATTRIBUTE, start);
            longer->attribute.value = expr;
            longer->attribute.attr = name->name;
            break;
        }
        case TOKEN_LPAR:
            if (!parse_enter(p)) break;
            longer = parse_call(p, expr, start);
            parse_leave(p);
            break;
        case TOKEN_LSQB: {
            if (!parse_enter(p)) break;
            p->mark++;
            Expr *slice = parse_slices(p);
            parse_leave(p);
            if (!slice || !parse_accept(p, TOKEN_RSQB)) break;
            longer = parse_new_expr(p, EXPR_SUBSCRIPT, start);
            longer->subscript.value = expr;
            longer->subscript.slice = slice;
            break;
        }
        default: break;
        }
        if (!longer) {
            p->mark = before;
            break;
        }
        expr = longer;
    }
    return expr;
}

Expr *parse_primary(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_PRIMARY, &known)) return known;
    int start = p->mark;
    return parse_remember(p, RULE_PRIMARY, start, primary_rule(p));
}

/* Arguments of a call -------------------------------------------------------------------------- */

/* `name = expression`, `*expression` (while `stars` is 1) or `**expression` (while it is 2). */
static bool keyword_argument(Parser *p, int stars, NodeStack *args, NodeStack *keywords) {
    int start = p->mark;
    if (p->diagnose) invalid_kwarg(p);
    const char *name = NULL;
    if (parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_EQUAL) {
        name = parse_token(p, p->mark)->name;
        p->mark += 2;
    } else if (stars == 1) {
        Expr *star = parse_starred_expression(p);
        if (star) array_push(args, star);
        return star != NULL;
    } else if (!parse_accept(p, TOKEN_DOUBLESTAR)) {
        return false;
    }
    Expr *value = parse_expression(p);
    if (!value) {
        p->mark = start;
        return false;
    }
    Keyword *keyword = parse_alloc(p, sizeof *keyword);
    *keyword = (Keyword){.arg = name, .value = value, .at = parse_span(p, start)};
    array_push(keywords, keyword);
    return true;
}

static Expr *positional_argument(Parser *p) {
    int start = p->mark;
    Expr *arg;
    if (parse_peek(p) == TOKEN_STAR) {
        arg = parse_starred_expression(p);
    } else if (parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_EQUAL) {
        return NULL;
    } else if (parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_COLONEQUAL) {
        arg = parse_assignment_expression(p);
    } else {
        arg = parse_expression(p);
        if (arg && parse_peek(p) == TOKEN_COLONEQUAL) arg = NULL;
    }
    if (arg && parse_peek(p) == TOKEN_EQUAL) arg = NULL;
    if (!arg) p->mark = start;
    return arg;
}

static Expr *args_rule(Parser *p) {
    int start = p->mark, stop = p->mark;
    NodeStack args = {0}, keywords = {0};
    bool more = true;
    while (more) {
        Expr *arg = positional_argument(p);
        if (!arg) break;
        array_push(&args, arg);
        stop = p->mark;
        more = parse_accept(p, TOKEN_COMMA);
    }
    for (int stars = 1; stars <= 2 && more; stars++) {
        while (more && keyword_argument(p, stars, &args, &keywords)) {
            stop = p->mark;
            more = parse_accept(p, TOKEN_COMMA);
        }
    }
    p->mark = stop;
    if (args.count + keywords.count == 0 || p->failed) {
        array_deinit(&args);
        array_deinit(&keywords);
        return NULL;
    }
    Expr *call = parse_new_expr(p, EXPR_CALL, start);
    call->call.args = take_exprs(p, &args);
    call->call.keywords.count = keywords.count;
    call->call.keywords.items = (Keyword **)parse_take_items(p, keywords.items, keywords.count);
    array_deinit(&keywords);
    return call;
}

Expr *parse_args(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_ARGS, &known)) return known;
    int start = p->mark;
    return parse_remember(p, RULE_ARGS, start, args_rule(p));
}

Expr *parse_arguments(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_ARGUMENTS, &known)) return known;
    int start = p->mark;
    Expr *args = parse_args(p);
    if (args) {
        parse_accept(p, TOKEN_COMMA);
        /* In the first pass the caller looks at what follows. */
        if (!p->diagnose || parse_peek(p) == TOKEN_RPAR) {
            return parse_remember(p, RULE_ARGUMENTS, start, args);
        }
    }
    p->mark = start;
    if (p->diagnose) invalid_arguments(p);
    return parse_remember(p, RULE_ARGUMENTS, start, NULL);
}

/* Parameters ----------------------------------------------------------------------------------- */

Arg *parse_bare_param(Parser *p, bool lambda) {
    int start = p->mark;
    ParsedToken *name = parse_expect(p, TOKEN_NAME);
    if (!name) return NULL;
    Arg *arg = parse_alloc(p, sizeof *arg);
    arg->arg = name->name;
    if (!lambda) {
        int before = p->mark;
        if (parse_accept(p, TOKEN_COLON)) arg->annotation = parse_expression(p);
        if (!arg->annotation) p->mark = before;
    }
    arg->at = parse_span(p, start);
    return arg;
}

/* A parameter ends in a comma, or stands before the closing token. */
static bool param_ends(Parser *p, bool lambda) {
    return parse_accept(p, TOKEN_COMMA) || parse_peek(p) == (lambda ? TOKEN_COLON : TOKEN_RPAR);
}

static Expr *default_of(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_EQUAL)) return NULL;
    Expr *value = parse_expression(p);
    if (value) return value;
    p->mark = start;
    if (p->diagnose) invalid_default(p);
    return NULL;
}

Arg *parse_param(Parser *p, bool lambda, ParamForm form, Expr **default_value) {
    int start = p->mark;
    *default_value = NULL;
    Arg *arg = parse_bare_param(p, lambda);
    if (arg && form != PARAM_PLAIN) *default_value = default_of(p);
    if (!arg || (form == PARAM_DEFAULT && !*default_value) || !param_ends(p, lambda)) {
        p->mark = start;
        return NULL;
    }
    return arg;
}

/* The parameter after '*', whose annotation may be starred (PEP 646). */
static Arg *star_param(Parser *p, bool lambda) {
    int start = p->mark;
    Expr *none;
    Arg *arg = parse_param(p, lambda, PARAM_PLAIN, &none);
    if (arg || lambda) return arg;
    ParsedToken *name = parse_expect(p, TOKEN_NAME);
    Expr *annotation = NULL;
    if (name && parse_accept(p, TOKEN_COLON) && parse_peek(p) == TOKEN_STAR) {
        annotation = parse_star_expression(p);
    }
    if (!annotation) {
        p->mark = start;
        return NULL;
    }
    arg = parse_alloc(p, sizeof *arg);
    arg->arg = name->name;
    arg->annotation = annotation;
    arg->at = parse_span(p, start);
    if (!param_ends(p, lambda)) {
        p->mark = start;
        return NULL;
    }
    return arg;
}

typedef struct Parameters {
    NodeStack posonly, args, kwonly, kw_defaults, defaults;
    Arg *vararg, *kwarg;
} Parameters;

static bool kwds(Parser *p, bool lambda, Parameters *found) {
    if (p->diagnose) invalid_kwds(p, lambda);
    int start = p->mark;
    if (!parse_accept(p, TOKEN_DOUBLESTAR)) return false;
    Expr *none;
    found->kwarg = parse_param(p, lambda, PARAM_PLAIN, &none);
    if (!found->kwarg) p->mark = start;
    return found->kwarg != NULL;
}

static bool star_etc(Parser *p, bool lambda, Parameters *found) {
    if (p->diagnose) invalid_star_etc(p, lambda);
    int start = p->mark;
    if (!parse_accept(p, TOKEN_STAR)) return kwds(p, lambda, found);
    bool bare = parse_accept(p, TOKEN_COMMA);
    if (!bare) found->vararg = star_param(p, lambda);
    Expr *value;
    Arg *arg;
    while ((bare || found->vararg) && (arg = parse_param(p, lambda, PARAM_MAYBE, &value))) {
        array_push(&found->kwonly, arg);
        array_push(&found->kw_defaults, value);
    }
    if (bare ? found->kwonly.count == 0 : !found->vararg) {
        p->mark = start;
        return false;
    }
    kwds(p, lambda, found);
    return true;
}

static bool positional(Parser *p, bool lambda, Parameters *found) {
    bool any = false, defaults = false, slash = false;
    for (;;) {
        Expr *value;
        int start = p->mark;
        if (parse_peek(p) == TOKEN_SLASH && any && !slash) {
            p->mark++;
            if (!param_ends(p, lambda)) {
                p->mark = start;
                break;
            }
            slash = true;
            found->posonly = found->args;
            found->args = (NodeStack){0};
            continue;
        }
        Arg *arg = defaults ? NULL : parse_param(p, lambda, PARAM_PLAIN, &value);
        if (!arg) {
            arg = parse_param(p, lambda, PARAM_DEFAULT, &value);
            if (!arg) break;
            defaults = true;
            array_push(&found->defaults, value);
        }
        array_push(&found->args, arg);
        any = true;
        /* Without a comma nothing more can follow. */
        if (parse_token(p, p->mark - 1)->token.kind != TOKEN_COMMA) break;
    }
    return any;
}

static ArgList take_args(Parser *p, NodeStack *stack) {
    ArgList list = {(Arg **)parse_take_items(p, stack->items, stack->count), stack->count};
    array_deinit(stack);
    return list;
}

Arguments *parse_parameters(Parser *p, bool lambda) {
    int start = p->mark;
    if (p->diagnose) invalid_parameters(p, lambda);
    Parameters found = {0};
    bool any = positional(p, lambda, &found);
    any = star_etc(p, lambda, &found) || any;
    Arguments *arguments = parse_alloc(p, sizeof *arguments);
    arguments->posonlyargs = take_args(p, &found.posonly);
    arguments->args = take_args(p, &found.args);
    arguments->kwonlyargs = take_args(p, &found.kwonly);
    arguments->kw_defaults = take_exprs(p, &found.kw_defaults);
    arguments->defaults = take_exprs(p, &found.defaults);
    arguments->vararg = found.vararg;
    arguments->kwarg = found.kwarg;
    if (any && !p->failed) return arguments;
    p->mark = start;
    return NULL;
}
