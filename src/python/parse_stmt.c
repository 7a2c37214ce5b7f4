/* Statements, but `match`. */
#include "python/parse_internal.h"

#include <string.h>

Stmt *parse_new_stmt(Parser *p, StmtKind kind, int start) {
    Stmt *stmt = parse_alloc(p, sizeof *stmt);
    stmt->kind = kind;
    stmt->at = parse_span(p, start);
    return stmt;
}

static Stmt *back_to(Parser *p, int mark) {
    p->mark = mark;
    return NULL;
}

/* Assignments and expressions ------------------------------------------------------------------ */

static bool augmented(TokenKind kind, Operator *op) {
    switch (kind) {
    case TOKEN_PLUSEQUAL: *op = OPERATOR_ADD; break;
    case TOKEN_MINEQUAL: *op = OPERATOR_SUB; break;
    case TOKEN_STAREQUAL: *op = OPERATOR_MULT; break;
    case TOKEN_ATEQUAL: *op = OPERATOR_MAT_MULT; break;
    case TOKEN_SLASHEQUAL: *op = OPERATOR_DIV; break;
    case TOKEN_PERCENTEQUAL: *op = OPERATOR_MOD; break;
    case TOKEN_AMPEREQUAL: *op = OPERATOR_BIT_AND; break;
    case TOKEN_VBAREQUAL: *op = OPERATOR_BIT_OR; break;
    case TOKEN_CIRCUMFLEXEQUAL: *op = OPERATOR_BIT_XOR; break;
    case TOKEN_LEFTSHIFTEQUAL: *op = OPERATOR_L_SHIFT; break;
    case TOKEN_RIGHTSHIFTEQUAL: *op = OPERATOR_R_SHIFT; break;
    case TOKEN_DOUBLESTAREQUAL: *op = OPERATOR_POW; break;
    case TOKEN_DOUBLESLASHEQUAL: *op = OPERATOR_FLOOR_DIV; break;
    default: return false;
    }
    return true;
}

static bool is_single_target(const Expr *expr) {
    return expr->kind == EXPR_NAME || expr->kind == EXPR_ATTRIBUTE || expr->kind == EXPR_SUBSCRIPT;
}

static Expr *value_of(Parser *p) {
    return parse_peek(p) == TOKEN_YIELD ? parse_yield_expr(p) : parse_star_expressions(p);
}

/* After `target`, at ':'. */
static Stmt *annotated(Parser *p, Expr *target, int start) {
    bool simple = target->kind == EXPR_NAME && parse_token(p, start)->token.kind == TOKEN_NAME;
    p->mark++;
    Expr *annotation = parse_expression(p), *value = NULL;
    if (!annotation) return NULL;
    int after = p->mark;
    if (parse_accept(p, TOKEN_EQUAL)) {
        value = value_of(p);
        if (!value) p->mark = after;
    }
    parse_set_context(target, CONTEXT_STORE);
    Stmt *stmt = parse_new_stmt(p, STMT_ANN_ASSIGN, start);
    stmt->ann_assign.target = target;
    stmt->ann_assign.annotation = annotation;
    stmt->ann_assign.value = value;
    stmt->ann_assign.simple = simple;
    return stmt;
}

/* After `first`, at '='. */
static Stmt *assigned(Parser *p, Expr *first, int start) {
    NodeStack targets = {0};
    Expr *value = first;
    bool yields = false;
    while (value && !yields && parse_peek(p) == TOKEN_EQUAL && parse_is_star_target(value)) {
        array_push(&targets, value);
        p->mark++;
        yields = parse_peek(p) == TOKEN_YIELD;
        value = value_of(p);
    }
    if (!value || targets.count == 0 || parse_peek(p) == TOKEN_EQUAL) {
        array_deinit(&targets);
        return NULL;
    }
    for (size_t i = 0; i < targets.count; i++) parse_set_context(targets.items[i], CONTEXT_STORE);
    Stmt *stmt = parse_new_stmt(p, STMT_ASSIGN, start);
    stmt->assign.targets.count = targets.count;
    stmt->assign.targets.items = (Expr **)parse_take_items(p, targets.items, targets.count);
    stmt->assign.value = value;
    array_deinit(&targets);
    return stmt;
}

