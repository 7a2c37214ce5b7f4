/* The history that is shown is known to its end, so places can be, too. Before the first stop is
 * shown a few others are laid out, those with the most objects first: their columns and order are
 * those of the whole structure. When a step then makes an object it comes to the place that it will
 * have in it, and not beside the parameter that happened to be its first holder. */
#include "scene/cards.h"

#include <stdlib.h>

enum {
    LOOKED_AT = 12,     /* stops, evenly over the history; the last is one of them */
    LAID_OUT = 3,       /* of them */
    OBJECTS_MOST = 2500 /* a stop with more would take too long before the first picture */
};

typedef struct Foreseen {
    Snapshot snapshot;
    uint32_t stop;
    bool first;
} Foreseen;

/* The one that is shown; then at module level before within calls: what only a call refers to goes
 * elsewhere soon. Then by objects; of equals the later. */
static int richer_first(const void *a, const void *b) {
    const Foreseen *x = a, *y = b;
    if (x->first != y->first) return x->first ? -1 : 1;
    bool x_calls = x->snapshot.frames.count > 1, y_calls = y->snapshot.frames.count > 1;
    if (x_calls != y_calls) return x_calls ? 1 : -1;
    size_t x_count = x->snapshot.objects.count, y_count = y->snapshot.objects.count;
    if (x_count != y_count) return x_count > y_count ? -1 : 1;
    return x->stop > y->stop ? -1 : 1;
}

/* Nothing is shown. */
static void show_nothing(Scene *scene) {
    array_clear(&scene->cards);
    array_clear(&scene->rows);
    array_clear(&scene->arrows);
    scene->now = NULL;
    scene->bounds = (Rect){0};
}

/* Looks at a stop; false when it has too many objects. */
static bool look(Timeline *timeline, uint32_t stop, SceneOptions options, Foreseen *found) {
    *found = (Foreseen){.stop = stop};
    timeline_seek(timeline, stop);
    snapshot_build(&found->snapshot, timeline_vm(timeline),
                   options.level == SCENE_INTERNALS ? SNAPSHOT_INTERNALS : SNAPSHOT_PLAIN);
    if (found->snapshot.objects.count <= OBJECTS_MOST) return true;
    snapshot_deinit(&found->snapshot);
    return false;
}

void scene_foresee(Scene *scene, Timeline *timeline, SceneOptions options, bool shown_first) {
    uint32_t shown = timeline_position(timeline), count = timeline_count(timeline);
    uint32_t looks = count < LOOKED_AT ? count : LOOKED_AT;
    Foreseen *found = memory_alloc(sizeof *found * (looks + 2));
    uint32_t used = 0;
    /* What is too large at its end is better laid out whole when it is there. */
    bool small = count > 0 && look(timeline, count, options, &found[0]);
    if (small) used++;
    if (small && shown_first && shown != count) {
        small = look(timeline, shown, options, &found[used]);
        if (small) found[used++].first = true;
    } else if (small) {
        found[0].first = shown_first;
    }
    for (uint32_t i = 1; i < looks && small; i++) {
        if (look(timeline, (uint32_t)((uint64_t)count * i / looks), options, &found[used])) used++;
    }
    uint32_t laid_out = !small ? 0 : used < LAID_OUT ? used : LAID_OUT;
    if (used) qsort(found, used, sizeof *found, richer_first);
    Glide glide = scene->glide; /* what glides does so to the next stop that is shown */
    scene->glide = (Glide){0};
    for (uint32_t i = 0; i < laid_out; i++) {
        scene_set(scene, &found[i].snapshot, NULL, options);
    }
    show_nothing(scene);
    glide_deinit(&scene->glide);
    scene->glide = glide;
    for (uint32_t i = 0; i < used; i++) snapshot_deinit(&found[i].snapshot);
    memory_free(found);
    timeline_seek(timeline, shown);
}
