/* What the files of the code generator share: the state of one compilation, one Unit for each code
 * object under way, and the helpers that emit instructions.
 *
 * As in CPython's compiler an instruction gets the unit's current location. Visiting an expression
 * sets it and puts it back; visiting a statement sets it; location_clear makes the following
 * instructions artificial (no line until the graph passes give them one). */
#ifndef LASTREF_PYTHON_COMPILE_INTERNAL_H
#define LASTREF_PYTHON_COMPILE_INTERNAL_H

#include "python/compile.h"
#include "python/flow.h"
#include "python/fold.h"
#include "python/problem.h"
#include "python/symtable.h"

enum {
    /* Above this many entries on the value stack at once CPython builds containers piece by piece
     * (STACK_USE_GUIDELINE). */
    STACK_GUIDELINE = 30,
    MAX_FRAME_BLOCKS = 20, /* nested loops, try and with statements (CO_MAXBLOCKS) */
};

typedef enum UnitKind {
    UNIT_MODULE,
    UNIT_CLASS,
    UNIT_FUNCTION,
    UNIT_ASYNC_FUNCTION,
    UNIT_LAMBDA,
    UNIT_COMPREHENSION,
} UnitKind;

/* What a return, break or continue has to undo on its way out. */
typedef enum FrameBlockKind {
    FRAME_WHILE_LOOP,
    FRAME_FOR_LOOP,
    FRAME_TRY_EXCEPT,
    FRAME_FINALLY_TRY,
    FRAME_FINALLY_END,
    FRAME_WITH,
    FRAME_ASYNC_WITH,
    FRAME_HANDLER_CLEANUP,
    FRAME_POP_VALUE,
    FRAME_EXCEPTION_HANDLER,
    FRAME_EXCEPTION_GROUP_HANDLER,
    FRAME_ASYNC_GENERATOR,
} FrameBlockKind;

typedef struct FrameBlock {
    FrameBlockKind kind;
    Block *start; /* where continue goes */
    Block *exit;  /* where break goes */
    const StmtList *finally_body;
    const Stmt *with;
    const char *name; /* of `except ... as name` */
} FrameBlock;

typedef struct Unit Unit;

struct Unit {
    Unit *parent;
    UnitKind kind;
    SymBlock *block;
    const char *name;
    const char *qualname;
    const char *class_name; /* for mangling */
    int32_t first_line;
    uint32_t argument_count; /* without positional-only ones */
    uint32_t positional_only_count;
    uint32_t keyword_only_count;
    NameMap names;
    NameMap locals;    /* u_varnames */
    NameMap cells;     /* numbered from 0 */
    NameMap free;      /* numbered after the cells */
    CodeConst *consts; /* merged: equal ones are one pointer */
    uint32_t const_count;
    uint32_t const_capacity;
    uint32_t *const_slots; /* hash table by pointer: index + 1 */
    uint32_t const_slot_count;
    Graph graph;
    CodeLocation at;
    FrameBlock frames[MAX_FRAME_BLOCKS];
    uint32_t frame_count;
};

typedef struct Compiler {
    Arena *arena;  /* for what the result keeps */
    Arena scratch; /* gone when the compilation ends */
    SymTable *symbols;
    ConstantTable constants;
    ProblemSink *sink;
    SyntaxWarnings *warnings; /* or null: nobody asks */
    Text filename;
    Unit *unit;
    bool future_annotations;
    int32_t future_line;   /* of the last `from __future__` at the start; 0 if none */
    const Stmt *show_only; /* COMPILE_SHOW_LAST: the statement displayed; null otherwise */
    bool interactive;
    uint32_t flags; /* of future statements */
} Compiler;

/* Locations (compile.c) */
CodeLocation location_of(Location at);
void location_set(Compiler *c, Location at);
void location_clear(Compiler *c);
/* The unit's current location as a node location, for problems. */
Location location_here(const Compiler *c);
/* Moves the start to the attribute's own line, when it is not on the line of the object. */
void location_to_attribute(Compiler *c, const Expr *attribute);

