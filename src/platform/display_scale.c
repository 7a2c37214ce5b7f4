#include "platform/display_scale.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <stdlib.h>
#include <string.h>

/* Called through the library that SDL has loaded itself, so that nothing here links to X. */
float platform_display_scale(struct SDL_Window *window) {
#if defined(SDL_VIDEO_DRIVER_X11)
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11) return 0;
    void *library = SDL_LoadObject("libX11.so.6");
    if (!library) return 0;
    char *(*resources)(void *);
    *(void **)&resources = SDL_LoadFunction(library, "XResourceManagerString");
    const char *all = resources ? resources(info.info.x11.display) : NULL;
    const char *line = all ? strstr(all, "Xft.dpi:") : NULL;
    double dpi = line ? strtod(line + strlen("Xft.dpi:"), NULL) : 0;
    SDL_UnloadObject(library);
    return dpi >= 48 && dpi <= 768 ? (float)(dpi / 96) : 0;
#else
    (void)window;
    return 0;
#endif
}
