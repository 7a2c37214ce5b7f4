#include "base/translate.h"
#include "lesson/goal.h"

#include "lesson/goal_node.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Evaluation {
    const Moment *moment;
    Handle it;
    bool only_now; /* a name that is bound to nothing leads nowhere */
    Arena *arena;
    GoalFault *fault;
} Evaluation;

static bool evaluate(Evaluation *self, const GoalNode *node, GoalValue *out);

static bool fail(Evaluation *self, const GoalNode *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(Evaluation *self, const GoalNode *node, const char *format, ...) {
    va_list args;
    if (!self->fault) return false;
    self->fault->offset = node->offset;
    va_start(args, format);
    vsnprintf(self->fault->text, sizeof self->fault->text, format, args);
    va_end(args);
    return false;
}

/* `source` of a path, or what stands for it. */
static Text words_for(const GoalNode *node) {
    return node->source.length ? node->source : node->text;
}

#define SHOWN(text) (int)((text).length < 80 ? (text).length : 80), (text).bytes

static bool leads_nowhere(Evaluation *self, const GoalNode *node) {
    return fail(self, node, _("`%.*s` leads nowhere at this moment"), SHOWN(words_for(node)));
}

/* Before what takes long. */
static bool spend(Evaluation *self, const GoalNode *node, uint64_t amount) {
    if (moment_spend(self->moment, amount)) return true;
    return fail(self, node, _("this takes too long to compute"));
}

/* ---- objects ---- */

static bool is_none(const SnapObject *object) {
    return object->class == OBJECT_NONE && text_is(object->repr, "None");
}

static GoalValue value_of(const Snapshot *now, uint32_t index) {
    const SnapObject *object = &now->objects.items[index];
    return (GoalValue){
        .type = GOAL_OBJECT, .object = object->handle, .index = index, .none = is_none(object)};
}

/* A frame's variable of the name: its object, SNAPSHOT_NONE when it is unbound. False: none. */
static bool find_variable(const Snapshot *now, const SnapFrame *frame, Text name,
                          uint32_t *object) {
    for (uint32_t i = 0; i < frame->variable_count; i++) {
        const SnapVariable *variable = &now->variables.items[frame->first_variable + i];
        if (!text_equal(variable->name, name)) continue;
        *object = variable->object;
        return true;
    }
    return false;
}

static const SnapFrame *find_frame(const Snapshot *now, Text name) {
    if (text_is(name, "module")) return snapshot_module(now);
    for (size_t i = now->frames.count; i-- > 0;) {
        const SnapFrame *frame = &now->frames.items[i];
        if (text_equal(frame->name, name) || text_equal(frame->qualname, name)) return frame;
    }
    return NULL;
}

/* The stop up to which names are known at the moment. */
static uint32_t named_until(const Moment *moment) {
    return moment->stop.stop - moment->stop.inside;
}

/* What was last called so, a name of the module before any other, as in the picture's "was a".
 * Null: nothing was. */
static const NameSpell *find_spell(const Moment *moment, Text name) {
    const NameSpell *best = NULL;
    uint32_t stop = named_until(moment), best_until = 0;
    for (size_t i = 0; moment->names && i < moment->names->spells.count; i++) {
        const NameSpell *spell = &moment->names->spells.items[i];
        if (spell->from > stop || !text_is(name, spell->name)) continue;
        uint32_t until = spell->until < stop ? spell->until : stop;
        bool better = !best || (spell->global && !best->global);
        if (best && spell->global == best->global) {
            better = until > best_until || (until == best_until && spell->from >= best->from);
        }
        if (!better) continue;
        best = spell;
        best_until = until;
    }
    return best;
}

static GoalValue value_of_serial(const Moment *moment, uint32_t serial) {
    for (uint32_t i = 0; i < moment->now->objects.count; i++) {
        if (moment->now->objects.items[i].handle.serial == serial) {
            return value_of(moment->now, i);
        }
    }
    return (GoalValue){.type = GOAL_OBJECT, .object = {.serial = serial}, .index = SNAPSHOT_NONE};
}

static uint64_t spells_of(const Evaluation *self) {
    return self->moment->names ? self->moment->names->spells.count : 0;
}

static uint64_t objects_of(const Evaluation *self) {
    return self->moment->now->objects.count;
}

static bool evaluate_was(Evaluation *self, const GoalNode *node, GoalValue *out) {
    bool only_now = self->only_now || node->frame.length;
    if (!only_now && !spend(self, node, spells_of(self) + objects_of(self))) return false;
    const NameSpell *spell = only_now ? NULL : find_spell(self->moment, node->text);
    if (!spell) {
        return fail(self, node,
                    only_now ? _("nothing is called `%.*s` at this moment")
                             : _("nothing is called `%.*s` at this moment, and nothing was before"),
                    SHOWN(node->text));
    }
    *out = value_of_serial(self->moment, spell->serial);
    return true;
}

static bool evaluate_name(Evaluation *self, const GoalNode *node, GoalValue *out) {
    const Snapshot *now = self->moment->now;
    const SnapFrame *frame = now->frames.count ? &array_last(&now->frames) : NULL;
    const SnapFrame *module = snapshot_module(now);
    uint32_t object = SNAPSHOT_NONE;
    if (node->frame.length) {
        frame = find_frame(now, node->frame);
        module = NULL;
        if (!frame) {
            return fail(self, node, _("no call of `%.*s` is under way at this moment"),
                        SHOWN(node->frame));
        }
    }
    bool known = (frame && find_variable(now, frame, node->text, &object)) ||
                 (module && find_variable(now, module, node->text, &object));
    if (!known || object == SNAPSHOT_NONE) return evaluate_was(self, node, out);
    *out = value_of(now, object);
    return true;
}

/* The index of the object behind a value, for what only the picture can tell. */
static bool need_shown(Evaluation *self, const GoalNode *node, const GoalValue *value,
                       uint32_t *index) {
    *index = value->index;
    if (value->index != SNAPSHOT_NONE) return true;
    if (value->none) return fail(self, node, _("this cannot be asked of None"));
    bool freed = moment_is_freed(self->moment, value->object.serial, 0);
    return fail(self, node,
                freed ? _("`%.*s` has been freed at this moment")
                      : _("`%.*s` is not in the picture at this moment"),
                SHOWN(words_for(node)));
}

/* ---- steps of a path ---- */

static bool is_key(const SnapReference *reference, Text key, Arena *arena) {
    Text label = reference->label;
    bool quoted = label.length >= 2 && (label.bytes[0] == '\'' || label.bytes[0] == '"') &&
                  label.bytes[label.length - 1] == label.bytes[0];
    if (!quoted) return false;
    return text_equal(words_unescaped((Text){label.bytes + 1, label.length - 2}, arena), key);
}

static bool is_numbered(const SnapReference *reference, double number) {
    char written[40];
    snprintf(written, sizeof written, "%.0f", number);
    return text_is(reference->label, written);
}

/* The value of a key in a dict, or SNAPSHOT_NONE. */
static uint32_t find_key(Evaluation *self, const SnapObject *holder, Text text, double number) {
    for (uint32_t i = 0; i < holder->reference_count; i++) {
        const SnapReference *reference =
            &self->moment->now->references.items[holder->first_reference + i];
        if (reference->slot != SNAP_KEY) continue;
        bool same =
            text.bytes ? is_key(reference, text, self->arena) : is_numbered(reference, number);
        if (same) return reference->target;
    }
    return SNAPSHOT_NONE;
}

static uint32_t find_attribute(Evaluation *self, const SnapObject *holder, Text name) {
    const Snapshot *now = self->moment->now;
    uint32_t dict = SNAPSHOT_NONE;
    for (uint32_t i = 0; i < holder->reference_count; i++) {
        const SnapReference *reference = &now->references.items[holder->first_reference + i];
        if (reference->slot != SNAP_NAME || reference->weak) continue;
        if (text_equal(reference->label, name)) return reference->target;
        if (text_is(reference->label, "__dict__")) dict = reference->target;
    }
    if (dict == SNAPSHOT_NONE) return SNAPSHOT_NONE;
    return find_key(self, &now->objects.items[dict], name, 0);
}

static uint32_t find_item(Evaluation *self, const SnapObject *holder, const GoalNode *key) {
    const Snapshot *now = self->moment->now;
    if (holder->class == OBJECT_MAPPING) {
        Text text = key->op == GOAL_OP_TEXT ? key->text : (Text){0};
        return find_key(self, holder, text, key->number.value);
    }
    if (holder->class != OBJECT_SEQUENCE || key->op != GOAL_OP_NUMBER) return SNAPSHOT_NONE;
    double number = key->number.value;
    if (number < 0) number += holder->length;
    for (uint32_t i = 0; i < holder->reference_count; i++) {
        const SnapReference *reference = &now->references.items[holder->first_reference + i];
        if (reference->slot == SNAP_INDEX && reference->number == number) return reference->target;
    }
    return SNAPSHOT_NONE;
}

static bool evaluate_step(Evaluation *self, const GoalNode *node, GoalValue *out) {
    GoalValue from;
    uint32_t index, found = SNAPSHOT_NONE;
    if (!evaluate(self, node->left, &from)) return false;
    if (!need_shown(self, node->left, &from, &index)) return false;
    const Snapshot *now = self->moment->now;
    const SnapObject *holder = &now->objects.items[index];
    if (!spend(self, node, 50 * (uint64_t)holder->reference_count)) return false;
    if (node->op == GOAL_OP_ATTR) {
        found = find_attribute(self, holder, node->text);
    } else if (node->op == GOAL_OP_ITEM) {
        found = find_item(self, holder, node->right);
    } else if (holder->class != OBJECT_WEAKREF) {
        return fail(self, node, _("`%.*s` is no weak reference"), SHOWN(words_for(node->left)));
    } else {
        for (uint32_t i = 0; i < holder->reference_count; i++) {
            const SnapReference *reference = &now->references.items[holder->first_reference + i];
            if (reference->weak) found = reference->target;
        }
        *out = (GoalValue){.type = GOAL_OBJECT, .index = SNAPSHOT_NONE, .none = true};
        if (found == SNAPSHOT_NONE) return true; /* it is dead: None */
    }
    if (found == SNAPSHOT_NONE) return leads_nowhere(self, node);
    *out = value_of(now, found);
    return true;
}

/* ---- objects as values ---- */

/* What the picture says of an object; null: it is not in it. */
static const SnapObject *described(const GoalValue *value, const Moment *moment) {
    if (value->was) return value->was;
    return value->index == SNAPSHOT_NONE ? NULL : &moment->now->objects.items[value->index];
}

/* An object that is a number, a text or a truth, as that; a value is left as it is. */
static bool as_value(const Moment *moment, Arena *arena, GoalValue *value, const char **why) {
    char digits[64];
    *why = N_("`%.*s` is no number, text or truth; `is` tells whether two objects are the same");
    if (value->type != GOAL_OBJECT) return true;
    const SnapObject *object = described(value, moment);
    if (!object) return false;
    Text repr = object->repr;
    if (object->class == OBJECT_NUMBER && text_is(object->type, "bool")) {
        *value = (GoalValue){.type = GOAL_TRUTH, .truth = text_is(repr, "True")};
        return true;
    }
    if (object->class == OBJECT_NUMBER) {
        bool whole = text_is(object->type, "int");
        *why = N_("`%.*s` is too large a number to compare");
        if (repr.length >= sizeof digits || (whole && repr.length > 15)) return false;
        memcpy(digits, repr.bytes, repr.length);
        digits[repr.length] = '\0';
        char *end;
        double number = strtod(digits, &end);
        *why = N_("`%.*s` is a number that cannot be compared");
        if (*end) return false;
        *value = (GoalValue){.type = GOAL_NUMBER, .number = {number, !whole}};
        return true;
    }
    if (object->class != OBJECT_TEXT || !text_is(object->type, "str")) return false;
    *why = N_("`%.*s` is too long a text to compare");
    for (size_t i = 0; i + 3 <= repr.length; i++) {
        if (memcmp(repr.bytes + i, "\xE2\x80\xA6", 3) == 0) return false;
    }
    if (repr.length < 2) return false;
    Text text = words_unescaped((Text){repr.bytes + 1, repr.length - 2}, arena);
    *value = (GoalValue){.type = GOAL_TEXT, .text = text};
    return true;
}

static bool evaluate_as(Evaluation *self, const GoalNode *node, GoalValue *out) {
    const char *why;
    if (!evaluate(self, node, out)) return false;
    if (as_value(self->moment, self->arena, out, &why)) return true;
    return fail(self, node, _(why), SHOWN(words_for(node)));
}

static bool evaluate_number(Evaluation *self, const GoalNode *node, GoalNumber *out) {
    GoalValue value;
    if (!evaluate_as(self, node, &value)) return false;
    *out = value.number;
    if (value.type == GOAL_NUMBER) return true;
    return fail(self, node, _("`%.*s` is no number"), SHOWN(words_for(node)));
}

static bool evaluate_truth(Evaluation *self, const GoalNode *node, bool *out) {
    GoalValue value;
    if (!evaluate(self, node, &value)) return false;
    *out = value.truth;
    return true;
}

static bool same_object(const GoalValue *a, const GoalValue *b) {
    if (a->none || b->none) return a->none && b->none;
    return a->object.serial == b->object.serial;
}

/* ---- functions ---- */

static bool has_history(Evaluation *self, const GoalNode *node) {
    return self->moment->timeline ||
           fail(self, node,
                _("what happened until then cannot be told: it was done otherwise since"));
}

static bool evaluate_printed(Evaluation *self, const GoalNode *node, bool *out) {
    if (!has_history(self, node)) return false;
    const Moment *moment = self->moment;
    Text wanted = node->text;
    TextBuffer output = {0};
    *out = false;
    for (uint32_t stop = 1; stop <= named_until(moment); stop++) {
        timeline_step_output(moment->timeline, stop, &output);
    }
    uint64_t cost = named_until(moment) + (uint64_t)output.length * (1 + wanted.length / 8);
    bool told = spend(self, node, cost);
    for (size_t i = 0; told && i + wanted.length <= output.length && !*out; i++) {
        *out = memcmp(output.bytes + i, wanted.bytes, wanted.length) == 0;
    }
    text_deinit(&output);
    return told;
}

static bool evaluate_freed(Evaluation *self, const GoalNode *node, bool *out) {
    if (!has_history(self, node)) return false;
    const Moment *moment = self->moment;
    if (node->left->op == GOAL_OP_IT) {
        if (!spend(self, node, objects_of(self))) return false;
        bool shown = value_of_serial(moment, self->it.serial).index != SNAPSHOT_NONE;
        *out = !shown && moment_is_freed(moment, self->it.serial, moment->since);
        return spend(self, node, 1);
    }
    if (!spend(self, node, spells_of(self))) return false;
    const NameSpell *spell = find_spell(moment, node->left->text);
    if (!spell) {
        return fail(self, node->left, _("nothing of the script's own is or was called `%.*s`"),
                    SHOWN(node->left->text));
    }
    uint32_t stop = named_until(moment);
    uint32_t since = spell->until < stop ? spell->until : stop;
    *out = moment_is_freed(moment, spell->serial, since);
    return spend(self, node, 1);
}

static bool evaluate_exists(Evaluation *self, const GoalNode *node, bool *out) {
    GoalValue value;
    Evaluation now = *self;
    now.only_now = true;
    now.fault = NULL;
    *out = evaluate(&now, node->left, &value) && (value.none || value.index != SNAPSHOT_NONE);
    return true;
}

static bool evaluate_reachable(Evaluation *self, const GoalNode *node, bool *out) {
    GoalValue value;
    uint32_t index;
    *out = true;
    if (!evaluate(self, node->left, &value)) return false;
    if (value.none) return true;
    *out = false;
    if (value.index == SNAPSHOT_NONE &&
        moment_is_freed(self->moment, value.object.serial, self->moment->since)) {
        return true;
    }
    if (!need_shown(self, node->left, &value, &index)) return false;
    const SnapObject *object = &self->moment->now->objects.items[index];
    *out = object->reachable && !object->dying;
    return true;
}

static const InsideObject *find_judged(const Moment *moment, Handle object) {
    const Inside *inside = moment->inside;
    for (size_t i = 0; inside && inside->collecting && i < inside->objects.count; i++) {
        if (inside->objects.items[i].handle.serial == object.serial) {
            return &inside->objects.items[i];
        }
    }
    return NULL;
}

static double count_objects(const Snapshot *now, const Text *type) {
    double count = 0;
    for (size_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (object->dying) continue;
        count += type ? text_equal(object->type, *type) : !object->reachable;
    }
    return count;
}

static bool has_length(const SnapObject *object) {
    return object->class == OBJECT_SEQUENCE || object->class == OBJECT_MAPPING ||
           object->class == OBJECT_SET || object->class == OBJECT_TEXT;
}

/* Functions of one object of the picture. */
static bool evaluate_about(Evaluation *self, const GoalNode *node, GoalValue *out) {
    GoalValue value;
    uint32_t index;
    if (!evaluate(self, node->left, &value)) return false;
    if (!need_shown(self, node->left, &value, &index)) return false;
    const SnapObject *object = &self->moment->now->objects.items[index];
    Text name = words_for(node->left);
    const InsideObject *judged;
    switch (node->function) {
    case GOAL_CALL_REFCOUNT:
        if (object->shared) {
            return fail(self, node,
                        _("`%.*s` is shared by the interpreter: its refcount means nothing"),
                        SHOWN(name));
        }
        out->number = goal_number_int(object->refcount);
        return true;
    case GOAL_CALL_SIZE: out->number = goal_number_int(object->size); return true;
    case GOAL_CALL_LEN:
        out->number = goal_number_int(object->length);
        return has_length(object) || fail(self, node, _("`%.*s` has no length"), SHOWN(name));
    case GOAL_CALL_TYPE: out->text = object->type; return true;
    case GOAL_CALL_GENERATION:
        out->number = goal_number_int(object->generation);
        return object->generation >= 0 ||
               fail(self, node, _("`%.*s` is in no generation: the collector does not look at it"),
                    SHOWN(name));
    case GOAL_CALL_TRACKED: out->truth = object->tracked; return true;
    case GOAL_CALL_SHARED: out->truth = object->shared; return true;
    default: break;
    }
    judged = find_judged(self->moment, object->handle);
    if (!judged) {
        return fail(self, node, _("no collection looks at `%.*s` at this moment"), SHOWN(name));
    }
    out->number = goal_number_int(judged->gc_refs);
    out->truth = judged->verdict == INSIDE_SUSPECTED;
    return true;
}

static bool evaluate_call(Evaluation *self, const GoalNode *node, GoalValue *out) {
    GoalValue left, right;
    const Snapshot *now = self->moment->now;
    *out = (GoalValue){.type = node->type, .index = SNAPSHOT_NONE};
    switch (node->function) {
    case GOAL_CALL_FREED: return evaluate_freed(self, node, &out->truth);
    case GOAL_CALL_EXISTS: return evaluate_exists(self, node, &out->truth);
    case GOAL_CALL_REACHABLE: return evaluate_reachable(self, node, &out->truth);
    case GOAL_CALL_COUNT:
        out->number = goal_number_int(count_objects(now, &node->text));
        return spend(self, node, objects_of(self));
    case GOAL_CALL_GARBAGE:
        out->number = goal_number_int(count_objects(now, NULL));
        return spend(self, node, objects_of(self));
    case GOAL_CALL_DEPTH:
        out->number = goal_number_int(now->frames.count ? (double)now->frames.count - 1 : 0);
        return true;
    case GOAL_CALL_PRINTED: return evaluate_printed(self, node, &out->truth);
    case GOAL_CALL_IS:
        if (!evaluate(self, node->left, &left) || !evaluate(self, node->right, &right)) {
            return false;
        }
        out->truth = same_object(&left, &right);
        return true;
    default: return evaluate_about(self, node, out);
    }
}

/* ---- operators ---- */

static bool same_value(const GoalValue *a, const GoalValue *b) {
    if (a->type != b->type) return false;
    if (a->type == GOAL_NUMBER) return a->number.value == b->number.value;
    if (a->type == GOAL_TRUTH) return a->truth == b->truth;
    return text_equal(a->text, b->text);
}

static bool evaluate_arithmetic(Evaluation *self, const GoalNode *node, GoalArithmetic operation,
                                GoalNumber a, GoalNumber b, GoalNumber *out) {
    const char *why = goal_number_compute(operation, a, b, out);
    return !why || fail(self, node, "%s", _(why));
}

static bool evaluate_numbers(Evaluation *self, const GoalNode *node, GoalValue *out) {
    GoalNumber a, b, *number = &out->number;
    if (!evaluate_number(self, node->left, &a)) return false;
    if (!evaluate_number(self, node->right, &b)) return false;
    switch (node->op) {
    case GOAL_OP_LESS: out->truth = a.value < b.value; return true;
    case GOAL_OP_LESS_EQUAL: out->truth = a.value <= b.value; return true;
    case GOAL_OP_MORE: out->truth = a.value > b.value; return true;
    case GOAL_OP_MORE_EQUAL: out->truth = a.value >= b.value; return true;
    case GOAL_OP_ADD: return evaluate_arithmetic(self, node, GOAL_ADD, a, b, number);
    case GOAL_OP_SUBTRACT: return evaluate_arithmetic(self, node, GOAL_SUBTRACT, a, b, number);
    case GOAL_OP_DIVIDE: return evaluate_arithmetic(self, node, GOAL_DIVIDE, a, b, number);
    case GOAL_OP_FLOOR_DIVIDE:
        return evaluate_arithmetic(self, node, GOAL_FLOOR_DIVIDE, a, b, number);
    case GOAL_OP_REMAINDER: return evaluate_arithmetic(self, node, GOAL_REMAINDER, a, b, number);
    default: return evaluate_arithmetic(self, node, GOAL_MULTIPLY, a, b, number);
    }
}

static bool evaluate_operator(Evaluation *self, const GoalNode *node, GoalValue *out) {
    GoalValue left, right;
    *out = (GoalValue){.type = node->type, .index = SNAPSHOT_NONE};
    switch (node->op) {
    case GOAL_OP_EQUAL:
    case GOAL_OP_UNEQUAL:
        if (!evaluate_as(self, node->left, &left)) return false;
        if (!evaluate_as(self, node->right, &right)) return false;
        out->truth = same_value(&left, &right) == (node->op == GOAL_OP_EQUAL);
        return true;
    case GOAL_OP_IS:
    case GOAL_OP_IS_NOT:
        if (!evaluate(self, node->left, &left)) return false;
        if (!evaluate(self, node->right, &right)) return false;
        out->truth = same_object(&left, &right) == (node->op == GOAL_OP_IS);
        return true;
    case GOAL_OP_AND:
    case GOAL_OP_OR:
        if (!evaluate_truth(self, node->left, &out->truth)) return false;
        if (out->truth == (node->op == GOAL_OP_OR)) return true;
        return evaluate_truth(self, node->right, &out->truth);
    case GOAL_OP_NOT:
        if (!evaluate_truth(self, node->left, &out->truth)) return false;
        out->truth = !out->truth;
        return true;
    case GOAL_OP_NEGATIVE:
        if (!evaluate_number(self, node->left, &out->number)) return false;
        if (out->number.is_float || out->number.value != 0) out->number.value = -out->number.value;
        return true;
    default: return evaluate_numbers(self, node, out);
    }
}

/* At the moment before. An object keeps its identity, and what it was like then. */
static bool evaluate_before(Evaluation *self, const GoalNode *node, GoalValue *out) {
    if (!self->moment->before) {
        return fail(self, node, _("`before` is known at a reveal and in a task only"));
    }
    Moment moment = *self->moment->before;
    Evaluation then = *self;
    moment.work = self->moment->work;
    moment.since = self->moment->since;
    moment.before = NULL;
    then.moment = &moment;
    if (!evaluate(&then, node->left, out)) return false;
    if (out->type != GOAL_OBJECT || out->none) return true;
    if (!spend(self, node, objects_of(self))) return false;
    const SnapObject *was = described(out, &moment);
    *out = value_of_serial(self->moment, out->object.serial);
    out->was = was;
    return true;
}

static bool evaluate(Evaluation *self, const GoalNode *node, GoalValue *out) {
    *out = (GoalValue){.type = node->type, .index = SNAPSHOT_NONE};
    if (!spend(self, node, node->op == GOAL_OP_IT ? objects_of(self) : 10)) return false;
    switch (node->op) {
    case GOAL_OP_NUMBER: out->number = node->number; return true;
    case GOAL_OP_TEXT: out->text = node->text; return true;
    case GOAL_OP_TRUTH: out->truth = node->truth; return true;
    case GOAL_OP_NONE: out->none = true; return true;
    case GOAL_OP_IT: *out = value_of_serial(self->moment, self->it.serial); return true;
    case GOAL_OP_NAME: return evaluate_name(self, node, out);
    case GOAL_OP_ATTR:
    case GOAL_OP_ITEM:
    case GOAL_OP_DEREF: return evaluate_step(self, node, out);
    case GOAL_OP_CALL: return evaluate_call(self, node, out);
    case GOAL_OP_BEFORE: return evaluate_before(self, node, out);
    default: return evaluate_operator(self, node, out);
    }
}

/* ---- the whole ---- */

bool goal_value(const Goal *goal, const Moment *moment, Handle it, Arena *arena, GoalValue *out,
                GoalFault *fault) {
    uint64_t work = MOMENT_WORK_MAX;
    Moment bounded = *moment;
    if (!bounded.work) bounded.work = &work;
    Evaluation self = {.moment = &bounded, .it = it, .arena = arena, .fault = fault};
    return evaluate(&self, goal->root, out);
}

bool goal_holds(const Goal *goal, const Moment *moment) {
    Arena arena = {0};
    GoalValue value;
    bool holds = goal_value(goal, moment, (Handle){0}, &arena, &value, NULL) && value.truth;
    arena_deinit(&arena);
    return holds;
}

bool goal_find(const Goal *path, const Moment *moment, GoalValue *out) {
    Arena arena = {0};
    Evaluation self = {.moment = moment, .only_now = true, .arena = &arena};
    bool found = path->type == GOAL_OBJECT && evaluate(&self, path->root, out);
    arena_deinit(&arena);
    return found;
}

bool goal_value_equal(const GoalValue *a, const GoalValue *b, const Moment *moment, Arena *arena) {
    const char *why;
    GoalValue left = *a, right = *b;
    if (left.type == GOAL_OBJECT && right.type == GOAL_OBJECT) return same_object(&left, &right);
    if (!as_value(moment, arena, &left, &why)) return false;
    if (!as_value(moment, arena, &right, &why)) return false;
    return same_value(&left, &right);
}

bool goal_value_number(const GoalValue *value, const Moment *moment, GoalNumber *out) {
    Arena arena = {0};
    const char *why;
    GoalValue number = *value;
    bool known = as_value(moment, &arena, &number, &why) && number.type == GOAL_NUMBER;
    if (known) *out = number.number;
    arena_deinit(&arena);
    return known;
}

void goal_value_append(const GoalValue *value, const Moment *moment, TextBuffer *out) {
    switch (value->type) {
    case GOAL_NUMBER: goal_number_append(value->number, out); break;
    case GOAL_TRUTH: text_append_string(out, value->truth ? "True" : "False"); break;
    case GOAL_TEXT: text_append(out, value->text.bytes, value->text.length); break;
    case GOAL_OBJECT: {
        const SnapObject *object = described(value, moment);
        if (object)
            text_append(out, object->repr.bytes, object->repr.length);
        else
            text_append_string(out, value->none ? "None" : _("an object that is gone"));
    }
    }
}
