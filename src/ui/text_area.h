/* A field of many lines of code: an edit buffer on the screen, with the keyboard and the mouse.
 *
 * While it has the keyboard, ui->editing is its id and ui->chords is set: the chords of an editor
 * (Ctrl with A, C, X, V, Z, Y, arrows ...) and Tab are its own then, as plain keys are. */
#ifndef LASTREF_UI_TEXT_AREA_H
#define LASTREF_UI_TEXT_AREA_H

#include "ui/edit_buffer.h"
#include "ui/ui.h"

typedef struct UiTextArea {
    EditBuffer edit;
    float scroll, scroll_x; /* pixels hidden above and at the left */
    bool follow;            /* bring the caret into view at the next frame */
    bool reveal;            /* or this offset, with the caret where it is */
    size_t revealed;
    bool dragging; /* the mouse selects */
} UiTextArea;

/* A part of the text that is marked: with a ground, or underlined in waves. */
typedef struct UiTextMark {
    size_t from, to; /* bytes; where they are equal or at a line's end, a character is marked */
    Color color;
    bool underlined;
} UiTextMark;

/* How a line is drawn and what it is marked with; `y` is the middle of the line. */
typedef struct UiTextPaint {
    void *context;
    float size, line;   /* em and height of a line, in pixels */
    Color number, text; /* of line numbers */
    void (*draw_line)(void *context, size_t line, float x, float y);
    /* Ground of a line, or 0. May be null. */
    Color (*ground)(void *context, size_t line);
    const char *prompt, *prompt_on; /* before the first line, before the others; null: numbers */
    const char *hint;               /* in an empty text without the keyboard; may be null */
    const UiTextMark *marks;
    size_t mark_count;
} UiTextPaint;

/* True when the text was changed. */
bool ui_text_area(Ui *ui, const char *name, Rect rect, UiTextArea *area, const UiTextPaint *paint);
void ui_text_area_deinit(UiTextArea *area);

/* Whether the key belongs to a text area that has the keyboard. */
bool ui_text_area_takes(InputKey key, unsigned modifiers);

/* One key of those that edit, move the caret or use the clipboard; false when it is none. */
bool ui_edit_press(Ui *ui, EditBuffer *edit, const InputEvent *event);

#endif
