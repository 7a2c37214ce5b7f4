#include "export/describe.h"

#include "base/translate.h"
#include "export/describe_parts.h"

enum {
    NAMES_TOLD = 8, /* of one frame */
    ITEMS_TOLD = 6, /* of one object */
    CYCLES_TOLD = 3,
    MEMBERS_TOLD = 5, /* of a cycle, of the garbage */
    CALLS_TOLD = 3,   /* the innermost ones, besides the module */
    /* Characters after which a topic gives way to the next. */
    FRAMES_MOST = 700,
    GROUPS_MOST = 1000,
    OBJECTS_MOST = DESCRIBE_CHARACTERS - 40 /* room to say how many are left */
};

/* Neither code nor what it needs: the pictures are about these, and they are told first. */
static bool is_plain(const SnapObject *object) {
    return object->class != OBJECT_CLASS && object->class != OBJECT_FUNCTION &&
           object->class != OBJECT_MODULE && object->class != OBJECT_CELL;
}

/* ---- lists within a sentence ---- */

static void put_separator(TextBuffer *sentence, uint32_t *told, const char *separator) {
    if ((*told)++) text_append_string(sentence, separator);
}

static void put_rest(TextBuffer *sentence, uint32_t *told, uint32_t rest) {
    if (!rest) return;
    put_separator(sentence, told, "; ");
    text_appendf(sentence, _("and %u more"), rest);
}

/* "x is 10", "[0] refers to Node bob": `holder` names the place. */
static void put_held(Description *description, const char *holder, uint32_t object, bool weak) {
    const SnapObject *self = &description->now->objects.items[object];
    TextBuffer *sentence = &description->sentence;
    if (self->small) {
        text_appendf(sentence, _("%s is %.*s"), holder, (int)self->repr.length, self->repr.bytes);
        return;
    }
    TextBuffer name = {0};
    describe_name(description, object, &name);
    if (weak)
        text_appendf(sentence, _("refers weakly to %s"), text_cstr(&name));
    else
        text_appendf(sentence, _("%s refers to %s"), holder, text_cstr(&name));
    text_deinit(&name);
}

/* ---- frames ---- */

/* What is called by its own name: `f` that is "function f". */
static bool says_its_name(const SnapObject *object, Text name) {
    Text title = object->title;
    return !is_plain(object) && title.length > name.length &&
           title.bytes[title.length - name.length - 1] == ' ' &&
           text_equal((Text){title.bytes + title.length - name.length, name.length}, name);
}

static void put_variable(Description *description, const SnapVariable *variable) {
    const SnapObject *objects = description->now->objects.items;
    TextBuffer name = {0};
    text_append(&name, variable->name.bytes, variable->name.length);
    if (variable->object == SNAPSHOT_NONE)
        text_appendf(&description->sentence, _("%s is not bound"), text_cstr(&name));
    else if (says_its_name(&objects[variable->object], variable->name))
        describe_name(description, variable->object, &description->sentence);
    else
        put_held(description, text_cstr(&name), variable->object, false);
    text_deinit(&name);
}

static void begin_frame(TextBuffer *sentence, const SnapFrame *frame) {
    int length = (int)frame->name.length;
    const char *name = frame->name.bytes;
    if (frame->below)
        text_appendf(sentence, _("A call of %.*s that never goes on, in line %u: "), length, name,
                     frame->line);
    else if (frame->module && !frame->line)
        text_append_string(sentence, _("The module: "));
    else if (frame->module && frame->running)
        text_appendf(sentence, _("The module, at line %u: "), frame->line);
    else if (frame->module)
        text_appendf(sentence, _("The module, waiting in line %u: "), frame->line);
    else if (frame->running)
        text_appendf(sentence, _("A call of %.*s, at line %u: "), length, name, frame->line);
    else
        text_appendf(sentence, _("A call of %.*s, waiting in line %u: "), length, name,
                     frame->line);
}

