#include "python/symtable.h"

#include "base/hash.h"

#include <assert.h>
#include <string.h>

typedef struct Builder {
    Arena *arena;
    SymTable *table;
    SymBlock *current;
    const char *class_name; /* for mangling; null outside classes */
    bool future_annotations;
    ProblemSink *sink;
} Builder;

static void visit_expr(Builder *b, const Expr *e);
static void visit_stmts(Builder *b, StmtList list);

/* Tables --------------------------------------------------------------------------------------- */

static size_t block_slot(const SymTable *table, const void *node) {
    size_t slot = (size_t)hash_mix((uintptr_t)node) & (table->slot_count - 1);
    while (table->blocks[slot] && table->blocks[slot]->node != node)
        slot = (slot + 1) & (table->slot_count - 1);
    return slot;
}

static void register_block(Builder *b, SymBlock *block) {
    SymTable *table = b->table;
    if (table->block_count * 2 >= table->slot_count) {
        SymTable old = *table;
        table->slot_count = old.slot_count ? old.slot_count * 2 : 64;
        table->blocks = arena_array(b->arena, SymBlock *, table->slot_count);
        for (size_t i = 0; i < old.slot_count; i++)
            if (old.blocks[i])
                table->blocks[block_slot(table, old.blocks[i]->node)] = old.blocks[i];
    }
    table->blocks[block_slot(table, block->node)] = block;
    table->block_count++;
}

SymBlock *symtable_get(const SymTable *table, const void *node) {
    SymBlock *block = table->blocks[block_slot(table, node)];
    assert(block);
    return block;
}

Scope symtable_scope(const SymBlock *block, const char *name) {
    return (Scope)(name_map_value(&block->symbols, name, 0) >> SCOPE_SHIFT);
}

const char *symtable_mangle(Arena *arena, const char *class_name, const char *name) {
    if (!class_name || name[0] != '_' || name[1] != '_') return name;
    size_t length = strlen(name);
    if ((name[length - 1] == '_' && name[length - 2] == '_') || strchr(name, '.')) return name;
    while (*class_name == '_') class_name++;
    if (!*class_name) return name;
    return arena_format(arena, "_%s%s", class_name, name);
}

/* Blocks --------------------------------------------------------------------------------------- */

#define APPEND(arena, T, items, count, capacity, value)                                            \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            size_t grown_ = (capacity) ? (capacity)*2 : 4;                                         \
            T *new_ = arena_array(arena, T, grown_);                                               \
            if (count) memcpy(new_, items, sizeof(T) * (count));                                   \
            (items) = new_;                                                                        \
            (capacity) = grown_;                                                                   \
        }                                                                                          \
        (items)[(count)++] = (value);                                                              \
    } while (0)

static SymBlock *enter(Builder *b, BlockKind kind, const void *node) {
    SymBlock *block = arena_new(b->arena, SymBlock), *parent = b->current;
    block->kind = kind;
    block->node = node;
    block->parent = parent;
    block->symbols.arena = b->arena;
    block->nested = parent && (parent->nested || parent->kind == BLOCK_FUNCTION);
    if (parent)
        APPEND(b->arena, SymBlock *, parent->children, parent->child_count, parent->child_capacity,
               block);
    register_block(b, block);
    b->current = block;
    return block;
}

static void leave(Builder *b) {
    b->current = b->current->parent;
}

static const char *mangle(Builder *b, const char *name) {
    return symtable_mangle(b->arena, b->class_name, name);
}

static void add_to(Builder *b, SymBlock *block, const char *name, int flag, Location at) {
    const char *mangled = mangle(b, name);
    int64_t value = name_map_value(&block->symbols, mangled, 0);
    if ((flag & DEF_PARAM) && (value & DEF_PARAM)) {
        problem_syntax(b->sink, at, "duplicate argument '%s' in function definition", name);
        return;
    }
    value |= flag;
    if (block->in_comp_target) {
        if (value & (DEF_GLOBAL | DEF_NONLOCAL)) {
            problem_syntax(
                b->sink, at,
                "comprehension inner loop cannot rebind assignment expression target '%s'", name);
            return;
        }
        value |= DEF_COMP_ITER;
    }
    name_map_put(&block->symbols, mangled, value);
    if (flag & DEF_PARAM)
        APPEND(b->arena, const char *, block->params, block->param_count, block->param_capacity,
               mangled);
    /* A global statement anywhere makes the name an explicit global of the module's own code too.
     */
    if (flag & DEF_GLOBAL) {
        NameMap *top = &b->table->top->symbols;
        name_map_put(top, mangled, name_map_value(top, mangled, 0) | flag);
    }
}

