#include "lesson/goal_number.h"

#include "base/translate.h"
#include "python/float_arith.h"
#include "python/number_text.h"

#include <math.h>

GoalNumber goal_number_int(double whole) {
    return (GoalNumber){.value = whole};
}

static const char *divide(GoalArithmetic operation, GoalNumber a, GoalNumber b, double *out) {
    double quotient, remainder;
    if (b.value == 0) return N_("this is division by zero");
    *out = a.value / b.value;
    if (operation == GOAL_DIVIDE) return NULL;
    float_divide_floored(a.value, b.value, &quotient, &remainder);
    *out = operation == GOAL_REMAINDER ? remainder : quotient;
    return NULL;
}

const char *goal_number_compute(GoalArithmetic operation, GoalNumber a, GoalNumber b,
                                GoalNumber *out) {
    const char *why = NULL;
    *out = (GoalNumber){.is_float = a.is_float || b.is_float || operation == GOAL_DIVIDE};
    switch (operation) {
    case GOAL_ADD: out->value = a.value + b.value; break;
    case GOAL_SUBTRACT: out->value = a.value - b.value; break;
    case GOAL_MULTIPLY: out->value = a.value * b.value; break;
    case GOAL_DIVIDE:
    case GOAL_FLOOR_DIVIDE:
    case GOAL_REMAINDER: why = divide(operation, a, b, &out->value);
    }
    if (why || out->is_float) return why;
    out->value += 0.0; /* an int has no -0 */
    return fabs(out->value) > GOAL_WHOLE_MOST ? N_("this is too large a number") : NULL;
}

void goal_number_append(GoalNumber number, TextBuffer *out) {
    if (number.is_float) {
        float_append_text(number.value, 'r', 0, FLOAT_ADD_DOT_0, out);
    } else {
        text_appendf(out, "%.0f", number.value);
    }
}

bool goal_number_is_answer(GoalNumber right, double answer) {
    if (!right.is_float || !isfinite(right.value)) return right.value == answer;
    return fabs(right.value - answer) <= 1e-9 * fmax(fabs(right.value), fabs(answer));
}
