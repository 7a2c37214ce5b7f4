#include "ui/edit_buffer.h"

#include "base/memory.h"

#include <string.h>

enum {
    INDENT = 4,
    CHANGES_MAX = 4096 /* that can be undone; the oldest go first */
};

/* ---- the text ---- */

static bool continues(const EditBuffer *edit, size_t at) {
    return at < edit->text.length && ((unsigned char)edit->text.bytes[at] & 0xC0) == 0x80;
}

static size_t before(const EditBuffer *edit, size_t at) {
    if (at > 0) at--;
    while (at > 0 && continues(edit, at)) at--;
    return at;
}

static size_t after(const EditBuffer *edit, size_t at) {
    if (at < edit->text.length) at++;
    while (continues(edit, at)) at++;
    return at;
}

static char at(const EditBuffer *edit, size_t offset) {
    return offset < edit->text.length ? edit->text.bytes[offset] : '\0';
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t line_start(const EditBuffer *edit, size_t offset) {
    while (offset > 0 && at(edit, offset - 1) != '\n') offset--;
    return offset;
}

static size_t line_end(const EditBuffer *edit, size_t offset) {
    while (offset < edit->text.length && at(edit, offset) != '\n') offset++;
    return offset;
}

/* Offset of the first character of the line that is no blank. */
static size_t line_text(const EditBuffer *edit, size_t start) {
    while (at(edit, start) == ' ' || at(edit, start) == '\t') start++;
    return start;
}

size_t edit_line_count(const EditBuffer *edit) {
    size_t count = 1;
    for (size_t i = 0; i < edit->text.length; i++) count += edit->text.bytes[i] == '\n';
    return count;
}

size_t edit_line_of(const EditBuffer *edit, size_t offset) {
    size_t line = 0;
    for (size_t i = 0; i < offset && i < edit->text.length; i++) {
        line += edit->text.bytes[i] == '\n';
    }
    return line;
}

size_t edit_line_start(const EditBuffer *edit, size_t line) {
    size_t offset = 0;
    for (; line > 0 && offset < edit->text.length; offset++) line -= at(edit, offset) == '\n';
    return offset;
}

size_t edit_line_length(const EditBuffer *edit, size_t start) {
    return line_end(edit, start) - start;
}

/* Valid UTF-8 with '\n' as line end and without other control characters. */
static void append_clean(TextBuffer *out, Text text) {
    const char *next = text.bytes, *end = text.bytes + text.length;
    while (next < end) {
        int32_t c = utf8_next(&next, end);
        if (c == '\r') {
            if (next < end && *next == '\n') continue;
            c = '\n';
        }
        if (c < 0) c = 0xFFFD;
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) continue;
        text_append_code_point(out, (uint32_t)c);
    }
}

/* ---- changes ---- */

static void drop_change(EditChange *change) {
    text_deinit(&change->removed);
    text_deinit(&change->inserted);
}

static void drop_undone(EditBuffer *edit) {
    for (size_t i = 0; i < edit->undone.count; i++) drop_change(&edit->undone.items[i]);
    array_clear(&edit->undone);
}

static void drop_done(EditBuffer *edit) {
    for (size_t i = 0; i < edit->done.count; i++) drop_change(&edit->done.items[i]);
    array_clear(&edit->done);
}

void edit_deinit(EditBuffer *edit) {
    drop_done(edit);
    drop_undone(edit);
    array_deinit(&edit->done);
    array_deinit(&edit->undone);
    text_deinit(&edit->text);
    *edit = (EditBuffer){0};
}

void edit_set(EditBuffer *edit, Text text) {
    uint32_t version = edit->version + 1;
    edit_deinit(edit);
    append_clean(&edit->text, text);
    if (edit->text.length > EDIT_TEXT_MAX) {
        edit->text.length = EDIT_TEXT_MAX;
        while (continues(edit, edit->text.length)) edit->text.length--;
        edit->text.bytes[edit->text.length] = '\0';
    }
    edit->version = version;
}

