#include "python/annotation_text.h"
#include "python/compile_internal.h"

#include <string.h>

/* Functions ------------------------------------------------------------------------------------ */

/* Makes a function of `code`, with the cells it needs. */
static void emit_closure(Compiler *c, CodeUnit *code, uint32_t flags) {
    if (!code) return;
    Unit *unit = c->unit;
    for (uint32_t i = code->slot_count - code->free_count; i < code->slot_count; i++) {
        const char *name = code->slot_names[i].bytes;
        /* In a class a name may be both a cell's of an outer function and the class's own. */
        bool cell = strcmp(name, "__class__") == 0 && unit->block->kind == BLOCK_CLASS;
        cell = cell || symtable_scope(unit->block, name) == SCOPE_CELL;
        emit(c, OP_LOAD_CLOSURE,
             (uint32_t)name_map_value(cell ? &unit->cells : &unit->free, name, 0));
    }
    if (code->free_count) {
        flags |= MAKE_FUNCTION_CLOSURE;
        emit(c, OP_BUILD_TUPLE, code->free_count);
    }
    emit_code(c, code);
    emit(c, OP_MAKE_FUNCTION, flags);
}

static bool check_args(Compiler *c, ArgList list) {
    for (size_t i = 0; i < list.count; i++)
        if (!check_name(c, list.items[i]->arg, CONTEXT_STORE)) return false;
    return true;
}

static bool check_arguments(Compiler *c, const Arguments *args) {
    return check_args(c, args->posonlyargs) && check_args(c, args->args) &&
           (!args->vararg || check_name(c, args->vararg->arg, CONTEXT_STORE)) &&
           check_args(c, args->kwonlyargs) &&
           (!args->kwarg || check_name(c, args->kwarg->arg, CONTEXT_STORE));
}

/* Pushes the defaults; returns the flags of MAKE_FUNCTION for them. */
static uint32_t emit_defaults(Compiler *c, const Arguments *args) {
    uint32_t flags = 0;
    if (args->defaults.count) {
        visit_exprs(c, args->defaults);
        emit(c, OP_BUILD_TUPLE, (uint32_t)args->defaults.count);
        flags |= MAKE_FUNCTION_DEFAULTS;
    }
    const char **names = arena_array(&c->scratch, const char *, args->kwonlyargs.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < args->kwonlyargs.count; i++) {
        if (!args->kw_defaults.items[i]) continue;
        names[count++] = mangled(c, args->kwonlyargs.items[i]->arg);
        visit_expr(c, args->kw_defaults.items[i]);
    }
    if (count) {
        emit_constant(c, names_constant(c, names, count));
        emit(c, OP_BUILD_CONST_KEY_MAP, (uint32_t)count);
        flags |= MAKE_FUNCTION_KWDEFAULTS;
    }
    return flags;
}

void emit_annotation_text(Compiler *c, const Expr *annotation) {
    TextBuffer text = {0};
    if (annotation_append_text(annotation, &text))
        emit_string(c, arena_copy(c->arena, text_cstr(&text), text.length));
    else
        problem_unsupported(c->sink, annotation->at,
                            "such an annotation under 'from __future__ import annotations'");
    text_deinit(&text);
}

static void emit_annotation(Compiler *c, const char *name, const Expr *annotation,
                            uint32_t *count) {
    if (!annotation) return;
    emit_string(c, mangled(c, name));
    if (c->future_annotations) {
        emit_annotation_text(c, annotation);
    } else if (annotation->kind == EXPR_STARRED) {
        visit_expr(c, annotation->starred.value);
        emit(c, OP_UNPACK_SEQUENCE, 1);
    } else {
        visit_expr(c, annotation);
    }
    *count += 2;
}

static void emit_arg_annotations(Compiler *c, ArgList list, uint32_t *count) {
    for (size_t i = 0; i < list.count; i++)
        emit_annotation(c, list.items[i]->arg, list.items[i]->annotation, count);
}

