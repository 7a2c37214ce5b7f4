/* The static types: one list that feeds type ids, creation order and the type specs.
 *
 * X(ID, name, base, kind, basicsize, itemsize, flags, spec): ID names TYPE_ID_<ID> and the module's
 * `const TypeSpec type_spec_<ID>`; sizes in bytes are CPython 3.11's tp_basicsize and tp_itemsize
 * on x86-64. A base comes before what derives from it. */
#ifndef LASTREF_PYTHON_TYPES_H
#define LASTREF_PYTHON_TYPES_H

#include "heap/heap.h"

#define TF_BASE (TYPE_BASE)
#define TF_GC   (TYPE_GC)
#define TF_ANY  (TYPE_BASE | TYPE_GC)

/* clang-format off */
#define STATIC_TYPES(X)                                                                            \
    X(OBJECT, "object", OBJECT, INSTANCE, 16, 0, TF_BASE)                                          \
    X(TYPE, "type", OBJECT, TYPE, 904, 40, TF_ANY | TYPE_TYPE)                                     \
    X(NONE, "NoneType", OBJECT, SINGLETON, 16, 0, 0)                                               \
    X(NOT_IMPLEMENTED, "NotImplementedType", OBJECT, SINGLETON, 16, 0, 0)                          \
    X(ELLIPSIS, "ellipsis", OBJECT, SINGLETON, 16, 0, 0)                                           \
    X(INT, "int", OBJECT, INT, 24, 4, TF_BASE | TYPE_INT)                                          \
    X(BOOL, "bool", INT, BOOL, 24, 4, TYPE_INT)                                                    \
    X(FLOAT, "float", OBJECT, FLOAT, 24, 0, TF_BASE | TYPE_FLOAT)                                  \
    X(STR, "str", OBJECT, STR, 80, 0, TF_BASE | TYPE_STR)                                          \
    X(BYTES, "bytes", OBJECT, BYTES, 33, 1, TF_BASE | TYPE_BYTES)                                  \
    X(LIST, "list", OBJECT, LIST, 40, 0, TF_ANY | TYPE_LIST)                                       \
    X(TUPLE, "tuple", OBJECT, TUPLE, 24, 8, TF_ANY | TYPE_TUPLE)                                   \
    X(DICT, "dict", OBJECT, DICT, 48, 0, TF_ANY | TYPE_DICT)                                       \
    X(SET, "set", OBJECT, SET, 200, 0, TF_ANY | TYPE_SET)                                          \
    X(FROZENSET, "frozenset", OBJECT, SET, 200, 0, TF_ANY)                                         \
    X(COMPLEX, "complex", OBJECT, COMPLEX, 32, 0, TF_BASE)                                         \
    X(BYTEARRAY, "bytearray", OBJECT, BYTEARRAY, 56, 0, TF_BASE)                                   \
    X(BYTEARRAY_ITERATOR, "bytearray_iterator", OBJECT, ITERATOR, 32, 0, TF_GC)                    \
    X(MEMORY_ITERATOR, "memory_iterator", OBJECT, ITERATOR, 48, 0, TF_GC)                          \
    X(MANAGED_BUFFER, "managedbuffer", OBJECT, MANAGED_BUFFER, 112, 0, TF_GC)                      \
    X(MEMORYVIEW, "memoryview", OBJECT, MEMORYVIEW, 144, 8, TF_GC)                                 \
    X(GENERIC_ALIAS, "GenericAlias", OBJECT, GENERIC_ALIAS, 64, 0, TF_ANY)                         \
    X(UNION, "UnionType", OBJECT, UNION, 32, 0, TF_GC)                                             \
    X(FUNCTION, "function", OBJECT, FUNCTION, 136, 0, TF_GC)                                       \
    X(CODE, "code", OBJECT, CODE, 184, 2, 0)                                                       \
    X(CELL, "cell", OBJECT, CELL, 24, 0, TF_GC)                                                    \
    X(METHOD, "method", OBJECT, METHOD, 48, 0, TF_GC)                                              \
    X(MODULE, "module", OBJECT, MODULE, 56, 0, TF_ANY)                                             \
    X(RANGE, "range", OBJECT, RANGE, 48, 0, 0)                                                     \
    X(SLICE, "slice", OBJECT, SLICE, 40, 0, TF_GC)                                                 \
    X(LIST_ITERATOR, "list_iterator", OBJECT, ITERATOR, 32, 0, TF_GC)                              \
    X(LIST_REVERSE_ITERATOR, "list_reverseiterator", OBJECT, ITERATOR, 32, 0, TF_GC)               \
    X(TUPLE_ITERATOR, "tuple_iterator", OBJECT, ITERATOR, 32, 0, TF_GC)                            \
    X(STR_ITERATOR, "str_iterator", OBJECT, ITERATOR, 32, 0, TF_GC)                                \
    X(STR_ASCII_ITERATOR, "str_ascii_iterator", OBJECT, ITERATOR, 32, 0, TF_GC)                    \
    X(BYTES_ITERATOR, "bytes_iterator", OBJECT, ITERATOR, 32, 0, TF_GC)                            \
    X(RANGE_ITERATOR, "range_iterator", OBJECT, ITERATOR, 48, 0, 0)                                \
    X(LONG_RANGE_ITERATOR, "longrange_iterator", OBJECT, ITERATOR, 48, 0, 0)                       \
    X(DICT_KEY_ITERATOR, "dict_keyiterator", OBJECT, ITERATOR, 56, 0, TF_GC)                       \
    X(DICT_VALUE_ITERATOR, "dict_valueiterator", OBJECT, ITERATOR, 56, 0, TF_GC)                   \
    X(DICT_ITEM_ITERATOR, "dict_itemiterator", OBJECT, ITERATOR, 56, 0, TF_GC)                     \
    X(DICT_REVERSE_KEY_ITERATOR, "dict_reversekeyiterator", OBJECT, ITERATOR, 56, 0, TF_GC)        \
    X(DICT_REVERSE_VALUE_ITERATOR, "dict_reversevalueiterator", OBJECT, ITERATOR, 56, 0, TF_GC)    \
    X(DICT_REVERSE_ITEM_ITERATOR, "dict_reverseitemiterator", OBJECT, ITERATOR, 56, 0, TF_GC)      \
    X(SET_ITERATOR, "set_iterator", OBJECT, ITERATOR, 48, 0, TF_GC)                                \
    X(SEQUENCE_ITERATOR, "iterator", OBJECT, ITERATOR, 32, 0, TF_GC)                               \
    X(CALLABLE_ITERATOR, "callable_iterator", OBJECT, ITERATOR, 32, 0, TF_GC)                      \
    X(ENUMERATE, "enumerate", OBJECT, ITERATOR, 56, 0, TF_ANY)                                     \
    X(ZIP, "zip", OBJECT, ITERATOR, 48, 0, TF_ANY)                                                 \
    X(MAP, "map", OBJECT, ITERATOR, 32, 0, TF_ANY)                                                 \
    X(FILTER, "filter", OBJECT, ITERATOR, 32, 0, TF_ANY)                                           \
    X(REVERSED, "reversed", OBJECT, ITERATOR, 32, 0, TF_ANY)                                       \
    X(DICT_KEYS, "dict_keys", OBJECT, DICT_VIEW, 24, 0, TF_GC)                                     \
    X(DICT_VALUES, "dict_values", OBJECT, DICT_VIEW, 24, 0, TF_GC)                                 \
    X(DICT_ITEMS, "dict_items", OBJECT, DICT_VIEW, 24, 0, TF_GC)                                   \
    X(GENERATOR, "generator", OBJECT, GENERATOR, 152, 8, TF_GC)                                    \
    X(TRACEBACK, "traceback", OBJECT, TRACEBACK, 40, 0, TF_GC)                                     \
    X(FRAME, "frame", OBJECT, FRAME_OBJECT, 120, 8, TF_GC)                                         \
    X(PROPERTY, "property", OBJECT, PROPERTY, 64, 0, TF_ANY)                                       \
    X(STATICMETHOD, "staticmethod", OBJECT, STATICMETHOD, 32, 0, TF_ANY)                           \
    X(CLASSMETHOD, "classmethod", OBJECT, CLASSMETHOD, 32, 0, TF_ANY)                              \
    X(BUILTIN_FUNCTION, "builtin_function_or_method", OBJECT, CFUNCTION, 56, 0, TF_GC)             \
    X(METHOD_DESCRIPTOR, "method_descriptor", OBJECT, METHOD_DESCRIPTOR, 56, 0, TF_GC)             \
    X(CLASSMETHOD_DESCRIPTOR, "classmethod_descriptor", OBJECT, METHOD_DESCRIPTOR, 56, 0, TF_GC)   \
    X(WRAPPER_DESCRIPTOR, "wrapper_descriptor", OBJECT, METHOD_DESCRIPTOR, 56, 0, TF_GC)           \
    X(METHOD_WRAPPER, "method-wrapper", OBJECT, METHOD_WRAPPER, 32, 0, TF_GC)                      \
    X(GETSET_DESCRIPTOR, "getset_descriptor", OBJECT, GETSET, 48, 0, TF_GC)                        \
    X(MEMBER_DESCRIPTOR, "member_descriptor", OBJECT, GETSET, 48, 0, TF_GC)                        \
    X(SUPER, "super", OBJECT, SUPER, 40, 0, TF_ANY)                                                \
    X(MAPPING_PROXY, "mappingproxy", OBJECT, MAPPING_PROXY, 24, 0, TF_GC)                          \
    X(WEAKREF, "ReferenceType", OBJECT, WEAKREF, 64, 0, TF_ANY)                                    \
    X(WEAK_PROXY, "ProxyType", OBJECT, WEAKREF, 64, 0, TF_GC)                                      \
    X(CALLABLE_PROXY, "CallableProxyType", OBJECT, WEAKREF, 64, 0, TF_GC)                          \
    X(NAMESPACE, "SimpleNamespace", OBJECT, NAMESPACE, 24, 0, TF_GC)                               \
    X(DEQUE, "deque", OBJECT, DEQUE, 216, 0, TF_ANY)                                               \
    X(DEQUE_ITERATOR, "_deque_iterator", OBJECT, ITERATOR, 56, 0, TF_GC)                           \
    X(DEQUE_REVERSE_ITERATOR, "_deque_reverse_iterator", OBJECT, ITERATOR, 56, 0, TF_GC)           \
    X(COUNTER, "count", OBJECT, ITERTOOL, 40, 0, TF_ANY)                                           \
    X(REPEAT, "repeat", OBJECT, ITERTOOL, 32, 0, TF_ANY)                                           \
    X(CYCLE, "cycle", OBJECT, ITERTOOL, 48, 0, TF_ANY)                                             \
    X(CHAIN, "chain", OBJECT, ITERTOOL, 32, 0, TF_ANY)                                             \
    X(ISLICE, "islice", OBJECT, ITERTOOL, 56, 0, TF_ANY)                                           \
    X(TAKEWHILE, "takewhile", OBJECT, ITERTOOL, 40, 0, TF_ANY)                                     \
    X(DROPWHILE, "dropwhile", OBJECT, ITERTOOL, 40, 0, TF_ANY)                                     \
    X(FILTERFALSE, "filterfalse", OBJECT, ITERTOOL, 32, 0, TF_ANY)                                 \
    X(STARMAP, "starmap", OBJECT, ITERTOOL, 32, 0, TF_ANY)                                         \
    X(COMPRESS, "compress", OBJECT, ITERTOOL, 32, 0, TF_ANY)                                       \
    X(ACCUMULATE, "accumulate", OBJECT, ITERTOOL, 48, 0, TF_ANY)                                   \
    X(PAIRWISE, "pairwise", OBJECT, ITERTOOL, 32, 0, TF_ANY)                                       \
    X(ZIP_LONGEST, "zip_longest", OBJECT, ITERTOOL, 56, 0, TF_ANY)                                 \
    X(PRODUCT, "product", OBJECT, ITERTOOL, 48, 0, TF_ANY)                                         \
    X(COMBINATIONS, "combinations", OBJECT, ITERTOOL, 56, 0, TF_ANY)                               \
    X(COMBINATIONS_AGAIN, "combinations_with_replacement", OBJECT, ITERTOOL, 56, 0, TF_ANY)        \
    X(PERMUTATIONS, "permutations", OBJECT, ITERTOOL, 64, 0, TF_ANY)                               \
    X(GROUPBY, "groupby", OBJECT, ITERTOOL, 64, 0, TF_ANY)                                         \
    X(GROUP, "_grouper", OBJECT, ITERTOOL, 32, 0, TF_GC)                                           \
    X(TEE, "_tee", OBJECT, ITERTOOL, 40, 0, TF_GC)                                                 \
    X(TEE_DATA, "_tee_dataobject", OBJECT, TEE_DATA, 496, 0, TF_GC)                                \
    X(DEFAULT_DICT, "defaultdict", DICT, DEFAULT_DICT, 56, 0, TF_ANY | TYPE_DICT)                  \
    X(TUPLE_GETTER, "_tuplegetter", OBJECT, TUPLE_GETTER, 32, 0, TF_GC)                            \
    X(PARTIAL, "partial", OBJECT, PARTIAL, 64, 0, TF_ANY)                                          \
    X(LRU_CACHE, "_lru_cache_wrapper", OBJECT, LRU_CACHE, 152, 0, TF_ANY)                          \
    X(LRU_LINK, "_lru_list_elem", OBJECT, LRU_LINK, 56, 0, 0)                                      \
    X(KEY_WRAPPER, "KeyWrapper", OBJECT, KEY_WRAPPER, 32, 0, TF_GC)                                \
    X(RLOCK, "RLock", OBJECT, RLOCK, 48, 0, TF_ANY)

