#include "platform/video.h"

#include "base/translate.h"

#include <SDL.h>
#include <string.h>

/* A surface that is drawn through GL would cost 10 ms a frame where GL is software; except on
 * Wayland, where there is no other way. Must be said before the first surface is made. */
static void avoid_accelerated_surface(void) {
    const char *driver = SDL_GetCurrentVideoDriver();
    if (!driver || strcmp(driver, "wayland") != 0)
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

static bool is_set(const char *variable) {
    const char *value = SDL_getenv(variable);
    return value && value[0];
}

static bool open_driver(Error *error) {
    bool chosen = is_set("SDL_VIDEODRIVER");
    bool display = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    /* Wayland's library complains on stderr of a missing folder, when it is only tried. */
    if (!chosen && !is_set("WAYLAND_DISPLAY") && !is_set("XDG_RUNTIME_DIR"))
        SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11,kmsdrm");
    bool ok = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
    if (!ok && !chosen && display) {
        return error_set(
            error,
            _("a window cannot be opened: the display %s does not answer (pictures can "
              "be made without one: lastref export)"),
            SDL_getenv(is_set("DISPLAY") ? "DISPLAY" : "WAYLAND_DISPLAY"));
    }
    if (!ok && chosen) {
        return error_set(error,
                         _("a window cannot be opened: %s (pictures can be made without a display: "
                           "lastref export)"),
                         SDL_GetError());
    }
    /* SDL falls back to drivers that show nothing; those are only for who asks for them by name. */
    const char *driver = ok ? SDL_GetCurrentVideoDriver() : NULL;
    bool unseen = driver && (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0);
    if (ok && (chosen || !unseen)) return true;
    if (ok) SDL_QuitSubSystem(SDL_INIT_VIDEO);
    return error_set(error, _("a window cannot be opened: there is no display (DISPLAY and "
                              "WAYLAND_DISPLAY are not set); pictures can be made without one: "
                              "lastref export"));
}

bool video_open(const char *title, Error *error) {
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1"); /* a signal is no question to the person */
    SDL_SetHint(SDL_HINT_IME_SHOW_UI, "1");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0"); /* a presentation stays */
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_APP_NAME, title);
    if (!SDL_getenv("SDL_VIDEO_X11_WMCLASS")) SDL_setenv("SDL_VIDEO_X11_WMCLASS", "lastref", 1);
    if (!SDL_getenv("SDL_VIDEO_WAYLAND_WMCLASS"))
        SDL_setenv("SDL_VIDEO_WAYLAND_WMCLASS", "lastref", 1);
    if (!open_driver(error)) return false;
    avoid_accelerated_surface();
    return true;
}
