/* fuzz_sources: damaged scripts through lexer, parser, compiler, machine and timeline, thousands a
 * minute in one process.
 *
 *     fuzz_sources [--count N | --seconds N] [--seed FIRST] [--keep FOLDER] FILE...
 *     fuzz_sources --only FILE...
 *
 * Input number N is made of the files by mutate.c from the seed FIRST + N, so each can be made
 * again: --seed N --count 1. --only tries the files as they are, in each of several ways.
 *
 * The inputs are tried by a child process; when it dies, the input at which it did is a finding,
 * and the next child goes on after it. A finding is the end by a signal (an assert, a sanitizer), a
 * fault that heap_check or the timeline's hashes show, or an input that takes more than 10 seconds.
 * Exit status 1 when there is one. */
#include "mutate.h"
#include "try_source.h"

#include "base/memory.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { INPUT_MAX = 1 << 20, BATCH = 2000, INPUT_SECONDS = 10, STATUS_FAULT = 70 };

typedef struct Options {
    uint64_t count;
    double seconds; /* 0: no bound */
    uint64_t seed;
    const char *keep; /* folder; may be null */
    bool only;
    char **files;
    int file_count;
} Options;

/* Shared with the child. */
typedef struct Shared {
    uint64_t next; /* number of the input under way, or of the next one */
    TryCounts counts;
    char fault[600]; /* told by the child before it ends with STATUS_FAULT */
    size_t length;
    char input[INPUT_MAX];
} Shared;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int usage(void) {
    fputs("usage: fuzz_sources [--count N | --seconds N] [--seed FIRST] [--keep FOLDER] "
          "[--only] FILE...\n",
          stderr);
    return 2;
}

static bool read_options(int count, char **arguments, Options *options) {
    int at = 1;
    *options = (Options){.count = UINT64_MAX, .seed = 1};
    for (; at < count && strncmp(arguments[at], "--", 2) == 0; at++) {
        const char *name = arguments[at] + 2;
        if (strcmp(name, "only") == 0) {
            options->only = true;
            continue;
        }
        if (++at >= count) return false;
        if (strcmp(name, "count") == 0)
            options->count = strtoull(arguments[at], NULL, 10);
        else if (strcmp(name, "seconds") == 0)
            options->seconds = strtod(arguments[at], NULL);
        else if (strcmp(name, "seed") == 0)
            options->seed = strtoull(arguments[at], NULL, 10);
        else if (strcmp(name, "keep") == 0)
            options->keep = arguments[at];
        else
            return false;
    }
    options->files = arguments + at;
    options->file_count = count - at;
    return options->file_count > 0;
}

static bool read_sources(const Options *options, Sources *sources) {
    for (int i = 0; i < options->file_count; i++) {
        FILE *file = fopen(options->files[i], "rb");
        if (!file) {
            fprintf(stderr, "fuzz_sources: cannot read %s\n", options->files[i]);
            return false;
        }
        TextBuffer source = {0};
        char piece[4096];
        size_t got;
        while ((got = fread(piece, 1, sizeof piece, file)) > 0) text_append(&source, piece, got);
        fclose(file);
        array_push(sources, source);
    }
    return true;
}

/* ---- the child ---- */

static void begin_watch(void) {
    struct itimerval limit = {.it_value = {.tv_sec = INPUT_SECONDS}};
    setitimer(ITIMER_PROF, &limit, NULL);
}

static void make_input(const Options *options, const Sources *sources, Chance *chance,
                       uint64_t number, TextBuffer *out) {
    if (options->only) {
        const TextBuffer *source = &sources->items[number % sources->count];
        text_clear(out);
        text_append(out, text_cstr(source), source->length);
    } else {
        mutate(sources, chance, out);
    }
}