static void splice(EditBuffer *edit, size_t from, size_t removed, const TextBuffer *inserted) {
    TextBuffer joined = {0};
    text_append(&joined, text_cstr(&edit->text), from);
    text_append(&joined, text_cstr(inserted), inserted->length);
    text_append(&joined, text_cstr(&edit->text) + from + removed,
                edit->text.length - from - removed);
    text_deinit(&edit->text);
    edit->text = joined;
    edit->version++;
}

/* A typed character joins the one typed right before it in the same word. */
static bool joins(const EditBuffer *edit, size_t from, size_t removed, const TextBuffer *inserted) {
    if (!edit->done.count || edit->undone.count || removed || inserted->length == 0) return false;
    const EditChange *last = &array_last(&edit->done);
    char first = inserted->bytes[0];
    return last->typed && from == last->at + last->inserted.length && first != ' ' && first != '\n';
}

/* Puts `text` in place of the bytes from..to; the caret stands behind it. */
static void replace(EditBuffer *edit, size_t from, size_t to, Text text, bool typed) {
    TextBuffer inserted = {0};
    append_clean(&inserted, text);
    bool fits = edit->text.length - (to - from) + inserted.length <= EDIT_TEXT_MAX;
    if (!fits || (from == to && !inserted.length)) {
        text_deinit(&inserted);
        return;
    }
    if (typed && joins(edit, from, to - from, &inserted)) {
        text_append(&array_last(&edit->done).inserted, text_cstr(&inserted), inserted.length);
        splice(edit, from, 0, &inserted);
        edit->caret = edit->anchor = from + inserted.length;
        text_deinit(&inserted);
        return;
    }
    EditChange change = {.at = from, .caret = edit->caret, .anchor = edit->anchor, .typed = typed};
    text_append(&change.removed, text_cstr(&edit->text) + from, to - from);
    splice(edit, from, to - from, &inserted);
    edit->caret = edit->anchor = from + inserted.length;
    change.inserted = inserted;
    drop_undone(edit);
    if (edit->done.count >= CHANGES_MAX) {
        drop_change(&edit->done.items[0]);
        memmove(&edit->done.items[0], &edit->done.items[1],
                (edit->done.count - 1) * sizeof edit->done.items[0]);
        edit->done.count--;
    }
    array_push(&edit->done, change);
    edit->column_kept = false;
}

bool edit_can_undo(const EditBuffer *edit) {
    return edit->done.count > 0;
}

bool edit_can_redo(const EditBuffer *edit) {
    return edit->undone.count > 0;
}

void edit_undo(EditBuffer *edit) {
    if (!edit->done.count) return;
    EditChange change = array_last(&edit->done);
    edit->done.count--;
    splice(edit, change.at, change.inserted.length, &change.removed);
    edit->caret = change.caret;
    edit->anchor = change.anchor;
    change.typed = false;
    array_push(&edit->undone, change);
    edit->column_kept = false;
}

void edit_redo(EditBuffer *edit) {
    if (!edit->undone.count) return;
    EditChange change = array_last(&edit->undone);
    edit->undone.count--;
    splice(edit, change.at, change.removed.length, &change.inserted);
    edit->caret = edit->anchor = change.at + change.inserted.length;
    array_push(&edit->done, change);
    edit->column_kept = false;
}

/* ---- caret and selection ---- */

static size_t first_of(const EditBuffer *edit) {
    return least(edit->caret, edit->anchor);
}

static size_t end_of(const EditBuffer *edit) {
    return edit->caret > edit->anchor ? edit->caret : edit->anchor;
}

Text edit_selection(const EditBuffer *edit) {
    return (Text){text_cstr(&edit->text) + first_of(edit), end_of(edit) - first_of(edit)};
}

static void put_caret(EditBuffer *edit, size_t offset, bool select) {
    edit->caret = offset;
    if (!select) edit->anchor = offset;
    if (edit->done.count) array_last(&edit->done).typed = false;
}

void edit_place(EditBuffer *edit, size_t offset, bool select) {
    offset = least(offset, edit->text.length);
    while (offset > 0 && continues(edit, offset)) offset--;
    edit->column_kept = false;
    put_caret(edit, offset, select);
}

