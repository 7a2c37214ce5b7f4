#include "app/files/file_pair.h"

#include "app/files/file_set.h"

const char *file_pair_in_the_way(const AppConfig *files, const FilePair *pair) {
    for (int i = 0; i < 2; i++) {
        if (files->has_file && files->has_file(files->context, pair->paths[i])) {
            return pair->paths[i];
        }
    }
    return NULL;
}

bool file_pair_write(const AppConfig *files, const FilePair *pair, Error *error) {
    FileSet set = {0};
    bool ok = true;
    for (int i = 0; i < 2 && ok; i++) {
        ok = file_set_write(&set, files, pair->paths[i], pair->texts[i], error);
    }
    if (!ok) file_set_take_back(&set, files);
    file_set_deinit(&set);
    return ok;
}
