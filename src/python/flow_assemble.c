#include "python/flow.h"

#include <assert.h>
#include <string.h>

/* Stack depth ---------------------------------------------------------------------------------- */

static int bit_count(uint32_t bits) {
    return __builtin_popcount(bits);
}

int flow_stack_effect(int opcode, uint32_t arg, bool jump) {
    int n = (int)arg;
    switch (opcode) {
    case FLOW_SETUP_FINALLY:
    case FLOW_SETUP_WITH: return jump ? 1 : 0;
    case FLOW_SETUP_CLEANUP: return jump ? 2 : 0;
    case FLOW_POP_BLOCK:
    case FLOW_JUMP:
    case FLOW_JUMP_NO_INTERRUPT: return 0;
    case FLOW_POP_JUMP_IF_FALSE:
    case FLOW_POP_JUMP_IF_TRUE:
    case FLOW_POP_JUMP_IF_NONE:
    case FLOW_POP_JUMP_IF_NOT_NONE: return -1;

    case OP_LOAD_CONST:
    case OP_LOAD_NAME:
    case OP_LOAD_FAST:
    case OP_LOAD_CLOSURE:
    case OP_LOAD_DEREF:
    case OP_LOAD_CLASSDEREF:
    case OP_LOAD_BUILD_CLASS:
    case OP_LOAD_ASSERTION_ERROR:
    case OP_LOAD_METHOD:
    case OP_PUSH_NULL:
    case OP_PUSH_EXC_INFO:
    case OP_COPY:
    case OP_IMPORT_FROM:
    case OP_BEFORE_WITH:
    case OP_BEFORE_ASYNC_WITH:
    case OP_WITH_EXCEPT_START:
    case OP_GET_ANEXT:
    case OP_GET_LEN:
    case OP_MATCH_MAPPING:
    case OP_MATCH_SEQUENCE:
    case OP_MATCH_KEYS: return 1;
    case OP_LOAD_GLOBAL: return (n & 1) + 1;

    case OP_POP_TOP:
    case OP_PRINT_EXPR:
    case OP_RETURN_VALUE:
    case OP_IMPORT_STAR:
    case OP_IMPORT_NAME:
    case OP_POP_EXCEPT:
    case OP_STORE_NAME:
    case OP_STORE_GLOBAL:
    case OP_STORE_FAST:
    case OP_STORE_DEREF:
    case OP_DELETE_ATTR:
    case OP_BINARY_SUBSCR:
    case OP_BINARY_OP:
    case OP_COMPARE_OP:
    case OP_IS_OP:
    case OP_CONTAINS_OP:
    case OP_LIST_APPEND:
    case OP_LIST_EXTEND:
    case OP_SET_ADD:
    case OP_SET_UPDATE:
    case OP_DICT_UPDATE:
    case OP_DICT_MERGE:
    case OP_CALL:
    case OP_RERAISE:
    case OP_PREP_RERAISE_STAR: return -1;

    case OP_MAP_ADD:
    case OP_DELETE_SUBSCR:
    case OP_STORE_ATTR:
    case OP_END_ASYNC_FOR:
    case OP_MATCH_CLASS: return -2;
    case OP_STORE_SUBSCR: return -3;

    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_BUILD_SET:
    case OP_BUILD_STRING: return 1 - n;
    case OP_BUILD_MAP: return 1 - 2 * n;
    case OP_BUILD_CONST_KEY_MAP:
    case OP_RAISE_VARARGS:
    case OP_PRECALL: return -n;
    case OP_BUILD_SLICE: return n == 3 ? -2 : -1;
    case OP_FORMAT_VALUE: return n & FORMAT_HAS_SPEC ? -1 : 0;
    case OP_CALL_FUNCTION_EX: return -2 - (n & 1);
    case OP_MAKE_FUNCTION: return -bit_count(arg & 0xF);
    case OP_UNPACK_SEQUENCE: return n - 1;
    case OP_UNPACK_EX: return (n & 0xFF) + (n >> 8);

    case OP_FOR_ITER: return jump ? -1 : 1;
    case OP_SEND: return jump ? -1 : 0;
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP: return jump ? 0 : -1;
    default: return 0;
    }
}

static void push_depth(Block **stack, uint32_t *count, Block *block, int depth) {
    assert(block->start_depth < 0 || block->start_depth == depth);
    if (block->start_depth >= depth) return;
    block->start_depth = depth;
    stack[(*count)++] = block;
}

