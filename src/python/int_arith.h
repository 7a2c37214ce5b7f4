/* Arithmetic of ints (Objects/longobject.c of CPython 3.11) on GMP numbers. The arguments are ints
 * or bools unless said; results are new exact ints. A result beyond INT_DIGITS_MAX halts. */
#ifndef LASTREF_PYTHON_INT_ARITH_H
#define LASTREF_PYTHON_INT_ARITH_H

#include "python/number_convert.h"

/* The slots: NotImplemented where an operand is no int. */
Ref int_add(Vm *vm, Ref a, Ref b);
Ref int_subtract(Vm *vm, Ref a, Ref b);
Ref int_multiply(Vm *vm, Ref a, Ref b);
Ref int_floor_divide(Vm *vm, Ref a, Ref b);
Ref int_remainder(Vm *vm, Ref a, Ref b);
Ref int_true_divide(Vm *vm, Ref a, Ref b);
Ref int_power(Vm *vm, Ref a, Ref b);
Ref int_shift_left(Vm *vm, Ref a, Ref b);
Ref int_shift_right(Vm *vm, Ref a, Ref b);
Ref int_and(Vm *vm, Ref a, Ref b);
Ref int_or(Vm *vm, Ref a, Ref b);
Ref int_xor(Vm *vm, Ref a, Ref b);
/* A tuple of quotient and remainder. */
Ref int_divmod(Vm *vm, Ref a, Ref b);
/* pow(a, b, modulus). */
Ref int_power_modulo(Vm *vm, Ref a, Ref b, Ref modulus);

Ref int_negative(Vm *vm, Ref a);
Ref int_invert(Vm *vm, Ref a);
Ref int_absolute(Vm *vm, Ref a);

/* round(a, ndigits): half to even. */
Ref int_round(Vm *vm, Ref a, Ref digits);

#endif
