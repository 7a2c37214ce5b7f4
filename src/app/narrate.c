#include "app/narrate.h"

#include "app/app_state.h"
#include "app/label_list.h"
#include "base/translate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CHANGES_TOLD = 3 };

/* Worth telling: not a number or a short string, and not what the interpreter shares. */
static bool is_told(const SnapObject *object) {
    return !object->shared && !object->library && !object->small &&
           object->class != OBJECT_MODULE && object->class != OBJECT_CELL;
}

void narration_add(StepNarration *narration, const char *format, ...) {
    size_t length = strlen(narration->text);
    va_list args;
    va_start(args, format);
    vsnprintf(narration->text + length, sizeof narration->text - length, format, args);
    va_end(args);
}

static void tell_frames(App *app, StepNarration *narration) {
    const Snapshot *now = &app->now_shown, *before = &app->before_shown;
    size_t depth = now->frames.count, was = before->frames.count;
    if (depth > was) {
        Text name = array_last(&now->frames).name;
        narration_add(narration, _("%.*s was called: its frame is pushed. "), (int)name.length,
                      name.bytes);
    }
    if (depth < was) {
        Text name = array_last(&before->frames).name;
        narration_add(narration, _("%.*s has ended: its frame and names are gone. "),
                      (int)name.length, name.bytes);
    }
}

/* ---- what was bound ---- */

/* "list a", "a new list", "4": what a name or slot refers to; `known` is the name itself. */
static void append_object(const App *app, const Snapshot *snapshot, uint32_t object, Text known,
                          TextBuffer *out) {
    const SnapObject *self = &snapshot->objects.items[object];
    if (self->small || self->shared || self->class == OBJECT_MODULE) {
        Text text =
            self->class == OBJECT_MODULE || self->class == OBJECT_CLASS ? self->title : self->repr;
        text_append(out, text.bytes, text.length);
        return;
    }
    if (snapshot == &app->now_shown &&
        snapshot_find(&app->before_shown, self->handle) == SNAPSHOT_NONE) {
        text_appendf(out, _("a new %.*s"), (int)self->title.length, self->title.bytes);
        return;
    }
    app_other_label(app, snapshot, object, known, out);
}

/* "b", "[1] of list a", "bob.peer" as ".peer of Node bob". */
static void append_place(const App *app, const SnapChange *change, TextBuffer *out) {
    const Snapshot *side =
        change->reference == SNAPSHOT_NONE ? &app->before_shown : &app->now_shown;
    int length = (int)change->label.length;
    const char *label = change->label.bytes;
    if (change->frame != SNAPSHOT_NONE) {
        text_append(out, label, change->label.length);
        return;
    }
    TextBuffer slot = {0}, holder = {0};
    append_object(app, side, change->holder, (Text){"", 0}, &holder);
    switch (change->slot) {
    case SNAP_INDEX: text_appendf(&slot, "[%u]", change->number); break;
    case SNAP_KEY: text_appendf(&slot, "[%.*s]", length, label); break;
    case SNAP_NAME: text_appendf(&slot, ".%.*s", length, label); break;
    case SNAP_MEMBER: break;
    }
    if (change->slot == SNAP_MEMBER) {
        text_appendf(out, _("a member of %s"), text_cstr(&holder));
    } else {
        /* Translators: a place and what it is in: "[1] of list a". */
        text_appendf(out, _("%s of %s"), text_cstr(&slot), text_cstr(&holder));
    }
    text_deinit(&slot);
    text_deinit(&holder);
}

static bool is_binding(const SnapChange *change) {
    return !change->weak && (change->kind == CHANGE_BOUND || change->kind == CHANGE_REBOUND ||
                             change->kind == CHANGE_UNBOUND);
}

