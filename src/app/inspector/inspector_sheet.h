/* The lines that the inspector is made of: values, headings that fold, links. Internal to app/. */
#ifndef LASTREF_APP_INSPECTOR_SHEET_H
#define LASTREF_APP_INSPECTOR_SHEET_H

#include "app/app_state.h"

#define SHEET_LINE 26.0f /* height, pixels */

typedef struct Sheet {
    App *app;
    Rect area; /* inside the pane's padding */
    Rect seen; /* what is not in it is not drawn */
    float y;   /* where the next line goes */
} Sheet;

/* Parts that the person can fold away. */
typedef enum SheetSection {
    SHEET_HOLDERS,
    SHEET_EVENTS,
    SHEET_REFERS,
    SHEET_MEMORY,
    SHEET_VALUE,
    SHEET_VARIABLES
} SheetSection;

/* What stands at the left of a link. */
typedef enum LinkMark {
    LINK_PLAIN,
    LINK_DOT,  /* filled: a reference that is drawn */
    LINK_RING, /* a holder that is not drawn */
    LINK_BAR,  /* an event: `color` */
    LINK_WORDS /* the text itself is a link, in its colour */
} LinkMark;

typedef struct SheetLink {
    const char *name; /* of the widget, with `number` */
    uint32_t number;
    LinkMark mark;
    Color color;
    FontFace face;
    const char *text, *right; /* right may be null */
    bool muted;               /* lies in the future, or leads nowhere */
    bool current;             /* on a ground of its own */
    bool enabled;             /* can be clicked */
    bool wide_right;          /* the right text is the longer one and is cut last */
    const char *tip;
} SheetLink;

typedef struct LinkAnswer {
    bool clicked, hot;
} LinkAnswer;

/* Whether a line of this height at the sheet's y would be seen. */
bool sheet_is_seen(const Sheet *sheet, float height);
void sheet_title(Sheet *sheet, const char *text);
void sheet_value(Sheet *sheet, const char *name, const char *value);
void sheet_valuef(Sheet *sheet, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "88 bytes". */
void sheet_bytes(Sheet *sheet, const char *name, uint32_t bytes);
/* A heading; whether what stands under it is to be drawn. `note`, at the right, may be null. */
bool sheet_section(Sheet *sheet, SheetSection section, const char *title, const char *note);
LinkAnswer sheet_link(Sheet *sheet, SheetLink link);
/* Muted words. */
void sheet_words(Sheet *sheet, const char *text);
/* A line that leads to an object: shows it when clicked, lights what leads to it when pointed at.
 */
void sheet_object_link(Sheet *sheet, SheetLink link, uint32_t object, uint32_t variable,
                       uint32_t reference, bool key);

/* ---- the parts of the inspector ---- */

void inspector_holders(Sheet *sheet, uint32_t object);
void inspector_why(Sheet *sheet, uint32_t object);
/* Of the selected object, which need not be alive at this stop. */
void inspector_events(Sheet *sheet);
void inspector_refers(Sheet *sheet, uint32_t object);
void inspector_memory(Sheet *sheet);
void inspector_value(Sheet *sheet, uint32_t object);
void inspector_frame(Sheet *sheet, uint32_t frame);

#endif
