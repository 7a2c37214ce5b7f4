/* From the JSON of a file to a document. Each member is asked for with what it may be; the first
 * that is not so ends the reading. */
#include "app/files/document.h"
#include "base/translate.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    NAME_MAX_BYTES = 4096,
    SOURCE_MAX_BYTES = 4 << 20, /* as of a script */
    STATEMENT_MAX_BYTES = 1 << 20,
    STOPS_MAX = 100000000 /* no history has so many */
};

static const double PAN_MOST = 1e7, ZOOM_LEAST = 1e-3, ZOOM_MOST = 1e3; /* pixels; times */

/* Translators: the name of a part of a file, and what it should be: "a list". */
static bool wrong(Error *error, const char *member, const char *what) {
    return error_set(error, _("\"%s\" is not %s"), member, _(what));
}

/* A member that has to be there. */
static const json_t *need(const json_t *object, const char *member, Error *error) {
    const json_t *found = json_object_get(object, member);
    if (!found) error_set(error, _("\"%s\" is missing"), member);
    return found;
}

static bool is_number(const json_t *value, double least, double most) {
    if (!json_is_number(value)) return false;
    double number = json_number_value(value);
    return isfinite(number) && number >= least && number <= most;
}

static bool to_count(const json_t *value, uint32_t least, uint32_t most, uint32_t *out) {
    if (!json_is_integer(value)) return false;
    json_int_t number = json_integer_value(value);
    if (number < (json_int_t)least || number > (json_int_t)most) return false;
    *out = (uint32_t)number;
    return true;
}

static bool read_count(const json_t *object, const char *member, uint32_t least, uint32_t most,
                       uint32_t *out, Error *error) {
    const json_t *value = need(object, member, error);
    if (!value) return false;
    return to_count(value, least, most, out) ||
           wrong(error, member, N_("a whole number in its range"));
}

/* Not there: false. */
static bool read_flag(const json_t *object, const char *member, bool *out, Error *error) {
    const json_t *value = json_object_get(object, member);
    *out = json_is_true(value);
    return !value || json_is_boolean(value) || wrong(error, member, N_("true or false"));
}

static bool to_hash(const json_t *value, uint64_t *out) {
    if (!json_is_string(value) || json_string_length(value) != 16) return false;
    const char *text = json_string_value(value);
    uint64_t hash = 0;
    for (int i = 0; i < 16; i++) {
        const char *digits = "0123456789abcdef", *digit = strchr(digits, text[i]);
        if (!digit || !text[i]) return false;
        hash = hash << 4 | (uint64_t)(digit - digits);
    }
    *out = hash;
    return true;
}

static const char *read_string(const json_t *object, const char *member, size_t most,
                               Error *error) {
    const json_t *value = need(object, member, error);
    if (!value) return NULL;
    if (!json_is_string(value) || json_string_length(value) > most) {
        wrong(error, member, N_("a text of at most its length"));
        return NULL;
    }
    return json_string_value(value);
}

/* One that may be missing, into a buffer that has room for `size` bytes. */
static bool read_words(const json_t *object, const char *member, char *out, size_t size,
                       Error *error) {
    if (!json_object_get(object, member)) return true;
    const char *text = read_string(object, member, size - 1, error);
    if (!text) return false;
    snprintf(out, size, "%s", text);
    return true;
}

static bool read_lines(const json_t *lines, const char *member, TextBuffer *out, Error *error) {
    if (!json_is_array(lines)) return wrong(error, member, N_("a list of lines"));
    for (size_t i = 0; i < json_array_size(lines); i++) {
        const json_t *line = json_array_get(lines, i);
        if (!json_is_string(line)) return wrong(error, member, N_("a list of lines"));
        if (strchr(json_string_value(line), '\n')) {
            return error_set(error, _("\"%s\" has a line feed within a line"), member);
        }
        if (i) text_append_char(out, '\n');
        text_append(out, json_string_value(line), json_string_length(line));
        if (out->length > SOURCE_MAX_BYTES) {
            return error_set(error, _("\"%s\" is too large (more than %d bytes)"), member,
                             SOURCE_MAX_BYTES);
        }
    }
    return true;
}