static uint32_t find_stack_size(Graph *graph, const FlowResult *r) {
    uint32_t blocks = 0, count = 0;
    for (const Block *block = graph->newest; block; block = block->older) blocks++;
    Block **stack = arena_array(graph->arena, Block *, blocks + 1);
    int deepest = 0;
    push_depth(stack, &count, graph->entry, r->generator ? 1 : 0);
    while (count) {
        Block *block = stack[--count], *next = block->next;
        int depth = block->start_depth;
        for (uint32_t i = 0; i < block->count; i++) {
            const FlowInstruction *item = &block->items[i];
            int after = depth + flow_stack_effect(item->opcode, item->arg, false);
            assert(after >= 0);
            if (after > deepest) deepest = after;
            if (flow_is_jump(item->opcode) || flow_is_block_push(item->opcode)) {
                int there = depth + flow_stack_effect(item->opcode, item->arg, true);
                if (there > deepest) deepest = there;
                push_depth(stack, &count, item->target, there);
            }
            depth = after;
        }
        if (next && !block->no_fallthrough) push_depth(stack, &count, next, depth);
    }
    return (uint32_t)deepest;
}

/* Handlers ------------------------------------------------------------------------------------- */

struct HandlerStack {
    Block **items;
    uint32_t count;
    uint32_t capacity;
};

static HandlerStack *copy_handlers(Arena *arena, const HandlerStack *from) {
    HandlerStack *copy = arena_new(arena, HandlerStack);
    copy->capacity = from->count + 4;
    copy->items = arena_array(arena, Block *, copy->capacity);
    copy->count = from->count;
    if (from->count) memcpy(copy->items, from->items, sizeof(Block *) * from->count);
    return copy;
}

static Block *top_handler(const HandlerStack *stack) {
    return stack->count ? stack->items[stack->count - 1] : NULL;
}

static void push_handler(Arena *arena, HandlerStack *stack, const FlowInstruction *setup) {
    if (setup->opcode != FLOW_SETUP_FINALLY) setup->target->preserve_lasti = true;
    if (stack->count == stack->capacity) *stack = *copy_handlers(arena, stack);
    stack->items[stack->count++] = setup->target;
}

/* Finds for each instruction the handler of the innermost SETUP around it. */
static void find_handlers(Graph *graph) {
    uint32_t blocks = 0, count = 0;
    for (Block *block = graph->newest; block; block = block->older) {
        block->visited = false;
        blocks++;
    }
    Block **todo = arena_array(graph->arena, Block *, blocks + 1);
    graph->entry->handlers = arena_new(graph->arena, HandlerStack);
    graph->entry->visited = true;
    todo[count++] = graph->entry;
    while (count) {
        Block *block = todo[--count];
        HandlerStack *stack = block->handlers;
        for (uint32_t i = 0; i < block->count; i++) {
            FlowInstruction *item = &block->items[i];
            if (item->opcode == FLOW_POP_BLOCK && stack->count) stack->count--;
            bool push = flow_is_block_push(item->opcode);
            if ((push || flow_is_jump(item->opcode)) && !item->target->visited) {
                item->target->handlers = copy_handlers(graph->arena, stack);
                item->target->visited = true;
                todo[count++] = item->target;
            }
            /* What starts or ends a range is outside of every range, as in CPython. */
            if (push)
                push_handler(graph->arena, stack, item);
            else if (item->opcode != FLOW_POP_BLOCK)
                item->handler = top_handler(stack);
        }
        if (!block->no_fallthrough && block->next && !block->next->visited) {
            block->next->handlers = stack;
            block->next->visited = true;
            todo[count++] = block->next;
        }
    }
    for (Block *block = graph->entry; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            int opcode = block->items[i].opcode;
            if (flow_is_block_push(opcode) || opcode == FLOW_POP_BLOCK)
                block->items[i].opcode = OP_NOP;
        }
    }
}

/* Final jumps ---------------------------------------------------------------------------------- */

