/* line_oracle: runs a script as `python3 SCRIPT` does and reports, at every line event of the
 * script, the variables of its frames with refcount, size and tracked state.
 *
 *     line_oracle [-o FILE] [-n EVENTS] SCRIPT
 *
 * The report goes to FILE, or to file descriptor 3; its form is told in README.md. Standard streams
 * and the exit status are the script's.
 *
 * The observer must not be seen. The script is run by Py_RunMain, so the parser's arena, sys.path,
 * sys.argv and __main__ are python3's own. Frames are read through the interpreter's chain of
 * _PyInterpreterFrame, so no dict of locals is made and no reference is taken. Sizes come from the
 * C function behind a type's __sizeof__, called without a bound method. What remains visible: the
 * trace machinery makes a frame object for each frame, for which the collector's counter is put
 * right (follow_frame_object), and a bound method for each call of a C method, whose reference is
 * taken off (references_of_tracer). That a traced interpreter runs no specialised instructions is
 * mended by specialised.c.
 */
#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE 1
#include <Python.h>

#include "internal/pycore_frame.h"
#include "internal/pycore_interp.h"
#include "internal/pycore_object.h"
#include "opcode.h"
#include "specialised.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS_MAX = 200000, BOUND_MAX = 256 };

/* A bound method made within an instruction that has not ended. */
typedef struct Bound {
    const PyCFunctionObject *method; /* null: free place */
    const _PyInterpreterFrame *frame;
    const _Py_CODEUNIT *instruction;
} Bound;

typedef struct Report {
    FILE *out;
    PyObject *globals;    /* of __main__, borrowed */
    PyObject *sizeof_key; /* the interned string "__sizeof__" */
    PyObject *name_key;   /* the interned string "__name__" */
    PyObject *typing_key; /* the interned string "typing" */
    PyObject *abc_key;    /* the interned string "abc" */
    char *filename;       /* co_filename of the script, UTF-8; null until its first event */
    long events;
    long events_max;
    Bound bound[BOUND_MAX];
    const _Py_CODEUNIT *binding; /* a CALL about to make a bound method, or null */
    Specialised specialised;
} Report;

/* Written code point by code point: PyUnicode_AsUTF8 would cache a copy inside the string and so
 * change its size. */
static void write_string(FILE *out, PyObject *text) {
    fputc('"', out);
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(text); i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(text, i);
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", (char)c);
        else if (c >= 0x20 && c < 0x7f)
            fputc((char)c, out);
        else if (c < 0x10000)
            fprintf(out, "\\u%04x", (unsigned)c);
        else
            fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((c - 0x10000) >> 10)),
                    (unsigned)(0xdc00 + ((c - 0x10000) & 0x3ff)));
    }
    fputc('"', out);
}

static void write_type_name(FILE *out, PyTypeObject *type) {
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        write_string(out, ((PyHeapTypeObject *)type)->ht_name);
        return;
    }
    const char *dot = strrchr(type->tp_name, '.');
    fprintf(out, "\"%s\"", dot ? dot + 1 : type->tp_name);
}

static int is_builtin_type(PyObject *object) {
    return PyType_Check(object) && !(((PyTypeObject *)object)->tp_flags & Py_TPFLAGS_HEAPTYPE);
}

/* Whether a name of that module leads to it. */
static int is_of_module(PyObject *name, PyObject *object) {
    PyObject *module = PyDict_GetItemWithError(PyImport_GetModuleDict(), name);
    if (!module || !PyModule_Check(module)) return 0;
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(PyModule_GetDict(module), &at, &key, &value)) {
        if (value == object) return 1;
    }
    return 0;
}

/* Objects that the interpreter made before the script began, or keeps for everybody: their counts
 * tell about start-up, not about the script. The string that names __main__ is one of them; each
 * class made by the script holds it, too. A weak reference to a built-in type is kept by that
 * type's base. */