static uint32_t emit_annotations(Compiler *c, const Arguments *args, const Expr *returns) {
    uint32_t count = 0;
    emit_arg_annotations(c, args->args, &count);
    emit_arg_annotations(c, args->posonlyargs, &count);
    if (args->vararg) emit_annotation(c, args->vararg->arg, args->vararg->annotation, &count);
    emit_arg_annotations(c, args->kwonlyargs, &count);
    if (args->kwarg) emit_annotation(c, args->kwarg->arg, args->kwarg->annotation, &count);
    emit_annotation(c, "return", returns, &count);
    if (count) emit(c, OP_BUILD_TUPLE, count);
    return count ? MAKE_FUNCTION_ANNOTATIONS : 0;
}

static void take_argument_counts(Compiler *c, const Arguments *args) {
    c->unit->argument_count = (uint32_t)args->args.count;
    c->unit->positional_only_count = (uint32_t)args->posonlyargs.count;
    c->unit->keyword_only_count = (uint32_t)args->kwonlyargs.count;
}

/* The line that counts as the first of a def or class: its first decorator's. */
static int32_t first_line_of(const Stmt *s, ExprList decorators) {
    return decorators.count ? decorators.items[0]->at.line : s->at.line;
}

static void emit_decorator_calls(Compiler *c, ExprList decorators) {
    CodeLocation outer = c->unit->at;
    for (size_t i = decorators.count; i-- > 0;) {
        location_set(c, decorators.items[i]->at);
        emit(c, OP_PRECALL, 0);
        emit(c, OP_CALL, 0);
    }
    c->unit->at = outer;
}

void emit_function(Compiler *c, const Stmt *s) {
    const Arguments *args = s->function_def.args;
    StmtList body = s->function_def.body;
    if (!check_arguments(c, args)) return;
    visit_exprs(c, s->function_def.decorator_list);
    uint32_t flags = emit_defaults(c, args);
    flags |= emit_annotations(c, args, s->function_def.returns);
    unit_enter(c, s->function_def.name,
               s->kind == STMT_FUNCTION_DEF ? UNIT_FUNCTION : UNIT_ASYNC_FUNCTION, s,
               first_line_of(s, s->function_def.decorator_list));
    Constant *docstring = fold_find_docstring(body);
    add_constant(c, docstring ? docstring : none_constant(c));
    take_argument_counts(c, args);
    for (size_t i = docstring ? 1 : 0; i < body.count; i++) visit_stmt(c, body.items[i]);
    CodeUnit *code = unit_assemble(c, true);
    unit_leave(c);
    emit_closure(c, code, flags);
    emit_decorator_calls(c, s->function_def.decorator_list);
    emit_variable(c, s->function_def.name, CONTEXT_STORE);
}

void emit_lambda(Compiler *c, const Expr *e) {
    if (!check_arguments(c, e->lambda.args)) return;
    uint32_t flags = emit_defaults(c, e->lambda.args);
    unit_enter(c, "<lambda>", UNIT_LAMBDA, e, e->at.line);
    add_constant(c, none_constant(c));
    take_argument_counts(c, e->lambda.args);
    visit_expr(c, e->lambda.body);
    CodeUnit *code;
    if (c->unit->block->generator) {
        code = unit_assemble(c, false);
    } else {
        emit(c, OP_RETURN_VALUE, 0);
        code = unit_assemble(c, true);
    }
    unit_leave(c);
    emit_closure(c, code, flags);
}

/* Classes -------------------------------------------------------------------------------------- */

static CodeUnit *compile_class_body(Compiler *c, const Stmt *s) {
    unit_enter(c, s->class_def.name, UNIT_CLASS, s, first_line_of(s, s->class_def.decorator_list));
    c->unit->class_name = s->class_def.name;
    emit_variable(c, "__name__", CONTEXT_LOAD);
    emit_variable(c, "__module__", CONTEXT_STORE);
    emit_string(c, c->unit->qualname);
    emit_variable(c, "__qualname__", CONTEXT_STORE);
    emit_body(c, s->class_def.body);
    location_clear(c);
    if (c->unit->block->needs_class_closure) {
        emit(c, OP_LOAD_CLOSURE, (uint32_t)name_map_value(&c->unit->cells, "__class__", 0));
        emit(c, OP_COPY, 1);
        emit_variable(c, "__classcell__", CONTEXT_STORE);
    } else {
        emit_none(c);
    }
    emit(c, OP_RETURN_VALUE, 0);
    CodeUnit *code = unit_assemble(c, true);
    unit_leave(c);
    return code;
}

