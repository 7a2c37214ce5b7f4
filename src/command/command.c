#include "command/command.h"

#include "app/files/document.h"
#include "base/translate.h"
#include "command/source_file.h"
#include "platform/files.h"

#include <stdio.h>

enum { RUN_INSTRUCTIONS = 30000000 /* of `run`, unless --limit says otherwise: about a second */ };

int command_fail(const Error *error) {
    fprintf(stderr, "lastref: %s\n", error->message);
    return EXIT_USAGE;
}

WholeRun command_whole_run(const Options *options) {
    return (WholeRun){.script = options->script,
                      .argument = options->file,
                      .instruction_budget = options->limit ? options->limit : RUN_INSTRUCTIONS,
                      .memory_budget = MEMORY_MAX,
                      .check = LASTREF_CHECK_HEAP};
}

static int run_script(const Options *options, Text source) {
    Error error;
    if (!document_is_meant(options->file, source)) return command_run(options, source);
    error_set(&error, _("%s is a document: `lastref export --format py` makes a script of it"),
              options->file);
    return command_fail(&error);
}

static int export(const Options *options, Text source) {
    Error error;
    if (platform_file_is_same(options->file, options->output)) {
        error_set(&error, _("-o %s: that is the file which is exported"), options->output);
        return command_fail(&error);
    }
    switch (options->format) {
    case EXPORT_PYTHON: return command_export_python(options, source);
    case EXPORT_LESSON: return command_export_lesson(options, source);
    default: return command_export_picture(options, source);
    }
}

static int execute(const Options *options, Text source) {
    switch (options->command) {
    case COMMAND_RUN: return run_script(options, source);
    case COMMAND_VERIFY: return command_verify(options, source);
    case COMMAND_SESSION: return command_session(options, source);
    case COMMAND_LESSON: return command_lesson(options, source);
    case COMMAND_DUMP: return command_dump(options, source);
    default: return export(options, source);
    }
}

int command_execute(const Options *options) {
    Error error;
    TextBuffer source = {0};
    bool cards = options->command == COMMAND_EXPORT && options->picture.all;
    if (cards) return command_export_cards(options);
    bool read = source_read_for_command(options->file, &source, &error);
    int status = read ? execute(options, text_view(&source)) : command_fail(&error);
    text_deinit(&source);
    return status;
}