static int is_shared(const Report *report, PyObject *object) {
    enum { STATIC_REFCOUNT = 999999999 / 2 /* static objects begin at 999999999 */ };
    if (Py_REFCNT(object) > STATIC_REFCOUNT) return 1;
    if (object == PyDict_GetItemWithError(report->globals, report->name_key)) return 1;
    if (object == Py_None || object == Py_Ellipsis || object == Py_NotImplemented) return 1;
    if (PyBool_Check(object) || PyModule_Check(object)) return 1;
    if (is_of_module(report->typing_key, object)) return 1;
    if (is_of_module(report->abc_key, object)) return 1;
    if (PyLong_CheckExact(object)) {
        int overflow;
        long value = PyLong_AsLongAndOverflow(object, &overflow);
        return !overflow && value >= -5 && value <= 256;
    }
    if (PyUnicode_CheckExact(object)) {
        if (PyUnicode_CHECK_INTERNED(object)) return 1;
        Py_ssize_t length = PyUnicode_GET_LENGTH(object);
        return length == 0 || (length == 1 && PyUnicode_READ_CHAR(object, 0) < 256);
    }
    if (PyBytes_CheckExact(object)) return PyBytes_GET_SIZE(object) <= 1;
    if (PyTuple_CheckExact(object)) return PyTuple_GET_SIZE(object) == 0;
    if (PyType_Check(object)) return is_builtin_type(object);
    if (Py_IS_TYPE(object, &PyMethodDescr_Type) || Py_IS_TYPE(object, &PyWrapperDescr_Type))
        return is_builtin_type((PyObject *)((PyDescrObject *)object)->d_type);
    if (PyWeakref_CheckRefExact(object)) {
        const PyWeakReference *weak = (PyWeakReference *)object;
        return !weak->wr_callback && is_builtin_type(weak->wr_object);
    }
    if (PyCFunction_CheckExact(object)) {
        PyObject *self = PyCFunction_GET_SELF(object);
        return !self || PyModule_Check(self);
    }
    return 0;
}

/* sys.getsizeof without its bound method; -1 where __sizeof__ is written in Python. The words
 * before the object are those that _PySys_GetSizeOf of 3.11 adds: the collector's head. */
static Py_ssize_t size_of(const Report *report, PyObject *object) {
    PyObject *mro = Py_TYPE(object)->tp_mro;
    PyObject *found = NULL;
    for (Py_ssize_t i = 0; mro && !found && i < PyTuple_GET_SIZE(mro); i++) {
        PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
        found = PyDict_GetItemWithError(type->tp_dict, report->sizeof_key);
    }
    if (!found || !Py_IS_TYPE(found, &PyMethodDescr_Type)) return -1;
    PyMethodDef *method = ((PyMethodDescrObject *)found)->d_method;
    if (method->ml_flags != METH_NOARGS) return -1;
    PyObject *number = method->ml_meth(object, NULL);
    if (!number) {
        PyErr_Clear();
        return -1;
    }
    Py_ssize_t size = PyLong_AsSsize_t(number);
    Py_DECREF(number);
    return size + (Py_ssize_t)_PyType_PreHeaderSize(Py_TYPE(object));
}

/* When tracing, a CALL of a method descriptor makes a bound method for the tracer's eyes and keeps
 * it for the call (trace_call_function in ceval.c of 3.11): one reference to self that an untraced
 * run lacks. Such a method was the first thing allocated by the CALL at which its frame still
 * stands. */
static Py_ssize_t references_of_tracer(const Report *report, const PyObject *object) {
    Py_ssize_t count = 0;
    for (int i = 0; i < BOUND_MAX; i++) {
        const Bound *bound = &report->bound[i];
        if (!bound->method || !Py_IS_TYPE(bound->method, &PyCFunction_Type)) continue;
        if (bound->method->m_self != object) continue;
        if (bound->frame->prev_instr == bound->instruction) count++;
    }
    return count;
}

