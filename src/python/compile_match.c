#include "python/compile_internal.h"

#include <assert.h>
#include <string.h>

/* The match statement.
 *
 * While a pattern is tried the stack holds, from the bottom: the subject's copy for the next case,
 * the values captured so far (`stores`, first one lowest), and `on_top` values that the pattern is
 * taking apart. A failing test has to pop all of them but the first: fail_pop[n] is a block that
 * pops n values and goes to the next case. */

typedef struct NameStack {
    const char **items;
    size_t count;
    size_t capacity;
} NameStack;

typedef struct PatternContext {
    NameStack stores;
    bool allow_irrefutable; /* a pattern that always matches may stand here */
    Block **fail_pop;
    size_t fail_pop_count;
    size_t on_top;
} PatternContext;

static void emit_pattern(Compiler *c, const Pattern *p, PatternContext *pc);

static void push_name(Compiler *c, NameStack *stack, const char *name) {
    if (stack->count == stack->capacity) {
        stack->capacity = stack->capacity ? stack->capacity * 2 : 8;
        const char **grown = arena_array(&c->scratch, const char *, stack->capacity);
        if (stack->count) memcpy(grown, stack->items, sizeof *grown * stack->count);
        stack->items = grown;
    }
    stack->items[stack->count++] = name;
}

/* The index, or the count if it is not there. */
static size_t find_name(const NameStack *stack, const char *name) {
    size_t i = 0;
    while (i < stack->count && strcmp(stack->items[i], name) != 0) i++;
    return i;
}

static bool is_wildcard(const Pattern *p) {
    return p->kind == PATTERN_MATCH_AS && !p->match_as.name && !p->match_as.pattern;
}

static Block *fail_block(Compiler *c, PatternContext *pc, size_t pops) {
    if (pops >= pc->fail_pop_count) {
        Block **grown = arena_array(&c->scratch, Block *, pops + 1);
        if (pc->fail_pop_count) memcpy(grown, pc->fail_pop, sizeof *grown * pc->fail_pop_count);
        for (size_t i = pc->fail_pop_count; i <= pops; i++) grown[i] = new_block(c);
        pc->fail_pop = grown;
        pc->fail_pop_count = pops + 1;
    }
    return pc->fail_pop[pops];
}

static void jump_to_fail(Compiler *c, PatternContext *pc, int opcode) {
    emit_jump(c, opcode, fail_block(c, pc, pc->on_top + pc->stores.count));
}

static void emit_fail_blocks(Compiler *c, PatternContext *pc) {
    if (pc->fail_pop_count == 0) return;
    for (size_t i = pc->fail_pop_count; i-- > 1;) {
        use_block(c, pc->fail_pop[i]);
        emit(c, OP_POP_TOP, 0);
    }
    use_block(c, pc->fail_pop[0]);
    pc->fail_pop = NULL;
    pc->fail_pop_count = 0;
}

/* Moves the top entry below the `count` - 1 entries under it. */
static void emit_rotate(Compiler *c, size_t count) {
    for (; count > 1; count--) emit(c, OP_SWAP, (uint32_t)count);
}

static void duplicate_store(Compiler *c, const char *name) {
    problem_syntax(c->sink, location_here(c), "multiple assignments to name '%s' in pattern", name);
}

/* The top entry is captured; without a name it is dropped. */
static void emit_store(Compiler *c, const char *name, PatternContext *pc) {
    if (!name) {
        emit(c, OP_POP_TOP, 0);
        return;
    }
    if (!check_name(c, name, CONTEXT_STORE)) return;
    if (find_name(&pc->stores, name) < pc->stores.count) {
        duplicate_store(c, name);
        return;
    }
    emit_rotate(c, pc->on_top + pc->stores.count + 1);
    push_name(c, &pc->stores, name);
}

static void emit_subpattern(Compiler *c, const Pattern *p, PatternContext *pc) {
    bool allowed = pc->allow_irrefutable;
    pc->allow_irrefutable = true;
    emit_pattern(c, p, pc);
    pc->allow_irrefutable = allowed;
}

static void emit_size(Compiler *c, size_t size) {
    emit_constant(c, constant_small_int(c->arena, (int64_t)size));
}

static void emit_length_test(Compiler *c, size_t size, CompareOp op, PatternContext *pc) {
    emit(c, OP_GET_LEN, 0);
    emit_size(c, size);
    emit(c, OP_COMPARE_OP, op);
    jump_to_fail(c, pc, FLOW_POP_JUMP_IF_FALSE);
}

static void emit_not_none_test(Compiler *c, PatternContext *pc) {
    emit_none(c);
    emit(c, OP_IS_OP, 1);
    jump_to_fail(c, pc, FLOW_POP_JUMP_IF_FALSE);
}

/* Sequences ------------------------------------------------------------------------------------ */

