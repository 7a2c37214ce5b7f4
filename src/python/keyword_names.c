#include "python/keyword_names.h"

#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"

#include <string.h>

typedef struct Parser {
    const char *function;
    const char *keywords; /* those that can be given by name */
    bool always;          /* a function of any number of arguments is never on the short way */
} Parser;

/* Python/clinic/bltinmodule.c.h and the others of 3.11. */
static const Parser parsers[] = {{"print", "sep end file flush", true},
                                 {"sort", "key reverse", false},
                                 {"sum", "start", false},
                                 {"round", "number ndigits", false},
                                 {"pow", "base exp mod", false},
                                 {"__import__", "name globals locals fromlist level", false},
                                 {"split", "sep maxsplit", false},
                                 {"rsplit", "sep maxsplit", false},
                                 {"splitlines", "keepends", false},
                                 {"expandtabs", "tabsize", false},
                                 {"encode", "encoding errors", false},
                                 {"decode", "encoding errors", false},
                                 {"hex", "sep bytes_per_sep", false},
                                 {"to_bytes", "length byteorder signed", false},
                                 {"from_bytes", "bytes byteorder signed", false},
                                 {"collect", "generation", false},
                                 {"get_objects", "generation", false}};

/* Classes whose tp_new or tp_init is written with Argument Clinic, too. */
static const Parser classes[] = {{"int", "base", false},
                                 {"str", "object encoding errors", false},
                                 {"bytes", "source encoding errors", false},
                                 {"bytearray", "source encoding errors", false},
                                 {"complex", "real imag", false},
                                 {"memoryview", "object", false},
                                 {"property", "fget fset fdel doc", false},
                                 {"mappingproxy", "mapping", false},
                                 {"module", "name doc", false},
                                 {"accumulate", "iterable func initial", false},
                                 {"count", "start step", false},
                                 {"compress", "data selectors", false},
                                 {"combinations", "iterable r", false},
                                 {"combinations_with_replacement", "iterable r", false},
                                 {"permutations", "iterable r", false},
                                 {"groupby", "iterable key", false}};

static const Parser *find_parser(const NativeFunction *function) {
    for (size_t i = 0; i < sizeof parsers / sizeof *parsers; ++i) {
        if (strcmp(parsers[i].function, function->name) == 0) return &parsers[i];
    }
    return NULL;
}

static uint32_t native_of(const Heap *heap, Ref callable) {
    return heap_kind(heap, callable) == KIND_METHOD_DESCRIPTOR
               ? heap_at(heap, MethodDescriptor, callable)->native
               : heap_at(heap, CFunction, callable)->native;
}

static Ref make_names(Vm *vm, const char *keywords) {
    Heap *heap = &vm->heap;
    uint32_t count = 1, at = 0;
    for (const char *c = keywords; *c; ++c) count += *c == ' ';
    Ref names = tuple_new(heap, count);
    if (!names) return REF_NULL;
    while (*keywords) {
        char name[32];
        size_t length = strcspn(keywords, " ");
        assert(length < sizeof name);
        memcpy(name, keywords, length);
        name[length] = 0;
        keywords += length + (keywords[length] == ' ');
        tuple_init_item(heap, names, at++, new_ref(vm, name_ref(vm, name)));
    }
    return names;
}

/* The parser makes its tuple, if it has none. `owner` tells the parsers apart. */
static bool make_once(Vm *vm, uint32_t owner, const Parser *parser) {
    const Machine *machine = vm_machine(vm);
    uint32_t at = 0;
    for (; at < MACHINE_PARSERS && machine->parser_names[at]; ++at) {
        if (machine->parser_natives[at] == owner) return true;
    }
    assert(at < MACHINE_PARSERS);
    Ref names = make_names(vm, parser->keywords);
    if (!names) return error_no_memory(vm) != REF_NULL;
    /* a finalizer that the allocation has run may have made others, of this parser too: then
     * CPython forgets that one, which lives on */
    while (at < MACHINE_PARSERS && machine->parser_names[at]) ++at;
    assert(at < MACHINE_PARSERS);
    vm_set(vm, machine->parser_natives[at], owner);
    vm_set(vm, machine->parser_names[at], names);
    return true;
}

bool keyword_names_make(Vm *vm, const NativeFunction *function, Ref callable, bool named) {
    const Parser *parser = find_parser(function);
    if (!parser || (!named && !parser->always)) return true;
    return make_once(vm, native_of(&vm->heap, callable), parser);
}

bool keyword_names_make_of_class(Vm *vm, const char *name) {
    enum { CLASSES = 1u << 24 }; /* above the numbers of native functions */
    for (uint32_t i = 0; i < sizeof classes / sizeof *classes; ++i) {
        if (!strcmp(classes[i].function, name)) return make_once(vm, CLASSES + i, &classes[i]);
    }
    return true;
}
