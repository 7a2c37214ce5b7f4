/* A lesson's text as data: README.md has the format. All mistakes of the text are collected; those
 * that only a run can show are lesson_check's.
 *
 * A file with mistakes still gives all that could be understood; a beat whose moment could not is
 * left out. So a broken lesson can be shown as far as it goes, or refused with its mistakes. */
#ifndef LASTREF_LESSON_LESSON_FILE_H
#define LASTREF_LESSON_LESSON_FILE_H

#include "lesson/narration.h"

enum {
    LESSON_FILE_BYTES_MAX = 256 << 10,
    LESSON_BEATS_MAX = 200,
    LESSON_OPTIONS_MAX = 6,
    LESSON_WRONGS_MAX = 20,
    LESSON_HINTS_MAX = 8,
    LESSON_BYTES_MAX = 2, /* objects in the panel of bytes */
    /* characters */
    LESSON_TITLE_MAX = 60,
    LESSON_GOAL_MAX = 200,
    LESSON_NAME_MAX = 40,
    LESSON_SAY_MAX = 700,
    LESSON_NOTE_MAX = 700,
    LESSON_ASK_MAX = 300,
    LESSON_FEEDBACK_MAX = 300,
    LESSON_HINT_MAX = 240,
    LESSON_OPTION_MAX = 80,
    LESSON_SIDE_MAX = 40,
    LESSON_SIDE_ONLY_MAX = 2 /* objects */
};

/* ---- moments ---- */

typedef enum AnchorKind {
    ANCHOR_NONE,
    ANCHOR_START,
    ANCHOR_FINISH,
    ANCHOR_LINE,   /* `text`, `under` */
    ANCHOR_OUTPUT, /* `text` */
    ANCHOR_FREED,  /* `text`: a name */
    ANCHOR_CALL,   /* `text`: a function */
    ANCHOR_END,    /* the same */
    ANCHOR_PHASE,  /* `phase` */
    ANCHOR_HERE,   /* of a reveal: the beat's own moment */
    ANCHOR_RUN     /* of a reveal: once the beat's line has run */
} AnchorKind;

typedef struct Anchor {
    AnchorKind kind;
    Text text, under; /* `under` empty: none */
    uint32_t pass;    /* from 1 */
    bool after;       /* a line: it has run */
    bool before;      /* the end of a call: it has not come */
    bool inside;      /* freed: within the step */
    bool has_phase;   /* a line: within the collection that it makes */
    InsideKind phase;
    size_t offset; /* in the file */
} Anchor;

/* ---- what is seen ---- */

typedef enum LessonLevel { LESSON_BASIC, LESSON_COUNTS, LESSON_INTERNALS } LessonLevel;

/* Whole: what the beats above have said is in it. */
typedef struct LessonShow {
    LessonLevel level;
    bool values_as_nodes, chains_whole;
    bool without_functions, without_classes, without_modules;
    const Goal *focus; /* objects */
    uint32_t focus_count;
    const Goal *bytes; /* objects whose bytes are shown */
    uint32_t bytes_count;
    Goal only_from; /* an object, or none */
} LessonShow;

/* ---- predictions ---- */

typedef enum PredictKind {
    PREDICT_NUMBER,
    PREDICT_CHOICE,
    PREDICT_PICK,
    PREDICT_REFERENCE /* `answer` is the place whose reference is drawn */
} PredictKind;

typedef struct PredictOption {
    Text text;
    Goal value;
    Narration because; /* may be none: of the right one */
    size_t offset;
} PredictOption;

typedef struct PredictWrong {
    Goal value; /* none: any other answer */
    Narration because;
    size_t offset;
} PredictWrong;

typedef struct Prediction {
    PredictKind kind;
    Goal answer;
    Goal target; /* PREDICT_REFERENCE: where it should lead, or none */
    Anchor reveal;
    Narration ask, right, unsure; /* the last two may be none */
    const PredictOption *options;
    uint32_t option_count;
    const PredictWrong *wrongs;
    uint32_t wrong_count;
    size_t offset;
} Prediction;

/* ---- tasks ---- */

typedef struct LessonTask {
    Goal goal;
    Narration ask, done; /* the last may be none */
    const Narration *hints;
    uint32_t hint_count;
    Text solution;            /* Python without its indentation; empty: none */
    size_t solution_offset;   /* of its first line in the file */
    uint32_t solution_indent; /* bytes taken off each line */
    size_t offset;
} LessonTask;

/* ---- comparisons ---- */

typedef struct CompareSide {
    Text title;
    Text script;                     /* a file beside the lesson; empty: the lesson's own */
    Goal focus;                      /* an object, or none */
    Goal only[LESSON_SIDE_ONLY_MAX]; /* only what these lead to is shown */
    uint32_t only_count;             /* 0: all, or what the beat says */
    Anchor at;
    size_t offset;
} CompareSide;

typedef struct Comparison {
    CompareSide sides[2];
    size_t offset;
} Comparison;

/* ---- the lesson ---- */

typedef struct LessonBeat {
    const char *name;
    Text title; /* may be empty */
    Anchor at;
    LessonShow show;
    Narration say;             /* may be none: no paragraphs */
    Narration note;            /* for who teaches; may be none */
    const Prediction *predict; /* null: none */
    const LessonTask *task;    /* null: none */
    const Comparison *compare; /* null: none */
    size_t offset;
} LessonBeat;

/* Owns everything in it. */
typedef struct LessonFile {
    Arena arena;
    Text text; /* the whole file */
    Text title, goal;
    Text script; /* a file name; empty: the lesson's own name with .py */
    uint32_t minutes;
    const LessonBeat *beats;
    uint32_t beat_count;
} LessonFile;

/* Reads a lesson; the text is copied. Mistakes are added to the list. True when it has none. Call
 * lesson_file_deinit in any case. */
bool lesson_file_read(LessonFile *lesson, Text text, LessonMistakes *mistakes);
void lesson_file_deinit(LessonFile *lesson);

/* The beat of that name, or null. */
const LessonBeat *lesson_file_find(const LessonFile *lesson, const char *name);

/* Its title, else its name. */
Text lesson_beat_title(const LessonBeat *beat);

/* The path of the lesson's script, given the lesson's own; appends. */
void lesson_file_script_path(const LessonFile *lesson, const char *path, TextBuffer *out);
/* The path of another file beside it. */
void lesson_file_beside(const char *path, Text name, TextBuffer *out);

#endif
