/* The rules of usual mistakes in expressions, arguments, parameters and assignments. Each stands
 * for the rule of that name in CPython 3.11's grammar: its alternatives in their order, and an
 * alternative that matches ends the rule even when it does not raise. */
#include "python/parse_internal.h"

#include <string.h>

const char *parse_expr_name(const Expr *expr) {
    switch (expr->kind) {
    case EXPR_ATTRIBUTE: return "attribute";
    case EXPR_SUBSCRIPT: return "subscript";
    case EXPR_STARRED: return "starred";
    case EXPR_NAME: return "name";
    case EXPR_LIST: return "list";
    case EXPR_TUPLE: return "tuple";
    case EXPR_LAMBDA: return "lambda";
    case EXPR_CALL: return "function call";
    case EXPR_BOOL_OP:
    case EXPR_BIN_OP:
    case EXPR_UNARY_OP: return "expression";
    case EXPR_GENERATOR_EXP: return "generator expression";
    case EXPR_YIELD:
    case EXPR_YIELD_FROM: return "yield expression";
    case EXPR_AWAIT: return "await expression";
    case EXPR_LIST_COMP: return "list comprehension";
    case EXPR_SET_COMP: return "set comprehension";
    case EXPR_DICT_COMP: return "dict comprehension";
    case EXPR_DICT: return "dict literal";
    case EXPR_SET: return "set display";
    case EXPR_JOINED_STR:
    case EXPR_FORMATTED_VALUE: return "f-string expression";
    case EXPR_CONSTANT:
        switch (expr->constant.value->kind) {
        case CONSTANT_NONE: return "None";
        case CONSTANT_TRUE: return "True";
        case CONSTANT_FALSE: return "False";
        case CONSTANT_ELLIPSIS: return "ellipsis";
        default: return "literal";
        }
    case EXPR_COMPARE: return "comparison";
    case EXPR_IF_EXP: return "conditional expression";
    case EXPR_NAMED_EXPR: return "named expression";
    case EXPR_SLICE: return "slice";
    }
    return "expression";
}

typedef enum TargetKind { TARGET_STAR, TARGET_FOR, TARGET_DEL } TargetKind;

/* The first part of `expr` that cannot be assigned to (or deleted), null if all can. */
static const Expr *invalid_target(const Expr *expr, TargetKind kind) {
    switch (expr->kind) {
    case EXPR_LIST:
    case EXPR_TUPLE:
        for (size_t i = 0; i < expr->list.elts.count; i++) {
            const Expr *found = invalid_target(expr->list.elts.items[i], kind);
            if (found) return found;
        }
        return NULL;
    case EXPR_STARRED: return kind == TARGET_DEL ? expr : invalid_target(expr->starred.value, kind);
    case EXPR_COMPARE:
        /* `for 1 in x` looks like a comparison. */
        if (kind != TARGET_FOR) return expr;
        return expr->compare.ops.items[0] == CMPOP_IN ? invalid_target(expr->compare.left, kind)
                                                      : NULL;
    case EXPR_NAME:
    case EXPR_SUBSCRIPT:
    case EXPR_ATTRIBUTE: return NULL;
    default: return expr;
    }
}

static void raise_invalid_target(Parser *p, const Expr *expr, TargetKind kind) {
    const Expr *found = invalid_target(expr, kind);
    if (!found) return;
    parse_raise_span(p, found->at, kind == TARGET_DEL ? "cannot delete %s" : "cannot assign to %s",
                     parse_expr_name(found));
}

/* From `from` to where the lexer stands. */
static void raise_from(Parser *p, Location from, const char *message) {
    parse_raise_at(p, PROBLEM_SYNTAX_ERROR, from.line, from.column, p->lexer.line,
                   (int)(p->lexer.cursor - p->lexer.line_start) - 1, "%s", message);
}

static Location last_of(const ComprehensionList *list) {
    const Comprehension *last = list->items[list->count - 1];
    return last->ifs.count ? last->ifs.items[last->ifs.count - 1]->at : last->iter->at;
}

static bool is_print_or_exec(const Expr *expr) {
    return expr->kind == EXPR_NAME &&
           (strcmp(expr->name.id, "print") == 0 || strcmp(expr->name.id, "exec") == 0);
}

static Location token_at(Parser *p, int index) {
    return parse_token_span(parse_token(p, index));
}

/* Expressions ---------------------------------------------------------------------------------- */

