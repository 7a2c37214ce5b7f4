/* Which name means what in which block: CPython 3.11's symbol table (Python/symtable.c). A block is
 * a module, a class body or a function; lambdas and comprehensions are functions. */
#ifndef LASTREF_PYTHON_SYMTABLE_H
#define LASTREF_PYTHON_SYMTABLE_H

#include "python/ast.h"
#include "python/name_map.h"
#include "python/problem.h"

typedef enum BlockKind { BLOCK_MODULE, BLOCK_CLASS, BLOCK_FUNCTION } BlockKind;

typedef enum ComprehensionKind {
    COMPREHENSION_NONE,
    COMPREHENSION_LIST,
    COMPREHENSION_DICT,
    COMPREHENSION_SET,
    COMPREHENSION_GENERATOR,
} ComprehensionKind;

/* What a block says about a name; bits of a symbol's value. */
enum {
    DEF_GLOBAL = 1,
    DEF_LOCAL = 2,
    DEF_PARAM = 4,
    DEF_NONLOCAL = 8,
    DEF_USE = 16,
    DEF_FREE_CLASS = 64, /* free in a method and bound in the class body */
    DEF_IMPORT = 128,
    DEF_ANNOT = 256,
    DEF_COMP_ITER = 512,
    DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT,
    SCOPE_SHIFT = 12,
};

/* What the analysis found; `value >> SCOPE_SHIFT`. */
typedef enum Scope {
    SCOPE_NONE, /* the name does not occur */
    SCOPE_LOCAL,
    SCOPE_GLOBAL_EXPLICIT,
    SCOPE_GLOBAL_IMPLICIT,
    SCOPE_FREE,
    SCOPE_CELL,
} Scope;

typedef struct SymBlock SymBlock;

typedef struct SymDirective {
    const char *name;
    Location at;
} SymDirective;

struct SymBlock {
    BlockKind kind;
    ComprehensionKind comprehension;
    const void *node;    /* the Module, Stmt or Expr that opens it */
    SymBlock *parent;    /* null for the module */
    NameMap symbols;     /* mangled name -> DEF_* bits and scope */
    const char **params; /* positional-only, positional, keyword-only, *args, **kwargs */
    size_t param_count;
    size_t param_capacity;
    SymBlock **children;
    size_t child_count;
    size_t child_capacity;
    SymDirective *directives; /* global and nonlocal statements, for messages */
    size_t directive_count;
    size_t directive_capacity;
    bool nested;    /* inside a function */
    bool generator; /* contains yield, or is a generator expression */
    bool coroutine;
    bool varargs;
    bool varkeywords;
    bool needs_class_closure; /* a class whose methods use __class__ or super */
    bool in_comp_target;      /* while visiting `for TARGET in` */
    int in_comp_iter;         /* while visiting the iterable of a comprehension */
};

typedef struct SymTable {
    SymBlock *top;
    SymBlock **blocks; /* hash table by node */
    size_t block_count;
    size_t slot_count;
} SymTable;

/* Null when a problem was found. Memory is the arena's. */
SymTable *symtable_build(Arena *arena, const Module *module, bool future_annotations,
                         ProblemSink *sink);

/* The block a node opens; asserts that it opens one. */
SymBlock *symtable_get(const SymTable *table, const void *node);

/* `name` must be mangled already. */
Scope symtable_scope(const SymBlock *block, const char *name);

/* The name as it is used inside class `class_name` (null: outside classes): `__x` becomes
 * `_Class__x`. Returns `name` itself where nothing changes. */
const char *symtable_mangle(Arena *arena, const char *class_name, const char *name);

#endif
