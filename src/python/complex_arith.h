/* Arithmetic of complex numbers (Objects/complexobject.c of CPython 3.11). */
#ifndef LASTREF_PYTHON_COMPLEX_ARITH_H
#define LASTREF_PYTHON_COMPLEX_ARITH_H

#include "heap/complex.h"
#include "python/number_convert.h"

typedef struct ComplexValue {
    double real, imag;
} ComplexValue;

static inline bool is_complex(const Vm *vm, Ref object) {
    return type_native(vm, heap_type(&vm->heap, object)) == TYPE_ID_COMPLEX;
}

static inline ComplexValue complex_value(const Vm *vm, Ref object) {
    const Complex *self = complex_at(&vm->heap, object);
    return (ComplexValue){self->real, self->imag};
}

static inline Ref new_complex(Vm *vm, double real, double imag) {
    return vm_made(vm, complex_new(&vm->heap, type_ref(&vm->heap, TYPE_ID_COMPLEX), real, imag));
}

/* The slots: NotImplemented where an operand is no number. */
Ref complex_add(Vm *vm, Ref a, Ref b);
Ref complex_subtract(Vm *vm, Ref a, Ref b);
Ref complex_multiply(Vm *vm, Ref a, Ref b);
Ref complex_true_divide(Vm *vm, Ref a, Ref b);
Ref complex_power(Vm *vm, Ref a, Ref b);

/* x ** y of floats whose result is complex. */
Ref complex_power_values(Vm *vm, double x, double y);

#endif