static void tell_binding(App *app, StepNarration *narration, const SnapChange *change) {
    TextBuffer place = {0}, object = {0};
    append_place(app, change, &place);
    if (change->is == SNAPSHOT_NONE) {
        narration_add(narration,
                      change->frame != SNAPSHOT_NONE ? _("%s: the name is gone. ")
                                                     : _("%s is gone. "),
                      text_cstr(&place));
    } else {
        Text own = change->frame != SNAPSHOT_NONE ? change->label : (Text){"", 0};
        append_object(app, &app->now_shown, change->is, own, &object);
        /* Translators: a name, attribute or item, and an object. */
        narration_add(narration,
                      change->kind == CHANGE_BOUND ? _("%s refers to %s. ")
                                                   : _("%s now refers to %s. "),
                      text_cstr(&place), text_cstr(&object));
    }
    text_deinit(&place);
    text_deinit(&object);
}

static void tell_bindings(App *app, StepNarration *narration) {
    const SnapChanges *changes = scene_changes(app->scene);
    uint32_t told = 0, count = 0;
    for (size_t i = 0; i < changes->items.count; i++) {
        const SnapChange *change = &changes->items.items[i];
        if (!is_binding(change) || count++ >= CHANGES_TOLD) continue;
        tell_binding(app, narration, change);
        told++;
    }
    if (count > told) {
        uint32_t more = count - told;
        narration_add(narration,
                      translate_many("%u more have changed. ", "%u more have changed. ", more),
                      more);
    }
}

/* Whether a binding that was told says that the object is new. */
static bool is_bound_new(const App *app, uint32_t object) {
    const SnapChanges *changes = scene_changes(app->scene);
    uint32_t count = 0;
    for (size_t i = 0; i < changes->items.count && count < CHANGES_TOLD; i++) {
        const SnapChange *change = &changes->items.items[i];
        if (!is_binding(change)) continue;
        count++;
        if (change->is == object) return true;
    }
    return false;
}

/* ---- births, deaths, counts ---- */

static void tell_births(App *app, StepNarration *narration) {
    const Snapshot *now = &app->now_shown;
    LabelList born = {0};
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (!is_told(object) || is_bound_new(app, i)) continue;
        if (snapshot_find(&app->before_shown, object->handle) != SNAPSHOT_NONE) continue;
        label_list_add(&born, app, now, i);
    }
    if (born.count) narration_add(narration, _("New: %s. "), label_list_text(&born));
    label_list_deinit(&born);
}

static void tell_deaths(App *app, StepNarration *narration) {
    const Snapshot *before = &app->before_shown;
    LabelList freed = {0};
    for (uint32_t i = 0; i < before->objects.count; i++) {
        const SnapObject *object = &before->objects.items[i];
        if (!is_told(object)) continue;
        if (snapshot_find(&app->now_shown, object->handle) != SNAPSHOT_NONE) continue;
        label_list_add(&freed, app, before, i);
    }
    if (freed.count) {
        narration_add(narration,
                      translate_many("%s is freed: its last reference is gone. ",
                                     "%s are freed: their last references are gone. ", freed.count),
                      label_list_text(&freed));
    }
    label_list_deinit(&freed);
}

static void tell_counts(App *app, StepNarration *narration) {
    const Snapshot *now = &app->now_shown;
    uint32_t told = 0;
    TextBuffer list = {0};
    for (uint32_t i = 0; i < now->objects.count && told < CHANGES_TOLD; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (!is_told(object)) continue;
        uint32_t old = snapshot_find(&app->before_shown, object->handle);
        if (old == SNAPSHOT_NONE) continue;
        uint32_t was = app->before_shown.objects.items[old].refcount;
        if (was == object->refcount) continue;
        TextBuffer label = {0};
        app_object_label(app, now, i, &label);
        /* Translators: between the parts of a list of refcounts. */
        if (told++) text_append_string(&list, _("; "));
        text_appendf(&list, _("%s: refcount %u \xE2\x86\x92 %u"), text_cstr(&label), was,
                     object->refcount);
        text_deinit(&label);
    }
    if (told) narration_add(narration, "%s. ", text_cstr(&list));
    text_deinit(&list);
}

