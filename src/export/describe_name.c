/* What an object is called in a description, and the sentences that are put together. */
#include "export/describe_parts.h"

enum { PATH_CHARACTERS = 30 /* a longer path is no name to listen to */ };

/* Whether variables of this name hold different objects of one title, as in calls of one function.
 */
static bool is_ambiguous(const Snapshot *now, Text name, uint32_t object) {
    for (size_t i = 0; i < now->variables.count; i++) {
        const SnapVariable *variable = &now->variables.items[i];
        uint32_t other = variable->object;
        if (other == object || other == SNAPSHOT_NONE || !text_equal(variable->name, name))
            continue;
        if (text_equal(now->objects.items[other].title, now->objects.items[object].title)) {
            return true;
        }
    }
    return false;
}

/* The first variable that refers to it and to it alone; empty: none. */
static Text variable_name(const Snapshot *now, uint32_t object) {
    for (size_t i = 0; i < now->variables.count; i++) {
        const SnapVariable *variable = &now->variables.items[i];
        if (variable->object != object) continue;
        if (!is_ambiguous(now, variable->name, object)) return variable->name;
    }
    return (Text){"", 0};
}

static uint32_t number_of(Description *description, uint32_t object) {
    const Snapshot *now = description->now;
    uint32_t number = 1;
    for (size_t i = 0; i < description->numbered.count; i++) {
        NumberedObject known = description->numbered.items[i];
        if (known.object == object) return known.number;
        Text title = now->objects.items[known.object].title;
        if (text_equal(title, now->objects.items[object].title)) number = known.number + 1;
    }
    array_push(&description->numbered, ((NumberedObject){object, number}));
    return number;
}

void describe_name(Description *description, uint32_t object, TextBuffer *out) {
    const Snapshot *now = description->now;
    const SnapObject *self = &now->objects.items[object];
    text_append(out, self->title.bytes, self->title.length);
    if (self->class == OBJECT_CLASS || self->class == OBJECT_FUNCTION ||
        self->class == OBJECT_MODULE) {
        return;
    }
    Text name = variable_name(now, object);
    if (name.length) {
        text_appendf(out, " %.*s", (int)name.length, name.bytes);
        return;
    }
    size_t start = out->length;
    if (description->paths.reached[object]) {
        text_append_char(out, ' ');
        object_paths_append(&description->paths, object, out);
        size_t length = out->length - start;
        if (utf8_count((Text){out->bytes + start, length}) <= PATH_CHARACTERS) return;
        out->length = start;
        out->bytes[start] = '\0';
    }
    text_appendf(out, " %u", number_of(description, object));
}

bool describe_put(Description *description, size_t most) {
    TextBuffer *out = description->out;
    const TextBuffer *sentence = &description->sentence;
    Text told = {text_cstr(out) + description->start, out->length - description->start};
    Text more = text_view(sentence);
    bool fits = utf8_count(told) + utf8_count(more) < most;
    if (fits) {
        if (told.length) text_append_char(out, ' ');
        text_append(out, more.bytes, more.length);
    }
    text_clear(&description->sentence);
    return fits;
}
