/* Arithmetic of floats (Objects/floatobject.c of CPython 3.11) on values. */
#ifndef LASTREF_PYTHON_FLOAT_ARITH_H
#define LASTREF_PYTHON_FLOAT_ARITH_H

#include "python/number_convert.h"

/* x ** y with the errors of float_pow. */
Ref float_power_values(Vm *vm, double x, double y);
/* Floored quotient and the remainder that has the divisor's sign; `y` is not 0. */
void float_divide_floored(double x, double y, double *quotient, double *remainder);
/* round(value, digits): correctly rounded in decimal. OverflowError where it grows too large. */
Ref float_round_digits(Vm *vm, double value, int64_t digits);

/* The slots: NotImplemented where an operand is no number. */
Ref float_add(Vm *vm, Ref a, Ref b);
Ref float_subtract(Vm *vm, Ref a, Ref b);
Ref float_multiply(Vm *vm, Ref a, Ref b);
Ref float_floor_divide(Vm *vm, Ref a, Ref b);
Ref float_remainder(Vm *vm, Ref a, Ref b);
Ref float_true_divide(Vm *vm, Ref a, Ref b);
Ref float_power(Vm *vm, Ref a, Ref b);
Ref float_divmod(Vm *vm, Ref a, Ref b);
Ref float_compare(Vm *vm, Ref a, Ref b, CompareOp op);

#endif