/* After `target`, at the operator; no other statement begins so. */
static Stmt *augment(Parser *p, Expr *target, int start, Operator op) {
    p->mark++;
    Expr *value = value_of(p);
    if (!value) return NULL;
    parse_set_context(target, CONTEXT_STORE);
    Stmt *stmt = parse_new_stmt(p, STMT_AUG_ASSIGN, start);
    stmt->aug_assign.target = target;
    stmt->aug_assign.op = op;
    stmt->aug_assign.value = value;
    return stmt;
}

static Stmt *assignment_or_expression(Parser *p) {
    int start = p->mark;
    Expr *expr = parse_peek(p) == TOKEN_YIELD ? NULL : parse_star_expressions(p);
    int after = p->mark;
    Operator op;
    Stmt *stmt = NULL;
    if (expr) {
        TokenKind kind = parse_peek(p);
        if (kind == TOKEN_COLON && is_single_target(expr)) {
            stmt = annotated(p, expr, start);
        } else if (kind == TOKEN_EQUAL && parse_is_star_target(expr)) {
            stmt = assigned(p, expr, start);
        } else if (augmented(kind, &op) && is_single_target(expr)) {
            stmt = augment(p, expr, start, op);
            if (!stmt) return back_to(p, start);
        }
    }
    if (stmt) return stmt;
    if (p->diagnose && !p->failed) {
        p->mark = start;
        invalid_assignment(p);
    }
    p->mark = start;
    if (parse_peek(p) == TOKEN_YIELD) {
        expr = parse_yield_expr(p);
    } else {
        p->mark = after;
    }
    if (!expr || p->failed) return back_to(p, start);
    stmt = parse_new_stmt(p, STMT_EXPR, start);
    stmt->expr.value = expr;
    return stmt;
}

/* Simple statements ---------------------------------------------------------------------------- */

static Stmt *return_stmt(Parser *p) {
    int start = p->mark++;
    Expr *value = parse_star_expressions(p);
    Stmt *stmt = parse_new_stmt(p, STMT_RETURN, start);
    stmt->return_.value = value;
    return stmt;
}

static Stmt *raise_stmt(Parser *p) {
    int start = p->mark++;
    Expr *exc = parse_expression(p), *cause = NULL;
    int after = p->mark;
    if (exc && parse_accept(p, TOKEN_FROM)) {
        cause = parse_expression(p);
        if (!cause) p->mark = after;
    }
    Stmt *stmt = parse_new_stmt(p, STMT_RAISE, start);
    stmt->raise.exc = exc;
    stmt->raise.cause = cause;
    return stmt;
}

static Stmt *names_stmt(Parser *p, StmtKind kind) {
    int start = p->mark++;
    NodeStack names = {0};
    ParsedToken *name = parse_expect(p, TOKEN_NAME);
    while (name) {
        array_push(&names, (void *)name->name);
        int before = p->mark;
        name = parse_accept(p, TOKEN_COMMA) ? parse_expect(p, TOKEN_NAME) : NULL;
        if (!name) p->mark = before;
    }
    if (names.count == 0) return back_to(p, start);
    Stmt *stmt = parse_new_stmt(p, kind, start);
    stmt->global.names.count = names.count;
    stmt->global.names.items = (const char **)parse_take_items(p, names.items, names.count);
    array_deinit(&names);
    return stmt;
}

