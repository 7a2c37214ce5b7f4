#include "python/flow.h"

#include <assert.h>
#include <string.h>

enum {
    MAX_COPIED_EXIT = 4, /* instructions of an exit block that is copied instead of jumped to */
};

static const CodeLocation nowhere = {-1, -1, -1, -1};

/* Building ------------------------------------------------------------------------------------- */

bool flow_is_block_push(int opcode) {
    return opcode == FLOW_SETUP_FINALLY || opcode == FLOW_SETUP_CLEANUP ||
           opcode == FLOW_SETUP_WITH;
}

bool flow_is_jump(int opcode) {
    return opcode >= FLOW_JUMP || opcode == OP_FOR_ITER || opcode == OP_SEND ||
           opcode == OP_JUMP_IF_FALSE_OR_POP || opcode == OP_JUMP_IF_TRUE_OR_POP ||
           (opcode < 256 && opcode_argument(opcode) == OPARG_JUMP);
}

static bool is_scope_exit(int opcode) {
    return opcode == OP_RETURN_VALUE || opcode == OP_RAISE_VARARGS || opcode == OP_RERAISE;
}

static bool is_unconditional_jump(int opcode) {
    return opcode == FLOW_JUMP || opcode == FLOW_JUMP_NO_INTERRUPT;
}

static FlowInstruction *last_of(const Block *block) {
    return block->count ? &block->items[block->count - 1] : NULL;
}

Block *flow_new_block(Graph *graph) {
    Block *block = arena_new(graph->arena, Block);
    block->older = graph->newest;
    block->start_depth = -1;
    graph->newest = block;
    return block;
}

void flow_init(Graph *graph, Arena *arena) {
    *graph = (Graph){.arena = arena};
    graph->entry = graph->current = flow_new_block(graph);
}

void flow_use_block(Graph *graph, Block *block) {
    assert(block && !block->next);
    graph->current->next = block;
    graph->current = block;
}

/* Room for one more instruction at `index`; those from there on move up. */
static FlowInstruction *insert_at(Graph *graph, Block *block, uint32_t index) {
    if (block->count == block->capacity) {
        uint32_t capacity = block->capacity ? block->capacity * 2 : 8;
        FlowInstruction *items = arena_array(graph->arena, FlowInstruction, capacity);
        if (block->count) memcpy(items, block->items, sizeof *items * block->count);
        block->items = items;
        block->capacity = capacity;
    }
    FlowInstruction *item = &block->items[index];
    memmove(item + 1, item, sizeof *item * (block->count - index));
    block->count++;
    *item = (FlowInstruction){.at = nowhere};
    return item;
}

void flow_add(Graph *graph, int opcode, uint32_t arg, CodeLocation at, Block *target) {
    const FlowInstruction *last = last_of(graph->current);
    if (last && (flow_is_jump(last->opcode) || is_scope_exit(last->opcode)))
        flow_use_block(graph, flow_new_block(graph));
    *insert_at(graph, graph->current, graph->current->count) = (FlowInstruction){
        .opcode = (uint16_t)opcode,
        .arg = arg,
        .at = at,
        .target = target,
    };
}

bool flow_has_returned(const Graph *graph) {
    const FlowInstruction *last = last_of(graph->current);
    return last && last->opcode == OP_RETURN_VALUE;
}

/* Before the optimizer ------------------------------------------------------------------------- */

static Block *first_filled(Block *block) {
    while (block->count == 0) block = block->next;
    return block;
}

static void mark_ends(Block *block) {
    for (uint32_t i = 0; i < block->count; i++) {
        FlowInstruction *item = &block->items[i];
        if (is_scope_exit(item->opcode)) {
            block->exit = true;
            block->no_fallthrough = true;
        } else if (flow_is_jump(item->opcode)) {
            assert(i == block->count - 1);
            if (is_unconditional_jump(item->opcode)) block->no_fallthrough = true;
            item->target = first_filled(item->target);
        }
    }
}

