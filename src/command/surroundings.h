/* The app with what it has around it: files, clipboard, assets, the person's own state. */
#ifndef LASTREF_COMMAND_SURROUNDINGS_H
#define LASTREF_COMMAND_SURROUNDINGS_H

#include "app/app.h"
#include "app/options.h"
#include "base/translate.h"
#include "platform/fonts.h"
#include "platform/python_check.h"
#include "platform/state_folder.h"
#include "platform/system_theme.h"
#include "platform/window.h"

/* What a window has around it; a picture has nothing: zeroed. Outlives the app. */
typedef struct Surroundings {
    FileNames lessons, scenes;
    const char *welcome;    /* the script of the first start; null: there is none */
    PythonChecker *checker; /* null: a picture */
    bool guide;             /* lessons lead through their scripts, without a window, too */
    StateFolder state;
    TextBuffer settings;  /* the file's path; "": there is none */
    FileNames languages;  /* codes */
    Fonts *fonts;         /* borrowed; null: a picture */
    bool fonts_changed;   /* since whoever shows the app looked: all has to be drawn again */
    const Window *window; /* borrowed; null: there is none */
    char language[LANGUAGE_NAME_MAX]; /* that is spoken; "": English */
    TextBuffer system_language;       /* what LANGUAGE was at the start */
    bool has_system_language;
    SystemTheme *system_theme; /* null: it was not asked for yet */
} Surroundings;

/* Takes the language that is set; before anything is said, and after assets_open_language. */
void surroundings_choose_language(Surroundings *around, const char *chosen);

/* The files of this computer as an app sees them; all else is empty. */
AppConfig surroundings_files(void);

/* Creates the app and opens the file in it; `path` null: nothing is opened. The caller destroys it.
 * Null with a message when the file is no good. */
App *surroundings_open_app(const Options *options, const TextMeasure *measure, Surroundings *around,
                           const char *path, Text bytes, Error *error);

#endif