static Stmt *del_stmt(Parser *p) {
    int start = p->mark++;
    NodeStack targets = {0};
    for (;;) {
        int before = p->mark;
        Expr *target = parse_primary(p);
        if (!target || !parse_is_del_target(target)) {
            p->mark = before;
            break;
        }
        array_push(&targets, target);
        if (!parse_accept(p, TOKEN_COMMA)) break;
    }
    TokenKind next = parse_peek(p);
    if (targets.count == 0 || (next != TOKEN_SEMI && next != TOKEN_NEWLINE)) {
        array_deinit(&targets);
        p->mark = start;
        if (p->diagnose) invalid_del(p);
        return NULL;
    }
    for (size_t i = 0; i < targets.count; i++) parse_set_context(targets.items[i], CONTEXT_DEL);
    Stmt *stmt = parse_new_stmt(p, STMT_DELETE, start);
    stmt->delete_.targets.count = targets.count;
    stmt->delete_.targets.items = (Expr **)parse_take_items(p, targets.items, targets.count);
    array_deinit(&targets);
    return stmt;
}

static Stmt *assert_stmt(Parser *p) {
    int start = p->mark++;
    Expr *test = parse_expression(p), *msg = NULL;
    if (!test) return back_to(p, start);
    int after = p->mark;
    if (parse_accept(p, TOKEN_COMMA)) {
        msg = parse_expression(p);
        if (!msg) p->mark = after;
    }
    Stmt *stmt = parse_new_stmt(p, STMT_ASSERT, start);
    stmt->assert_.test = test;
    stmt->assert_.msg = msg;
    return stmt;
}

/* Imports -------------------------------------------------------------------------------------- */

/* `a.b.c` as one name. */
static const char *dotted_name(Parser *p) {
    ParsedToken *first = parse_expect(p, TOKEN_NAME);
    if (!first) return NULL;
    if (parse_peek(p) != TOKEN_DOT) return first->name;
    TextBuffer joined = {0};
    text_append_string(&joined, first->name);
    for (;;) {
        int before = p->mark;
        ParsedToken *next = parse_accept(p, TOKEN_DOT) ? parse_expect(p, TOKEN_NAME) : NULL;
        if (!next) {
            p->mark = before;
            break;
        }
        text_append_char(&joined, '.');
        text_append_string(&joined, next->name);
    }
    const char *name = parse_intern(p->shared, (Text){joined.bytes, joined.length});
    text_deinit(&joined);
    return name;
}

static const char *plain_name(Parser *p) {
    ParsedToken *name = parse_expect(p, TOKEN_NAME);
    return name ? name->name : NULL;
}

static bool aliases(Parser *p, const char *(*name_of)(Parser *p), AliasList *list) {
    NodeStack items = {0};
    for (;;) {
        int before = p->mark;
        if (items.count && !parse_accept(p, TOKEN_COMMA)) break;
        int start = p->mark;
        const char *name = name_of(p), *asname = NULL;
        if (!name) {
            p->mark = before;
            break;
        }
        int after = p->mark;
        if (parse_accept(p, TOKEN_AS)) {
            asname = plain_name(p);
            if (!asname) p->mark = after;
        }
        Alias *alias = parse_alloc(p, sizeof *alias);
        *alias = (Alias){.name = name, .asname = asname, .at = parse_span(p, start)};
        array_push(&items, alias);
    }
    list->count = items.count;
    list->items = (Alias **)parse_take_items(p, items.items, items.count);
    array_deinit(&items);
    return list->count > 0;
}

static Stmt *import_name(Parser *p) {
    int start = p->mark++;
    AliasList names;
    if (!aliases(p, dotted_name, &names)) return back_to(p, start);
    Stmt *stmt = parse_new_stmt(p, STMT_IMPORT, start);
    stmt->import.names = names;
    return stmt;
}

