/* `lastref dump`: the state of the heap at stops of a run. */
#include "command/command.h"

#include "base/translate.h"
#include "command/output.h"
#include "command/saved.h"
#include "timeline/dump.h"

#include <stdio.h>
#include <unistd.h>

/* Runs with history for `dump`; what the script prints to stderr is let through. */
static Timeline *record(const Options *options, Text source, Printer *printer,
                        TimelineOutcome *outcome, Error *error) {
    TimelineConfig config = {.instruction_budget = RECORD_INSTRUCTIONS,
                             .memory_budget = MEMORY_MAX,
                             .history_budget = HISTORY_MAX,
                             .stop_budget = RECORD_STOPS,
                             .check = LASTREF_CHECK_HEAP,
                             .argument = options->file,
                             .stream = output_stream()};
    Timeline *timeline = timeline_create(&config, error);
    if (!timeline) return NULL;
    timeline_set_writer(timeline, printer_write, printer);
    *outcome = timeline_run(timeline, options->script, source);
    return timeline;
}

static bool check_step(const Options *options, const Timeline *timeline, Error *error) {
    uint32_t count = timeline_count(timeline);
    if (options->stops != STOP_NUMBER || (options->step >= 1 && options->step <= count)) {
        return true;
    }
    return error_set(error, _("there is no step %u: %s has steps 1 to %u"), options->step,
                     options->file, count);
}

/* 0, or why it could not be written. */
static int print_stop(const Options *options, Timeline *timeline, uint32_t stop, TextBuffer *line) {
    timeline_seek(timeline, stop);
    text_clear(line);
    if (options->variables)
        dump_variables(timeline, line);
    else
        dump_stop(timeline, line);
    return output_write(STDOUT_FILENO, text_cstr(line), line->length);
}

int command_dump(const Options *options, Text source) {
    Error error;
    Printer printer = {.quiet = true};
    TimelineOutcome outcome = {0};
    Document document = {0};
    bool saved = document_is_meant(options->file, source);
    Timeline *timeline = saved ? saved_replay(options, source, &document, &error)
                               : record(options, source, &printer, &outcome, &error);
    if (!timeline) return command_fail(&error);
    int status = 0, lost = 0;
    if (outcome.result == RUN_HALTED || outcome.result == RUN_SYNTAX) {
        status = whole_run_status(timeline, &outcome);
    }
    if (outcome.result == RUN_HALTED) fprintf(stderr, "lastref: %s\n", outcome.message);
    TextBuffer line = {0};
    uint32_t count = timeline_count(timeline);
    if (outcome.result == RUN_SYNTAX) {
        /* told on stderr: nothing was run */
    } else if (!check_step(options, timeline, &error)) {
        status = command_fail(&error);
    } else if (options->stops == STOP_ALL) {
        for (uint32_t stop = 1; stop <= count && !lost; stop++) {
            lost = print_stop(options, timeline, stop, &line);
        }
    } else if (saved && !options->stop_chosen) {
        lost = print_stop(options, timeline, timeline_position(timeline), &line);
    } else {
        lost = print_stop(options, timeline, options->stops == STOP_LAST ? count : options->step,
                          &line);
    }
    text_deinit(&line);
    timeline_destroy(timeline);
    document_deinit(&document);
    return output_tell_lost(lost, status);
}
