#include "command/saved.h"

#include "base/translate.h"
#include "command/command.h"

#include <stdio.h>

Timeline *saved_replay(const Options *options, Text bytes, Document *document, Error *error) {
    Error why;
    if (!document_read(bytes, document, &why)) {
        error_set(error, "%s: %s", options->file, why.message);
        return NULL;
    }
    /* as the window has it: what the program sees of its surroundings is part of the state */
    TimelineConfig config = {.instruction_budget = RECORD_INSTRUCTIONS,
                             .memory_budget = SAVED_MEMORY,
                             .history_budget = HISTORY_MAX,
                             .stop_budget = RECORD_STOPS,
                             .check = LASTREF_CHECK_HEAP,
                             .argument = document->history.name};
    Timeline *timeline = timeline_create(&config, error);
    if (!timeline) {
        document_deinit(document);
        return NULL;
    }
    SavedResult result = saved_history_replay(&document->history, timeline, NULL, &why);
    if (result == SAVED_DIFFERS) {
        fprintf(stderr,
                _("lastref: %s was saved by another version of the model: some counts or addresses "
                  "are not those that it showed\n"),
                options->file);
    }
    if (result != SAVED_REFUSED) return timeline;
    error_set(error, "%s: %s", options->file, why.message);
    timeline_destroy(timeline);
    document_deinit(document);
    return NULL;
}

bool saved_make_python(const Options *options, Text bytes, PythonScriptUse use,
                       PythonScript *script, Error *error) {
    Document document = {0};
    if (!document_is_meant(options->file, bytes)) {
        return error_set(error, _("%s is a script already: only documents become one"),
                         options->file);
    }
    Timeline *timeline = saved_replay(options, bytes, &document, error);
    Text source = text_view(&document.history.source);
    Error why;
    bool ok = timeline && python_script_make(timeline, source, use, script, &why);
    if (timeline && !ok)
        error_set(error, _("%s cannot be exported: %s"), options->file, why.message);
    timeline_destroy(timeline);
    document_deinit(&document);
    return ok;
}
