/* A task's solution as statements, as they would be typed one after the other. Nothing is run here.
 */
#ifndef LASTREF_LESSON_SOLUTION_H
#define LASTREF_LESSON_SOLUTION_H

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

/* Statements that share a line are one. */
typedef struct SolutionStatement {
    Text text; /* whole lines of the solution */
    int line;  /* from 1 */
} SolutionStatement;

typedef struct Solution {
    Array(SolutionStatement) statements;
    int wrong_line, wrong_column; /* of what cannot be parsed, from 1 */
} Solution;

/* The text is borrowed. False with a message ("SyntaxError: ..."); call solution_deinit in any
 * case.
 */
bool solution_read(Solution *solution, Text text, Error *error);
void solution_deinit(Solution *solution);

#endif
