#include "timeline/object_path.h"

#include "base/translate.h"
#include "python/lex.h"

#include <assert.h>
#include <string.h>

/* ---- what may be written ---- */

bool object_path_is_name(Text name) {
    if (name.length == 0 || (name.bytes[0] >= '0' && name.bytes[0] <= '9')) return false;
    for (size_t i = 0; i < name.length; i++) {
        unsigned char c = (unsigned char)name.bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        if (!letter && !(c >= '0' && c <= '9')) return false;
    }
    return lex_keyword(name) == TOKEN_NAME;
}

static bool is_integer(Text text) {
    size_t at = text.length > 1 && text.bytes[0] == '-';
    if (text.length == at || text.length > 40) return false;
    for (; at < text.length; at++) {
        if (text.bytes[at] < '0' || text.bytes[at] > '9') return false;
    }
    return true;
}

static bool has_ellipsis(Text text) {
    for (size_t i = 0; i + 3 <= text.length; i++) {
        if (memcmp(text.bytes + i, "\xE2\x80\xA6", 3) == 0) return true;
    }
    return false;
}

bool object_path_is_plain_key(Text key) {
    if (is_integer(key) || text_is(key, "True") || text_is(key, "False") || text_is(key, "None")) {
        return true;
    }
    bool quoted = key.length >= 2 && (key.bytes[0] == '\'' || key.bytes[0] == '"') &&
                  key.bytes[key.length - 1] == key.bytes[0];
    return quoted && !has_ellipsis(key);
}

/* Fields that read as attributes and give the very object. */
static bool is_readable_field(Text name) {
    static const char *const fields[] = {"__dict__",  "__self__",      "__func__",
                                         "args",      "cell_contents", "__traceback__",
                                         "__cause__", "__context__",   "tb_next"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (text_is(name, fields[i])) return true;
    }
    return false;
}

/* ---- paths ---- */

typedef struct ObjectPathStep {
    uint32_t from; /* object index, or SNAPSHOT_NONE: a global name */
    uint32_t at;   /* reference index, or variable index */
} Step;

static bool is_readable(const SnapObject *holder, const SnapReference *reference) {
    switch (reference->slot) {
    case SNAP_INDEX: return holder->class == OBJECT_SEQUENCE;
    case SNAP_KEY:
        return holder->class == OBJECT_MAPPING && object_path_is_plain_key(reference->label);
    case SNAP_NAME:
        return object_path_is_name(reference->label) &&
               (reference->attribute || is_readable_field(reference->label));
    case SNAP_MEMBER: break;
    }
    return false;
}

/* How each object is reached first, breadth first from the global names; `steps` has one a object,
 * `reached` says which are set. Stops at `wanted`; SNAPSHOT_NONE: all are wanted. */
static bool search(const Snapshot *snapshot, uint32_t wanted, Step *steps, bool *reached) {
    const SnapFrame *module = snapshot_module(snapshot);
    size_t count = snapshot->objects.count, first = 0, last = 0;
    uint32_t *queue = memory_alloc(sizeof *queue * count);
    for (uint32_t i = 0; module && i < module->variable_count; i++) {
        uint32_t at = module->first_variable + i;
        const SnapVariable *variable = &snapshot->variables.items[at];
        if (variable->object == SNAPSHOT_NONE || reached[variable->object]) continue;
        if (!object_path_is_name(variable->name)) continue;
        reached[variable->object] = true;
        steps[variable->object] = (Step){SNAPSHOT_NONE, at};
        queue[last++] = variable->object;
    }
    while (first < last && (wanted == SNAPSHOT_NONE || !reached[wanted])) {
        uint32_t number = queue[first++];
        const SnapObject *holder = &snapshot->objects.items[number];
        for (uint32_t i = 0; i < holder->reference_count; i++) {
            uint32_t at = holder->first_reference + i;
            const SnapReference *reference = &snapshot->references.items[at];
            if (reached[reference->target] || !is_readable(holder, reference)) continue;
            reached[reference->target] = true;
            steps[reference->target] = (Step){number, at};
            queue[last++] = reference->target;
        }
    }
    memory_free(queue);
    return wanted != SNAPSHOT_NONE && reached[wanted];
}

void object_path_append_step(const SnapReference *reference, TextBuffer *out) {
    switch (reference->slot) {
    case SNAP_INDEX: text_appendf(out, "[%u]", reference->number); break;
    case SNAP_KEY:
        text_appendf(out, "[%.*s]", (int)reference->label.length, reference->label.bytes);
        break;
    default:
        text_append_char(out, '.');
        text_append(out, reference->label.bytes, reference->label.length);
    }
}

/* The steps lead from the object back to its name; they are written in the other direction. */
static void append_steps(const Snapshot *snapshot, const Step *steps, uint32_t object,
                         TextBuffer *out) {
    Array(uint32_t) way = {0};
    for (uint32_t at = object; steps[at].from != SNAPSHOT_NONE; at = steps[at].from) {
        array_push(&way, steps[at].at);
        object = steps[at].from;
    }
    Text name = snapshot->variables.items[steps[object].at].name;
    text_append(out, name.bytes, name.length);
    while (way.count) object_path_append_step(&snapshot->references.items[array_pop(&way)], out);
    array_deinit(&way);
}

