/* The start page: where one was last, all lessons with what was learned in them, the person's own
 * lessons, and what a sandbox can start from. It covers everything below the top bar, and what is
 * open stays as it is behind it.
 *
 * What it shows of files is read when it is opened; what was learned is counted anew whenever that
 * changes. Nothing behind it can be reached by hand or key meanwhile: start_allows. */
#ifndef LASTREF_APP_START_START_H
#define LASTREF_APP_START_START_H

#include "app/files/recent.h"
#include "lesson/lesson.h"
#include "lesson/lesson_file.h"
#include "lesson/progress.h"
#include "ui/ui.h"

struct Action;

/* A lesson, or a script that is one by itself. */
typedef struct StartLesson {
    const char *path;                 /* what a click opens; borrowed from the config */
    bool own;                         /* of the person's own folder */
    char name[PROGRESS_NAME_MAX + 1]; /* for the progress; "": it cannot be kept */
    char number[3];                   /* "" of the person's own */
    char title[4 * LESSON_TITLE_MAX + 1];
    char goal[4 * LESSON_GOAL_MAX + 1];
    char mistake[800]; /* the first one, FILE:LINE:COL: what; such a row cannot be opened. "": none
                        */
    bool has_file;     /* cards lead through it: */
    LessonFile file;
    /* of its cards */
    uint32_t seen;
    uint32_t asked, right; /* predictions, and first answers that were right */
    uint32_t tasks, done;
    bool unfolded;
} StartLesson;

/* What to go on with. */
typedef enum StartOffer {
    START_NOTHING,  /* there are no lessons */
    START_FIRST,    /* nothing was seen yet */
    START_CONTINUE, /* where one was last */
    START_NEXT,     /* the lesson after one that was led to its end */
    START_ALL_DONE
} StartOffer;

typedef struct StartPage {
    bool open;
    Array(StartLesson) lessons; /* those of the program, then the person's own */
    FileRows scenes, recent;
    StartOffer offer;
    size_t offered; /* the lesson */
    uint32_t beat;  /* its card */
    float scroll;
    UiId followed;       /* what had the keyboard in the last frame: a change brings it into view */
    int fold;            /* Right 1 or Left -1 was pressed, for the row that has the keyboard */
    char forgetting[64]; /* FORGET_ALL, or a lesson's name: once more forgets it */
    uint64_t forget_until; /* ms: until then */
    /* a card that was clicked, until its lesson is there */
    char jump_lesson[PROGRESS_NAME_MAX + 1];
    uint32_t jump_beat;
} StartPage;

void start_deinit(StartPage *page);

/* ---- start.c ---- */

/* Shows the page; what was played, held or typed on the canvas ends. */
void start_open(App *app);
/* Whether something is open to go back to. */
bool start_can_leave(const App *app);
void start_leave(App *app);
/* Another file was opened. */
void start_close(App *app);

/* Whether an action may run while the page is shown. */
bool start_allows(const App *app, const struct Action *action);
/* Keys that the page takes before the table of actions; true when it did. */
bool start_takes_key(App *app, InputKey key, unsigned modifiers);

/* Opens the lesson at its place, or at a card of it; what is open already is shown again. */
void start_go(App *app, size_t lesson);
void start_go_to_beat(App *app, size_t lesson, uint32_t beat);
/* The lesson of that name was opened: whether a card of it was asked for, once. */
bool start_takes_beat(App *app, const char *name, uint32_t *beat);

bool start_can_continue(const App *app);
void start_continue(App *app);
/* An empty sandbox. */
void start_sandbox(App *app);
bool start_is_open(const App *app);
void start_toggle_guest(App *app);

/* What forgets everything, among the names of lessons. */
#define FORGET_ALL "*"
/* Forgets a lesson by its name, or FORGET_ALL; the first time it only asks for a second. */
void start_forget(App *app, const char *name);
void start_forget_all(App *app);
/* Whether the next press forgets it. */
bool start_is_forgetting(const App *app, const char *name);

/* "7 of 20 cards", and how many answers and tasks; "" of a script without cards. */
void start_append_progress(const StartLesson *lesson, TextBuffer *out);
/* "card 7 of 20: Whose count stays" of what is offered. */
void start_append_offer(const StartPage *page, TextBuffer *out);
/* The page in words, a line each thing, for recorded sessions. */
void start_append_state(const App *app, TextBuffer *out);

/* ---- start_read.c ---- */

/* Reads lessons, scenes and last files. */
void start_read(App *app);
/* Counts what was learned, and chooses what to go on with. */
void start_count(App *app);

/* ---- start_page.c ---- */

/* Draws it; before the top bar. */
void start_page(App *app);

/* A column from the top down; a first pass without drawing measures. */
typedef struct StartColumn {
    App *app;
    float x, y, width;
    bool drawn;
    Rect shown; /* of the window: what can be seen */
} StartColumn;

/* Something that can have the keyboard stands there: it is brought into view when it gets it. */
void start_follow(const StartColumn *column, const char *name, Rect rect);
/* The heading of a part of the page. */
void start_put_heading(StartColumn *column, const char *text);

/* ---- start_lessons.c ---- */

/* The rows of the program's lessons, or of the person's own. */
void start_put_lessons(StartColumn *column, bool own);
/* A thin bar, filled to `part` of it. */
void start_bar(const StartColumn *column, Rect rect, float part);

#endif