static int final_jump(int opcode, bool forward) {
    switch (opcode) {
    case FLOW_JUMP: return forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD;
    case FLOW_JUMP_NO_INTERRUPT: return forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD_NO_INTERRUPT;
    case FLOW_POP_JUMP_IF_FALSE:
        return forward ? OP_POP_JUMP_FORWARD_IF_FALSE : OP_POP_JUMP_BACKWARD_IF_FALSE;
    case FLOW_POP_JUMP_IF_TRUE:
        return forward ? OP_POP_JUMP_FORWARD_IF_TRUE : OP_POP_JUMP_BACKWARD_IF_TRUE;
    case FLOW_POP_JUMP_IF_NONE:
        return forward ? OP_POP_JUMP_FORWARD_IF_NONE : OP_POP_JUMP_BACKWARD_IF_NONE;
    case FLOW_POP_JUMP_IF_NOT_NONE:
        return forward ? OP_POP_JUMP_FORWARD_IF_NOT_NONE : OP_POP_JUMP_BACKWARD_IF_NOT_NONE;
    default: return opcode;
    }
}

static void choose_jumps(Graph *graph) {
    for (Block *block = graph->entry; block; block = block->next) block->visited = false;
    for (Block *block = graph->entry; block; block = block->next) {
        block->visited = true;
        if (block->count == 0) continue;
        FlowInstruction *last = &block->items[block->count - 1];
        if (flow_is_jump(last->opcode))
            last->opcode = (uint16_t)final_jump(last->opcode, !last->target->visited);
    }
}

/* Offsets as CPython has them ------------------------------------------------------------------ */

static uint32_t unit_size(const FlowInstruction *item) {
    if (opcode_argument(item->opcode) == OPARG_NONE)
        return 1u + (uint32_t)opcode_caches(item->opcode);
    return 1u + (item->arg > 0xFF) + (item->arg > 0xFFFF) + (item->arg > 0xFFFFFF) +
           (uint32_t)opcode_caches(item->opcode);
}

/* While this runs a jump's arg is CPython's relative one, which decides about EXTENDED_ARG. */
static uint32_t find_units(Graph *graph) {
    uint32_t total;
    bool again;
    do {
        again = false;
        total = 0;
        for (Block *block = graph->entry; block; block = block->next) {
            block->unit = total;
            for (uint32_t i = 0; i < block->count; i++) total += unit_size(&block->items[i]);
        }
        for (Block *block = graph->entry; block; block = block->next) {
            uint32_t unit = block->unit;
            for (uint32_t i = 0; i < block->count; i++) {
                FlowInstruction *item = &block->items[i];
                uint32_t size = unit_size(item);
                unit += size;
                if (!flow_is_jump(item->opcode)) continue;
                uint32_t to = item->target->unit;
                item->arg = to < unit ? unit - to : to - unit;
                if (unit_size(item) != size) again = true;
            }
        }
    } while (again);
    return total;
}

/* Sizes of CPython's tables -------------------------------------------------------------------- */

static uint32_t varint_size(uint32_t value) {
    uint32_t size = 1;
    for (; value >= 64; value >>= 6) size++;
    return size;
}

static uint32_t signed_varint_size(int32_t value) {
    return varint_size(value < 0 ? (uint32_t)-value << 1 | 1 : (uint32_t)value << 1);
}

/* Bytes of the location entry of one instruction (Objects/locations.md); moves `line` on. */
static uint32_t location_size(CodeLocation at, int32_t *line) {
    if (at.line < 0) return 1;
    int32_t delta = at.line - *line;
    if (at.column < 0 || at.end_column < 0) {
        if (at.end_line == at.line || at.end_line == -1) {
            *line = at.line;
            return 1 + signed_varint_size(delta);
        }
    } else if (at.end_line == at.line) {
        if (delta == 0 && at.column < 80 && at.end_column - at.column < 16) return 2;
        if (delta >= 0 && delta < 3 && at.column < 128 && at.end_column < 128) {
            *line = at.line;
            return 3;
        }
    }
    *line = at.line;
    return 1 + signed_varint_size(delta) + varint_size((uint32_t)(at.end_line - at.line)) +
           varint_size((uint32_t)(at.column + 1)) + varint_size((uint32_t)(at.end_column + 1));
}

static uint32_t linetable_size(const Graph *graph, int32_t first_line) {
    uint32_t size = 0;
    int32_t line = first_line;
    for (const Block *block = graph->entry; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            /* one entry covers at most 8 units */
            for (uint32_t units = unit_size(&block->items[i]);; units -= 8) {
                size += location_size(block->items[i].at, &line);
                if (units <= 8) break;
            }
        }
    }
    return size;
}

/* Output --------------------------------------------------------------------------------------- */

static CodeLocation final_location(CodeLocation at) {
    if (at.line < 0) return (CodeLocation){-1, -1, -1, -1};
    if (at.column < 0 || at.end_column < 0) return (CodeLocation){at.line, at.line, -1, -1};
    return at;
}

