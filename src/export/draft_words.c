#include "export/draft_words.h"

#include "base/translate.h"
#include "lesson/narration.h"
#include "timeline/object_path.h"
#include "timeline/snapshot_change.h"

#include <string.h>

enum {
    LINES_MOST = 5, /* a card is read, not studied */
    CODE_MOST = 100 /* bytes of a statement that are shown */
};

typedef struct Writing {
    const Moment *before, *after;
    SnapChanges changes;
    ObjectPaths paths;    /* of `after` */
    Array(uint32_t) told; /* objects of `after` whose badge has a line */
    uint32_t count;       /* lines */
    size_t most;
    DraftWords *out;
} Writing;

/* ---- a line ---- */

bool draft_can_be_told(Text text, const Moment *moment, size_t *length) {
    Arena arena = {0};
    LessonMistakes mistakes = {0};
    Narration narration;
    Array(NarrationLine) lines = {0};
    Text rest = text;
    for (Text line; text_next_line(&rest, &line);) {
        array_push(&lines, ((NarrationLine){(size_t)(line.bytes - text.bytes), line.length}));
    }
    narration_parse(text, lines.items, lines.count, &arena, &narration, &mistakes);
    narration_check(&narration, text, moment, &mistakes);
    bool fine = mistakes.items.count + mistakes.more == 0;
    *length = narration_length(&narration);
    array_deinit(&lines);
    lesson_mistakes_deinit(&mistakes);
    arena_deinit(&arena);
    return fine;
}

static bool has_line(const Writing *self, Text line) {
    Text rest = text_view(&self->out->lines);
    for (Text other; text_next_line(&rest, &other);) {
        if (text_equal(other, line)) return true;
    }
    return false;
}

/* Adds the line, if it can be told and there is room. */
static bool add(Writing *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool add(Writing *self, const char *format, ...) {
    va_list args;
    TextBuffer line = {0};
    size_t length = 0;
    text_append_string(&line, "- ");
    va_start(args, format);
    text_appendv(&line, format, args);
    va_end(args);
    Text text = text_view(&line);
    bool fits = self->count < LINES_MOST && !memchr(text.bytes, '\n', text.length) &&
                !has_line(self, text) && draft_can_be_told(text, self->after, &length) &&
                self->out->length + length <= self->most;
    if (fits) {
        text_append(&self->out->lines, text.bytes, text.length);
        text_append_char(&self->out->lines, '\n');
        self->out->length += length;
        self->count++;
    }
    text_deinit(&line);
    return fits;
}

/* ---- objects ---- */

static const SnapObject *object_at(const Writing *self, uint32_t object) {
    return &self->after->now->objects.items[object];
}

/* False, and the path is empty: no name leads to it. */
static bool path_of(const Writing *self, uint32_t object, TextBuffer *path) {
    text_clear(path);
    if (!self->paths.reached[object]) return false;
    object_paths_append(&self->paths, object, path);
    return true;
}

static bool is_told(const Writing *self, uint32_t object) {
    for (size_t i = 0; i < self->told.count; i++) {
        if (self->told.items[i] == object) return true;
    }
    return false;
}

bool draft_counts(const SnapObject *object) {
    return !object->shared && !object->small && object->class != OBJECT_CLASS &&
           object->class != OBJECT_FUNCTION && object->class != OBJECT_MODULE;
}

/* A path for the example of a prediction: the first whose refcount can be asked for. */
static void propose(Writing *self, const char *path) {
    TextBuffer asked = {0};
    size_t length;
    text_appendf(&asked, "`%s` {refcount(%s)}", path, path);
    Text text = text_view(&asked);
    if (!self->out->path.length && draft_can_be_told(text, self->after, &length)) {
        text_append_string(&self->out->path, path);
    }
    text_deinit(&asked);
}

/* ---- what there is to tell ---- */

static void tell_name(Writing *self, const SnapChange *change) {
    char name[200];
    if (change->label.length >= sizeof name) return;
    memcpy(name, change->label.bytes, change->label.length);
    name[change->label.length] = '\0';
    if (change->is == SNAPSHOT_NONE) {
        bool known = add(self,
                         _("`%s` is no name any more. Has what was called so been freed? "
                           "{freed(%s)}."),
                         name, name);
        if (!known) add(self, _("`%s` is no name any more."), name);
        return;
    }
    if (object_at(self, change->is)->small) {
        add(self, _("`%s` leads to {%s}."), name, name);
        return;
    }
    bool counted = draft_counts(object_at(self, change->is)) &&
                   add(self,
                       _("`%s` leads to an object of type {type(%s)}. Its badge says "
                         "{refcount(%s)}."),
                       name, name, name);
    if (counted) array_push(&self->told, change->is);
    if (counted) propose(self, name);
    if (!counted) add(self, _("`%s` leads to an object of type {type(%s)}."), name, name);
}

static void tell_names(Writing *self) {
    for (size_t i = 0; i < self->changes.items.count; i++) {
        const SnapChange *change = &self->changes.items.items[i];
        bool name = change->frame != SNAPSHOT_NONE && text_is(change->scope, "<module>");
        if (name && change->kind <= CHANGE_UNBOUND) tell_name(self, change);
    }
}

/* Attributes, items and keys of what was there before. */
static void tell_places(Writing *self) {
    TextBuffer path = {0};
    for (size_t i = 0; i < self->changes.items.count; i++) {
        const SnapChange *change = &self->changes.items.items[i];
        bool bound = change->kind == CHANGE_BOUND || change->kind == CHANGE_REBOUND;
        bool place = bound && change->holder != SNAPSHOT_NONE &&
                     change->reference != SNAPSHOT_NONE && change->slot != SNAP_MEMBER;
        if (!place || !path_of(self, change->holder, &path)) continue;
        object_path_append_step(&self->after->now->references.items[change->reference], &path);
        add(self, _("`%s` leads to {%s}."), text_cstr(&path), text_cstr(&path));
    }
    text_deinit(&path);
}

static void tell_lengths(Writing *self) {
    TextBuffer path = {0};
    const Snapshot *before = self->before->now, *now = self->after->now;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        uint32_t was = snapshot_find(before, now->objects.items[i].handle);
        if (was == SNAPSHOT_NONE) continue;
        if (before->objects.items[was].length == now->objects.items[i].length) continue;
        if (!path_of(self, i, &path)) continue;
        add(self, _("The length of `%s` is {len(%s)}."), text_cstr(&path), text_cstr(&path));
    }
    text_deinit(&path);
}

