/* The rules of usual mistakes in compound statements and patterns; see parse_invalid.c. */
#include "python/parse_internal.h"

#include <string.h>

/* NEWLINE without an indented block after it. */
static bool no_block(Parser *p) {
    return parse_accept(p, TOKEN_NEWLINE) && parse_peek(p) != TOKEN_INDENT && !p->failed;
}

static int line_of(Parser *p, int index) {
    return parse_token(p, index)->token.line;
}

void invalid_block(Parser *p) {
    int start = p->mark;
    if (no_block(p)) parse_raise_indentation(p, "expected an indented block");
    p->mark = start;
}

/* After the head of a statement: NEWLINE is a forgotten colon; ':' may lack its block. */
static void missing_colon_or_block(Parser *p, const char *what, int line) {
    int head = p->mark;
    if (parse_accept(p, TOKEN_NEWLINE)) {
        parse_raise(p, "expected ':'");
        return;
    }
    p->mark = head;
    if (parse_accept(p, TOKEN_COLON) && no_block(p)) {
        parse_raise_indentation(p, "expected an indented block after %s on line %d", what, line);
    }
}

static void missing_block(Parser *p, const char *what, int line) {
    if (parse_accept(p, TOKEN_COLON) && no_block(p)) {
        parse_raise_indentation(p, "expected an indented block after %s on line %d", what, line);
    }
}

void invalid_condition(Parser *p, TokenKind word) {
    int start = p->mark;
    const char *what = word == TOKEN_IF     ? "'if' statement"
                       : word == TOKEN_ELIF ? "'elif' statement"
                                            : "'while' statement";
    if (parse_accept(p, word) && parse_named_expression(p)) {
        missing_colon_or_block(p, what, line_of(p, start));
    }
    p->mark = start;
}

void invalid_bare(Parser *p, TokenKind word) {
    int start = p->mark;
    if (parse_accept(p, word)) {
        missing_block(p, word == TOKEN_ELSE ? "'else' statement" : "'finally' statement",
                      line_of(p, start));
    }
    p->mark = start;
}

void invalid_for(Parser *p) {
    int start = p->mark;
    parse_accept(p, TOKEN_ASYNC);
    int word = p->mark;
    if (parse_accept(p, TOKEN_FOR) && parse_star_targets(p) && parse_accept(p, TOKEN_IN) &&
        parse_star_expressions(p)) {
        missing_colon_or_block(p, "'for' statement", line_of(p, word));
    }
    p->mark = start;
}

void invalid_def(Parser *p) {
    int start = p->mark;
    parse_accept(p, TOKEN_ASYNC);
    int word = p->mark;
    if (parse_accept(p, TOKEN_DEF) && parse_accept(p, TOKEN_NAME) && parse_accept(p, TOKEN_LPAR)) {
        parse_parameters(p, false);
        if (parse_accept(p, TOKEN_RPAR)) {
            int before = p->mark;
            if (parse_accept(p, TOKEN_RARROW) && !parse_expression(p)) p->mark = before;
            missing_block(p, "function definition", line_of(p, word));
        }
    }
    p->mark = start;
}

void invalid_class(Parser *p) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_CLASS) && parse_accept(p, TOKEN_NAME)) {
        int before = p->mark;
        if (parse_accept(p, TOKEN_LPAR)) {
            parse_arguments(p);
            if (!parse_accept(p, TOKEN_RPAR)) p->mark = before;
        }
        missing_colon_or_block(p, "class definition", line_of(p, start));
    }
    p->mark = start;
}

/* with ----------------------------------------------------------------------------------------- */