/* A null value is an empty cell or an unbound variable, which has no row. */
static void write_variable(Report *report, int *count, PyObject *name, PyObject *value,
                           int is_cell) {
    FILE *out = report->out;
    if (!value) return;
    fputs((*count)++ ? ",{\"name\":" : "{\"name\":", out);
    write_string(out, name);
    fputs(",\"type\":", out);
    write_type_name(out, Py_TYPE(value));
    fprintf(out, ",\"refcount\":%zd", Py_REFCNT(value) - references_of_tracer(report, value));
    Py_ssize_t size = size_of(report, value);
    if (size < 0)
        fputs(",\"size\":null", out);
    else
        fprintf(out, ",\"size\":%zd", size);
    fprintf(out, ",\"tracked\":%s", PyObject_GC_IsTracked(value) ? "true" : "false");
    fprintf(out, ",\"shared\":%s", is_shared(report, value) ? "true" : "false");
    fprintf(out, ",\"cell\":%s}", is_cell ? "true" : "false");
}

static int is_dunder(PyObject *name) {
    Py_ssize_t length = PyUnicode_GET_LENGTH(name);
    return length > 4 && PyUnicode_READ_CHAR(name, 0) == '_' &&
           PyUnicode_READ_CHAR(name, 1) == '_' && PyUnicode_READ_CHAR(name, length - 1) == '_' &&
           PyUnicode_READ_CHAR(name, length - 2) == '_';
}

static void write_dict(Report *report, PyObject *dict, int skip_dunders) {
    PyObject *key, *value;
    Py_ssize_t position = 0;
    int count = 0;
    while (PyDict_Next(dict, &position, &key, &value)) {
        if (!PyUnicode_Check(key) || (skip_dunders && is_dunder(key))) continue;
        write_variable(report, &count, key, value, 0);
    }
}

static void write_frame(Report *report, _PyInterpreterFrame *frame) {
    PyCodeObject *code = frame->f_code;
    fputs("{\"name\":", report->out);
    write_string(report->out, code->co_name);
    fputs(",\"vars\":[", report->out);
    if (frame->f_locals && frame->f_locals == frame->f_globals) {
        write_dict(report, frame->f_locals, 1);
    } else if (!(code->co_flags & CO_OPTIMIZED) && frame->f_locals &&
               PyDict_Check(frame->f_locals)) {
        write_dict(report, frame->f_locals, 0);
    } else {
        int count = 0;
        for (int i = 0; i < code->co_nlocalsplus; i++) {
            PyObject *name = PyTuple_GET_ITEM(code->co_localsplusnames, i);
            _PyLocals_Kind kind = _PyLocals_GetKind(code->co_localspluskinds, i);
            PyObject *value = frame->localsplus[i];
            int is_cell = (kind & (CO_FAST_CELL | CO_FAST_FREE)) && value && PyCell_Check(value);
            if (is_cell) value = PyCell_GET(value);
            write_variable(report, &count, name, value, is_cell);
        }
    }
    fputs("]}", report->out);
}

static int is_of_script(const Report *report, const _PyInterpreterFrame *frame) {
    const char *name = PyUnicode_AsUTF8(frame->f_code->co_filename);
    return name && report->filename && strcmp(name, report->filename) == 0;
}

/* Frames outermost first; of a deeper stack the inner frames only. */
static void write_frames(Report *report, _PyInterpreterFrame *frame) {
    enum { DEPTH_MAX = 4096 };
    _PyInterpreterFrame *chain[DEPTH_MAX];
    int depth = 0;
    for (; frame && depth < DEPTH_MAX; frame = frame->previous)
        if (is_of_script(report, frame)) chain[depth++] = frame;
    for (int i = depth; i > 0; i--) {
        if (i < depth) fputc(',', report->out);
        write_frame(report, chain[i - 1]);
    }
}

static int has_module_frame(const Report *report, const _PyInterpreterFrame *frame) {
    for (; frame; frame = frame->previous)
        if (frame->f_locals == report->globals && is_of_script(report, frame)) return 1;
    return 0;
}