static bool is_exit_without_line(const Block *block) {
    if (!block->exit) return false;
    for (uint32_t i = 0; i < block->count; i++)
        if (block->items[i].at.line >= 0) return false;
    return true;
}

/* A jump to a small exit block without a line becomes a copy of it. */
static void extend_block(Graph *graph, Block *block) {
    FlowInstruction *last = last_of(block);
    if (!last || last->opcode != FLOW_JUMP) return;
    const Block *target = last->target;
    if (!is_exit_without_line(target) || target->count > MAX_COPIED_EXIT) return;
    last->opcode = OP_NOP;
    for (uint32_t i = 0; i < target->count; i++)
        *insert_at(graph, block, block->count) = target->items[i];
    block->exit = true;
}

static void insert_prefix(Graph *graph, FlowResult *r) {
    Block *entry = graph->entry;
    if (r->generator) {
        FlowInstruction *make = insert_at(graph, entry, 0);
        make->opcode = OP_RETURN_GENERATOR;
        make->at = (CodeLocation){r->first_line, r->first_line, -1, -1};
        insert_at(graph, entry, 1)->opcode = OP_POP_TOP;
    }
    /* MAKE_CELL in the order of the slots: arguments that are cells first */
    uint32_t at = 0;
    for (uint32_t slot = 0; slot < r->local_count; slot++) {
        for (uint32_t cell = 0; cell < r->cell_count; cell++) {
            if (r->cell_slots[cell] != slot) continue;
            FlowInstruction *make = insert_at(graph, entry, at++);
            make->opcode = OP_MAKE_CELL;
            make->arg = cell;
        }
    }
    for (uint32_t cell = 0; cell < r->cell_count; cell++) {
        if (r->cell_slots[cell] != UINT32_MAX) continue;
        FlowInstruction *make = insert_at(graph, entry, at++);
        make->opcode = OP_MAKE_CELL;
        make->arg = cell;
    }
    if (r->free_count) {
        FlowInstruction *copy = insert_at(graph, entry, 0);
        copy->opcode = OP_COPY_FREE_VARS;
        copy->arg = r->free_count;
    }
}

/* Cell and free variables were numbered by themselves; now they get their slots. */
static void number_cells(Graph *graph, const FlowResult *r) {
    uint32_t total = r->cell_count + r->free_count, dropped = 0;
    uint32_t *slots = arena_array(graph->arena, uint32_t, total + 1);
    for (uint32_t i = 0; i < total; i++) {
        if (i < r->cell_count && r->cell_slots[i] != UINT32_MAX) {
            slots[i] = r->cell_slots[i];
            dropped++;
        } else {
            slots[i] = r->local_count + i - dropped;
        }
    }
    for (Block *block = graph->entry; block; block = block->next)
        for (uint32_t i = 0; i < block->count; i++)
            if (block->items[i].opcode < 256 &&
                opcode_argument(block->items[i].opcode) == OPARG_CELL)
                block->items[i].arg = slots[block->items[i].arg];
}

/* Peephole ------------------------------------------------------------------------------------- */

static void make_nop(FlowInstruction *item) {
    item->opcode = OP_NOP;
}

/* A tuple of `count` constants just loaded becomes one constant. */
static void fold_tuple(FlowResult *r, FlowInstruction *build, uint32_t count) {
    Constant **items = arena_array(r->arena, Constant *, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const FlowInstruction *load = build - count + i;
        if (load->opcode != OP_LOAD_CONST || !r->consts[load->arg].constant) return;
        items[i] = r->consts[load->arg].constant;
    }
    Constant *tuple = constant_merge_one(
                          r->table, (CodeConst){.constant = constant_tuple(r->arena, items, count)})
                          .constant;
    uint32_t index = 0;
    while (index < r->const_count && r->consts[index].constant != tuple) index++;
    if (index == r->const_count) {
        CodeConst *grown = arena_array(r->scratch, CodeConst, r->const_count + 1);
        if (r->const_count) memcpy(grown, r->consts, sizeof *grown * r->const_count);
        grown[r->const_count++].constant = tuple;
        r->consts = grown;
    }
    for (uint32_t i = 1; i <= count; i++) make_nop(build - i);
    build->opcode = OP_LOAD_CONST;
    build->arg = index;
}

