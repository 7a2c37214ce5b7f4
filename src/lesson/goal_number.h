/* Numbers of expressions, as Python has them: ints and floats. `/` gives a float, `//` and `%` are
 * floored; an int stays one as long as both sides are. Ints beyond 2**53 are not told, since a
 * double would round them. */
#ifndef LASTREF_LESSON_GOAL_NUMBER_H
#define LASTREF_LESSON_GOAL_NUMBER_H

#include "base/text.h"

#define GOAL_WHOLE_MOST 9007199254740992.0 /* 2**53 */

typedef struct GoalNumber {
    double value;
    bool is_float;
} GoalNumber;

typedef enum GoalArithmetic {
    GOAL_ADD,
    GOAL_SUBTRACT,
    GOAL_MULTIPLY,
    GOAL_DIVIDE,       /* / */
    GOAL_FLOOR_DIVIDE, /* // */
    GOAL_REMAINDER     /* % */
} GoalArithmetic;

GoalNumber goal_number_int(double whole);
/* Null, or why there is no result: static, to be translated. */
const char *goal_number_compute(GoalArithmetic operation, GoalNumber a, GoalNumber b,
                                GoalNumber *out);
/* Appends it as repr() has it: `3`, `3.0`, `0.5`. */
void goal_number_append(GoalNumber number, TextBuffer *out);
/* Whether a person who answers `answer` means `right`: of floats the last digits do not matter. */
bool goal_number_is_answer(GoalNumber right, double answer);

#endif
