#include "python/compile_internal.h"
#include "python/compile_warn.h"

#include <string.h>

uint32_t binary_op_of(Operator op) {
    static const BinaryOp ops[] = {
        [OPERATOR_ADD] = BINARY_ADD,
        [OPERATOR_SUB] = BINARY_SUBTRACT,
        [OPERATOR_MULT] = BINARY_MULTIPLY,
        [OPERATOR_MAT_MULT] = BINARY_MATRIX_MULTIPLY,
        [OPERATOR_DIV] = BINARY_TRUE_DIVIDE,
        [OPERATOR_MOD] = BINARY_REMAINDER,
        [OPERATOR_POW] = BINARY_POWER,
        [OPERATOR_L_SHIFT] = BINARY_LSHIFT,
        [OPERATOR_R_SHIFT] = BINARY_RSHIFT,
        [OPERATOR_BIT_OR] = BINARY_OR,
        [OPERATOR_BIT_XOR] = BINARY_XOR,
        [OPERATOR_BIT_AND] = BINARY_AND,
        [OPERATOR_FLOOR_DIV] = BINARY_FLOOR_DIVIDE,
    };
    return ops[op];
}

static int unary_op_of(UnaryOperator op) {
    static const int ops[] = {
        [UNARYOP_INVERT] = OP_UNARY_INVERT,
        [UNARYOP_NOT] = OP_UNARY_NOT,
        [UNARYOP_U_ADD] = OP_UNARY_POSITIVE,
        [UNARYOP_U_SUB] = OP_UNARY_NEGATIVE,
    };
    return ops[op];
}

/* Comparisons and conditions ------------------------------------------------------------------- */

static void emit_compare_op(Compiler *c, CompareOperator op) {
    switch (op) {
    case CMPOP_EQ: emit(c, OP_COMPARE_OP, COMPARE_EQ); break;
    case CMPOP_NOT_EQ: emit(c, OP_COMPARE_OP, COMPARE_NE); break;
    case CMPOP_LT: emit(c, OP_COMPARE_OP, COMPARE_LT); break;
    case CMPOP_LT_E: emit(c, OP_COMPARE_OP, COMPARE_LE); break;
    case CMPOP_GT: emit(c, OP_COMPARE_OP, COMPARE_GT); break;
    case CMPOP_GT_E: emit(c, OP_COMPARE_OP, COMPARE_GE); break;
    case CMPOP_IS: emit(c, OP_IS_OP, 0); break;
    case CMPOP_IS_NOT: emit(c, OP_IS_OP, 1); break;
    case CMPOP_IN: emit(c, OP_CONTAINS_OP, 0); break;
    case CMPOP_NOT_IN: emit(c, OP_CONTAINS_OP, 1); break;
    }
}

/* All comparisons of a chain but the last; each leaves for `cleanup` when false, with the next
 * operand on the stack (below the result for `jump` = JUMP_IF_FALSE_OR_POP). */
static void emit_chain(Compiler *c, const Expr *e, int jump, Block *cleanup) {
    size_t last = e->compare.ops.count - 1;
    visit_expr(c, e->compare.left);
    for (size_t i = 0; i < last; i++) {
        visit_expr(c, e->compare.comparators.items[i]);
        emit(c, OP_SWAP, 2);
        emit(c, OP_COPY, 2);
        emit_compare_op(c, e->compare.ops.items[i]);
        emit_jump(c, jump, cleanup);
    }
    visit_expr(c, e->compare.comparators.items[last]);
    emit_compare_op(c, e->compare.ops.items[last]);
}

