#include "command/source_file.h"

#include "app/files/document.h"
#include "export/picture_file.h"
#include "platform/files.h"

enum {
    SCRIPT_BYTES_MAX = 4 << 20,  /* no script for people is longer */
    PICTURE_BYTES_MAX = 96 << 20 /* of one that carries a scene */
};

static bool is_picture_name(const char *path) {
    Text name = text_of(path);
    return text_ends_with(name, ".png") || text_ends_with(name, ".svg");
}

bool source_read(const char *path, TextBuffer *source, Error *error) {
    if (is_picture_name(path)) return platform_file_read(path, PICTURE_BYTES_MAX, source, error);
    bool document = text_ends_with(text_of(path), ".lastref");
    return platform_file_read_text(path, document ? DOCUMENT_BYTES_MAX : SCRIPT_BYTES_MAX, source,
                                   error);
}

bool source_read_for_command(const char *path, TextBuffer *source, Error *error) {
    TextBuffer scene = {0};
    Error why;
    if (!source_read(path, source, error)) return false;
    Text bytes = text_view(source);
    if (!picture_file_is(bytes)) return true;
    bool ok = picture_file_find_scene(bytes, DOCUMENT_BYTES_MAX, &scene, &why);
    if (!ok) error_set(error, "%s: %s", path, why.message);
    text_deinit(source);
    *source = scene;
    return ok;
}

bool source_read_named(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    return source_read(path, out, error);
}
