#include "platform/state_folder.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char JOURNAL[] = "open-", ENDING[] = ".lastref", MARKER[] = ".crash";

/* ---- processes ---- */

#define ENDED UINT64_MAX

/* When a process started, in the kernel's ticks since the machine did; 0: it cannot be told; ENDED
 * of one that has ended and whose parent has not asked about it, as some launchers never do. */
static uint64_t start_of(long process) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", process);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) return 0;
    text[length] = '\0';
    const char *at = strrchr(text, ')'); /* the name before it may hold anything */
    if (at && (strncmp(at, ") Z", 3) == 0 || strncmp(at, ") X", 3) == 0)) return ENDED;
    for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
    return at ? strtoull(at + 1, NULL, 10) : 0;
}

static bool is_running(long process, uint64_t start) {
    if (kill((pid_t)process, 0) != 0 && errno == ESRCH) return false;
    uint64_t now = start_of(process);
    if (now == ENDED) return false;
    return !now || !start || now == start;
}

/* ---- the folder ---- */

static bool make_folder(char *path) {
    for (char *at = path + 1; *at; at++) {
        if (*at != '/') continue;
        *at = '\0';
        (void)mkdir(path, 0700);
        *at = '/';
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

typedef struct FolderKind {
    const char *variable, *below_home, *below_root;
} FolderKind;

static const FolderKind data_kind = {"XDG_DATA_HOME", ".local/share", "data"},
                        state_kind = {"XDG_STATE_HOME", ".local/state", "state"},
                        config_kind = {"XDG_CONFIG_HOME", ".config", "config"};

/* Appends the folder's path; false: there is no home. */
static bool append_folder(const char *root, const FolderKind *kind, TextBuffer *out) {
    const char *named = getenv(kind->variable), *home = getenv("HOME");
    /* as the specification has it, a relative path counts as none */
    if (root) {
        text_appendf(out, "%s/%s", root, kind->below_root);
    } else if (named && named[0] == '/') {
        text_appendf(out, "%s/lastref", named);
    } else if (home && home[0] == '/') {
        text_appendf(out, "%s/%s/lastref", home, kind->below_home);
    } else {
        return false;
    }
    return true;
}

static bool find_folder(const char *root, const FolderKind *kind, TextBuffer *out) {
    return append_folder(root, kind, out) && make_folder(out->bytes) &&
           access(out->bytes, W_OK | X_OK) == 0;
}

/* ---- orphans ---- */

typedef struct Found {
    char *path; /* borrowed */
    time_t written;
} Found;

static int latest_first(const void *a, const void *b) {
    const Found *x = a, *y = b;
    if (x->written != y->written) return x->written < y->written ? 1 : -1;
    return strcmp(x->path, y->path);
}

/* Whether the name is a journal's or marker's whose process is gone. */
static bool is_orphan(const char *path) {
    const char *name = path_base(path);
    long process;
    uint64_t start;
    if (strncmp(name, JOURNAL, strlen(JOURNAL)) != 0) return false;
    if (sscanf(name + strlen(JOURNAL), "%ld-%" SCNu64, &process, &start) != 2) return false;
    return process > 0 && !is_running(process, start);
}

/* Appends the path of a file of this process, but for its ending. */
static void append_own(const char *folder, TextBuffer *out) {
    long process = (long)getpid();
    text_appendf(out, "%s/%s%ld-%" PRIu64, folder, JOURNAL, process, start_of(process));
}

/* Under a name of this process; false when another window was faster. */
static bool claim(const char *folder, const char *path, int number, FileNames *out) {
    TextBuffer name = {0};
    append_own(folder, &name);
    text_appendf(&name, "-%d%s", number, ENDING);
    bool ok = rename(path, text_cstr(&name)) == 0;
    if (ok)
        array_push(&out->paths, name.bytes);
    else
        text_deinit(&name);
    return ok;
}

static void find_orphans(const char *folder, FileNames *out) {
    FileNames names = {0};
    Array(Found) found = {0};
    platform_folder_list(folder, ENDING, &names);
    for (size_t i = 0; i < names.paths.count; i++) {
        struct stat status;
        if (!is_orphan(names.paths.items[i]) || stat(names.paths.items[i], &status) != 0) continue;
        array_push(&found, ((Found){names.paths.items[i], status.st_mtime}));
    }
    if (found.count) qsort(found.items, found.count, sizeof *found.items, latest_first);
    time_t oldest = time(NULL) - (time_t)STATE_ORPHAN_DAYS_MAX * 24 * 60 * 60;
    for (size_t i = 0; i < found.count; i++) {
        if (i >= STATE_ORPHANS_MAX || found.items[i].written < oldest) {
            unlink(found.items[i].path);
        } else {
            claim(folder, found.items[i].path, (int)i + 1, out);
        }
    }
    array_deinit(&found);
    platform_names_deinit(&names);
}

/* Takes the markers away, and tells what one of them says. */
static void find_crash(const char *folder, TextBuffer *out) {
    enum { NAME_MAX_BYTES = 16 /* of a signal */ };
    FileNames names = {0};
    platform_folder_list(folder, MARKER, &names);
    for (size_t i = 0; i < names.paths.count; i++) {
        const char *path = names.paths.items[i];
        TextBuffer said = {0};
        Error error;
        if (!is_orphan(path)) continue;
        bool told = platform_file_read_text(path, NAME_MAX_BYTES, &said, &error);
        if (unlink(path) == 0 && told && said.length) {
            text_clear(out);
            text_append_string(out, text_cstr(&said));
        }
        text_deinit(&said);
    }
    platform_names_deinit(&names);
}

void platform_state_open(StateFolder *state) {
    TextBuffer folder = {0};
    if (find_folder(state->root, &data_kind, &folder)) {
        text_appendf(&state->progress, "%s/progress", text_cstr(&folder));
        text_appendf(&state->lesson_folder, "%s/lessons", text_cstr(&folder));
        make_folder(state->lesson_folder.bytes);
        platform_folder_list(text_cstr(&state->lesson_folder), ".lesson", &state->lessons);
        platform_folder_list(text_cstr(&state->lesson_folder), ".py", &state->lessons);
    }
    text_clear(&folder);
    if (find_folder(state->root, &state_kind, &folder)) {
        append_own(text_cstr(&folder), &state->journal);
        text_appendf(&state->marker, "%s%s", text_cstr(&state->journal), MARKER);
        text_append_string(&state->journal, ENDING);
        text_appendf(&state->recent, "%s/recent", text_cstr(&folder));
        text_appendf(&state->log, "%s/log", text_cstr(&folder));
        find_crash(text_cstr(&folder), &state->crash);
        find_orphans(text_cstr(&folder), &state->orphans);
    }
    text_deinit(&folder);
}

void platform_state_paths(const char *root, TextBuffer *log, TextBuffer *lessons) {
    if (append_folder(root, &state_kind, log)) text_append_string(log, "/log");
    if (append_folder(root, &data_kind, lessons)) text_append_string(lessons, "/lessons");
}

/* ---- settings ---- */

void platform_settings_path(const char *root, TextBuffer *out) {
    if (append_folder(root, &config_kind, out)) text_append_string(out, "/settings");
}

bool platform_settings_write(const char *path, Text bytes, Error *error) {
    char *folder = text_copy(text_of(path)), *slash = strrchr(folder, '/');
    if (slash) *slash = '\0';
    bool good = !slash || slash == folder || make_folder(folder) ||
                error_set(error, _("%s: the folder cannot be made: %s"), folder, strerror(errno));
    char *target = realpath(path, NULL);
    good = good && platform_file_write(target ? target : path, bytes, error);
    free(target);
    memory_free(folder);
    return good;
}

void platform_state_deinit(StateFolder *state) {
    text_deinit(&state->journal);
    text_deinit(&state->recent);
    text_deinit(&state->log);
    text_deinit(&state->marker);
    text_deinit(&state->crash);
    text_deinit(&state->progress);
    text_deinit(&state->lesson_folder);
    platform_names_deinit(&state->orphans);
    platform_names_deinit(&state->lessons);
}
