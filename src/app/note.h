/* A short note at the foot of the canvas. */
#ifndef LASTREF_APP_NOTE_H
#define LASTREF_APP_NOTE_H

#include "app/app.h"

typedef struct Note {
    char text[800];
    bool bad;
    uint64_t until; /* ms */
} Note;

/* Shows a note for some seconds. */
void app_say(App *app, bool bad, const char *format, ...) __attribute__((format(printf, 3, 4)));
void note_draw(App *app);

#endif
