#include "python/compile_internal.h"
#include "python/compile_warn.h"

#include <string.h>

static bool has_starred(ExprList list) {
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i]->kind == EXPR_STARRED) return true;
    return false;
}

static bool has_unpacking(KeywordList list) {
    for (size_t i = 0; i < list.count; i++)
        if (!list.items[i]->arg) return true;
    return false;
}

/* Sequences ------------------------------------------------------------------------------------ */

/* Three constants or more are one constant, extended from in one go; false if they are not. */
static bool emit_constant_sequence(Compiler *c, ExprList elts, uint32_t pushed, int build,
                                   int extend, bool tuple) {
    if (elts.count <= 2) return false;
    for (size_t i = 0; i < elts.count; i++)
        if (elts.items[i]->kind != EXPR_CONSTANT) return false;
    Constant **items = arena_array(c->arena, Constant *, elts.count);
    for (size_t i = 0; i < elts.count; i++) items[i] = elts.items[i]->constant.value;
    if (tuple && !pushed) {
        emit_constant(c, constant_tuple(c->arena, items, elts.count));
        return true;
    }
    emit(c, build, pushed);
    emit_constant(c, build == OP_BUILD_SET ? constant_frozenset(c->arena, items, elts.count)
                                           : constant_tuple(c->arena, items, elts.count));
    emit(c, extend, 1);
    if (tuple) emit(c, OP_LIST_TO_TUPLE, 0);
    return true;
}

void emit_sequence(Compiler *c, ExprList elts, uint32_t pushed, int build, int add, int extend,
                   bool tuple) {
    if (emit_constant_sequence(c, elts, pushed, build, extend, tuple)) return;
    bool big = elts.count + pushed > STACK_GUIDELINE;
    if (!big && !has_starred(elts)) {
        visit_exprs(c, elts);
        emit(c, tuple ? OP_BUILD_TUPLE : build, (uint32_t)elts.count + pushed);
        return;
    }
    bool built = big;
    if (big) emit(c, build, pushed);
    for (size_t i = 0; i < elts.count; i++) {
        const Expr *elt = elts.items[i];
        if (elt->kind == EXPR_STARRED) {
            if (!built) emit(c, build, (uint32_t)i + pushed);
            built = true;
            visit_expr(c, elt->starred.value);
            emit(c, extend, 1);
        } else {
            visit_expr(c, elt);
            if (built) emit(c, add, 1);
        }
    }
    if (tuple) emit(c, OP_LIST_TO_TUPLE, 0);
}

/* Keywords ------------------------------------------------------------------------------------- */

static bool check_keywords(Compiler *c, KeywordList keywords) {
    NameMap seen = {.arena = &c->scratch};
    for (size_t i = 0; i < keywords.count; i++) {
        const Keyword *keyword = keywords.items[i];
        if (!keyword->arg) continue;
        if (!check_name(c, keyword->arg, CONTEXT_STORE)) return false;
        if (name_map_find(&seen, keyword->arg)) {
            problem_syntax(c->sink, keyword->at, "keyword argument repeated: %s", keyword->arg);
            return false;
        }
        name_map_put(&seen, keyword->arg, 1);
    }
    return true;
}

static void visit_keywords(Compiler *c, KeywordList keywords) {
    for (size_t i = 0; i < keywords.count; i++) visit_expr(c, keywords.items[i]->value);
}

static Constant *keyword_names(Compiler *c, KeywordList keywords, size_t begin, size_t end) {
    const char **names = arena_array(&c->scratch, const char *, end - begin + 1);
    for (size_t i = begin; i < end; i++) names[i - begin] = keywords.items[i]->arg;
    return names_constant(c, names, end - begin);
}

static void emit_keyword_names(Compiler *c, KeywordList keywords) {
    emit(c, OP_KW_NAMES, add_constant(c, keyword_names(c, keywords, 0, keywords.count)));
}

/* A dict of the keywords begin .. end, none of them `**x`. */
static void emit_part_of_keywords(Compiler *c, KeywordList keywords, size_t begin, size_t end) {
    size_t count = end - begin;
    bool big = count * 2 > STACK_GUIDELINE;
    if (count > 1 && !big) {
        for (size_t i = begin; i < end; i++) visit_expr(c, keywords.items[i]->value);
        emit_constant(c, keyword_names(c, keywords, begin, end));
        emit(c, OP_BUILD_CONST_KEY_MAP, (uint32_t)count);
        return;
    }
    if (big) emit(c, OP_BUILD_MAP, 0);
    for (size_t i = begin; i < end; i++) {
        emit_string(c, keywords.items[i]->arg);
        visit_expr(c, keywords.items[i]->value);
        if (big) flow_add(&c->unit->graph, OP_MAP_ADD, 1, (CodeLocation){-1, -1, -1, -1}, NULL);
    }
    if (!big) emit(c, OP_BUILD_MAP, (uint32_t)count);
}