static void emit_compare(Compiler *c, const Expr *e) {
    warn_about_compare(c, e);
    Block *cleanup = e->compare.ops.count > 1 ? new_block(c) : NULL;
    emit_chain(c, e, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    if (!cleanup) return;
    Block *end = new_block(c);
    emit_jump_without_line(c, FLOW_JUMP, end);
    use_block(c, cleanup);
    emit(c, OP_SWAP, 2);
    emit(c, OP_POP_TOP, 0);
    use_block(c, end);
}

static int pop_jump(bool condition) {
    return condition ? FLOW_POP_JUMP_IF_TRUE : FLOW_POP_JUMP_IF_FALSE;
}

static void emit_jump_if_bool(Compiler *c, const Expr *e, Block *target, bool condition) {
    bool is_or = e->bool_op.op == BOOLOP_OR;
    size_t last = e->bool_op.values.count - 1;
    Block *decided = is_or == condition ? target : new_block(c);
    for (size_t i = 0; i < last; i++) emit_jump_if(c, e->bool_op.values.items[i], decided, is_or);
    emit_jump_if(c, e->bool_op.values.items[last], target, condition);
    if (decided != target) use_block(c, decided);
}

static void emit_jump_if_else(Compiler *c, const Expr *e, Block *target, bool condition) {
    Block *end = new_block(c), *orelse = new_block(c);
    emit_jump_if(c, e->if_exp.test, orelse, false);
    emit_jump_if(c, e->if_exp.body, target, condition);
    emit_jump_without_line(c, FLOW_JUMP, end);
    use_block(c, orelse);
    emit_jump_if(c, e->if_exp.orelse, target, condition);
    use_block(c, end);
}

static void emit_jump_if_chain(Compiler *c, const Expr *e, Block *target, bool condition) {
    Block *cleanup = new_block(c);
    emit_chain(c, e, FLOW_POP_JUMP_IF_FALSE, cleanup);
    emit_jump(c, pop_jump(condition), target);
    Block *end = new_block(c);
    emit_jump_without_line(c, FLOW_JUMP, end);
    use_block(c, cleanup);
    emit(c, OP_POP_TOP, 0);
    if (!condition) emit_jump_without_line(c, FLOW_JUMP, target);
    use_block(c, end);
}

void emit_jump_if(Compiler *c, const Expr *e, Block *target, bool condition) {
    switch (e->kind) {
    case EXPR_UNARY_OP:
        if (e->unary_op.op != UNARYOP_NOT) break;
        emit_jump_if(c, e->unary_op.operand, target, !condition);
        return;
    case EXPR_BOOL_OP: emit_jump_if_bool(c, e, target, condition); return;
    case EXPR_IF_EXP: emit_jump_if_else(c, e, target, condition); return;
    case EXPR_COMPARE:
        location_set(c, e->at);
        if (e->compare.ops.count < 2) break;
        warn_about_compare(c, e);
        emit_jump_if_chain(c, e, target, condition);
        return;
    default: break;
    }
    visit_expr(c, e);
    emit_jump(c, pop_jump(condition), target);
}

static void emit_bool_op(Compiler *c, const Expr *e) {
    int jump = e->bool_op.op == BOOLOP_AND ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    Block *end = new_block(c);
    size_t last = e->bool_op.values.count - 1;
    for (size_t i = 0; i < last; i++) {
        visit_expr(c, e->bool_op.values.items[i]);
        emit_jump(c, jump, end);
    }
    visit_expr(c, e->bool_op.values.items[last]);
    use_block(c, end);
}

static void emit_if_else(Compiler *c, const Expr *e) {
    Block *end = new_block(c), *orelse = new_block(c);
    emit_jump_if(c, e->if_exp.test, orelse, false);
    visit_expr(c, e->if_exp.body);
    emit_jump_without_line(c, FLOW_JUMP, end);
    use_block(c, orelse);
    visit_expr(c, e->if_exp.orelse);
    use_block(c, end);
}

/* Containers ----------------------------------------------------------------------------------- */

static bool all_constant(const ExprList *list, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++)
        if (!list->items[i] || list->items[i]->kind != EXPR_CONSTANT) return false;
    return true;
}

