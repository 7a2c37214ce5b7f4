/* Pictures on the clipboard, by a program that stays to hand them out: wl-copy on Wayland, xclip on
 * X. */
#ifndef LASTREF_PLATFORM_PICTURE_CLIPBOARD_H
#define LASTREF_PLATFORM_PICTURE_CLIPBOARD_H

#include "base/error.h"
#include "base/text.h"

/* False with a message: neither is there, or it refuses. */
bool platform_clipboard_set_png(Text png, Error *error);

#endif
