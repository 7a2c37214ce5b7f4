#include "app/statement.h"

#include "base/translate.h"

#include <stdio.h>

static bool append_variable(const Snapshot *snapshot, uint32_t variable, TextBuffer *out,
                            Error *error) {
    const SnapFrame *module = snapshot_module(snapshot);
    bool global = module && variable >= module->first_variable &&
                  variable < module->first_variable + module->variable_count;
    Text name = snapshot->variables.items[variable].name;
    if (!global) {
        return error_set(error,
                         _("%.*s is a local name of a call that waits: gestures act at module "
                           "level."),
                         (int)name.length, name.bytes);
    }
    if (!object_path_is_name(name)) {
        return error_set(error, _("%.*s cannot be written as a name in Python."), (int)name.length,
                         name.bytes);
    }
    text_append(out, name.bytes, name.length);
    return true;
}

/* Why this reference of this holder cannot be assigned; null when it can. */
static const char *refusal(const SnapObject *holder, const SnapReference *reference, bool key) {
    if (reference->weak) return _("A weak reference names one object for good: make another.");
    if (key) return _("A key of a dict cannot be replaced: delete its item and add another.");
    switch (reference->slot) {
    case SNAP_MEMBER: return _("A set has no places to assign to: it has add() and discard().");
    case SNAP_INDEX:
        if (holder->frozen) return _("A tuple cannot change.");
        return holder->class == OBJECT_SEQUENCE ? NULL : _("This reference cannot be assigned.");
    case SNAP_KEY:
        if (holder->class != OBJECT_MAPPING) return _("This reference cannot be assigned.");
        return object_path_is_plain_key(reference->label)
                   ? NULL
                   : _("This key cannot be written as a constant.");
    case SNAP_NAME:
        if (!reference->attribute) {
            return _("This reference belongs to the interpreter: only names, items and attributes "
                     "can be assigned.");
        }
        return object_path_is_name(reference->label)
                   ? NULL
                   : _("This attribute cannot be written as a name.");
    }
    return _("This reference cannot be assigned.");
}

bool statement_place(const Snapshot *snapshot, ReferencePlace place, TextBuffer *out,
                     Error *error) {
    if (place.variable != SNAPSHOT_NONE) {
        return append_variable(snapshot, place.variable, out, error);
    }
    if (place.reference == SNAPSHOT_NONE) {
        return error_set(error, _("This is held by the evaluation stack for a moment: no statement "
                                  "can name it."));
    }
    const SnapObject *holder = &snapshot->objects.items[place.holder];
    const SnapReference *reference = &snapshot->references.items[place.reference];
    const char *why = refusal(holder, reference, place.key);
    if (why) return error_set(error, "%s", why);
    if (!object_path_append(snapshot, place.holder, out, error)) return false;
    object_path_append_step(reference, out);
    return true;
}

bool statement_assign(const Snapshot *snapshot, ReferencePlace place, uint32_t target,
                      TextBuffer *out, Error *error) {
    TextBuffer text = {0};
    bool ok = statement_place(snapshot, place, &text, error);
    if (ok) {
        text_append_string(&text, " = ");
        ok = object_path_append(snapshot, target, &text, error);
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
                       : error_set(error, _("This name is not bound to anything."));
    if (ok) text_append(out, text_cstr(&text), text.length);
    text_deinit(&text);
    return ok;
}

ModuleWords statement_module(const Snapshot *snapshot, const char *module) {
    char title[40];
    ModuleWords words = {.before = ""};
    uint32_t variable = snapshot_find_global(snapshot, module);
    uint32_t object =
        variable == SNAPSHOT_NONE ? SNAPSHOT_NONE : snapshot->variables.items[variable].object;
    snprintf(title, sizeof title, "module %s", module);
    if (object == SNAPSHOT_NONE) snprintf(words.before, sizeof words.before, "import %s; ", module);
    bool own = object != SNAPSHOT_NONE && !text_is(snapshot->objects.items[object].title, title);
    snprintf(words.name, sizeof words.name, own ? "__import__('%s')" : "%s", module);
    return words;
}
