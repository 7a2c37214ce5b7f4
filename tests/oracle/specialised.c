#define _GNU_SOURCE
#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE 1
/* The header's tables under names of our own: libpython's are not exported. */
#define NEED_OPCODE_TABLES 1
#define _PyOpcode_Caches   specialised_caches
#define _PyOpcode_Deopt    specialised_plain_forms
#include <Python.h>

#include "internal/pycore_code.h"
#include "internal/pycore_dict.h"
#include "internal/pycore_frame.h"
#include "internal/pycore_interp.h"
#include "internal/pycore_object.h"
#include "internal/pycore_opcode.h"
#include "internal/pycore_pystate.h"
#include "opcode.h"
#include "specialised.h"
#include <link.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- the table ---- */

/* The table is found by its content. */
static int find_table(struct dl_phdr_info *info, size_t size, void *found) {
    (void)size;
    if (!strstr(info->dlpi_name, "libpython3.11")) return 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_R)) continue;
        uint8_t *start = (uint8_t *)(info->dlpi_addr + segment->p_vaddr);
        uint8_t *table = memmem(start, segment->p_memsz, specialised_plain_forms, 256);
        if (!table) continue;
        *(uint8_t **)found = table;
        return 1;
    }
    return 0;
}

int specialised_init(Specialised *specialised) {
    *specialised = (Specialised){0};
    dl_iterate_phdr(find_table, &specialised->table);
    if (!specialised->table) return 0;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t first = (uintptr_t)specialised->table & ~(page - 1);
    size_t length = (uintptr_t)specialised->table + 256 - first;
    return mprotect((void *)first, length, PROT_READ | PROT_WRITE) == 0;
}

void specialised_disarm(Specialised *specialised) {
    if (specialised->armed) {
        specialised->table[specialised->armed] = specialised_plain_forms[specialised->armed];
    }
    specialised->armed = 0;
}

static void arm(Specialised *specialised, int opcode) {
    specialised->table[opcode] = (uint8_t)opcode;
    specialised->armed = opcode;
}

/* ---- guards: the DEOPT_IF of 3.11's ceval.c, instruction by instruction ---- */

/* An instruction about to run, with the operands on its frame's value stack. */
typedef struct Site {
    _PyInterpreterFrame *frame;
    _Py_CODEUNIT *caches;
    PyObject **sp;
    int opcode, oparg;
} Site;

static int both(const Site *site, PyTypeObject *type) {
    return Py_IS_TYPE(site->sp[-1], type) && Py_IS_TYPE(site->sp[-2], type);
}

static int is_index_below(PyObject *index, Py_ssize_t size) {
    if (!PyLong_CheckExact(index) || (size_t)Py_SIZE(index) > 1) return 0;
    return (Py_ssize_t)((PyLongObject *)index)->ob_digit[0] < size;
}

static int hits_binary_op(const Site *site) {
    PyObject *left = site->sp[-2];
    switch (site->opcode) {
    case BINARY_OP_ADD_INT:
    case BINARY_OP_SUBTRACT_INT:
    case BINARY_OP_MULTIPLY_INT: return both(site, &PyLong_Type);
    case BINARY_OP_ADD_FLOAT:
    case BINARY_OP_SUBTRACT_FLOAT:
    case BINARY_OP_MULTIPLY_FLOAT: return both(site, &PyFloat_Type);
    case BINARY_OP_ADD_UNICODE: return both(site, &PyUnicode_Type);
    default: {
        _Py_CODEUNIT store = site->caches[INLINE_CACHE_ENTRIES_BINARY_OP];
        return both(site, &PyUnicode_Type) && site->frame->localsplus[_Py_OPARG(store)] == left;
    }
    }
}