static bool jump_thread(FlowInstruction *item, const FlowInstruction *target, int opcode) {
    if (item->at.line != target->at.line || item->target == target->target) return false;
    item->target = target->target;
    item->opcode = (uint16_t)opcode;
    return true;
}

/* A constant before a conditional jump decides it. */
static void peephole_constant(Block *block, const FlowResult *r, uint32_t i) {
    FlowInstruction *item = &block->items[i];
    if (i + 1 >= block->count) return;
    FlowInstruction *next = item + 1;
    const Constant *constant = r->consts[item->arg].constant;
    bool is_true = !constant || constant_is_true(constant);
    switch (next->opcode) {
    case FLOW_POP_JUMP_IF_FALSE:
    case FLOW_POP_JUMP_IF_TRUE:
        make_nop(item);
        if (is_true == (next->opcode == FLOW_POP_JUMP_IF_TRUE)) {
            next->opcode = FLOW_JUMP;
            block->no_fallthrough = true;
        } else {
            make_nop(next);
        }
        break;
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        if (is_true == (next->opcode == OP_JUMP_IF_TRUE_OR_POP)) {
            next->opcode = FLOW_JUMP;
            block->no_fallthrough = true;
        } else {
            make_nop(item);
            make_nop(next);
        }
        break;
    case OP_IS_OP: {
        int jump = i + 2 < block->count ? block->items[i + 2].opcode : 0;
        if (!constant || constant->kind != CONSTANT_NONE ||
            (jump != FLOW_POP_JUMP_IF_FALSE && jump != FLOW_POP_JUMP_IF_TRUE))
            break;
        bool not_none = (next->arg == 1) != (jump == FLOW_POP_JUMP_IF_FALSE);
        make_nop(item);
        make_nop(next);
        block->items[i + 2].opcode = not_none ? FLOW_POP_JUMP_IF_NOT_NONE : FLOW_POP_JUMP_IF_NONE;
        break;
    }
    }
}

/* `a or b` and `a and b` whose result only decides the next jump; returns whether to look at the
 * instruction again. `pop_same` is the popping jump with the item's own condition. */
static bool peephole_bool(FlowInstruction *item, const FlowInstruction *target, int pop_same,
                          int pop_other, int or_pop_other) {
    if (target->opcode == pop_same) return jump_thread(item, target, pop_same);
    if (target->opcode == FLOW_JUMP || target->opcode == item->opcode)
        return jump_thread(item, target, item->opcode);
    if (target->opcode == or_pop_other || target->opcode == pop_other) {
        if (item->at.line != target->at.line) return false;
        item->opcode = (uint16_t)pop_same;
        item->target = item->target->next;
        return true;
    }
    return false;
}

/* Swaps ---------------------------------------------------------------------------------------- */

