/* run_programs: runs one script after another in one process, as `lastref run` does, with history.
 *
 * Reads paths from stdin, one a line. For each it checks the heap after every statement, runs to
 * the end of shutdown, goes back to the start and forth again with the state hash compared at each
 * stop, and executes statements at stops by chance, undone and done again. Then it writes to stdout
 *
 *     STATUS OUT ERR FAULT\n
 *
 * the exit status that `lastref run` would have and three lengths in bytes, and as many bytes of
 * stdout, stderr (a halt's message at its end) and of what did not hold, empty when all did. */
#include "both_ways.h"

#include "base/hash.h"
#include "mutate_words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_HALTED = 3, EDITS = 1, CHECKED_STOPS = 2 };

typedef struct Output {
    TextBuffer out, err;
} Output;

static void on_write(void *context, int fd, const char *bytes, size_t length) {
    Output *output = context;
    text_append(fd == 1 ? &output->out : &output->err, bytes, length);
}

static const char *statement(void *context, Chance *chance) {
    (void)context;
    return mutate_statement(chance);
}

static int status_of(const Timeline *timeline, RunResult result) {
    switch (result) {
    case RUN_OK: return 0;
    case RUN_EXIT: return vm_exit_status(timeline_vm(timeline));
    case RUN_EXCEPTION:
    case RUN_SYNTAX: return 1;
    case RUN_HALTED: break;
    }
    return EXIT_HALTED;
}

static void append_message(TextBuffer *err, const TimelineOutcome *outcome) {
    if (outcome->result == RUN_HALTED) text_appendf(err, "lastref: %s\n", outcome->message);
}

/* The exit status; what the script printed goes to the output of the timeline's writer. */
static int run(const char *path, Text source, Output *output, TextBuffer *fault) {
    TimelineConfig config = {.instruction_budget = 3000000,
                             .memory_budget = 256 << 20,
                             .check = true,
                             .argument = path,
                             .stream = STREAM_BLOCKS};
    Error error = {""};
    Timeline *timeline = timeline_create(&config, &error);
    if (!timeline) {
        text_append_string(fault, error.message);
        return EXIT_HALTED;
    }
    timeline_set_writer(timeline, on_write, output);
    TimelineOutcome outcome = timeline_run(timeline, path, source);
    int status = status_of(timeline, outcome.result);
    append_message(&output->err, &outcome);
    uint32_t stops = timeline_count(timeline);
    if (outcome.result != RUN_HALTED && outcome.result != RUN_SYNTAX) {
        outcome = timeline_shutdown(timeline);
        append_message(&output->err, &outcome);
        if (outcome.result == RUN_HALTED) status = EXIT_HALTED;
    }
    timeline_set_writer(timeline, NULL, NULL);
    BothWays plan = {.edits = EDITS,
                     .shutdown_stops = timeline_count(timeline) - stops,
                     .checked_stops = CHECKED_STOPS,
                     .statement = statement};
    Chance chance = {hash_bytes(source.bytes, source.length)};
    if (!both_ways(timeline, &plan, &chance, &error)) text_append_string(fault, error.message);
    timeline_destroy(timeline);
    return status;
}

static bool read_file(const char *path, TextBuffer *source) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    char piece[4096];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) text_append(source, piece, got);
    fclose(file);
    return true;
}

static void write_text(const TextBuffer *text) {
    fwrite(text_cstr(text), 1, text->length, stdout);
}

int main(void) {
    char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = 0;
        TextBuffer source = {0}, fault = {0};
        Output output = {0};
        if (!read_file(path, &source)) {
            fprintf(stderr, "run_programs: cannot read %s: %s\n", path, strerror(errno));
            return 2;
        }
        int status = run(path, text_view(&source), &output, &fault);
        printf("%d %zu %zu %zu\n", status, output.out.length, output.err.length, fault.length);
        write_text(&output.out);
        write_text(&output.err);
        write_text(&fault);
        fflush(stdout);
        text_deinit(&source);
        text_deinit(&fault);
        text_deinit(&output.out);
        text_deinit(&output.err);
    }
    return 0;
}