static void add(Builder *b, const char *name, int flag, Location at) {
    add_to(b, b->current, name, flag, at);
}

static int64_t lookup(Builder *b, const SymBlock *block, const char *name) {
    return name_map_value(&block->symbols, mangle(b, name), 0);
}

static void record_directive(Builder *b, const char *name, Location at) {
    SymBlock *block = b->current;
    SymDirective directive = {mangle(b, name), at};
    APPEND(b->arena, SymDirective, block->directives, block->directive_count,
           block->directive_capacity, directive);
}

/* Expressions ---------------------------------------------------------------------------------- */

static void visit_optional(Builder *b, const Expr *e) {
    if (e) visit_expr(b, e);
}

static void visit_exprs(Builder *b, ExprList list) {
    for (size_t i = 0; i < list.count; i++) visit_optional(b, list.items[i]);
}

static void visit_keywords(Builder *b, KeywordList list) {
    for (size_t i = 0; i < list.count; i++) visit_expr(b, list.items[i]->value);
}

/* Under `from __future__ import annotations` names in annotations bind nothing. */
static void visit_annotation(Builder *b, const Expr *e) {
    if (e && !b->future_annotations) visit_expr(b, e);
}

static void visit_arg_annotations(Builder *b, ArgList list) {
    for (size_t i = 0; i < list.count; i++) visit_annotation(b, list.items[i]->annotation);
}

static void visit_annotations(Builder *b, const Arguments *args, const Expr *returns) {
    visit_arg_annotations(b, args->posonlyargs);
    visit_arg_annotations(b, args->args);
    if (args->vararg) visit_annotation(b, args->vararg->annotation);
    if (args->kwarg) visit_annotation(b, args->kwarg->annotation);
    visit_arg_annotations(b, args->kwonlyargs);
    visit_annotation(b, returns);
}

static void add_params(Builder *b, ArgList list) {
    for (size_t i = 0; i < list.count; i++)
        add(b, list.items[i]->arg, DEF_PARAM, list.items[i]->at);
}

static void visit_arguments(Builder *b, const Arguments *args) {
    add_params(b, args->posonlyargs);
    add_params(b, args->args);
    add_params(b, args->kwonlyargs);
    if (args->vararg) {
        add(b, args->vararg->arg, DEF_PARAM, args->vararg->at);
        b->current->varargs = true;
    }
    if (args->kwarg) {
        add(b, args->kwarg->arg, DEF_PARAM, args->kwarg->at);
        b->current->varkeywords = true;
    }
}

static void visit_generator(Builder *b, const Comprehension *c, bool outermost) {
    b->current->in_comp_target = true;
    visit_expr(b, c->target);
    b->current->in_comp_target = false;
    if (!outermost) {
        b->current->in_comp_iter++;
        visit_expr(b, c->iter);
        b->current->in_comp_iter--;
    }
    visit_exprs(b, c->ifs);
    if (c->is_async) b->current->coroutine = true;
}

static void visit_comprehension(Builder *b, const Expr *e, ComprehensionList generators,
                                const Expr *element, const Expr *value, ComprehensionKind kind) {
    const Comprehension *outermost = generators.items[0];
    b->current->in_comp_iter++;
    visit_expr(b, outermost->iter);
    b->current->in_comp_iter--;

    SymBlock *block = enter(b, BLOCK_FUNCTION, e);
    block->comprehension = kind;
    if (outermost->is_async) block->coroutine = true;
    add(b, ".0", DEF_PARAM, e->at);
    for (size_t i = 0; i < generators.count; i++) visit_generator(b, generators.items[i], i == 0);
    visit_optional(b, value);
    visit_expr(b, element);
    block->generator = kind == COMPREHENSION_GENERATOR;
    bool is_async = block->coroutine && !block->generator;
    leave(b);
    if (is_async) b->current->coroutine = true;
}

