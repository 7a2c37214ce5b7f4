/* A menu of statements and actions beside a thing. */
#ifndef LASTREF_APP_CANVAS_MENU_H
#define LASTREF_APP_CANVAS_MENU_H

#include "app/app.h"

/* The menu of a thing on the canvas. */
enum { MENU_ROWS = 18 };

typedef struct MenuRow {
    char text[200];     /* a statement, or the title of the action */
    const char *action; /* null: `text` is a statement */
    const char *note;   /* what there is to know; null: nothing. Static */
    bool asks;          /* the statement is edited first, with this part selected: */
    uint32_t from, to;  /* bytes of `text` */
} MenuRow;

typedef struct Menu {
    bool open;
    Point at; /* of the window */
    char heading[400];
    MenuRow rows[MENU_ROWS];
    size_t count;
    bool drops; /* a reference was let go on the empty canvas: what is made goes there */
    Point drop; /* canvas coordinates */
} Menu;

/* An empty one, at a point of the window; what follows adds rows; then it is shown. */
void menu_begin(App *app, Point at, const char *heading);
/* Rows that no one could read are left out. */
MenuRow *menu_add(App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A statement of which `part` is selected to be typed over; null: the caret is at its end. */
void menu_add_asking(App *app, const char *statement, const char *part);
void menu_add_action(App *app, const char *name);
void menu_show(App *app);
void menu_close(App *app);
void menu_panel(App *app);

#endif