/* <name> = __build_class__(<body>, <name>, *<bases>, **<keywords>), then the decorators. */
void emit_class(Compiler *c, const Stmt *s) {
    visit_exprs(c, s->class_def.decorator_list);
    CodeUnit *code = compile_class_body(c, s);
    emit(c, OP_PUSH_NULL, 0);
    emit(c, OP_LOAD_BUILD_CLASS, 0);
    emit_closure(c, code, 0);
    emit_string(c, s->class_def.name);
    emit_call_arguments(c, 2, s->class_def.bases, s->class_def.keywords);
    emit_decorator_calls(c, s->class_def.decorator_list);
    emit_variable(c, s->class_def.name, CONTEXT_STORE);
}

/* Comprehensions ------------------------------------------------------------------------------- */

typedef struct ComprehensionParts {
    ComprehensionKind kind;
    ComprehensionList generators;
    const Expr *element; /* or key */
    const Expr *value;   /* of a dict comprehension */
} ComprehensionParts;

static void emit_generator(Compiler *c, const ComprehensionParts *p, size_t index, uint32_t depth);

/* What the innermost loop does. */
static void emit_element(Compiler *c, const ComprehensionParts *p, uint32_t depth) {
    visit_expr(c, p->element);
    switch (p->kind) {
    case COMPREHENSION_GENERATOR:
        emit_yield(c);
        emit(c, OP_POP_TOP, 0);
        break;
    case COMPREHENSION_LIST: emit(c, OP_LIST_APPEND, depth + 1); break;
    case COMPREHENSION_SET: emit(c, OP_SET_ADD, depth + 1); break;
    case COMPREHENSION_DICT:
        visit_expr(c, p->value);
        emit(c, OP_MAP_ADD, depth + 1);
        break;
    case COMPREHENSION_NONE: break;
    }
}

static void emit_generator_body(Compiler *c, const ComprehensionParts *p, size_t index,
                                uint32_t depth, Block *if_cleanup) {
    const Comprehension *generator = p->generators.items[index];
    visit_expr(c, generator->target);
    for (size_t i = 0; i < generator->ifs.count; i++)
        emit_jump_if(c, generator->ifs.items[i], if_cleanup, false);
    if (index + 1 < p->generators.count)
        emit_generator(c, p, index + 1, depth);
    else
        emit_element(c, p, depth);
}

static void emit_async_generator(Compiler *c, const ComprehensionParts *p, size_t index,
                                 uint32_t depth) {
    const Comprehension *generator = p->generators.items[index];
    Block *start = new_block(c), *except = new_block(c), *if_cleanup = new_block(c);
    if (index == 0) {
        c->unit->argument_count = 1;
        emit(c, OP_LOAD_FAST, 0);
    } else {
        visit_expr(c, generator->iter);
        emit(c, OP_GET_AITER, 0);
    }
    use_block(c, start);
    frame_push(c, (FrameBlock){.kind = FRAME_ASYNC_GENERATOR, .start = start});
    emit_jump(c, FLOW_SETUP_FINALLY, except);
    emit(c, OP_GET_ANEXT, 0);
    emit_none(c);
    emit_yield_from(c, true);
    emit(c, FLOW_POP_BLOCK, 0);
    emit_generator_body(c, p, index, depth + 1, if_cleanup);
    use_block(c, if_cleanup);
    emit_jump(c, FLOW_JUMP, start);
    frame_pop(c);
    use_block(c, except);
    emit(c, OP_END_ASYNC_FOR, 0);
}

