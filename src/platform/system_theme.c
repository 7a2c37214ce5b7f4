#include "platform/system_theme.h"

#include "base/memory.h"
#include "base/worker.h"
#include "platform/process.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct SystemTheme {
    Worker *worker; /* null: it has answered, or nobody was asked */
    atomic_int cancel;
    const char *name; /* the worker's while it is under way */
};

/* ---- what is answered ---- */

/* The number that stands behind a name; -1: there is none. Both clients write "uint32 1". */
static long number_of(const char *words, const char *name) {
    static const char type[] = "uint32 ";
    const char *at = strstr(words, name);
    if (at) at = strstr(at, type);
    return at ? strtol(at + strlen(type), NULL, 10) : -1;
}

const char *system_theme_read(const char *words) {
    enum { NO_PREFERENCE, DARK, LIGHT, MORE_CONTRAST = 1 };
    long scheme = number_of(words, "color-scheme");
    if (number_of(words, "contrast") == MORE_CONTRAST) return "contrast";
    if (scheme == DARK) return "dark";
    return scheme == LIGHT || scheme == NO_PREFERENCE ? "light" : NULL;
}

/* ---- asking ---- */

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_CALL "org.freedesktop.portal.Settings.ReadAll"

static const char *const clients[][10] = {
    {"dbus-send", "--session", "--print-reply", "--reply-timeout=2000", "--dest=" PORTAL_NAME,
     PORTAL_PATH, PORTAL_CALL, "array:string:org.freedesktop.appearance"},
    {"gdbus", "call", "--session", "--timeout=2", "--dest=" PORTAL_NAME,
     "--object-path=" PORTAL_PATH, "--method=" PORTAL_CALL, "['org.freedesktop.appearance']"}};

static void work(void *context) {
    enum { ANSWER_MAX = 1 << 16 /* bytes */, SECONDS = 3 };
    SystemTheme *theme = context;
    ProcessLimits limits = {.seconds = SECONDS, .bytes = ANSWER_MAX, .cancel = &theme->cancel};
    bool answered = false;
    for (size_t i = 0; i < sizeof clients / sizeof clients[0] && !answered; i++) {
        ProcessOutput output = {0};
        Error error;
        answered = platform_process_run(clients[i], NULL, limits, &output, &error);
        if (answered && output.status == 0) theme->name = system_theme_read(text_cstr(&output.out));
        platform_process_deinit(&output);
    }
}

/* Asking where there is none would start one. */
static bool has_session_bus(void) {
    char path[4096];
    const char *address = getenv("DBUS_SESSION_BUS_ADDRESS"), *folder = getenv("XDG_RUNTIME_DIR");
    if (address && address[0]) return true;
    if (!folder || !folder[0]) return false;
    snprintf(path, sizeof path, "%s/bus", folder);
    return access(path, R_OK | W_OK) == 0;
}

SystemTheme *system_theme_ask(void) {
    SystemTheme *theme = memory_alloc(sizeof *theme);
    if (has_session_bus()) theme->worker = worker_start(work, theme);
    return theme;
}

bool system_theme_answer(SystemTheme *theme, const char **name) {
    if (theme->worker && !worker_is_done(theme->worker)) return false;
    worker_join(theme->worker);
    theme->worker = NULL;
    *name = theme->name;
    return true;
}

void system_theme_destroy(SystemTheme *theme) {
    if (!theme) return;
    atomic_store(&theme->cancel, 1);
    worker_join(theme->worker);
    memory_free(theme);
}