/* Tries inputs from shared->next on. Exit status 0, or STATUS_FAULT with the fault told. */
static int try_batch(const Options *options, const Sources *sources, Shared *shared, uint64_t end,
                     double until) {
    Error error = {""};
    Tryer *tryer = memory_alloc(sizeof *tryer);
    TextBuffer input = {0};
    TryCounts before = shared->counts;
    if (!tryer_init(tryer, &error)) {
        snprintf(shared->fault, sizeof shared->fault, "%s", error.message);
        return STATUS_FAULT;
    }
    tryer->counts = before;
    bool good = true;
    for (; shared->next < end && good && (!options->seconds || now() < until); shared->next++) {
        Chance chance = {options->seed + shared->next};
        chance_next(&chance);
        make_input(options, sources, &chance, shared->next, &input);
        shared->length = input.length < INPUT_MAX ? input.length : INPUT_MAX;
        if (shared->length) memcpy(shared->input, text_cstr(&input), shared->length);
        begin_watch();
        good = try_source(tryer, text_view(&input), chance, &error);
        shared->counts = tryer->counts;
        if (!good) break;
    }
    if (!good) snprintf(shared->fault, sizeof shared->fault, "%s", error.message);
    text_deinit(&input);
    tryer_deinit(tryer);
    memory_free(tryer);
    return good ? 0 : STATUS_FAULT;
}

/* ---- the parent ---- */

static void keep_input(const Options *options, const Shared *shared, const char *why) {
    char path[1024];
    snprintf(path, sizeof path, "%s/input_%llu.py", options->keep,
             (unsigned long long)(options->seed + shared->next));
    FILE *file = fopen(path, "wb");
    if (!file) {
        fprintf(stderr, "fuzz_sources: cannot write %s: %s\n", path, strerror(errno));
        return;
    }
    fwrite(shared->input, 1, shared->length, file);
    fclose(file);
    printf("  kept as %s (%s)\n", path, why);
}

static void tell(const Options *options, const Shared *shared, int status) {
    char why[64];
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF)
        snprintf(why, sizeof why, "more than %d seconds", INPUT_SECONDS);
    else if (WIFSIGNALED(status))
        snprintf(why, sizeof why, "signal %d", WTERMSIG(status));
    else
        snprintf(why, sizeof why, "exit status %d", WEXITSTATUS(status));
    const char *name =
        options->only ? options->files[shared->next % (size_t)options->file_count] : "an input";
    printf("finding: %s, seed %llu: %s %s\n", name,
           (unsigned long long)(options->seed + shared->next), why, shared->fault);
    if (options->keep) keep_input(options, shared, why);
    fflush(stdout);
}

static void print_counts(const Shared *shared, uint64_t findings, double seconds) {
    const TryCounts *counts = &shared->counts;
    printf(
        "%llu inputs in %.0f s: %llu ran, %llu raised, %llu exited, %llu no Python, %llu halted "
        "(%llu unsupported), %llu timelines; %llu findings\n",
        (unsigned long long)counts->tried, seconds, (unsigned long long)counts->by_result[RUN_OK],
        (unsigned long long)counts->by_result[RUN_EXCEPTION],
        (unsigned long long)counts->by_result[RUN_EXIT],
        (unsigned long long)counts->by_result[RUN_SYNTAX],
        (unsigned long long)counts->by_result[RUN_HALTED], (unsigned long long)counts->unsupported,
        (unsigned long long)counts->timelines, (unsigned long long)findings);
    fflush(stdout);
}

int main(int count, char **arguments) {
    enum { WAYS = 20 };
    Options options;
    Sources sources = {0};
    if (!read_options(count, arguments, &options)) return usage();
    if (!read_sources(&options, &sources)) return 2;
    Shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return 2;
    uint64_t all = options.only ? WAYS * sources.count : options.count, findings = 0;
    double begin = now(), until = begin + options.seconds;
    while (shared->next < all && (!options.seconds || now() < until)) {
        uint64_t end = shared->next + BATCH < all ? shared->next + BATCH : all;
        shared->fault[0] = 0;
        pid_t child = fork();
        if (child < 0) return 2;
        if (child == 0) {
            int status = try_batch(&options, &sources, shared, end, until);
            for (size_t i = 0; i < sources.count; i++) text_deinit(&sources.items[i]);
            array_deinit(&sources);
            exit(status);
        }
        int status;
        waitpid(child, &status, 0);
        if (status != 0) {
            findings++;
            tell(&options, shared, status);
            shared->next++;
        }
    }
    print_counts(shared, findings, now() - begin);
    for (size_t i = 0; i < sources.count; i++) text_deinit(&sources.items[i]);
    array_deinit(&sources);
    munmap(shared, sizeof *shared);
    return findings ? 1 : 0;
}
