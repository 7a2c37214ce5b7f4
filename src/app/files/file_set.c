#include "app/files/file_set.h"

static bool is_there(const AppConfig *files, const char *path) {
    return files->has_file && files->has_file(files->context, path);
}

static void forget(FileBefore *before) {
    memory_free(before->path);
    text_deinit(&before->old);
}

bool file_set_write(FileSet *set, const AppConfig *files, const char *path, Text bytes,
                    Error *error) {
    Error ignored;
    FileBefore before = {.path = text_copy(text_of(path)), .there = is_there(files, path)};
    before.known = !before.there || (files->read_file &&
                                     files->read_file(files->context, path, &before.old, &ignored));
    bool ok = files->write_file(files->context, path, bytes, error);
    if (ok) {
        array_push(&set->written, before);
    } else {
        forget(&before);
    }
    return ok;
}

void file_set_take_back(FileSet *set, const AppConfig *files) {
    Error ignored;
    /* what is new goes first: a full disk may need the room for what was there */
    for (size_t i = 0; i < set->written.count; i++) {
        const FileBefore *before = &set->written.items[i];
        if (!before->there && files->remove_file) files->remove_file(files->context, before->path);
    }
    for (size_t i = set->written.count; i-- > 0;) {
        const FileBefore *before = &set->written.items[i];
        if (before->there && before->known)
            files->write_file(files->context, before->path, text_view(&before->old), &ignored);
    }
    file_set_deinit(set);
}

void file_set_deinit(FileSet *set) {
    for (size_t i = 0; i < set->written.count; i++) forget(&set->written.items[i]);
    array_deinit(&set->written);
    *set = (FileSet){0};
}
