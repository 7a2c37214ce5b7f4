/* How the compiler's passes report the one problem that stops a compilation. The first problem
 * found wins; after it every pass only winds up. */
#ifndef LASTREF_PYTHON_PROBLEM_H
#define LASTREF_PYTHON_PROBLEM_H

#include "python/parse.h"

#include <stdarg.h>

typedef struct ProblemSink {
    Arena *arena; /* for the message */
    SyntaxProblem *problem;
    bool failed;
} ProblemSink;

/* A SyntaxError at a node, in CPython's words. */
void problem_syntax(ProblemSink *sink, Location at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Valid Python that the compiler refuses; `what` names the construct. */
void problem_unsupported(ProblemSink *sink, Location at, const char *what);

#endif