static bool import_targets(Parser *p, AliasList *names) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_LPAR)) {
        if (aliases(p, plain_name, names)) {
            parse_accept(p, TOKEN_COMMA);
            if (parse_accept(p, TOKEN_RPAR)) return true;
        }
    } else if (parse_accept(p, TOKEN_STAR)) {
        Alias *star = parse_alloc(p, sizeof *star);
        *star = (Alias){.name = parse_intern(p->shared, text_of("*")), .at = parse_span(p, start)};
        names->items = parse_alloc(p, sizeof *names->items);
        names->items[0] = star;
        names->count = 1;
        return true;
    } else if (aliases(p, plain_name, names) && parse_peek(p) != TOKEN_COMMA) {
        return true;
    }
    p->mark = start;
    if (p->diagnose) invalid_import_targets(p);
    return false;
}

static Stmt *import_from(Parser *p) {
    int start = p->mark++;
    int level = 0;
    for (;; p->mark++) {
        TokenKind kind = parse_peek(p);
        if (kind != TOKEN_DOT && kind != TOKEN_ELLIPSIS) break;
        level += kind == TOKEN_DOT ? 1 : 3;
    }
    const char *module = dotted_name(p);
    AliasList names;
    if ((!module && level == 0) || !parse_accept(p, TOKEN_IMPORT) || !import_targets(p, &names)) {
        return back_to(p, start);
    }
    Stmt *stmt = parse_new_stmt(p, STMT_IMPORT_FROM, start);
    stmt->import_from.module = module;
    stmt->import_from.names = names;
    stmt->import_from.level = level;
    return stmt;
}

static Stmt *word_stmt(Parser *p, StmtKind kind) {
    int start = p->mark++;
    return parse_new_stmt(p, kind, start);
}

static Stmt *simple_stmt_rule(Parser *p) {
    switch (parse_peek(p)) {
    case TOKEN_RETURN: return return_stmt(p);
    case TOKEN_IMPORT: return import_name(p);
    case TOKEN_FROM: return import_from(p);
    case TOKEN_RAISE: return raise_stmt(p);
    case TOKEN_PASS: return word_stmt(p, STMT_PASS);
    case TOKEN_DEL: return del_stmt(p);
    case TOKEN_ASSERT: return assert_stmt(p);
    case TOKEN_BREAK: return word_stmt(p, STMT_BREAK);
    case TOKEN_CONTINUE: return word_stmt(p, STMT_CONTINUE);
    case TOKEN_GLOBAL: return names_stmt(p, STMT_GLOBAL);
    case TOKEN_NONLOCAL: return names_stmt(p, STMT_NONLOCAL);
    default: return assignment_or_expression(p);
    }
}

static Stmt *simple_stmt(Parser *p) {
    void *known;
    if (parse_recall(p, RULE_SIMPLE_STATEMENT, &known)) return known;
    int start = p->mark;
    Stmt *stmt = simple_stmt_rule(p);
    return parse_remember(p, RULE_SIMPLE_STATEMENT, start, p->failed ? NULL : stmt);
}

static bool simple_stmts(Parser *p, NodeStack *body) {
    int start = p->mark;
    size_t count = body->count;
    Stmt *stmt = simple_stmt(p);
    while (stmt) {
        array_push(body, stmt);
        int before = p->mark;
        stmt = parse_accept(p, TOKEN_SEMI) ? simple_stmt(p) : NULL;
        if (!stmt) p->mark = before;
    }
    if (body->count > count) {
        parse_accept(p, TOKEN_SEMI);
        if (parse_accept(p, TOKEN_NEWLINE)) return true;
    }
    body->count = count;
    p->mark = start;
    return false;
}

/* Blocks --------------------------------------------------------------------------------------- */

static Stmt *compound_stmt(Parser *p);

static bool statement(Parser *p, NodeStack *body) {
    if (!parse_enter(p)) return false;
    Stmt *stmt = compound_stmt(p);
    if (stmt) array_push(body, stmt);
    bool found = stmt || (!p->failed && simple_stmts(p, body));
    parse_leave(p);
    return found;
}