/* CPython 3.11 compares only as many characters as the name has: `c` and `ma` count as well. */
static bool at_soft_keyword(Parser *p) {
    if (parse_peek(p) != TOKEN_NAME) return false;
    const char *name = parse_token(p, p->mark)->name;
    size_t length = strlen(name);
    return strncmp("_", name, length) == 0 || strncmp("case", name, length) == 0 ||
           strncmp("match", name, length) == 0;
}

/* `a b` inside brackets; `a if b` without else. */
static void invalid_adjacent(Parser *p) {
    int start = p->mark;
    bool string_prefix = parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_STRING;
    if (!string_prefix && !at_soft_keyword(p)) {
        Expr *a = parse_disjunction(p);
        Expr *b = NULL;
        if (a) {
            p->diagnose = false;
            b = parse_expression(p);
            p->diagnose = true;
        }
        if (b) {
            if (is_print_or_exec(a) || parse_token(p, p->mark - 1)->token.level == 0) return;
            parse_raise_range(p, a->at, b->at, "invalid syntax. Perhaps you forgot a comma?");
            return;
        }
    }
    p->mark = start;
    Expr *a = parse_disjunction(p);
    Expr *b = a && parse_accept(p, TOKEN_IF) ? parse_disjunction(p) : NULL;
    if (!b) return;
    TokenKind next = parse_peek(p);
    if (next == TOKEN_ELSE || next == TOKEN_COLON) return;
    parse_raise_range(p, a->at, b->at, "expected 'else' after 'if' expression");
}

/* `print x`. */
static void invalid_legacy(Parser *p) {
    if (parse_peek(p) != TOKEN_NAME || parse_peek_at(p, 1) == TOKEN_LPAR) return;
    const char *name = parse_token(p, p->mark)->name;
    Location from = token_at(p, p->mark);
    p->mark++;
    /* For any name: what follows may raise by itself. */
    Expr *b = parse_star_expressions(p);
    if (!b || (strcmp(name, "print") != 0 && strcmp(name, "exec") != 0)) return;
    parse_raise_range(p, from, b->at, "Missing parentheses in call to '%s'. Did you mean %s(...)?",
                      name, name);
}

void invalid_expression(Parser *p) {
    int start = p->mark;
    invalid_adjacent(p);
    p->mark = start;
    invalid_legacy(p);
    p->mark = start;
}

/* True if a list, tuple, generator expression or True, False, None begins here. */
static bool at_display(Parser *p) {
    int start = p->mark;
    Expr *atom = NULL;
    switch (parse_peek(p)) {
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_NONE: return true;
    case TOKEN_LPAR:
    case TOKEN_LSQB: atom = parse_atom(p); break;
    default: return false;
    }
    p->mark = start;
    if (!atom) return false;
    bool tuple = atom->kind == EXPR_TUPLE && atom->at.column == token_at(p, start).column;
    return tuple || atom->kind == EXPR_GENERATOR_EXP ||
           (atom->kind == EXPR_LIST && parse_peek(p) == TOKEN_LSQB);
}

static bool not_assigned_again(Parser *p) {
    TokenKind kind = parse_peek(p);
    return !p->failed && kind != TOKEN_EQUAL && kind != TOKEN_COLONEQUAL;
}

static void invalid_named(Parser *p) {
    int start = p->mark;
    Expr *a = parse_expression(p);
    if (a && parse_accept(p, TOKEN_COLONEQUAL) && parse_expression(p)) {
        parse_raise_span(p, a->at, "cannot use assignment expressions with %s", parse_expr_name(a));
        return;
    }
    p->mark = start;
    if (parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_EQUAL) {
        p->mark += 2;
        Expr *b = parse_bitwise_or(p);
        if (b && not_assigned_again(p)) {
            parse_raise_range(p, token_at(p, start), b->at,
                              "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            return;
        }
    }
    p->mark = start;
    if (at_display(p)) return;
    a = parse_bitwise_or(p);
    if (a && parse_accept(p, TOKEN_EQUAL) && parse_bitwise_or(p) && not_assigned_again(p)) {
        parse_raise_span(p, a->at, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                         parse_expr_name(a));
    }
}

void invalid_named_expression(Parser *p) {
    void *known;
    int start = p->mark;
    if (parse_recall(p, RULE_INVALID_NAMED, &known)) return;
    invalid_named(p);
    p->mark = start;
    parse_remember(p, RULE_INVALID_NAMED, start, NULL);
}

/* Displays ------------------------------------------------------------------------------------- */

void invalid_group(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_LPAR)) return;
    Expr *a = parse_starred_expression(p);
    if (a && parse_accept(p, TOKEN_RPAR)) {
        parse_raise_span(p, a->at, "cannot use starred expression here");
    }
    p->mark = start + 1;
    if (parse_accept(p, TOKEN_DOUBLESTAR) && parse_expression(p) && parse_accept(p, TOKEN_RPAR)) {
        parse_raise_span(p, token_at(p, start + 1), "cannot use double starred expression here");
    }
    p->mark = start;
}

