/* Things by name, for recorded sessions and the smoke test. */
#include "app/app_state.h"
#include "app/states.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static Rect to_window(const App *app, Rect rect) {
    Point corner = scene_to_window(app->view, (Point){rect.x, rect.y});
    return (Rect){corner.x, corner.y, rect.w * app->view.zoom, rect.h * app->view.zoom};
}

/* ---- things on the canvas ---- */

static const float HEADER = 30; /* of a card: below it are its rows */

static bool find_node(const App *app, uint32_t object, Rect *rect) {
    if (object == SNAPSHOT_NONE) return false;
    if (!scene_find(app->scene, app->now_shown.objects.items[object].handle, rect)) return false;
    rect->h = fminf(rect->h, HEADER);
    *rect = to_window(app, *rect);
    return true;
}

/* The scene's row of a place, or SNAPSHOT_NONE. */
static uint32_t find_row(const App *app, ReferencePlace place) {
    for (uint32_t row = 0; row < scene_row_count(app->scene); row++) {
        const SceneRow *self = scene_row(app->scene, row);
        bool same = place.variable != SNAPSHOT_NONE
                        ? self->variable == place.variable
                        : self->reference == place.reference && !self->key;
        if (same) return row;
    }
    return SNAPSHOT_NONE;
}

static Rect around(const App *app, Point at) {
    return to_window(app, (Rect){at.x - 5, at.y - 5, 10, 10});
}

static bool find_port(const App *app, ReferencePlace place, Rect *rect) {
    uint32_t row = find_row(app, place);
    if (row == SNAPSHOT_NONE) return false;
    *rect = around(app, scene_row_port(app->scene, row));
    return true;
}

/* The row itself, beside its port: an inline value, a name. */
static bool find_value(const App *app, ReferencePlace place, Rect *rect) {
    uint32_t row = find_row(app, place);
    if (row == SNAPSHOT_NONE || scene_row(app->scene, row)->arrow) return false;
    Point port = scene_row_port(app->scene, row);
    *rect = around(app, (Point){port.x - 20, port.y});
    return true;
}

static bool find_arrow(const App *app, ReferencePlace place, Rect *rect) {
    Point head;
    uint32_t row = find_row(app, place);
    if (row == SNAPSHOT_NONE || !scene_row_head(app->scene, row, &head)) return false;
    *rect = around(app, head);
    return true;
}

/* The object that was last known by a name, garbage or not. */
static uint32_t find_named_once(const App *app, const char *name) {
    for (uint32_t i = 0; i < app->now_shown.objects.count; i++) {
        Handle object = app->now_shown.objects.items[i].handle;
        if (text_is(scene_last_name(app->scene, object), name)) return i;
    }
    return SNAPSHOT_NONE;
}

/* The object of a birth serial. */
static uint32_t find_born(const App *app, const char *serial) {
    for (uint32_t i = 0; i < app->now_shown.objects.count; i++) {
        char born[16];
        snprintf(born, sizeof born, "%u", app->now_shown.objects.items[i].handle.serial);
        if (strcmp(born, serial) == 0) return i;
    }
    return SNAPSHOT_NONE;
}

/* Whether a card dropped there would touch nothing; window coordinates of its corner. */
static bool is_empty(const App *app, Point corner) {
    enum { ROWS = 4, COLUMNS = 5 };
    const float step = 40; /* pixels: finer than any card */
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        Point window = {corner.x + (float)(i % COLUMNS) * step,
                        corner.y + (float)(i / COLUMNS) * step};
        Point at = scene_to_canvas(app->view, window);
        float reach = step / app->view.zoom;
        if (scene_snap(app->scene, at, reach).serial) return false;
        reach = fminf(reach, SCENE_REACH_MOST);
        if (scene_hit(app->scene, at, reach).kind != SCENE_NOTHING) return false;
    }
    return true;
}

/* A spot with nothing near, for what is dropped on the empty canvas: the first from above that has
 * room for a card. */
static bool find_empty(const App *app, Rect *rect) {
    const float step = 20, width = 200, height = 140;
    Rect area = rect_inset(app->panes.canvas, 30);
    for (float y = area.y; y + height < rect_bottom(area); y += step) {
        for (float x = area.x; x + width < rect_right(area); x += step) {
            if (!is_empty(app, (Point){x, y})) continue;
            *rect = (Rect){x + 10, y + 10, 10, 10};
            return true;
        }
    }
    return false;
}