/* X(ID, python name, base ID, basicsize): the exception classes, all KIND_EXCEPTION. */
#define STATIC_EXCEPTIONS(X)                                                                       \
    X(BASE_EXCEPTION, "BaseException", OBJECT, 72)                                                 \
    X(EXCEPTION, "Exception", BASE_EXCEPTION, 72)                                                  \
    X(GENERATOR_EXIT, "GeneratorExit", BASE_EXCEPTION, 72)                                         \
    X(KEYBOARD_INTERRUPT, "KeyboardInterrupt", BASE_EXCEPTION, 72)                                 \
    X(SYSTEM_EXIT, "SystemExit", BASE_EXCEPTION, 80)                                               \
    X(ARITHMETIC_ERROR, "ArithmeticError", EXCEPTION, 72)                                          \
    X(FLOATING_POINT_ERROR, "FloatingPointError", ARITHMETIC_ERROR, 72)                            \
    X(OVERFLOW_ERROR, "OverflowError", ARITHMETIC_ERROR, 72)                                       \
    X(ZERO_DIVISION_ERROR, "ZeroDivisionError", ARITHMETIC_ERROR, 72)                              \
    X(ASSERTION_ERROR, "AssertionError", EXCEPTION, 72)                                            \
    X(ATTRIBUTE_ERROR, "AttributeError", EXCEPTION, 88)                                            \
    X(BUFFER_ERROR, "BufferError", EXCEPTION, 72)                                                  \
    X(EOF_ERROR, "EOFError", EXCEPTION, 72)                                                        \
    X(IMPORT_ERROR, "ImportError", EXCEPTION, 96)                                                  \
    X(MODULE_NOT_FOUND_ERROR, "ModuleNotFoundError", IMPORT_ERROR, 96)                             \
    X(LOOKUP_ERROR, "LookupError", EXCEPTION, 72)                                                  \
    X(INDEX_ERROR, "IndexError", LOOKUP_ERROR, 72)                                                 \
    X(KEY_ERROR, "KeyError", LOOKUP_ERROR, 72)                                                     \
    X(MEMORY_ERROR, "MemoryError", EXCEPTION, 72)                                                  \
    X(NAME_ERROR, "NameError", EXCEPTION, 80)                                                      \
    X(UNBOUND_LOCAL_ERROR, "UnboundLocalError", NAME_ERROR, 80)                                    \
    X(OS_ERROR, "OSError", EXCEPTION, 120)                                                         \
    X(FILE_NOT_FOUND_ERROR, "FileNotFoundError", OS_ERROR, 120)                                    \
    X(FILE_EXISTS_ERROR, "FileExistsError", OS_ERROR, 120)                                         \
    X(PERMISSION_ERROR, "PermissionError", OS_ERROR, 120)                                          \
    X(TIMEOUT_ERROR, "TimeoutError", OS_ERROR, 120)                                                \
    X(REFERENCE_ERROR, "ReferenceError", EXCEPTION, 72)                                            \
    X(RUNTIME_ERROR, "RuntimeError", EXCEPTION, 72)                                                \
    X(NOT_IMPLEMENTED_ERROR, "NotImplementedError", RUNTIME_ERROR, 72)                             \
    X(RECURSION_ERROR, "RecursionError", RUNTIME_ERROR, 72)                                        \
    X(STOP_ITERATION, "StopIteration", EXCEPTION, 80)                                              \
    X(STOP_ASYNC_ITERATION, "StopAsyncIteration", EXCEPTION, 72)                                   \
    X(SYNTAX_ERROR, "SyntaxError", EXCEPTION, 136)                                                 \
    X(INDENTATION_ERROR, "IndentationError", SYNTAX_ERROR, 136)                                    \
    X(TAB_ERROR, "TabError", INDENTATION_ERROR, 136)                                               \
    X(SYSTEM_ERROR, "SystemError", EXCEPTION, 72)                                                  \
    X(TYPE_ERROR, "TypeError", EXCEPTION, 72)                                                      \
    X(VALUE_ERROR, "ValueError", EXCEPTION, 72)                                                    \
    X(UNICODE_ERROR, "UnicodeError", VALUE_ERROR, 72)                                              \
    X(UNICODE_DECODE_ERROR, "UnicodeDecodeError", UNICODE_ERROR, 112)                              \
    X(UNICODE_ENCODE_ERROR, "UnicodeEncodeError", UNICODE_ERROR, 112)                              \
    X(WARNING, "Warning", EXCEPTION, 72)                                                           \
    X(DEPRECATION_WARNING, "DeprecationWarning", WARNING, 72)                                      \
    X(RUNTIME_WARNING, "RuntimeWarning", WARNING, 72)                                              \
    X(SYNTAX_WARNING, "SyntaxWarning", WARNING, 72)                                                \
    X(USER_WARNING, "UserWarning", WARNING, 72)
/* clang-format on */

typedef enum TypeId {
#define X(id, name, base, kind, basic, item, flags) TYPE_ID_##id,
    STATIC_TYPES(X)
#undef X
#define X(id, name, base, basic) TYPE_ID_##id,
        STATIC_EXCEPTIONS(X)
#undef X
            TYPE_ID_COUNT
} TypeId;

/* Borrowed: the static type. */
static inline Ref type_ref(const Heap *heap, TypeId id) {
    return heap_root(heap)->types[id];
}

/* Whether the object's type is exactly this one. */
static inline bool is_exact(const Heap *heap, Ref object, TypeId id) {
    return heap_type(heap, object) == heap_root(heap)->types[id];
}

/* Whether the object is an instance of the built-in with this TYPE_ flag (TYPE_LIST, TYPE_STR, ...)
 * or of a subclass. */
static inline bool is_instance_flag(const Heap *heap, Ref object, uint32_t flag) {
    return heap_type_of(heap, object)->flags & flag;
}

#endif