/* ---- the history ---- */

/* What input() has read; may be missing. */
static bool read_answers(const json_t *object, const char *member, SavedLines *out, Error *error) {
    const json_t *list = json_object_get(object, member);
    if (!list) return true;
    if (!json_is_array(list) || json_array_size(list) > SAVED_ANSWERS_MAX) {
        return wrong(error, member, N_("a list of lines"));
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *line = json_array_get(list, i);
        const char *text = json_string_value(line); /* null of what is none */
        bool fits = text ? json_string_length(line) <= STATEMENT_MAX_BYTES && !strchr(text, '\n')
                         : json_is_null(line);
        if (!fits) return wrong(error, member, N_("a list of lines"));
        array_push(out, text ? text_copy(text_of(text)) : NULL);
    }
    return true;
}

/* A name is shown and told to Python; it is never opened. */
static bool is_plain(const char *name) {
    for (; *name; name++) {
        if ((unsigned char)*name < 0x20 || *name == 0x7F) return false;
    }
    return true;
}

static bool read_script(const json_t *root, SavedHistory *history, Error *error) {
    const json_t *script = need(root, "script", error);
    if (!script) return false;
    if (!json_is_object(script)) return wrong(error, "script", N_("an object"));
    const char *name = read_string(script, "name", NAME_MAX_BYTES, error);
    if (!name) return false;
    if (!name[0] || !is_plain(name)) return wrong(error, "name", N_("the name of a file"));
    history->name = text_copy(text_of(name));
    const json_t *source = need(script, "source", error);
    return source && read_lines(source, "source", &history->source, error) &&
           read_count(script, "stops", 1, STOPS_MAX, &history->stops, error) &&
           read_flag(script, "cut", &history->cut, error) &&
           read_answers(script, "answers", &history->answers, error);
}

static bool read_statement(const json_t *value, SavedHistory *history, Error *error) {
    SavedStatement statement = {0};
    if (!json_is_object(value)) return error_set(error, _("it is not an object"));
    const char *text = read_string(value, "text", STATEMENT_MAX_BYTES, error);
    bool ok = text && read_count(value, "at", 1, STOPS_MAX, &statement.at, error) &&
              read_flag(value, "cut", &statement.cut, error);
    if (ok && json_object_get(value, "resumed")) {
        ok = read_count(value, "resumed", 0, STOPS_MAX, &statement.resumed, error);
    }
    ok = ok && read_answers(value, "answers", &statement.answers, error) &&
         read_answers(value, "later_answers", &statement.later_answers, error);
    if (!ok) {
        saved_statement_deinit(&statement);
        return false;
    }
    statement.text = text_copy(text_of(text));
    array_push(&history->statements, statement);
    return true;
}

static bool read_statements(const json_t *root, SavedHistory *history, Error *error) {
    const json_t *list = need(root, "statements", error);
    if (!list) return false;
    if (!json_is_array(list)) return wrong(error, "statements", N_("a list"));
    if (json_array_size(list) > SAVED_STATEMENTS_MAX) {
        return error_set(error, _("\"statements\" has more than %d"), SAVED_STATEMENTS_MAX);
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        Error why;
        if (read_statement(json_array_get(list, i), history, &why)) continue;
        return error_set(error, _("statement %zu: %s"), i + 1, why.message);
    }
    return read_count(root, "done", 0, (uint32_t)json_array_size(list), &history->done, error) &&
           read_count(root, "shown", 1, STOPS_MAX, &history->shown, error);
}

static bool read_history(const json_t *root, SavedHistory *history, Error *error) {
    if (!read_script(root, history, error) || !read_statements(root, history, error)) return false;
    const json_t *hash = need(root, "hash", error);
    return hash && (to_hash(hash, &history->hash) || wrong(error, "hash", N_("16 hex digits")));
}

/* ---- places and view ---- */