static StmtList take_stmts(Parser *p, NodeStack *stack) {
    StmtList list = {(Stmt **)parse_take_items(p, stack->items, stack->count), stack->count};
    array_deinit(stack);
    return list;
}

bool parse_statements(Parser *p, StmtList *list) {
    NodeStack body = {0};
    TokenKind kind;
    while ((kind = parse_peek(p)) != TOKEN_ENDMARKER && kind != TOKEN_DEDENT) {
        if (!statement(p, &body)) break;
    }
    *list = take_stmts(p, &body);
    return list->count > 0;
}

static bool block_rule(Parser *p, StmtList *list) {
    int start = p->mark;
    if (parse_accept(p, TOKEN_NEWLINE)) {
        if (parse_accept(p, TOKEN_INDENT) && parse_statements(p, list) &&
            parse_accept(p, TOKEN_DEDENT))
            return true;
    } else {
        NodeStack body = {0};
        bool found = simple_stmts(p, &body);
        *list = take_stmts(p, &body);
        if (found) return true;
    }
    p->mark = start;
    if (p->diagnose) invalid_block(p);
    return false;
}

bool parse_block(Parser *p, StmtList *list) {
    void *known;
    if (parse_recall(p, RULE_BLOCK, &known)) {
        if (known) *list = *(StmtList *)known;
        return known != NULL;
    }
    int start = p->mark;
    bool found = block_rule(p, list) && !p->failed;
    StmtList *copy = NULL;
    if (p->diagnose && found) {
        copy = parse_alloc(p, sizeof *copy);
        *copy = *list;
    }
    parse_remember(p, RULE_BLOCK, start, copy);
    return found;
}

/* Compound statements -------------------------------------------------------------------------- */

static void else_block(Parser *p, StmtList *list) {
    *list = (StmtList){0};
    int start = p->mark;
    if (parse_peek(p) != TOKEN_ELSE) return;
    if (p->diagnose) invalid_bare(p, TOKEN_ELSE);
    if (!parse_accept(p, TOKEN_ELSE) || !parse_force(p, TOKEN_COLON) || !parse_block(p, list)) {
        *list = (StmtList){0};
        p->mark = start;
    }
}

/* `if` and `elif`. */
static Stmt *if_stmt(Parser *p, TokenKind word) {
    int start = p->mark;
    if (!parse_enter(p)) return NULL;
    if (p->diagnose) invalid_condition(p, word);
    p->mark++;
    Expr *test = parse_named_expression(p);
    StmtList body, orelse;
    Stmt *stmt = NULL;
    if (test && parse_accept(p, TOKEN_COLON) && parse_block(p, &body)) {
        Stmt *elif = parse_peek(p) == TOKEN_ELIF ? if_stmt(p, TOKEN_ELIF) : NULL;
        if (elif) {
            orelse.items = parse_alloc(p, sizeof *orelse.items);
            orelse.items[0] = elif;
            orelse.count = 1;
        } else {
            else_block(p, &orelse);
        }
        stmt = parse_new_stmt(p, STMT_IF, start);
        stmt->if_.test = test;
        stmt->if_.body = body;
        stmt->if_.orelse = orelse;
    }
    parse_leave(p);
    return stmt ? stmt : back_to(p, start);
}

static Stmt *while_stmt(Parser *p) {
    int start = p->mark;
    if (p->diagnose) invalid_condition(p, TOKEN_WHILE);
    p->mark++;
    Expr *test = parse_named_expression(p);
    StmtList body, orelse;
    if (!test || !parse_accept(p, TOKEN_COLON) || !parse_block(p, &body)) return back_to(p, start);
    else_block(p, &orelse);
    Stmt *stmt = parse_new_stmt(p, STMT_WHILE, start);
    stmt->while_.test = test;
    stmt->while_.body = body;
    stmt->while_.orelse = orelse;
    return stmt;
}

