/* What a step did, in a sentence or two: calls, births, deaths, refcounts that changed. */
#include "app/app_state.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CHANGES_TOLD = 3 };

/* Worth telling: not a number or a short string, and not what the interpreter shares. */
static bool is_told(const SnapObject *object) {
    return !object->shared && !object->small && object->class != OBJECT_MODULE &&
           object->class != OBJECT_CELL;
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
        narration_add(narration, "%.*s was called: its frame is pushed. ", (int)name.length,
                      name.bytes);
    }
    if (depth < was) {
        Text name = array_last(&before->frames).name;
        narration_add(narration, "%.*s has ended: its frame and names are gone. ", (int)name.length,
                      name.bytes);
    }
}

/* ---- what was bound ---- */

/* "list a", "a new list", "4": what a name or slot refers to; `known` is the name itself. */
static void tell_object(App *app, StepNarration *narration, const Snapshot *snapshot,
                        uint32_t object, Text known) {
    const SnapObject *self = &snapshot->objects.items[object];
    if (self->small || self->shared || self->class == OBJECT_MODULE) {
        Text text =
            self->class == OBJECT_MODULE || self->class == OBJECT_CLASS ? self->title : self->repr;
        narration_add(narration, "%.*s", (int)text.length, text.bytes);
        return;
    }
    if (snapshot == &app->now_shown &&
        snapshot_find(&app->before_shown, self->handle) == SNAPSHOT_NONE) {
        narration_add(narration, "a new %.*s", (int)self->title.length, self->title.bytes);
        return;
    }
    TextBuffer label = {0};
    app_other_label(app, snapshot, object, known, &label);
    narration_add(narration, "%s", text_cstr(&label));
    text_deinit(&label);
}

/* "b", "[1] of list a", "bob.peer" as ".peer of Node bob". */
static void tell_place(App *app, StepNarration *narration, const SnapChange *change) {
    const Snapshot *side =
        change->reference == SNAPSHOT_NONE ? &app->before_shown : &app->now_shown;
    int length = (int)change->label.length;
    const char *label = change->label.bytes;
    if (change->frame != SNAPSHOT_NONE) {
        narration_add(narration, "%.*s", length, label);
        return;
    }
    switch (change->slot) {
    case SNAP_INDEX: narration_add(narration, "[%u]", change->number); break;
    case SNAP_MEMBER: narration_add(narration, "a member"); break;
    case SNAP_KEY: narration_add(narration, "[%.*s]", length, label); break;
    case SNAP_NAME: narration_add(narration, ".%.*s", length, label); break;
    }
    narration_add(narration, " of ");
    tell_object(app, narration, side, change->holder, (Text){"", 0});
}

static bool is_binding(const SnapChange *change) {
    return !change->weak && (change->kind == CHANGE_BOUND || change->kind == CHANGE_REBOUND ||
                             change->kind == CHANGE_UNBOUND);
}

static void tell_binding(App *app, StepNarration *narration, const SnapChange *change) {
    tell_place(app, narration, change);
    if (change->is == SNAPSHOT_NONE) {
        narration_add(narration,
                      change->frame != SNAPSHOT_NONE ? ": the name is gone. " : " is gone. ");
        return;
    }
    narration_add(narration, change->kind == CHANGE_BOUND ? " refers to " : " now refers to ");
    Text own = change->frame != SNAPSHOT_NONE ? change->label : (Text){"", 0};
    tell_object(app, narration, &app->now_shown, change->is, own);
    narration_add(narration, ". ");
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
    if (count > told) narration_add(narration, "%u more have changed. ", count - told);
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
    uint32_t told = 0, born = 0;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (!is_told(object) || is_bound_new(app, i)) continue;
        if (snapshot_find(&app->before_shown, object->handle) != SNAPSHOT_NONE) continue;
        born++;
        if (told >= CHANGES_TOLD) continue;
        TextBuffer label = {0};
        app_object_label(app, now, i, &label);
        narration_add(narration, "%s%s", told ? ", " : "New: ", text_cstr(&label));
        told++;
        text_deinit(&label);
    }
    if (born > told) narration_add(narration, " and %u more", born - told);
    if (born) narration_add(narration, ". ");
}

static void tell_deaths(App *app, StepNarration *narration) {
    const Snapshot *before = &app->before_shown;
    uint32_t told = 0, freed = 0;
    for (uint32_t i = 0; i < before->objects.count; i++) {
        const SnapObject *object = &before->objects.items[i];
        if (!is_told(object)) continue;
        if (snapshot_find(&app->now_shown, object->handle) != SNAPSHOT_NONE) continue;
        freed++;
        if (told >= CHANGES_TOLD) continue;
        TextBuffer label = {0};
        app_object_label(app, before, i, &label);
        narration_add(narration, "%s%s", told ? ", " : "", text_cstr(&label));
        told++;
        text_deinit(&label);
    }
    if (freed > told) narration_add(narration, " and %u more", freed - told);
    if (freed == 1) narration_add(narration, " is freed: its last reference is gone. ");
    if (freed > 1) narration_add(narration, " are freed: their last references are gone. ");
}

