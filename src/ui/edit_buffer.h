/* A text of many lines under the hand: caret, selection, undo. No drawing, no keys; see text_area.
 *
 * Offsets are bytes of `text`, always at a code point. The text is valid UTF-8 with '\n' as line
 * end: what is put in is made so. It never grows beyond EDIT_TEXT_MAX. A zeroed buffer is empty and
 * ready. */
#ifndef LASTREF_UI_EDIT_BUFFER_H
#define LASTREF_UI_EDIT_BUFFER_H

#include "base/array.h"
#include "base/text.h"

enum { EDIT_TEXT_MAX = 1 << 20 /* bytes */ };

/* One replacement: `removed` was at `at`, `inserted` is there now. Owned. */
typedef struct EditChange {
    size_t at;
    TextBuffer removed, inserted;
    size_t caret, anchor; /* before it */
    bool typed;           /* a further character typed right behind it belongs to it */
} EditChange;

typedef struct EditBuffer {
    TextBuffer text;
    size_t caret, anchor; /* the selection lies between them; equal: there is none */
    size_t column;        /* in code points, that moving up and down keeps to */
    bool column_kept;
    Array(EditChange) done, undone;
    uint32_t version; /* counts changes of the text */
} EditBuffer;

typedef enum EditMove {
    EDIT_LEFT,
    EDIT_RIGHT,
    EDIT_WORD_LEFT,
    EDIT_WORD_RIGHT,
    EDIT_UP,
    EDIT_DOWN,
    EDIT_LINE_START, /* the first character that is no blank, then the line's start */
    EDIT_LINE_END,
    EDIT_TEXT_START,
    EDIT_TEXT_END
} EditMove;

void edit_deinit(EditBuffer *edit);
/* Another text, with the caret at its start and nothing to undo. */
void edit_set(EditBuffer *edit, Text text);
static inline Text edit_text(const EditBuffer *edit) {
    return text_view(&edit->text);
}

/* Moves the caret; `select` leaves the anchor where it is. */
void edit_move(EditBuffer *edit, EditMove move, bool select);
/* Up (negative) or down by lines. */
void edit_move_lines(EditBuffer *edit, int lines, bool select);
/* To an offset, moved to a code point. */
void edit_place(EditBuffer *edit, size_t offset, bool select);
void edit_select_all(EditBuffer *edit);
void edit_select_word(EditBuffer *edit);
void edit_select_line(EditBuffer *edit);
/* What is selected; borrowed until the next change. */
Text edit_selection(const EditBuffer *edit);

/* Replaces the selection. `typed`: one character from the keyboard, undone with its neighbours. */
void edit_insert(EditBuffer *edit, Text text, bool typed);
/* A line end, and the indentation that Python would want there. */
void edit_newline(EditBuffer *edit);
/* The selection, else the character or the indentation step before the caret. */
void edit_backspace(EditBuffer *edit);
/* The selection, else the character at the caret. */
void edit_delete(EditBuffer *edit);
/* Four columns more or less for the selected lines; without a selection at the caret. */
void edit_indent(EditBuffer *edit);
void edit_dedent(EditBuffer *edit);

bool edit_can_undo(const EditBuffer *edit);
bool edit_can_redo(const EditBuffer *edit);
void edit_undo(EditBuffer *edit);
void edit_redo(EditBuffer *edit);

/* Lines count from 0; there is always one. */
size_t edit_line_count(const EditBuffer *edit);
size_t edit_line_of(const EditBuffer *edit, size_t offset);
/* Offset of the line's first byte and, without its line end, its length. */
size_t edit_line_start(const EditBuffer *edit, size_t line);
size_t edit_line_length(const EditBuffer *edit, size_t start);

#endif
