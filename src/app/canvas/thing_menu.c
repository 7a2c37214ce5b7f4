#include "app/canvas/thing_menu.h"

#include "app/app_state.h"
#include "app/canvas/instance_room.h"
#include "base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char DEL_SHIFTS[] = N_("the items after it move up");

/* ---- of an object ---- */

static void add_for_container(App *app, const SnapObject *object, const char *path) {
    char text[240];
    bool frozen = object->frozen;
    if (object->class == OBJECT_SEQUENCE && !frozen) {
        snprintf(text, sizeof text, "%s.append(None)", path);
        menu_add_asking(app, text, "None");
        if (object->length) menu_add(app, "%s.pop()", path);
    }
    if (object->class == OBJECT_MAPPING) {
        snprintf(text, sizeof text, "%s['key'] = None", path);
        menu_add_asking(app, text, "key");
    }
    if (object->class == OBJECT_SET && !frozen) {
        snprintf(text, sizeof text, "%s.add(3)", path);
        menu_add_asking(app, text, "3");
    }
    bool clears = object->class == OBJECT_SEQUENCE || object->class == OBJECT_MAPPING ||
                  object->class == OBJECT_SET;
    if (clears && !frozen && object->length) menu_add(app, "%s.clear()", path);
}

static void add_for_kind(App *app, const SnapObject *object, const char *path) {
    char text[240], name[32];
    add_for_container(app, object, path);
    if (object->class == OBJECT_INSTANCE) {
        InstanceRoom room = instance_room(app, object->handle);
        const char *attribute = instance_room_name(&room);
        if (attribute) {
            snprintf(text, sizeof text, "%s.%s = None", path, attribute);
            menu_add_asking(app, text, room.dict ? attribute : "None");
        }
        if (room.dict) menu_add(app, "%s.__dict__", path);
    }
    if (object->class == OBJECT_CLASS || object->class == OBJECT_FUNCTION) {
        making_offer_name(app, NAME_VARIABLE, name, sizeof name);
        snprintf(text, sizeof text, "%s = %s()", name, path);
        menu_add_asking(app, text, ")");
        MenuRow *row = &app->menu.rows[app->menu.count ? app->menu.count - 1 : 0];
        row->to = row->from; /* between the brackets */
    }
    if (object->class == OBJECT_WEAKREF) menu_add(app, "%s()", path);
    if (object->class == OBJECT_ITERATOR) menu_add(app, "next(%s)", path);
}

static bool can_be_named_weakly(const App *app, const SnapObject *object) {
    switch (object->class) {
    case OBJECT_INSTANCE: return instance_room(app, object->handle).weak;
    case OBJECT_CLASS:
    case OBJECT_FUNCTION:
    case OBJECT_SET: return true;
    default: return false;
    }
}

static void add_copies(App *app, const char *path) {
    char name[32];
    making_offer_name(app, NAME_VARIABLE, name, sizeof name);
    menu_add(app, "%s = %s", name, path)->note = _("the same object");
    ModuleWords copy = statement_module(&app->now_shown, "copy");
    menu_add(app, "%s%s = %s.copy(%s)", copy.before, name, copy.name, path)->note = _("shallow");
    menu_add(app, "%s%s = %s.deepcopy(%s)", copy.before, name, copy.name, path)->note = _("deep");
}

static void add_for_object(App *app, uint32_t index) {
    const SnapObject *object = &app->now_shown.objects.items[index];
    TextBuffer path = {0};
    Error error;
    char name[32];
    if (object_path_append(&app->now_shown, index, &path, &error)) {
        const char *at = text_cstr(&path);
        add_copies(app, at);
        if (can_be_named_weakly(app, object)) {
            making_offer_name(app, NAME_VARIABLE, name, sizeof name);
            ModuleWords weakref = statement_module(&app->now_shown, "weakref");
            menu_add(app, "%s%s = %s.ref(%s)", weakref.before, name, weakref.name, at);
        }
        add_for_kind(app, object, at);
        ModuleWords sys = statement_module(&app->now_shown, "sys");
        menu_add(app, "%s%s.getrefcount(%s)", sys.before, sys.name, at);
    } else {
        snprintf(app->menu.heading, sizeof app->menu.heading, "%.399s", error.message);
    }
    text_deinit(&path);
    menu_add_action(app, "object.why");
    menu_add_action(app, "view.bytes");
    menu_add_action(app, "view.type");
    menu_add_action(app, "view.reach");
}

