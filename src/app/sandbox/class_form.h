/* A class by a small form: its name, base, attributes in a dict or in slots, an __init__ and a
 * __del__ made for it. What it will be stands there as Python, and is executed as one statement. */
#ifndef LASTREF_APP_CLASS_FORM_H
#define LASTREF_APP_CLASS_FORM_H

#include "app/app.h"
#include "ui/text_field.h"

typedef struct ClassForm {
    bool open;
    bool placed; /* the class goes to `at` */
    Point at;    /* canvas coordinates */
    UiTextField name, attributes;
    TextBuffer base; /* a name of the module; empty: object */
    bool slots, init, del;
    TextBuffer refusal; /* why it was not made */
} ClassForm;

void class_form_open(App *app, bool placed, Point at);
void class_form_close(App *app);
/* Over everything. */
void class_form(App *app);
/* The class as Python; appends. */
void class_form_append_source(const ClassForm *form, TextBuffer *out);
void class_form_deinit(ClassForm *form);

#endif
