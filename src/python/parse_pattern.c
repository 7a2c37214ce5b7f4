/* `match` and its patterns. */
#include "python/parse_internal.h"

#include <string.h>

static Pattern *new_pattern(Parser *p, PatternKind kind, int start) {
    Pattern *pattern = parse_alloc(p, sizeof *pattern);
    pattern->kind = kind;
    pattern->at = parse_span(p, start);
    return pattern;
}

static PatternList take_patterns(Parser *p, NodeStack *stack) {
    PatternList list = {(Pattern **)parse_take_items(p, stack->items, stack->count), stack->count};
    array_deinit(stack);
    return list;
}

static Pattern *back_to(Parser *p, int mark) {
    p->mark = mark;
    return NULL;
}

/* Literals ------------------------------------------------------------------------------------- */

static Expr *signed_number(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_MINUS)) return parse_number(p);
    Expr *number = parse_number(p);
    if (!number) {
        p->mark = start;
        return NULL;
    }
    Expr *minus = parse_new_expr(p, EXPR_UNARY_OP, start);
    minus->unary_op.op = UNARYOP_U_SUB;
    minus->unary_op.operand = number;
    return minus;
}

static bool is_complex(const Expr *expr) {
    if (expr->kind == EXPR_UNARY_OP) expr = expr->unary_op.operand;
    return expr->constant.value->kind == CONSTANT_COMPLEX;
}

/* `1`, `-1`, `1+2j`. */
static Expr *number_literal(Parser *p) {
    int start = p->mark;
    Expr *real = signed_number(p);
    if (!real) return NULL;
    TokenKind sign = parse_peek(p);
    if (sign != TOKEN_PLUS && sign != TOKEN_MINUS) return real;
    if (is_complex(real)) {
        return parse_raise_span(p, real->at, "real number required in complex literal");
    }
    p->mark++;
    Expr *imaginary = parse_number(p);
    if (!imaginary) {
        p->mark = start;
        return NULL;
    }
    if (!is_complex(imaginary)) {
        return parse_raise_span(p, imaginary->at, "imaginary number required in complex literal");
    }
    Expr *both = parse_new_expr(p, EXPR_BIN_OP, start);
    both->bin_op.left = real;
    both->bin_op.op = sign == TOKEN_PLUS ? OPERATOR_ADD : OPERATOR_SUB;
    both->bin_op.right = imaginary;
    return both;
}

static bool singleton(TokenKind kind, ConstantKind *constant) {
    if (kind == TOKEN_NONE) {
        *constant = CONSTANT_NONE;
    } else if (kind == TOKEN_TRUE) {
        *constant = CONSTANT_TRUE;
    } else if (kind == TOKEN_FALSE) {
        *constant = CONSTANT_FALSE;
    } else {
        return false;
    }
    return true;
}

static Pattern *literal_pattern(Parser *p) {
    int start = p->mark;
    ConstantKind kind;
    if (singleton(parse_peek(p), &kind)) {
        p->mark++;
        Pattern *pattern = new_pattern(p, PATTERN_MATCH_SINGLETON, start);
        pattern->match_singleton.value = parse_alloc(p, sizeof(Constant));
        pattern->match_singleton.value->kind = kind;
        return pattern;
    }
    Expr *value = parse_peek(p) == TOKEN_STRING ? parse_strings(p) : number_literal(p);
    if (!value) return NULL;
    Pattern *pattern = new_pattern(p, PATTERN_MATCH_VALUE, start);
    pattern->match_value.value = value;
    return pattern;
}

/* Names ---------------------------------------------------------------------------------------- */

Expr *parse_name_or_attr(Parser *p) {
    if (parse_peek(p) != TOKEN_NAME) return NULL;
    int start = p->mark;
    Expr *expr = parse_atom(p);
    for (;;) {
        int before = p->mark;
        ParsedToken *name = parse_accept(p, TOKEN_DOT) ? parse_expect(p, TOKEN_NAME) : NULL;
        if (!name) {
            p->mark = before;
            return expr;
        }
        Expr *attribute = parse_new_expr(p, EXPR_ATTRIBUTE, start);
        attribute->attribute.value = expr;
        attribute->attribute.attr = name->name;
        expr = attribute;
    }
}

