#include "lesson/lesson_script.h"

#include "base/translate.h"

#include <stdlib.h>
#include <string.h>

#define SCRIPT_MEMORY  ((uint64_t)256 << 20) /* bytes of the private heap */
#define SCRIPT_HISTORY ((uint64_t)256 << 20) /* bytes of undo log */
#define SCRIPT_OUTPUT  ((uint64_t)256 << 10) /* bytes printed: conditions search it */

TimelineConfig lesson_timeline_config(void) {
    return (TimelineConfig){.memory_budget = SCRIPT_MEMORY,
                            .instruction_budget = LESSON_INSTRUCTIONS_MAX,
                            .history_budget = SCRIPT_HISTORY,
                            .stop_budget = LESSON_STOPS_MAX,
                            .output_budget = SCRIPT_OUTPUT};
}

bool lesson_script_read(LessonScript *script, const char *path, LessonReadFile *read_file,
                        void *context, bool check_heap, Error *error) {
    text_append_string(&script->path, path);
    if (!read_file(context, path, &script->source, error)) return false;
    if (script->source.length > LESSON_SCRIPT_BYTES_MAX) {
        return error_set(error, _("%s is longer than %d KB"), path, LESSON_SCRIPT_BYTES_MAX >> 10);
    }
    TimelineConfig config = lesson_timeline_config();
    config.check = check_heap;
    config.argument = text_cstr(&script->path);
    script->timeline = timeline_create(&config, error);
    return script->timeline != NULL;
}

bool lesson_script_run(LessonScript *script, Error *error) {
    const char *path = text_cstr(&script->path);
    Error reason;
    script->outcome = timeline_run(script->timeline, path, text_view(&script->source));
    if (script->outcome.waiting) {
        return error_set(error, _("%s: a lesson's script cannot read input()"), path);
    }
    if (script->outcome.result == RUN_HALTED) {
        /* of a construct it says itself where it stands */
        bool placed = strncmp(script->outcome.message, path, strlen(path)) == 0;
        return error_set(error, "%s%s%s", placed ? "" : path, placed ? "" : ": ",
                         script->outcome.message);
    }
    if (script->outcome.result == RUN_SYNTAX) {
        return error_set(error, _("%s: the script has a syntax error"), path);
    }
    script->built =
        lesson_run_build(&script->run, script->timeline, text_view(&script->source), &reason);
    return script->built || error_set(error, "%s: %s", path, reason.message);
}

/* The number after the last "line ". */
static uint32_t line_in(const char *told) {
    const char *found = NULL;
    for (const char *at = strstr(told, "line "); at; at = strstr(at + 1, "line ")) found = at + 5;
    return found ? (uint32_t)strtoul(found, NULL, 10) : 0;
}

bool lesson_script_tell_end(const LessonScript *script, TextBuffer *out) {
    const TimelineOutcome *outcome = &script->outcome;
    bool syntax = outcome->result == RUN_SYNTAX;
    if (!outcome->stop || (!syntax && outcome->result != RUN_EXCEPTION)) return false;
    TextBuffer printed = {0};
    timeline_step_output(script->timeline, outcome->stop, &printed);
    Text told = text_last_line(text_view(&printed));
    uint32_t line = syntax ? line_in(text_cstr(&printed))
                           : timeline_script_line(script->timeline, outcome->stop - 1);
    text_appendf(out, "%s:%u: %.*s", text_cstr(&script->path), line, (int)told.length, told.bytes);
    text_deinit(&printed);
    return true;
}

void lesson_script_close(LessonScript *script) {
    if (script->built) lesson_run_deinit(&script->run);
    if (script->timeline) timeline_destroy(script->timeline);
    text_deinit(&script->path);
    text_deinit(&script->source);
    *script = (LessonScript){0};
}