static void write_event(Report *report, PyFrameObject *frame) {
    FILE *out = report->out;
    if (++report->events > report->events_max) {
        if (report->events == report->events_max + 1) fputs("{\"truncated\":true}\n", out);
        return;
    }
    fprintf(out, "{\"event\":%ld,\"line\":%d,\"exit\":%s,\"frames\":[", report->events,
            PyFrame_GetLineNumber(frame),
            has_module_frame(report, frame->f_frame) ? "false" : "true");
    write_frames(report, frame->f_frame);
    fputs("]}\n", out);
}

/* Tracing makes a frame object for a frame that would have had none, and the collector would count
 * it: one more in gc.get_count() while the frame lives, and automatic collections too early. So the
 * counter is taken back just before that allocation (count_no_frame_object) and put forward again
 * before the frame object is freed. An exception makes the frame object in an untraced run, too:
 * from there on it counts. The mark for that is a value of f_trace_lines other than 0 and 1. */
static void follow_frame_object(PyFrameObject *frame, int what) {
    enum { COUNTED = 2 };
    int *count = &PyInterpreterState_Get()->gc.generations[0].count;
    int yields = _Py_OPCODE(*frame->f_frame->prev_instr) == YIELD_VALUE;
    if (frame->f_trace_lines == COUNTED) return;
    if (what == PyTrace_EXCEPTION) frame->f_trace_lines = COUNTED;
    if (what == PyTrace_EXCEPTION || (what == PyTrace_RETURN && !yields)) (*count)++;
}

/* Not handed over as the trace function's object: sys.gettrace() would show it. */
static Report *tracing;

/* At an opcode event: whether the instruction is such a CALL. */
static void expect_bound(Report *report, const _PyInterpreterFrame *frame) {
    const _Py_CODEUNIT *instruction = frame->prev_instr;
    int opcode = _Py_OPCODE(*instruction), oparg = _Py_OPARG(*instruction);
    report->binding = NULL;
    if (opcode != CALL && opcode != CALL_ADAPTIVE) return;
    PyObject *const *sp = frame->localsplus + frame->stacktop;
    int count = oparg + (sp[-2 - oparg] != NULL);
    if (count && Py_IS_TYPE(sp[-1 - count], &PyMethodDescr_Type)) report->binding = instruction;
}

/* Notes a bound method of the tracer; its fields are read only at a later event. */
static void note_bound(const void *block, const _PyInterpreterFrame *frame) {
    if (!tracing || !frame || !block || frame->prev_instr != tracing->binding) return;
    tracing->binding = NULL;
    for (int i = 0; i < BOUND_MAX; i++) {
        if (tracing->bound[i].method) continue;
        const char *object = (const char *)block + sizeof(PyGC_Head);
        tracing->bound[i] = (Bound){(const PyCFunctionObject *)object, frame, frame->prev_instr};
        return;
    }
}

static void forget_bound(const void *block) {
    const char *object = (const char *)block + sizeof(PyGC_Head);
    for (int i = 0; tracing && i < BOUND_MAX; i++) {
        if ((const char *)tracing->bound[i].method == object) tracing->bound[i].method = NULL;
    }
}

/* The only object allocated while a frame stands at its first RESUME is its frame object. */
static void *count_no_frame_object(void *context, size_t size) {
    const PyMemAllocatorEx *plain = context;
    PyThreadState *thread = PyThreadState_Get();
    const _PyInterpreterFrame *frame = thread->cframe->current_frame;
    if (frame && !frame->frame_obj && !thread->tracing && thread->c_tracefunc) {
        int opcode = _Py_OPCODE(*frame->prev_instr);
        int resumes = opcode == RESUME || opcode == RESUME_QUICK;
        if (resumes && _Py_OPARG(*frame->prev_instr) == 0)
            thread->interp->gc.generations[0].count--;
    }
    void *block = plain->malloc(plain->ctx, size);
    if (size == sizeof(PyGC_Head) + sizeof(PyCFunctionObject)) note_bound(block, frame);
    return block;
}