/* `a as b, c`, or in parentheses. */
static bool with_head(Parser *p, bool parenthesised) {
    if (parenthesised && !parse_accept(p, TOKEN_LPAR)) return false;
    for (bool first = true;; first = false) {
        int before = p->mark;
        if (!first && !parse_accept(p, TOKEN_COMMA)) break;
        if (!(parenthesised ? parse_expressions(p) : parse_expression(p))) {
            p->mark = before;
            if (first) return false;
            break;
        }
        int after = p->mark;
        if (parse_accept(p, TOKEN_AS) && !parse_star_target(p)) p->mark = after;
    }
    if (!parenthesised) return true;
    parse_accept(p, TOKEN_COMMA);
    return parse_accept(p, TOKEN_RPAR);
}

static void invalid_with_rule(Parser *p, bool indent) {
    int start = p->mark;
    for (int parenthesised = 0; parenthesised < 2 && !p->failed; parenthesised++) {
        p->mark = start;
        parse_accept(p, TOKEN_ASYNC);
        int word = p->mark;
        if (!parse_accept(p, TOKEN_WITH) || !with_head(p, parenthesised)) continue;
        if (indent) {
            missing_block(p, "'with' statement", line_of(p, word));
        } else if (parse_accept(p, TOKEN_NEWLINE)) {
            parse_raise(p, "expected ':'");
        }
    }
    p->mark = start;
}

void invalid_with(Parser *p) {
    invalid_with_rule(p, false);
}

void invalid_with_indent(Parser *p) {
    invalid_with_rule(p, true);
}

/* try ------------------------------------------------------------------------------------------ */

static void as_name(Parser *p) {
    int before = p->mark;
    if (parse_accept(p, TOKEN_AS) && !parse_accept(p, TOKEN_NAME)) p->mark = before;
}

static void blocks(Parser *p) {
    StmtList body;
    int before;
    do before = p->mark;
    while (parse_block(p, &body) && p->mark > before);
}

static void invalid_try_rule(Parser *p) {
    int start = p->mark;
    StmtList body;
    if (!parse_accept(p, TOKEN_TRY) || !parse_accept(p, TOKEN_COLON)) return;
    int after = p->mark;
    if (no_block(p)) {
        parse_raise_indentation(p, "expected an indented block after 'try' statement on line %d",
                                line_of(p, start));
        return;
    }
    p->mark = after;
    if (parse_block(p, &body)) {
        TokenKind next = parse_peek(p);
        if (next != TOKEN_EXCEPT && next != TOKEN_FINALLY && !p->failed) {
            parse_raise(p, "expected 'except' or 'finally' block");
            return;
        }
    }
    static const char both[] = "cannot have both 'except' and 'except*' on the same 'try'";
    for (int star = 0; star < 2; star++) {
        p->mark = after;
        blocks(p);
        int handlers = 0;
        while (parse_except_block(p, star)) handlers++;
        int except = p->mark;
        if (!handlers || !parse_accept(p, TOKEN_EXCEPT)) continue;
        if (!star) {
            if (!parse_accept(p, TOKEN_STAR) || !parse_expression(p)) continue;
            as_name(p);
            if (!parse_accept(p, TOKEN_COLON)) continue;
            parse_raise_range(p, parse_token_span(parse_token(p, except)),
                              parse_token_span(parse_token(p, except + 1)), both);
        } else {
            if (parse_expression(p)) as_name(p);
            if (!parse_accept(p, TOKEN_COLON)) continue;
            parse_raise_span(p, parse_token_span(parse_token(p, except)), both);
        }
        return;
    }
}

void invalid_try(Parser *p) {
    int start = p->mark;
    invalid_try_rule(p);
    p->mark = start;
}