void invalid_comprehension(Parser *p) {
    static const char forgotten[] = "did you forget parentheses around the comprehension target?";
    int start = p->mark;
    bool round = parse_peek(p) == TOKEN_LPAR;
    ComprehensionList clauses;
    ExprList others;
    p->mark++;
    Expr *a = parse_starred_expression(p);
    if (a && parse_for_if_clauses(p, &clauses)) {
        parse_raise_span(p, a->at, "iterable unpacking cannot be used in comprehension");
    }
    if (!round) {
        p->mark = start + 1;
        a = parse_star_named_expression(p);
        int comma = p->mark;
        if (a && parse_accept(p, TOKEN_COMMA) && parse_star_named_expressions(p, &others) &&
            parse_for_if_clauses(p, &clauses)) {
            parse_raise_range(p, a->at, others.items[others.count - 1]->at, forgotten);
        }
        p->mark = comma;
        if (a && parse_accept(p, TOKEN_COMMA) && parse_for_if_clauses(p, &clauses)) {
            parse_raise_range(p, a->at, token_at(p, comma), forgotten);
        }
    }
    p->mark = start;
}

/* `key: *value` and `key:` without a value. */
static bool invalid_value(Parser *p) {
    int start = p->mark;
    Expr *key = parse_expression(p);
    int colon = p->mark;
    if (key && parse_accept(p, TOKEN_COLON)) {
        int star = p->mark;
        if (parse_accept(p, TOKEN_STAR) && parse_bitwise_or(p)) {
            raise_from(p, token_at(p, star),
                       "cannot use a starred expression in a dictionary value");
            return true;
        }
        p->mark = star;
        TokenKind next = parse_peek(p);
        if (next == TOKEN_RBRACE || next == TOKEN_COMMA) {
            parse_raise_span(p, token_at(p, colon),
                             "expression expected after dictionary key and ':'");
            return true;
        }
    }
    p->mark = start;
    return false;
}

static void invalid_pairs(Parser *p) {
    int start = p->mark;
    Expr *key, *value;
    bool pairs = parse_double_starred_pair(p, true, &key, &value);
    while (pairs && parse_accept(p, TOKEN_COMMA)) {
        int after = p->mark;
        if (parse_double_starred_pair(p, false, &key, &value)) continue;
        p->mark = after;
        Expr *a = parse_later_key(p);
        if (a && parse_peek(p) != TOKEN_COLON) {
            parse_raise_at(p, PROBLEM_SYNTAX_ERROR, a->at.line, a->at.end_column - 1,
                           a->at.end_line, -1, "':' expected after dictionary key");
            return;
        }
        p->mark = after;
        if (invalid_value(p)) return;
        break;
    }
    p->mark = start;
    invalid_value(p);
}

void invalid_dict(Parser *p) {
    int start = p->mark;
    p->mark++;
    invalid_pairs(p);
    p->mark = start + 1;
    ComprehensionList clauses;
    if (parse_accept(p, TOKEN_DOUBLESTAR) && parse_bitwise_or(p) &&
        parse_for_if_clauses(p, &clauses) && parse_accept(p, TOKEN_RBRACE)) {
        parse_raise_span(p, token_at(p, start + 1),
                         "dict unpacking cannot be used in dict comprehension");
    }
    p->mark = start;
}

/* Arguments ------------------------------------------------------------------------------------ */

static const char unparenthesized[] = "Generator expression must be parenthesized";