/* `for y in [f(x)]`: the only item, if the loop is just an assignment. */
static const Expr *only_item(const Expr *iter) {
    if (iter->kind != EXPR_LIST && iter->kind != EXPR_TUPLE) return NULL;
    if (iter->list.elts.count != 1) return NULL;
    const Expr *item = iter->list.elts.items[0];
    return item->kind == EXPR_STARRED ? NULL : item;
}

static void emit_generator(Compiler *c, const ComprehensionParts *p, size_t index, uint32_t depth) {
    const Comprehension *generator = p->generators.items[index];
    if (c->sink->failed) return;
    if (generator->is_async) {
        emit_async_generator(c, p, index, depth);
        return;
    }
    Block *start = new_block(c), *if_cleanup = new_block(c), *anchor = new_block(c);
    const Expr *item = index ? only_item(generator->iter) : NULL;
    if (index == 0) {
        c->unit->argument_count = 1;
        emit(c, OP_LOAD_FAST, 0);
    } else if (item) {
        visit_expr(c, item);
    } else {
        visit_expr(c, generator->iter);
        emit(c, OP_GET_ITER, 0);
    }
    if (!item) {
        depth++;
        use_block(c, start);
        emit_jump(c, OP_FOR_ITER, anchor);
    }
    emit_generator_body(c, p, index, depth, if_cleanup);
    use_block(c, if_cleanup);
    if (!item) {
        emit_jump(c, FLOW_JUMP, start);
        use_block(c, anchor);
    }
}

static const char *read_parts(const Expr *e, ComprehensionParts *p) {
    switch (e->kind) {
    case EXPR_DICT_COMP:
        *p = (ComprehensionParts){COMPREHENSION_DICT, e->dict_comp.generators, e->dict_comp.key,
                                  e->dict_comp.value};
        return "<dictcomp>";
    case EXPR_SET_COMP:
        *p = (ComprehensionParts){COMPREHENSION_SET, e->set_comp.generators, e->set_comp.elt, NULL};
        return "<setcomp>";
    case EXPR_LIST_COMP:
        *p = (ComprehensionParts){COMPREHENSION_LIST, e->list_comp.generators, e->list_comp.elt,
                                  NULL};
        return "<listcomp>";
    default:
        *p = (ComprehensionParts){COMPREHENSION_GENERATOR, e->generator_exp.generators,
                                  e->generator_exp.elt, NULL};
        return "<genexpr>";
    }
}

void emit_comprehension(Compiler *c, const Expr *e) {
    ComprehensionParts p;
    const char *name = read_parts(e, &p);
    bool is_generator = p.kind == COMPREHENSION_GENERATOR;
    bool in_async = c->unit->kind == UNIT_ASYNC_FUNCTION ||
                    (c->unit->kind == UNIT_COMPREHENSION && c->unit->block->coroutine);
    unit_enter(c, name, UNIT_COMPREHENSION, e, e->at.line);
    location_set(c, e->at);
    bool is_async = c->unit->block->coroutine;
    if (is_async && !is_generator && !in_async) {
        problem_syntax(c->sink, e->at,
                       "asynchronous comprehension outside of an asynchronous function");
    }
    if (!is_generator)
        emit(c,
             p.kind == COMPREHENSION_LIST  ? OP_BUILD_LIST
             : p.kind == COMPREHENSION_SET ? OP_BUILD_SET
                                           : OP_BUILD_MAP,
             0);
    emit_generator(c, &p, 0, 0);
    if (!is_generator) emit(c, OP_RETURN_VALUE, 0);
    CodeUnit *code = unit_assemble(c, true);
    unit_leave(c);
    emit_closure(c, code, 0);
    visit_expr(c, p.generators.items[0]->iter);
    emit(c, p.generators.items[0]->is_async ? OP_GET_AITER : OP_GET_ITER, 0);
    emit(c, OP_PRECALL, 0);
    emit(c, OP_CALL, 0);
    if (is_async && !is_generator) {
        emit(c, OP_GET_AWAITABLE, 0);
        emit_none(c);
        emit_yield_from(c, true);
    }
}