static void tell_frame(Description *description, const SnapFrame *frame) {
    const Snapshot *now = description->now;
    TextBuffer *sentence = &description->sentence;
    uint32_t told = 0;
    begin_frame(sentence, frame);
    for (uint32_t i = 0; i < frame->variable_count && i < NAMES_TOLD; i++) {
        put_separator(sentence, &told, "; ");
        put_variable(description, &now->variables.items[frame->first_variable + i]);
    }
    if (frame->variable_count > NAMES_TOLD) {
        put_rest(sentence, &told, frame->variable_count - NAMES_TOLD);
    }
    if (!told) text_append_string(sentence, _("no names"));
    text_append_char(sentence, '.');
    describe_put(description, FRAMES_MOST);
}

static void tell_frames(Description *description) {
    size_t count = description->now->frames.count;
    for (size_t i = 0; i < count; i++) {
        size_t left = count - i;
        if (i > 0 && left > CALLS_TOLD) {
            uint32_t skipped = (uint32_t)left - CALLS_TOLD;
            text_appendf(&description->sentence,
                         translate_many("%u more call waits.", "%u more calls wait.", skipped),
                         skipped);
            describe_put(description, FRAMES_MOST);
            i += skipped - 1;
            continue;
        }
        tell_frame(description, &description->now->frames.items[i]);
    }
    if (!count) {
        text_append_string(&description->sentence, _("Nothing runs."));
        describe_put(description, FRAMES_MOST);
    }
}

/* ---- cycles and garbage ---- */

/* "Node ada, Node bob; and 3 more" */
static void put_members(Description *description, const uint32_t *members, uint32_t count) {
    uint32_t told = 0;
    for (uint32_t i = 0; i < count && i < MEMBERS_TOLD; i++) {
        put_separator(&description->sentence, &told, ", ");
        describe_name(description, members[i], &description->sentence);
    }
    if (count > MEMBERS_TOLD) put_rest(&description->sentence, &told, count - MEMBERS_TOLD);
}

static void tell_cycle(Description *description, const uint32_t *members, uint32_t count) {
    TextBuffer *sentence = &description->sentence;
    if (count == 1) {
        TextBuffer name = {0};
        describe_name(description, members[0], &name);
        text_appendf(sentence, _("A cycle: %s refers to itself."), text_cstr(&name));
        text_deinit(&name);
    } else {
        text_appendf(sentence,
                     translate_many("A cycle of %u object: ", "A cycle of %u objects: ", count),
                     count);
        put_members(description, members, count);
        text_append_char(sentence, '.');
    }
    describe_put(description, GROUPS_MOST);
}

static void tell_cycles(Description *description) {
    ObjectCycles cycles;
    describe_cycles_find(description->now, &cycles);
    uint32_t count = (uint32_t)cycles.ends.count;
    for (uint32_t i = 0; i < count && i < CYCLES_TOLD; i++) {
        uint32_t first = i ? cycles.ends.items[i - 1] : 0;
        tell_cycle(description, cycles.members.items + first, cycles.ends.items[i] - first);
    }
    if (count > CYCLES_TOLD) {
        uint32_t more = count - CYCLES_TOLD;
        text_appendf(&description->sentence,
                     translate_many("There is %u more cycle.", "There are %u more cycles.", more),
                     more);
        describe_put(description, GROUPS_MOST);
    }
    describe_cycles_deinit(&cycles);
}

static void tell_garbage(Description *description) {
    const Snapshot *now = description->now;
    Array(uint32_t) garbage = {0};
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (!object->reachable && !object->small && !object->shared && !object->apart)
            array_push(&garbage, i);
    }
    uint32_t count = (uint32_t)garbage.count;
    if (count) {
        text_appendf(&description->sentence,
                     translate_many("No path leads from the stack to %u object: ",
                                    "No path leads from the stack to %u objects: ", count),
                     count);
        put_members(description, garbage.items, count);
        text_append_char(&description->sentence, '.');
        describe_put(description, GROUPS_MOST);
    }
    array_deinit(&garbage);
}

/* ---- objects ---- */

