#include "python/compile_internal.h"
#include "python/compile_warn.h"

#include <string.h>

/* Bodies --------------------------------------------------------------------------------------- */

static bool has_annotation(const Stmt *s) {
    switch (s->kind) {
    case STMT_ANN_ASSIGN: return true;
    case STMT_FOR:
    case STMT_ASYNC_FOR: return has_annotations(s->for_.body) || has_annotations(s->for_.orelse);
    case STMT_WHILE:
    case STMT_IF: return has_annotations(s->if_.body) || has_annotations(s->if_.orelse);
    case STMT_MATCH:
        for (size_t i = 0; i < s->match.cases.count; i++)
            if (has_annotations(s->match.cases.items[i]->body)) return true;
        return false;
    case STMT_WITH:
    case STMT_ASYNC_WITH: return has_annotations(s->with.body);
    case STMT_TRY:
    case STMT_TRY_STAR:
        for (size_t i = 0; i < s->try_.handlers.count; i++)
            if (has_annotations(s->try_.handlers.items[i]->body)) return true;
        return has_annotations(s->try_.body) || has_annotations(s->try_.finalbody) ||
               has_annotations(s->try_.orelse);
    default: return false;
    }
}

bool has_annotations(StmtList list) {
    for (size_t i = 0; i < list.count; i++)
        if (has_annotation(list.items[i])) return true;
    return false;
}

void emit_body(Compiler *c, StmtList body) {
    if (c->unit->kind == UNIT_MODULE && body.count) location_set(c, body.items[0]->at);
    if (has_annotations(body)) emit(c, OP_SETUP_ANNOTATIONS, 0);
    size_t first = 0;
    if (fold_find_docstring(body) && c->show_only != body.items[0]) {
        visit_expr(c, body.items[0]->expr.value);
        location_clear(c);
        emit_variable(c, "__doc__", CONTEXT_STORE);
        first = 1;
    }
    for (size_t i = first; i < body.count; i++) visit_stmt(c, body.items[i]);
}

/* Loops and conditions ------------------------------------------------------------------------- */

static void emit_if(Compiler *c, const Stmt *s) {
    Block *end = new_block(c);
    Block *next = s->if_.orelse.count ? new_block(c) : end;
    emit_jump_if(c, s->if_.test, next, false);
    visit_stmts(c, s->if_.body);
    if (s->if_.orelse.count) {
        emit_jump_without_line(c, FLOW_JUMP, end);
        use_block(c, next);
        visit_stmts(c, s->if_.orelse);
    }
    use_block(c, end);
}

static void emit_while(Compiler *c, const Stmt *s) {
    Block *loop = new_block(c), *body = new_block(c), *anchor = new_block(c), *end = new_block(c);
    use_block(c, loop);
    frame_push(c, (FrameBlock){.kind = FRAME_WHILE_LOOP, .start = loop, .exit = end});
    emit_jump_if(c, s->while_.test, anchor, false);
    use_block(c, body);
    visit_stmts(c, s->while_.body);
    location_set(c, s->at);
    emit_jump_if(c, s->while_.test, body, true);
    frame_pop(c);
    use_block(c, anchor);
    visit_stmts(c, s->while_.orelse);
    use_block(c, end);
}

static void emit_for(Compiler *c, const Stmt *s) {
    Block *start = new_block(c), *body = new_block(c), *cleanup = new_block(c), *end = new_block(c);
    frame_push(c, (FrameBlock){.kind = FRAME_FOR_LOOP, .start = start, .exit = end});
    visit_expr(c, s->for_.iter);
    emit(c, OP_GET_ITER, 0);
    use_block(c, start);
    emit_jump(c, OP_FOR_ITER, cleanup);
    use_block(c, body);
    visit_expr(c, s->for_.target);
    visit_stmts(c, s->for_.body);
    location_clear(c);
    emit_jump(c, FLOW_JUMP, start);
    use_block(c, cleanup);
    frame_pop(c);
    visit_stmts(c, s->for_.orelse);
    use_block(c, end);
}