/* Emitting (compile.c) */
void emit(Compiler *c, int opcode, uint32_t arg);
void emit_name(Compiler *c, int opcode, const char *name);
void emit_jump(Compiler *c, int opcode, Block *target);
void emit_jump_without_line(Compiler *c, int opcode, Block *target);
void emit_constant(Compiler *c, Constant *constant);
void emit_none(Compiler *c);
void emit_string(Compiler *c, const char *text);
void emit_code(Compiler *c, CodeUnit *code);
Block *new_block(Compiler *c);
void use_block(Compiler *c, Block *block);

/* Index in the unit's consts, after merging. */
uint32_t add_constant(Compiler *c, Constant *constant);
/* A string constant of a name. */
Constant *name_constant(Compiler *c, const char *name);
Constant *none_constant(Compiler *c);
/* A tuple constant of strings. */
Constant *names_constant(Compiler *c, const char *const *names, size_t count);

/* The name as mangled in the current class. */
const char *mangled(Compiler *c, const char *name);
/* Loads, stores or deletes a variable by its scope. */
void emit_variable(Compiler *c, const char *name, ExprContext context);
/* False, with a SyntaxError, for assigning to or deleting __debug__. */
bool check_name(Compiler *c, const char *name, ExprContext context);

/* Units (compile.c). `node` is the one that opens the block. */
void unit_enter(Compiler *c, const char *name, UnitKind kind, const void *node, int32_t first_line);
/* Assembles the current unit; `add_none`: falling off the end returns None. The unit stays current.
 * Null after a problem. */
CodeUnit *unit_assemble(Compiler *c, bool add_none);
void unit_leave(Compiler *c);

/* Frame blocks (compile_flow.c) */
void frame_push(Compiler *c, FrameBlock block);
void frame_pop(Compiler *c);

/* Expressions (compile_expr.c) */
void visit_expr(Compiler *c, const Expr *e);
void visit_exprs(Compiler *c, ExprList list);
/* Jumps to `target` if the truth of `e` is `condition`, goes on otherwise. */
void emit_jump_if(Compiler *c, const Expr *e, Block *target, bool condition);
void emit_yield(Compiler *c);
void emit_yield_from(Compiler *c, bool await);
uint32_t binary_op_of(Operator op);
/* Stores the entries of a sequence on the stack in targets, a star taking the rest. */
void emit_unpack(Compiler *c, ExprList targets);

/* Calls (compile_call.c) */
void emit_call(Compiler *c, const Expr *e);
/* The rest of a call with `pushed` arguments on the stack already. */
void emit_call_arguments(Compiler *c, uint32_t pushed, ExprList args, KeywordList keywords);
/* Builds a container of `elts` and of the `pushed` entries below; `tuple` turns it into a tuple. */
void emit_sequence(Compiler *c, ExprList elts, uint32_t pushed, int build, int add, int extend,
                   bool tuple);

/* Functions, classes, comprehensions (compile_scope.c) */
/* The text of an annotation, in place of its value. */
void emit_annotation_text(Compiler *c, const Expr *annotation);
void emit_function(Compiler *c, const Stmt *s);
void emit_class(Compiler *c, const Stmt *s);
void emit_lambda(Compiler *c, const Expr *e);
void emit_comprehension(Compiler *c, const Expr *e);

/* Statements (compile_stmt.c) */
void visit_stmt(Compiler *c, const Stmt *s);
void visit_stmts(Compiler *c, StmtList list);
/* A module or class body. */
void emit_body(Compiler *c, StmtList body);
bool has_annotations(StmtList list);

/* try, with, return, break, continue (compile_flow.c) */
void emit_try(Compiler *c, const Stmt *s);
void emit_try_star(Compiler *c, const Stmt *s);
void emit_with(Compiler *c, const Stmt *s, size_t item);
void emit_async_with(Compiler *c, const Stmt *s, size_t item);
void emit_return(Compiler *c, const Stmt *s);
void emit_break(Compiler *c);
void emit_continue(Compiler *c);
/* COPY 3, POP_EXCEPT, RERAISE 1: the end of every handler that lets an exception go on. */
void emit_pop_except_and_reraise(Compiler *c);

/* match (compile_match.c) */
void emit_match(Compiler *c, const Stmt *s);

#endif