static void emit_sequence_unpack(Compiler *c, PatternList patterns, size_t star,
                                 PatternContext *pc) {
    if (star < patterns.count) {
        size_t after = patterns.count - star - 1;
        if (star >= 1 << 8 || after >= 1 << 16) {
            problem_syntax(c->sink, location_here(c),
                           "too many expressions in star-unpacking sequence pattern");
            return;
        }
        emit(c, OP_UNPACK_EX, (uint32_t)(star + (after << 8)));
    } else {
        emit(c, OP_UNPACK_SEQUENCE, (uint32_t)patterns.count);
    }
    pc->on_top += patterns.count;
    for (size_t i = 0; i < patterns.count; i++) {
        pc->on_top--;
        emit_subpattern(c, patterns.items[i], pc);
    }
}

/* `[first, *_, last]`: only the named items are fetched. */
static void emit_sequence_items(Compiler *c, PatternList patterns, size_t star,
                                PatternContext *pc) {
    pc->on_top++;
    for (size_t i = 0; i < patterns.count; i++) {
        const Pattern *pattern = patterns.items[i];
        if (i == star || is_wildcard(pattern)) continue;
        emit(c, OP_COPY, 1);
        if (i < star) {
            emit_size(c, i);
        } else {
            emit(c, OP_GET_LEN, 0);
            emit_size(c, patterns.count - i);
            emit(c, OP_BINARY_OP, BINARY_SUBTRACT);
        }
        emit(c, OP_BINARY_SUBSCR, 0);
        emit_subpattern(c, pattern, pc);
    }
    pc->on_top--;
    emit(c, OP_POP_TOP, 0);
}

static void emit_sequence_pattern(Compiler *c, const Pattern *p, PatternContext *pc) {
    PatternList patterns = p->match_sequence.patterns;
    size_t star = SIZE_MAX;
    bool only_wildcards = true, star_wildcard = false;
    for (size_t i = 0; i < patterns.count; i++) {
        const Pattern *pattern = patterns.items[i];
        if (pattern->kind != PATTERN_MATCH_STAR) {
            only_wildcards = only_wildcards && is_wildcard(pattern);
            continue;
        }
        if (star != SIZE_MAX) {
            problem_syntax(c->sink, location_here(c), "multiple starred names in sequence pattern");
            return;
        }
        star = i;
        star_wildcard = !pattern->match_star.name;
        only_wildcards = only_wildcards && star_wildcard;
    }
    pc->on_top++;
    emit(c, OP_MATCH_SEQUENCE, 0);
    jump_to_fail(c, pc, FLOW_POP_JUMP_IF_FALSE);
    if (star == SIZE_MAX)
        emit_length_test(c, patterns.count, COMPARE_EQ, pc);
    else if (patterns.count > 1)
        emit_length_test(c, patterns.count - 1, COMPARE_GE, pc);
    pc->on_top--;
    if (only_wildcards)
        emit(c, OP_POP_TOP, 0);
    else if (star_wildcard)
        emit_sequence_items(c, patterns, star, pc);
    else
        emit_sequence_unpack(c, patterns, star, pc);
}

/* Mappings ------------------------------------------------------------------------------------- */

static void emit_mapping_rest(Compiler *c, const char *rest, size_t size, PatternContext *pc) {
    emit(c, OP_BUILD_MAP, 0);
    emit(c, OP_SWAP, 3);
    emit(c, OP_DICT_UPDATE, 2);
    emit(c, OP_UNPACK_SEQUENCE, (uint32_t)size);
    for (; size; size--) {
        emit(c, OP_COPY, (uint32_t)size + 1);
        emit(c, OP_SWAP, 2);
        emit(c, OP_DELETE_SUBSCR, 0);
    }
    emit_store(c, rest, pc);
}

static void emit_mapping_keys(Compiler *c, ExprList keys) {
    for (size_t i = 0; i < keys.count && !c->sink->failed; i++) {
        const Expr *key = keys.items[i];
        for (size_t k = 0; k < i && key->kind == EXPR_CONSTANT; k++) {
            const Expr *other = keys.items[k];
            if (other->kind == EXPR_CONSTANT &&
                constant_python_equal(other->constant.value, key->constant.value))
                problem_unsupported(c->sink, key->at, "duplicate key in a mapping pattern");
        }
        if (key->kind != EXPR_CONSTANT && key->kind != EXPR_ATTRIBUTE)
            problem_syntax(c->sink, location_here(c),
                           "mapping pattern keys may only match literals and attribute lookups");
        visit_expr(c, key);
    }
}

