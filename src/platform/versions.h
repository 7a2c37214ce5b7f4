/* The libraries that the program runs with, by their own word. */
#ifndef LASTREF_PLATFORM_VERSIONS_H
#define LASTREF_PLATFORM_VERSIONS_H

#include "base/text.h"

/* Appends "SDL 2.26.5, SDL_ttf 2.20.1, ...". Needs no display. */
void versions_append_libraries(TextBuffer *out);
/* Appends "Debian GNU/Linux 12 (bookworm), Linux 6.1.0 x86_64". */
void versions_append_system(TextBuffer *out);

#endif
