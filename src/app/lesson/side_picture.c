#include "app/lesson/side_picture.h"

#include "app/lesson/side_words.h"
#include "base/translate.h"

/* ---- the moment ---- */

static bool take_snapshots(SidePicture *picture) {
    Timeline *timeline = picture->run->timeline;
    LessonStop at = picture->stop;
    uint32_t position = timeline_position(timeline), before = at.stop - 1;
    if (at.inside) {
        if (!inside_look(timeline, at.stop, at.at, picture->detail, &picture->inside)) return false;
        picture->now = picture->inside.now;
        picture->inside.now = (Snapshot){0};
    } else {
        timeline_seek(timeline, at.stop);
        snapshot_build(&picture->now, timeline_vm(timeline), picture->detail);
        inside_look_at_line(timeline, &picture->inside);
    }
    picture->has_before = before > 0;
    if (picture->has_before) {
        timeline_seek(timeline, before);
        snapshot_build(&picture->before, timeline_vm(timeline), picture->detail);
    }
    timeline_seek(timeline, position);
    return true;
}

static bool looks_inside(const SidePicture *picture) {
    return picture->stop.inside || picture->inside.collecting;
}

static Handle find_object(const SidePicture *picture, const Goal *goal) {
    Moment moment = {.timeline = picture->run->timeline,
                     .stop = picture->stop,
                     .now = &picture->now,
                     .inside = looks_inside(picture) ? &picture->inside : NULL,
                     .names = &picture->run->names};
    Arena arena = {0};
    GoalValue value;
    bool found = goal->root && goal_value(goal, &moment, (Handle){0}, &arena, &value, NULL) &&
                 value.type == GOAL_OBJECT && value.index != SNAPSHOT_NONE;
    arena_deinit(&arena);
    return found ? value.object : (Handle){0};
}

/* ---- what is told of the object in focus ---- */

/* Counts what the object's references lead to, itself not. A weak reference leads nowhere. */
static void count_reached(const Snapshot *now, uint32_t from, SideFacts *facts) {
    bool *known = memory_alloc(sizeof *known * now->objects.count);
    Array(uint32_t) open = {0};
    array_push(&open, from);
    known[from] = true;
    while (open.count) {
        const SnapObject *object = &now->objects.items[array_pop(&open)];
        facts->more = facts->more || object->more;
        for (uint32_t i = 0; i < object->reference_count; i++) {
            const SnapReference *reference = &now->references.items[object->first_reference + i];
            uint32_t next[] = {reference->target, reference->key_object};
            for (int j = 0; j < 2 && !reference->weak; j++) {
                if (next[j] == SNAPSHOT_NONE || known[next[j]]) continue;
                known[next[j]] = true;
                facts->leads++;
                array_push(&open, next[j]);
            }
        }
    }
    array_deinit(&open);
    memory_free(known);
}

static void find_facts(SidePicture *picture) {
    uint32_t index = snapshot_find(&picture->now, picture->focus);
    picture->facts = (SideFacts){0};
    if (index == SNAPSHOT_NONE) return;
    const SnapObject *object = &picture->now.objects.items[index];
    picture->facts.refcount = object->refcount;
    picture->facts.shared = object->shared;
    picture->facts.size = object->size;
    count_reached(&picture->now, index, &picture->facts);
}

/* ---- the whole ---- */

static void forget_moment(SidePicture *picture) {
    scene_destroy(picture->scene);
    picture->scene = NULL;
    snapshot_deinit(&picture->now);
    if (picture->has_before) snapshot_deinit(&picture->before);
    picture->has_before = false;
    inside_deinit(&picture->inside);
    text_clear(&picture->words);
    text_clear(&picture->code);
    text_clear(&picture->wrong);
}

void side_picture_look(SidePicture *picture, const LessonRun *run, SnapshotDetail detail,
                       Text lesson, const char *name) {
    Error error;
    forget_moment(picture);
    picture->run = run;
    picture->detail = detail;
    picture->state = SIDE_WRONG;
    if (!anchor_find(run, &picture->side->at, (LessonStop){0}, &picture->stop, &error)) {
        text_appendf(&picture->wrong, "%s:%u: %s", name,
                     side_line_of(lesson, picture->side->at.offset), error.message);
        return;
    }
    if (!take_snapshots(picture)) {
        text_append_string(&picture->wrong, _("This moment cannot be looked at."));
        return;
    }
    picture->state = SIDE_SHOWN;
    picture->focus = find_object(picture, &picture->side->focus);
    find_facts(picture);
    side_tell_moment(run, &picture->side->at, picture->stop, &picture->words, &picture->code);
}

bool side_picture_is_part(const SidePicture *picture, const LessonShow *show) {
    return picture->side->only_count > 0 || show->only_from.root;
}

static void set_scene(Scene *scene, const SidePicture *shown, SceneOptions options) {
    uint32_t stop = shown->stop.stop - (shown->stop.inside ? 1 : 0);
    if (shown->has_before) {
        scene_set_inside(scene, NULL);
        scene_set_names(scene, &shown->run->names, shown->stop.stop - 1);
        scene_set(scene, &shown->before, NULL, options);
    }
    scene_set_inside(scene, looks_inside(shown) ? &shown->inside : NULL);
    scene_set_names(scene, &shown->run->names, stop);
    scene_set(scene, &shown->now, shown->has_before ? &shown->before : NULL, options);
}

void side_picture_place(SidePicture *picture, const SidePicture *first, const TextMeasure *measure,
                        SceneOptions options, const LessonShow *show) {
    const CompareSide *side = picture->side;
    options.only_from = options.also_from = (Handle){0};
    if (side->only_count) {
        options.only_from = find_object(picture, &side->only[0]);
        if (side->only_count > 1) options.also_from = find_object(picture, &side->only[1]);
        options.without_other_names = true;
    } else {
        options.only_from = find_object(picture, &show->only_from);
    }
    scene_destroy(picture->scene);
    picture->scene = scene_create(measure);
    if (first) set_scene(picture->scene, first, options);
    set_scene(picture->scene, picture, options);
}

void side_picture_clear(SidePicture *picture) {
    forget_moment(picture);
    text_deinit(&picture->words);
    text_deinit(&picture->code);
    text_deinit(&picture->wrong);
    *picture = (SidePicture){0};
}
