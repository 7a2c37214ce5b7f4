#include "app/files/file_pair.h"

static bool is_there(const AppConfig *files, const char *path) {
    return files->has_file && files->has_file(files->context, path);
}

const char *file_pair_in_the_way(const AppConfig *files, const FilePair *pair) {
    for (int i = 0; i < 2; i++) {
        if (is_there(files, pair->paths[i])) return pair->paths[i];
    }
    return NULL;
}

static bool write(const AppConfig *files, const FilePair *pair, int i, Error *error) {
    return files->write_file(files->context, pair->paths[i], pair->texts[i], error);
}

/* The first one has been written, the second could not be. */
static void take_back(const AppConfig *files, const FilePair *pair, bool was_there, Text old) {
    Error ignored;
    if (was_there) {
        files->write_file(files->context, pair->paths[0], old, &ignored);
    } else if (files->remove_file) {
        files->remove_file(files->context, pair->paths[0]);
    }
}

bool file_pair_write(const AppConfig *files, const FilePair *pair, Error *error) {
    TextBuffer old = {0};
    bool there = is_there(files, pair->paths[0]);
    bool known = !there || (files->read_file &&
                            files->read_file(files->context, pair->paths[0], &old, error));
    bool first = known && write(files, pair, 0, error);
    bool both = first && write(files, pair, 1, error);
    if (first && !both) take_back(files, pair, there, text_view(&old));
    text_deinit(&old);
    return both;
}
