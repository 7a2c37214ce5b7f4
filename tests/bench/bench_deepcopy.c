/* deepcopy.SHAPE.N: copy.deepcopy as a statement with full history, in nanoseconds an object: the
 * run, and the step's share of the history. The shapes and sizes are those of deepcopybench.py, the
 * collector is off as there, N is the number of containers:
 *
 *   flat    a list of N - 1 lists of one int
 *   tree10  a tree of N lists, ten in each
 *   tree2   the same, two in each
 *   inst    a list of N - 1 instances with one int attribute */
#include "bench.h"

#include "timeline/timeline.h"

#include <stdio.h>

#define TREE                                                                                       \
    "import copy, gc\n"                                                                            \
    "gc.disable()\n"                                                                               \
    "def tree(n, b):\n"                                                                            \
    "    root = []; q = [root]; i = 0; k = 1\n"                                                    \
    "    while k < n:\n"                                                                           \
    "        if len(q[i]) == b: i += 1\n"                                                          \
    "        c = []; q[i].append(c); q.append(c); k += 1\n"                                        \
    "    return root\n"

static const struct {
    const char *name, *source;
} shapes[] = {
    {"flat", "import copy, gc\n"
             "gc.disable()\n"
             "o = [[i] for i in range(%u - 1)]\n"},
    {"tree10", TREE "o = tree(%u, 10)\n"},
    {"tree2", TREE "o = tree(%u, 2)\n"},
    {"inst", "import copy, gc\n"
             "gc.disable()\n"
             "class P: pass\n"
             "def inst(n):\n"
             "    l = []\n"
             "    for i in range(n - 1): p = P(); p.x = i; l.append(p)\n"
             "    return l\n"
             "o = inst(%u)\n"},
};

/* The timeline stands where `o` has been made. */
static Timeline *start(const char *name, const char *source, uint32_t n) {
    char text[1024];
    Error error;
    /* what was made step by step is no part of this measurement, only the memory it takes */
    TimelineConfig config = {.memory_budget = (uint64_t)2 << 30,
                             .history_budget = (uint64_t)4 << 30};
    Timeline *timeline = timeline_create(&config, &error);
    if (!timeline) {
        bench_note("%s is not measured: %s", name, error.message);
        return NULL;
    }
    snprintf(text, sizeof text, source, n);
    TimelineOutcome outcome = timeline_run(timeline, "deepcopy", text_of(text));
    if (outcome.result == RUN_OK) return timeline;
    bench_note("%s is not measured: %s", name, outcome.message);
    timeline_destroy(timeline);
    return NULL;
}

static void measure(const char *name, const char *source, uint32_t n) {
    enum { RUNS = 7 };
    double times[RUNS];
    Timeline *timeline = start(name, source, n);
    bool good = timeline != NULL;
    for (int i = 0; good && i < RUNS; i++) {
        double before = bench_now();
        TimelineOutcome outcome = timeline_execute(timeline, text_of("d = copy.deepcopy(o)"));
        times[i] = (bench_now() - before) * 1e6 / n;
        good = outcome.result == RUN_OK &&
               timeline_execute(timeline, text_of("del d")).result == RUN_OK;
        if (!good) bench_note("%s is not measured: %s", name, outcome.message);
    }
    timeline_destroy(timeline);
    if (good) bench_report(name, bench_median(times, RUNS), "ns/object");
}

void bench_deepcopy(const Bench *bench) {
    static const uint32_t sizes[] = {10000, 30000, 100000};
    for (size_t shape = 0; shape < sizeof shapes / sizeof *shapes; shape++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char name[32];
            snprintf(name, sizeof name, "deepcopy.%s.%u", shapes[shape].name, sizes[i]);
            if (bench_wants(bench, name)) measure(name, shapes[shape].source, sizes[i]);
        }
    }
}