/* Entries begin .. end of a dict display, none of them `**x`. */
static void emit_part_of_dict(Compiler *c, const Expr *e, size_t begin, size_t end) {
    size_t count = end - begin;
    bool big = count * 2 > STACK_GUIDELINE;
    if (count > 1 && !big && all_constant(&e->dict.keys, begin, end)) {
        Constant **keys = arena_array(c->arena, Constant *, count);
        for (size_t i = begin; i < end; i++) {
            visit_expr(c, e->dict.values.items[i]);
            keys[i - begin] = e->dict.keys.items[i]->constant.value;
        }
        emit_constant(c, constant_tuple(c->arena, keys, count));
        emit(c, OP_BUILD_CONST_KEY_MAP, (uint32_t)count);
        return;
    }
    if (big) emit(c, OP_BUILD_MAP, 0);
    for (size_t i = begin; i < end; i++) {
        visit_expr(c, e->dict.keys.items[i]);
        visit_expr(c, e->dict.values.items[i]);
        if (big) emit(c, OP_MAP_ADD, 1);
    }
    if (!big) emit(c, OP_BUILD_MAP, (uint32_t)count);
}

static void emit_dict(Compiler *c, const Expr *e) {
    size_t count = e->dict.values.count, waiting = 0;
    bool have_dict = false;
    for (size_t i = 0; i < count; i++) {
        if (e->dict.keys.items[i] && waiting * 2 <= STACK_GUIDELINE) {
            waiting++;
            continue;
        }
        bool unpacking = !e->dict.keys.items[i];
        if (waiting) {
            emit_part_of_dict(c, e, i - waiting, unpacking ? i : i + 1);
            if (have_dict) emit(c, OP_DICT_UPDATE, 1);
            have_dict = true;
            waiting = 0;
        }
        if (!unpacking) continue;
        if (!have_dict) emit(c, OP_BUILD_MAP, 0);
        have_dict = true;
        visit_expr(c, e->dict.values.items[i]);
        emit(c, OP_DICT_UPDATE, 1);
    }
    if (waiting) {
        emit_part_of_dict(c, e, count - waiting, count);
        if (have_dict) emit(c, OP_DICT_UPDATE, 1);
        have_dict = true;
    }
    if (!have_dict) emit(c, OP_BUILD_MAP, 0);
}

void emit_unpack(Compiler *c, ExprList targets) {
    bool star = false;
    for (size_t i = 0; i < targets.count; i++) {
        if (targets.items[i]->kind != EXPR_STARRED) continue;
        if (star) {
            problem_syntax(c->sink, location_here(c), "multiple starred expressions in assignment");
            return;
        }
        size_t after = targets.count - i - 1;
        if (i >= 1 << 8 || after >= 1 << 16) {
            problem_syntax(c->sink, location_here(c),
                           "too many expressions in star-unpacking assignment");
            return;
        }
        emit(c, OP_UNPACK_EX, (uint32_t)(i + (after << 8)));
        star = true;
    }
    if (!star) emit(c, OP_UNPACK_SEQUENCE, (uint32_t)targets.count);
    for (size_t i = 0; i < targets.count; i++) {
        const Expr *target = targets.items[i];
        visit_expr(c, target->kind == EXPR_STARRED ? target->starred.value : target);
    }
}

static void emit_list_or_tuple(Compiler *c, const Expr *e) {
    if (e->list.ctx == CONTEXT_STORE)
        emit_unpack(c, e->list.elts);
    else if (e->list.ctx == CONTEXT_DEL)
        visit_exprs(c, e->list.elts);
    else
        emit_sequence(c, e->list.elts, 0, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND,
                      e->kind == EXPR_TUPLE);
}

/* Strings -------------------------------------------------------------------------------------- */

