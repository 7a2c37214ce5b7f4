/* The program: its command line. */
#include "base/translate.h"
#include "command/assets.h"
#include "command/command.h"
#include "command/output.h"
#include "command/report.h"
#include "platform/files.h"

#include <signal.h>
#include <stdio.h>

static int fail_usage(const Error *error) {
    fprintf(stderr, "lastref: %s\n", error->message);
    fprintf(stderr, _("lastref --help tells more\n"));
    return EXIT_USAGE;
}

static int print_help(const Options *options) {
    TextBuffer help = {0};
    options_help(options->help_of, &help);
    int status = output_text(&help, 0);
    text_deinit(&help);
    return status;
}

int main(int argc, char **argv) {
    Options options;
    Error error;
    char language[LANGUAGE_NAME_MAX];
    /* too large a file is told as a full disk is, and what was begun of it removed */
    signal(SIGXFSZ, SIG_IGN);
    assets_open_language(language, sizeof language);
    if (!options_parse(argc, argv, &options, &error)) return fail_usage(&error);
    /* recorded sessions and what programs read are English everywhere */
    bool english = options.command == COMMAND_DUMP ||
                   (options.command == COMMAND_SESSION && !options.translated);
    if (english) translate_close();
    TextBuffer script = {0};
    if (options.file) platform_file_absolute(options.file, &script);
    options.script = text_cstr(&script);
    options.language = english ? "" : language;
    int status = 0;
    switch (options.command) {
    case COMMAND_HELP: status = print_help(&options); break;
    case COMMAND_VERSION: status = report_print(); break;
    case COMMAND_WINDOW: status = command_window(&options); break;
    default: status = command_execute(&options); break;
    }
    text_deinit(&script);
    return status;
}