static Stmt *for_stmt(Parser *p) {
    int start = p->mark;
    if (p->diagnose) invalid_for(p);
    bool is_async = parse_accept(p, TOKEN_ASYNC);
    p->mark++;
    Expr *target = parse_star_targets(p), *iter = NULL;
    StmtList body, orelse;
    if (!target || !parse_accept(p, TOKEN_IN)) {
        p->mark = start;
        if (p->diagnose) invalid_for_target(p);
        return NULL;
    }
    iter = parse_star_expressions(p);
    if (!iter || !parse_accept(p, TOKEN_COLON) || !parse_block(p, &body)) return back_to(p, start);
    else_block(p, &orelse);
    Stmt *stmt = parse_new_stmt(p, is_async ? STMT_ASYNC_FOR : STMT_FOR, start);
    stmt->for_.target = target;
    stmt->for_.iter = iter;
    stmt->for_.body = body;
    stmt->for_.orelse = orelse;
    return stmt;
}

static WithItem *with_item(Parser *p) {
    int start = p->mark;
    Expr *context = parse_expression(p), *vars = NULL;
    if (!context) return NULL;
    int after = p->mark;
    if (parse_accept(p, TOKEN_AS)) {
        vars = parse_star_target(p);
        TokenKind next = parse_peek(p);
        if (!vars || (next != TOKEN_COMMA && next != TOKEN_RPAR && next != TOKEN_COLON)) {
            vars = NULL;
            p->mark = start;
            if (p->diagnose) invalid_with_item(p);
            p->mark = after;
        }
    }
    WithItem *item = parse_alloc(p, sizeof *item);
    *item = (WithItem){.context_expr = context, .optional_vars = vars};
    return item;
}

/* The items and the ':' after them; `parenthesised` is the form `with (a as b, c):`. */
static bool with_items(Parser *p, bool parenthesised, WithItemList *list) {
    int start = p->mark;
    if (parenthesised && !parse_accept(p, TOKEN_LPAR)) return false;
    NodeStack items = {0};
    for (;;) {
        int before = p->mark;
        if (items.count && !parse_accept(p, TOKEN_COMMA)) break;
        WithItem *item = with_item(p);
        if (!item) {
            p->mark = before;
            break;
        }
        array_push(&items, item);
    }
    list->count = items.count;
    list->items = (WithItem **)parse_take_items(p, items.items, items.count);
    array_deinit(&items);
    bool closed = list->count > 0;
    if (closed && parenthesised) {
        parse_accept(p, TOKEN_COMMA);
        closed = parse_accept(p, TOKEN_RPAR);
    }
    if (closed && parse_accept(p, TOKEN_COLON)) return true;
    p->mark = start;
    return false;
}

static Stmt *with_stmt(Parser *p) {
    int start = p->mark;
    if (p->diagnose) invalid_with_indent(p);
    bool is_async = parse_accept(p, TOKEN_ASYNC);
    p->mark++;
    WithItemList items;
    StmtList body;
    bool found = with_items(p, true, &items) || with_items(p, false, &items);
    found = found && parse_block(p, &body);
    if (!found) {
        p->mark = start;
        if (p->diagnose) invalid_with(p);
        return NULL;
    }
    Stmt *stmt = parse_new_stmt(p, is_async ? STMT_ASYNC_WITH : STMT_WITH, start);
    stmt->with.items = items;
    stmt->with.body = body;
    return stmt;
}

