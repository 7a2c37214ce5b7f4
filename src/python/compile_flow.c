#include "python/compile_internal.h"

#include <assert.h>
#include <string.h>

void frame_push(Compiler *c, FrameBlock block) {
    Unit *unit = c->unit;
    if (unit->frame_count == MAX_FRAME_BLOCKS) {
        problem_syntax(c->sink, location_here(c), "too many statically nested blocks");
        return;
    }
    unit->frames[unit->frame_count++] = block;
}

void frame_pop(Compiler *c) {
    if (c->sink->failed) return;
    assert(c->unit->frame_count > 0);
    c->unit->frame_count--;
}

void emit_pop_except_and_reraise(Compiler *c) {
    emit(c, OP_COPY, 3);
    emit(c, OP_POP_EXCEPT, 0);
    emit(c, OP_RERAISE, 1);
}

/* Leaving -------------------------------------------------------------------------------------- */

static void emit_exit_call(Compiler *c) {
    for (int i = 0; i < 3; i++) emit_none(c);
    emit(c, OP_PRECALL, 2);
    emit(c, OP_CALL, 2);
}

static void keep_top(Compiler *c, bool keep) {
    if (keep) emit(c, OP_SWAP, 2);
}

static void emit_await_exit(Compiler *c) {
    emit(c, OP_GET_AWAITABLE, 2);
    emit_none(c);
    emit_yield_from(c, true);
}

/* `del name` of an `except ... as name`, which is bound to None first so that it cannot fail. */
static void emit_forget_name(Compiler *c, const char *name) {
    emit_none(c);
    emit_variable(c, name, CONTEXT_STORE);
    emit_variable(c, name, CONTEXT_DEL);
}

/* Undoes one frame block. `keep`: the top of the stack is a value to return. */
static void unwind_frame(Compiler *c, const FrameBlock *frame, bool keep) {
    switch (frame->kind) {
    case FRAME_WHILE_LOOP:
    case FRAME_EXCEPTION_HANDLER:
    case FRAME_EXCEPTION_GROUP_HANDLER:
    case FRAME_ASYNC_GENERATOR: break;
    case FRAME_FOR_LOOP:
    case FRAME_POP_VALUE:
        keep_top(c, keep);
        emit(c, OP_POP_TOP, 0);
        break;
    case FRAME_TRY_EXCEPT: emit(c, FLOW_POP_BLOCK, 0); break;
    case FRAME_FINALLY_TRY:
        emit(c, FLOW_POP_BLOCK, 0);
        if (keep) frame_push(c, (FrameBlock){.kind = FRAME_POP_VALUE});
        visit_stmts(c, *frame->finally_body);
        if (keep) frame_pop(c);
        location_clear(c);
        break;
    case FRAME_FINALLY_END:
        keep_top(c, keep);
        emit(c, OP_POP_TOP, 0);
        keep_top(c, keep);
        emit(c, FLOW_POP_BLOCK, 0);
        emit(c, OP_POP_EXCEPT, 0);
        break;
    case FRAME_WITH:
    case FRAME_ASYNC_WITH:
        location_set(c, frame->with->at);
        emit(c, FLOW_POP_BLOCK, 0);
        keep_top(c, keep);
        emit_exit_call(c);
        if (frame->kind == FRAME_ASYNC_WITH) emit_await_exit(c);
        emit(c, OP_POP_TOP, 0);
        location_clear(c);
        break;
    case FRAME_HANDLER_CLEANUP:
        if (frame->name) emit(c, FLOW_POP_BLOCK, 0);
        keep_top(c, keep);
        emit(c, FLOW_POP_BLOCK, 0);
        emit(c, OP_POP_EXCEPT, 0);
        if (frame->name) emit_forget_name(c, frame->name);
        break;
    }
}

/* Undoes the frame blocks from the innermost on: all, or (for `loop`) up to the innermost loop,
 * which is written there. While one is undone the blocks inside it are gone. */
static void unwind(Compiler *c, bool keep, FrameBlock **loop) {
    Unit *unit = c->unit;
    if (unit->frame_count == 0 || c->sink->failed) return;
    FrameBlock *top = &unit->frames[unit->frame_count - 1];
    if (top->kind == FRAME_EXCEPTION_GROUP_HANDLER) {
        problem_syntax(c->sink, location_here(c),
                       "'break', 'continue' and 'return' cannot appear in an except* block");
        return;
    }
    if (loop && (top->kind == FRAME_WHILE_LOOP || top->kind == FRAME_FOR_LOOP)) {
        *loop = top;
        return;
    }
    FrameBlock copy = *top;
    unit->frame_count--;
    unwind_frame(c, &copy, keep);
    unwind(c, keep, loop);
    unit->frames[unit->frame_count++] = copy;
}