/* `(x := ...)` inside a comprehension binds x in the nearest function or module around it. */
static void bind_named_outside(Builder *b, const Expr *target) {
    const char *name = target->name.id;
    for (SymBlock *block = b->current; block; block = block->parent) {
        int64_t value = lookup(b, block, name);
        if (block->comprehension) {
            if (value & DEF_COMP_ITER) {
                problem_syntax(b->sink, target->at,
                               "assignment expression cannot rebind comprehension iteration "
                               "variable '%s'",
                               name);
                return;
            }
        } else if (block->kind == BLOCK_FUNCTION) {
            add(b, name, value & DEF_GLOBAL ? DEF_GLOBAL : DEF_NONLOCAL, target->at);
            record_directive(b, name, target->at);
            add_to(b, block, name, DEF_LOCAL, target->at);
            return;
        } else if (block->kind == BLOCK_MODULE) {
            add(b, name, DEF_GLOBAL, target->at);
            record_directive(b, name, target->at);
            add_to(b, block, name, DEF_GLOBAL, target->at);
            return;
        } else {
            problem_syntax(b->sink, target->at,
                           "assignment expression within a comprehension cannot be used in a class "
                           "body");
            return;
        }
    }
}

static void visit_named_expr(Builder *b, const Expr *e) {
    if (b->current->in_comp_iter > 0) {
        problem_syntax(b->sink, e->at,
                       "assignment expression cannot be used in a comprehension iterable "
                       "expression");
        return;
    }
    if (b->current->comprehension) bind_named_outside(b, e->named_expr.target);
    visit_expr(b, e->named_expr.value);
    visit_expr(b, e->named_expr.target);
}

static void visit_yield(Builder *b, const Expr *e, const Expr *value) {
    static const char *const where[] = {
        [COMPREHENSION_LIST] = "'yield' inside list comprehension",
        [COMPREHENSION_DICT] = "'yield' inside dict comprehension",
        [COMPREHENSION_SET] = "'yield' inside set comprehension",
        [COMPREHENSION_GENERATOR] = "'yield' inside generator expression",
    };
    visit_optional(b, value);
    b->current->generator = true;
    if (b->current->comprehension)
        problem_syntax(b->sink, e->at, "%s", where[b->current->comprehension]);
}

static void visit_lambda(Builder *b, const Expr *e) {
    visit_exprs(b, e->lambda.args->defaults);
    visit_exprs(b, e->lambda.args->kw_defaults);
    enter(b, BLOCK_FUNCTION, e);
    visit_arguments(b, e->lambda.args);
    visit_expr(b, e->lambda.body);
    leave(b);
}

static void visit_name(Builder *b, const Expr *e) {
    bool load = e->name.ctx == CONTEXT_LOAD;
    add(b, e->name.id, load ? DEF_USE : DEF_LOCAL, e->at);
    /* super() without arguments finds its class through this cell */
    if (load && b->current->kind == BLOCK_FUNCTION && strcmp(e->name.id, "super") == 0)
        add(b, "__class__", DEF_USE, e->at);
}

