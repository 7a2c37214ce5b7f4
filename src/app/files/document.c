#include "app/files/document.h"

#include "base/translate.h"

#include <string.h>

void document_deinit(Document *document) {
    saved_history_deinit(&document->history);
    array_deinit(&document->spots);
    array_deinit(&document->pulled);
    array_deinit(&document->opened);
    array_deinit(&document->inline_types);
    text_deinit(&document->file);
    text_deinit(&document->editor);
    *document = (Document){0};
}

bool document_is_meant(const char *path, Text bytes) {
    static const char blanks[] = " \t\r\n", mark[] = "\"lastref\"";
    if (text_ends_with(text_of(path), ".lastref")) return true;
    if (text_ends_with(text_of(path), ".py")) return false;
    size_t at = 0;
    while (at < bytes.length && strchr(blanks, bytes.bytes[at])) at++;
    if (at == bytes.length || bytes.bytes[at++] != '{') return false;
    while (at < bytes.length && strchr(blanks, bytes.bytes[at])) at++;
    return bytes.length - at >= sizeof mark - 1 &&
           memcmp(bytes.bytes + at, mark, sizeof mark - 1) == 0;
}

/* ---- writing ---- */

/* A text as the list of its lines, so that a file can be read and compared by a person. */
static void put_lines(TextBuffer *out, const TextBuffer *text, const char *indent) {
    const char *at = text_cstr(text), *end = at + text->length;
    text_append_char(out, '[');
    for (;;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        const char *stop = feed ? feed : end;
        text_appendf(out, "\n%s", indent);
        text_append_json(out, (Text){at, (size_t)(stop - at)});
        if (!feed) break;
        text_append_char(out, ',');
        at = feed + 1;
    }
    text_append_char(out, ']');
}

static void put_member(TextBuffer *out, const char *name, Text value) {
    text_appendf(out, ",\n  \"%s\": ", name);
    text_append_json(out, value);
}

/* What input() has read; null is the end of the input. */
static void put_answers(TextBuffer *out, const char *before, const char *name,
                        const SavedLines *lines) {
    if (!lines->count) return;
    text_appendf(out, "%s\"%s\": [", before, name);
    for (size_t i = 0; i < lines->count; i++) {
        const char *line = lines->items[i];
        if (i) text_append_string(out, ", ");
        if (line)
            text_append_json(out, text_of(line));
        else
            text_append_string(out, "null");
    }
    text_append_char(out, ']');
}

static void put_history(TextBuffer *out, const SavedHistory *history) {
    text_append_string(out, ",\n  \"script\": {\n    \"name\": ");
    text_append_json(out, text_of(history->name));
    text_appendf(out, ",\n    \"stops\": %u", history->stops);
    if (history->cut) text_append_string(out, ",\n    \"cut\": true");
    put_answers(out, ",\n    ", "answers", &history->answers);
    text_append_string(out, ",\n    \"source\": ");
    put_lines(out, &history->source, "      ");
    text_append_string(out, "\n  },\n  \"statements\": [");
    for (size_t i = 0; i < history->statements.count; i++) {
        const SavedStatement *statement = &history->statements.items[i];
        text_appendf(out, "%s\n    {\"at\": %u, \"text\": ", i ? "," : "", statement->at);
        text_append_json(out, text_of(statement->text));
        if (statement->resumed) text_appendf(out, ", \"resumed\": %u", statement->resumed);
        if (statement->cut) text_append_string(out, ", \"cut\": true");
        put_answers(out, ", ", "answers", &statement->answers);
        put_answers(out, ", ", "later_answers", &statement->later_answers);
        text_append_char(out, '}');
    }
    text_appendf(out, "%s],\n  \"done\": %u,\n  \"shown\": %u,\n  \"hash\": \"%016llx\"",
                 history->statements.count ? "\n  " : "", history->done, history->shown,
                 (unsigned long long)history->hash);
}

