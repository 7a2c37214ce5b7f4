/* record_import: what an import does to the books of CPython's cyclic collector.
 *
 *     record_import SITES SCRIPT [-c] [-w MODULE]... MODULE      (record_imports.py calls it)
 *
 * imports MODULE in __main__ as a script does that lies where SCRIPT does, after the modules given
 * by -w; with -c the finder of the script's folder is forgotten before. Writes one word an event to
 * stdout:
 *
 *     +o -o      an object with a GC head, of a type without a free list, is allocated; is freed
 *     +l -l      a list
 *     +d -d      a dict
 *     +tN -tN    a tuple of N items, 1 to 20
 *     >NAME <    `import NAME` begins; is done
 *     }NAME <    `from NAME import ...` begins; is done
 *     =NAME <    either, where NAME is loaded
 *     <!         any of them has failed
 *     *          the code of the module begins
 *     x          a statement at module level deletes a name
 *
 * How it sees. SITES names the instructions of libpython that change the counter of generation 0 or
 * of a free list, and the entries and returns of some functions (record_imports.py finds them in
 * the disassembly), each as KIND:OFFSET. A breakpoint is put at each; the counters are compared
 * before and after the instruction. What changes where no site is, ends the program. Free lists are
 * kept neither empty nor full, so that each allocation and each release shows in the counter of its
 * own kind. */
#define _GNU_SOURCE
#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE 1
#include <Python.h>

#include "internal/pycore_gc.h"
#include "internal/pycore_interp.h"
#include <link.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum {
    SITES_MAX = 64,
    TRAP = 0xCC,
    TRAP_FLAG = 0x100,
    TUPLE_SIZES = 20,
    COUNTERS = 3 + TUPLE_SIZES,
    COUNT_START = 1 << 24 /* far from 0, where the counter would stop */
};

typedef struct Site {
    unsigned char *at;
    unsigned char byte; /* what the breakpoint stands in for */
    char kind;          /* 'c': changes a counter; else see visit() */
} Site;

/* Objects that wait to be put on a free list. */
typedef struct Spare {
    PyObject **items;
    int count;
} Spare;

/* A signal handler has no argument of its own. */
static struct {
    PyInterpreterState *interp;
    Site sites[SITES_MAX];
    int site_count;
    Site *stepping; /* the site whose instruction is being executed */
    int last[COUNTERS];
    Spare lists, dicts, tuples[TUPLE_SIZES + 1];
    PyObject *module_dict; /* of the module whose code began last */
    PyObject *package_key; /* "__package__" */
    bool on;
} recorder;

static void fail(const char *what) {
    fprintf(stderr, "record_import: %s\n", what);
    _exit(2);
}

/* ---- the counters ---- */

static void read_counters(int *out) {
    const PyInterpreterState *interp = recorder.interp;
    out[0] = interp->gc.generations[0].count;
    out[1] = interp->list.numfree;
    out[2] = interp->dict_state.numfree;
    for (int i = 0; i < TUPLE_SIZES; i++) out[3 + i] = interp->tuple.numfree[i];
}

/* Writes what has changed; the number of changes. */
static int report_changes(void) {
    int now[COUNTERS], changes = 0;
    read_counters(now);
    for (int i = 0; i < COUNTERS; i++) {
        int by = now[i] - recorder.last[i];
        recorder.last[i] = now[i];
        if (!by) continue;
        if (by != 1 && by != -1) fail("a counter jumped");
        if (i > 0 && now[i] == 0) fail("a free list ran empty");
        if ((i == 1 || i == 2) && now[i] >= PyDict_MAXFREELIST) fail("a free list ran full");
        /* a free list grows when an object is freed */
        char sign = (i == 0) == (by > 0) ? '+' : '-';
        if (recorder.on && i < 3) printf("%c%c\n", sign, "old"[i]);
        if (recorder.on && i >= 3) printf("%ct%d\n", sign, i - 2);
        changes++;
    }
    return changes;
}

/* ---- free lists ---- */

static void make_spare(Spare *spare, int count, PyObject *(*make)(Py_ssize_t), Py_ssize_t size) {
    spare->items = malloc((size_t)count * sizeof *spare->items);
    for (int i = 0; i < count; i++) {
        spare->items[i] = make(size);
        if (!spare->items[i]) fail("no memory");
        PyObject_GC_UnTrack(spare->items[i]);
    }
    spare->count = count;
}

