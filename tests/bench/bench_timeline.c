/* trace.*: running a script with full history, and the bytes of history that a step takes.
 * seek.step, seek.end: moving in a run of a million steps. */
#include "bench.h"

#include "timeline/timeline.h"

#include <stdio.h>
#include <string.h>

static Timeline *record(const TimelineConfig *config, const char *name, const char *source,
                        double *ms) {
    Error error;
    Timeline *timeline = timeline_create(config, &error);
    if (!timeline) {
        bench_note("%s is not measured: %s", name, error.message);
        return NULL;
    }
    double before = bench_now();
    TimelineOutcome outcome = timeline_run(timeline, name, text_of(source));
    *ms = bench_now() - before;
    if (outcome.result == RUN_OK) return timeline;
    bench_note("%s did not run to its end: %s", name, outcome.message);
    timeline_destroy(timeline);
    return NULL;
}

/* ---- trace ---- */

typedef struct TraceScript {
    const char *name, *source;
} TraceScript;

static const TraceScript traces[] = {
    {"trace.linked200", "class Node:\n"
                        "    def __init__(self, val, next):\n"
                        "        self.val = val\n"
                        "        self.next = next\n"
                        "\n"
                        "head = None\n"
                        "for i in range(200):\n"
                        "    head = Node(i, head)\n"},
    {"trace.fib15", "def fib(n):\n"
                    "    if n < 2:\n"
                    "        return n\n"
                    "    return fib(n - 1) + fib(n - 2)\n"
                    "\n"
                    "print(fib(15))\n"},
    {"trace.loop1000", "xs = list(range(100))\n"
                       "s = 0\n"
                       "for i in range(1000):\n"
                       "    s += xs[i % 100]\n"},
};

static void measure_trace(const Bench *bench, const TraceScript *script) {
    enum { RUNS = 9 };
    char bytes_name[64];
    snprintf(bytes_name, sizeof bytes_name, "%s.bytes", script->name);
    bool time = bench_wants(bench, script->name), bytes = bench_wants(bench, bytes_name);
    if (!time && !bytes) return;
    double times[RUNS], per_step = 0;
    for (int i = 0; i < RUNS; i++) {
        Timeline *timeline = record(&(TimelineConfig){0}, script->name, script->source, &times[i]);
        if (!timeline) return;
        per_step = (double)timeline_bytes(timeline) / timeline_count(timeline);
        timeline_destroy(timeline);
    }
    if (time) bench_report(script->name, bench_median(times, RUNS), "ms");
    if (bytes) bench_report(bytes_name, per_step, "bytes/step");
}

/* ---- seek ---- */

enum {
    SEEK_STEPS = 1000000,
    SEEK_STATEMENTS = 4 /* lines that a round of the loop below runs */
};

/* Half a million objects live and die, a list of a thousand stays. */
static const char seek_source[] = "kept = [None] * 1000\n"
                                  "for i in range(%d):\n"
                                  "    node = [i]\n"
                                  "    kept[i %% 1000] = node\n"
                                  "    last = node[0] + 1\n";

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static double seek_ms(Timeline *timeline, uint32_t stop) {
    double before = bench_now();
    timeline_seek(timeline, stop);
    return bench_now() - before;
}

static void measure_step(Timeline *timeline) {
    enum { PLACES = 101, AROUND = 4 };
    double times[PLACES * AROUND];
    uint32_t count = timeline_count(timeline), seed = 7, measured = 0;
    for (int i = 0; i < PLACES; i++) {
        uint32_t place = 3 + next_random(&seed) % (count - 6);
        timeline_seek(timeline, place);
        times[measured++] = seek_ms(timeline, place + 1);
        times[measured++] = seek_ms(timeline, place);
        times[measured++] = seek_ms(timeline, place - 1);
        times[measured++] = seek_ms(timeline, place);
    }
    bench_report("seek.step", bench_median(times, measured), "ms");
}

static void measure_end(Timeline *timeline) {
    enum { RUNS = 5 };
    double times[2 * RUNS];
    timeline_seek(timeline, timeline_count(timeline));
    for (int i = 0; i < RUNS; i++) {
        times[2 * i] = seek_ms(timeline, 1);
        times[2 * i + 1] = seek_ms(timeline, timeline_count(timeline));
    }
    bench_report("seek.end", bench_median(times, 2 * RUNS), "ms");
}

static void measure_seek(const Bench *bench) {
    bool step = bench_wants(bench, "seek.step"), end = bench_wants(bench, "seek.end");
    if (!step && !end) return;
    char source[sizeof seek_source + 16];
    snprintf(source, sizeof source, seek_source, SEEK_STEPS / SEEK_STATEMENTS + 1);
    TimelineConfig config = {.history_budget = (uint64_t)2 << 30, .stop_budget = SEEK_STEPS + 100};
    double ms;
    Timeline *timeline = record(&config, "seek", source, &ms);
    if (!timeline) return;
    bench_note("seek: %u steps, recorded in %.0f ms, %.0f bytes of history a step",
               timeline_count(timeline), ms,
               (double)timeline_bytes(timeline) / timeline_count(timeline));
    if (step) measure_step(timeline);
    if (end) measure_end(timeline);
    timeline_destroy(timeline);
}

void bench_timeline(const Bench *bench) {
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) measure_trace(bench, &traces[i]);
    measure_seek(bench);
}
