/* A machine that runs small Python programs for the tests of the heap: what they print is kept, the
 * heap is checked after each. Fails the test when a program does not run to its end. */
#ifndef LASTREF_TESTS_HEAP_PROGRAM_H
#define LASTREF_TESTS_HEAP_PROGRAM_H

#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/graph.h"
#include "heap/list.h"
#include "heap/str.h"
#include "python/vm.h"

#include <stdio.h>
#include <string.h>

typedef struct Program {
    Vm vm;
    TextBuffer output;
} Program;

static inline void program_write(void *context, int fd, const char *bytes, size_t length) {
    (void)fd;
    text_append(&((Program *)context)->output, bytes, length);
}

static inline void program_check(const Program *program) {
    Error error = {""};
    if (!heap_check(&program->vm.heap, &error)) fail_msg("%s", error.message);
}

/* For cmocka: a machine in *state, and its end. The automatic collector is off. */
static inline int program_begin(void **state) {
    Program *program = memory_alloc(sizeof *program);
    VmConfig config = {.host = {.context = program, .write = program_write}, .hashing = true};
    Error error;
    if (!vm_init(&program->vm, &config, &error)) return 1;
    Heap *heap = &program->vm.heap;
    heap_set(heap, heap_root(heap)->gc_enabled, 0);
    *state = program;
    return 0;
}

static inline int program_end(void **state) {
    Program *program = *state;
    vm_deinit(&program->vm);
    text_deinit(&program->output);
    memory_free(program);
    return 0;
}

static inline void program_ended(Program *program, RunResult result) {
    if (result == RUN_OK) return;
    fail_msg("the program ended with result %d: %s%s", (int)result,
             result == RUN_HALTED ? program->vm.halt_message.message : "",
             text_cstr(&program->output));
}

/* Runs a script, once a machine. */
static inline void program_run(Program *program, const char *source) {
    program_ended(program, vm_run_script(&program->vm, "test.py", text_of(source)));
    program_check(program);
}

/* The same after a class N(name) whose instances print their name when they die. */
static inline void program_run_named(Program *program, const char *rest) {
    char source[4096];
    snprintf(source, sizeof source,
             "class N:\n"
             "    def __init__(self, name): self.name = name\n"
             "    def __del__(self): print(self.name, end=' ')\n"
             "%s",
             rest);
    program_run(program, source);
}

/* Runs a statement after it. */
static inline void program_do(Program *program, const char *statement) {
    program_ended(program, vm_run_statement(&program->vm, text_of(statement)));
    program_check(program);
}

/* A full collection. */
static inline unsigned program_collect(Program *program) {
    unsigned found = (unsigned)gc_collect(&program->vm.heap, HEAP_GENERATIONS - 1);
    program_check(program);
    return found;
}

/* What was printed since the last call. Borrowed until the next. */
static inline const char *program_printed(Program *program) {
    static char kept[8192];
    strncpy(kept, text_cstr(&program->output), sizeof kept - 1);
    text_clear(&program->output);
    return kept;
}

/* A global of the program: borrowed, or null. */
static inline Ref program_global(Program *program, const char *name) {
    Heap *heap = &program->vm.heap;
    Ref text = str_new_interned(heap, text_of(name));
    Ref value = dict_get_str(heap, vm_machine(&program->vm)->main_dict, text);
    heap_decref(heap, text);
    return value;
}

#endif
