/* The window: size, scale, events, presentation, clipboard, pointer; and at most one beside it that
 * only shows. Only video is initialized.
 *
 * Event text is borrowed until the next wait. Logical pixels are screen pixels divided by the
 * scale: what the system reports (on X11 the resource Xft.dpi, elsewhere pixels per window unit)
 * times the person's own interface size. All functions belong to the thread that created the
 * window. */
#ifndef LASTREF_PLATFORM_WINDOW_H
#define LASTREF_PLATFORM_WINDOW_H

#include "base/error.h"
#include "draw/raster.h"
#include "ui/input.h"

typedef struct Window Window;

/* Opens the window, `width` x `height` logical pixels, or less where the screen is smaller. Returns
 * null with a message where there is no display. */
Window *platform_window_create(const char *title, int width, int height, Error *error);
void platform_window_destroy(Window *window);

/* Takes up to `capacity` events in order and returns how many; 0 when the time has passed. Sleeps
 * without using the processor until something happens: at most `timeout_ms`, or for as long as it
 * takes if that is negative. Moves of the mouse that follow each other are merged into one. */
size_t platform_window_wait(Window *window, InputEvent *events, size_t capacity, int timeout_ms);

/* In screen pixels: the size that a presented buffer must have. */
void platform_window_size(const Window *window, int *width, int *height);
/* Screen pixels a logical pixel, the person's interface size included. */
float platform_window_scale(const Window *window);
/* The person's interface size, 1 by default; 0.5 .. 4. A RESIZE event follows. */
void platform_window_set_interface_scale(Window *window, float scale);

/* Shows the part `damage` of `pixels`, which must have the window's size; else nothing is shown and
 * a RESIZE event is on its way. */
void platform_window_present(Window *window, const PixelBuffer *pixels, PixelRect damage);

void platform_window_set_title(Window *window, const char *title);
/* What the desktop shows of the window in its bars and lists; copied. */
void platform_window_set_icon(Window *window, const PixelBuffer *pixels);
void platform_window_set_cursor(Window *window, Cursor cursor);
/* Whether typed text arrives as TEXT events, and where an input method should show its list. */
void platform_window_set_text_input(Window *window, bool on, Rect caret);
void platform_window_set_fullscreen(Window *window, bool on);

/* ---- a second one ---- */

/* Opens a window beside the first: on another screen where there is one. What is typed in it is
 * told by the first one's wait; the mouse does nothing in it, and closing it is only noted. Of
 * size, scale and presentation it is as the first. Destroyed before it. Null with a message. */
Window *platform_window_create_beside(Window *first, const char *title, int width, int height,
                                      Error *error);
/* Whether the person has asked for it to be closed. */
bool platform_window_is_closed(const Window *window);
/* Whether its size has changed, or it has to be drawn again, since the last call; the first one's
 * wait returns when that is so. */
bool platform_window_take_exposed(Window *window);
/* At least 1. */
int platform_screen_count(void);

/* "surface" or "texture": how pixels reach the screen, for About and for logs. */
const char *platform_window_presenter(const Window *window);
/* "x11", "wayland": how SDL reaches the screen. */
const char *platform_window_driver(void);

/* UTF-8; the caller owns the text (memory_free). Null if the clipboard holds none. */
char *platform_clipboard_get(void);
bool platform_clipboard_set(const char *text);

#endif
