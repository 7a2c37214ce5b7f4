#include "app/narrate_inside.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TOLD = 3 };

static void title(StepNarration *narration, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void title(StepNarration *narration, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(narration->title, sizeof narration->title, format, args);
    va_end(args);
}

/* Objects worth a word that some question chooses. */
typedef bool (*Choose)(const InsideObject *object);

static bool is_drawn(const App *app, uint32_t index) {
    Rect rect;
    return index != SNAPSHOT_NONE &&
           scene_find(app->scene, app->now_shown.objects.items[index].handle, &rect);
}

/* What is named first: what has no path, then data, then classes and functions. */
static int rank_of(const SnapObject *object) {
    if (!object->reachable) return 0;
    return object->class == OBJECT_CLASS || object->class == OBJECT_FUNCTION ? 2 : 1;
}

/* Objects that are called alike: "3 lists". */
typedef struct Group {
    char label[80];
    uint32_t count;
} Group;

static void count_in(Group *groups, uint32_t *used, const char *label, uint32_t *more) {
    uint32_t at = 0;
    while (at < *used && strcmp(groups[at].label, label) != 0) at++;
    if (at == TOLD) {
        ++*more;
        return;
    }
    if (at == *used) snprintf(groups[(*used)++].label, sizeof groups->label, "%s", label);
    groups[at].count++;
}

/* Appends the names of the drawn ones; returns how many there are. */
static uint32_t name_objects(const App *app, Choose choose, TextBuffer *out) {
    const Inside *look = &app->inside.look;
    Group groups[TOLD] = {0};
    uint32_t used = 0, more = 0, count = 0;
    for (int rank = 0; rank < 3; rank++) {
        for (size_t i = 0; i < look->objects.count; i++) {
            const InsideObject *object = &look->objects.items[i];
            uint32_t index = snapshot_find(&app->now_shown, object->handle);
            if (!choose(object) || !is_drawn(app, index)) continue;
            if (rank_of(&app->now_shown.objects.items[index]) != rank) continue;
            TextBuffer label = {0};
            app_object_label(app, &app->now_shown, index, &label);
            count_in(groups, &used, text_cstr(&label), &more);
            text_deinit(&label);
            count++;
        }
    }
    for (uint32_t i = 0; i < used; i++) {
        /* Translators: before the last of a list of objects. */
        if (i > 0) text_append_string(out, i + 1 < used || more ? _(", ") : _(" and "));
        if (groups[i].count > 1) {
            /* Translators: objects of a type: "3 lists". */
            text_appendf(out, translate_many("%u %s", "%u %ss", groups[i].count), groups[i].count,
                         groups[i].label);
        } else {
            text_append_string(out, groups[i].label);
        }
    }
    if (more) text_appendf(out, translate_many(" and %u more", " and %u more", more), more);
    return count;
}

/* A sentence about the drawn ones, as the language has it for one or many; none about none. */
static void tell_objects(App *app, Choose choose, const char *one, const char *many) {
    TextBuffer names = {0};
    uint32_t count = name_objects(app, choose, &names);
    if (count) {
        narration_add(&app->narration, translate_many(one, many, count), text_cstr(&names));
    }
    text_deinit(&names);
}

static uint32_t count_drawn(const App *app, Choose choose) {
    uint32_t count = 0;
    for (size_t i = 0; i < app->inside.look.objects.count; i++) {
        const InsideObject *object = &app->inside.look.objects.items[i];
        bool drawn = is_drawn(app, snapshot_find(&app->now_shown, object->handle));
        count += drawn && choose(object);
    }
    return count;
}

static bool fell_to_0(const InsideObject *object) {
    return object->refcount > 0 && object->gc_refs == 0;
}

static bool stays_above_0(const InsideObject *object) {
    return object->gc_refs > 0;
}

static bool is_suspected(const InsideObject *object) {
    return object->verdict == INSIDE_SUSPECTED;
}

static bool is_rescued(const InsideObject *object) {
    return object->verdict == INSIDE_RESCUED;
}

static void tell_listed(App *app) {
    const Inside *look = &app->inside.look;
    const SnapCollector *books = &app->now_shown.collector;
    StepNarration *narration = &app->narration;
    if (look->by_itself) {
        narration_add(
            narration,
            _("An allocation has brought the count of generation %u above its threshold %u. "),
            look->generation, books->thresholds[look->generation]);
    }
    /* how many they are depends on CPython's own start, which is not modelled object by object */
    narration_add(narration,
                  look->generation
                      ? _("It looks at all containers of generation %u and younger. ")
                      : _("It looks at the youngest containers, those of generation %u. "),
                  look->generation);
    narration_add(narration, "%s",
                  _("Numbers and strings hold nothing, so they cannot be in a cycle. "));
}

static void tell_copy(App *app) {
    narration_add(&app->narration, "%s",
                  _("Each container on the list gets a number of its own, gc_refs: a copy of "
                    "its refcount. The refcounts themselves are not touched. "));
}

/* Whether something drawn is held by a name of the module, whose dict is on the list as well. */
static void tell_names(App *app) {
    if (!app->inside.look.names_listed || !app->now_shown.frames.items[0].variable_count) return;
    narration_add(&app->narration, "%s",
                  _("The module's names are in a dict on the list, so they count as inside. "));
}

static void tell_subtract(App *app) {
    narration_add(&app->narration, "%s",
                  _("Each reference from inside the list is taken off gc_refs. What is left comes "
                    "from outside. "));
    tell_objects(app, fell_to_0, N_MANY_("%s falls to 0. ", "%s fall to 0. "));
    tell_objects(app, stays_above_0, N_MANY_("%s stays above 0. ", "%s stay above 0. "));
    tell_names(app);
}

static void tell_reach(App *app) {
    StepNarration *narration = &app->narration;
    const Inside *look = &app->inside.look;
    narration_add(
        narration, "%s",
        look->names_listed
            ? _("References are followed from all that is above 0, such as the dict of the "
                "module's names, and what they lead to gets gc_refs 1. ")
            : _("References are followed from all that is above 0, and what they lead to gets "
                "gc_refs 1. "));
    tell_objects(app, is_rescued,
                 N_MANY_("%s had 0 when its turn came, and is rescued. ",
                         "%s had 0 when their turn came, and are rescued. "));
    if (!look->unreachable) {
        narration_add(narration, "%s", _("All are reached: there is no garbage. "));
    } else if (count_drawn(app, is_suspected)) {
        tell_objects(app, is_suspected,
                     N_MANY_("Nothing outside leads to %s: it is suspected. ",
                             "Nothing outside leads to %s: they are suspected. "));
    } else {
        narration_add(
            narration,
            translate_many("%u cannot be reached. ", "%u cannot be reached. ", look->unreachable),
            look->unreachable);
    }
}

static void tell_finalize(App *app) {
    StepNarration *narration = &app->narration;
    const Inside *look = &app->inside.look;
    if (!look->unreachable) {
        narration_add(narration, "%s",
                      _("Nothing is suspected, so there is nothing to say goodbye to. "));
        return;
    }
    narration_add(narration, "%s",
                  _("Weak references to the suspects are cleared, and each __del__ is called, "
                    "while all of them are still whole. "));
    if (look->brought_back) {
        narration_add(
            narration,
            translate_many("A finalizer made a reference from outside: %u object is brought back. ",
                           "A finalizer made a reference from outside: %u objects are brought "
                           "back. ",
                           look->brought_back),
            look->brought_back);
    }
    narration_add(narration,
                  translate_many("%u remains garbage. ", "%u remain garbage. ", look->found),
                  look->found);
}

static void tell_clear(App *app) {
    StepNarration *narration = &app->narration;
    const Inside *look = &app->inside.look;
    if (!look->found) {
        narration_add(narration, "%s", _("There is nothing to clear. "));
    } else if (look->freed) {
        narration_add(narration,
                      translate_many("The references that closed the cycles are dropped. "
                                     "Refcounts fall to 0, and %u object is freed. ",
                                     "The references that closed the cycles are dropped. "
                                     "Refcounts fall to 0, and %u objects are freed. ",
                                     look->freed),
                      look->freed);
    } else {
        narration_add(narration, "%s",
                      _("gc.DEBUG_SAVEALL is set: the garbage is kept in gc.garbage. "));
    }
    if (!look->by_itself) narration_add(narration, _("gc.collect() returns %u. "), look->found);
}

static void tell_free(App *app) {
    StepNarration *narration = &app->narration;
    Handle freed = app->inside.look.stop.freed;
    uint32_t now = snapshot_find(&app->now_shown, freed);
    uint32_t was = snapshot_find(&app->before_shown, freed);
    if (now == SNAPSHOT_NONE) return;
    TextBuffer label = {0};
    app_object_label(app, &app->now_shown, now, &label);
    narration_add(narration,
                  app->now_shown.objects.items[now].reference_count
                      ? _("%s: refcount %u \xE2\x86\x92 0. Its last reference is gone, so it is "
                          "freed, and lets go of what it holds. ")
                      : _("%s: refcount %u \xE2\x86\x92 0. Its last reference is gone, so it is "
                          "freed. "),
                  text_cstr(&label),
                  was == SNAPSHOT_NONE ? 1 : app->before_shown.objects.items[was].refcount);
    text_deinit(&label);
}

void narrate_inside(App *app) {
    static const char *const phases[] = {
        "", N_("Copy"), N_("Subtract"), N_("Who can be reached?"), N_("Finalize"), N_("Clear")};
    static void (*const tell[])(App * app) = {
        [INSIDE_LISTED] = tell_listed,     [INSIDE_COPY] = tell_copy,
        [INSIDE_SUBTRACT] = tell_subtract, [INSIDE_REACH] = tell_reach,
        [INSIDE_FINALIZE] = tell_finalize, [INSIDE_CLEAR] = tell_clear,
        [INSIDE_FREED] = tell_free};
    StepNarration *narration = &app->narration;
    int phase = step_inside_phase(app);
    *narration = (StepNarration){0};
    if (!step_inside_collecting(app)) {
        title(narration, _("Freed, %u of %zu"), app->inside.at, app->inside.stops.count);
    } else if (phase) {
        title(narration, _("Phase %d of 5   %s"), phase, _(phases[phase]));
    } else {
        title(narration, "%s",
              app->inside.look.by_itself ? _("The collector begins by itself")
                                         : _("The collector begins"));
    }
    tell[app->inside.look.stop.kind](app);
}