/* ---- of a reference ---- */

/* `p = None` and `del p`; of an item the first one first. */
static void add_emptying(App *app, ReferencePlace place) {
    TextBuffer text = {0};
    Error error;
    bool item = object_path_is_item(&app->now_shown, place);
    bool deletes = statement_delete(&app->now_shown, place, &text, &error);
    if (deletes && !item) menu_add(app, "%s", text_cstr(&text));
    text_clear(&text);
    if (statement_place(&app->now_shown, place, &text, &error)) {
        menu_add(app, "%s = None", text_cstr(&text));
        if (item) menu_add(app, "del %s", text_cstr(&text))->note = _(DEL_SHIFTS);
    }
    text_deinit(&text);
}

/* An attribute, of what takes others. */
static bool can_be_renamed(const App *app, uint32_t reference) {
    const Snapshot *now = &app->now_shown;
    if (now->references.items[reference].slot != SNAP_NAME) return false;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *holder = &now->objects.items[i];
        if (reference - holder->first_reference >= holder->reference_count) continue;
        return holder->class != OBJECT_INSTANCE || instance_room(app, holder->handle).dict;
    }
    return true;
}

/* The name, or the attribute, under another one. */
static void add_rename(App *app, ReferencePlace place) {
    TextBuffer text = {0};
    char row[240], fresh[80];
    Error error;
    bool bound = object_path_held(&app->now_shown, place) != SNAPSHOT_NONE;
    bool named = bound && (place.variable != SNAPSHOT_NONE || can_be_renamed(app, place.reference));
    if (named && statement_place(&app->now_shown, place, &text, &error)) {
        const char *path = text_cstr(&text), *dot = strrchr(path, '.');
        int before = dot ? (int)(dot - path) + 1 : 0;
        const char *last = path + before;
        snprintf(fresh, sizeof fresh, "%.60s_2", last);
        snprintf(row, sizeof row, "%.*s%s = %s; del %s", before, path, fresh, path, path);
        menu_add_asking(app, row, fresh);
    }
    text_deinit(&text);
}

static void add_for_row(App *app, uint32_t row) {
    ReferencePlace place = app_row_place(app, row);
    add_emptying(app, place);
    add_rename(app, place);
}

/* ---- the menus ---- */

void thing_menu_open(App *app, ScenePart part, Point at) {
    bool row = part.kind == SCENE_PORT || part.kind == SCENE_VALUE || part.kind == SCENE_ARROW;
    uint32_t object = snapshot_find(&app->now_shown, part.object);
    menu_begin(app, at, "");
    if (row) {
        add_for_row(app, part.row);
        const SceneRow *self = scene_row(app->scene, part.row);
        /* an inline value is a part of its holder; an arrow leads to an object of its own */
        if (self->arrow) object = self->target;
        if (!self->arrow && self->variable == SNAPSHOT_NONE) {
            object = scene_row_holder(app->scene, part.row);
        }
    }
    if (object != SNAPSHOT_NONE) {
        app_select(app, app->now_shown.objects.items[object].handle, false);
        add_for_object(app, object);
    }
    menu_show(app);
}

/* Beside the card of the selected object; false when it has none. */
static bool selected_point(const App *app, uint32_t *object, Point *at) {
    Rect rect;
    *object = app_selected(app);
    if (*object == SNAPSHOT_NONE) return false;
    Handle handle = app->now_shown.objects.items[*object].handle;
    *at = rect_center(app->panes.canvas);
    if (scene_find(app->scene, handle, &rect)) {
        *at = scene_to_window(app->view, (Point){rect.x + 20, rect.y + 24});
    }
    return true;
}

void thing_menu_open_selected(App *app) {
    uint32_t object;
    Point at;
    if (!selected_point(app, &object, &at)) return;
    Handle handle = app->now_shown.objects.items[object].handle;
    ScenePart part = {.kind = SCENE_NODE, .object = handle};
    if (app->row_selected) {
        part = (ScenePart){.kind = SCENE_PORT, .object = handle, .row = app->selected_row};
        at = scene_to_window(app->view, scene_row_port(app->scene, app->selected_row));
    }
    thing_menu_open(app, part, at);
    app->ui.focus_shown = true;
}