static void invalid_arguments_rule(Parser *p) {
    int start = p->mark;
    ComprehensionList clauses;
    Expr *a = parse_args(p);
    int after = p->mark;
    if (a && parse_accept(p, TOKEN_COMMA) && parse_accept(p, TOKEN_STAR)) {
        parse_raise_span(p, a->at,
                         "iterable argument unpacking follows keyword argument unpacking");
        return;
    }
    p->mark = start;
    Expr *b = parse_expression(p);
    if (b && parse_for_if_clauses(p, &clauses) && parse_accept(p, TOKEN_COMMA)) {
        ComprehensionList more;
        Location end = last_of(&clauses);
        int before = p->mark;
        if (!parse_args(p)) {
            if (!parse_expression(p) || !parse_for_if_clauses(p, &more)) p->mark = before;
        }
        parse_raise_range(p, b->at, end, unparenthesized);
        return;
    }
    p->mark = start;
    if (parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_EQUAL) {
        p->mark += 2;
        if (parse_expression(p) && parse_for_if_clauses(p, &clauses)) {
            parse_raise_range(p, token_at(p, start), token_at(p, start + 1),
                              "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            return;
        }
    }
    if (!a) return;
    p->mark = after;
    if (parse_for_if_clauses(p, &clauses)) {
        /* One argument with a comprehension is a call of its own. */
        size_t count = a->call.args.count;
        if (count > 1) {
            parse_raise_range(p, a->call.args.items[count - 1]->at, last_of(&clauses),
                              unparenthesized);
        }
        return;
    }
    p->mark = after;
    if (!parse_accept(p, TOKEN_COMMA)) return;
    after = p->mark;
    b = parse_expression(p);
    if (b && parse_for_if_clauses(p, &clauses)) {
        parse_raise_range(p, b->at, last_of(&clauses), unparenthesized);
        return;
    }
    p->mark = after;
    if (!parse_args(p)) return;
    for (size_t i = 0; i < a->call.keywords.count; i++) {
        if (a->call.keywords.items[i]->arg) continue;
        parse_raise(p, "positional argument follows keyword argument unpacking");
        return;
    }
    parse_raise(p, "positional argument follows keyword argument");
}

void invalid_arguments(Parser *p) {
    int start = p->mark;
    invalid_arguments_rule(p);
    p->mark = start;
}

void invalid_kwarg(Parser *p) {
    int start = p->mark;
    TokenKind kind = parse_peek(p);
    ComprehensionList clauses;
    if ((kind == TOKEN_TRUE || kind == TOKEN_FALSE || kind == TOKEN_NONE) &&
        parse_peek_at(p, 1) == TOKEN_EQUAL) {
        parse_raise_range(p, token_at(p, start), token_at(p, start + 1), "cannot assign to %s",
                          lex_spelling(kind));
        return;
    }
    if (kind == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_EQUAL) {
        p->mark += 2;
        if (parse_expression(p) && parse_for_if_clauses(p, &clauses)) {
            parse_raise_range(p, token_at(p, start), token_at(p, start + 1),
                              "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        }
    } else {
        Expr *a = parse_expression(p);
        int equal = p->mark;
        if (a && parse_accept(p, TOKEN_EQUAL)) {
            parse_raise_range(p, a->at, token_at(p, equal),
                              "expression cannot contain assignment, perhaps you meant \"==\"?");
        }
    }
    p->mark = start;
}

void invalid_for_target(Parser *p) {
    int start = p->mark;
    parse_accept(p, TOKEN_ASYNC);
    Expr *a = parse_accept(p, TOKEN_FOR) ? parse_star_expressions(p) : NULL;
    if (a) raise_invalid_target(p, a, TARGET_FOR);
    p->mark = start;
}

/* Parameters ----------------------------------------------------------------------------------- */

static int params(Parser *p, bool lambda, ParamForm form) {
    int count = 0;
    Expr *value;
    while (parse_param(p, lambda, form, &value)) count++;
    return count;
}

static bool slash(Parser *p, bool lambda) {
    return parse_accept(p, TOKEN_SLASH) &&
           (parse_accept(p, TOKEN_COMMA) || parse_peek(p) == (lambda ? TOKEN_COLON : TOKEN_RPAR));
}

static bool slash_with_default(Parser *p, bool lambda) {
    int start = p->mark;
    params(p, lambda, PARAM_PLAIN);
    if (params(p, lambda, PARAM_DEFAULT) && slash(p, lambda)) return true;
    p->mark = start;
    return false;
}

static bool params_with_slash(Parser *p, bool lambda) {
    int start = p->mark;
    if (params(p, lambda, PARAM_PLAIN) && slash(p, lambda)) return true;
    p->mark = start;
    return slash_with_default(p, lambda);
}

static bool comma_or_param(Parser *p, bool lambda) {
    Expr *value;
    return parse_accept(p, TOKEN_COMMA) || parse_param(p, lambda, PARAM_PLAIN, &value);
}

static bool parenthesised_params(Parser *p, bool lambda) {
    if (!parse_accept(p, TOKEN_LPAR)) return false;
    if (!lambda) {
        if (!params(p, lambda, PARAM_PLAIN)) return false;
    } else {
        if (!parse_bare_param(p, lambda)) return false;
        for (;;) {
            int before = p->mark;
            if (parse_accept(p, TOKEN_COMMA) && parse_bare_param(p, lambda)) continue;
            p->mark = before;
            break;
        }
    }
    parse_accept(p, TOKEN_COMMA);
    return parse_accept(p, TOKEN_RPAR);
}

static void invalid_parameters_rule(Parser *p, bool lambda) {
    int start = p->mark;
    Expr *value;
    params(p, lambda, PARAM_PLAIN);
    if (slash_with_default(p, lambda) || params(p, lambda, PARAM_DEFAULT)) {
        Arg *a = parse_param(p, lambda, PARAM_PLAIN, &value);
        if (a) {
            parse_raise_span(p, a->at, "non-default argument follows default argument");
            return;
        }
    }
    p->mark = start;
    params(p, lambda, PARAM_PLAIN);
    int open = p->mark;
    if (parenthesised_params(p, lambda)) {
        parse_raise_range(p, token_at(p, open), token_at(p, p->mark - 1), "%s",
                          lambda ? "Lambda expression parameters cannot be parenthesized"
                                 : "Function parameters cannot be parenthesized");
        return;
    }
    p->mark = start;
    if (parse_accept(p, TOKEN_SLASH) && parse_accept(p, TOKEN_COMMA)) {
        parse_raise_span(p, token_at(p, start), "at least one argument must precede /");
        return;
    }
    p->mark = start;
    if (params_with_slash(p, lambda)) {
        params(p, lambda, PARAM_MAYBE);
        if (parse_accept(p, TOKEN_SLASH)) {
            parse_raise_span(p, token_at(p, p->mark - 1), "/ may appear only once");
            return;
        }
    }
    p->mark = start;
    params_with_slash(p, lambda);
    params(p, lambda, PARAM_MAYBE);
    if (parse_accept(p, TOKEN_STAR) && comma_or_param(p, lambda)) {
        params(p, lambda, PARAM_MAYBE);
        if (parse_accept(p, TOKEN_SLASH)) {
            parse_raise_span(p, token_at(p, p->mark - 1), "/ must be ahead of *");
            return;
        }
    }
    p->mark = start;
    if (params(p, lambda, PARAM_MAYBE) && parse_accept(p, TOKEN_SLASH) &&
        parse_accept(p, TOKEN_STAR)) {
        parse_raise_span(p, token_at(p, p->mark - 1), "expected comma between / and *");
    }
}

void invalid_parameters(Parser *p, bool lambda) {
    int start = p->mark;
    invalid_parameters_rule(p, lambda);
    p->mark = start;
}

void invalid_default(Parser *p) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_EQUAL)) {
        TokenKind next = parse_peek(p);
        if (next == TOKEN_RPAR || next == TOKEN_COMMA) {
            parse_raise_span(p, token_at(p, start), "expected default value expression");
        }
    }
    p->mark = start;
}