/* A name that is bound: not `_`, not the start of something longer. */
static const char *capture_target(Parser *p) {
    if (parse_peek(p) != TOKEN_NAME || parse_is_soft(p, "_")) return NULL;
    TokenKind next = parse_peek_at(p, 1);
    if (next == TOKEN_DOT || next == TOKEN_LPAR || next == TOKEN_EQUAL) return NULL;
    return parse_token(p, p->mark++)->name;
}

static bool patterns_until(Parser *p, Pattern *(*next)(Parser *p), NodeStack *items) {
    for (;;) {
        int before = p->mark;
        if (items->count && !parse_accept(p, TOKEN_COMMA)) break;
        Pattern *item = next(p);
        if (!item) {
            p->mark = before;
            break;
        }
        array_push(items, item);
    }
    return items->count > 0;
}

/* Sequences ------------------------------------------------------------------------------------ */

static Pattern *maybe_star_pattern(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_STAR)) return parse_pattern(p);
    const char *name = capture_target(p);
    if (!name && !(parse_is_soft(p, "_") && parse_accept(p, TOKEN_NAME))) return back_to(p, start);
    Pattern *star = new_pattern(p, PATTERN_MATCH_STAR, start);
    star->match_star.name = name;
    return star;
}

/* `a, b` without brackets, at least one comma. */
static bool open_sequence(Parser *p, PatternList *list) {
    int start = p->mark;
    NodeStack items = {0};
    bool found = patterns_until(p, maybe_star_pattern, &items);
    bool comma = parse_accept(p, TOKEN_COMMA);
    found = found && (comma || items.count > 1);
    *list = take_patterns(p, &items);
    if (!found) p->mark = start;
    return found;
}

static Pattern *sequence_of(Parser *p, PatternList list, int start) {
    Pattern *sequence = new_pattern(p, PATTERN_MATCH_SEQUENCE, start);
    sequence->match_sequence.patterns = list;
    return sequence;
}

static Pattern *square_pattern(Parser *p) {
    int start = p->mark++;
    NodeStack items = {0};
    if (patterns_until(p, maybe_star_pattern, &items)) parse_accept(p, TOKEN_COMMA);
    PatternList list = take_patterns(p, &items);
    return parse_accept(p, TOKEN_RSQB) ? sequence_of(p, list, start) : back_to(p, start);
}

/* `(pattern)`, `()`, `(a, b)`. */
static Pattern *paren_pattern(Parser *p) {
    int start = p->mark++;
    if (parse_accept(p, TOKEN_RPAR)) return sequence_of(p, (PatternList){0}, start);
    NodeStack items = {0};
    patterns_until(p, maybe_star_pattern, &items);
    bool comma = parse_accept(p, TOKEN_COMMA);
    PatternList list = take_patterns(p, &items);
    if (list.count == 0 || !parse_accept(p, TOKEN_RPAR)) return back_to(p, start);
    if (list.count > 1 || comma) return sequence_of(p, list, start);
    return list.items[0]->kind == PATTERN_MATCH_STAR ? back_to(p, start) : list.items[0];
}

/* Mappings ------------------------------------------------------------------------------------- */

static Expr *mapping_key(Parser *p) {
    int start = p->mark;
    ConstantKind kind;
    if (singleton(parse_peek(p), &kind)) return parse_atom(p);
    if (parse_peek(p) == TOKEN_STRING) return parse_strings(p);
    if (parse_peek(p) != TOKEN_NAME) return number_literal(p);
    Expr *attribute = parse_name_or_attr(p);
    if (attribute && attribute->kind == EXPR_ATTRIBUTE) return attribute;
    p->mark = start;
    return NULL;
}