ExceptHandler *parse_except_block(Parser *p, bool star) {
    int start = p->mark;
    if (parse_peek(p) != TOKEN_EXCEPT) return NULL;
    if (p->diagnose) {
        if (star) {
            invalid_except_star_indent(p);
        } else {
            invalid_except_indent(p);
        }
    }
    p->mark++;
    Expr *type = NULL;
    const char *name = NULL;
    StmtList body;
    bool starred = parse_accept(p, TOKEN_STAR);
    bool found = starred == star;
    if (found) {
        type = parse_expression(p);
        int after = p->mark;
        if (type && parse_accept(p, TOKEN_AS)) {
            name = plain_name(p);
            if (!name) p->mark = after;
        }
        found = (type || !star) && parse_accept(p, TOKEN_COLON) && parse_block(p, &body);
    }
    if (!found) {
        p->mark = start;
        if (p->diagnose) invalid_except(p);
        return NULL;
    }
    ExceptHandler *handler = parse_alloc(p, sizeof *handler);
    *handler =
        (ExceptHandler){.type = type, .name = name, .body = body, .at = parse_span(p, start)};
    return handler;
}

static void handlers_of(Parser *p, bool star, ExceptHandlerList *list) {
    NodeStack handlers = {0};
    ExceptHandler *handler;
    while ((handler = parse_except_block(p, star))) array_push(&handlers, handler);
    list->count = handlers.count;
    list->items = (ExceptHandler **)parse_take_items(p, handlers.items, handlers.count);
    array_deinit(&handlers);
}

static bool finally_block(Parser *p, StmtList *list) {
    *list = (StmtList){0};
    int start = p->mark;
    if (parse_peek(p) != TOKEN_FINALLY) return false;
    if (p->diagnose) invalid_bare(p, TOKEN_FINALLY);
    if (parse_accept(p, TOKEN_FINALLY) && parse_force(p, TOKEN_COLON) && parse_block(p, list)) {
        return true;
    }
    *list = (StmtList){0};
    p->mark = start;
    return false;
}

static Stmt *try_stmt(Parser *p) {
    int start = p->mark;
    if (p->diagnose) invalid_try(p);
    p->mark++;
    StmtList body, orelse = {0}, finalbody;
    ExceptHandlerList handlers = {0};
    bool star = false;
    if (!parse_force(p, TOKEN_COLON) || !parse_block(p, &body)) return back_to(p, start);
    if (!finally_block(p, &finalbody)) {
        int before = p->mark;
        handlers_of(p, false, &handlers);
        if (handlers.count == 0) {
            p->mark = before;
            handlers_of(p, true, &handlers);
            star = true;
        }
        if (handlers.count == 0) return back_to(p, start);
        else_block(p, &orelse);
        finally_block(p, &finalbody);
    }
    Stmt *stmt = parse_new_stmt(p, star ? STMT_TRY_STAR : STMT_TRY, start);
    stmt->try_.body = body;
    stmt->try_.handlers = handlers;
    stmt->try_.orelse = orelse;
    stmt->try_.finalbody = finalbody;
    return stmt;
}

static Stmt *function_def(Parser *p, ExprList decorators) {
    int start = p->mark;
    if (p->diagnose) invalid_def(p);
    bool is_async = parse_accept(p, TOKEN_ASYNC);
    const char *name = parse_accept(p, TOKEN_DEF) ? plain_name(p) : NULL;
    if (!name || !parse_force(p, TOKEN_LPAR)) return back_to(p, start);
    Arguments *args = parse_parameters(p, false);
    Expr *returns = NULL;
    StmtList body;
    if (!parse_accept(p, TOKEN_RPAR)) return back_to(p, start);
    int after = p->mark;
    if (parse_accept(p, TOKEN_RARROW)) {
        returns = parse_expression(p);
        if (!returns) p->mark = after;
    }
    if (!parse_force(p, TOKEN_COLON) || !parse_block(p, &body)) return back_to(p, start);
    Stmt *stmt = parse_new_stmt(p, is_async ? STMT_ASYNC_FUNCTION_DEF : STMT_FUNCTION_DEF, start);
    stmt->function_def.name = name;
    stmt->function_def.args = args ? args : parse_alloc(p, sizeof *args);
    stmt->function_def.body = body;
    stmt->function_def.decorator_list = decorators;
    stmt->function_def.returns = returns;
    return stmt;
}

