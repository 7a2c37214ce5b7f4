#include "try_source.h"

#include "both_ways.h"
#include "heap/graph.h"
#include "mutate_words.h"
#include "python/syntax.h"
#include "timeline/timeline.h"

#include <string.h>

enum {
    MEMORY_MAX = 48 << 20,     /* bytes of the private heap */
    OUTPUT_MAX = 1 << 20,      /* bytes */
    RUN_INSTRUCTIONS = 150000, /* of a script */
    EDIT_INSTRUCTIONS = 30000, /* of a script with history, and of a statement */
    STOPS_MAX = 400,           /* of a timeline */
    TIMELINE_PERCENT = 6       /* of the scripts that ran */
};

/* ---- the machine and its host ---- */

static bool on_line(void *context, Ref frame, uint32_t line) {
    (void)context;
    (void)frame;
    (void)line;
    return true;
}

static void on_write(void *context, int fd, const char *bytes, size_t length) {
    Tryer *tryer = context;
    (void)fd;
    (void)bytes;
    tryer->written += length;
    if (tryer->written > OUTPUT_MAX) vm_limit(&tryer->vm, "stopped after %d bytes", OUTPUT_MAX);
}

bool tryer_init(Tryer *tryer, Error *error) {
    *tryer = (Tryer){0};
    VmConfig config = {.host = {.context = tryer, .line = on_line, .write = on_write},
                       .memory_budget = MEMORY_MAX,
                       .instruction_budget = RUN_INSTRUCTIONS,
                       .argument = "script.py"};
    if (!vm_init(&tryer->vm, &config, error)) return false;
    image_commit(&tryer->vm.heap.image);
    image_begin(&tryer->vm.heap.image);
    return true;
}

void tryer_deinit(Tryer *tryer) {
    vm_deinit(&tryer->vm);
}

static void start_anew(Tryer *tryer) {
    vm_rollback(&tryer->vm);
    tryer->written = 0;
}

static bool check_heap(const Tryer *tryer, const char *when, Error *error) {
    Error found;
    if (heap_check(&tryer->vm.heap, &found)) return true;
    return error_set(error, "heap_check %s: %s", when, found.message);
}

/* ---- what is tried ---- */

/* As a statement or an expression: other modes of the parser and the compiler. */
static void compile_otherwise(Text source, Chance *chance) {
    Arena arena = {0};
    SyntaxModule *module = NULL;
    SyntaxProblem problem = {0};
    CodeUnit *unit = NULL;
    TextBuffer told = {0};
    bool single = chance_percent(chance, 70);
    CompileMode mode = !single ? COMPILE_SHOW_LAST : COMPILE_INTERACTIVE;
    bool parsed = parse_module(&arena, source, "script.py", single ? PARSE_SINGLE : PARSE_FILE,
                               &module, &problem);
    bool good = parsed && compile_module(&arena, module, "script.py", mode, &unit, NULL, &problem);
    if (parsed && !good) compile_add_source_line(&problem, source);
    if (!good) syntax_problem_format(&problem, "script.py", &told);
    if (parsed) module_deinit(module);
    text_deinit(&told);
    arena_deinit(&arena);
}

/* From start to shutdown. `*ran`: it was Python. */
static bool run(Tryer *tryer, Text source, bool *ran, Error *error) {
    RunResult result = vm_run_script(&tryer->vm, "/script.py", source);
    tryer->counts.tried++;
    tryer->counts.by_result[result]++;
    tryer->counts.unsupported += tryer->vm.halt == VM_UNSUPPORTED;
    *ran = result != RUN_SYNTAX && result != RUN_HALTED;
    bool good = !*ran || check_heap(tryer, "after the run", error);
    if (*ran && good) {
        vm_shutdown(&tryer->vm);
        good = tryer->vm.halt || check_heap(tryer, "after shutdown", error);
    }
    start_anew(tryer);
    return good;
}

static const char *statement(void *context, Chance *chance) {
    (void)context;
    return mutate_statement(chance);
}

static bool record(Text source, Chance *chance, Error *error) {
    TimelineConfig config = {.memory_budget = MEMORY_MAX,
                             .instruction_budget = EDIT_INSTRUCTIONS,
                             .stop_budget = STOPS_MAX,
                             .output_budget = OUTPUT_MAX,
                             .argument = "script.py"};
    Timeline *timeline = timeline_create(&config, error);
    if (!timeline) return false;
    timeline_run(timeline, "/script.py", source);
    BothWays plan = {.edits = 4, .checked_stops = 10, .statement = statement};
    bool good = both_ways(timeline, &plan, chance, error);
    timeline_destroy(timeline);
    return good;
}

bool try_source(Tryer *tryer, Text source, Chance chance, Error *error) {
    bool ran;
    if (chance_percent(&chance, 10)) compile_otherwise(source, &chance);
    if (!run(tryer, source, &ran, error)) return false;
    if (!ran || !chance_percent(&chance, TIMELINE_PERCENT)) return true;
    tryer->counts.timelines++;
    return record(source, &chance, error);
}
