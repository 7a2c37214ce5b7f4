#include "app/files/picture_names.h"

#include "base/memory.h"
#include "base/path.h"

char *picture_path_with(const char *path, const char *suffix, const char *ending) {
    size_t stem = path_stem(text_of(path)).length;
    TextBuffer out = {0};
    text_append(&out, path, stem);
    text_append_string(&out, suffix);
    text_append_string(&out, ending ? ending : path + stem);
    char *made = text_copy(text_view(&out));
    text_deinit(&out);
    return made;
}

char *picture_file_path(const char *path, const PictureWish *wish, uint32_t step, bool key) {
    TextBuffer suffix = {0};
    bool numbered = wish->step_count > 1 && !wish->strip && wish->format != PICTURE_PDF;
    if (numbered) text_appendf(&suffix, "-%03u", step);
    if (key) text_append_string(&suffix, "-key");
    char *made = picture_path_with(path, text_cstr(&suffix), NULL);
    text_deinit(&suffix);
    return made;
}

/* One of them, or the words beside it. */
static void find_file(const AppConfig *config, const char *path, const PictureWish *wish,
                      uint32_t step, bool key, TextBuffer *out) {
    char *file = picture_file_path(path, wish, step, key);
    char *words = picture_path_with(file, "", ".txt");
    if (!out->length && config->has_file(config->context, file)) text_append_string(out, file);
    bool asked = !out->length && wish->describe;
    if (asked && config->has_file(config->context, words)) text_append_string(out, words);
    memory_free(file);
    memory_free(words);
}

void picture_find_in_the_way(const AppConfig *config, const char *path, const PictureWish *wish,
                             TextBuffer *out) {
    if (!config->has_file) return;
    for (size_t i = 0; i < wish->step_count || i == 0; i++) {
        uint32_t step = wish->step_count ? wish->steps[i] : 0;
        find_file(config, path, wish, step, false, out);
        if (wish->worksheet) find_file(config, path, wish, step, true, out);
    }
}