void thing_menu_duplicate(App *app) {
    uint32_t object;
    Point at;
    if (!selected_point(app, &object, &at)) return;
    TextBuffer path = {0};
    Error error;
    if (object_path_append(&app->now_shown, object, &path, &error)) {
        menu_begin(app, at, _("A second one: a name for the same object, or a copy?"));
        add_copies(app, text_cstr(&path));
        menu_show(app);
        app->ui.focus_shown = true;
    } else {
        app_say(app, true, "%s", error.message);
    }
    text_deinit(&path);
}

enum { REMOVED_MOST = 12 };

/* Longer paths go first, since they may lead through the others; of items of one list the later
 * ones, since those move up. */
static int compare_removals(const void *a, const void *b) {
    const char *first = *(const char *const *)a, *second = *(const char *const *)b;
    size_t one = strlen(first), two = strlen(second);
    if (one != two) return one < two ? 1 : -1;
    return strcmp(second, first);
}

/* The paths of the places that hold the object and can be deleted; owned. */
static size_t find_removals(const App *app, uint32_t object, char **paths) {
    size_t count = 0;
    TextBuffer text = {0};
    for (uint32_t row = 0; row < scene_row_count(app->scene) && count < REMOVED_MOST; row++) {
        ReferencePlace place = app_row_place(app, row);
        bool holds = scene_row(app->scene, row)->target == object && !place.key &&
                     (place.variable != SNAPSHOT_NONE || place.reference != SNAPSHOT_NONE);
        Error error;
        text_clear(&text);
        if (!holds || !statement_place(&app->now_shown, place, &text, &error)) continue;
        paths[count++] = text_copy((Text){text_cstr(&text), text.length});
    }
    text_deinit(&text);
    qsort(paths, count, sizeof *paths, compare_removals);
    return count;
}

static void show_removals(App *app, Point at, const char *heading, char **paths, size_t count) {
    TextBuffer all = {0};
    for (size_t i = 0; i < count; i++) text_appendf(&all, "%s%s", i ? ", " : "", paths[i]);
    menu_begin(app, at, heading);
    if (count > 1) menu_add(app, "del %s", text_cstr(&all))->note = _("all of them");
    for (size_t i = 0; i < count; i++) menu_add(app, "del %s", paths[i]);
    menu_show(app);
    app->ui.focus_shown = true;
    text_deinit(&all);
}

void thing_menu_remove(App *app, uint32_t object) {
    char *paths[REMOVED_MOST], heading[400];
    uint32_t selected, held = app->now_shown.objects.items[object].incoming;
    Point at;
    size_t count = find_removals(app, object, paths);
    snprintf(heading, sizeof heading,
             translate_many(
                 "Python has no operation that deletes an object. Remove its %u reference:",
                 "Python has no operation that deletes an object. Remove its %u references:", held),
             held);
    if (count && selected_point(app, &selected, &at)) {
        show_removals(app, at, heading, paths, count);
    } else {
        app_say(app, true, _("%s no statement can: nothing leads to them."), heading);
    }
    for (size_t i = 0; i < count; i++) memory_free(paths[i]);
}

/* `p = Node()` for the classes that the module has names for. */
static void add_new_instances(App *app, const char *path) {
    enum { CLASSES_MOST = 4 };
    const SnapFrame *module = snapshot_module(&app->now_shown);
    int count = 0;
    for (uint32_t i = 0; module && i < module->variable_count && count < CLASSES_MOST; i++) {
        const SnapVariable *variable = &app->now_shown.variables.items[module->first_variable + i];
        if (variable->object == SNAPSHOT_NONE || !object_path_is_name(variable->name)) continue;
        if (app->now_shown.objects.items[variable->object].class != OBJECT_CLASS) continue;
        menu_add(app, "%s = %.*s()", path, (int)variable->name.length, variable->name.bytes);
        count++;
    }
}

void thing_menu_drop(App *app, ReferencePlace place, Point at) {
    TextBuffer path = {0};
    Error error;
    if (!statement_place(&app->now_shown, place, &path, &error)) {
        app_say(app, true, "%s", error.message);
        text_deinit(&path);
        return;
    }
    menu_begin(app, at, "");
    app->menu.drops = true;
    app->menu.drop = scene_to_canvas(app->view, at);
    menu_add(app, "%s = []", text_cstr(&path))->note = _("a new object");
    menu_add(app, "%s = {}", text_cstr(&path));
    add_new_instances(app, text_cstr(&path));
    add_emptying(app, place);
    menu_show(app);
    app->ui.focus_shown = true;
    text_deinit(&path);
}
