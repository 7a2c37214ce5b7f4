/* `lastref lesson`: whether a lesson is fine. */
#include "command/command.h"

#include "base/translate.h"
#include "command/assets.h"
#include "command/source_file.h"
#include "lesson/lesson_check.h"
#include "platform/files.h"
#include "platform/python_check.h"

#include <stdio.h>

/* A lesson's script by python3, as `verify` does it. */
static LessonAgreement ask_python(void *context, const char *path, Text source, TextBuffer *told) {
    const Options *options = context;
    TextBuffer script = {0};
    if (!assets_is_lesson(options->file) && !options->yes) {
        text_append_string(told, _("it would execute the script; --yes allows it"));
        return LESSON_NOT_ASKED;
    }
    platform_file_absolute(path, &script);
    PythonCheck check = {.file = path, .run = command_whole_run(options)};
    check.run.script = text_cstr(&script);
    check.run.argument = path;
    int status = python_check(&check, source, NULL, told);
    text_deinit(&script);
    return status == 0 ? LESSON_AGREES : status == 1 ? LESSON_DIFFERS : LESSON_NOT_ASKED;
}

int command_lesson(const Options *options, Text text) {
    TextBuffer told = {0}, notes = {0};
    LessonCheck check = {.path = options->file,
                         .read_file = source_read_named,
                         .python = ask_python,
                         .notes = &notes,
                         .context = (void *)options,
                         .check_heap = LASTREF_CHECK_HEAP};
    LessonMistakes mistakes = {0};
    int status = lesson_check(&check, text, &mistakes) ? 0 : 1;
    lesson_mistakes_append(&mistakes, options->file, &told);
    fputs(text_cstr(&told), stderr);
    Text rest = text_view(&notes);
    for (Text note; text_next_line(&rest, &note);) {
        fprintf(stderr, _("note: %.*s\n"), (int)note.length, note.bytes);
    }
    text_deinit(&told);
    text_deinit(&notes);
    lesson_mistakes_deinit(&mistakes);
    return status;
}