static bool read_spot(const json_t *value, LayoutSpot *spot) {
    double most = PAN_MOST;
    size_t count = json_array_size(value); /* 0 of what is no list */
    if (count != 5 && count != 6) return false;
    if (!to_hash(json_array_get(value, 0), &spot->key) || !spot->key) return false;
    for (size_t i = 1; i < 5; i++) {
        if (!is_number(json_array_get(value, i), i < 3 ? -most : 1, most)) return false;
    }
    spot->rect = (Rect){(float)json_number_value(json_array_get(value, 1)),
                        (float)json_number_value(json_array_get(value, 2)),
                        (float)json_number_value(json_array_get(value, 3)),
                        (float)json_number_value(json_array_get(value, 4))};
    spot->pinned = count == 6;
    return true;
}

static bool read_places(const json_t *root, Document *document, Error *error) {
    const json_t *places = json_object_get(root, "places");
    if (!places) return true;
    if (!json_is_object(places)) return wrong(error, "places", N_("an object"));
    const json_t *lane = need(places, "lane", error), *nodes = need(places, "nodes", error);
    if (!lane || !nodes) return false;
    if (!is_number(lane, 1, PAN_MOST)) return wrong(error, "lane", N_("a width in pixels"));
    if (!json_is_array(nodes)) return wrong(error, "nodes", N_("a list"));
    if (json_array_size(nodes) > DOCUMENT_SPOTS_MAX)
        return wrong(error, "nodes", N_("short enough"));
    document->lane_right = (float)json_number_value(lane);
    for (size_t i = 0; i < json_array_size(nodes); i++) {
        LayoutSpot spot;
        if (!read_spot(json_array_get(nodes, i), &spot)) {
            return wrong(error, "nodes", N_("a list of places"));
        }
        array_push(&document->spots, spot);
    }
    return true;
}

static bool to_handle(const json_t *value, Handle *handle) {
    return json_array_size(value) == 2 &&
           to_count(json_array_get(value, 0), 1, UINT32_MAX, &handle->ref) &&
           to_count(json_array_get(value, 1), 1, UINT32_MAX, &handle->serial);
}

/* A list of objects that may be missing; `*count` of them into `out`. */
static bool read_handles(const json_t *view, const char *member, Handle *out, size_t most,
                         size_t *count, Error *error) {
    const json_t *list = json_object_get(view, member);
    *count = 0;
    if (!list) return true;
    if (!json_is_array(list) || json_array_size(list) > most) {
        return wrong(error, member, N_("a list of objects, or not short enough"));
    }
    for (; *count < json_array_size(list); ++*count) {
        if (!to_handle(json_array_get(list, *count), &out[*count])) {
            return wrong(error, member, N_("a list of objects"));
        }
    }
    return true;
}

static bool read_choices(const json_t *view, Document *document, Error *error) {
    array_reserve(&document->pulled, DOCUMENT_CHOICES_MAX);
    array_reserve(&document->opened, DOCUMENT_CHOICES_MAX);
    size_t from;
    if (!read_handles(view, "pulled", document->pulled.items, DOCUMENT_CHOICES_MAX,
                      &document->pulled.count, error) ||
        !read_handles(view, "opened", document->opened.items, DOCUMENT_CHOICES_MAX,
                      &document->opened.count, error) ||
        !read_handles(view, "only_from", &document->options.only_from, 1, &from, error)) {
        return false;
    }
    const json_t *types = json_object_get(view, "inline");
    if (!types) return true;
    if (!json_is_array(types) || json_array_size(types) > DOCUMENT_CHOICES_MAX) {
        return wrong(error, "inline", N_("a list of types"));
    }
    for (size_t i = 0; i < json_array_size(types); i++) {
        uint64_t hash;
        if (!to_hash(json_array_get(types, i), &hash)) {
            return wrong(error, "inline", N_("a list of types"));
        }
        array_push(&document->inline_types, hash);
    }
    return true;
}

/* Which of the words it is; -1: none. */
static int read_word(const json_t *object, const char *member, const char *const *words, int count,
                     Error *error) {
    const char *text = read_string(object, member, 40, error);
    for (int i = 0; text && i < count; i++) {
        if (strcmp(text, words[i]) == 0) return i;
    }
    if (text) wrong(error, member, N_("a known word"));
    return -1;
}

