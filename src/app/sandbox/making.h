/* An object in the making: what was taken from the palette, the question for its name, and where it
 * goes once it is there. */
#ifndef LASTREF_APP_MAKING_H
#define LASTREF_APP_MAKING_H

#include "app/app.h"
#include "app/sandbox/palette_items.h"
#include "ui/text_field.h"

typedef struct Making {
    int item, variant;
    bool dragging; /* it is in the hand */
    bool asking;   /* for its name */
    bool placed;   /* it was dropped, at `at` */
    Point at;      /* canvas coordinates */
    TextBuffer of; /* the class or object that it is made of, as an expression */
    bool missing;  /* there is no such class yet */
    UiTextField field;
} Making;

bool making_is_possible(const App *app, int item);
/* Asks for its name, or opens the form of classes. `placed`: it goes to `at`. */
void making_ask(App *app, int item, bool placed, Point at);
/* An instance of this class of the module. */
void making_ask_instance(App *app, Text class, bool placed, Point at);
void making_cancel(App *app);
/* The question, over everything. */
void making_over(App *app);
/* A name that the module does not have yet: "a" to "z" and then with a number; "Node", "Node2";
 * "f", "g". */
void making_offer_name(const App *app, NameKind kind, char *out, size_t size);

#endif