static void emit_async_for(Compiler *c, const Stmt *s) {
    if (c->unit->kind != UNIT_ASYNC_FUNCTION) {
        problem_syntax(c->sink, location_here(c), "'async for' outside async function");
        return;
    }
    Block *start = new_block(c), *except = new_block(c), *end = new_block(c);
    visit_expr(c, s->for_.iter);
    emit(c, OP_GET_AITER, 0);
    use_block(c, start);
    frame_push(c, (FrameBlock){.kind = FRAME_FOR_LOOP, .start = start, .exit = end});
    emit_jump(c, FLOW_SETUP_FINALLY, except);
    emit(c, OP_GET_ANEXT, 0);
    emit_none(c);
    emit_yield_from(c, true);
    emit(c, FLOW_POP_BLOCK, 0);
    visit_expr(c, s->for_.target);
    visit_stmts(c, s->for_.body);
    location_clear(c);
    emit_jump(c, FLOW_JUMP, start);
    frame_pop(c);
    use_block(c, except);
    location_set(c, s->for_.iter->at);
    emit(c, OP_END_ASYNC_FOR, 0);
    visit_stmts(c, s->for_.orelse);
    use_block(c, end);
}

/* Assignments ---------------------------------------------------------------------------------- */

static void emit_assign(Compiler *c, const Stmt *s) {
    visit_expr(c, s->assign.value);
    for (size_t i = 0; i < s->assign.targets.count; i++) {
        if (i + 1 < s->assign.targets.count) emit(c, OP_COPY, 1);
        visit_expr(c, s->assign.targets.items[i]);
    }
}

static void emit_aug_assign(Compiler *c, const Stmt *s) {
    const Expr *target = s->aug_assign.target;
    CodeLocation outer = c->unit->at;
    location_set(c, target->at);
    switch (target->kind) {
    case EXPR_ATTRIBUTE:
        visit_expr(c, target->attribute.value);
        emit(c, OP_COPY, 1);
        location_to_attribute(c, target);
        emit_name(c, OP_LOAD_ATTR, target->attribute.attr);
        break;
    case EXPR_SUBSCRIPT:
        visit_expr(c, target->subscript.value);
        visit_expr(c, target->subscript.slice);
        emit(c, OP_COPY, 2);
        emit(c, OP_COPY, 2);
        emit(c, OP_BINARY_SUBSCR, 0);
        break;
    default: emit_variable(c, target->name.id, CONTEXT_LOAD); break;
    }
    c->unit->at = outer;
    visit_expr(c, s->aug_assign.value);
    emit(c, OP_BINARY_OP, binary_op_of(s->aug_assign.op) + BINARY_INPLACE);
    location_set(c, target->at);
    switch (target->kind) {
    case EXPR_ATTRIBUTE:
        location_to_attribute(c, target);
        emit(c, OP_SWAP, 2);
        emit_name(c, OP_STORE_ATTR, target->attribute.attr);
        break;
    case EXPR_SUBSCRIPT:
        emit(c, OP_SWAP, 3);
        emit(c, OP_SWAP, 2);
        emit(c, OP_STORE_SUBSCR, 0);
        break;
    default: emit_variable(c, target->name.id, CONTEXT_STORE); break;
    }
}

/* Evaluates for its errors only. */
static void emit_and_drop(Compiler *c, const Expr *e) {
    visit_expr(c, e);
    emit(c, OP_POP_TOP, 0);
}

static void emit_subscript_check(Compiler *c, const Expr *e) {
    if (e->kind == EXPR_SLICE) {
        if (e->slice.lower) emit_and_drop(c, e->slice.lower);
        if (e->slice.upper) emit_and_drop(c, e->slice.upper);
        if (e->slice.step) emit_and_drop(c, e->slice.step);
    } else if (e->kind == EXPR_TUPLE) {
        for (size_t i = 0; i < e->tuple.elts.count; i++)
            emit_subscript_check(c, e->tuple.elts.items[i]);
    } else {
        emit_and_drop(c, e);
    }
}

