/* What a step did, in a sentence or two: calls, births, deaths, refcounts that changed. */
#ifndef LASTREF_APP_NARRATE_H
#define LASTREF_APP_NARRATE_H

#include "app/app.h"

/* What happened in the step that led to the shown stop, in words. */
typedef struct StepNarration {
    char title[200];
    char text[1200];
} StepNarration;

void narrate(App *app);
/* Appends to the text. */
void narration_add(StepNarration *narration, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