static void visit_expr(Builder *b, const Expr *e) {
    if (b->sink->failed) return;
    switch (e->kind) {
    case EXPR_BOOL_OP: visit_exprs(b, e->bool_op.values); break;
    case EXPR_NAMED_EXPR: visit_named_expr(b, e); break;
    case EXPR_BIN_OP:
        visit_expr(b, e->bin_op.left);
        visit_expr(b, e->bin_op.right);
        break;
    case EXPR_UNARY_OP: visit_expr(b, e->unary_op.operand); break;
    case EXPR_LAMBDA: visit_lambda(b, e); break;
    case EXPR_IF_EXP:
        visit_expr(b, e->if_exp.test);
        visit_expr(b, e->if_exp.body);
        visit_expr(b, e->if_exp.orelse);
        break;
    case EXPR_DICT:
        visit_exprs(b, e->dict.keys);
        visit_exprs(b, e->dict.values);
        break;
    case EXPR_SET: visit_exprs(b, e->set.elts); break;
    case EXPR_LIST_COMP:
        visit_comprehension(b, e, e->list_comp.generators, e->list_comp.elt, NULL,
                            COMPREHENSION_LIST);
        break;
    case EXPR_SET_COMP:
        visit_comprehension(b, e, e->set_comp.generators, e->set_comp.elt, NULL, COMPREHENSION_SET);
        break;
    case EXPR_GENERATOR_EXP:
        visit_comprehension(b, e, e->generator_exp.generators, e->generator_exp.elt, NULL,
                            COMPREHENSION_GENERATOR);
        break;
    case EXPR_DICT_COMP:
        visit_comprehension(b, e, e->dict_comp.generators, e->dict_comp.key, e->dict_comp.value,
                            COMPREHENSION_DICT);
        break;
    case EXPR_AWAIT:
        visit_expr(b, e->await.value);
        b->current->coroutine = true;
        break;
    case EXPR_YIELD: visit_yield(b, e, e->yield.value); break;
    case EXPR_YIELD_FROM: visit_yield(b, e, e->yield_from.value); break;
    case EXPR_COMPARE:
        visit_expr(b, e->compare.left);
        visit_exprs(b, e->compare.comparators);
        break;
    case EXPR_CALL:
        visit_expr(b, e->call.func);
        visit_exprs(b, e->call.args);
        visit_keywords(b, e->call.keywords);
        break;
    case EXPR_FORMATTED_VALUE:
        visit_expr(b, e->formatted_value.value);
        visit_optional(b, e->formatted_value.format_spec);
        break;
    case EXPR_JOINED_STR: visit_exprs(b, e->joined_str.values); break;
    case EXPR_CONSTANT: break;
    case EXPR_ATTRIBUTE: visit_expr(b, e->attribute.value); break;
    case EXPR_SUBSCRIPT:
        visit_expr(b, e->subscript.value);
        visit_expr(b, e->subscript.slice);
        break;
    case EXPR_STARRED: visit_expr(b, e->starred.value); break;
    case EXPR_NAME: visit_name(b, e); break;
    case EXPR_LIST: visit_exprs(b, e->list.elts); break;
    case EXPR_TUPLE: visit_exprs(b, e->tuple.elts); break;
    case EXPR_SLICE:
        visit_optional(b, e->slice.lower);
        visit_optional(b, e->slice.upper);
        visit_optional(b, e->slice.step);
        break;
    }
}

/* Patterns ------------------------------------------------------------------------------------- */

static void visit_pattern(Builder *b, const Pattern *p);

static void visit_patterns(Builder *b, PatternList list) {
    for (size_t i = 0; i < list.count; i++) visit_pattern(b, list.items[i]);
}

static void visit_pattern(Builder *b, const Pattern *p) {
    switch (p->kind) {
    case PATTERN_MATCH_VALUE: visit_expr(b, p->match_value.value); break;
    case PATTERN_MATCH_SINGLETON: break;
    case PATTERN_MATCH_SEQUENCE:
    case PATTERN_MATCH_OR: visit_patterns(b, p->match_or.patterns); break;
    case PATTERN_MATCH_MAPPING:
        visit_exprs(b, p->match_mapping.keys);
        visit_patterns(b, p->match_mapping.patterns);
        if (p->match_mapping.rest) add(b, p->match_mapping.rest, DEF_LOCAL, p->at);
        break;
    case PATTERN_MATCH_CLASS:
        visit_expr(b, p->match_class.cls);
        visit_patterns(b, p->match_class.patterns);
        visit_patterns(b, p->match_class.kwd_patterns);
        break;
    case PATTERN_MATCH_STAR:
        if (p->match_star.name) add(b, p->match_star.name, DEF_LOCAL, p->at);
        break;
    case PATTERN_MATCH_AS:
        if (p->match_as.pattern) visit_pattern(b, p->match_as.pattern);
        if (p->match_as.name) add(b, p->match_as.name, DEF_LOCAL, p->at);
        break;
    }
}

/* Statements ----------------------------------------------------------------------------------- */

static void visit_function(Builder *b, const Stmt *s) {
    const Arguments *args = s->function_def.args;
    add(b, s->function_def.name, DEF_LOCAL, s->at);
    visit_exprs(b, args->defaults);
    visit_exprs(b, args->kw_defaults);
    visit_annotations(b, args, s->function_def.returns);
    visit_exprs(b, s->function_def.decorator_list);
    SymBlock *block = enter(b, BLOCK_FUNCTION, s);
    block->coroutine = s->kind == STMT_ASYNC_FUNCTION_DEF;
    visit_arguments(b, args);
    visit_stmts(b, s->function_def.body);
    leave(b);
}

