#include "command/assets.h"

#include "base/path.h"
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

/* A folder below one of those in which the system keeps the data of programs: where the program
 * stands is not known without /proc. */
static bool find_shared(const char *folder, char *path, size_t size) {
    const char *list = getenv("XDG_DATA_DIRS");
    if (!list || !list[0]) list = "/usr/local/share:/usr/share";
    while (*list) {
        int length = (int)strcspn(list, ":");
        snprintf(path, size, "%.*s/%s", length, list, folder);
        if (length && access(path, R_OK) == 0) return true;
        list += length + (list[length] == ':');
    }
    return false;
}

static bool find_named(const char *kind, char *path, size_t size) {
    const char *assets = getenv("LASTREF_ASSETS");
    if (!assets || !assets[0]) return false;
    snprintf(path, size, "%s/%s", assets, kind);
    return access(path, R_OK) == 0;
}

/* A folder of assets: named by the environment, installed beside the program, in the source tree of
 * a build, or installed anywhere. */
static bool find_assets(const char *kind, char *path, size_t size) {
    static const char *const places[] = {"../share/lastref", "../../assets"};
    const char *assets = getenv("LASTREF_ASSETS");
    if (assets && assets[0]) return find_named(kind, path, size);
    if (find_beside(places, sizeof places / sizeof places[0], kind, path, size)) return true;
    char folder[64];
    snprintf(folder, sizeof folder, "lastref/%s", kind);
    return find_shared(folder, path, size);
}

/* The catalogues; a build has them beside the program. */
static bool find_languages(char *folder, size_t size) {
    static const char *const places[] = {"languages", "../share/locale"};
    return find_named("languages", folder, size) ||
           find_beside(places, sizeof places / sizeof places[0], "", folder, size) ||
           find_shared("locale", folder, size);
}

void assets_open_language(char *language, size_t size) {
    char folder[4400];
    language[0] = '\0';
    if (find_languages(folder, sizeof folder)) translate_open(folder, language, size);
}

void assets_list_languages(FileNames *out) {
    char folder[4400];
    FileNames names = {0};
    if (find_languages(folder, sizeof folder)) platform_folder_list(folder, "", &names);
    for (size_t i = 0; i < names.paths.count; i++) {
        TextBuffer catalogue = {0};
        text_appendf(&catalogue, "%s/LC_MESSAGES/lastref.mo", names.paths.items[i]);
        if (platform_file_exists(text_cstr(&catalogue))) {
            const char *code = path_base(names.paths.items[i]);
            array_push(&out->paths, text_copy(text_of(code)));
        }
        text_deinit(&catalogue);
    }
    platform_names_deinit(&names);
}

static bool has_language(const FileNames *languages, const char *code) {
    size_t i = 0;
    while (i < languages->paths.count && strcmp(languages->paths.items[i], code) != 0) i++;
    return i < languages->paths.count;
}

void assets_choose_language(const char *chosen, const char *system, const FileNames *languages,
                            char *language, size_t size) {
    char folder[4400];
    language[0] = '\0';
    if (strcmp(chosen, "en") == 0) {
        translate_close();
    } else if (has_language(languages, chosen) && find_languages(folder, sizeof folder)) {
        translate_open_as(folder, chosen, language, size);
    } else {
        if (system) setenv("LANGUAGE", system, 1);
        if (!system) unsetenv("LANGUAGE");
        assets_open_language(language, size);
    }
}

void assets_list(const char *kind, const char *ending, FileNames *out) {
    char folder[4400];
    if (find_assets(kind, folder, sizeof folder)) platform_folder_list(folder, ending, out);
}

void assets_find_folder(TextBuffer *out) {
    char folder[4400];
    if (!find_assets("lessons", folder, sizeof folder)) return;
    char *slash = strrchr(folder, '/');
    if (slash) *slash = '\0';
    text_append_string(out, folder);
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