static void tell_badges(Writing *self) {
    TextBuffer path = {0};
    const Snapshot *before = self->before->now, *now = self->after->now;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        uint32_t was = snapshot_find(before, object->handle);
        bool changed = was != SNAPSHOT_NONE && draft_counts(object) && !is_told(self, i) &&
                       before->objects.items[was].refcount != object->refcount;
        if (!changed || !path_of(self, i, &path)) continue;
        bool added = add(self, _("The badge of `%s` says {refcount(%s)}."), text_cstr(&path),
                         text_cstr(&path));
        if (added) propose(self, text_cstr(&path));
    }
    text_deinit(&path);
}

static uint32_t count_garbage(const Snapshot *snapshot) {
    uint32_t count = 0;
    for (size_t i = 0; i < snapshot->objects.count; i++) {
        count += !snapshot->objects.items[i].reachable;
    }
    return count;
}

static void tell_rest(Writing *self) {
    if (count_garbage(self->before->now) != count_garbage(self->after->now)) {
        add(self, "%s", _("Objects without a way from the stack: {garbage()}."));
    }
    uint32_t printed = 0;
    for (uint32_t stop = self->before->stop.stop + 1; stop <= self->after->stop.stop; stop++) {
        printed += timeline_step_output_bytes(self->after->timeline, stop);
    }
    if (printed) add(self, "%s", _("Something was printed: see the output."));
}

void draft_words_make(const Moment *before, const Moment *after, size_t most, DraftWords *out) {
    Writing self = {.before = before, .after = after, .most = most, .out = out};
    snapshot_changes(before->now, after->now, &self.changes);
    self.paths = object_paths_find(after->now);
    tell_names(&self);
    tell_places(&self);
    tell_badges(&self);
    tell_lengths(&self);
    tell_rest(&self);
    snapshot_changes_deinit(&self.changes);
    object_paths_deinit(&self.paths);
    array_deinit(&self.told);
}

void draft_words_deinit(DraftWords *words) {
    text_deinit(&words->lines);
    text_deinit(&words->path);
    *words = (DraftWords){0};
}

/* ---- code ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\r';
}

/* A code span cannot hold its own mark: then it is text, with all marks taken as they are. */
static void append_span(Text code, TextBuffer *out) {
    bool span = code.length && !memchr(code.bytes, '`', code.length);
    if (span) text_append_char(out, '`');
    for (size_t i = 0; i < code.length; i++) {
        char c = code.bytes[i];
        if ((unsigned char)c < ' ') c = ' ';
        if (!span && strchr("\\*`{[", c)) text_append_char(out, '\\');
        text_append_char(out, c);
    }
    if (span) text_append_char(out, '`');
}

void draft_append_code(Text statement, TextBuffer *out) {
    Text rest = statement, line = {"", 0};
    while (text_next_line(&rest, &line)) {
        while (line.length && is_blank(line.bytes[0]))
            line = (Text){line.bytes + 1, line.length - 1};
        while (line.length && is_blank(line.bytes[line.length - 1])) line.length--;
        if (line.length) break;
    }
    bool more = line.length > CODE_MOST;
    for (size_t i = 0; i < rest.length && !more; i++) {
        more = !is_blank(rest.bytes[i]) && rest.bytes[i] != '\n';
    }
    append_span(text_cut(line, CODE_MOST), out);
    if (more) text_append_string(out, " \xE2\x80\xA6");
}