/* Replaces a run of SWAPs by the shortest one with the same effect; returns its length. */
static uint32_t shorten_swaps(Graph *graph, Block *block, uint32_t start) {
    FlowInstruction *items = &block->items[start];
    uint32_t depth = items[0].arg, length = 1;
    bool more = false;
    for (; start + length < block->count; length++) {
        if (items[length].opcode == OP_SWAP) {
            if (items[length].arg > depth) depth = items[length].arg;
            more = true;
        } else if (items[length].opcode != OP_NOP) {
            break;
        }
    }
    if (!more) return 1;
    const uint32_t visited = UINT32_MAX;
    uint32_t *stack = arena_array(graph->arena, uint32_t, depth);
    for (uint32_t i = 0; i < depth; i++) stack[i] = i;
    for (uint32_t i = 0; i < length; i++) {
        if (items[i].opcode != OP_SWAP) continue;
        uint32_t top = stack[0];
        stack[0] = stack[items[i].arg - 1];
        stack[items[i].arg - 1] = top;
    }
    /* Each cycle of the permutation is walked once, from the last instruction backwards. */
    uint32_t current = length;
    for (uint32_t i = 0; i < depth; i++) {
        if (stack[i] == visited || stack[i] == i) continue;
        for (uint32_t j = i;;) {
            if (j) {
                items[--current].opcode = OP_SWAP;
                items[current].arg = j + 1;
            }
            if (stack[j] == visited) break;
            uint32_t next = stack[j];
            stack[j] = visited;
            j = next;
        }
    }
    while (current > 0) make_nop(&items[--current]);
    return length;
}

/* Instructions that only take the top entry and run no code but finalizers. */
static bool is_swappable(int opcode) {
    return opcode == OP_STORE_FAST || opcode == OP_POP_TOP;
}

/* The next swappable instruction after `i`, on `line` unless that is negative; UINT32_MAX if
 * something else comes first. */
static uint32_t next_swappable(const Block *block, uint32_t i, int32_t line) {
    while (++i < block->count) {
        if (line >= 0 && block->items[i].at.line != line) return UINT32_MAX;
        if (block->items[i].opcode == OP_NOP) continue;
        return is_swappable(block->items[i].opcode) ? i : UINT32_MAX;
    }
    return UINT32_MAX;
}

/* A SWAP before stores and pops is done by exchanging those. */
static void apply_swaps(Block *block, uint32_t start) {
    for (uint32_t i = start + 1; i-- > 0;) {
        FlowInstruction *swap = &block->items[i];
        if (swap->opcode != OP_SWAP) {
            if (swap->opcode == OP_NOP || is_swappable(swap->opcode)) continue;
            return;
        }
        uint32_t j = next_swappable(block, i, -1);
        if (j == UINT32_MAX) return;
        uint32_t k = j;
        int32_t line = block->items[j].at.line;
        for (uint32_t count = swap->arg - 1; count > 0; count--) {
            k = next_swappable(block, k, line);
            if (k == UINT32_MAX) return;
        }
        make_nop(swap);
        FlowInstruction exchanged = block->items[j];
        block->items[j] = block->items[k];
        block->items[k] = exchanged;
    }
}

/* Block by block ------------------------------------------------------------------------------- */

static void optimize_block(Graph *graph, FlowResult *r, Block *block) {
    for (uint32_t i = 0; i < block->count; i++) {
        FlowInstruction *item = &block->items[i];
        FlowInstruction *next = i + 1 < block->count ? item + 1 : NULL;
        static const FlowInstruction nop = {.opcode = OP_NOP, .at = {-1, -1, -1, -1}};
        const FlowInstruction *target = &nop;
        bool again = false;
        if (flow_is_jump(item->opcode) || flow_is_block_push(item->opcode)) {
            item->target = first_filled(item->target);
            target = &item->target->items[0];
        }
        switch (item->opcode) {
        case OP_LOAD_CONST: peephole_constant(block, r, i); break;
        case OP_BUILD_TUPLE:
            if (next && next->opcode == OP_UNPACK_SEQUENCE && next->arg == item->arg &&
                item->arg >= 1 && item->arg <= 3) {
                make_nop(item);
                next->opcode = item->arg == 1 ? OP_NOP : OP_SWAP;
                break;
            }
            if (i >= item->arg) fold_tuple(r, item, item->arg);
            break;
        case OP_JUMP_IF_FALSE_OR_POP:
            again = peephole_bool(item, target, FLOW_POP_JUMP_IF_FALSE, FLOW_POP_JUMP_IF_TRUE,
                                  OP_JUMP_IF_TRUE_OR_POP);
            break;
        case OP_JUMP_IF_TRUE_OR_POP:
            again = peephole_bool(item, target, FLOW_POP_JUMP_IF_TRUE, FLOW_POP_JUMP_IF_FALSE,
                                  OP_JUMP_IF_FALSE_OR_POP);
            break;
        case FLOW_POP_JUMP_IF_NONE:
        case FLOW_POP_JUMP_IF_NOT_NONE:
        case FLOW_POP_JUMP_IF_FALSE:
        case FLOW_POP_JUMP_IF_TRUE:
        case FLOW_JUMP:
            if (target->opcode == FLOW_JUMP) again = jump_thread(item, target, item->opcode);
            break;
        case OP_SWAP:
            if (item->arg == 1) {
                make_nop(item);
                break;
            }
            i += shorten_swaps(graph, block, i) - 1;
            apply_swaps(block, i);
            break;
        case OP_PUSH_NULL:
            if (next && next->opcode == OP_LOAD_GLOBAL) {
                make_nop(item);
                item->arg = 0;
                next->arg |= 1;
            }
            break;
        }
        if (again) i--;
    }
}

