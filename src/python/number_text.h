/* Numbers as text: digits of ints in a base, floats under a format code. */
#ifndef LASTREF_PYTHON_NUMBER_TEXT_H
#define LASTREF_PYTHON_NUMBER_TEXT_H

#include "python/number_convert.h"

/* Appends sign and digits in base 2 to 36, small letters. False with ValueError when a decimal
 * would have more than the 4300 digits that CPython allows. */
bool int_append_text(Vm *vm, Ref value, int base, TextBuffer *out);
/* str() of an int: new str. */
Ref int_to_str(Vm *vm, Ref value, int base, const char *prefix);

enum {
    FLOAT_ALTERNATE = 1,       /* "#": the point always stands */
    FLOAT_ADD_DOT_0 = 2,       /* looks like a float: "1.0" */
    FLOAT_NO_NEGATIVE_ZERO = 4 /* "z" */
};

/* PyOS_double_to_string: code is one of e E f F g G r (r: shortest, precision ignored). */
void float_append_text(double value, char code, int precision, int flags, TextBuffer *out);

#endif