static void emit_joined_str(Compiler *c, const Expr *e) {
    ExprList values = e->joined_str.values;
    if (values.count > STACK_GUIDELINE) {
        emit_string(c, "");
        emit_name(c, OP_LOAD_METHOD, "join");
        emit(c, OP_BUILD_LIST, 0);
        for (size_t i = 0; i < values.count; i++) {
            visit_expr(c, values.items[i]);
            emit(c, OP_LIST_APPEND, 1);
        }
        emit(c, OP_PRECALL, 1);
        emit(c, OP_CALL, 1);
        return;
    }
    visit_exprs(c, values);
    if (values.count != 1) emit(c, OP_BUILD_STRING, (uint32_t)values.count);
}

static void emit_formatted_value(Compiler *c, const Expr *e) {
    uint32_t flags = FORMAT_CONVERT_NONE;
    switch (e->formatted_value.conversion) {
    case 's': flags = FORMAT_CONVERT_STR; break;
    case 'r': flags = FORMAT_CONVERT_REPR; break;
    case 'a': flags = FORMAT_CONVERT_ASCII; break;
    }
    visit_expr(c, e->formatted_value.value);
    if (e->formatted_value.format_spec) {
        visit_expr(c, e->formatted_value.format_spec);
        flags |= FORMAT_HAS_SPEC;
    }
    emit(c, OP_FORMAT_VALUE, flags);
}

/* Attributes and subscripts -------------------------------------------------------------------- */

static void emit_attribute(Compiler *c, const Expr *e) {
    static const int opcodes[] = {OP_LOAD_ATTR, OP_STORE_ATTR, OP_DELETE_ATTR};
    visit_expr(c, e->attribute.value);
    location_to_attribute(c, e);
    if (!check_name(c, e->attribute.attr, e->attribute.ctx)) return;
    emit_name(c, opcodes[e->attribute.ctx], e->attribute.attr);
}

static void emit_slice(Compiler *c, const Expr *e) {
    if (e->slice.lower)
        visit_expr(c, e->slice.lower);
    else
        emit_none(c);
    if (e->slice.upper)
        visit_expr(c, e->slice.upper);
    else
        emit_none(c);
    if (e->slice.step) visit_expr(c, e->slice.step);
    emit(c, OP_BUILD_SLICE, e->slice.step ? 3 : 2);
}

static void emit_subscript(Compiler *c, const Expr *e) {
    static const int opcodes[] = {OP_BINARY_SUBSCR, OP_STORE_SUBSCR, OP_DELETE_SUBSCR};
    if (e->subscript.ctx == CONTEXT_LOAD)
        warn_about_subscript(c, e->subscript.value, e->subscript.slice);
    visit_expr(c, e->subscript.value);
    visit_expr(c, e->subscript.slice);
    emit(c, opcodes[e->subscript.ctx], 0);
}

/* Generators ----------------------------------------------------------------------------------- */

void emit_yield(Compiler *c) {
    if (c->unit->block->generator && c->unit->block->coroutine) emit(c, OP_ASYNC_GEN_WRAP, 0);
    emit(c, OP_YIELD_VALUE, 0);
    emit(c, OP_RESUME, 1);
}

void emit_yield_from(Compiler *c, bool await) {
    Block *start = new_block(c), *resume = new_block(c), *exit = new_block(c);
    use_block(c, start);
    emit_jump(c, OP_SEND, exit);
    use_block(c, resume);
    emit(c, OP_YIELD_VALUE, 0);
    emit(c, OP_RESUME, await ? 3 : 2);
    emit_jump(c, FLOW_JUMP_NO_INTERRUPT, start);
    use_block(c, exit);
}

static bool check_in_function(Compiler *c, const char *what) {
    if (c->unit->block->kind == BLOCK_FUNCTION) return true;
    problem_syntax(c->sink, location_here(c), "'%s' outside function", what);
    return false;
}

static void emit_yield_expr(Compiler *c, const Expr *e) {
    if (!check_in_function(c, "yield")) return;
    if (e->yield.value)
        visit_expr(c, e->yield.value);
    else
        emit_none(c);
    emit_yield(c);
}

