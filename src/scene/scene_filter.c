/* Which objects the person wants to see as cards. */
#include "scene/cards.h"

#include "base/hash.h"

static uint64_t type_of(const SnapObject *object) {
    return hash_bytes(object->type.bytes, object->type.length);
}

static bool is_type_inline(const Scene *scene, const SnapObject *object) {
    if (!scene->inline_types.count) return false;
    uint64_t type = type_of(object);
    for (size_t i = 0; i < scene->inline_types.count; i++) {
        if (scene->inline_types.items[i] == type) return true;
    }
    return false;
}

void scene_put_type_inline(Scene *scene, uint32_t object) {
    const SnapObject *self = &scene->now->objects.items[object];
    if (!is_type_inline(scene, self)) array_push(&scene->inline_types, type_of(self));
}

bool scene_has_inline_types(const Scene *scene) {
    return scene->inline_types.count > 0;
}

void scene_show_all_types(Scene *scene) {
    array_clear(&scene->inline_types);
}

static bool is_left_out(const SceneOptions *options, const SnapObject *object) {
    switch (object->class) {
    case OBJECT_FUNCTION: return options->without_functions;
    case OBJECT_CLASS: return options->without_classes;
    case OBJECT_MODULE: return options->without_modules;
    default: return false;
    }
}

void scene_show_only(Scene *scene, const Handle *objects, size_t count) {
    array_clear(&scene->only);
    for (size_t i = 0; i < count; i++) array_push(&scene->only, objects[i]);
}

bool filter_is_asked_for(const Scene *scene, Handle object) {
    if (handle_equal(scene->options.only_from, object)) return true;
    for (size_t i = 0; i < scene->only.count; i++) {
        if (handle_equal(scene->only.items[i], object)) return true;
    }
    return false;
}

bool filter_keeps_name(const Scene *scene, uint32_t object) {
    const SceneOptions *options = &scene->options;
    bool other = (options->without_other_names && options->only_from.serial) || scene->only.count;
    if (object == SNAPSHOT_NONE) return !other;
    if (other && !filter_keeps(scene, object)) return false;
    return !is_left_out(options, &scene->now->objects.items[object]);
}

/* Everything that can be reached from an object, itself included. */
static void keep_reached(Scene *scene, uint32_t from) {
    const Snapshot *now = scene->now;
    Array(uint32_t) open = {0};
    array_push(&open, from);
    scene->kept.items[from] = 1;
    while (open.count) {
        const SnapObject *object = &now->objects.items[array_last(&open)];
        open.count--;
        for (uint32_t i = 0; i < object->reference_count; i++) {
            const SnapReference *reference = &now->references.items[object->first_reference + i];
            if (reference->weak) continue;
            uint32_t next[] = {reference->target, reference->key_object};
            for (int j = 0; j < 2; j++) {
                if (next[j] == SNAPSHOT_NONE || scene->kept.items[next[j]]) continue;
                scene->kept.items[next[j]] = 1;
                array_push(&open, next[j]);
            }
        }
    }
    array_deinit(&open);
}

static uint32_t find(const Snapshot *now, Handle object) {
    return object.serial ? snapshot_find(now, object) : SNAPSHOT_NONE;
}

void filter_objects(Scene *scene) {
    const Snapshot *now = scene->now;
    uint32_t from = find(now, scene->options.only_from);
    uint32_t also = find(now, scene->options.also_from);
    bool all = from == SNAPSHOT_NONE && !scene->only.count;
    array_clear(&scene->kept);
    for (size_t i = 0; i < now->objects.count; i++) array_push(&scene->kept, (uint8_t)all);
    if (from != SNAPSHOT_NONE) keep_reached(scene, from);
    if (from != SNAPSHOT_NONE && also != SNAPSHOT_NONE) keep_reached(scene, also);
    for (size_t i = 0; i < scene->only.count; i++) {
        uint32_t object = find(now, scene->only.items[i]);
        if (object != SNAPSHOT_NONE && !scene->kept.items[object]) keep_reached(scene, object);
    }
    for (size_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (is_left_out(&scene->options, object) || is_type_inline(scene, object)) {
            scene->kept.items[i] = 0;
        }
    }
}
