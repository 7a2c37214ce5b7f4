/* From source text to a code object: parse, compile, warn on stderr, make the heap's objects. */
#ifndef LASTREF_PYTHON_SOURCE_H
#define LASTREF_PYTHON_SOURCE_H

#include "python/syntax.h"
#include "python/vm.h"

typedef struct SourceText {
    const char *name; /* of the file, as messages have it */
    Ref filename;     /* the same as a str; borrowed */
    Text text;
    ParseMode parse;
    CompileMode compile;
    bool has_lines; /* CPython finds the file: warnings and compiler errors show their line */
} SourceText;

typedef enum SourceResult {
    SOURCE_OK,
    SOURCE_PROBLEM, /* `problem` tells; its texts are in the arena */
    SOURCE_HALTED
} SourceResult;

/* `*constants` (what CPython's arena holds while the code runs) and `*code` are new references. */
SourceResult source_compile(Vm *vm, Arena *arena, const SourceText *source, Ref *constants,
                            Ref *code, SyntaxProblem *problem);

#endif