void flow_clean_block(Block *block) {
    uint32_t kept = 0;
    int32_t previous = -1;
    for (uint32_t i = 0; i < block->count; i++) {
        int32_t line = block->items[i].at.line;
        if (block->items[i].opcode == OP_NOP) {
            if (line < 0 || previous == line) continue;
            if (i + 1 < block->count) {
                int32_t next_line = block->items[i + 1].at.line;
                if (next_line < 0) block->items[i + 1].at = block->items[i].at;
                if (next_line < 0 || next_line == line) continue;
            } else {
                const Block *next = block->next;
                while (next && next->count == 0) next = next->next;
                if (next && next->items[0].at.line == line) continue;
            }
        }
        if (kept != i) block->items[kept] = block->items[i];
        kept++;
        previous = line;
    }
    block->count = kept;
}

static void count_predecessors(Graph *graph) {
    uint32_t blocks = 0;
    for (Block *block = graph->entry; block; block = block->next) blocks++;
    Block **stack = arena_array(graph->arena, Block *, blocks + 1);
    uint32_t depth = 0;
    graph->entry->predecessors = 1;
    stack[depth++] = graph->entry;
    while (depth) {
        Block *block = stack[--depth];
        if (block->next && !block->no_fallthrough && block->next->predecessors++ == 0)
            stack[depth++] = block->next;
        for (uint32_t i = 0; i < block->count; i++) {
            Block *target = block->items[i].target;
            if (!flow_is_jump(block->items[i].opcode) &&
                !flow_is_block_push(block->items[i].opcode))
                continue;
            if (target->predecessors++ == 0) stack[depth++] = target;
        }
    }
}

static void drop_empty_blocks(Graph *graph) {
    for (Block *block = graph->entry; block; block = block->next)
        while (block->next && block->next->count == 0 && block->next->next)
            block->next = block->next->next;
    for (Block *block = graph->entry; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            int opcode = block->items[i].opcode;
            if (flow_is_jump(opcode) || flow_is_block_push(opcode))
                block->items[i].target = first_filled(block->items[i].target);
        }
    }
}

static void optimize(Graph *graph, FlowResult *r) {
    for (Block *block = graph->entry; block; block = block->next) {
        optimize_block(graph, r, block);
        flow_clean_block(block);
    }
    for (Block *block = graph->newest; block; block = block->older) extend_block(graph, block);
    count_predecessors(graph);
    for (Block *block = graph->entry; block; block = block->next) {
        if (block->predecessors) continue;
        block->count = 0;
        block->no_fallthrough = false;
    }
    for (Block *block = graph->entry; block; block = block->next) flow_clean_block(block);
    drop_empty_blocks(graph);
    bool changed = false;
    for (Block *block = graph->entry; block; block = block->next) {
        FlowInstruction *last = last_of(block);
        if (!last || !is_unconditional_jump(last->opcode) || last->target != block->next) continue;
        block->no_fallthrough = false;
        make_nop(last);
        flow_clean_block(block);
        changed = true;
    }
    if (changed) drop_empty_blocks(graph);
}