static void visit_class(Builder *b, const Stmt *s) {
    add(b, s->class_def.name, DEF_LOCAL, s->at);
    visit_exprs(b, s->class_def.bases);
    visit_keywords(b, s->class_def.keywords);
    visit_exprs(b, s->class_def.decorator_list);
    enter(b, BLOCK_CLASS, s);
    const char *outer = b->class_name;
    b->class_name = s->class_def.name;
    visit_stmts(b, s->class_def.body);
    b->class_name = outer;
    leave(b);
}

static void visit_ann_assign(Builder *b, const Stmt *s) {
    const Expr *target = s->ann_assign.target;
    if (target->kind == EXPR_NAME) {
        const char *name = target->name.id;
        int64_t value = lookup(b, b->current, name);
        if ((value & (DEF_GLOBAL | DEF_NONLOCAL)) && b->current != b->table->top &&
            s->ann_assign.simple) {
            problem_syntax(b->sink, s->at, "annotated name '%s' can't be %s", name,
                           value & DEF_GLOBAL ? "global" : "nonlocal");
            return;
        }
        if (s->ann_assign.simple)
            add(b, name, DEF_ANNOT | DEF_LOCAL, target->at);
        else if (s->ann_assign.value)
            add(b, name, DEF_LOCAL, target->at);
    } else {
        visit_expr(b, target);
    }
    visit_annotation(b, s->ann_assign.annotation);
    visit_optional(b, s->ann_assign.value);
}

static void visit_alias(Builder *b, const Alias *alias) {
    const char *name = alias->asname ? alias->asname : alias->name;
    if (strcmp(name, "*") == 0) {
        if (b->current->kind != BLOCK_MODULE)
            problem_syntax(b->sink, alias->at, "import * only allowed at module level");
        return;
    }
    const char *dot = strchr(name, '.');
    if (dot) name = arena_copy(b->arena, name, (size_t)(dot - name));
    add(b, name, DEF_IMPORT, alias->at);
}

static void visit_directive(Builder *b, const Stmt *s, NameList names, int flag) {
    const char *word = flag == DEF_GLOBAL ? "global" : "nonlocal";
    for (size_t i = 0; i < names.count && !b->sink->failed; i++) {
        const char *name = names.items[i];
        int64_t value = lookup(b, b->current, name);
        if (value & DEF_PARAM)
            problem_syntax(b->sink, s->at, "name '%s' is parameter and %s", name, word);
        else if (value & DEF_USE)
            problem_syntax(b->sink, s->at, "name '%s' is used prior to %s declaration", name, word);
        else if (value & DEF_ANNOT)
            problem_syntax(b->sink, s->at, "annotated name '%s' can't be %s", name, word);
        else if (value & DEF_LOCAL)
            problem_syntax(b->sink, s->at, "name '%s' is assigned to before %s declaration", name,
                           word);
        add(b, name, flag, s->at);
        record_directive(b, name, s->at);
    }
}

static void visit_try(Builder *b, const Stmt *s) {
    visit_stmts(b, s->try_.body);
    visit_stmts(b, s->try_.orelse);
    for (size_t i = 0; i < s->try_.handlers.count; i++) {
        const ExceptHandler *handler = s->try_.handlers.items[i];
        visit_optional(b, handler->type);
        if (handler->name) add(b, handler->name, DEF_LOCAL, handler->at);
        visit_stmts(b, handler->body);
    }
    visit_stmts(b, s->try_.finalbody);
}

static void visit_with(Builder *b, const Stmt *s) {
    for (size_t i = 0; i < s->with.items.count; i++) {
        visit_expr(b, s->with.items.items[i]->context_expr);
        visit_optional(b, s->with.items.items[i]->optional_vars);
    }
    visit_stmts(b, s->with.body);
}

static void visit_match(Builder *b, const Stmt *s) {
    visit_expr(b, s->match.subject);
    for (size_t i = 0; i < s->match.cases.count; i++) {
        const MatchCase *c = s->match.cases.items[i];
        visit_pattern(b, c->pattern);
        visit_optional(b, c->guard);
        visit_stmts(b, c->body);
    }
}

