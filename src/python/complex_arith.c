#include "python/complex_arith.h"

#include <math.h>
#include <stdlib.h>

/* TO_COMPLEX: 1, 0 for what is no number, -1 with OverflowError. */
static int to_complex(Vm *vm, Ref object, ComplexValue *out) {
    out->imag = 0;
    if (is_complex(vm, object)) {
        *out = complex_value(vm, object);
        return 1;
    }
    if (is_int(vm, object)) return int_as_double(vm, object, &out->real) ? 1 : -1;
    if (!is_float(vm, object)) return 0;
    out->real = float_value(&vm->heap, object);
    return 1;
}

/* Both operands; the result to return otherwise is in *other. */
static bool operands(Vm *vm, Ref a, Ref b, ComplexValue *x, ComplexValue *y, Ref *other) {
    int first = to_complex(vm, a, x);
    int second = first > 0 ? to_complex(vm, b, y) : first;
    if (second > 0) return true;
    *other = second < 0 ? REF_NULL : new_not_implemented(vm);
    return false;
}

Ref complex_add(Vm *vm, Ref a, Ref b) {
    ComplexValue x, y;
    Ref other;
    if (!operands(vm, a, b, &x, &y, &other)) return other;
    return new_complex(vm, x.real + y.real, x.imag + y.imag);
}

Ref complex_subtract(Vm *vm, Ref a, Ref b) {
    ComplexValue x, y;
    Ref other;
    if (!operands(vm, a, b, &x, &y, &other)) return other;
    return new_complex(vm, x.real - y.real, x.imag - y.imag);
}

static ComplexValue product(ComplexValue x, ComplexValue y) {
    return (ComplexValue){x.real * y.real - x.imag * y.imag, x.real * y.imag + x.imag * y.real};
}

/* _Py_c_quot: false for a division by zero. */
static bool quotient(ComplexValue x, ComplexValue y, ComplexValue *out) {
    double real = fabs(y.real), imag = fabs(y.imag);
    if (real >= imag) {
        if (real == 0) return false;
        double ratio = y.imag / y.real, under = y.real + y.imag * ratio;
        out->real = (x.real + x.imag * ratio) / under;
        out->imag = (x.imag - x.real * ratio) / under;
    } else if (imag >= real) {
        double ratio = y.real / y.imag, under = y.real * ratio + y.imag;
        out->real = (x.real * ratio + x.imag) / under;
        out->imag = (x.imag * ratio - x.real) / under;
    } else {
        *out = (ComplexValue){NAN, NAN};
    }
    return true;
}

Ref complex_multiply(Vm *vm, Ref a, Ref b) {
    ComplexValue x, y;
    Ref other;
    if (!operands(vm, a, b, &x, &y, &other)) return other;
    x = product(x, y);
    return new_complex(vm, x.real, x.imag);
}

Ref complex_true_divide(Vm *vm, Ref a, Ref b) {
    ComplexValue x, y, result;
    Ref other;
    if (!operands(vm, a, b, &x, &y, &other)) return other;
    if (quotient(x, y, &result)) return new_complex(vm, result.real, result.imag);
    return vm_raise(vm, TYPE_ID_ZERO_DIVISION_ERROR, "complex division by zero");
}

/* c_powi: by squaring. False for a division by zero. */
static bool power_whole(ComplexValue x, long n, ComplexValue *out) {
    ComplexValue result = {1, 0}, square = x;
    for (long left = labs(n); left > 0; left >>= 1) {
        if (left & 1) result = product(result, square);
        square = product(square, square);
    }
    *out = result;
    return n > 0 || quotient((ComplexValue){1, 0}, result, out);
}

/* _Py_c_pow */
static bool power_any(ComplexValue x, ComplexValue y, ComplexValue *out) {
    if (y.real == 0 && y.imag == 0) {
        *out = (ComplexValue){1, 0};
        return true;
    }
    if (x.real == 0 && x.imag == 0) {
        *out = (ComplexValue){0, 0};
        return y.imag == 0 && y.real >= 0;
    }
    double size = hypot(x.real, x.imag), length = pow(size, y.real);
    double angle = atan2(x.imag, x.real), phase = angle * y.real;
    if (y.imag != 0) {
        length /= exp(angle * y.imag);
        phase += y.imag * log(size);
    }
    *out = (ComplexValue){length * cos(phase), length * sin(phase)};
    return true;
}

static Ref power(Vm *vm, ComplexValue x, ComplexValue y) {
    ComplexValue result;
    bool whole = y.imag == 0 && y.real == floor(y.real) && fabs(y.real) <= 100;
    bool good = whole ? power_whole(x, (long)y.real, &result) : power_any(x, y, &result);
    if (!good) {
        return vm_raise(vm, TYPE_ID_ZERO_DIVISION_ERROR, "0.0 to a negative or complex power");
    }
    if (isinf(result.real) || isinf(result.imag))
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "complex exponentiation");
    return new_complex(vm, result.real, result.imag);
}

Ref complex_power(Vm *vm, Ref a, Ref b) {
    ComplexValue x, y;
    Ref other;
    return operands(vm, a, b, &x, &y, &other) ? power(vm, x, y) : other;
}

Ref complex_power_values(Vm *vm, double x, double y) {
    return power(vm, (ComplexValue){x, 0}, (ComplexValue){y, 0});
}