static void emit_ann_assign(Compiler *c, const Stmt *s) {
    const Expr *target = s->ann_assign.target, *annotation = s->ann_assign.annotation;
    bool value = s->ann_assign.value != NULL;
    bool evaluated = c->unit->kind == UNIT_MODULE || c->unit->kind == UNIT_CLASS;
    if (value) {
        visit_expr(c, s->ann_assign.value);
        visit_expr(c, target);
    }
    switch (target->kind) {
    case EXPR_NAME:
        if (!check_name(c, target->name.id, CONTEXT_STORE)) return;
        if (!s->ann_assign.simple || !evaluated) break;
        if (c->future_annotations)
            emit_annotation_text(c, annotation);
        else
            visit_expr(c, annotation);
        emit_name(c, OP_LOAD_NAME, "__annotations__");
        emit_string(c, mangled(c, target->name.id));
        emit(c, OP_STORE_SUBSCR, 0);
        break;
    case EXPR_ATTRIBUTE:
        if (!check_name(c, target->attribute.attr, CONTEXT_STORE)) return;
        if (!value) emit_and_drop(c, target->attribute.value);
        break;
    case EXPR_SUBSCRIPT:
        if (value) break;
        emit_and_drop(c, target->subscript.value);
        emit_subscript_check(c, target->subscript.slice);
        break;
    default: break;
    }
    if (!s->ann_assign.simple && evaluated && !c->future_annotations) emit_and_drop(c, annotation);
}

/* Imports -------------------------------------------------------------------------------------- */

/* `import a.b.c as x` walks from a to c. */
static void emit_import_as(Compiler *c, const char *name, const char *as) {
    const char *dot = strchr(name, '.');
    if (!dot) {
        emit_variable(c, as, CONTEXT_STORE);
        return;
    }
    for (;;) {
        const char *start = dot + 1;
        dot = strchr(start, '.');
        size_t length = dot ? (size_t)(dot - start) : strlen(start);
        emit(c, OP_IMPORT_FROM,
             name_map_number(&c->unit->names, arena_copy(c->arena, start, length)));
        if (!dot) break;
        emit(c, OP_SWAP, 2);
        emit(c, OP_POP_TOP, 0);
    }
    emit_variable(c, as, CONTEXT_STORE);
    emit(c, OP_POP_TOP, 0);
}

static void emit_import(Compiler *c, const Stmt *s) {
    for (size_t i = 0; i < s->import.names.count; i++) {
        const Alias *alias = s->import.names.items[i];
        emit_constant(c, constant_small_int(c->arena, 0));
        emit_none(c);
        emit_name(c, OP_IMPORT_NAME, alias->name);
        if (alias->asname) {
            emit_import_as(c, alias->name, alias->asname);
            continue;
        }
        const char *dot = strchr(alias->name, '.');
        size_t length = dot ? (size_t)(dot - alias->name) : strlen(alias->name);
        emit_variable(c, arena_copy(c->arena, alias->name, length), CONTEXT_STORE);
    }
}

static void emit_import_from(Compiler *c, const Stmt *s) {
    AliasList aliases = s->import_from.names;
    const char *module = s->import_from.module;
    const char **names = arena_array(&c->scratch, const char *, aliases.count + 1);
    for (size_t i = 0; i < aliases.count; i++) names[i] = aliases.items[i]->name;
    emit_constant(c, constant_small_int(c->arena, s->import_from.level));
    if (module && strcmp(module, "__future__") == 0 && s->at.line > c->future_line) {
        problem_syntax(c->sink, location_here(c),
                       "from __future__ imports must occur at the beginning of the file");
        return;
    }
    emit_constant(c, names_constant(c, names, aliases.count));
    emit_name(c, OP_IMPORT_NAME, module ? module : "");
    for (size_t i = 0; i < aliases.count; i++) {
        const Alias *alias = aliases.items[i];
        if (i == 0 && alias->name[0] == '*') {
            emit(c, OP_IMPORT_STAR, 0);
            return;
        }
        emit_name(c, OP_IMPORT_FROM, alias->name);
        emit_variable(c, alias->asname ? alias->asname : alias->name, CONTEXT_STORE);
    }
    emit(c, OP_POP_TOP, 0);
}

