/* Python source as lines of coloured runs, for display. Works on any text: what is not Python is
 * coloured somehow, never refused. */
#ifndef LASTREF_PYTHON_CODE_COLOR_H
#define LASTREF_PYTHON_CODE_COLOR_H

#include "base/array.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum CodeColor {
    CODE_PLAIN,
    CODE_KEYWORD,
    CODE_STRING,
    CODE_NUMBER,
    CODE_COMMENT
} CodeColor;

typedef struct CodeRun {
    uint32_t start, length; /* bytes of the source */
    CodeColor color;
} CodeRun;

typedef struct CodeLine {
    uint32_t start, length; /* bytes of the source, without the line end */
    uint32_t first_run, run_count;
} CodeLine;

/* A zeroed struct is empty and ready. */
typedef struct CodeLines {
    Array(CodeLine) lines;
    Array(CodeRun) runs;
} CodeLines;

void code_color(CodeLines *out, Text source);
void code_lines_deinit(CodeLines *out);

#endif