void emit_return(Compiler *c, const Stmt *s) {
    const Expr *value = s->return_.value;
    bool keep = value && value->kind != EXPR_CONSTANT;
    if (c->unit->block->kind != BLOCK_FUNCTION) {
        problem_syntax(c->sink, location_here(c), "'return' outside function");
        return;
    }
    if (value && c->unit->block->coroutine && c->unit->block->generator) {
        problem_syntax(c->sink, location_here(c), "'return' with value in async generator");
        return;
    }
    if (keep) {
        visit_expr(c, value);
    } else if (value) {
        location_set(c, value->at);
        emit(c, OP_NOP, 0);
    }
    if (!value || value->at.line != s->at.line) {
        location_set(c, s->at);
        emit(c, OP_NOP, 0);
    }
    unwind(c, keep, NULL);
    if (!value)
        emit_none(c);
    else if (!keep)
        emit_constant(c, value->constant.value);
    emit(c, OP_RETURN_VALUE, 0);
}

static void emit_loop_exit(Compiler *c, bool is_break) {
    FrameBlock *loop = NULL;
    CodeLocation at = c->unit->at;
    emit(c, OP_NOP, 0);
    unwind(c, false, &loop);
    if (!loop) {
        c->unit->at = at;
        problem_syntax(c->sink, location_here(c),
                       is_break ? "'break' outside loop" : "'continue' not properly in loop");
        return;
    }
    if (is_break) {
        FrameBlock copy = *loop;
        unwind_frame(c, &copy, false);
    }
    emit_jump(c, FLOW_JUMP, is_break ? loop->exit : loop->start);
}

void emit_break(Compiler *c) {
    emit_loop_exit(c, true);
}

void emit_continue(Compiler *c) {
    emit_loop_exit(c, false);
}

/* try ------------------------------------------------------------------------------------------ */

static void emit_handler(Compiler *c, const ExceptHandler *handler, Block *end) {
    if (!handler->name) {
        Block *body = new_block(c);
        emit(c, OP_POP_TOP, 0);
        use_block(c, body);
        frame_push(c, (FrameBlock){.kind = FRAME_HANDLER_CLEANUP});
        visit_stmts(c, handler->body);
        frame_pop(c);
        location_clear(c);
        emit(c, FLOW_POP_BLOCK, 0);
        emit(c, OP_POP_EXCEPT, 0);
        emit_jump(c, FLOW_JUMP, end);
        return;
    }
    Block *cleanup = new_block(c), *body = new_block(c);
    emit_variable(c, handler->name, CONTEXT_STORE);
    emit_jump(c, FLOW_SETUP_CLEANUP, cleanup);
    use_block(c, body);
    frame_push(c, (FrameBlock){.kind = FRAME_HANDLER_CLEANUP, .name = handler->name});
    visit_stmts(c, handler->body);
    frame_pop(c);
    location_clear(c);
    emit(c, FLOW_POP_BLOCK, 0);
    emit(c, FLOW_POP_BLOCK, 0);
    emit(c, OP_POP_EXCEPT, 0);
    emit_forget_name(c, handler->name);
    emit_jump(c, FLOW_JUMP, end);
    use_block(c, cleanup);
    location_clear(c);
    emit_forget_name(c, handler->name);
    emit(c, OP_RERAISE, 1);
}

static void emit_try_except(Compiler *c, const Stmt *s) {
    ExceptHandlerList handlers = s->try_.handlers;
    Block *body = new_block(c), *except = new_block(c), *end = new_block(c);
    Block *cleanup = new_block(c);
    emit_jump(c, FLOW_SETUP_FINALLY, except);
    use_block(c, body);
    frame_push(c, (FrameBlock){.kind = FRAME_TRY_EXCEPT});
    visit_stmts(c, s->try_.body);
    frame_pop(c);
    location_clear(c);
    emit(c, FLOW_POP_BLOCK, 0);
    visit_stmts(c, s->try_.orelse);
    emit_jump_without_line(c, FLOW_JUMP, end);

    use_block(c, except);
    location_clear(c);
    emit_jump(c, FLOW_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO, 0);
    frame_push(c, (FrameBlock){.kind = FRAME_EXCEPTION_HANDLER});
    for (size_t i = 0; i < handlers.count && !c->sink->failed; i++) {
        const ExceptHandler *handler = handlers.items[i];
        location_set(c, handler->at);
        if (!handler->type && i + 1 < handlers.count) {
            problem_syntax(c->sink, location_here(c), "default 'except:' must be last");
            return;
        }
        Block *next = new_block(c);
        if (handler->type) {
            visit_expr(c, handler->type);
            emit(c, OP_CHECK_EXC_MATCH, 0);
            emit_jump(c, FLOW_POP_JUMP_IF_FALSE, next);
        }
        emit_handler(c, handler, end);
        use_block(c, next);
    }
    location_clear(c);
    frame_pop(c);
    emit(c, OP_RERAISE, 0);
    use_block(c, cleanup);
    emit_pop_except_and_reraise(c);
    use_block(c, end);
}

