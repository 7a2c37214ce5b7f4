/* A statement that is edited beside the thing that it is about, before it runs: a new value, a
 * name, the arguments of a call. What fails stays there with Python's own words. */
#ifndef LASTREF_APP_CANVAS_STATEMENT_FIELD_H
#define LASTREF_APP_CANVAS_STATEMENT_FIELD_H

#include "app/app.h"
#include "ui/text_field.h"

/* A statement that is edited beside the thing that it is about; see statement_field.c. */
typedef struct StatementField {
    bool open;
    bool walk; /* it is a call that will be stepped through */
    Point at;  /* of the window */
    UiTextField field;
    char refusal[400]; /* why the last one did not do */
} StatementField;

/* Beside a point of the window, with a part of it selected, in bytes. */
void statement_field_open(App *app, Point at, const char *text, size_t from, size_t to);
void statement_field_close(App *app);
void statement_field_panel(App *app);
/* What is in it; where it fails, the field stays and tells why. */
void statement_field_run(App *app);
/* For the selected place: `a[0] = 5`, with the value selected or replaced by what was typed. */
void statement_field_edit_value(App *app, const char *typed);

#endif
