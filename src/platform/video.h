/* How windows come to the screen: SDL's video with what Lastref wants of it. */
#ifndef LASTREF_PLATFORM_VIDEO_H
#define LASTREF_PLATFORM_VIDEO_H

#include "base/error.h"

/* Opens SDL's video, to be closed by SDL_QuitSubSystem; `title` names the program. False with a
 * message where there is no display, or none that answers. SDL_VIDEODRIVER chooses a driver, one
 * that shows nothing, too. */
bool video_open(const char *title, Error *error);

#endif
