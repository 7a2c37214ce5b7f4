#include "python/problem.h"

#include <string.h>

static void set_place(SyntaxProblem *problem, Location at) {
    problem->line = at.line;
    problem->column = at.column + 1;
    problem->end_line = at.end_line;
    problem->end_column = at.end_column + 1;
}

void problem_syntax(ProblemSink *sink, Location at, const char *format, ...) {
    if (sink->failed) return;
    sink->failed = true;
    memset(sink->problem, 0, sizeof *sink->problem);
    sink->problem->kind = PROBLEM_SYNTAX_ERROR;
    va_list args;
    va_start(args, format);
    TextBuffer message = {0};
    text_appendv(&message, format, args);
    va_end(args);
    sink->problem->message = arena_copy(sink->arena, text_cstr(&message), message.length);
    text_deinit(&message);
    set_place(sink->problem, at);
}

void problem_unsupported(ProblemSink *sink, Location at, const char *what) {
    if (sink->failed) return;
    sink->failed = true;
    memset(sink->problem, 0, sizeof *sink->problem);
    sink->problem->kind = PROBLEM_UNSUPPORTED;
    sink->problem->message = what;
    set_place(sink->problem, at);
}