static void emit_mapping_pattern(Compiler *c, const Pattern *p, PatternContext *pc) {
    ExprList keys = p->match_mapping.keys;
    const char *rest = p->match_mapping.rest;
    pc->on_top++;
    emit(c, OP_MATCH_MAPPING, 0);
    jump_to_fail(c, pc, FLOW_POP_JUMP_IF_FALSE);
    if (keys.count == 0 && !rest) {
        pc->on_top--;
        emit(c, OP_POP_TOP, 0);
        return;
    }
    if (keys.count) emit_length_test(c, keys.count, COMPARE_GE, pc);
    emit_mapping_keys(c, keys);
    emit(c, OP_BUILD_TUPLE, (uint32_t)keys.count);
    emit(c, OP_MATCH_KEYS, 0);
    pc->on_top += 2;
    emit(c, OP_COPY, 1);
    emit_not_none_test(c, pc);
    emit(c, OP_UNPACK_SEQUENCE, (uint32_t)keys.count);
    pc->on_top += keys.count - 1;
    for (size_t i = 0; i < keys.count; i++) {
        pc->on_top--;
        emit_subpattern(c, p->match_mapping.patterns.items[i], pc);
    }
    pc->on_top -= 2;
    if (rest) {
        emit_mapping_rest(c, rest, keys.count, pc);
    } else {
        emit(c, OP_POP_TOP, 0);
        emit(c, OP_POP_TOP, 0);
    }
}

/* Classes -------------------------------------------------------------------------------------- */

static bool check_attributes(Compiler *c, const Pattern *p) {
    NameList attrs = p->match_class.kwd_attrs;
    for (size_t i = 0; i < attrs.count; i++) {
        if (!check_name(c, attrs.items[i], CONTEXT_STORE)) return false;
        for (size_t k = i + 1; k < attrs.count; k++) {
            if (strcmp(attrs.items[i], attrs.items[k]) != 0) continue;
            problem_syntax(c->sink, p->match_class.kwd_patterns.items[k]->at,
                           "attribute name repeated in class pattern: %s", attrs.items[k]);
            return false;
        }
    }
    return true;
}

static void emit_class_pattern(Compiler *c, const Pattern *p, PatternContext *pc) {
    size_t positional = p->match_class.patterns.count;
    size_t total = positional + p->match_class.kwd_patterns.count;
    if (!check_attributes(c, p)) return;
    visit_expr(c, p->match_class.cls);
    emit_constant(
        c, names_constant(c, p->match_class.kwd_attrs.items, p->match_class.kwd_attrs.count));
    emit(c, OP_MATCH_CLASS, (uint32_t)positional);
    emit(c, OP_COPY, 1);
    emit_none(c);
    emit(c, OP_IS_OP, 1);
    pc->on_top++;
    jump_to_fail(c, pc, FLOW_POP_JUMP_IF_FALSE);
    emit(c, OP_UNPACK_SEQUENCE, (uint32_t)total);
    pc->on_top += total - 1;
    for (size_t i = 0; i < total; i++) {
        const Pattern *pattern = i < positional ? p->match_class.patterns.items[i]
                                                : p->match_class.kwd_patterns.items[i - positional];
        pc->on_top--;
        if (is_wildcard(pattern))
            emit(c, OP_POP_TOP, 0);
        else
            emit_subpattern(c, pattern, pc);
    }
}

/* Alternatives --------------------------------------------------------------------------------- */

/* Puts the captures of an alternative, on the stack and in `stores`, in the order of `control`. */
static void emit_reorder(Compiler *c, NameStack *stores, const NameStack *control) {
    for (size_t to = control->count; to-- > 0;) {
        size_t from = find_name(stores, control->items[to]);
        if (from == stores->count) {
            problem_syntax(c->sink, location_here(c), "alternative patterns bind different names");
            return;
        }
        if (from == to) continue;
        assert(from < to);
        size_t rotations = from + 1;
        const char **moved = arena_array(&c->scratch, const char *, stores->count);
        memcpy(moved, stores->items + rotations, sizeof *moved * (to - from));
        memcpy(moved + (to - from), stores->items, sizeof *moved * rotations);
        memcpy(stores->items, moved, sizeof *moved * (to + 1));
        while (rotations--) emit_rotate(c, to + 1);
    }
}