static const char *emit_instructions(const Graph *graph, Arena *arena, CodeUnit *code) {
    uint32_t count = 0;
    for (const Block *block = graph->entry; block; block = block->next) count += block->count;
    code->instructions = arena_array(arena, Instruction, count + 1);
    for (const Block *block = graph->entry; block; block = block->next) {
        uint32_t unit = block->unit;
        for (uint32_t i = 0; i < block->count; i++) {
            const FlowInstruction *item = &block->items[i];
            uint32_t size = unit_size(item);
            uint32_t arg = flow_is_jump(item->opcode) ? item->target->index : item->arg;
            if (opcode_argument(item->opcode) == OPARG_NONE)
                arg = 0;
            else if (arg >> 24 || item->arg >> 24)
                return "code too large";
            code->instructions[code->instruction_count++] = (Instruction){
                .opcode = (uint8_t)item->opcode,
                .arg = arg,
                .unit = unit + size - 1 - (uint32_t)opcode_caches(item->opcode),
                .location = final_location(item->at),
            };
            unit += size;
        }
    }
    return NULL;
}

typedef struct TableWriter {
    Arena *arena;
    CodeUnit *code;
    uint32_t capacity;
} TableWriter;

static void emit_entry(TableWriter *w, uint32_t start, uint32_t end, uint32_t start_unit,
                       uint32_t end_unit, const Block *handler) {
    CodeUnit *code = w->code;
    if (code->exception_count == w->capacity) {
        w->capacity = w->capacity ? w->capacity * 2 : 4;
        ExceptionEntry *grown = arena_array(w->arena, ExceptionEntry, w->capacity);
        if (code->exception_count)
            memcpy(grown, code->exceptions, sizeof *grown * code->exception_count);
        code->exceptions = grown;
    }
    uint32_t depth = (uint32_t)handler->start_depth - 1 - (handler->preserve_lasti ? 1 : 0);
    code->exceptions[code->exception_count++] = (ExceptionEntry){
        .start = start,
        .end = end,
        .target = handler->index,
        .depth = depth,
        .push_lasti = handler->preserve_lasti,
    };
    code->cpython_exceptiontable_size +=
        varint_size(start_unit) + varint_size(end_unit - start_unit) + varint_size(handler->unit) +
        varint_size(depth << 1 | handler->preserve_lasti);
}

static void emit_exceptions(const Graph *graph, Arena *arena, CodeUnit *code) {
    TableWriter w = {arena, code, 0};
    const Block *handler = NULL;
    uint32_t start = 0, start_unit = 0, index = 0, unit = 0;
    for (const Block *block = graph->entry; block; block = block->next) {
        for (uint32_t i = 0; i < block->count; i++) {
            const FlowInstruction *item = &block->items[i];
            if (item->handler != handler) {
                if (handler) emit_entry(&w, start, index, start_unit, unit, handler);
                start = index;
                start_unit = unit;
                handler = item->handler;
            }
            index++;
            unit += unit_size(item);
        }
    }
    if (handler) emit_entry(&w, start, index, start_unit, unit, handler);
}

const char *flow_assemble(Graph *graph, FlowResult *r, CodeUnit *code) {
    code->stack_size = find_stack_size(graph, r);
    find_handlers(graph);
    uint32_t index = 0;
    for (Block *block = graph->entry; block; block = block->next) {
        flow_clean_block(block);
        block->index = index;
        index += block->count;
    }
    choose_jumps(graph);
    code->cpython_code_units = find_units(graph);
    code->cpython_linetable_size = linetable_size(graph, r->first_line);
    const char *problem = emit_instructions(graph, r->arena, code);
    if (problem) return problem;
    emit_exceptions(graph, r->arena, code);
    code->first_line = r->first_line;
    code->const_count = r->const_count;
    code->consts = arena_array(r->arena, CodeConst, r->const_count + 1);
    if (r->const_count) memcpy(code->consts, r->consts, sizeof *r->consts * r->const_count);
    return NULL;
}

const ExceptionEntry *code_find_handler(const CodeUnit *code, uint32_t index) {
    uint32_t low = 0, high = code->exception_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const ExceptionEntry *entry = &code->exceptions[middle];
        if (index < entry->start)
            high = middle;
        else if (index >= entry->end)
            low = middle + 1;
        else
            return entry;
    }
    return NULL;
}
