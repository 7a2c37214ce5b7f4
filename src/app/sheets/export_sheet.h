/* The sheet of Ctrl+E: a figure to look at, what can be chosen for it, and where it is written.
 *
 * What was chosen last is kept while the program runs. What does not go together (see
 * files/picture_rules.h) is kept, too, but cannot be chosen and has no effect. During the frame the
 * sheet only notes what is `due`; export_sheet_work does it after the frame. */
#ifndef LASTREF_APP_SHEETS_EXPORT_SHEET_H
#define LASTREF_APP_SHEETS_EXPORT_SHEET_H

#include "app/files/picture_rules.h"
#include "app/files/picture_series.h"
#include "app/files/sequence.h"
#include "app/options.h"
#include "ui/text_field.h"

typedef enum ExportSteps {
    EXPORT_SHOWN_STEP,
    EXPORT_STRIP, /* the step before, and the shown one, side by side */
    EXPORT_ALL_STEPS,
    EXPORT_RANGE
} ExportSteps;

typedef struct ExportChoices {
    ExportFormat format; /* no Python script and no lesson: those have actions of their own */
    bool content;        /* the scene alone, not the window */
    ExportSteps steps;
    uint32_t preset; /* index into the presets; 0: natural */
    uint32_t theme;  /* index into the themes; 0: as shown */
    bool caption, legend, transparent;
    bool selection; /* only what is selected, and what it leads to */
    bool describe;  /* its words in a file beside */
    Worksheet worksheet;
} ExportChoices;

/* What the figure in the sheet is of: where one of these differs it is made anew. */
typedef struct ExportSeen {
    ExportChoices choices;
    uint32_t first, last, step, steps, inside, pane_bits;
    uint64_t mark; /* of the statements */
    const Theme *theme;
    SceneLevel level;
    Point window;
} ExportSeen;

typedef enum ExportDue { EXPORT_NOTHING, EXPORT_SAVE, EXPORT_COPY } ExportDue;

typedef struct ExportSheet {
    bool open;
    ExportChoices choices;
    UiTextField path, first, last; /* where to; the range */
    char offered[600];             /* the path that was offered: another one is the person's */
    char told[600];                /* what became of it */
    bool bad;                      /* `told` is why it was not written */
    char replaced[600];            /* a file that is there: entered once more it is replaced */
    ExportDue due;
    Array(uint32_t) steps;  /* of what is written or seen; none: the shown one */
    Sequence *sequence;     /* under way; null: none is */
    char *target;           /* its path; owned */
    char *written;          /* the first of its files; owned */
    size_t files;           /* so many there will be */
    PictureSeries *looking; /* the figure that is being made; null: none is */
    DrawList behind;        /* the window meanwhile: as it was */
    bool seen_once;
    ExportSeen seen;
    Figure figure;    /* as large as it will be, of one step or a strip */
    TextBuffer graph; /* instead, for dot */
    float content,
        foot;      /* heights of the rows, and of what stands below them, as of the last frame */
    float scroll;  /* of the rows, where the window has no room for all of them */
    UiId followed; /* what has the keyboard, and is in view */
} ExportSheet;

void export_sheet_open(App *app);
/* Ends what is under way, else closes the sheet. */
void export_sheet_cancel(App *app);
/* What is open is closed; so is the sheet. */
void export_sheet_forget(App *app);
void export_sheet_deinit(ExportSheet *sheet);

void export_sheet(App *app);
/* After a frame: makes the figure, writes, copies, or does a piece of a sequence. True when the
 * frame has to be drawn again. */
bool export_sheet_work(App *app);
/* Whether a sequence is being written. */
bool export_sheet_is_working(const App *app);
/* Draws the window as it was, while it shows the steps that are written; false: it is itself. */
bool export_sheet_stands_in(App *app);

void export_sheet_append_state(const App *app, TextBuffer *out);
void export_sheet_append_path(const App *app, TextBuffer *out);

/* ---- export_choices.c ---- */

typedef struct ExportName {
    const char *name;  /* for places and tests */
    const char *label; /* for people */
} ExportName;

enum { EXPORT_FORMATS = 6, EXPORT_PRESETS = 5, EXPORT_THEMES = 4 };

extern const ExportFormat export_formats[EXPORT_FORMATS];
extern const ExportName export_format_names[EXPORT_FORMATS], export_preset_names[EXPORT_PRESETS],
    export_theme_names[EXPORT_THEMES];

/* ".gif" */
const char *export_ending(ExportFormat format);
/* What has an effect of what is chosen. */
ExportChoices export_effective(const App *app);
/* Pixels of the file a logical pixel: a preset says how many there are. */
float export_scale(const ExportChoices *choices);
/* Why a part cannot be chosen as things are; null: it can. Translated. */
const char *export_why_not(const App *app, PicturePart part);
/* The wish of what is chosen; its steps are the sheet's. False with a message: the range is none.
 */
bool export_wish(App *app, PictureWish *wish, Error *error);
/* After a choice: the path follows, unless the person has written it. */
void export_offer_path(App *app);
/* Another format; an animation or a page is of all steps, as long as one was meant. */
void export_choose_format(App *app, ExportFormat format);

#endif