static PyObject *new_dict(Py_ssize_t size) {
    (void)size;
    return PyDict_New();
}

static PyObject *take(Spare *spare) {
    if (!spare->count) fail("no more spare objects");
    return spare->items[--spare->count];
}

/* Called where no operation on a free list is under way. */
static void balance_free_lists(void) {
    enum { LOW = 45, HIGH = 55, MIDDLE = 50, TUPLES_LOW = 400, TUPLES = 1000, TUPLES_HIGH = 1600 };
    struct _Py_list_state *lists = &recorder.interp->list;
    struct _Py_dict_state *dicts = &recorder.interp->dict_state;
    struct _Py_tuple_state *tuples = &recorder.interp->tuple;
    if (lists->numfree < LOW || lists->numfree > HIGH) {
        while (lists->numfree > MIDDLE) lists->numfree--;
        while (lists->numfree < MIDDLE) {
            lists->free_list[lists->numfree++] = (PyListObject *)take(&recorder.lists);
        }
    }
    if (dicts->numfree < LOW || dicts->numfree > HIGH) {
        while (dicts->numfree > MIDDLE) dicts->numfree--;
        while (dicts->numfree < MIDDLE) {
            dicts->free_list[dicts->numfree++] = (PyDictObject *)take(&recorder.dicts);
        }
    }
    for (int i = 0; i < TUPLE_SIZES; i++) {
        if (tuples->numfree[i] > TUPLES_HIGH) fail("too many free tuples");
        if (tuples->numfree[i] >= TUPLES_LOW) continue;
        while (tuples->numfree[i] < TUPLES) {
            PyTupleObject *tuple = (PyTupleObject *)take(&recorder.tuples[i + 1]);
            tuple->ob_item[0] = (PyObject *)tuples->free_list[i];
            tuples->free_list[i] = tuple;
            tuples->numfree[i]++;
        }
    }
    read_counters(recorder.last);
}

/* ---- breakpoints ---- */

/* The name in full: a relative one is told from the package of the module that asks. Nothing is
 * released here: it would meet a breakpoint. */
static void report_import(const greg_t *registers) {
    enum { TEXT_MAX = 200 };
    char text[TEXT_MAX];
    PyObject *name = (PyObject *)registers[REG_RDI], *from = (PyObject *)registers[REG_RCX];
    PyObject *globals = (PyObject *)registers[REG_RSI];
    int level = (int)registers[REG_R8];
    if (level > 1) fail("a relative import with more than one dot");
    const char *own = PyUnicode_AsUTF8(name), *package = "";
    if (level) package = PyUnicode_AsUTF8(PyDict_GetItem(globals, recorder.package_key));
    snprintf(text, sizeof text, "%s%s%s", package, *package && *own ? "." : "", own);
    bool loaded = PyDict_GetItem(recorder.interp->modules, PyUnicode_FromString(text)) != NULL;
    printf("%c%s\n", loaded ? '=' : from && from != Py_None ? '}' : '>', text);
}

static void visit(const Site *site, const greg_t *registers) {
    if (recorder.on && site->kind != 'c' && report_changes()) fail("an unknown site");
    switch (site->kind) {
    case 'i': /* PyImport_ImportModuleLevelObject(name, globals, locals, fromlist, level) */
        balance_free_lists();
        if (recorder.on) report_import(registers);
        break;
    case 'r': /* after a call of it */
        if (recorder.on) printf(registers[REG_RAX] ? "<\n" : "<!\n");
        break;
    case 'e': /* PyEval_EvalCode(code, globals, locals) */
        recorder.module_dict = (PyObject *)registers[REG_RSI];
        if (recorder.on) printf("*\n");
        break;
    case 'x': /* PyObject_DelItem(object, key) */
        if (recorder.on && (PyObject *)registers[REG_RDI] == recorder.module_dict) printf("x\n");
        break;
    case 'b': balance_free_lists(); break;
    default: break;
    }
}

