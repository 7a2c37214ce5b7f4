/* What the person has seen and done in lessons, kept in a file of their own. */
#ifndef LASTREF_APP_LESSON_LEARNED_H
#define LASTREF_APP_LESSON_LEARNED_H

#include "app/app.h"
#include "lesson/answers.h"
#include "lesson/lesson_file.h"
#include "lesson/progress.h"

/* What the person has learned; see lesson/learned.c. */
typedef struct Learned {
    Progress progress; /* a guest's, while there is one */
    Progress own;      /* set aside for a guest */
    bool guest;        /* nothing is kept */
    bool kept;         /* in a file */
    bool foreign;      /* the file is none that can be read, and is left as it is */
} Learned;

/* Reads what was kept; once. */
void learned_read(App *app);
/* A card is shown: it is the place to go on at. */
void learned_saw(App *app, const char *lesson, const char *beat);
/* The lesson's last card was left. */
void learned_ended(App *app, const char *lesson);
void learned_answered(App *app, const char *lesson, const char *beat, AnswerOutcome outcome);
void learned_did(App *app, const char *lesson, const char *beat);
void learned_forget(App *app, const char *lesson);
void learned_forget_all(App *app);
/* A guest begins with nothing and leaves nothing; afterwards all is as it was. */
void learned_set_guest(App *app, bool guest);
/* Whether the lesson of the first start was done or left, or another one begun. */
bool learned_is_welcomed(const App *app);
void learned_be_welcomed(App *app);
/* The beat to go on with: where one was last, else the first that was not seen yet; the first of
 * all when the lesson was led to its end. */
uint32_t learned_place(const App *app, const char *lesson, const LessonFile *file);
void learned_deinit(Learned *learned);

#endif