static void invalid_star_etc_rule(Parser *p, bool lambda) {
    int start = p->mark;
    TokenKind closing = lambda ? TOKEN_COLON : TOKEN_RPAR;
    if (!parse_accept(p, TOKEN_STAR)) return;
    bool alone = parse_accept(p, closing);
    if (!alone && parse_accept(p, TOKEN_COMMA)) {
        alone = parse_accept(p, closing) || parse_accept(p, TOKEN_DOUBLESTAR);
    }
    if (alone && lambda) parse_raise(p, "named arguments must follow bare *");
    if (alone) {
        parse_raise_span(p, token_at(p, start), "named arguments must follow bare *");
        return;
    }
    p->mark = start + 1;
    if (parse_bare_param(p, lambda) && parse_accept(p, TOKEN_EQUAL)) {
        parse_raise_span(p, token_at(p, p->mark - 1),
                         "var-positional argument cannot have default value");
        return;
    }
    p->mark = start + 1;
    if (!comma_or_param(p, lambda)) return;
    params(p, lambda, PARAM_MAYBE);
    int second = p->mark;
    if (parse_accept(p, TOKEN_STAR) && comma_or_param(p, lambda)) {
        parse_raise_span(p, token_at(p, second), "* argument may appear only once");
    }
}

void invalid_star_etc(Parser *p, bool lambda) {
    int start = p->mark;
    invalid_star_etc_rule(p, lambda);
    p->mark = start;
}