static void put_places(TextBuffer *out, const Document *document) {
    if (!document->spots.count) return;
    text_appendf(out, ",\n  \"places\": {\n    \"lane\": %.9g,\n    \"nodes\": [",
                 (double)document->lane_right);
    for (size_t i = 0; i < document->spots.count; i++) {
        const LayoutSpot *spot = &document->spots.items[i];
        text_appendf(out, "%s\n      [\"%016llx\", %.9g, %.9g, %.9g, %.9g%s]", i ? "," : "",
                     (unsigned long long)spot->key, (double)spot->rect.x, (double)spot->rect.y,
                     (double)spot->rect.w, (double)spot->rect.h, spot->pinned ? ", 1" : "");
    }
    text_append_string(out, "\n    ]\n  }");
}

static void put_handles(TextBuffer *out, const char *name, const Handle *handles, size_t count) {
    if (!count) return;
    text_appendf(out, ",\n    \"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        text_appendf(out, "%s[%u, %u]", i ? ", " : "", handles[i].ref, handles[i].serial);
    }
    text_append_char(out, ']');
}

static const char *const level_names[] = {"basic", "counts", "internals"};

static void put_view(TextBuffer *out, const Document *document) {
    if (!document->seen) return;
    const SceneOptions *options = &document->options;
    text_appendf(out,
                 ",\n  \"view\": {\n    \"pan\": [%.9g, %.9g],\n    \"zoom\": %.9g,\n"
                 "    \"level\": \"%s\",\n    \"pane\": \"%s\"",
                 (double)document->pan.x, (double)document->pan.y, (double)document->zoom,
                 level_names[options->level], document->sandbox ? "sandbox" : "script");
    const struct {
        const char *name;
        bool on;
    } flags[] = {{"values", options->values_as_nodes},
                 {"without_functions", options->without_functions},
                 {"without_classes", options->without_classes},
                 {"without_modules", options->without_modules},
                 {"chains_whole", options->chains_whole}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (flags[i].on) text_appendf(out, ",\n    \"%s\": true", flags[i].name);
    }
    put_handles(out, "only_from", &options->only_from, options->only_from.serial ? 1 : 0);
    put_handles(out, "pulled", document->pulled.items, document->pulled.count);
    put_handles(out, "opened", document->opened.items, document->opened.count);
    if (document->inline_types.count) {
        text_append_string(out, ",\n    \"inline\": [");
        for (size_t i = 0; i < document->inline_types.count; i++) {
            text_appendf(out, "%s\"%016llx\"", i ? ", " : "",
                         (unsigned long long)document->inline_types.items[i]);
        }
        text_append_char(out, ']');
    }
    text_append_string(out, "\n  }");
}

static void put_journal(TextBuffer *out, const Document *document) {
    if (document->file.length) {
        put_member(out, "file", text_view(&document->file));
    }
    if (document->has_editor) {
        text_append_string(out, ",\n  \"editor\": ");
        put_lines(out, &document->editor, "    ");
    }
}

bool document_write(const Document *document, TextBuffer *out, Error *error) {
    size_t from = out->length;
    text_appendf(out, "{\n  \"lastref\": %d,\n  \"python\": \"3.11\"", DOCUMENT_VERSION);
    if (document->title[0]) put_member(out, "title", text_of(document->title));
    if (document->about[0]) put_member(out, "about", text_of(document->about));
    put_history(out, &document->history);
    put_places(out, document);
    put_view(out, document);
    put_journal(out, document);
    text_append_string(out, "\n}\n");
    size_t length = out->length - from;
    if (length > DOCUMENT_BYTES_MAX) {
        out->length = from;
        return error_set(error, _("the document would be too large (%zu bytes; the limit is %d)"),
                         length, DOCUMENT_BYTES_MAX);
    }
    if (utf8_invalid_at(out->bytes + from, length) < length) {
        out->length = from;
        return error_set(error, _("a name in the document is not UTF-8 text: it cannot be saved"));
    }
    return true;
}
