#include "platform/files.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/translate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(int file, const char *path, size_t limit, TextBuffer *out, Error *error) {
    size_t before = out->length;
    char block[16384];
    for (;;) {
        ssize_t got = read(file, block, sizeof block);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            error_set(error, _("%s: cannot be read: %s"), path, strerror(errno));
            break;
        }
        if (got == 0) return true;
        if (out->length - before + (size_t)got > limit) {
            error_set(error, _("%s: is too large (more than %zu bytes)"), path, limit);
            break;
        }
        text_append(out, block, (size_t)got);
    }
    out->length = before;
    if (out->bytes) out->bytes[before] = '\0';
    return false;
}

bool platform_file_read(const char *path, size_t limit, TextBuffer *out, Error *error) {
    /* Not blocking: a named pipe without a writer must not hang. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return error_set(error, _("%s: cannot be opened: %s"), path, strerror(errno));
    struct stat status;
    bool ok = fstat(file, &status) == 0;
    if (!ok) {
        error_set(error, _("%s: cannot be read: %s"), path, strerror(errno));
    } else if (S_ISDIR(status.st_mode)) {
        ok = error_set(error, _("%s: is a folder, not a file"), path);
    } else if (!S_ISREG(status.st_mode)) {
        ok = error_set(error, _("%s: is not a regular file"), path);
    } else if ((uintmax_t)status.st_size > limit) {
        ok = error_set(error, _("%s: is too large (%lld bytes; the limit is %zu)"), path,
                       (long long)status.st_size, limit);
    } else {
        ok = read_all(file, path, limit, out, error);
    }
    close(file);
    return ok;
}

bool platform_file_read_text(const char *path, size_t limit, TextBuffer *out, Error *error) {
    TextBuffer bytes = {0};
    bool ok = platform_file_read(path, limit, &bytes, error);
    if (ok && bytes.length && memchr(bytes.bytes, '\0', bytes.length))
        ok = error_set(error, _("%s: is not a text file (it holds a zero byte)"), path);
    if (ok) {
        size_t bad = utf8_invalid_at(bytes.bytes ? bytes.bytes : "", bytes.length);
        if (bad < bytes.length)
            ok = error_set(error, _("%s: is not UTF-8 text (byte %zu)"), path, bad);
    }
    if (ok) {
        bool mark = bytes.length >= 3 && memcmp(bytes.bytes, "\xEF\xBB\xBF", 3) == 0;
        size_t start = mark ? 3 : 0;
        text_append(out, text_cstr(&bytes) + start, bytes.length - start);
    }
    text_deinit(&bytes);
    return ok;
}

static bool write_all(int file, Text bytes) {
    size_t done = 0;
    while (done < bytes.length) {
        ssize_t wrote = write(file, bytes.bytes + done, bytes.length - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        done += (size_t)wrote;
    }
    return true;
}

bool platform_folder_make(const char *path, Error *error) {
    struct stat there;
    if (mkdir(path, 0777) == 0) return true;
    if (errno == EEXIST && stat(path, &there) == 0 && S_ISDIR(there.st_mode)) return true;
    if (errno == EEXIST) return error_set(error, _("%s: is a file, not a folder"), path);
    return error_set(error, _("%s: the folder cannot be made: %s"), path, strerror(errno));
}

bool platform_file_write(const char *path, Text bytes, Error *error) {
    struct stat there;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        /* Renaming onto it would replace a device or pipe itself. */
        return error_set(error, _("%s: cannot be written: it is no regular file"), path);
    }
    size_t length = strlen(path);
    char *temporary = memory_alloc(length + 16);
    snprintf(temporary, length + 16, "%s.XXXXXX", path);
    int file = mkstemp(temporary);
    bool ok = file >= 0;
    if (ok) {
        mode_t mask = umask(0);
        umask(mask);
        /* mkstemp makes files private; this one gets the permissions of any new file. */
        (void)fchmod(file, 0666 & ~mask);
        ok = write_all(file, bytes) && fsync(file) == 0;
        int cause = errno;
        if (close(file) != 0 && ok) {
            ok = false;
            cause = errno;
        }
        errno = cause;
        ok = ok && rename(temporary, path) == 0;
        if (!ok) {
            cause = errno;
            unlink(temporary);
            errno = cause;
        }
    }
    if (!ok) error_set(error, _("%s: cannot be written: %s"), path, strerror(errno));
    memory_free(temporary);
    return ok;
}

bool platform_file_stamp(const char *path, uint64_t *stamp) {
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return false;
    const uint64_t parts[] = {(uint64_t)status.st_mtim.tv_sec, (uint64_t)status.st_mtim.tv_nsec,
                              (uint64_t)status.st_size, (uint64_t)status.st_ino};
    *stamp = hash_bytes(parts, sizeof parts);
    return true;
}

void platform_file_absolute(const char *path, TextBuffer *out) {
    char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0);
    if (folder) text_appendf(out, "%s/", strcmp(folder, "/") == 0 ? "" : folder);
    text_append_string(out, path);
    free(folder);
}

bool platform_file_exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

bool platform_file_is_same(const char *path, const char *other) {
    struct stat a, b;
    return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

bool platform_file_remove(const char *path) {
    return unlink(path) == 0;
}

/* ---- folders ---- */

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void platform_folder_list(const char *folder, const char *ending, FileNames *out) {
    DIR *open = opendir(folder);
    if (!open) return;
    size_t tail = strlen(ending);
    for (const struct dirent *entry; (entry = readdir(open));) {
        size_t length = strlen(entry->d_name);
        if (length <= tail || strcmp(entry->d_name + length - tail, ending) != 0) continue;
        size_t size = strlen(folder) + 1 + length + 1;
        char *path = memory_alloc(size);
        snprintf(path, size, "%s/%s", folder, entry->d_name);
        array_push(&out->paths, path);
    }
    closedir(open);
    if (out->paths.count) qsort(out->paths.items, out->paths.count, sizeof(char *), by_bytes);
}

void platform_names_deinit(FileNames *names) {
    for (size_t i = 0; i < names->paths.count; i++) memory_free(names->paths.items[i]);
    array_deinit(&names->paths);
}
