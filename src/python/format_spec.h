/* The format mini-language (Python/formatter_unicode.c of CPython 3.11): fill, align, sign, z, #,
 * 0, width, grouping, precision, type. `spec` is a str; results are new strs. */
#ifndef LASTREF_PYTHON_FORMAT_SPEC_H
#define LASTREF_PYTHON_FORMAT_SPEC_H

#include "python/number_text.h"

/* The values are of the type or of a subclass. An empty spec gives str(value). */
Ref format_str_value(Vm *vm, Ref value, Ref spec);
Ref format_int_value(Vm *vm, Ref value, Ref spec);
Ref format_float_value(Vm *vm, Ref value, Ref spec);
Ref format_complex_value(Vm *vm, Ref value, Ref spec);

#endif