/* "node:crew[0]": kind and path. */
static bool find_thing(const App *app, const char *name, Rect *rect) {
    const char *colon = strchr(name, ':');
    if (!colon || !app->timeline) return false;
    if (side_by_side_is_shown(app)) return side_by_side_find(app, name, rect);
    Text kind = {name, (size_t)(colon - name)};
    if (text_is(kind, "was")) return find_node(app, find_named_once(app, colon + 1), rect);
    if (text_is(kind, "object")) return find_node(app, find_born(app, colon + 1), rect);
    ReferencePlace place;
    if (!object_path_find(&app->now_shown, text_of(colon + 1), &place)) return false;
    if (text_is(kind, "node")) {
        return find_node(app, object_path_held(&app->now_shown, place), rect);
    }
    if (text_is(kind, "port")) return find_port(app, place, rect);
    if (text_is(kind, "value")) return find_value(app, place, rect);
    return text_is(kind, "arrow") && find_arrow(app, place, rect);
}

/* The row of the open menu that begins so. */
static bool find_menu_row(const App *app, const char *text, char *place, size_t size) {
    for (size_t i = 0; app->menu.open && i < app->menu.count; i++) {
        if (strncmp(app->menu.rows[i].text, text, strlen(text)) != 0) continue;
        snprintf(place, size, "menu.%zu", i);
        return true;
    }
    return false;
}

bool app_find_place(const App *app, const char *name, Rect *rect) {
    char row[32];
    if (strncmp(name, "menu:", 5) == 0) {
        if (!find_menu_row(app, name + 5, row, sizeof row)) return false;
        name = row;
    }
    if (find_thing(app, name, rect)) return true;
    bool sides = side_by_side_is_shown(app);
    if (!sides && strcmp(name, "selected") == 0) return find_node(app, app_selected(app), rect);
    if (!sides && strcmp(name, "aimed") == 0) {
        return find_node(app, snapshot_find(&app->now_shown, app->gesture.target), rect);
    }
    if (strcmp(name, "canvas.empty") == 0) {
        return app->timeline && !sides && find_empty(app, rect);
    }
    for (size_t i = 0; i < app->ui.places.count; i++) {
        if (strcmp(app->ui.places.items[i].name, name) != 0) continue;
        *rect = app->ui.places.items[i].rect;
        return true;
    }
    return false;
}

static void put_rect(TextBuffer *out, const char *name, Rect rect, float scale) {
    text_appendf(out, "rect\t%s\t%.1f\t%.1f\t%.1f\t%.1f\n", name, (double)(rect.x * scale),
                 (double)(rect.y * scale), (double)(rect.w * scale), (double)(rect.h * scale));
}

static void put_thing(const App *app, const char *path, float scale, TextBuffer *out) {
    static const char *const kinds[] = {"node", "port", "arrow", "value"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char id[160];
        Rect rect;
        snprintf(id, sizeof id, "%s:%s", kinds[i], path);
        if (find_thing(app, id, &rect)) put_rect(out, id, rect, scale);
    }
}

/* Of the names of the module and the references of what they lead to. */
static void put_things(const App *app, float scale, TextBuffer *out) {
    const Snapshot *now = &app->now_shown;
    const SnapFrame *module = app->timeline ? snapshot_module(now) : NULL;
    TextBuffer path = {0};
    for (uint32_t i = 0; module && i < module->variable_count; i++) {
        const SnapVariable *variable = &now->variables.items[module->first_variable + i];
        text_clear(&path);
        text_append(&path, variable->name.bytes, variable->name.length);
        put_thing(app, text_cstr(&path), scale, out);
        if (variable->object == SNAPSHOT_NONE) continue;
        const SnapObject *object = &now->objects.items[variable->object];
        for (uint32_t j = 0; j < object->reference_count; j++) {
            text_clear(&path);
            text_append(&path, variable->name.bytes, variable->name.length);
            object_path_append_step(&now->references.items[object->first_reference + j], &path);
            put_thing(app, text_cstr(&path), scale, out);
        }
    }
    text_deinit(&path);
    for (uint32_t i = 0; i < now->objects.count; i++) {
        char id[160];
        Rect rect;
        Text last = scene_last_name(app->scene, now->objects.items[i].handle);
        snprintf(id, sizeof id, "was:%.*s", (int)last.length, last.bytes);
        if (last.length && find_node(app, i, &rect)) put_rect(out, id, rect, scale);
    }
    for (size_t i = 0; app->menu.open && i < app->menu.count; i++) {
        char id[240], row[32];
        Rect rect;
        snprintf(row, sizeof row, "menu.%zu", i);
        snprintf(id, sizeof id, "menu:%s", app->menu.rows[i].text);
        if (app_find_place(app, row, &rect)) put_rect(out, id, rect, scale);
    }
    Rect empty;
    if (module && !side_by_side_is_shown(app) && find_empty(app, &empty))
        put_rect(out, "canvas.empty", empty, scale);
}

void app_write_places(const App *app, float scale, TextBuffer *out) {
    for (size_t i = 0; i < app->ui.places.count; i++) {
        put_rect(out, app->ui.places.items[i].name, app->ui.places.items[i].rect, scale);
    }
    put_things(app, scale, out);
    app_write_states(app, out);
}