static void visit_stmt(Builder *b, const Stmt *s) {
    if (b->sink->failed) return;
    switch (s->kind) {
    case STMT_FUNCTION_DEF:
    case STMT_ASYNC_FUNCTION_DEF: visit_function(b, s); break;
    case STMT_CLASS_DEF: visit_class(b, s); break;
    case STMT_RETURN: visit_optional(b, s->return_.value); break;
    case STMT_DELETE: visit_exprs(b, s->delete_.targets); break;
    case STMT_ASSIGN:
        visit_exprs(b, s->assign.targets);
        visit_expr(b, s->assign.value);
        break;
    case STMT_AUG_ASSIGN:
        visit_expr(b, s->aug_assign.target);
        visit_expr(b, s->aug_assign.value);
        break;
    case STMT_ANN_ASSIGN: visit_ann_assign(b, s); break;
    case STMT_FOR:
    case STMT_ASYNC_FOR:
        visit_expr(b, s->for_.target);
        visit_expr(b, s->for_.iter);
        visit_stmts(b, s->for_.body);
        visit_stmts(b, s->for_.orelse);
        break;
    case STMT_WHILE:
    case STMT_IF:
        visit_expr(b, s->if_.test);
        visit_stmts(b, s->if_.body);
        visit_stmts(b, s->if_.orelse);
        break;
    case STMT_WITH:
    case STMT_ASYNC_WITH: visit_with(b, s); break;
    case STMT_MATCH: visit_match(b, s); break;
    case STMT_RAISE:
        visit_optional(b, s->raise.exc);
        visit_optional(b, s->raise.cause);
        break;
    case STMT_TRY:
    case STMT_TRY_STAR: visit_try(b, s); break;
    case STMT_ASSERT:
        visit_expr(b, s->assert_.test);
        visit_optional(b, s->assert_.msg);
        break;
    case STMT_IMPORT:
    case STMT_IMPORT_FROM: {
        AliasList names = s->kind == STMT_IMPORT ? s->import.names : s->import_from.names;
        for (size_t i = 0; i < names.count; i++) visit_alias(b, names.items[i]);
        break;
    }
    case STMT_GLOBAL: visit_directive(b, s, s->global.names, DEF_GLOBAL); break;
    case STMT_NONLOCAL: visit_directive(b, s, s->nonlocal.names, DEF_NONLOCAL); break;
    case STMT_EXPR: visit_expr(b, s->expr.value); break;
    case STMT_PASS:
    case STMT_BREAK:
    case STMT_CONTINUE: break;
    }
}

static void visit_stmts(Builder *b, StmtList list) {
    for (size_t i = 0; i < list.count; i++) visit_stmt(b, list.items[i]);
}

/* Analysis ------------------------------------------------------------------------------------- */

/* Sets of names are NameMaps with value 1 for members; 0 marks a removed one. */
static void set_add(NameMap *set, const char *name) {
    name_map_put(set, name, 1);
}

static bool set_has(const NameMap *set, const char *name) {
    return name_map_value(set, name, 0) != 0;
}

static void set_remove(NameMap *set, const char *name) {
    if (set_has(set, name)) name_map_put(set, name, 0);
}

static void set_add_all(NameMap *set, const NameMap *other) {
    for (uint32_t i = 0; i < other->count; i++)
        if (other->entries[i].value) set_add(set, other->entries[i].name);
}

static void directive_problem(Builder *b, const SymBlock *block, const char *name,
                              const char *format) {
    Location at = {0, 0, 0, 0};
    for (size_t i = 0; i < block->directive_count; i++) {
        if (strcmp(block->directives[i].name, name) == 0) {
            at = block->directives[i].at;
            break;
        }
    }
    char *message = arena_format(b->arena, format[0] == '%' ? "%s%s" : "%s'%s' found",
                                 format[0] == '%' ? "" : format, name);
    if (format[0] == '%')
        message = arena_format(b->arena, "name '%s' is nonlocal and global", name);
    problem_syntax(b->sink, at, "%s", message);
}

typedef struct Names {
    NameMap bound;  /* bound in functions around */
    NameMap global; /* declared global around */
    NameMap free;   /* out: free in this block and its children */
} Names;