static void emit_try_finally(Compiler *c, const Stmt *s,
                             void (*emit_body_with_handlers)(Compiler *, const Stmt *)) {
    Block *body = new_block(c), *end = new_block(c), *exit = new_block(c), *cleanup = new_block(c);
    emit_jump(c, FLOW_SETUP_FINALLY, end);
    use_block(c, body);
    frame_push(c, (FrameBlock){.kind = FRAME_FINALLY_TRY, .finally_body = &s->try_.finalbody});
    if (s->try_.handlers.count)
        emit_body_with_handlers(c, s);
    else
        visit_stmts(c, s->try_.body);
    location_clear(c);
    emit(c, FLOW_POP_BLOCK, 0);
    frame_pop(c);
    visit_stmts(c, s->try_.finalbody);
    emit_jump_without_line(c, FLOW_JUMP, exit);

    use_block(c, end);
    frame_push(c, (FrameBlock){.kind = FRAME_FINALLY_END});
    location_clear(c);
    emit_jump(c, FLOW_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO, 0);
    visit_stmts(c, s->try_.finalbody);
    frame_pop(c);
    emit(c, OP_RERAISE, 0);
    use_block(c, cleanup);
    emit_pop_except_and_reraise(c);
    use_block(c, exit);
}

void emit_try(Compiler *c, const Stmt *s) {
    if (s->try_.finalbody.count)
        emit_try_finally(c, s, emit_try_except);
    else
        emit_try_except(c, s);
}

/* except* -------------------------------------------------------------------------------------- */

static void emit_star_handler(Compiler *c, const ExceptHandler *handler, Block *next) {
    Block *handle_match = new_block(c), *cleanup = new_block(c), *body = new_block(c);
    visit_expr(c, handler->type);
    emit(c, OP_CHECK_EG_MATCH, 0);
    emit(c, OP_COPY, 1);
    emit_jump(c, FLOW_POP_JUMP_IF_NOT_NONE, handle_match);
    emit(c, OP_POP_TOP, 0);
    emit_jump(c, FLOW_JUMP, next);
    use_block(c, handle_match);
    if (handler->name)
        emit_variable(c, handler->name, CONTEXT_STORE);
    else
        emit(c, OP_POP_TOP, 0);
    emit_jump(c, FLOW_SETUP_CLEANUP, cleanup);
    use_block(c, body);
    frame_push(c, (FrameBlock){.kind = FRAME_HANDLER_CLEANUP, .name = handler->name});
    visit_stmts(c, handler->body);
    frame_pop(c);
    location_clear(c);
    emit(c, FLOW_POP_BLOCK, 0);
    if (handler->name) emit_forget_name(c, handler->name);
    emit_jump(c, FLOW_JUMP, next);
    use_block(c, cleanup);
    location_clear(c);
    if (handler->name) emit_forget_name(c, handler->name);
    /* the list of what the handlers raised is below lasti, the rest and the old exception */
    emit(c, OP_LIST_APPEND, 3);
    emit(c, OP_POP_TOP, 0);
    emit_jump(c, FLOW_JUMP, next);
}

