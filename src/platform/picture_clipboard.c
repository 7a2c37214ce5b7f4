#include "platform/picture_clipboard.h"

#include "base/translate.h"
#include "platform/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECONDS = 5 };

/* Whether a folder of PATH has it. */
static bool is_there(const char *program) {
    const char *at = getenv("PATH");
    while (at && *at) {
        char path[4096];
        size_t length = strcspn(at, ":");
        int wanted = snprintf(path, sizeof path, "%.*s/%s", (int)length, at, program);
        if (wanted > 0 && (size_t)wanted < sizeof path && access(path, X_OK) == 0) return true;
        at += length;
        at += *at == ':';
    }
    return false;
}

bool platform_clipboard_set_png(Text png, Error *error) {
    static const char *const wayland[] = {"wl-copy", "--type", "image/png", NULL};
    static const char *const x[] = {"xclip",     "-selection", "clipboard", "-target",
                                    "image/png", "-in",        NULL};
    const char *display = getenv("WAYLAND_DISPLAY");
    if (display && *display && is_there(wayland[0])) {
        return platform_process_feed(wayland, png, SECONDS, error);
    }
    if (is_there(x[0])) return platform_process_feed(x, png, SECONDS, error);
    return error_set(error, _("To copy pictures, xclip (X) or wl-copy (Wayland) has to be "
                              "installed; neither is there."));
}