/* What no name leads to any more, but is not freed: cycles. */
static void tell_lost(App *app, StepNarration *narration) {
    const Snapshot *now = &app->now_shown;
    LabelList lost = {0};
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (object->reachable || !is_told(object)) continue;
        uint32_t old = snapshot_find(&app->before_shown, object->handle);
        if (old == SNAPSHOT_NONE || !app->before_shown.objects.items[old].reachable) continue;
        label_list_add(&lost, app, now, i);
    }
    if (lost.count) {
        narration_add(narration,
                      translate_many(
                          "%s has no path from the stack: references among themselves keep it. ",
                          "%s have no path from the stack: references among themselves keep them. ",
                          lost.count),
                      label_list_text(&lost));
    }
    label_list_deinit(&lost);
}

static void tell_collections(App *app, StepNarration *narration) {
    uint32_t count;
    const TimelineEvent *events =
        timeline_events(app->timeline, timeline_position(app->timeline), &count);
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind != HEAP_COLLECTION_BEGAN) continue;
        bool ended = !timeline_is_collecting(app->timeline, timeline_position(app->timeline));
        narration_add(narration, "%s",
                      ended ? _("The cycle collector ran; Shift+\xE2\x86\x90 looks inside. ")
                            : _("The cycle collector has begun, and calls Python code; "
                                "Shift+\xE2\x86\x90 looks inside. "));
        return;
    }
}

/* A step of which nothing but its output is seen. */
static void tell_output(App *app, StepNarration *narration) {
    Text fresh = {text_cstr(&app->output.text) + app->output.fresh,
                  app->output.text.length - app->output.fresh};
    Text line;
    bool printed = text_next_line(&fresh, &line) && line.length > 0 && !fresh.length;
    if (printed && line.length <= 60) {
        narration_add(narration, _("It printed %.*s. "), (int)line.length, line.bytes);
    } else if (printed || fresh.length) {
        narration_add(narration, _("It printed what the output shows. "));
    } else {
        narration_add(narration, _("Nothing on screen has changed. "));
    }
}

void narrate(App *app) {
    StepNarration *narration = &app->narration;
    uint32_t stop = timeline_position(app->timeline);
    *narration = (StepNarration){0};
    if (timeline_outcome(app->timeline)->result == RUN_SYNTAX && stop == 1) {
        snprintf(narration->title, sizeof narration->title, "%s", _("Nothing was run"));
        narration_add(narration, _("Python cannot read this script; the message says where."));
        return;
    }
    const TimelineOutcome *outcome = timeline_outcome(app->timeline);
    bool asks = outcome->waiting && stop == outcome->stop;
    if (stop == 1) {
        snprintf(narration->title, sizeof narration->title, "%s", _("Before the first line"));
        narration_add(
            narration, "%s",
            asks ? _("Only the module's frame is there. The marked line waits for an answer.")
                 : _("Only the module's frame is there. The marked line runs next."));
        return;
    }
    uint32_t line = timeline_line(app->timeline, stop - 1);
    const char *text = timeline_statement(app->timeline, stop);
    if (text) {
        size_t first = strcspn(text, "\n"); /* the first of a block */
        snprintf(narration->title, sizeof narration->title, "%.*s%s", (int)first, text,
                 text[first] ? " ..." : "");
    } else if (line == 0) {
        snprintf(narration->title, sizeof narration->title, "%s", _("After the statement"));
    } else {
        snprintf(narration->title, sizeof narration->title, _("Line %u has run"), line);
    }
    tell_frames(app, narration);
    tell_collections(app, narration);
    tell_bindings(app, narration);
    tell_deaths(app, narration);
    tell_lost(app, narration);
    tell_births(app, narration);
    tell_counts(app, narration);
    if (!narration->text[0]) tell_output(app, narration);
    if (asks) {
        narration_add(narration, _("The marked line waits for an answer. "));
    } else if (stop == outcome->stop && app->problem.length == 0) {
        narration_add(narration, _("This is the end of the script. "));
    }
    if (timeline_can_resume(app->timeline)) {
        narration_add(narration,
                      _("Stepping on runs the script from its marked line with this change. "));
    } else if (timeline_is_frozen(app->timeline, stop)) {
        narration_add(narration,
                      _("The calls that wait here hold what they hold, and never go on. "));
    }
}