static void emit_keyword_dict(Compiler *c, KeywordList keywords) {
    bool have_dict = false;
    size_t waiting = 0;
    for (size_t i = 0; i < keywords.count; i++) {
        if (keywords.items[i]->arg) {
            waiting++;
            continue;
        }
        if (waiting) {
            emit_part_of_keywords(c, keywords, i - waiting, i);
            if (have_dict) emit(c, OP_DICT_MERGE, 1);
            have_dict = true;
            waiting = 0;
        }
        if (!have_dict) emit(c, OP_BUILD_MAP, 0);
        have_dict = true;
        visit_expr(c, keywords.items[i]->value);
        emit(c, OP_DICT_MERGE, 1);
    }
    if (!waiting) return;
    emit_part_of_keywords(c, keywords, keywords.count - waiting, keywords.count);
    if (have_dict) emit(c, OP_DICT_MERGE, 1);
}

/* Calls ---------------------------------------------------------------------------------------- */

static void emit_call_ex(Compiler *c, uint32_t pushed, ExprList args, KeywordList keywords) {
    if (pushed == 0 && args.count == 1 && args.items[0]->kind == EXPR_STARRED)
        visit_expr(c, args.items[0]->starred.value);
    else
        emit_sequence(c, args, pushed, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true);
    if (keywords.count) emit_keyword_dict(c, keywords);
    emit(c, OP_CALL_FUNCTION_EX, keywords.count > 0);
}

void emit_call_arguments(Compiler *c, uint32_t pushed, ExprList args, KeywordList keywords) {
    if (!check_keywords(c, keywords)) return;
    if (args.count + keywords.count * 2 > STACK_GUIDELINE || has_starred(args) ||
        has_unpacking(keywords)) {
        emit_call_ex(c, pushed, args, keywords);
        return;
    }
    visit_exprs(c, args);
    if (keywords.count) {
        visit_keywords(c, keywords);
        emit_keyword_names(c, keywords);
    }
    uint32_t count = pushed + (uint32_t)(args.count + keywords.count);
    emit(c, OP_PRECALL, count);
    emit(c, OP_CALL, count);
}

/* A name that a statement at module level imports: most likely a module, whose functions are no
 * methods. */
static bool is_imported(const Compiler *c, const Expr *e) {
    return e->kind == EXPR_NAME &&
           (name_map_value(&c->symbols->top->symbols, e->name.id, 0) & DEF_IMPORT) != 0;
}

/* `obj.method(...)` without making a bound method; false if the call is not of that form. */
static bool emit_method_call(Compiler *c, const Expr *e) {
    const Expr *method = e->call.func;
    ExprList args = e->call.args;
    KeywordList keywords = e->call.keywords;
    if (method->kind != EXPR_ATTRIBUTE || method->attribute.ctx != CONTEXT_LOAD) return false;
    if (is_imported(c, method->attribute.value)) return false;
    size_t count = args.count + keywords.count;
    if (count + (keywords.count != 0) >= STACK_GUIDELINE) return false;
    if (has_starred(args) || has_unpacking(keywords)) return false;
    visit_expr(c, method->attribute.value);
    location_set(c, method->at);
    location_to_attribute(c, method);
    emit_name(c, OP_LOAD_METHOD, method->attribute.attr);
    visit_exprs(c, args);
    if (keywords.count) {
        visit_keywords(c, keywords);
        emit_keyword_names(c, keywords);
    }
    location_set(c, e->at);
    location_to_attribute(c, method);
    emit(c, OP_PRECALL, (uint32_t)count);
    emit(c, OP_CALL, (uint32_t)count);
    return true;
}

void emit_call(Compiler *c, const Expr *e) {
    if (!check_keywords(c, e->call.keywords)) return;
    if (emit_method_call(c, e)) return;
    warn_about_call(c, e->call.func);
    location_set(c, e->call.func->at);
    emit(c, OP_PUSH_NULL, 0);
    location_set(c, e->at);
    visit_expr(c, e->call.func);
    emit_call_arguments(c, 0, e->call.args, e->call.keywords);
}
