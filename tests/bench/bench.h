/* What the topics of lastref-bench share: which measurements are wanted, the clock, one line a
 * result. A topic asks bench_wants before it prepares anything. */
#ifndef LASTREF_TESTS_BENCH_H
#define LASTREF_TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Bench {
    const char *prefix; /* only names that start with it; "" for all */
} Bench;

bool bench_wants(const Bench *bench, const char *name);
/* Prints "NAME VALUE UNIT" on stdout at once. */
void bench_report(const char *name, double value, const char *unit);
/* A word on stderr, when something could not be measured or needs to be known. */
void bench_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Milliseconds since some moment. */
double bench_now(void);
/* The middle value; sorts the array. */
double bench_median(double *values, size_t count);

/* One topic each. */
void bench_picture(const Bench *bench);  /* frame.N, export.png.1000 */
void bench_export(const Bench *bench);   /* export.gif.40, export.html.40 */
void bench_graph(const Bench *bench);    /* export.graph.SHAPE.1000, export.graph.SHAPE.ratio */
void bench_layout(const Bench *bench);   /* layout.5000 */
void bench_timeline(const Bench *bench); /* seek.step, seek.end, trace.* */
void bench_start(const Bench *bench);    /* start.ratio */
void bench_gc(const Bench *bench);       /* gc.SHAPE.N */
void bench_deepcopy(const Bench *bench); /* deepcopy.SHAPE.N */

#endif
