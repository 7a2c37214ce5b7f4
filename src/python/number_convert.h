/* Conversions between numbers and other objects: PyNumber_Long, PyNumber_Float and their like
 * (Objects/abstract.c of CPython 3.11). Results as vm.h says. */
#ifndef LASTREF_PYTHON_NUMBER_CONVERT_H
#define LASTREF_PYTHON_NUMBER_CONVERT_H

#include "heap/float.h"
#include "heap/int.h"
#include "python/abstract.h"
#include "python/dunder.h"
#include "python/text_build.h"

static inline bool is_int(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_INT);
}
static inline bool is_float(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_FLOAT);
}
static inline bool is_str(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_STR);
}
static inline bool is_bytes(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_BYTES);
}

static inline Ref new_int(Vm *vm, int64_t value) {
    return vm_made(vm, int_new(&vm->heap, value));
}
static inline Ref new_float(Vm *vm, double value) {
    return vm_made(vm, float_new(&vm->heap, value));
}

/* An mpz as an int; refused with a halt where it is beyond INT_DIGITS_MAX. */
Ref new_int_mpz(Vm *vm, const mpz_t value);
/* An exact int of the same value: the object itself when it is one (long_long). */
Ref int_exact(Vm *vm, Ref object);
/* PyLong_AsDouble: false with OverflowError "int too large to convert to float". */
bool int_as_double(Vm *vm, Ref object, double *out);

/* How Argument Clinic names the type of a wrong argument: as object_type_name, but "None". */
static inline const char *argument_type_name(const Vm *vm, Ref object, char *buffer, size_t size) {
    return object == heap_root(&vm->heap)->none ? "None"
                                                : object_type_name(vm, object, buffer, size);
}

/* _PyObject_LookupSpecial and a call: the method is bound to the object first, which holds it once
 * more. `argument` may be null. *found false and null without exception where there is none. */
Ref call_bound_special(Vm *vm, Ref self, Dunder dunder, Ref argument, bool *found);

/* PyNumber_Long: what int(x) does for one argument. An exact int. */
Ref number_to_int(Vm *vm, Ref object);
/* PyNumber_Float: what float(x) does. An exact float. */
Ref number_to_float(Vm *vm, Ref object);
/* PyFloat_AsDouble: "must be real number, not str". */
bool number_as_double(Vm *vm, Ref object, double *out);

/* int from a finite double, cut toward zero (PyLong_FromDouble); errors for infinity and NaN. */
Ref int_from_double(Vm *vm, double value);

/* "text" of str, bytes for int(): strips, understands signs, underscores and prefixes. `shown` is
 * the object that the error text prints. New exact int. */
Ref int_parse(Vm *vm, Ref shown, int base);
/* float("text"): new exact float. */
Ref float_parse(Vm *vm, Ref shown);

#endif