static Scope analyze_name(Builder *b, SymBlock *block, const char *name, int64_t flags,
                          bool has_bound, Names *names, NameMap *local) {
    if (flags & DEF_GLOBAL) {
        if (flags & DEF_NONLOCAL) directive_problem(b, block, name, "%");
        set_add(&names->global, name);
        set_remove(&names->bound, name);
        return SCOPE_GLOBAL_EXPLICIT;
    }
    if (flags & DEF_NONLOCAL) {
        if (!has_bound) {
            Location at = block->directive_count ? block->directives[0].at : (Location){0};
            problem_syntax(b->sink, at, "nonlocal declaration not allowed at module level");
        } else if (!set_has(&names->bound, name)) {
            directive_problem(b, block, name, "no binding for nonlocal ");
        }
        set_add(&names->free, name);
        return SCOPE_FREE;
    }
    if (flags & DEF_BOUND) {
        set_add(local, name);
        set_remove(&names->global, name);
        return SCOPE_LOCAL;
    }
    if (has_bound && set_has(&names->bound, name)) {
        set_add(&names->free, name);
        return SCOPE_FREE;
    }
    return SCOPE_GLOBAL_IMPLICIT;
}

static void set_scope(NameMapEntry *entry, Scope scope) {
    entry->value = (entry->value & ((1 << SCOPE_SHIFT) - 1)) | (int64_t)scope << SCOPE_SHIFT;
}

/* Marks what the children's free names mean here. */
static void resolve_free(SymBlock *block, bool has_bound, const NameMap *bound, NameMap *free) {
    if (block->kind == BLOCK_FUNCTION) {
        for (uint32_t i = 0; i < block->symbols.count; i++) {
            NameMapEntry *entry = &block->symbols.entries[i];
            if (entry->value >> SCOPE_SHIFT == SCOPE_LOCAL && set_has(free, entry->name)) {
                set_scope(entry, SCOPE_CELL);
                set_remove(free, entry->name);
            }
        }
    } else if (block->kind == BLOCK_CLASS && set_has(free, "__class__")) {
        set_remove(free, "__class__");
        block->needs_class_closure = true;
    }
    for (uint32_t i = 0; i < free->count; i++) {
        if (!free->entries[i].value) continue;
        const char *name = free->entries[i].name;
        NameMapEntry *entry = name_map_find(&block->symbols, name);
        if (entry) {
            if (block->kind == BLOCK_CLASS && entry->value & (DEF_BOUND | DEF_GLOBAL))
                entry->value |= DEF_FREE_CLASS;
        } else if (!has_bound || set_has(bound, name)) {
            name_map_put(&block->symbols, name, (int64_t)SCOPE_FREE << SCOPE_SHIFT);
        }
    }
}

static void analyze_block(Builder *b, SymBlock *block, bool has_bound, Names *names) {
    NameMap local = {.arena = b->arena};
    Names inner = {{.arena = b->arena}, {.arena = b->arena}, {.arena = b->arena}};
    /* A class's own names are not seen by its methods. */
    if (block->kind == BLOCK_CLASS) {
        set_add_all(&inner.global, &names->global);
        set_add_all(&inner.bound, &names->bound);
    }
    for (uint32_t i = 0; i < block->symbols.count && !b->sink->failed; i++) {
        NameMapEntry *entry = &block->symbols.entries[i];
        set_scope(entry,
                  analyze_name(b, block, entry->name, entry->value, has_bound, names, &local));
    }
    if (b->sink->failed) return;
    if (block->kind == BLOCK_CLASS) {
        set_add(&inner.bound, "__class__");
    } else {
        if (block->kind == BLOCK_FUNCTION) set_add_all(&inner.bound, &local);
        set_add_all(&inner.bound, &names->bound);
        set_add_all(&inner.global, &names->global);
    }
    for (size_t i = 0; i < block->child_count && !b->sink->failed; i++) {
        Names child = {{.arena = b->arena}, {.arena = b->arena}, {.arena = b->arena}};
        set_add_all(&child.bound, &inner.bound);
        set_add_all(&child.global, &inner.global);
        analyze_block(b, block->children[i], true, &child);
        set_add_all(&inner.free, &child.free);
    }
    resolve_free(block, has_bound, &names->bound, &inner.free);
    set_add_all(&names->free, &inner.free);
}

SymTable *symtable_build(Arena *arena, const Module *module, bool future_annotations,
                         ProblemSink *sink) {
    SymTable *table = arena_new(arena, SymTable);
    Builder b = {
        .arena = arena, .table = table, .future_annotations = future_annotations, .sink = sink};
    table->top = enter(&b, BLOCK_MODULE, module);
    visit_stmts(&b, module->body);
    if (sink->failed) return NULL;
    Names names = {{.arena = arena}, {.arena = arena}, {.arena = arena}};
    analyze_block(&b, table->top, false, &names);
    return sink->failed ? NULL : table;
}
