/* lastref-bench [PREFIX]: what the budgets of the program are held against. */
#include "bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool bench_wants(const Bench *bench, const char *name) {
    return strncmp(name, bench->prefix, strlen(bench->prefix)) == 0;
}

void bench_report(const char *name, double value, const char *unit) {
    printf("%s %.4g %s\n", name, value, unit);
    fflush(stdout);
}

void bench_note(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("lastref-bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

double bench_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

double bench_median(double *values, size_t count) {
    qsort(values, count, sizeof *values, ascending);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

int main(int argc, char **argv) {
    if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
        fputs("usage: lastref-bench [PREFIX]\n", stderr);
        return 2;
    }
    Bench bench = {.prefix = argc == 2 ? argv[1] : ""};
    /* First, while the process is small: it measures processes of its own. */
    bench_start(&bench);
    bench_picture(&bench);
    bench_export(&bench);
    bench_graph(&bench);
    bench_layout(&bench);
    bench_timeline(&bench);
    bench_gc(&bench);
    bench_deepcopy(&bench);
    return 0;
}