static Stmt *class_def(Parser *p, ExprList decorators) {
    int start = p->mark;
    if (p->diagnose) invalid_class(p);
    const char *name = parse_accept(p, TOKEN_CLASS) ? plain_name(p) : NULL;
    if (!name) return back_to(p, start);
    Expr *arguments = NULL;
    int after = p->mark;
    if (parse_accept(p, TOKEN_LPAR)) {
        arguments = parse_arguments(p);
        if (!parse_accept(p, TOKEN_RPAR)) {
            p->mark = after;
            arguments = NULL;
        }
    }
    StmtList body;
    if (!parse_accept(p, TOKEN_COLON) || !parse_block(p, &body)) return back_to(p, start);
    Stmt *stmt = parse_new_stmt(p, STMT_CLASS_DEF, start);
    stmt->class_def.name = name;
    if (arguments) {
        stmt->class_def.bases = arguments->call.args;
        stmt->class_def.keywords = arguments->call.keywords;
    }
    stmt->class_def.body = body;
    stmt->class_def.decorator_list = decorators;
    return stmt;
}

static Stmt *decorated(Parser *p) {
    int start = p->mark;
    NodeStack decorators = {0};
    for (;;) {
        int before = p->mark;
        Expr *decorator = parse_accept(p, TOKEN_AT) ? parse_named_expression(p) : NULL;
        if (!decorator || !parse_accept(p, TOKEN_NEWLINE)) {
            p->mark = before;
            break;
        }
        array_push(&decorators, decorator);
    }
    ExprList list = {(Expr **)parse_take_items(p, decorators.items, decorators.count),
                     decorators.count};
    array_deinit(&decorators);
    Stmt *stmt = NULL;
    if (list.count) {
        TokenKind kind = parse_peek(p);
        if (kind == TOKEN_CLASS) {
            stmt = class_def(p, list);
        } else if (kind == TOKEN_DEF || kind == TOKEN_ASYNC) {
            stmt = function_def(p, list);
        }
    }
    return stmt ? stmt : back_to(p, start);
}

static Stmt *compound_stmt(Parser *p) {
    switch (parse_peek(p)) {
    case TOKEN_DEF: return function_def(p, (ExprList){0});
    case TOKEN_AT: return decorated(p);
    case TOKEN_IF: return if_stmt(p, TOKEN_IF);
    case TOKEN_CLASS: return class_def(p, (ExprList){0});
    case TOKEN_WITH: return with_stmt(p);
    case TOKEN_FOR: return for_stmt(p);
    case TOKEN_TRY: return try_stmt(p);
    case TOKEN_WHILE: return while_stmt(p);
    case TOKEN_ASYNC:
        switch (parse_peek_at(p, 1)) {
        case TOKEN_DEF: return function_def(p, (ExprList){0});
        case TOKEN_WITH: return with_stmt(p);
        case TOKEN_FOR: return for_stmt(p);
        default: return NULL;
        }
    case TOKEN_NAME: return parse_is_soft(p, "match") ? parse_match(p) : NULL;
    default: return NULL;
    }
}

/* At the prompt a compound statement ends in an empty line, which the end of the text stands for.
 */
bool parse_single_input(Parser *p, StmtList *list) {
    *list = (StmtList){0};
    NodeStack body = {0};
    TokenKind kind = parse_peek(p);
    bool found = true;
    if (kind == TOKEN_NEWLINE) {
        p->mark++;
    } else if (kind != TOKEN_ENDMARKER) {
        found = statement(p, &body);
    }
    *list = take_stmts(p, &body);
    if (!found) return false;
    while (parse_accept(p, TOKEN_NEWLINE)) {
    }
    if (parse_peek(p) != TOKEN_ENDMARKER && !p->failed) {
        parse_raise_last(p, PROBLEM_SYNTAX_ERROR,
                         "multiple statements found while compiling a single statement");
    }
    return !p->failed;
}
