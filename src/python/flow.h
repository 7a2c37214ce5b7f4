/* The control flow graph between code generation and the finished code: basic blocks of
 * instructions, CPython 3.11's optimizer over them, and its assembler (Python/compile.c).
 *
 * A Graph is one code object being built. Code generation appends instructions to `current`; after
 * a jump, return or raise the next instruction opens a new block by itself. flow_finish then runs
 * CPython's passes in its order:
 *   skip empty jump targets, copy small exit blocks into those that jump to them, prefix
 *   instructions, slot numbers, peephole and jump threading, removal of unreachable code and of
 *   NOPs that carry no line of their own, exit blocks without line copied for each jump to them,
 *   constants trimmed, lines propagated, stack depth, exception handlers, final jumps, exception
 *   table.
 * All memory is the arena's. */
#ifndef LASTREF_PYTHON_FLOW_H
#define LASTREF_PYTHON_FLOW_H

#include "base/arena.h"
#include "python/constant.h"
#include "python/opcode.h"

/* Instructions that exist only here. The SETUP ones name a handler: from the next instruction up to
 * the matching POP_BLOCK an exception goes there. FINALLY enters it with the exception, CLEANUP
 * with lasti and the exception, WITH the same but without the top entry. */
enum {
    FLOW_SETUP_FINALLY = 256,
    FLOW_SETUP_CLEANUP,
    FLOW_SETUP_WITH,
    FLOW_POP_BLOCK,
    FLOW_JUMP,
    FLOW_JUMP_NO_INTERRUPT,
    FLOW_POP_JUMP_IF_FALSE,
    FLOW_POP_JUMP_IF_TRUE,
    FLOW_POP_JUMP_IF_NONE,
    FLOW_POP_JUMP_IF_NOT_NONE,
};

typedef struct Block Block;

typedef struct FlowInstruction {
    uint16_t opcode; /* Opcode or FLOW_* */
    uint32_t arg;
    CodeLocation at; /* line -1: artificial, gets its line from a neighbour or none */
    Block *target;   /* of jumps and SETUP */
    Block *handler;  /* found by flow_finish; null outside of try blocks */
} FlowInstruction;

typedef struct HandlerStack HandlerStack;

struct Block {
    Block *older; /* the block made before this one */
    Block *next;  /* the block that follows in the code; null at the end and while unplaced */
    FlowInstruction *items;
    uint32_t count;
    uint32_t capacity;
    uint32_t predecessors;
    int32_t start_depth; /* of the value stack; -1 unknown */
    uint32_t index;      /* of its first instruction in the finished code */
    uint32_t unit;       /* CPython's offset of it */
    bool no_fallthrough; /* ends in a jump or exit */
    bool exit;           /* ends in return or raise */
    bool preserve_lasti; /* a handler entered with lasti */
    bool visited;
    HandlerStack *handlers; /* active at its start, while handlers are found */
};

typedef struct Graph {
    Arena *arena;
    Block *newest;
    Block *entry;
    Block *current;
} Graph;

void flow_init(Graph *graph, Arena *arena);

/* A block that is not yet placed. */
Block *flow_new_block(Graph *graph);

/* Places `block` after the current one and makes it current. */
void flow_use_block(Graph *graph, Block *block);

/* Appends an instruction; `target` is null but for jumps and SETUP. */
void flow_add(Graph *graph, int opcode, uint32_t arg, CodeLocation at, Block *target);

/* Whether the current block ends in RETURN_VALUE. */
bool flow_has_returned(const Graph *graph);

typedef struct FlowResult {
    Arena *scratch;       /* for work */
    Arena *arena;         /* for what `code` keeps */
    ConstantTable *table; /* the compilation's constants */
    CodeConst *consts;    /* in: the unit's constants; may be replaced and grow */
    uint32_t const_count;
    uint32_t local_count; /* u_varnames */
    uint32_t cell_count;  /* cell variables, arguments included */
    uint32_t free_count;
    const uint32_t *cell_slots; /* per cell: the number of the argument it is, or UINT32_MAX */
    bool generator;             /* a generator or coroutine: entered with the sent value */
    int32_t first_line;         /* 0: that of the first instruction */
} FlowResult;

/* Runs the passes over a finished graph and fills instructions, exceptions, stack_size, consts,
 * first_line and the CPython sizes of `code`. Returns null or, for a graph whose arguments do not
 * fit 24 bits, the reason. */
const char *flow_finish(Graph *graph, FlowResult *result, CodeUnit *code);

/* For flow_assemble.c -------------------------------------------------------------------------- */

bool flow_is_jump(int opcode);
bool flow_is_block_push(int opcode);

/* The effect on the depth of the value stack, jumping or not. */
int flow_stack_effect(int opcode, uint32_t arg, bool jump);

/* Removes NOPs that carry no line of their own. */
void flow_clean_block(Block *block);

/* Depths, handlers, final jumps and output: the second half of flow_finish. */
const char *flow_assemble(Graph *graph, FlowResult *result, CodeUnit *code);

#endif
