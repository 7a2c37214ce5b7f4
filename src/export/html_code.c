/* The code of a page, and texts of several lines. */
#include "export/html_parts.h"

#include "export/xml_text.h"
#include "python/code_color.h"

void html_append_lines(TextBuffer *out, Text text) {
    size_t from = 0;
    for (size_t at = 0; at <= text.length; at++) {
        if (at < text.length && text.bytes[at] != '\t') continue;
        xml_append(out, (Text){text.bytes + from, at - from}, XML_LINES);
        if (at < text.length) text_append_char(out, '\t');
        from = at + 1;
    }
}

static void append_run(TextBuffer *out, Text source, CodeRun run) {
    static const char *const classes[] = {
        [CODE_PLAIN] = "",
        [CODE_KEYWORD] = "<span class=\"k\">",
        [CODE_STRING] = "<span class=\"s\">",
        [CODE_NUMBER] = "<span class=\"n\">",
        [CODE_COMMENT] = "<span class=\"c\">",
    };
    text_append_string(out, classes[run.color]);
    html_append_lines(out, (Text){source.bytes + run.start, run.length});
    if (run.color != CODE_PLAIN) text_append_string(out, "</span>");
}

void html_append_code(TextBuffer *out, Text source) {
    CodeLines lines = {0};
    code_color(&lines, source);
    for (size_t i = 0; i < lines.lines.count; i++) {
        CodeLine line = lines.lines.items[i];
        text_append_string(out, "<li><code>");
        for (uint32_t j = 0; j < line.run_count; j++) {
            CodeRun run = lines.runs.items[line.first_run + j];
            uint32_t room = line.start + line.length - run.start; /* without the line's end */
            if (run.length > room) run.length = room;
            append_run(out, source, run);
        }
        text_append_string(out, "</code></li>\n");
    }
    code_lines_deinit(&lines);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

Text html_line_of(Text source, uint32_t number) {
    Text line = {"", 0};
    for (uint32_t i = 0; i < number; i++) {
        if (!text_next_line(&source, &line)) return (Text){"", 0};
    }
    while (line.length && is_blank(line.bytes[0])) line.bytes++, line.length--;
    while (line.length && is_blank(line.bytes[line.length - 1])) line.length--;
    return line;
}
