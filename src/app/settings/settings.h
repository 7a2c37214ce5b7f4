/* The person's settings in a running window: taken over at the start, kept as they are changed.
 *
 * What is set is the state of the app itself (theme, motion, size, speed), however it was changed:
 * by its key, by a button or on the page of settings. After each frame settings_keep compares it
 * with what the file is known to say, and writes what differs. Before it writes, it reads the file
 * again, so that two windows do not take back each other's changes. As long as there is nothing to
 * say, no file is made.
 *
 * A file that is none of settings is left as it is: then, and where the file cannot be written,
 * settings hold for this window alone, which is told once. */
#ifndef LASTREF_APP_SETTINGS_SETTINGS_H
#define LASTREF_APP_SETTINGS_SETTINGS_H

#include "app/app.h"
#include "app/settings/settings_file.h"
#include "ui/text_field.h"

/* The page; see settings_sheet.c. */
typedef struct SettingsSheet {
    bool open;
    float scroll, content; /* pixels; the height of its rows in the last frame */
    UiId followed;         /* what has the keyboard and was scrolled into view */
    UiId edited;           /* the text field that had the keyboard in the last frame */
    UiTextField font, code_font;
    char refusal[200]; /* why the last name of a font did not do */
} SettingsSheet;

typedef struct SettingsState {
    Settings now;       /* those that are in no other place: wheel, fonts, language */
    Settings known;     /* as the file says, as far as it is known */
    Settings tried;     /* with `failed`: could not be written */
    const Theme *shown; /* the last theme that was looked at: another one was chosen by hand */
    Settings in_force;  /* of fonts and language: what is measured with, and spoken */
    bool follows;       /* the theme is the desktop's; with it: */
    bool asking;        /* the desktop has not answered yet */
    bool unsaid;        /* the desktop does not say */
    bool failed;        /* that was told */
    bool foreign;       /* the file is none of settings */
    TextBuffer told;    /* what there is to say at the first frame */
    SettingsSheet sheet;
} SettingsState;

/* Takes over what the file says; before anything is opened. */
void settings_open(App *app);
/* Ends; what is set is kept. */
void settings_deinit(App *app);
/* At the begin of a frame: tells what was wrong with the file. */
void settings_tell(App *app);
/* After the input of a frame: writes what has changed. */
void settings_keep(App *app);

/* ---- settings_live.c: what holds at once ---- */

/* After the input of a frame: takes fonts and language as they are set now, and the desktop's
 * theme where that is followed. What is open stays where it is. */
void settings_apply(App *app);
/* Whether the desktop is still to answer. */
bool settings_are_awaited(const App *app);
/* From now on the theme is the desktop's. */
void settings_follow_system(App *app);

/* ---- all of them ---- */

/* Whether anything is not as by default. */
bool settings_differ(const App *app);
void settings_reset(App *app);
/* All that is set, as it would be in the file. */
Settings settings_now(const App *app);

/* ---- settings_sheet.c ---- */

void settings_toggle(App *app);
void settings_close(App *app);
void settings_sheet(App *app);

/* ---- the wheel over a picture ---- */

/* What the wheel does in this frame, as it is set: zooms by `factor`, or moves the picture. */
typedef struct WheelTurn {
    float factor; /* 1: it does not zoom */
    Point move;   /* logical pixels */
} WheelTurn;

/* Takes the wheel; false when it was not turned, or is taken. The pointer is over the picture. */
bool settings_take_wheel(App *app, WheelTurn *turn);

#endif