static void invalid_except_rule(Parser *p) {
    int start = p->mark;
    if (!parse_accept(p, TOKEN_EXCEPT)) return;
    bool star = parse_accept(p, TOKEN_STAR);
    int after = p->mark;
    Expr *a = parse_expression(p);
    int type_end = p->mark;
    if (a && parse_accept(p, TOKEN_COMMA) && parse_expressions(p)) {
        as_name(p);
        if (parse_accept(p, TOKEN_COLON)) {
            parse_raise_at(p, PROBLEM_SYNTAX_ERROR, a->at.line, a->at.column, p->lexer.line,
                           (int)(p->lexer.cursor - p->lexer.line_start) - 1,
                           "multiple exception types must be parenthesized");
            return;
        }
    }
    if (a) {
        p->mark = type_end;
        as_name(p);
        if (parse_accept(p, TOKEN_NEWLINE)) {
            parse_raise(p, "expected ':'");
            return;
        }
    }
    p->mark = start + 1;
    if (parse_accept(p, TOKEN_NEWLINE)) {
        parse_raise(p, "expected ':'");
        return;
    }
    p->mark = after;
    if (star && (parse_accept(p, TOKEN_NEWLINE) || parse_accept(p, TOKEN_COLON))) {
        parse_raise(p, "expected one or more exception types");
    }
}

void invalid_except(Parser *p) {
    int start = p->mark;
    invalid_except_rule(p);
    p->mark = start;
}

void invalid_except_indent(Parser *p) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_EXCEPT)) {
        if (parse_expression(p)) as_name(p);
        missing_block(p, "'except' statement", line_of(p, start));
    }
    p->mark = start;
}

void invalid_except_star_indent(Parser *p) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_EXCEPT) && parse_accept(p, TOKEN_STAR) && parse_expression(p)) {
        as_name(p);
        missing_block(p, "'except*' statement", line_of(p, start));
    }
    p->mark = start;
}

/* import --------------------------------------------------------------------------------------- */

void invalid_import_targets(Parser *p) {
    int start = p->mark;
    while (parse_accept(p, TOKEN_NAME)) {
        as_name(p);
        if (!parse_accept(p, TOKEN_COMMA)) break;
        if (parse_accept(p, TOKEN_NEWLINE)) {
            parse_raise(p, "trailing comma not allowed without surrounding parentheses");
        }
    }
    p->mark = start;
}

/* match ---------------------------------------------------------------------------------------- */

void invalid_match(Parser *p) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_NAME) && parse_subject(p)) {
        missing_colon_or_block(p, "'match' statement", line_of(p, start));
    }
    p->mark = start;
}

void invalid_case(Parser *p) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_NAME) && parse_patterns(p)) {
        parse_guard(p);
        missing_colon_or_block(p, "'case' statement", line_of(p, start));
    }
    p->mark = start;
}

void invalid_as_pattern(Parser *p) {
    int start = p->mark;
    if (parse_or_pattern(p) && parse_accept(p, TOKEN_AS)) {
        if (parse_is_soft(p, "_")) {
            parse_raise_span(p, parse_token_span(parse_token(p, p->mark)),
                             "cannot use '_' as a target");
        } else if (parse_peek(p) != TOKEN_NAME) {
            Expr *a = parse_expression(p);
            if (a) parse_raise_span(p, a->at, "invalid pattern target");
        }
    }
    p->mark = start;
}

/* `C(x=1, y)`: the positional patterns from y on. */
void invalid_class_pattern(Parser *p) {
    int start = p->mark;
    bool keywords = false;
    Pattern *first = NULL, *last = NULL;
    if (parse_name_or_attr(p) && parse_accept(p, TOKEN_LPAR)) {
        for (;;) {
            bool keyword = parse_peek(p) == TOKEN_NAME && parse_peek_at(p, 1) == TOKEN_EQUAL;
            if (keyword && first) break;
            if (keyword) {
                keywords = true;
                p->mark += 2;
            }
            Pattern *pattern = parse_pattern(p);
            if (!pattern) break;
            if (keywords && !keyword) {
                last = pattern;
                if (!first) first = pattern;
            }
            if (!parse_accept(p, TOKEN_COMMA)) break;
        }
    }
    if (first) {
        parse_raise_range(p, first->at, last->at, "positional patterns follow keyword patterns");
    }
    p->mark = start;
}