static void tell_counts(App *app, StepNarration *narration) {
    const Snapshot *now = &app->now_shown;
    uint32_t told = 0;
    for (uint32_t i = 0; i < now->objects.count && told < CHANGES_TOLD; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (!is_told(object)) continue;
        uint32_t old = snapshot_find(&app->before_shown, object->handle);
        if (old == SNAPSHOT_NONE) continue;
        uint32_t was = app->before_shown.objects.items[old].refcount;
        if (was == object->refcount) continue;
        TextBuffer label = {0};
        app_object_label(app, now, i, &label);
        narration_add(narration, "%s%s: refcount %u \xE2\x86\x92 %u", told ? "; " : "",
                      text_cstr(&label), was, object->refcount);
        told++;
        text_deinit(&label);
    }
    if (told) narration_add(narration, ". ");
}

/* What no name leads to any more, but is not freed: cycles. */
static void tell_lost(App *app, StepNarration *narration) {
    const Snapshot *now = &app->now_shown;
    uint32_t told = 0, lost = 0;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (object->reachable || !is_told(object)) continue;
        uint32_t old = snapshot_find(&app->before_shown, object->handle);
        if (old == SNAPSHOT_NONE || !app->before_shown.objects.items[old].reachable) continue;
        lost++;
        if (told >= CHANGES_TOLD) continue;
        TextBuffer label = {0};
        app_object_label(app, now, i, &label);
        narration_add(narration, "%s%s", told ? ", " : "", text_cstr(&label));
        told++;
        text_deinit(&label);
    }
    if (lost > told) narration_add(narration, " and %u more", lost - told);
    if (lost) {
        narration_add(narration,
                      " %s no path from the stack: references among themselves keep %s. ",
                      lost == 1 ? "has" : "have", lost == 1 ? "it" : "them");
    }
}

static void tell_collections(App *app, StepNarration *narration) {
    uint32_t count;
    const TimelineEvent *events =
        timeline_events(app->timeline, timeline_position(app->timeline), &count);
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind != HEAP_COLLECTION_BEGAN) continue;
        bool ended = !timeline_is_collecting(app->timeline, timeline_position(app->timeline));
        narration_add(narration, "The cycle collector %s; Shift+\xE2\x86\x90 looks inside. ",
                      ended ? "ran" : "has begun, and calls Python code");
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
        narration_add(narration, "It printed %.*s. ", (int)line.length, line.bytes);
    } else if (printed || fresh.length) {
        narration_add(narration, "It printed what the output shows. ");
    } else {
        narration_add(narration, "Nothing on screen has changed. ");
    }
}

void narrate(App *app) {
    StepNarration *narration = &app->narration;
    uint32_t stop = timeline_position(app->timeline);
    *narration = (StepNarration){0};
    if (timeline_outcome(app->timeline)->result == RUN_SYNTAX && stop == 1) {
        snprintf(narration->title, sizeof narration->title, "Nothing was run");
        narration_add(narration, "Python cannot read this script; the message says where.");
        return;
    }
    const TimelineOutcome *outcome = timeline_outcome(app->timeline);
    bool asks = outcome->waiting && stop == outcome->stop;
    if (stop == 1) {
        snprintf(narration->title, sizeof narration->title, "Before the first line");
        narration_add(narration, "Only the module's frame is there. The marked line %s",
                      asks ? "waits for an answer." : "runs next.");
        return;
    }
    uint32_t line = timeline_line(app->timeline, stop - 1);
    const char *text = timeline_statement(app->timeline, stop);
    if (text) {
        size_t first = strcspn(text, "\n"); /* the first of a block */
        snprintf(narration->title, sizeof narration->title, "%.*s%s", (int)first, text,
                 text[first] ? " ..." : "");
    } else if (line == 0) {
        snprintf(narration->title, sizeof narration->title, "After the statement");
    } else {
        snprintf(narration->title, sizeof narration->title, "Line %u has run", line);
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
        narration_add(narration, "The marked line waits for an answer. ");
    } else if (stop == outcome->stop && app->problem.length == 0) {
        narration_add(narration, "This is the end of the script. ");
    }
    if (timeline_can_resume(app->timeline)) {
        narration_add(narration,
                      "Stepping on runs the script from its marked line with this change. ");
    } else if (timeline_is_frozen(app->timeline, stop)) {
        narration_add(narration, "The calls that wait here hold what they hold, and never go on. ");
    }
}
