/* What the files of the parser share. Included by parse*.c only.
 *
 * The parser is recursive descent over a list of tokens that is filled on demand. A rule is a
 * function that returns its node, or null after putting `mark` back to where it began. The first
 * pass needs hardly any backtracking. When it fails, `diagnose` is set and the text is parsed
 * again: at the places where CPython's grammar has them, rules named `invalid_*` look for usual
 * mistakes first and raise. In that pass results are remembered by place and rule.
 *
 * Two things decide which message a person reads, so they are kept as in CPython: which token was
 * the last one fetched, and in which order the rules look.
 *
 * After a raise `failed` is set: no token matches any more and every rule returns at once. */
#ifndef LASTREF_PYTHON_PARSE_INTERNAL_H
#define LASTREF_PYTHON_PARSE_INTERNAL_H

#include "base/array.h"
#include "python/lex.h"
#include "python/parse.h"

typedef struct Remembered Remembered;

/* A token and what was made of it. */
typedef struct ParsedToken {
    Token token;
    const char *name;   /* interned, of names and keywords */
    Constant *number;   /* the one Constant of a NUMBER */
    Expr *strings;      /* the one node of the STRINGs that begin here */
    int strings_end;    /* index after the last of them */
    bool no_expression; /* none begins here: keeps failing nested texts from being tried twice */
    Remembered *memory; /* diagnosing only */
} ParsedToken;

typedef struct InternedName {
    const char *bytes;
    size_t length;
} InternedName;

/* What a file and the expressions inside its f-strings share. */
typedef struct ParseShared {
    Arena *arena;
    Module *module;
    SyntaxProblem *problem;
    InternedName *names; /* open addressing; capacity a power of two */
    size_t name_count;
    size_t name_capacity;
    int depth;          /* of rules, against the C stack */
    bool declared;      /* the source names its encoding */
    int f_string_depth; /* f-strings within f-strings */
    long steps;         /* of the diagnosing pass, against exponential search */
} ParseShared;

typedef struct Parser {
    ParseShared *shared;
    Lexer lexer;
    Array(ParsedToken *) tokens;
    int mark;          /* index of the next token */
    bool diagnose;     /* the second pass: invalid_* rules look */
    bool failed;       /* `problem` is filled */
    bool lexer_failed; /* the lexer gave TOKEN_ERROR */
    bool in_f_string;  /* an inner expression, in parentheses of its own */
    int shift;         /* its column in the file */
} Parser;

/* Tokens --------------------------------------------------------------------------------------- */

/* Kind of the next token, or of the one `ahead` further; TOKEN_ERROR once failed. */
TokenKind parse_peek(Parser *p);
TokenKind parse_peek_at(Parser *p, int ahead);
/* Consumes the next token if it is of that kind. */
bool parse_accept(Parser *p, TokenKind kind);
/* As parse_accept, but returns the token. */
ParsedToken *parse_expect(Parser *p, TokenKind kind);
/* As parse_expect, but another token is the error "expected '...'", in the first pass too. */
bool parse_force(Parser *p, TokenKind kind);
ParsedToken *parse_token(Parser *p, int index);
bool parse_is_soft(Parser *p, const char *word); /* the next token is that name */

/* From the token at index `start` to the last one consumed that is not white space. */
Location parse_span(Parser *p, int start);
void *parse_alloc(Parser *p, size_t size);
const char *parse_intern(ParseShared *shared, Text text);

/* Guards recursion; each true return needs a parse_leave. */
bool parse_enter(Parser *p);
void parse_leave(Parser *p);

/* Remembered results of the diagnosing pass. */
typedef enum Rule {
    RULE_EXPRESSION,
    RULE_DISJUNCTION,
    RULE_CONJUNCTION,
    RULE_INVERSION,
    RULE_BITWISE_OR,
    RULE_FACTOR,
    RULE_PRIMARY,
    RULE_ARGUMENTS,
    RULE_BLOCK,
    RULE_SIMPLE_STATEMENT,
    RULE_CLOSED_PATTERN,
    RULE_INVALID_NAMED,
    RULE_GENEXP,
    RULE_ARGS,
} Rule;

/* True if the result of `rule` at the mark is known; then `*node` is it and the mark has moved. */
bool parse_recall(Parser *p, Rule rule, void **node);
/* Remembers (when diagnosing) that `rule` at `start` gave `node` and the present mark. */
void *parse_remember(Parser *p, Rule rule, int start, void *node);

/* Raising; each returns null --------------------------------------------------------------------*/

/* Columns are bytes from 0; -1 for none. */
void *parse_raise_at(Parser *p, ProblemKind kind, int line, int column, int end_line,
                     int end_column, const char *format, ...) __attribute__((format(printf, 7, 8)));