static void emit_or_pattern(Compiler *c, const Pattern *p, PatternContext *pc) {
    PatternList patterns = p->match_or.patterns;
    Block *end = new_block(c);
    PatternContext outer = *pc;
    NameStack control = {0};
    for (size_t i = 0; i < patterns.count && !c->sink->failed; i++) {
        location_set(c, patterns.items[i]->at);
        *pc = (PatternContext){.allow_irrefutable =
                                   i + 1 == patterns.count && outer.allow_irrefutable};
        emit(c, OP_COPY, 1);
        emit_pattern(c, patterns.items[i], pc);
        if (c->sink->failed) return;
        if (i == 0) {
            control = pc->stores;
        } else if (pc->stores.count != control.count) {
            problem_syntax(c->sink, location_here(c), "alternative patterns bind different names");
        } else {
            emit_reorder(c, &pc->stores, &control);
        }
        emit_jump(c, FLOW_JUMP, end);
        emit_fail_blocks(c, pc);
    }
    *pc = outer;
    if (c->sink->failed) return;
    emit(c, OP_POP_TOP, 0);
    jump_to_fail(c, pc, FLOW_JUMP);
    use_block(c, end);
    size_t rotations = control.count + 1 + pc->on_top + pc->stores.count;
    for (size_t i = 0; i < control.count; i++) {
        emit_rotate(c, rotations);
        if (find_name(&pc->stores, control.items[i]) < pc->stores.count) {
            duplicate_store(c, control.items[i]);
            return;
        }
        push_name(c, &pc->stores, control.items[i]);
    }
    emit(c, OP_POP_TOP, 0);
}

/* Patterns ------------------------------------------------------------------------------------- */

static void emit_as_pattern(Compiler *c, const Pattern *p, PatternContext *pc) {
    if (p->match_as.pattern) {
        pc->on_top++;
        emit(c, OP_COPY, 1);
        emit_pattern(c, p->match_as.pattern, pc);
        pc->on_top--;
    } else if (!pc->allow_irrefutable) {
        if (p->match_as.name)
            problem_syntax(c->sink, location_here(c),
                           "name capture '%s' makes remaining patterns unreachable",
                           p->match_as.name);
        else
            problem_syntax(c->sink, location_here(c),
                           "wildcard makes remaining patterns unreachable");
    }
    emit_store(c, p->match_as.name, pc);
}

static void emit_pattern(Compiler *c, const Pattern *p, PatternContext *pc) {
    if (c->sink->failed) return;
    location_set(c, p->at);
    switch (p->kind) {
    case PATTERN_MATCH_VALUE:
        if (p->match_value.value->kind != EXPR_CONSTANT &&
            p->match_value.value->kind != EXPR_ATTRIBUTE)
            problem_syntax(c->sink, location_here(c),
                           "patterns may only match literals and attribute lookups");
        visit_expr(c, p->match_value.value);
        emit(c, OP_COMPARE_OP, COMPARE_EQ);
        jump_to_fail(c, pc, FLOW_POP_JUMP_IF_FALSE);
        break;
    case PATTERN_MATCH_SINGLETON:
        emit_constant(c, p->match_singleton.value);
        emit(c, OP_IS_OP, 0);
        jump_to_fail(c, pc, FLOW_POP_JUMP_IF_FALSE);
        break;
    case PATTERN_MATCH_SEQUENCE: emit_sequence_pattern(c, p, pc); break;
    case PATTERN_MATCH_MAPPING: emit_mapping_pattern(c, p, pc); break;
    case PATTERN_MATCH_CLASS: emit_class_pattern(c, p, pc); break;
    case PATTERN_MATCH_STAR: emit_store(c, p->match_star.name, pc); break;
    case PATTERN_MATCH_AS: emit_as_pattern(c, p, pc); break;
    case PATTERN_MATCH_OR: emit_or_pattern(c, p, pc); break;
    }
}

static void emit_case(Compiler *c, const MatchCase *m, bool last, bool allow_irrefutable,
                      Block *end) {
    PatternContext pc = {.allow_irrefutable = allow_irrefutable};
    location_set(c, m->pattern->at);
    if (!last) emit(c, OP_COPY, 1);
    emit_pattern(c, m->pattern, &pc);
    for (size_t i = 0; i < pc.stores.count; i++)
        emit_variable(c, pc.stores.items[i], CONTEXT_STORE);
    if (m->guard) emit_jump_if(c, m->guard, fail_block(c, &pc, 0), false);
    if (!last) emit(c, OP_POP_TOP, 0);
    visit_stmts(c, m->body);
    emit_jump(c, FLOW_JUMP, end);
    location_set(c, m->pattern->at);
    emit_fail_blocks(c, &pc);
}

void emit_match(Compiler *c, const Stmt *s) {
    MatchCaseList cases = s->match.cases;
    visit_expr(c, s->match.subject);
    Block *end = new_block(c);
    const MatchCase *last = cases.items[cases.count - 1];
    bool has_default = is_wildcard(last->pattern) && cases.count > 1;
    size_t tried = cases.count - has_default;
    for (size_t i = 0; i < tried && !c->sink->failed; i++)
        emit_case(c, cases.items[i], i + 1 == tried, cases.items[i]->guard || i + 1 == cases.count,
                  end);
    if (has_default) {
        location_set(c, last->pattern->at);
        emit(c, OP_NOP, 0);
        if (last->guard) emit_jump_if(c, last->guard, end, false);
        visit_stmts(c, last->body);
        location_clear(c);
    }
    use_block(c, end);
}