void invalid_kwds(Parser *p, bool lambda) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_DOUBLESTAR) && parse_bare_param(p, lambda)) {
        int after = p->mark;
        if (parse_accept(p, TOKEN_EQUAL)) {
            parse_raise_span(p, token_at(p, after),
                             "var-keyword argument cannot have default value");
        } else if (parse_accept(p, TOKEN_COMMA)) {
            int next = p->mark;
            Arg *a = parse_bare_param(p, lambda);
            bool token = !a && (parse_accept(p, TOKEN_STAR) || parse_accept(p, TOKEN_DOUBLESTAR) ||
                                parse_accept(p, TOKEN_SLASH));
            if (a || token) {
                parse_raise_span(p, a ? a->at : token_at(p, next),
                                 "arguments cannot follow var-keyword argument");
            }
        }
    }
    p->mark = start;
}

/* Assignments ---------------------------------------------------------------------------------- */

/* A list or tuple, in any number of parentheses. */
static Expr *annotated_display(Parser *p) {
    int start = p->mark;
    Expr *atom = NULL;
    if (parse_peek(p) == TOKEN_LSQB || parse_peek(p) == TOKEN_LPAR) atom = parse_atom(p);
    if (atom && (atom->kind == EXPR_LIST || atom->kind == EXPR_TUPLE)) return atom;
    p->mark = start;
    return NULL;
}

static void skip_targets(Parser *p) {
    for (;;) {
        int before = p->mark;
        if (parse_star_targets(p) && parse_accept(p, TOKEN_EQUAL)) continue;
        p->mark = before;
        return;
    }
}

static bool at_augmented(Parser *p) {
    TokenKind kind = parse_peek(p);
    return kind >= TOKEN_PLUSEQUAL && kind <= TOKEN_DOUBLESLASHEQUAL;
}

static void invalid_assignment_rule(Parser *p) {
    int start = p->mark;
    Expr *a = annotated_display(p);
    if (a && parse_accept(p, TOKEN_COLON) && parse_expression(p)) {
        parse_raise_span(p, a->at, "only single target (not %s) can be annotated",
                         parse_expr_name(a));
        return;
    }
    p->mark = start;
    a = parse_star_named_expression(p);
    if (a && parse_accept(p, TOKEN_COMMA)) {
        ExprList others;
        while (parse_star_named_expressions(p, &others)) {
        }
        if (parse_accept(p, TOKEN_COLON) && parse_expression(p)) {
            parse_raise_span(p, a->at, "only single target (not tuple) can be annotated");
            return;
        }
    }
    p->mark = start;
    a = parse_expression(p);
    if (a && parse_accept(p, TOKEN_COLON) && parse_expression(p)) {
        parse_raise_span(p, a->at, "illegal target for annotation");
        return;
    }
    p->mark = start;
    skip_targets(p);
    int value = p->mark;
    a = parse_star_expressions(p);
    if (a && parse_accept(p, TOKEN_EQUAL)) {
        raise_invalid_target(p, a, TARGET_STAR);
        return;
    }
    p->mark = value;
    a = parse_yield_expr(p);
    if (a && parse_accept(p, TOKEN_EQUAL)) {
        parse_raise_span(p, a->at, "assignment to yield expression not possible");
        return;
    }
    p->mark = start;
    a = parse_star_expressions(p);
    if (!a || !at_augmented(p)) return;
    p->mark++;
    if (parse_peek(p) == TOKEN_YIELD ? parse_yield_expr(p) : parse_star_expressions(p)) {
        parse_raise_span(p, a->at, "'%s' is an illegal expression for augmented assignment",
                         parse_expr_name(a));
    }
}

void invalid_assignment(Parser *p) {
    int start = p->mark;
    invalid_assignment_rule(p);
    p->mark = start;
}

void invalid_del(Parser *p) {
    int start = p->mark;
    Expr *a = parse_accept(p, TOKEN_DEL) ? parse_star_expressions(p) : NULL;
    if (a) raise_invalid_target(p, a, TARGET_DEL);
    p->mark = start;
}

void invalid_with_item(Parser *p) {
    int start = p->mark;
    Expr *a = parse_expression(p) && parse_accept(p, TOKEN_AS) ? parse_expression(p) : NULL;
    TokenKind next = a ? parse_peek(p) : TOKEN_ERROR;
    if (next == TOKEN_COMMA || next == TOKEN_RPAR || next == TOKEN_COLON) {
        raise_invalid_target(p, a, TARGET_STAR);
    }
    p->mark = start;
}
