/* What the parts of the guide share: guide.c leads from card to card, guide_show.c shows one,
 * guide_lesson.c reads the lesson. */
#ifndef LASTREF_APP_LESSON_GUIDE_PARTS_H
#define LASTREF_APP_LESSON_GUIDE_PARTS_H

#include "app/lesson/guide.h"
#include "lesson/lesson_run.h"

/* ---- guide_lesson.c ---- */

/* The path of the lesson that leads through what is open: the one that was opened by its file, else
 * the one beside the script; appends. False: there can be none. */
bool guide_find_lesson(const App *app, TextBuffer *out);
/* Reads it, runs its script up to each card, and fills the guide's file, run and stops. False when
 * it is not there, or has mistakes; then the first is told. */
bool guide_read(App *app, const char *path);

/* ---- guide_show.c ---- */

/* Of the card; borrowed. */
const LessonBeat *guide_beat(const Guide *guide);
/* What the card is about: the answer's own moment, once it is told. */
LessonStop guide_card_moment(const Guide *guide);
/* What is shown, as lessons ask about it; borrows from the app. */
Moment guide_moment_shown(const App *app);
void guide_show_card(App *app);
/* What was done by hand: what follows begins with the lesson's own history. */
void guide_take_back(App *app);
/* Opens the panel of bytes, or closes what a card before has opened. */
void guide_apply_bytes(App *app, const LessonShow *show);

#endif