static void emit_try_star_except(Compiler *c, const Stmt *s) {
    ExceptHandlerList handlers = s->try_.handlers;
    Block *body = new_block(c), *except = new_block(c), *orelse = new_block(c);
    Block *end = new_block(c), *cleanup = new_block(c), *reraise_star = new_block(c);
    emit_jump(c, FLOW_SETUP_FINALLY, except);
    use_block(c, body);
    frame_push(c, (FrameBlock){.kind = FRAME_TRY_EXCEPT});
    visit_stmts(c, s->try_.body);
    frame_pop(c);
    location_clear(c);
    emit(c, FLOW_POP_BLOCK, 0);
    emit_jump_without_line(c, FLOW_JUMP, orelse);

    use_block(c, except);
    location_clear(c);
    emit_jump(c, FLOW_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO, 0);
    frame_push(c, (FrameBlock){.kind = FRAME_EXCEPTION_GROUP_HANDLER});
    for (size_t i = 0; i < handlers.count && !c->sink->failed; i++) {
        const ExceptHandler *handler = handlers.items[i];
        location_set(c, handler->at);
        Block *next = new_block(c);
        if (i == 0) {
            emit(c, OP_COPY, 1);
            emit(c, OP_BUILD_LIST, 0);
            emit(c, OP_SWAP, 2);
        }
        emit_star_handler(c, handler, next);
        use_block(c, next);
        if (i + 1 == handlers.count) {
            emit(c, OP_LIST_APPEND, 1);
            emit_jump(c, FLOW_JUMP, reraise_star);
        }
    }
    location_clear(c);
    frame_pop(c);
    Block *reraise = new_block(c);
    use_block(c, reraise_star);
    emit(c, OP_PREP_RERAISE_STAR, 0);
    emit(c, OP_COPY, 1);
    emit_jump(c, FLOW_POP_JUMP_IF_NOT_NONE, reraise);
    emit(c, OP_POP_TOP, 0);
    emit(c, FLOW_POP_BLOCK, 0);
    emit(c, OP_POP_EXCEPT, 0);
    emit_jump(c, FLOW_JUMP, end);
    use_block(c, reraise);
    emit(c, FLOW_POP_BLOCK, 0);
    emit(c, OP_SWAP, 2);
    emit(c, OP_POP_EXCEPT, 0);
    emit(c, OP_RERAISE, 0);
    use_block(c, cleanup);
    emit_pop_except_and_reraise(c);
    use_block(c, orelse);
    visit_stmts(c, s->try_.orelse);
    use_block(c, end);
}

void emit_try_star(Compiler *c, const Stmt *s) {
    if (s->try_.finalbody.count)
        emit_try_finally(c, s, emit_try_star_except);
    else
        emit_try_star_except(c, s);
}

/* with ----------------------------------------------------------------------------------------- */

static void emit_with_handler_end(Compiler *c, Block *cleanup) {
    Block *suppress = new_block(c);
    location_clear(c);
    emit_jump(c, FLOW_POP_JUMP_IF_TRUE, suppress);
    emit(c, OP_RERAISE, 2);
    use_block(c, cleanup);
    emit_pop_except_and_reraise(c);
    use_block(c, suppress);
    emit(c, OP_POP_TOP, 0);
    emit(c, FLOW_POP_BLOCK, 0);
    emit(c, OP_POP_EXCEPT, 0);
    emit(c, OP_POP_TOP, 0);
    emit(c, OP_POP_TOP, 0);
}

static void emit_with_item(Compiler *c, const Stmt *s, size_t index, bool async) {
    const WithItem *item = s->with.items.items[index];
    Block *block = new_block(c), *final = new_block(c), *exit = new_block(c);
    Block *cleanup = new_block(c);
    visit_expr(c, item->context_expr);
    if (async) {
        emit(c, OP_BEFORE_ASYNC_WITH, 0);
        emit(c, OP_GET_AWAITABLE, 1);
        emit_none(c);
        emit_yield_from(c, true);
    } else {
        emit(c, OP_BEFORE_WITH, 0);
    }
    emit_jump(c, FLOW_SETUP_WITH, final);
    use_block(c, block);
    frame_push(c, (FrameBlock){.kind = async ? FRAME_ASYNC_WITH : FRAME_WITH, .with = s});
    if (item->optional_vars)
        visit_expr(c, item->optional_vars);
    else
        emit(c, OP_POP_TOP, 0);
    if (index + 1 == s->with.items.count)
        visit_stmts(c, s->with.body);
    else
        emit_with_item(c, s, index + 1, async);
    /* only the end of a plain `with` is artificial */
    if (!async) location_clear(c);
    emit(c, FLOW_POP_BLOCK, 0);
    frame_pop(c);

    location_set(c, s->at);
    emit_exit_call(c);
    if (async) emit_await_exit(c);
    emit(c, OP_POP_TOP, 0);
    emit_jump(c, FLOW_JUMP, exit);

    use_block(c, final);
    emit_jump(c, FLOW_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO, 0);
    emit(c, OP_WITH_EXCEPT_START, 0);
    if (async) emit_await_exit(c);
    emit_with_handler_end(c, cleanup);
    use_block(c, exit);
}

void emit_with(Compiler *c, const Stmt *s, size_t item) {
    emit_with_item(c, s, item, false);
}

void emit_async_with(Compiler *c, const Stmt *s, size_t item) {
    if (c->unit->kind != UNIT_ASYNC_FUNCTION) {
        problem_syntax(c->sink, location_here(c), "'async with' outside async function");
        return;
    }
    emit_with_item(c, s, item, true);
}
