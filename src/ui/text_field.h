/* A field of one line of text, with selection and clipboard. The application owns the struct; a
 * zeroed one is empty.
 *
 * While a field has the keyboard, ui->editing is its id: plain keys are its own then, and the
 * application leaves them alone. Undo stays the application's. */
#ifndef LASTREF_UI_TEXT_FIELD_H
#define LASTREF_UI_TEXT_FIELD_H

#include "ui/edit_buffer.h"
#include "ui/ui.h"

typedef struct UiTextField {
    EditBuffer edit;
    float scroll; /* pixels hidden at the left */
    bool dragging;
} UiTextField;

void ui_text_field_deinit(UiTextField *field);
/* Another text, with the caret at its end. */
void ui_text_field_set(UiTextField *field, const char *text);
/* Selects a part, in bytes, with the caret at its end. */
void ui_text_field_select(UiTextField *field, size_t from, size_t to);
/* Borrowed until the field changes. */
static inline const char *ui_text_field_text(const UiTextField *field) {
    return text_cstr(&field->edit.text);
}

/* True when Enter was pressed in it. `prefix` stands before the text (">>>"), `hint` in an
 * empty field. */
bool ui_text_field(Ui *ui, const char *name, Rect rect, UiTextField *field, const char *prefix,
                   const char *hint);

#endif
