/* The scale that a desktop asks for where SDL does not report one. A header of its own, because the
 * names of X would clash with those of window.h. */
#ifndef LASTREF_PLATFORM_DISPLAY_SCALE_H
#define LASTREF_PLATFORM_DISPLAY_SCALE_H

struct SDL_Window;

/* Xft.dpi of the X resources, 96 being 1; 0 where it is not set or the window is not one of X. */
float platform_display_scale(struct SDL_Window *window);

#endif