void edit_select_all(EditBuffer *edit) {
    edit->anchor = 0;
    edit_place(edit, edit->text.length, true);
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static size_t word_left(const EditBuffer *edit, size_t from) {
    while (from > 0 && !is_word(at(edit, from - 1))) from--;
    while (from > 0 && is_word(at(edit, from - 1))) from--;
    return from;
}

static size_t word_right(const EditBuffer *edit, size_t from) {
    while (from < edit->text.length && !is_word(at(edit, from))) from++;
    while (from < edit->text.length && is_word(at(edit, from))) from++;
    return from;
}

void edit_select_word(EditBuffer *edit) {
    size_t from = edit->caret, to = edit->caret;
    while (from > 0 && is_word(at(edit, from - 1))) from--;
    while (is_word(at(edit, to)) && to < edit->text.length) to++;
    if (from == to) to = after(edit, to);
    edit->anchor = from;
    edit_place(edit, to, true);
}

void edit_select_line(EditBuffer *edit) {
    edit->anchor = line_start(edit, edit->caret);
    edit_place(edit, after(edit, line_end(edit, edit->caret)), true);
}

static size_t column_of(const EditBuffer *edit, size_t offset) {
    size_t start = line_start(edit, offset);
    return utf8_count((Text){text_cstr(&edit->text) + start, offset - start});
}

static size_t at_column(const EditBuffer *edit, size_t start, size_t column) {
    size_t end = line_end(edit, start), offset = start;
    while (column-- > 0 && offset < end) offset = after(edit, offset);
    return offset;
}

void edit_move_lines(EditBuffer *edit, int lines, bool select) {
    if (!edit->column_kept) edit->column = column_of(edit, edit->caret);
    size_t start = line_start(edit, edit->caret);
    size_t offset = edit->caret;
    for (; lines < 0; lines++) {
        if (start == 0) {
            offset = 0;
            break;
        }
        start = line_start(edit, start - 1);
        offset = at_column(edit, start, edit->column);
    }
    for (; lines > 0; lines--) {
        size_t end = line_end(edit, start);
        if (end == edit->text.length) {
            offset = end;
            break;
        }
        start = end + 1;
        offset = at_column(edit, start, edit->column);
    }
    put_caret(edit, offset, select);
    edit->column_kept = true;
}

static size_t moved(const EditBuffer *edit, EditMove move) {
    size_t caret = edit->caret, start = line_start(edit, caret);
    switch (move) {
    case EDIT_LEFT: return before(edit, caret);
    case EDIT_RIGHT: return after(edit, caret);
    case EDIT_WORD_LEFT: return word_left(edit, caret);
    case EDIT_WORD_RIGHT: return word_right(edit, caret);
    case EDIT_LINE_START: return caret == line_text(edit, start) ? start : line_text(edit, start);
    case EDIT_LINE_END: return line_end(edit, caret);
    case EDIT_TEXT_END: return edit->text.length;
    default: return 0;
    }
}

void edit_move(EditBuffer *edit, EditMove move, bool select) {
    if (move == EDIT_UP || move == EDIT_DOWN) {
        edit_move_lines(edit, move == EDIT_UP ? -1 : 1, select);
        return;
    }
    bool selected = edit->caret != edit->anchor;
    size_t to = moved(edit, move);
    if (selected && !select && move == EDIT_LEFT) to = first_of(edit);
    if (selected && !select && move == EDIT_RIGHT) to = end_of(edit);
    edit_place(edit, to, select);
}

/* ---- typing ---- */

void edit_insert(EditBuffer *edit, Text text, bool typed) {
    replace(edit, first_of(edit), end_of(edit), text, typed && edit->caret == edit->anchor);
}

/* Whether a line ends in ':' before its comment, as far as quotes tell. */
static bool opens_block(const EditBuffer *edit, size_t start, size_t end) {
    char last = '\0', quote = '\0';
    for (size_t i = start; i < end; i++) {
        char c = at(edit, i);
        if (quote) {
            if (c == '\\') i++;
            if (c == quote) quote = '\0';
            continue;
        }
        if (c == '#') break;
        if (c == '"' || c == '\'') quote = c;
        if (c != ' ' && c != '\t') last = c;
    }
    return last == ':';
}

static bool begins_with_word(const EditBuffer *edit, size_t start, const char *word) {
    size_t length = strlen(word);
    if (start + length > edit->text.length) return false;
    return memcmp(edit->text.bytes + start, word, length) == 0 &&
           !is_word(at(edit, start + length));
}

/* After such a statement nothing more of its block is run. */
static bool ends_block(const EditBuffer *edit, size_t text) {
    static const char *const words[] = {"return", "pass", "break", "continue", "raise"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (begins_with_word(edit, text, words[i])) return true;
    }
    return false;
}

void edit_newline(EditBuffer *edit) {
    size_t caret = first_of(edit), start = line_start(edit, caret);
    size_t text = line_text(edit, start);
    size_t indent = least(text, caret) - start;
    TextBuffer inserted = {0};
    text_append_char(&inserted, '\n');
    text_append(&inserted, text_cstr(&edit->text) + start, indent);
    if (opens_block(edit, start, caret)) {
        text_append_string(&inserted, "    ");
    } else if (ends_block(edit, text) && caret > text && inserted.length > INDENT) {
        inserted.length -= INDENT;
        inserted.bytes[inserted.length] = '\0';
    }
    edit_insert(edit, text_view(&inserted), false);
    text_deinit(&inserted);
}

void edit_backspace(EditBuffer *edit) {
    size_t from = first_of(edit), to = end_of(edit);
    if (from == to) {
        size_t start = line_start(edit, to);
        size_t blanks = 0;
        while (to - blanks > start && at(edit, to - blanks - 1) == ' ') blanks++;
        bool indentation = blanks && to - blanks == start;
        from = indentation ? to - ((blanks - 1) % INDENT + 1) : before(edit, to);
    }
    replace(edit, from, to, (Text){"", 0}, false);
}

void edit_delete(EditBuffer *edit) {
    size_t from = first_of(edit), to = end_of(edit);
    replace(edit, from, from == to ? after(edit, to) : to, (Text){"", 0}, false);
}

/* The selected lines as one change, four columns further in or out. */
static void shift_lines(EditBuffer *edit, bool out) {
    size_t from = line_start(edit, first_of(edit)), to = end_of(edit);
    if (to > from && to > first_of(edit) && at(edit, to - 1) == '\n') to--;
    to = line_end(edit, to);
    TextBuffer lines = {0};
    for (size_t start = from; start <= to;) {
        size_t end = line_end(edit, start), blanks = 0;
        while (out && blanks < INDENT && at(edit, start + blanks) == ' ') blanks++;
        if (!out && end > start) text_append_string(&lines, "    ");
        text_append(&lines, text_cstr(&edit->text) + start + blanks, end - start - blanks);
        if (end < to) text_append_char(&lines, '\n');
        start = end + 1;
    }
    size_t length = lines.length;
    replace(edit, from, to, text_view(&lines), false);
    text_deinit(&lines);
    edit->anchor = from;
    edit->caret = from + length;
}

void edit_indent(EditBuffer *edit) {
    if (memchr(edit_selection(edit).bytes, '\n', edit_selection(edit).length)) {
        shift_lines(edit, false);
        return;
    }
    size_t column = column_of(edit, first_of(edit));
    edit_insert(edit, (Text){"    ", INDENT - column % INDENT}, false);
}

void edit_dedent(EditBuffer *edit) {
    if (edit->caret != edit->anchor) {
        shift_lines(edit, true);
        return;
    }
    size_t start = line_start(edit, edit->caret), caret = edit->caret, blanks = 0;
    while (blanks < INDENT && at(edit, start + blanks) == ' ') blanks++;
    if (!blanks) return;
    replace(edit, start, start + blanks, (Text){"", 0}, false);
    edit->caret = edit->anchor = caret < start + blanks ? start : caret - blanks;
}