/* Lines ---------------------------------------------------------------------------------------- */

/* An exit block without a line gets one from the jump to it; of several jumps each gets a copy. */
static void duplicate_exits(Graph *graph) {
    for (Block *block = graph->newest; block; block = block->older) {
        FlowInstruction *last = last_of(block);
        if (!last || !flow_is_jump(last->opcode)) continue;
        Block *target = last->target;
        if (!is_exit_without_line(target) || target->predecessors <= 1) continue;
        Block *copy = flow_new_block(graph);
        for (uint32_t i = 0; i < target->count; i++) *insert_at(graph, copy, i) = target->items[i];
        copy->exit = target->exit;
        copy->no_fallthrough = true;
        copy->items[0].at = last->at;
        last->target = copy;
        target->predecessors--;
        copy->predecessors = 1;
        copy->next = target->next;
        target->next = copy;
    }
    for (Block *block = graph->newest; block; block = block->older)
        while (block->next && block->next->count == 0) block->next = block->next->next;
    for (Block *block = graph->newest; block; block = block->older) {
        if (block->no_fallthrough || !block->next || block->count == 0) continue;
        if (is_exit_without_line(block->next)) block->next->items[0].at = last_of(block)->at;
    }
}

static void trim_consts(const Graph *graph, FlowResult *r) {
    uint32_t used = 0;
    for (const Block *block = graph->entry; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            const FlowInstruction *item = &block->items[i];
            if ((item->opcode == OP_LOAD_CONST || item->opcode == OP_KW_NAMES) && item->arg > used)
                used = item->arg;
        }
    }
    if (used + 1 < r->const_count) r->const_count = used + 1;
}

static void propagate_lines(Graph *graph) {
    for (Block *block = graph->entry; block; block = block->next) {
        if (block->count == 0) continue;
        CodeLocation at = nowhere;
        for (uint32_t i = 0; i < block->count; i++) {
            if (block->items[i].at.line < 0)
                block->items[i].at = at;
            else
                at = block->items[i].at;
        }
        if (!block->no_fallthrough && block->next && block->next->predecessors == 1 &&
            block->next->count && block->next->items[0].at.line < 0)
            block->next->items[0].at = at;
        const FlowInstruction *last = last_of(block);
        if (!flow_is_jump(last->opcode)) continue;
        if (last->target->predecessors == 1 && last->target->items[0].at.line < 0)
            last->target->items[0].at = at;
    }
}

static void give_exits_lines(Graph *graph, int32_t line) {
    for (Block *block = graph->entry; block; block = block->next) {
        const FlowInstruction *last = last_of(block);
        if (!last) continue;
        if (last->at.line >= 0) {
            line = last->at.line;
        } else if (last->opcode == OP_RETURN_VALUE) {
            for (uint32_t i = 0; i < block->count; i++) block->items[i].at.line = line;
        }
    }
}

const char *flow_finish(Graph *graph, FlowResult *r, CodeUnit *code) {
    for (Block *block = graph->newest; block; block = block->older) mark_ends(block);
    for (Block *block = graph->newest; block; block = block->older) extend_block(graph, block);
    if (!r->first_line) {
        const Block *entry = graph->entry;
        r->first_line = entry->count && entry->items[0].at.line ? entry->items[0].at.line : 1;
    }
    insert_prefix(graph, r);
    number_cells(graph, r);
    optimize(graph, r);
    duplicate_exits(graph);
    trim_consts(graph, r);
    propagate_lines(graph);
    give_exits_lines(graph, r->first_line);
    return flow_assemble(graph, r, code);
}
