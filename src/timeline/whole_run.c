#include "timeline/whole_run.h"

int whole_run_status(const Timeline *timeline, const TimelineOutcome *outcome) {
    switch (outcome->result) {
    case RUN_OK: return 0;
    case RUN_EXIT: return vm_exit_status(timeline_vm(timeline)) & 255;
    case RUN_EXCEPTION:
    case RUN_SYNTAX: return 1;
    case RUN_HALTED: break;
    }
    return WHOLE_RUN_HALTED;
}

int whole_run(const WholeRun *run, Text source, Error *error) {
    TimelineConfig config = {.read_line = run->read_line,
                             .read_context = run->context,
                             .instruction_budget = run->instruction_budget,
                             .memory_budget = run->memory_budget,
                             .forget = true,
                             .check = run->check,
                             .argument = run->argument,
                             .stream = run->stream};
    error_set(error, "%s", "");
    Timeline *timeline = timeline_create(&config, error);
    if (!timeline) return WHOLE_RUN_IMPOSSIBLE;
    timeline_set_writer(timeline, run->write, run->context);
    TimelineOutcome outcome = timeline_run(timeline, run->script, source);
    int status = whole_run_status(timeline, &outcome);
    if (outcome.result != RUN_HALTED && outcome.result != RUN_SYNTAX) {
        TimelineOutcome end = timeline_shutdown(timeline);
        if (end.result == RUN_HALTED) {
            outcome = end;
            status = WHOLE_RUN_HALTED;
        }
    }
    if (outcome.result == RUN_HALTED) error_set(error, "%s", outcome.message);
    timeline_destroy(timeline);
    return status;
}