static void emit_yield_from_expr(Compiler *c, const Expr *e) {
    if (!check_in_function(c, "yield")) return;
    if (c->unit->kind == UNIT_ASYNC_FUNCTION) {
        problem_syntax(c->sink, location_here(c), "'yield from' inside async function");
        return;
    }
    visit_expr(c, e->yield_from.value);
    emit(c, OP_GET_YIELD_FROM_ITER, 0);
    emit_none(c);
    emit_yield_from(c, false);
}

static void emit_await(Compiler *c, const Expr *e) {
    if (!check_in_function(c, "await")) return;
    if (c->unit->kind != UNIT_ASYNC_FUNCTION && c->unit->kind != UNIT_COMPREHENSION) {
        problem_syntax(c->sink, location_here(c), "'await' outside async function");
        return;
    }
    visit_expr(c, e->await.value);
    emit(c, OP_GET_AWAITABLE, 0);
    emit_none(c);
    emit_yield_from(c, true);
}

/* Dispatch ------------------------------------------------------------------------------------- */

static void emit_expr(Compiler *c, const Expr *e) {
    switch (e->kind) {
    case EXPR_BOOL_OP: emit_bool_op(c, e); break;
    case EXPR_NAMED_EXPR:
        visit_expr(c, e->named_expr.value);
        emit(c, OP_COPY, 1);
        visit_expr(c, e->named_expr.target);
        break;
    case EXPR_BIN_OP:
        visit_expr(c, e->bin_op.left);
        visit_expr(c, e->bin_op.right);
        emit(c, OP_BINARY_OP, binary_op_of(e->bin_op.op));
        break;
    case EXPR_UNARY_OP:
        visit_expr(c, e->unary_op.operand);
        emit(c, unary_op_of(e->unary_op.op), 0);
        break;
    case EXPR_LAMBDA: emit_lambda(c, e); break;
    case EXPR_IF_EXP: emit_if_else(c, e); break;
    case EXPR_DICT: emit_dict(c, e); break;
    case EXPR_SET:
        emit_sequence(c, e->set.elts, 0, OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE, false);
        break;
    case EXPR_LIST_COMP:
    case EXPR_SET_COMP:
    case EXPR_DICT_COMP:
    case EXPR_GENERATOR_EXP: emit_comprehension(c, e); break;
    case EXPR_AWAIT: emit_await(c, e); break;
    case EXPR_YIELD: emit_yield_expr(c, e); break;
    case EXPR_YIELD_FROM: emit_yield_from_expr(c, e); break;
    case EXPR_COMPARE: emit_compare(c, e); break;
    case EXPR_CALL: emit_call(c, e); break;
    case EXPR_FORMATTED_VALUE: emit_formatted_value(c, e); break;
    case EXPR_JOINED_STR: emit_joined_str(c, e); break;
    case EXPR_CONSTANT: emit_constant(c, e->constant.value); break;
    case EXPR_ATTRIBUTE: emit_attribute(c, e); break;
    case EXPR_SUBSCRIPT: emit_subscript(c, e); break;
    case EXPR_STARRED:
        problem_syntax(c->sink, location_here(c), "%s",
                       e->starred.ctx == CONTEXT_STORE
                           ? "starred assignment target must be in a list or tuple"
                           : "can't use starred expression here");
        break;
    case EXPR_NAME: emit_variable(c, e->name.id, e->name.ctx); break;
    case EXPR_LIST:
    case EXPR_TUPLE: emit_list_or_tuple(c, e); break;
    case EXPR_SLICE: emit_slice(c, e); break;
    }
}

void visit_expr(Compiler *c, const Expr *e) {
    if (c->sink->failed) return;
    CodeLocation outer = c->unit->at;
    location_set(c, e->at);
    emit_expr(c, e);
    c->unit->at = outer;
}

void visit_exprs(Compiler *c, ExprList list) {
    for (size_t i = 0; i < list.count; i++) visit_expr(c, list.items[i]);
}
