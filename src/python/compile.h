/* The compiler: a syntax tree -> the code units CPython 3.11 would make of it, instruction for
 * instruction (code_unit.h tells the form).
 *
 * The passes: folding on the tree (fold.h), symbol table (symtable.h), code generation
 * (compile_*.c), control flow optimizer and assembler (flow.h).
 *
 * Refused as PROBLEM_UNSUPPORTED: rare annotations that have to be turned back into text (`from
 * __future__ import annotations`, see annotation_text.h). */
#ifndef LASTREF_PYTHON_COMPILE_H
#define LASTREF_PYTHON_COMPILE_H

#include "python/code_unit.h"
#include "python/parse.h"

typedef enum CompileMode {
    COMPILE_FILE,        /* a script: `exec` */
    COMPILE_INTERACTIVE, /* a statement typed at the prompt: `single`. Expression statements at its
                            outer level are displayed by PRINT_EXPR */
    COMPILE_SHOW_LAST,   /* a script whose last statement, if an expression, is displayed */
    COMPILE_VALUE, /* `eval`: the tree is one expression statement; the code returns its value */
} CompileMode;

/* A SyntaxWarning that CPython prints while compiling. */
typedef struct SyntaxWarning {
    int line;
    const char *message; /* in the arena */
} SyntaxWarning;

typedef struct SyntaxWarnings {
    SyntaxWarning *items; /* in the arena */
    size_t count;
    size_t capacity;
} SyntaxWarnings;

/* Compiles `module`. On success true, and `*out` is the code of the module, in `arena` with all it
 * contains; it points to constants and names of the tree, so the arena of the parse must live as
 * long. The tree is changed by folding and must not be compiled again; module->constants has grown
 * by the folded ones. On failure false and `problem` is filled, without the text of the source line
 * (see compile_add_source_line). `warnings` gets the warnings given
 * until then; it may be null. */
bool compile_module(Arena *arena, Module *module, const char *filename, CompileMode mode,
                    CodeUnit **out, SyntaxWarnings *warnings, SyntaxProblem *problem);

/* Gives a problem of compile_module the line of `source` it stands in, as CPython shows it. The
 * text is borrowed from `source`. */
void compile_add_source_line(SyntaxProblem *problem, Text source);

#endif
