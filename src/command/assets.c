#include "command/assets.h"

#include "base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A folder of one of these places, which are named from where the program is. */
static bool find_beside(const char *const *places, size_t count, const char *kind, char *path,
                        size_t size) {
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) return false;
    program[length] = '\0';
    char *slash = strrchr(program, '/');
    if (slash) *slash = '\0';
    for (size_t i = 0; i < count; i++) {
        char joined[4300];
        snprintf(joined, sizeof joined, "%s/%s/%s", program, places[i], kind);
        char *folder = realpath(joined, NULL);
        if (!folder) continue;
        snprintf(path, size, "%s", folder);
        free(folder);
        if (access(path, R_OK) == 0) return true;
    }
    return false;
}

static bool find_named(const char *kind, char *path, size_t size) {
    const char *assets = getenv("LASTREF_ASSETS");
    if (!assets || !assets[0]) return false;
    snprintf(path, size, "%s/%s", assets, kind);
    return access(path, R_OK) == 0;
}

/* A folder of assets: named by the environment, installed, or in the source tree of a build. */
static bool find_assets(const char *kind, char *path, size_t size) {
    static const char *const places[] = {"../share/lastref", "../../assets"};
    const char *assets = getenv("LASTREF_ASSETS");
    if (assets && assets[0]) return find_named(kind, path, size);
    return find_beside(places, sizeof places / sizeof places[0], kind, path, size);
}

/* The person's language, or English; a build has its catalogues beside the program. */
void assets_open_language(char *language, size_t size) {
    static const char *const places[] = {"languages", "../share/locale"};
    char folder[4400];
    language[0] = '\0';
    if (find_named("languages", folder, sizeof folder) ||
        find_beside(places, sizeof places / sizeof places[0], "", folder, sizeof folder)) {
        translate_open(folder, language, size);
    }
}

void assets_list(const char *kind, const char *ending, FileNames *out) {
    char folder[4400];
    if (find_assets(kind, folder, sizeof folder)) platform_folder_list(folder, ending, out);
}

const char *assets_find_welcome(FileNames *names) {
    assets_list("welcome", ".py", names);
    return names->paths.count ? names->paths.items[0] : NULL;
}

bool assets_is_lesson(const char *file) {
    char lessons[4400];
    char *path = realpath(file, NULL);
    bool lesson = path && find_assets("lessons", lessons, sizeof lessons) &&
                  strncmp(path, lessons, strlen(lessons)) == 0 && path[strlen(lessons)] == '/';
    free(path);
    return lesson;
}
