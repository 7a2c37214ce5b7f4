/* `lastref run`: the script, as python3 would run it. */
#include "command/command.h"

#include "command/output.h"

#include <stdio.h>
#include <unistd.h>

int command_run(const Options *options, Text source) {
    Error error;
    Printer printer = {.direct = isatty(STDOUT_FILENO)};
    WholeRun whole = command_whole_run(options);
    whole.stream = output_stream();
    whole.write = printer_write;
    whole.read_line = printer_read_line;
    whole.context = &printer;
    int status = whole_run(&whole, source, &error);
    printer_flush(&printer);
    text_deinit(&printer.held);
    if (error.message[0]) fprintf(stderr, "lastref: %s\n", error.message);
    return output_tell_lost(printer.lost, status);
}