static bool read_view(const json_t *root, Document *document, Error *error) {
    static const char *const levels[] = {"basic", "counts", "internals"};
    static const char *const panes[] = {"script", "sandbox"};
    const json_t *view = json_object_get(root, "view");
    if (!view) return true;
    if (!json_is_object(view)) return wrong(error, "view", N_("an object"));
    const json_t *pan = need(view, "pan", error), *zoom = need(view, "zoom", error);
    if (!pan || !zoom) return false;
    const json_t *x = json_array_get(pan, 0), *y = json_array_get(pan, 1);
    bool two = json_array_size(pan) == 2 && is_number(x, -PAN_MOST, PAN_MOST) &&
               is_number(y, -PAN_MOST, PAN_MOST);
    if (!two) return wrong(error, "pan", N_("two numbers"));
    if (!is_number(zoom, ZOOM_LEAST, ZOOM_MOST)) return wrong(error, "zoom", N_("a zoom"));
    SceneOptions *options = &document->options;
    int level = read_word(view, "level", levels, 3, error);
    int pane = level < 0 ? -1 : read_word(view, "pane", panes, 2, error);
    if (pane < 0) return false;
    document->seen = true;
    document->pan = (Point){(float)json_number_value(x), (float)json_number_value(y)};
    document->zoom = (float)json_number_value(zoom);
    document->sandbox = pane == 1;
    options->level = (SceneLevel)level;
    return read_flag(view, "values", &options->values_as_nodes, error) &&
           read_flag(view, "without_functions", &options->without_functions, error) &&
           read_flag(view, "without_classes", &options->without_classes, error) &&
           read_flag(view, "without_modules", &options->without_modules, error) &&
           read_flag(view, "chains_whole", &options->chains_whole, error) &&
           read_choices(view, document, error);
}

static bool read_journal(const json_t *root, Document *document, Error *error) {
    const json_t *editor = json_object_get(root, "editor");
    if (json_object_get(root, "file")) {
        const char *file = read_string(root, "file", NAME_MAX_BYTES, error);
        if (!file) return false;
        text_append_string(&document->file, file);
    }
    document->has_editor = editor != NULL;
    return !editor || read_lines(editor, "editor", &document->editor, error);
}

/* ---- the whole ---- */

static bool read_version(const json_t *root, Error *error) {
    const json_t *version = json_object_get(root, "lastref");
    if (!json_is_object(root) || !json_is_integer(version)) {
        return error_set(error, _("it is no document of Lastref"));
    }
    json_int_t number = json_integer_value(version);
    if (number > DOCUMENT_VERSION) {
        return error_set(
            error, _("it was saved by a newer Lastref (its format is %lld; this one reads %d)"),
            (long long)number, DOCUMENT_VERSION);
    }
    if (number < 1) return error_set(error, _("it has a format that there never was"));
    return true;
}

static bool read_root(const json_t *root, Document *document, Error *error) {
    return read_version(root, error) &&
           read_words(root, "title", document->title, sizeof document->title, error) &&
           read_words(root, "about", document->about, sizeof document->about, error) &&
           read_history(root, &document->history, error) && read_places(root, document, error) &&
           read_view(root, document, error) && read_journal(root, document, error);
}

bool document_read(Text json, Document *document, Error *error) {
    if (json.length > DOCUMENT_BYTES_MAX) {
        return error_set(error, _("it is too large (%zu bytes; the limit is %d)"), json.length,
                         DOCUMENT_BYTES_MAX);
    }
    json_error_t problem;
    json_t *root = json_loadb(json.bytes, json.length, JSON_REJECT_DUPLICATES, &problem);
    if (!root) {
        return error_set(error, _("it is damaged, or no document of Lastref (line %d: %s)"),
                         problem.line, problem.text);
    }
    bool ok = read_root(root, document, error);
    json_decref(root);
    if (!ok) document_deinit(document);
    return ok;
}