static Pattern *mapping_pattern(Parser *p) {
    int start = p->mark++;
    NodeStack keys = {0}, patterns = {0};
    const char *rest = NULL;
    bool more = true;
    while (more && !rest) {
        int before = p->mark;
        if (parse_accept(p, TOKEN_DOUBLESTAR)) {
            rest = capture_target(p);
            if (!rest) {
                p->mark = before;
                break;
            }
        } else {
            Expr *key = mapping_key(p);
            Pattern *value = key && parse_accept(p, TOKEN_COLON) ? parse_pattern(p) : NULL;
            if (!value) {
                p->mark = before;
                break;
            }
            array_push(&keys, key);
            array_push(&patterns, value);
        }
        more = parse_accept(p, TOKEN_COMMA);
    }
    ExprList key_list = {(Expr **)parse_take_items(p, keys.items, keys.count), keys.count};
    array_deinit(&keys);
    PatternList pattern_list = take_patterns(p, &patterns);
    if (!parse_accept(p, TOKEN_RBRACE)) return back_to(p, start);
    Pattern *mapping = new_pattern(p, PATTERN_MATCH_MAPPING, start);
    mapping->match_mapping.keys = key_list;
    mapping->match_mapping.patterns = pattern_list;
    mapping->match_mapping.rest = rest;
    return mapping;
}

/* Classes -------------------------------------------------------------------------------------- */

static Pattern *class_pattern(Parser *p, Expr *cls, int start) {
    p->mark++;
    NodeStack positional = {0}, names = {0}, keywords = {0};
    bool more = true;
    while (more) {
        int before = p->mark;
        bool keyword = parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_EQUAL;
        const char *name = NULL;
        if (keyword) {
            name = parse_token(p, p->mark)->name;
            p->mark += 2;
        } else if (names.count) {
            break;
        }
        Pattern *value = parse_peek(p) == TOKEN_RPAR ? NULL : parse_pattern(p);
        if (!value) {
            p->mark = before;
            break;
        }
        if (keyword) {
            array_push(&names, (void *)name);
            array_push(&keywords, value);
        } else {
            array_push(&positional, value);
        }
        more = parse_accept(p, TOKEN_COMMA);
    }
    PatternList patterns = take_patterns(p, &positional);
    NameList kwd_attrs = {(const char **)parse_take_items(p, names.items, names.count),
                          names.count};
    array_deinit(&names);
    PatternList kwd_patterns = take_patterns(p, &keywords);
    if (!parse_accept(p, TOKEN_RPAR)) {
        p->mark = start;
        if (p->diagnose) invalid_class_pattern(p);
        return NULL;
    }
    Pattern *class = new_pattern(p, PATTERN_MATCH_CLASS, start);
    class->match_class.cls = cls;
    class->match_class.patterns = patterns;
    class->match_class.kwd_attrs = kwd_attrs;
    class->match_class.kwd_patterns = kwd_patterns;
    return class;
}

/* A capture, `_`, a dotted value or a class. */
static Pattern *name_pattern(Parser *p) {
    int start = p->mark;
    const char *name = capture_target(p);
    if (name) {
        Pattern *capture = new_pattern(p, PATTERN_MATCH_AS, start);
        capture->match_as.name = name;
        return capture;
    }
    if (parse_is_soft(p, "_")) {
        /* `_` is the wildcard whatever follows. */
        p->mark++;
        return new_pattern(p, PATTERN_MATCH_AS, start);
    }
    Expr *value = parse_name_or_attr(p);
    if (!value) return NULL;
    TokenKind next = parse_peek(p);
    if (next == TOKEN_LPAR) return class_pattern(p, value, start);
    if (value->kind != EXPR_ATTRIBUTE || next == TOKEN_DOT || next == TOKEN_EQUAL) {
        return back_to(p, start);
    }
    Pattern *pattern = new_pattern(p, PATTERN_MATCH_VALUE, start);
    pattern->match_value.value = value;
    return pattern;
}

/* Patterns ------------------------------------------------------------------------------------- */

static Pattern *closed_rule(Parser *p) {
    switch (parse_peek(p)) {
    case TOKEN_NAME: return name_pattern(p);
    case TOKEN_LPAR: return paren_pattern(p);
    case TOKEN_LSQB: return square_pattern(p);
    case TOKEN_LBRACE: return mapping_pattern(p);
    default: return literal_pattern(p);
    }
}

static Pattern *closed_pattern(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_CLOSED_PATTERN, &known)) return known;
    if (!parse_enter(p)) return NULL;
    int start = p->mark;
    Pattern *pattern = closed_rule(p);
    parse_leave(p);
    return parse_remember(p, RULE_CLOSED_PATTERN, start, p->failed ? NULL : pattern);
}

