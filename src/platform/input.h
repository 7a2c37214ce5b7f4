/* SDL's events as the neutral ones of ui/input.h. Included by platform/ only. */
#ifndef LASTREF_PLATFORM_INPUT_H
#define LASTREF_PLATFORM_INPUT_H

#include "ui/input.h"

#include <SDL.h>

/* Translates one event; false for those that mean nothing here. `units` is logical pixels for each
 * unit of SDL's mouse coordinates. Borrows the text of `event`. */
bool platform_input_translate(const SDL_Event *event, float units, uint64_t now_ms,
                              InputEvent *out);

#endif