static void on_trap(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    if (recorder.stepping) {
        Site *site = recorder.stepping;
        if (site->kind == 'c') report_changes();
        *site->at = TRAP;
        recorder.stepping = NULL;
        registers[REG_EFL] &= ~TRAP_FLAG;
        return;
    }
    const unsigned char *at = (const unsigned char *)registers[REG_RIP] - 1;
    for (int i = 0; i < recorder.site_count; i++) {
        Site *site = &recorder.sites[i];
        if (site->at != at) continue;
        visit(site, registers);
        *site->at = site->byte;
        registers[REG_RIP]--;
        registers[REG_EFL] |= TRAP_FLAG;
        recorder.stepping = site;
        return;
    }
    fail("a trap at no site");
}

static int find_library(struct dl_phdr_info *info, size_t size, void *base) {
    (void)size;
    if (!strstr(info->dlpi_name, "libpython3.11")) return 0;
    *(unsigned char **)base = (unsigned char *)info->dlpi_addr;
    return 1;
}

static void set_breakpoints(const char *sites) {
    enum { PAGE = 4096 };
    unsigned char *base = NULL;
    dl_iterate_phdr(find_library, &base);
    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};
    sigaction(SIGTRAP, &action, NULL);
    for (const char *at = sites; *at; at += strspn(at, ",")) {
        char *end;
        if (recorder.site_count == SITES_MAX || at[1] != ':') fail("bad list of sites");
        Site *site = &recorder.sites[recorder.site_count++];
        site->kind = at[0];
        site->at = base + strtoul(at + 2, &end, 16);
        site->byte = *site->at;
        at = end;
        unsigned char *page = (unsigned char *)((uintptr_t)site->at & ~(uintptr_t)(PAGE - 1));
        if (mprotect(page, 2 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC)) fail("mprotect");
    }
    for (int i = 0; i < recorder.site_count; i++) *recorder.sites[i].at = TRAP;
}

/* ---- the run ---- */

static void import(const char *name, bool on) {
    /* as the instruction IMPORT_NAME of a script does it: `import a` */
    PyObject *text = PyUnicode_FromString(name);
    PyObject *globals = PyModule_GetDict(PyImport_AddModule("__main__"));
    read_counters(recorder.last);
    recorder.on = on;
    PyObject *module = PyImport_ImportModuleLevelObject(text, globals, globals, Py_None, 0);
    if (!module) PyErr_Print(), fail("the import failed");
    if (on) printf("<\n"); /* this call is not libpython's */
    recorder.on = false;
}

int main(int argc, char **argv) {
    static char *arguments[] = {"python3", NULL};
    if (argc < 4) fail("usage: record_import SITES SCRIPT [-c] [-w MODULE]... MODULE");
    arguments[1] = argv[2];
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.program_name = Py_DecodeLocale("/usr/bin/python3", NULL);
    config.executable = Py_DecodeLocale("/usr/bin/python3", NULL);
    PyConfig_SetBytesArgv(&config, 2, arguments);
    PyStatus status = Py_InitializeFromConfig(&config);
    if (PyStatus_Exception(status)) Py_ExitStatusException(status);
    PyGC_Disable();
    recorder.interp = PyInterpreterState_Get();
    recorder.package_key = PyUnicode_InternFromString("__package__");
    make_spare(&recorder.lists, 20000, PyList_New, 0);
    make_spare(&recorder.dicts, 20000, new_dict, 0);
    for (int i = 1; i <= TUPLE_SIZES; i++) make_spare(&recorder.tuples[i], 20000, PyTuple_New, i);
    /* what pymain_run_python does before a script: its folder is the first of sys.path */
    PyObject *path = PySys_GetObject("path");
    char *folder = strdup(argv[2]);
    *strrchr(folder, '/') = 0;
    PyList_Insert(path, 0, PyUnicode_FromString(folder));
    recorder.interp->gc.generations[0].count = COUNT_START;
    balance_free_lists();
    int at = 3;
    bool cold = !strcmp(argv[at], "-c");
    if (cold) at++;
    set_breakpoints(argv[1]);
    for (; at + 2 < argc && !strcmp(argv[at], "-w"); at += 2) import(argv[at + 1], false);
    if (cold) PyDict_DelItemString(PySys_GetObject("path_importer_cache"), folder);
    import(argv[at], true);
    fflush(stdout);
    _exit(0);
}
