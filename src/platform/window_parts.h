/* What the window and the one beside it share. Internal to platform/. */
#ifndef LASTREF_PLATFORM_WINDOW_PARTS_H
#define LASTREF_PLATFORM_WINDOW_PARTS_H

#include "platform/window.h"

#include "base/array.h"

#include <SDL.h>

/* How pixels reach the screen. The picture is made by the processor either way, so where the driver
 * can take it from memory (X11 by shared memory) that is the shortest path: no texture, no GL. */
typedef enum Presenter { PRESENT_SURFACE, PRESENT_TEXTURE } Presenter;

struct Window {
    SDL_Window *window;
    Presenter presenter;
    SDL_Renderer *renderer; /* with PRESENT_TEXTURE */
    SDL_Texture *texture;
    int texture_width, texture_height;
    int width, height;     /* screen pixels */
    float units;           /* screen pixels for each unit of SDL's window coordinates */
    float system_scale;    /* screen pixels the system wants for a logical pixel */
    float interface_scale; /* the person's */
    bool resize_due;       /* a RESIZE is to be told first */
    bool expose_due;
    bool closed;         /* of the one beside: the person wants it closed */
    Array(char *) texts; /* dropped paths and typed text, alive until the next wait */
    SDL_Cursor *cursors[CURSOR_COUNT];
    Cursor cursor;
    bool text_input;
    Window *beside; /* that this one takes the events of; null: there is none */
    Window *first;  /* of the one beside; null: this is the first one */
};

/* Size in pixels and how they relate to SDL's units, as they are now. */
void window_update_size(Window *window);
/* False with a message. */
bool window_create_presenter(Window *window, Error *error);
/* An event of the window beside. True where it is one for the program: `out` is filled, its text
 * borrowed from the event. */
bool window_beside_take(Window *beside, const SDL_Event *event, InputEvent *out);
/* The SDL window that an event is about; 0: none. */
Uint32 window_of_event(const SDL_Event *event);

#endif