/* Singletons need no name. */
static bool append_constant(const SnapObject *object, TextBuffer *out) {
    bool constant = text_is(object->repr, "None") || text_is(object->repr, "True") ||
                    text_is(object->repr, "False") || text_is(object->repr, "Ellipsis") ||
                    text_is(object->repr, "NotImplemented");
    if (!constant || !object->shared) return false;
    text_append(out, object->repr.bytes, object->repr.length);
    return true;
}

bool object_path_append(const Snapshot *snapshot, uint32_t object, TextBuffer *out, Error *error) {
    assert(object < snapshot->objects.count);
    Step *steps = memory_alloc(sizeof *steps * snapshot->objects.count);
    bool *reached = memory_alloc(sizeof *reached * snapshot->objects.count);
    bool found = search(snapshot, object, steps, reached);
    const SnapObject *self = &snapshot->objects.items[object];
    if (found) {
        append_steps(snapshot, steps, object, out);
    } else {
        found = append_constant(self, out);
    }
    memory_free(steps);
    memory_free(reached);
    if (found) return true;
    return error_set(error, _("No expression leads from a global name to this %.*s."),
                     (int)self->type.length, self->type.bytes);
}

ObjectPaths object_paths_find(const Snapshot *snapshot) {
    size_t count = snapshot->objects.count;
    ObjectPaths paths = {.snapshot = snapshot,
                         .steps = memory_alloc(sizeof *paths.steps * count),
                         .reached = memory_alloc(sizeof *paths.reached * count)};
    search(snapshot, SNAPSHOT_NONE, paths.steps, paths.reached);
    return paths;
}

void object_paths_deinit(ObjectPaths *paths) {
    memory_free(paths->steps);
    memory_free(paths->reached);
    *paths = (ObjectPaths){0};
}

void object_paths_append(const ObjectPaths *paths, uint32_t object, TextBuffer *out) {
    assert(paths->reached[object]);
    append_steps(paths->snapshot, paths->steps, object, out);
}

/* ---- places ---- */

uint32_t object_path_held(const Snapshot *snapshot, ReferencePlace place) {
    if (place.variable != SNAPSHOT_NONE) return snapshot->variables.items[place.variable].object;
    if (place.reference == SNAPSHOT_NONE) return SNAPSHOT_NONE;
    const SnapReference *reference = &snapshot->references.items[place.reference];
    return place.key ? reference->key_object : reference->target;
}

bool object_path_is_item(const Snapshot *snapshot, ReferencePlace place) {
    return place.variable == SNAPSHOT_NONE && place.reference != SNAPSHOT_NONE &&
           snapshot->references.items[place.reference].slot == SNAP_INDEX;
}

/* ---- from source to place ---- */

/* The length of the step that begins the text: `.peer`, `[0]`, `['k']`; 0: none does. */
static size_t step_length(Text text) {
    size_t at = 1;
    if (!text.length) return 0;
    if (text.bytes[0] == '.') {
        while (at < text.length && text.bytes[at] != '.' && text.bytes[at] != '[') at++;
        return at > 1 ? at : 0;
    }
    if (text.bytes[0] != '[') return 0;
    char quote = at < text.length ? text.bytes[at] : 0;
    if (quote == '\'' || quote == '"') {
        at++;
        while (at < text.length && text.bytes[at] != quote) at += text.bytes[at] == '\\' ? 2 : 1;
    }
    while (at < text.length && text.bytes[at] != ']') at++;
    return at < text.length ? at + 1 : 0;
}

/* The reference of the holder that is written so, or SNAPSHOT_NONE. */
static uint32_t find_step(const Snapshot *snapshot, uint32_t holder, Text step) {
    const SnapObject *self = &snapshot->objects.items[holder];
    TextBuffer written = {0};
    uint32_t found = SNAPSHOT_NONE;
    for (uint32_t i = 0; i < self->reference_count && found == SNAPSHOT_NONE; i++) {
        uint32_t at = self->first_reference + i;
        const SnapReference *reference = &snapshot->references.items[at];
        if (!is_readable(self, reference)) continue;
        text_clear(&written);
        object_path_append_step(reference, &written);
        if (text_equal(text_view(&written), step)) found = at;
    }
    text_deinit(&written);
    return found;
}

bool object_path_find(const Snapshot *snapshot, Text path, ReferencePlace *place) {
    size_t length = 0;
    while (length < path.length && path.bytes[length] != '.' && path.bytes[length] != '[') length++;
    const SnapFrame *module = snapshot_module(snapshot);
    *place = (ReferencePlace){.variable = SNAPSHOT_NONE, .reference = SNAPSHOT_NONE};
    for (uint32_t i = 0; module && i < module->variable_count; i++) {
        Text name = snapshot->variables.items[module->first_variable + i].name;
        if (text_equal(name, (Text){path.bytes, length}))
            place->variable = module->first_variable + i;
    }
    if (place->variable == SNAPSHOT_NONE) return false;
    while (length < path.length) {
        path = (Text){path.bytes + length, path.length - length};
        length = step_length(path);
        uint32_t holder = object_path_held(snapshot, *place);
        if (!length || holder == SNAPSHOT_NONE) return false;
        uint32_t step = find_step(snapshot, holder, (Text){path.bytes, length});
        if (step == SNAPSHOT_NONE) return false;
        *place = (ReferencePlace){.variable = SNAPSHOT_NONE, .holder = holder, .reference = step};
    }
    return true;
}
