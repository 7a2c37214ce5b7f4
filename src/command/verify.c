/* `lastref verify`: whether python3 agrees. */
#include "command/command.h"

#include "app/files/document.h"
#include "base/translate.h"
#include "command/assets.h"
#include "command/output.h"
#include "command/saved.h"
#include "platform/python_check.h"

#include <stdio.h>
#include <unistd.h>

/* python3 does what the script says, to this computer: a person has to want that. */
static bool may_execute(const Options *options, Error *error) {
    char answer[16] = "";
    if (assets_is_lesson(options->file) || options->yes) return true;
    if (!isatty(STDIN_FILENO)) {
        return error_set(error, _("python3 would execute %s; --yes allows it"), options->file);
    }
    fprintf(stderr, _("python3 will execute %s on this computer. Go on? [y/N] "), options->file);
    if (fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y')) return true;
    return error_set(error, _("%s was not executed"), options->file);
}

/* By the asserts of the exported script. */
static int verify_document(const Options *options, Text bytes) {
    Error error;
    PythonScript script = {0};
    TextBuffer told = {0};
    int status = EXIT_USAGE;
    if (!saved_make_python(options, bytes, PYTHON_SCRIPT_CHECKED, &script, &error)) {
        command_fail(&error);
    } else {
        status = python_check_asserts(text_view(&script.text), script.raises, &told);
        if (status != 0) fprintf(stderr, "lastref: %s\n", text_cstr(&told));
        text_clear(&told);
        text_appendf(&told, _("python3 agrees with all %u checks\n"), script.checks);
        if (status == 0) status = output_text(&told, status);
    }
    python_script_deinit(&script);
    text_deinit(&told);
    return status;
}

int command_verify(const Options *options, Text source) {
    Error error;
    if (!may_execute(options, &error)) return command_fail(&error);
    TextBuffer told = {0};
    if (document_is_meant(options->file, source)) return verify_document(options, source);
    PythonCheck check = {.file = options->file, .run = command_whole_run(options)};
    int status = python_check(&check, source, NULL, &told);
    if (status <= 1) {
        status = output_text(&told, status);
    } else {
        fprintf(stderr, "lastref: %s\n", text_cstr(&told));
    }
    text_deinit(&told);
    return status;
}