/* ", refcount 4 (2 from constants of <module>; 1 from the parser)" */
static void put_count(Description *description, const SnapObject *object) {
    const Snapshot *now = description->now;
    TextBuffer *sentence = &description->sentence;
    uint32_t told = 0;
    if (object->shared) {
        text_append_string(sentence, _(", shared by the interpreter"));
        return;
    }
    text_appendf(sentence, _(", refcount %u"), object->refcount);
    if (!object->hidden_count || !is_plain(object)) return;
    text_append_string(sentence, " (");
    for (uint32_t i = 0; i < object->hidden_count; i++) {
        const SnapHidden *hidden = &now->hidden.items[object->first_hidden + i];
        put_separator(sentence, &told, "; ");
        text_appendf(sentence, _("%u from %.*s"), hidden->count, (int)hidden->holder.length,
                     hidden->holder.bytes);
    }
    text_append_char(sentence, ')');
}

static void put_reference(Description *description, const SnapReference *reference,
                          uint32_t *told) {
    const Snapshot *now = description->now;
    TextBuffer place = {0};
    put_separator(&description->sentence, told, "; ");
    snapshot_append_slot(reference, false, &place);
    put_held(description, text_cstr(&place), reference->target, reference->weak);
    if (reference->slot == SNAP_KEY && reference->key_object != SNAPSHOT_NONE &&
        !now->objects.items[reference->key_object].small) {
        text_clear(&place);
        snapshot_append_slot(reference, true, &place);
        put_separator(&description->sentence, told, "; ");
        put_held(description, text_cstr(&place), reference->key_object, false);
    }
    text_deinit(&place);
}

static bool is_container(const SnapObject *object) {
    return object->class == OBJECT_SEQUENCE || object->class == OBJECT_MAPPING ||
           object->class == OBJECT_SET;
}

static void put_content(Description *description, const SnapObject *object) {
    TextBuffer *sentence = &description->sentence;
    uint32_t told = 0, count = object->reference_count;
    if (object->state.length) {
        text_appendf(sentence, ", %.*s", (int)object->state.length, object->state.bytes);
    }
    if (!count && is_container(object) && !object->length) {
        text_append_string(sentence, _(", empty"));
    } else if (!count && (object->class == OBJECT_TEXT || object->class == OBJECT_OTHER)) {
        text_appendf(sentence, ": %.*s", (int)object->repr.length, object->repr.bytes);
    }
    if (count) text_append_string(sentence, ": ");
    for (uint32_t i = 0; i < count && i < ITEMS_TOLD; i++) {
        put_reference(description, &description->now->references.items[object->first_reference + i],
                      &told);
    }
    put_rest(sentence, &told, (count > ITEMS_TOLD ? count - ITEMS_TOLD : 0) + object->more);
}

static bool tell_object(Description *description, uint32_t number) {
    const SnapObject *object = &description->now->objects.items[number];
    describe_name(description, number, &description->sentence);
    put_count(description, object);
    if (object->dying) text_append_string(&description->sentence, _(", being freed"));
    put_content(description, object);
    text_append_char(&description->sentence, '.');
    return describe_put(description, OBJECTS_MOST);
}

static bool is_told(const SnapObject *object) {
    return !object->small && object->class != OBJECT_MODULE &&
           !(object->shared && object->class != OBJECT_SEQUENCE);
}

static void tell_objects(Description *description) {
    const Snapshot *now = description->now;
    uint32_t left = 0;
    for (int plain = 1; plain >= 0; plain--) {
        for (uint32_t i = 0; i < now->objects.count; i++) {
            const SnapObject *object = &now->objects.items[i];
            if (!is_told(object) || is_plain(object) != plain) continue;
            if (left || !tell_object(description, i)) left++;
        }
    }
    if (!left) return;
    text_appendf(&description->sentence,
                 translate_many("There is %u more object.", "There are %u more objects.", left),
                 left);
    describe_put(description, DESCRIBE_CHARACTERS);
}

void describe_stop(const Snapshot *now, TextBuffer *out) {
    Description description = {
        .now = now, .paths = object_paths_find(now), .out = out, .start = out->length};
    tell_frames(&description);
    tell_garbage(&description);
    tell_cycles(&description);
    tell_objects(&description);
    object_paths_deinit(&description.paths);
    array_deinit(&description.numbered);
    text_deinit(&description.sentence);
}
