/* Whether the desktop is light or dark, as its portal says (org.freedesktop.appearance).
 *
 * A client of D-Bus is asked in the background, so that nothing waits for a slow or absent service:
 * dbus-send, or gdbus where that is not there. Without a session bus nobody is asked. */
#ifndef LASTREF_PLATFORM_SYSTEM_THEME_H
#define LASTREF_PLATFORM_SYSTEM_THEME_H

#include <stdbool.h>

typedef struct SystemTheme SystemTheme;

/* Begins to ask. */
SystemTheme *system_theme_ask(void);
/* False: there is no answer yet. `name` is "light", "dark" or "contrast", or null where the desktop
 * does not say. */
bool system_theme_answer(SystemTheme *theme, const char **name);
/* Asks no longer; null is allowed. */
void system_theme_destroy(SystemTheme *theme);

/* What the words of such a client say; null: nothing. */
const char *system_theme_read(const char *words);

#endif