static int hits_compare_op(const Site *site) {
    PyObject *a = site->sp[-2], *b = site->sp[-1];
    switch (site->opcode) {
    case COMPARE_OP_FLOAT_JUMP:
        return both(site, &PyFloat_Type) && !isnan(PyFloat_AS_DOUBLE(a)) &&
               !isnan(PyFloat_AS_DOUBLE(b));
    case COMPARE_OP_INT_JUMP:
        return both(site, &PyLong_Type) && (size_t)(Py_SIZE(a) + 1) <= 2 &&
               (size_t)(Py_SIZE(b) + 1) <= 2;
    default: return both(site, &PyUnicode_Type);
    }
}

static int hits_binary_subscr(const Site *site) {
    PyObject *container = site->sp[-2], *sub = site->sp[-1];
    switch (site->opcode) {
    case BINARY_SUBSCR_LIST_INT:
        return PyList_CheckExact(container) && is_index_below(sub, PyList_GET_SIZE(container));
    case BINARY_SUBSCR_TUPLE_INT:
        return PyTuple_CheckExact(container) && is_index_below(sub, PyTuple_GET_SIZE(container));
    case BINARY_SUBSCR_DICT: return PyDict_CheckExact(container);
    default: {
        _PyBinarySubscrCache *cache = (_PyBinarySubscrCache *)site->caches;
        PyTypeObject *type = Py_TYPE(container);
        if (type->tp_version_tag != read_u32(cache->type_version)) return 0;
        PyObject *getitem = ((PyHeapTypeObject *)type)->_spec_cache.getitem;
        return ((PyFunctionObject *)getitem)->func_version == cache->func_version;
    }
    }
}

static int hits_store_subscr(const Site *site) {
    PyObject *container = site->sp[-2];
    if (site->opcode == STORE_SUBSCR_DICT) return PyDict_CheckExact(container);
    return PyList_CheckExact(container) && is_index_below(site->sp[-1], PyList_GET_SIZE(container));
}

static int hits_store_attr(const Site *site) {
    _PyAttrCache *cache = (_PyAttrCache *)site->caches;
    PyObject *owner = site->sp[-1];
    if (Py_TYPE(owner)->tp_version_tag != read_u32(cache->version)) return 0;
    if (site->opcode == STORE_ATTR_SLOT) return 1;
    if (site->opcode == STORE_ATTR_INSTANCE_VALUE) return *_PyObject_ValuesPointer(owner) != NULL;
    PyDictObject *dict = (PyDictObject *)*_PyObject_ManagedDictPointer(owner);
    if (!dict || cache->index >= dict->ma_keys->dk_nentries) return 0;
    PyObject *name = PyTuple_GET_ITEM(site->frame->f_code->co_names, site->oparg);
    if (DK_IS_UNICODE(dict->ma_keys)) {
        PyDictUnicodeEntry *entry = DK_UNICODE_ENTRIES(dict->ma_keys) + cache->index;
        return entry->me_key == name && entry->me_value;
    }
    PyDictKeyEntry *entry = DK_ENTRIES(dict->ma_keys) + cache->index;
    return entry->me_key == name && entry->me_value;
}

static int is_builtin(PyObject *callable, int flags) {
    return PyCFunction_CheckExact(callable) && PyCFunction_GET_FLAGS(callable) == flags;
}

static int is_descriptor(PyObject *callable, PyObject *self, int flags) {
    if (!Py_IS_TYPE(callable, &PyMethodDescr_Type)) return 0;
    PyMethodDescrObject *method = (PyMethodDescrObject *)callable;
    return method->d_method->ml_flags == flags && Py_IS_TYPE(self, method->d_common.d_type);
}