/* At the last token fetched. */
void *parse_raise_last(Parser *p, ProblemKind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define parse_raise(p, ...) parse_raise_last((p), PROBLEM_SYNTAX_ERROR, __VA_ARGS__)
#define parse_raise_indentation(p, ...)                                                            \
    parse_raise_last((p), PROBLEM_INDENTATION_ERROR, __VA_ARGS__)
#define parse_raise_span(p, span, ...)                                                             \
    parse_raise_at((p), PROBLEM_SYNTAX_ERROR, (span).line, (span).column, (span).end_line,         \
                   (span).end_column, __VA_ARGS__)
/* From the start of `from` to the end of `to`. */
#define parse_raise_range(p, from, to, ...)                                                        \
    parse_raise_at((p), PROBLEM_SYNTAX_ERROR, (from).line, (from).column, (to).end_line,           \
                   (to).end_column, __VA_ARGS__)
Location parse_token_span(const ParsedToken *token);

/* Growing lists, moved to the arena when done -------------------------------------------------- */

typedef Array(void *) NodeStack;
/* Copies the items above `base` to the arena and pops them. */
#define parse_take(p, list, stack)                                                                 \
    ((list)->count = (stack)->count,                                                               \
     (list)->items = parse_take_items((p), (stack)->items, (stack)->count), array_deinit(stack))
void *parse_take_items(Parser *p, void **items, size_t count);

/* Expressions ---------------------------------------------------------------------------------- */

Expr *parse_new_expr(Parser *p, ExprKind kind, int start);
Expr *parse_expression(Parser *p);
Expr *parse_expressions(Parser *p);
Expr *parse_star_expression(Parser *p);
Expr *parse_star_expressions(Parser *p);
Expr *parse_star_named_expression(Parser *p);
bool parse_star_named_expressions(Parser *p, ExprList *list); /* at least one */
Expr *parse_named_expression(Parser *p);
Expr *parse_yield_expr(Parser *p);
Expr *parse_disjunction(Parser *p);
Expr *parse_bitwise_or(Parser *p);
Expr *parse_primary(Parser *p);
Expr *parse_atom(Parser *p);
Expr *parse_starred_expression(Parser *p); /* '*' expression */
Expr *parse_assignment_expression(Parser *p);
Expr *parse_number(Parser *p);
Expr *parse_strings(Parser *p);
/* `(x for x in y)`. */
Expr *parse_genexp(Parser *p);
bool parse_for_if_clauses(Parser *p, ComprehensionList *list);
/* Inside the parentheses of a call; a Call without func. */
Expr *parse_arguments(Parser *p);
Expr *parse_args(Parser *p);
/* `lambda`: no annotations, ends at ':' instead of ')'. Null with failed unset: no parameters. */
Arguments *parse_parameters(Parser *p, bool lambda);
/* `key: value` or `**value` (a null key) of a dict display. The key of a later pair is parsed
 * without the rules of usual mistakes: there CPython 3.11 says "':' expected after dictionary key"
 * first. */
bool parse_double_starred_pair(Parser *p, bool first, Expr **key, Expr **value);
Expr *parse_later_key(Parser *p);

/* Targets: parsed as what they look like, then checked and given the context. */
Expr *parse_star_target(Parser *p);
Expr *parse_star_targets(Parser *p);
Expr *parse_single_target(Parser *p);
bool parse_is_star_target(const Expr *expr);
bool parse_is_del_target(const Expr *expr);
void parse_set_context(Expr *expr, ExprContext context);

/* Statements ----------------------------------------------------------------------------------- */

bool parse_statements(Parser *p, StmtList *list);
bool parse_block(Parser *p, StmtList *list);
Stmt *parse_new_stmt(Parser *p, StmtKind kind, int start);
Stmt *parse_match(Parser *p);
bool parse_single_input(Parser *p, StmtList *list);

/* Text of literals ----------------------------------------------------------------------------- */

/* The tree of `(...)` from inside an f-string, which stands at line and column of its '{'. */
Expr *parse_inner_expression(Parser *outer, Text parenthesised, int line, int column);
Constant *parse_number_text(Parser *p, const ParsedToken *token);

/* The rules of usual mistakes; each raises or does nothing, and leaves the mark -----------------
 */

void invalid_expression(Parser *p);
void invalid_named_expression(Parser *p);
void invalid_group(Parser *p);
void invalid_comprehension(Parser *p);
void invalid_dict(Parser *p);
void invalid_arguments(Parser *p);
void invalid_kwarg(Parser *p);
void invalid_for_target(Parser *p);
void invalid_parameters(Parser *p, bool lambda);
void invalid_star_etc(Parser *p, bool lambda);
void invalid_kwds(Parser *p, bool lambda);
void invalid_default(Parser *p);
void invalid_assignment(Parser *p);
void invalid_del(Parser *p);
void invalid_block(Parser *p);
void invalid_import_targets(Parser *p);
void invalid_with_item(Parser *p);
void invalid_with(Parser *p);
void invalid_with_indent(Parser *p);
/* `word named_expression NEWLINE` and `word named_expression ':' NEWLINE !INDENT`. */
void invalid_condition(Parser *p, TokenKind word);
void invalid_for(Parser *p);
void invalid_def(Parser *p);
void invalid_class(Parser *p);
/* `word ':' NEWLINE !INDENT`. */
void invalid_bare(Parser *p, TokenKind word);
void invalid_try(Parser *p);
void invalid_except(Parser *p);
void invalid_except_indent(Parser *p);
void invalid_except_star_indent(Parser *p);
void invalid_match(Parser *p);
void invalid_case(Parser *p);
void invalid_as_pattern(Parser *p);
void invalid_class_pattern(Parser *p);

/* What the invalid rules need from their neighbours. */
const char *parse_expr_name(const Expr *expr); /* "literal", "function call", ... */
typedef enum ParamForm { PARAM_PLAIN, PARAM_DEFAULT, PARAM_MAYBE } ParamForm;
Arg *parse_param(Parser *p, bool lambda, ParamForm form, Expr **default_value);
Arg *parse_bare_param(Parser *p, bool lambda);
ExceptHandler *parse_except_block(Parser *p, bool star);
Expr *parse_subject(Parser *p);
Pattern *parse_patterns(Parser *p);
Pattern *parse_or_pattern(Parser *p);
Pattern *parse_pattern(Parser *p);
Expr *parse_name_or_attr(Parser *p);
Expr *parse_guard(Parser *p);

#endif
