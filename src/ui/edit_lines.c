#include "ui/edit_lines.h"

#include <string.h>

/* Whole lines, without the last line end. */
typedef struct Span {
    size_t from, to;
} Span;

static Text part(const EditBuffer *edit, size_t from, size_t to) {
    return (Text){text_cstr(&edit->text) + from, to - from};
}

static size_t start_of(const EditBuffer *edit, size_t offset) {
    return edit_line_start(edit, edit_line_of(edit, offset));
}

/* A selection that ends at a line's start does not take that line. */
static Span lines_of(const EditBuffer *edit) {
    Text selected = edit_selection(edit);
    size_t from = (size_t)(selected.bytes - text_cstr(&edit->text)), last = from + selected.length;
    if (selected.length && text_cstr(&edit->text)[last - 1] == '\n') last--;
    size_t start = start_of(edit, last);
    return (Span){start_of(edit, from), start + edit_line_length(edit, start)};
}

/* Puts the text in place of the bytes as one change; caret and anchor are given afterwards. */
static void put(EditBuffer *edit, Span span, const TextBuffer *text, size_t caret, size_t anchor) {
    size_t old_caret = edit->caret, old_anchor = edit->anchor;
    uint32_t version = edit->version;
    edit_place(edit, span.from, false);
    edit_place(edit, span.to, true);
    edit_insert(edit, text_view(text), false);
    if (edit->version != version) { /* Undo brings back the caret of the hand */
        array_last(&edit->done).caret = old_caret;
        array_last(&edit->done).anchor = old_anchor;
    }
    edit_place(edit, anchor, false);
    edit_place(edit, caret, true);
}

/* ---- comments ---- */

static size_t indentation(Text line) {
    size_t blanks = 0;
    while (blanks < line.length && line.bytes[blanks] == ' ') blanks++;
    return blanks;
}

/* Whether all lines that hold something are comments; the least indentation of those. */
static bool is_commented(Text lines, size_t *indent) {
    bool all = true, any = false;
    *indent = lines.length;
    for (Text line; text_next_line(&lines, &line);) {
        size_t blanks = indentation(line);
        if (blanks == line.length) continue;
        any = true;
        if (blanks < *indent) *indent = blanks;
        if (line.bytes[blanks] != '#') all = false;
    }
    return any && all;
}

static void append_toggled(TextBuffer *out, Text line, bool commented, size_t indent) {
    size_t blanks = indentation(line);
    if (blanks == line.length) {
        text_append(out, line.bytes, line.length);
    } else if (commented) {
        size_t mark = blanks + 1 < line.length && line.bytes[blanks + 1] == ' ' ? 2 : 1;
        text_append(out, line.bytes, blanks);
        text_append(out, line.bytes + blanks + mark, line.length - blanks - mark);
    } else {
        text_append(out, line.bytes, indent);
        text_append_string(out, "# ");
        text_append(out, line.bytes + indent, line.length - indent);
    }
}

void edit_toggle_comment(EditBuffer *edit) {
    Span span = lines_of(edit);
    size_t indent, column = edit->caret - start_of(edit, edit->caret);
    bool selected = edit->caret != edit->anchor;
    Text rest = part(edit, span.from, span.to);
    bool commented = is_commented(rest, &indent);
    const char *end = rest.bytes + rest.length;
    size_t length = rest.length;
    TextBuffer text = {0};
    for (Text line; text_next_line(&rest, &line);) {
        append_toggled(&text, line, commented, indent);
        if (line.bytes + line.length < end) text_append_char(&text, '\n');
    }
    size_t to = span.from + text.length, caret = span.from + column;
    if (column > indent) caret += text.length - length; /* it keeps to its text */
    put(edit, span, &text, selected || caret > to ? to : caret, selected ? span.from : caret);
    if (!selected) edit_place(edit, edit->caret, false);
    text_deinit(&text);
}

/* ---- copies and moves ---- */

void edit_duplicate_lines(EditBuffer *edit) {
    Span span = lines_of(edit);
    size_t down = span.to - span.from + 1, caret = edit->caret, anchor = edit->anchor;
    TextBuffer text = {0};
    text_append_char(&text, '\n');
    text_append(&text, text_cstr(&edit->text) + span.from, span.to - span.from);
    put(edit, (Span){span.to, span.to}, &text, caret + down, anchor + down);
    text_deinit(&text);
}

/* Exchanges the lines with the one above (`up`) or below. */
static void move(EditBuffer *edit, bool up) {
    Span span = lines_of(edit), other;
    if (up ? span.from == 0 : span.to == edit->text.length) return;
    if (up) {
        other = (Span){start_of(edit, span.from - 1), span.from - 1};
    } else {
        other = (Span){span.to + 1, span.to + 1 + edit_line_length(edit, span.to + 1)};
    }
    size_t caret = edit->caret, anchor = edit->anchor;
    size_t past = other.to - other.from + 1;
    Span first = up ? other : span, second = up ? span : other;
    TextBuffer text = {0};
    text_append(&text, text_cstr(&edit->text) + second.from, second.to - second.from);
    text_append_char(&text, '\n');
    text_append(&text, text_cstr(&edit->text) + first.from, first.to - first.from);
    put(edit, (Span){first.from, second.to}, &text, up ? caret - past : caret + past,
        up ? anchor - past : anchor + past);
    text_deinit(&text);
}

void edit_lines_up(EditBuffer *edit) {
    move(edit, true);
}

void edit_lines_down(EditBuffer *edit) {
    move(edit, false);
}
