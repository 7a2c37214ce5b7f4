/* A field of one line of text. The application owns the struct; a zeroed one is empty.
 *
 * While a field has the keyboard, ui->editing is its id: plain keys are its own then, and the
 * application leaves them alone. */
#ifndef LASTREF_UI_TEXT_FIELD_H
#define LASTREF_UI_TEXT_FIELD_H

#include "ui/ui.h"

typedef struct UiTextField {
    TextBuffer text;
    size_t caret; /* byte offset, at a code point */
    float scroll; /* pixels hidden at the left */
} UiTextField;

void ui_text_field_deinit(UiTextField *field);
void ui_text_field_set(UiTextField *field, const char *text);

/* True when Enter was pressed in it. `prefix` stands before the text (">>>"), `hint` in an
 * empty field. */
bool ui_text_field(Ui *ui, const char *name, Rect rect, UiTextField *field, const char *prefix,
                   const char *hint);

#endif
