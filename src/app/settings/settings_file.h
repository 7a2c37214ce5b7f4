/* What a person has set, as a text file that can be written by hand, too:
 *
 *     lastref settings 1
 *     theme dark
 *     size 125
 *     code-font Fira Code
 *
 * A line is a name, a space and a value; what no line says is as by default, and so only what
 * differs is written. The last of two lines with one name counts. A line that begins with # is a
 * comment. Lines that are not understood are left out, but for those of a file with a higher number
 * in its first line: a newer version wrote them and will want them back. Comments are kept as well;
 * all that is kept stands at the end once the file is written again. */
#ifndef LASTREF_APP_SETTINGS_FILE_H
#define LASTREF_APP_SETTINGS_FILE_H

#include "base/text.h"

enum {
    SETTINGS_VERSION = 1,
    SETTINGS_WORD_MAX = 64,        /* bytes of a font's or a language's name, with its end */
    SETTINGS_KEPT_MAX = 64 * 1024, /* bytes of kept lines; those beyond are left out */
    SETTINGS_SIZE_MIN = 50,        /* per cent */
    SETTINGS_SIZE_MAX = 300
};

/* The theme that the desktop asks for, where it does; else the light one. */
#define SETTINGS_SYSTEM "system"

/* Plain: copied by assignment. */
typedef struct Settings {
    char theme[16]; /* "light", "dark", "contrast" or SETTINGS_SYSTEM */
    bool reduced_motion;
    float size;                        /* of the interface, per cent: 50 .. 300 */
    bool wheel_scrolls;                /* the canvas; else it zooms */
    int speed;                         /* of playing: 0 .. 3 for 1, 2, 4, 8 times */
    char font[SETTINGS_WORD_MAX];      /* family of the interface; "": Lastref's choice */
    char code_font[SETTINGS_WORD_MAX]; /* the same for code */
    char language[SETTINGS_WORD_MAX];  /* "de", "en"; "": that of the system */
} Settings;

/* A file's contents. Zeroed it is none; settings_file_deinit releases what was read. */
typedef struct SettingsFile {
    Settings values;
    unsigned version; /* of its first line, at least 1 */
    TextBuffer kept;  /* lines that this version has no use for, each with its end */
    size_t left_out;  /* lines that were not understood, and not kept */
    size_t first;     /* number of the first of them, from 1 */
} SettingsFile;

/* The theme is the light one, not the desktop's: what a class and a recorded session see is the
 * same on every machine, and no first frame waits for a service or changes its colours. */
Settings settings_default(void);

/* False, with default values, when the text is no settings file: its first line does not say so.
 * An empty text is one that says nothing. `out` is overwritten. */
bool settings_read(Text text, SettingsFile *out);
void settings_file_deinit(SettingsFile *file);

/* Appends the whole file. */
void settings_write(const SettingsFile *file, TextBuffer *out);
/* Appends the lines of what differs from the defaults. */
void settings_write_values(const Settings *values, TextBuffer *out);

bool settings_equal(const Settings *a, const Settings *b);
/* What was changed from `before` to `after` is changed in `into`, too. */
void settings_merge(const Settings *before, const Settings *after, Settings *into);

/* Whether the text can be a font's name in the file: some printable UTF-8 without a space at either
 * end. */
bool settings_is_name(Text text);

#endif