Pattern *parse_or_pattern(Parser *p) {
    int start = p->mark;
    Pattern *first = closed_pattern(p);
    if (!first || parse_peek(p) != TOKEN_VBAR) return first;
    NodeStack items = {0};
    array_push(&items, first);
    for (;;) {
        int before = p->mark;
        Pattern *next = parse_accept(p, TOKEN_VBAR) ? closed_pattern(p) : NULL;
        if (!next) {
            p->mark = before;
            break;
        }
        array_push(&items, next);
    }
    PatternList list = take_patterns(p, &items);
    if (list.count == 1) return first;
    Pattern *either = new_pattern(p, PATTERN_MATCH_OR, start);
    either->match_or.patterns = list;
    return either;
}

Pattern *parse_pattern(Parser *p) {
    int start = p->mark;
    Pattern *pattern = parse_or_pattern(p);
    int after = p->mark;
    if (!pattern || !parse_accept(p, TOKEN_AS)) return pattern;
    const char *name = capture_target(p);
    if (!name) {
        p->mark = start;
        if (p->diagnose) invalid_as_pattern(p);
        p->mark = after;
        return pattern;
    }
    Pattern *as = new_pattern(p, PATTERN_MATCH_AS, start);
    as->match_as.pattern = pattern;
    as->match_as.name = name;
    return as;
}

Pattern *parse_patterns(Parser *p) {
    int start = p->mark;
    PatternList list;
    if (open_sequence(p, &list)) return sequence_of(p, list, start);
    return parse_pattern(p);
}

/* The statement -------------------------------------------------------------------------------- */

Expr *parse_subject(Parser *p) {
    int start = p->mark;
    Expr *first = parse_star_named_expression(p);
    if (!first) return NULL;
    if (parse_accept(p, TOKEN_COMMA)) {
        ExprList others;
        parse_star_named_expressions(p, &others);
        Expr *tuple = parse_new_expr(p, EXPR_TUPLE, start);
        tuple->tuple.elts.count = others.count + 1;
        tuple->tuple.elts.items = parse_alloc(p, (others.count + 1) * sizeof(Expr *));
        tuple->tuple.elts.items[0] = first;
        for (size_t i = 0; i < others.count; i++) tuple->tuple.elts.items[i + 1] = others.items[i];
        return tuple;
    }
    if (first->kind != EXPR_STARRED) return first;
    p->mark = start;
    return NULL;
}

Expr *parse_guard(Parser *p) {
    int start = p->mark;
    Expr *guard = parse_accept(p, TOKEN_IF) ? parse_named_expression(p) : NULL;
    if (!guard) p->mark = start;
    return guard;
}

static MatchCase *case_block(Parser *p) {
    int start = p->mark;
    if (!parse_is_soft(p, "case")) return NULL;
    if (p->diagnose) invalid_case(p);
    p->mark++;
    Pattern *pattern = parse_patterns(p);
    Expr *guard = pattern ? parse_guard(p) : NULL;
    StmtList body;
    if (!pattern || !parse_accept(p, TOKEN_COLON) || !parse_block(p, &body)) {
        p->mark = start;
        return NULL;
    }
    MatchCase *block = parse_alloc(p, sizeof *block);
    *block = (MatchCase){.pattern = pattern, .guard = guard, .body = body};
    return block;
}

Stmt *parse_match(Parser *p) {
    int start = p->mark++;
    Expr *subject = parse_subject(p);
    NodeStack cases = {0};
    bool found = subject && parse_accept(p, TOKEN_COLON) && parse_accept(p, TOKEN_NEWLINE) &&
                 parse_accept(p, TOKEN_INDENT);
    MatchCase *block;
    while (found && (block = case_block(p))) array_push(&cases, block);
    MatchCaseList list = {(MatchCase **)parse_take_items(p, cases.items, cases.count), cases.count};
    array_deinit(&cases);
    if (list.count == 0 || !parse_accept(p, TOKEN_DEDENT)) {
        p->mark = start;
        if (p->diagnose) invalid_match(p);
        return NULL;
    }
    Stmt *stmt = parse_new_stmt(p, STMT_MATCH, start);
    stmt->match.subject = subject;
    stmt->match.cases = list;
    return stmt;
}
