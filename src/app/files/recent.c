/* The list is a file of its own, one path a line. */
#include "app/files/recent.h"

#include "app/app_state.h"
#include "base/path.h"

#include <stdio.h>
#include <string.h>

enum { KEPT = 10, PATH_MOST = 4000 /* bytes */ };

void file_rows_clear(FileRows *rows) {
    for (size_t i = 0; i < rows->count; i++) memory_free(rows->items[i].path);
    array_deinit(rows);
}

static bool read_recent(const App *app, TextBuffer *out) {
    Error error;
    return app->config.recent_path && app->config.read_file &&
           app->config.read_file(app->config.context, app->config.recent_path, out, &error);
}

void recent_add(App *app, const char *path) {
    if (!app->config.recent_path || !app->config.write_file) return;
    TextBuffer whole = {0}, before = {0}, after = {0};
    if (app->config.absolute_path) {
        app->config.absolute_path(app->config.context, path, &whole);
    } else {
        text_append_string(&whole, path);
    }
    Text added = text_view(&whole), line;
    bool plain = added.length <= PATH_MOST && !memchr(added.bytes, '\n', added.length);
    if (plain) {
        text_appendf(&after, "%s\n", added.bytes);
        read_recent(app, &before);
        Text rest = text_view(&before);
        for (int kept = 1; kept < KEPT && text_next_line(&rest, &line);) {
            if (!line.length || line.length > PATH_MOST || text_equal(line, added)) continue;
            text_appendf(&after, "%.*s\n", (int)line.length, line.bytes);
            kept++;
        }
        Error error; /* a list that cannot be kept is no loss to tell of */
        app->config.write_file(app->config.context, app->config.recent_path, text_view(&after),
                               &error);
    }
    text_deinit(&whole);
    text_deinit(&before);
    text_deinit(&after);
}

void recent_list(App *app, FileRows *out) {
    TextBuffer read = {0};
    read_recent(app, &read);
    Text rest = text_view(&read), line;
    for (int listed = 0; listed < KEPT && text_next_line(&rest, &line);) {
        if (!line.length || line.length > PATH_MOST) continue;
        FileRow row = {.path = text_copy(line)};
        snprintf(row.title, sizeof row.title, "%s", path_base(row.path));
        snprintf(row.about, sizeof row.about, "%s", row.path);
        array_push(out, row);
        listed++;
    }
    text_deinit(&read);
}

/* What a scene says of itself. */
static bool read_scene(const App *app, const char *path, FileRow *row) {
    TextBuffer bytes = {0};
    Document document = {0};
    Error error;
    bool ok = app->config.read_file(app->config.context, path, &bytes, &error) &&
              document_read(text_view(&bytes), &document, &error);
    if (ok) {
        snprintf(row->title, sizeof row->title, "%s", document.title);
        snprintf(row->about, sizeof row->about, "%s", document.about);
        row->path = text_copy(text_of(path));
    }
    document_deinit(&document);
    text_deinit(&bytes);
    return ok;
}

void scene_list(App *app, FileRows *out) {
    for (size_t i = 0; app->config.read_file && i < app->config.scene_count; i++) {
        FileRow row = {0};
        if (read_scene(app, app->config.scene_paths[i], &row)) array_push(out, row);
    }
}
