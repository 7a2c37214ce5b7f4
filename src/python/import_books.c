#include "python/import_books.h"

#include "heap/gc_books.h"

#include <string.h>

const char *import_books_find(const char *name) {
    for (const ImportRecord *at = import_records; at->name; ++at) {
        if (!strcmp(at->name, name)) return at->events;
    }
    return NULL;
}

/* A letter is an allocation (A...) or a release (a...) of the kinds of gc_books.h in their order.
 */
static void replay_letter(Vm *vm, char letter) {
    if (letter >= 'a')
        gc_books_free(&vm->heap, (unsigned)(letter - 'a'));
    else
        gc_books_allocate(&vm->heap, (unsigned)(letter - 'A'));
}

static void replay_letters(Vm *vm, const char *letters) {
    for (; *letters && !vm_failed(vm); ++letters) replay_letter(vm, *letters);
}

/* The search along sys.path. The first one finds no finder for the script's folder and makes it. */
static const char *search_path(Vm *vm, const char *at) {
    if (vm_machine(vm)->path_searched) return at;
    vm_set(vm, vm_machine(vm)->path_searched, 1u);
    replay_letters(vm, import_books_find("(first)"));
    return strchr(at, ')') + 1;
}

ImportStop import_books_replay(Vm *vm, const char **events, const char **name, size_t *length) {
    const char *at = *events;
    while (*at && !vm_failed(vm)) {
        char event = *at++;
        if (event == '(') {
            at = search_path(vm, at);
        } else if (event == '>') {
            *name = at;
            *length = strcspn(at, ";");
            *events = at + *length + 1;
            return IMPORT_ASKS;
        } else if (event == '*') {
            *events = at;
            return IMPORT_BODY;
        } else if (event != ')') {
            replay_letter(vm, event);
        }
    }
    *events = at;
    return IMPORT_ENDED;
}

void import_books_from(Vm *vm, bool is_package) {
    /* of a package: the call of importlib's _handle_fromlist; else an AttributeError is made: its
     * arguments and itself */
    replay_letters(vm, is_package ? "Aa" : "DAda");
}

void import_note_unbuilt(Vm *vm, const char *module) {
    /* operator, collections, enum and whatever else defines a class and takes another: only those
     * that were seen to leave none are not named */
    static const char clean[] = " _abc _bisect _collections _functools _heapq _opcode _operator "
                                "_random _sha512 _sre _string _thread _weakrefset atexit bisect "
                                "collections.abc copyreg heapq itertools keyword math reprlib ";
    TextBuffer text = {0};
    text_appendf(&text, " %s ", module);
    if (!strstr(clean, text_cstr(&text))) books_forget(vm, BOOKS_GARBAGE_UNKNOWN);
    text_deinit(&text);
}

void books_forget(Vm *vm, BooksUnknown unknown) {
    if (vm_machine(vm)->books_unknown < unknown) {
        vm_set(vm, vm_machine(vm)->books_unknown, (uint32_t)unknown);
    }
}

bool books_know_counts(const Vm *vm) {
    uint32_t unknown = vm_machine(vm)->books_unknown;
    return unknown != BOOKS_START_UNKNOWN && unknown < BOOKS_COUNTS_UNKNOWN;
}

bool books_refuse(Vm *vm, BooksUnknown unknown, const char *what) {
    const Machine *machine = vm_machine(vm);
    if (machine->books_unknown < unknown || machine->shutting_down) return false;
    vm_unsupported(vm,
                   "%s after an import or exec() whose allocations Lastref does not know (a "
                   "gc.collect() before it, as a statement by itself, makes them known)",
                   what);
    return true;
}

void books_begin_anew(Vm *vm) {
    uint32_t unknown = vm_machine(vm)->books_unknown;
    if (unknown == BOOKS_KNOWN) return;
    BooksUnknown left = unknown == BOOKS_START_UNKNOWN ? BOOKS_KNOWN : BOOKS_STATISTICS_UNKNOWN;
    vm_set(vm, vm_machine(vm)->books_unknown, (uint32_t)left);
}