static int hits_precall(const Site *site) {
    struct callable_cache *known = &_PyInterpreterState_GET()->callable_cache;
    int is_method = site->sp[-2 - site->oparg] != NULL, count = site->oparg + is_method;
    PyObject *callable = site->sp[-1 - count], *self = site->sp[-count];
    switch (site->opcode) {
    case PRECALL_PYFUNC: return Py_IS_TYPE(callable, &PyFunction_Type);
    case PRECALL_BOUND_METHOD: return !is_method && Py_IS_TYPE(callable, &PyMethod_Type);
    case PRECALL_NO_KW_STR_1: return !is_method && callable == (PyObject *)&PyUnicode_Type;
    case PRECALL_NO_KW_TYPE_1: return !is_method && callable == (PyObject *)&PyType_Type;
    case PRECALL_NO_KW_TUPLE_1: return !is_method && callable == (PyObject *)&PyTuple_Type;
    case PRECALL_BUILTIN_CLASS:
        return PyType_Check(callable) && ((PyTypeObject *)callable)->tp_vectorcall;
    case PRECALL_NO_KW_BUILTIN_O: return count == 1 && is_builtin(callable, METH_O);
    case PRECALL_NO_KW_BUILTIN_FAST: return is_builtin(callable, METH_FASTCALL);
    case PRECALL_BUILTIN_FAST_WITH_KEYWORDS:
        return is_builtin(callable, METH_FASTCALL | METH_KEYWORDS);
    case PRECALL_NO_KW_LEN: return count == 1 && callable == known->len;
    case PRECALL_NO_KW_ISINSTANCE: return count == 2 && callable == known->isinstance;
    case PRECALL_NO_KW_LIST_APPEND:
        return site->sp[-3] == known->list_append && PyList_Check(site->sp[-2]);
    case PRECALL_NO_KW_METHOD_DESCRIPTOR_O:
        return count == 2 && is_descriptor(callable, self, METH_O);
    case PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS:
        return count == 1 && is_descriptor(callable, self, METH_NOARGS);
    case PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST:
        return count > 0 && is_descriptor(callable, self, METH_FASTCALL);
    default: return count > 0 && is_descriptor(callable, self, METH_FASTCALL | METH_KEYWORDS);
    }
}

/* The families in which a form may hold fewer references, or recurse less, than the plain one;
 * `adaptive` is what an instruction becomes after too many misses. */
typedef struct Family {
    int plain, adaptive;
    int (*hits)(const Site *site);
} Family;

static const Family families[] = {
    {BINARY_OP, BINARY_OP_ADAPTIVE, hits_binary_op},
    {COMPARE_OP, COMPARE_OP_ADAPTIVE, hits_compare_op},
    {BINARY_SUBSCR, BINARY_SUBSCR_ADAPTIVE, hits_binary_subscr},
    {STORE_SUBSCR, STORE_SUBSCR_ADAPTIVE, hits_store_subscr},
    {STORE_ATTR, STORE_ATTR_ADAPTIVE, hits_store_attr},
    {PRECALL, PRECALL_ADAPTIVE, hits_precall},
};

static int is_adaptive(int opcode) {
    switch (opcode) {
    case LOAD_ATTR_ADAPTIVE:
    case LOAD_GLOBAL_ADAPTIVE:
    case LOAD_METHOD_ADAPTIVE:
    case CALL_ADAPTIVE:
    case UNPACK_SEQUENCE_ADAPTIVE: return 1;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(families); i++) {
        if (opcode == families[i].adaptive) return 1;
    }
    return 0;
}

static void count_miss(const Family *family, _Py_CODEUNIT *instruction) {
    _Py_CODEUNIT *counter = instruction + 1;
    if (--*counter) return;
    _Py_SET_OPCODE(*instruction, family->adaptive);
    *counter = adaptive_counter_start();
}

void specialised_arm(Specialised *specialised, _PyInterpreterFrame *frame) {
    _Py_CODEUNIT *instruction = frame->prev_instr;
    int oparg = _Py_OPARG(*instruction);
    int opcode = _Py_OPCODE(*instruction), plain = specialised_plain_forms[opcode];
    if (is_adaptive(opcode)) {
        arm(specialised, opcode);
        return;
    }
    if (opcode == plain) return;
    Site site = {frame, instruction + 1, frame->localsplus + frame->stacktop, opcode, oparg};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(families); i++) {
        if (families[i].plain != plain) continue;
        if (families[i].hits(&site))
            arm(specialised, opcode);
        else
            count_miss(&families[i], instruction);
    }
}
