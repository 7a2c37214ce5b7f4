#include "app/statement.h"

#include <assert.h>
#include <string.h>

/* ---- what may be written ---- */

static bool is_keyword(Text name) {
    static const char *const keywords[] = {
        "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
        "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
        "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
        "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
        if (text_is(name, keywords[i])) return true;
    }
    return false;
}

/* Names beyond ASCII are taken as they are: they came from a program that the lexer accepted, or
 * are refused by it. */
static bool is_identifier(Text name) {
    if (name.length == 0 || (name.bytes[0] >= '0' && name.bytes[0] <= '9')) return false;
    for (size_t i = 0; i < name.length; i++) {
        unsigned char c = (unsigned char)name.bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        if (!letter && !(c >= '0' && c <= '9')) return false;
    }
    return !is_keyword(name);
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

/* Whether a key's short repr is its whole source: a string, an int, True, False, None. */
static bool is_plain_key(Text key) {
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

typedef struct Step {
    uint32_t from; /* object index, or SNAPSHOT_NONE: a global name */
    uint32_t at;   /* reference index, or variable index */
} Step;

static bool is_readable(const SnapObject *holder, const SnapReference *reference) {
    switch (reference->slot) {
    case SNAP_INDEX: return holder->class == OBJECT_SEQUENCE;
    case SNAP_KEY: return holder->class == OBJECT_MAPPING && is_plain_key(reference->label);
    case SNAP_NAME:
        return is_identifier(reference->label) &&
               (reference->attribute || is_readable_field(reference->label));
    case SNAP_MEMBER: break;
    }
    return false;
}

static const SnapFrame *module_frame(const Snapshot *snapshot) {
    return snapshot->frames.count && snapshot->frames.items[0].module ? snapshot->frames.items
                                                                      : NULL;
}

/* How each object is reached first, breadth first from the global names; `steps` has one a object,
 * `reached` says which are set. Stops at `wanted`. */
static bool search(const Snapshot *snapshot, uint32_t wanted, Step *steps, bool *reached) {
    const SnapFrame *module = module_frame(snapshot);
    size_t count = snapshot->objects.count, first = 0, last = 0;
    uint32_t *queue = memory_alloc(sizeof *queue * count);
    for (uint32_t i = 0; module && i < module->variable_count; i++) {
        uint32_t at = module->first_variable + i;
        const SnapVariable *variable = &snapshot->variables.items[at];
        if (variable->object == SNAPSHOT_NONE || reached[variable->object]) continue;
        if (!is_identifier(variable->name)) continue;
        reached[variable->object] = true;
        steps[variable->object] = (Step){SNAPSHOT_NONE, at};
        queue[last++] = variable->object;
    }
    while (first < last && !reached[wanted]) {
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
    return reached[wanted];
}

static void append_reference(const SnapReference *reference, TextBuffer *out) {
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
    while (way.count) append_reference(&snapshot->references.items[array_pop(&way)], out);
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

bool statement_path(const Snapshot *snapshot, uint32_t object, TextBuffer *out, Error *error) {
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
    return error_set(error, "No expression leads from a global name to this %.*s.",
                     (int)self->type.length, self->type.bytes);
}

/* ---- places ---- */

uint32_t statement_held(const Snapshot *snapshot, ReferencePlace place) {
    if (place.variable != SNAPSHOT_NONE) return snapshot->variables.items[place.variable].object;
    const SnapReference *reference = &snapshot->references.items[place.reference];
    return place.key ? reference->key_object : reference->target;
}

static bool append_variable(const Snapshot *snapshot, uint32_t variable, TextBuffer *out,
                            Error *error) {
    const SnapFrame *module = module_frame(snapshot);
    bool global = module && variable >= module->first_variable &&
                  variable < module->first_variable + module->variable_count;
    Text name = snapshot->variables.items[variable].name;
    if (!global) {
        return error_set(error,
                         "%.*s is a local name of a call that waits: gestures act at module "
                         "level.",
                         (int)name.length, name.bytes);
    }
    if (!is_identifier(name)) {
        return error_set(error, "%.*s cannot be written as a name in Python.", (int)name.length,
                         name.bytes);
    }
    text_append(out, name.bytes, name.length);
    return true;
}

/* Why this reference of this holder cannot be assigned; null when it can. */
static const char *refusal(const SnapObject *holder, const SnapReference *reference, bool key) {
    if (reference->weak) return "A weak reference names one object for good: make another.";
    if (key) return "A key of a dict cannot be replaced: delete its item and add another.";
    switch (reference->slot) {
    case SNAP_MEMBER: return "A set has no places to assign to: it has add() and discard().";
    case SNAP_INDEX:
        if (text_is(holder->type, "tuple")) return "A tuple cannot change.";
        return holder->class == OBJECT_SEQUENCE ? NULL : "This reference cannot be assigned.";
    case SNAP_KEY:
        if (holder->class != OBJECT_MAPPING) return "This reference cannot be assigned.";
        return is_plain_key(reference->label) ? NULL : "This key cannot be written as a constant.";
    case SNAP_NAME:
        if (!reference->attribute) {
            return "This reference belongs to the interpreter: only names, items and attributes "
                   "can be assigned.";
        }
        return is_identifier(reference->label) ? NULL
                                               : "This attribute cannot be written as a name.";
    }
    return "This reference cannot be assigned.";
}

bool statement_place(const Snapshot *snapshot, ReferencePlace place, TextBuffer *out,
                     Error *error) {
    if (snapshot->frames.count > 1) {
        return error_set(error, "A call is under way: gestures act at module level. Step to a line "
                                "of the script itself.");
    }
    if (place.variable != SNAPSHOT_NONE) {
        return append_variable(snapshot, place.variable, out, error);
    }
    const SnapObject *holder = &snapshot->objects.items[place.holder];
    const SnapReference *reference = &snapshot->references.items[place.reference];
    const char *why = refusal(holder, reference, place.key);
    if (why) return error_set(error, "%s", why);
    if (!statement_path(snapshot, place.holder, out, error)) return false;
    append_reference(reference, out);
    return true;
}

bool statement_assign(const Snapshot *snapshot, ReferencePlace place, uint32_t target,
                      TextBuffer *out, Error *error) {
    TextBuffer text = {0};
    bool ok = statement_place(snapshot, place, &text, error);
    if (ok) {
        text_append_string(&text, " = ");
        ok = statement_path(snapshot, target, &text, error);
    }
    if (ok) text_append(out, text_cstr(&text), text.length);
    text_deinit(&text);
    return ok;
}

bool statement_delete(const Snapshot *snapshot, ReferencePlace place, TextBuffer *out,
                      Error *error) {
    TextBuffer text = {0};
    text_append_string(&text, "del ");
    bool unbound = place.variable != SNAPSHOT_NONE &&
                   snapshot->variables.items[place.variable].object == SNAPSHOT_NONE;
    bool ok = !unbound ? statement_place(snapshot, place, &text, error)
                       : error_set(error, "This name is not bound to anything.");
    if (ok) text_append(out, text_cstr(&text), text.length);
    text_deinit(&text);
    return ok;
}