/* Other statements ----------------------------------------------------------------------------- */

static void emit_assert(Compiler *c, const Stmt *s) {
    warn_about_assert(c, s);
    Block *end = new_block(c);
    emit_jump_if(c, s->assert_.test, end, true);
    emit(c, OP_LOAD_ASSERTION_ERROR, 0);
    if (s->assert_.msg) {
        visit_expr(c, s->assert_.msg);
        emit(c, OP_PRECALL, 0);
        emit(c, OP_CALL, 0);
    }
    emit(c, OP_RAISE_VARARGS, 1);
    use_block(c, end);
}

static void emit_raise(Compiler *c, const Stmt *s) {
    if (s->raise.exc) visit_expr(c, s->raise.exc);
    if (s->raise.exc && s->raise.cause) visit_expr(c, s->raise.cause);
    emit(c, OP_RAISE_VARARGS, s->raise.exc ? (s->raise.cause ? 2 : 1) : 0);
}

static void emit_expr_stmt(Compiler *c, const Stmt *s) {
    const Expr *value = s->expr.value;
    bool shown = s == c->show_only || (c->interactive && c->unit->kind == UNIT_MODULE);
    if (shown) {
        visit_expr(c, value);
        emit(c, OP_PRINT_EXPR, 0);
    } else if (value->kind == EXPR_CONSTANT) {
        emit(c, OP_NOP, 0);
    } else {
        visit_expr(c, value);
        location_clear(c);
        emit(c, OP_POP_TOP, 0);
    }
}

void visit_stmt(Compiler *c, const Stmt *s) {
    if (c->sink->failed) return;
    location_set(c, s->at);
    switch (s->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF: emit_function(c, s); break;
    case STMT_CLASS_DEF: emit_class(c, s); break;
    case STMT_RETURN: emit_return(c, s); break;
    case STMT_DELETE: visit_exprs(c, s->delete_.targets); break;
    case STMT_ASSIGN: emit_assign(c, s); break;
    case STMT_AUG_ASSIGN: emit_aug_assign(c, s); break;
    case STMT_ANN_ASSIGN: emit_ann_assign(c, s); break;
    case STMT_FOR: emit_for(c, s); break;
    case STMT_ASYNC_FOR: emit_async_for(c, s); break;
    case STMT_WHILE: emit_while(c, s); break;
    case STMT_IF: emit_if(c, s); break;
    case STMT_WITH: emit_with(c, s, 0); break;
    case STMT_ASYNC_WITH: emit_async_with(c, s, 0); break;
    case STMT_MATCH: emit_match(c, s); break;
    case STMT_RAISE: emit_raise(c, s); break;
    case STMT_TRY: emit_try(c, s); break;
    case STMT_TRY_STAR: emit_try_star(c, s); break;
    case STMT_ASSERT: emit_assert(c, s); break;
    case STMT_IMPORT: emit_import(c, s); break;
    case STMT_IMPORT_FROM: emit_import_from(c, s); break;
    case STMT_GLOBAL:
    case STMT_NONLOCAL: break;
    case STMT_EXPR: emit_expr_stmt(c, s); break;
    case STMT_PASS: emit(c, OP_NOP, 0); break;
    case STMT_BREAK: emit_break(c); break;
    case STMT_CONTINUE: emit_continue(c); break;
    }
}

void visit_stmts(Compiler *c, StmtList list) {
    for (size_t i = 0; i < list.count; i++) visit_stmt(c, list.items[i]);
}
