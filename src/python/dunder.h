/* The special methods that have a slot in CPython's type objects (slotdefs in Objects/typeobject.c,
 * in its order): each is one bit of Type.overrides. The bit of a class is set when the class's mro
 * finds the name in a class made by Python code before it finds it in a built-in one; operations
 * then call it, else the C slot of the nearest built-in base. */
#ifndef LASTREF_PYTHON_DUNDER_H
#define LASTREF_PYTHON_DUNDER_H

#include "python/vm.h"

/* X(ENUM, name) */
/* clang-format off */
#define DUNDER_LIST(X)                                                                             \
    X(REPR, "__repr__") X(HASH, "__hash__") X(CALL, "__call__") X(STR, "__str__")                  \
    X(GETATTRIBUTE, "__getattribute__") X(GETATTR, "__getattr__") X(SETATTR, "__setattr__")        \
    X(DELATTR, "__delattr__")                                                                      \
    X(LT, "__lt__") X(LE, "__le__") X(EQ, "__eq__") X(NE, "__ne__") X(GT, "__gt__")                \
    X(GE, "__ge__")                                                                                \
    X(ITER, "__iter__") X(NEXT, "__next__") X(GET, "__get__") X(SET, "__set__")                    \
    X(DELETE, "__delete__") X(INIT, "__init__") X(NEW, "__new__") X(DEL, "__del__")                \
    X(ADD, "__add__") X(RADD, "__radd__") X(SUB, "__sub__") X(RSUB, "__rsub__")                    \
    X(MUL, "__mul__") X(RMUL, "__rmul__") X(MOD, "__mod__") X(RMOD, "__rmod__")                    \
    X(DIVMOD, "__divmod__") X(RDIVMOD, "__rdivmod__") X(POW, "__pow__") X(RPOW, "__rpow__")        \
    X(NEG, "__neg__") X(POS, "__pos__") X(ABS, "__abs__") X(BOOL, "__bool__")                      \
    X(INVERT, "__invert__") X(LSHIFT, "__lshift__") X(RLSHIFT, "__rlshift__")                      \
    X(RSHIFT, "__rshift__") X(RRSHIFT, "__rrshift__") X(AND, "__and__") X(RAND, "__rand__")        \
    X(XOR, "__xor__") X(RXOR, "__rxor__") X(OR, "__or__") X(ROR, "__ror__")                        \
    X(INT, "__int__") X(FLOAT, "__float__")                                                        \
    X(IADD, "__iadd__") X(ISUB, "__isub__") X(IMUL, "__imul__") X(IMOD, "__imod__")                \
    X(IPOW, "__ipow__") X(ILSHIFT, "__ilshift__") X(IRSHIFT, "__irshift__")                        \
    X(IAND, "__iand__") X(IXOR, "__ixor__") X(IOR, "__ior__")                                      \
    X(FLOORDIV, "__floordiv__") X(RFLOORDIV, "__rfloordiv__") X(TRUEDIV, "__truediv__")            \
    X(RTRUEDIV, "__rtruediv__") X(IFLOORDIV, "__ifloordiv__") X(ITRUEDIV, "__itruediv__")          \
    X(INDEX, "__index__") X(MATMUL, "__matmul__") X(RMATMUL, "__rmatmul__")                        \
    X(IMATMUL, "__imatmul__")                                                                      \
    X(LEN, "__len__") X(GETITEM, "__getitem__") X(SETITEM, "__setitem__")                          \
    X(DELITEM, "__delitem__") X(CONTAINS, "__contains__")                                          \
    /* no slots of their own, but looked up so often that their names are kept at hand */          \
    X(ENTER, "__enter__") X(EXIT, "__exit__") X(FORMAT, "__format__") X(SIZEOF, "__sizeof__")      \
    X(REVERSED, "__reversed__") X(LENGTH_HINT, "__length_hint__") X(MISSING, "__missing__")        \
    X(DIR, "__dir__") X(CLASS, "__class__") X(DICT, "__dict__") X(DOC, "__doc__")                  \
    X(MODULE, "__module__") X(NAME, "__name__") X(QUALNAME, "__qualname__")                        \
    X(SET_NAME, "__set_name__") X(INIT_SUBCLASS, "__init_subclass__") X(SLOTS, "__slots__")        \
    X(CLASSCELL, "__classcell__") X(CLASS_GETITEM, "__class_getitem__")                            \
    X(INSTANCECHECK, "__instancecheck__") X(SUBCLASSCHECK, "__subclasscheck__")                    \
    X(BASES, "__bases__") X(MRO, "mro") X(WEAKREF, "__weakref__")                                  \
    X(ABSTRACTMETHODS, "__abstractmethods__") X(ISABSTRACTMETHOD, "__isabstractmethod__")          \
    X(WRAPPED, "__wrapped__") X(ANNOTATIONS, "__annotations__") X(BYTES, "__bytes__")              \
    X(ROUND, "__round__") X(TRUNC, "__trunc__") X(CEIL, "__ceil__") X(FLOOR, "__floor__")          \
    X(PREPARE, "__prepare__") X(COMPLEX, "__complex__") X(OBJCLASS, "__objclass__")
/* clang-format on */

typedef enum Dunder {
#define X(id, name) DUNDER_##id,
    DUNDER_LIST(X)
#undef X
        DUNDER_COUNT
} Dunder;

/* Borrowed: the interned name. Fast; the names are made at start-up. */
static inline Ref dunder_name(const Vm *vm, Dunder dunder) {
    return vm_machine(vm)->dunder_names[dunder];
}

static inline bool type_overrides(const Vm *vm, Ref type, Dunder dunder) {
    const Type *self = heap_at(&vm->heap, Type, type);
    return self->overrides[dunder >> 6] >> (dunder & 63) & 1;
}

/* The same for an object's type. */
static inline bool object_overrides(const Vm *vm, Ref object, Dunder dunder) {
    return type_overrides(vm, heap_type(&vm->heap, object), dunder);
}

#endif