static void *plain_calloc(void *context, size_t count, size_t size) {
    const PyMemAllocatorEx *plain = context;
    return plain->calloc(plain->ctx, count, size);
}

static void *plain_realloc(void *context, void *block, size_t size) {
    const PyMemAllocatorEx *plain = context;
    return plain->realloc(plain->ctx, block, size);
}

static void plain_free(void *context, void *block) {
    const PyMemAllocatorEx *plain = context;
    forget_bound(block);
    plain->free(plain->ctx, block);
}

/* The code of the script is the first code to run in __main__. */
static void learn_filename(Report *report, const _PyInterpreterFrame *frame) {
    if (report->filename || frame->f_globals != report->globals) return;
    const char *name = PyUnicode_AsUTF8(frame->f_code->co_filename);
    if (name) report->filename = strdup(name);
}

static int trace(PyObject *object, PyFrameObject *frame, int what, PyObject *argument) {
    Report *report = tracing;
    (void)object;
    (void)argument;
    specialised_disarm(&report->specialised);
    follow_frame_object(frame, what);
    frame->f_trace_opcodes = 1;
    if (what == PyTrace_OPCODE) {
        expect_bound(report, frame->f_frame);
        specialised_arm(&report->specialised, frame->f_frame);
    }
    learn_filename(report, frame->f_frame);
    if (what != PyTrace_LINE || !is_of_script(report, frame->f_frame)) return 0;
    /* The integers that __sizeof__ returns are the only allocations, and no collector head is
     * among them; a collection cannot start here. */
    write_event(report, frame);
    return 0;
}

static int usage(void) {
    fputs("usage: line_oracle [-o FILE] [-n EVENTS] SCRIPT\n", stderr);
    return 2;
}

static PyStatus start(char **argv, int argc) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.parse_argv = 0;
    config.use_hash_seed = 1;
    config.hash_seed = 0;
    PyStatus status = PyConfig_SetBytesString(&config, &config.program_name, "/usr/bin/python3");
    if (!PyStatus_Exception(status)) status = PyConfig_SetBytesArgv(&config, argc, argv);
    if (!PyStatus_Exception(status))
        status = PyConfig_SetBytesString(&config, &config.run_filename, argv[0]);
    if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    return status;
}

int main(int argc, char **argv) {
    Report report = {.events_max = EVENTS_MAX};
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (strcmp(argv[at], "-o") == 0)
            report.out = fopen(argv[at + 1], "w");
        else if (strcmp(argv[at], "-n") == 0)
            report.events_max = atol(argv[at + 1]);
        else
            return usage();
    }
    if (at >= argc) return usage();
    if (!report.out) report.out = fdopen(3, "w");
    if (!report.out) {
        fputs("line_oracle: nowhere to write: no -o FILE and file descriptor 3 is closed\n",
              stderr);
        return 2;
    }
    if (!specialised_init(&report.specialised)) {
        fputs("line_oracle: this libpython is not as the headers of 3.11 say\n", stderr);
        return 2;
    }
    PyStatus status = start(argv + at, argc - at);
    if (PyStatus_Exception(status)) Py_ExitStatusException(status);
    report.globals = PyModule_GetDict(PyImport_AddModule("__main__"));
    report.name_key = PyUnicode_InternFromString("__name__");
    report.typing_key = PyUnicode_InternFromString("typing");
    report.abc_key = PyUnicode_InternFromString("abc");
    report.sizeof_key = PyUnicode_InternFromString("__sizeof__");
    static PyMemAllocatorEx plain;
    PyMem_GetAllocator(PYMEM_DOMAIN_OBJ, &plain);
    PyMemAllocatorEx watched = {&plain, count_no_frame_object, plain_calloc, plain_realloc,
                                plain_free};
    PyMem_SetAllocator(PYMEM_DOMAIN_OBJ, &watched);
    tracing = &report;
    PyEval_SetTrace(trace, NULL);
    int result = Py_RunMain();
    fclose(report.out);
    free(report.filename);
    return result;
}
