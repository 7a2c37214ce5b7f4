#include "lesson/solution.h"

#include "base/arena.h"
#include "python/parse.h"

/* The line on which a statement begins, its decorators included. */
static int first_line(const Stmt *statement) {
    const ExprList *decorators = NULL;
    if (statement->kind == STMT_FUNCTION_DEF) decorators = &statement->function_def.decorator_list;
    if (statement->kind == STMT_CLASS_DEF) decorators = &statement->class_def.decorator_list;
    return decorators && decorators->count ? decorators->items[0]->at.line : statement->at.line;
}

static void add(Solution *solution, const char *start, const char *end, int line) {
    SolutionStatement statement = {{start, (size_t)(end - start)}, line};
    array_push(&solution->statements, statement);
}

/* One walk over the lines: a statement goes on until the line on which the next begins. */
static void split(Solution *solution, const Module *module, Text text) {
    Text rest = text, line;
    const char *start = NULL;
    int start_line = 0;
    size_t next = 0;
    for (int number = 1; text_next_line(&rest, &line); number++) {
        bool begins = next < module->body.count && first_line(module->body.items[next]) == number;
        if (!begins) continue;
        if (start) add(solution, start, line.bytes, start_line);
        start = line.bytes;
        start_line = number;
        while (next < module->body.count && first_line(module->body.items[next]) == number) next++;
    }
    if (start) add(solution, start, text.bytes + text.length, start_line);
}

bool solution_read(Solution *solution, Text text, Error *error) {
    Arena arena = {0};
    Module *module;
    SyntaxProblem problem;
    *solution = (Solution){0};
    bool parsed = parse_module(&arena, text, "<solution>", PARSE_FILE, &module, &problem);
    if (parsed) {
        split(solution, module, text);
        module_deinit(module);
    } else {
        solution->wrong_line = problem.line > 0 ? problem.line : 1;
        solution->wrong_column = problem.column > 0 ? problem.column : 1;
        error_set(error, "%s: %s", syntax_problem_type(problem.kind), problem.message);
    }
    arena_deinit(&arena);
    return parsed;
}

void solution_deinit(Solution *solution) {
    array_deinit(&solution->statements);
}
