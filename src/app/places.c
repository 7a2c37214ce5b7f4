/* Things by name, for recorded sessions and the smoke test. */
#include "app/app_state.h"

#include <stdio.h>
#include <string.h>

static Rect to_window(const App *app, Rect rect) {
    Point corner = scene_to_window(app->view, (Point){rect.x, rect.y});
    return (Rect){corner.x, corner.y, rect.w * app->view.zoom, rect.h * app->view.zoom};
}

static bool find_node(const App *app, uint32_t variable, Rect *rect) {
    uint32_t object = app->now_shown.variables.items[variable].object;
    if (object == SNAPSHOT_NONE) return false;
    if (!scene_find(app->scene, app->now_shown.objects.items[object].handle, rect)) return false;
    *rect = to_window(app, *rect);
    return true;
}

static bool find_port(const App *app, uint32_t variable, Rect *rect) {
    for (uint32_t row = 0; row < scene_row_count(app->scene); row++) {
        if (scene_row(app->scene, row)->variable != variable) continue;
        Point port = scene_row_port(app->scene, row);
        *rect = to_window(app, (Rect){port.x - 5, port.y - 5, 10, 10});
        return true;
    }
    return false;
}

bool app_find_place(const App *app, const char *name, Rect *rect) {
    bool node = strncmp(name, "node:", 5) == 0, port = strncmp(name, "port:", 5) == 0;
    if (node || port) {
        uint32_t variable =
            app->timeline ? snapshot_find_global(&app->now_shown, name + 5) : SNAPSHOT_NONE;
        if (variable == SNAPSHOT_NONE) return false;
        return node ? find_node(app, variable, rect) : find_port(app, variable, rect);
    }
    for (size_t i = 0; i < app->ui.places.count; i++) {
        if (strcmp(app->ui.places.items[i].name, name) != 0) continue;
        *rect = app->ui.places.items[i].rect;
        return true;
    }
    return false;
}

/* ---- states ---- */

static void put_selected(const App *app, TextBuffer *out) {
    uint32_t object = app_selected(app);
    const Snapshot *now = &app->now_shown;
    if (object == SNAPSHOT_NONE) return;
    const SnapFrame *module = &now->frames.items[0];
    for (uint32_t i = 0; i < module->variable_count; i++) {
        const SnapVariable *variable = &now->variables.items[module->first_variable + i];
        if (variable->object != object) continue;
        text_append(out, variable->name.bytes, variable->name.length);
        return;
    }
}

static void put_statement(const App *app, TextBuffer *out) {
    uint32_t count = app->timeline ? timeline_edit_count(app->timeline) : 0;
    if (count) text_append_string(out, timeline_edit_text(app->timeline, count - 1));
}

static void put_output(const App *app, TextBuffer *out) {
    text_append(out, text_cstr(&app->output), app->output.length);
}

static void put_step(const App *app, TextBuffer *out) {
    text_appendf(out, "%u", app_step(app));
}

static void put_steps(const App *app, TextBuffer *out) {
    text_appendf(out, "%u", app_step_count(app));
}

static void put_line(const App *app, TextBuffer *out) {
    uint32_t step = app_step(app);
    text_appendf(out, "%u", step ? timeline_line(app->timeline, step) : 0);
}

static void put_message(const App *app, TextBuffer *out) {
    if (app->now < app->note.until) text_append_string(out, app->note.text);
}

static void put_preview(const App *app, TextBuffer *out) {
    if (app->gesture.kind != GESTURE_REFERENCE) return;
    text_append(out, text_cstr(&app->gesture.text), app->gesture.text.length);
}

static void put_theme(const App *app, TextBuffer *out) {
    text_append_string(out, app->theme->name);
}

static void put_playing(const App *app, TextBuffer *out) {
    text_append_string(out, app->playing ? "yes" : "no");
}

static void put_inside(const App *app, TextBuffer *out) {
    if (app->inside.at || step_inside_collecting(app))
        text_append_string(out, step_inside_name(app->inside.look.stop.kind));
}

static void put_check(const App *app, TextBuffer *out) {
    static const char *const names[] = {"",          "asking",    "running",
                                        "identical", "different", "failed"};
    text_append_string(out, names[app->checking.state]);
}

static void put_loading(const App *app, TextBuffer *out) {
    text_append_string(out, loading_is_under_way(app) ? "yes" : "no");
}

/* "<module> crew > [0] > .peer" while it is asked for. */
static void put_why(const App *app, TextBuffer *out) {
    const KeepPath *path = &app->inspection.path;
    for (size_t i = 0; i < path->steps.count; i++) {
        if (i) text_append_string(out, i == path->cycle ? " | " : " > ");
        keeps_append_step(&app->now_shown, &path->steps.items[i], out);
    }
}

/* "32 + 264" of each object in the panel of bytes. */
static void put_bytes(const App *app, TextBuffer *out) {
    for (int i = 0; i < INSPECTED && app->inspection.bytes_open; i++) {
        const Inspected *seen = &app->inspection.seen[i];
        if (!seen->alive) continue;
        if (i) text_append_string(out, ", ");
        for (uint32_t j = 0; j < seen->bytes.block_count; j++) {
            text_appendf(out, "%s%u", j ? " + " : "", seen->bytes.blocks[j].bytes);
        }
    }
}

static void put_frame(const App *app, TextBuffer *out) {
    uint32_t frame = app_selected_frame(app);
    if (frame == SNAPSHOT_NONE) return;
    Text name = app->now_shown.frames.items[frame].name;
    text_append(out, name.bytes, name.length);
}

static void put_changes(const App *app, TextBuffer *out) {
    const ObjectHistory *changes = &app->inspection.changes;
    if (!changes->object.serial) return;
    for (size_t i = 0; i < object_history_count(changes) && i < 40; i++) {
        const ObjectChange *change = object_history_at(changes, i);
        text_appendf(out, "%s%u: %u-%u%s", i ? ", " : "", change->stop, change->before,
                     change->after, change->content ? "*" : "");
    }
}

static void put_narration(const App *app, TextBuffer *out) {
    text_appendf(out, "%s: %s", app->narration.title, app->narration.text);
}

static void put_level(const App *app, TextBuffer *out) {
    text_append_string(out, app_level_name(app->options.level));
}

static void put_tip(const App *app, TextBuffer *out) {
    text_append_string(out, app->ui.tip);
}

static void put_editor(const App *app, TextBuffer *out) {
    Text text = edit_text(&app->editor.area.edit);
    if (app->editor.open) text_append(out, text.bytes, text.length);
}

static void put_saved(const App *app, TextBuffer *out) {
    text_append_string(out, app->editor.unsaved ? "no" : "yes");
}

static const struct {
    const char *name;
    void (*put)(const App *app, TextBuffer *out);
} states[] = {
    {"step", put_step},         {"steps", put_steps},         {"line", put_line},
    {"selected", put_selected}, {"statement", put_statement}, {"message", put_message},
    {"preview", put_preview},   {"theme", put_theme},         {"playing", put_playing},
    {"output", put_output},     {"inside", put_inside},       {"narration", put_narration},
    {"check", put_check},       {"loading", put_loading},     {"level", put_level},
    {"tip", put_tip},           {"editor", put_editor},       {"saved", put_saved},
    {"why", put_why},           {"bytes", put_bytes},         {"frame", put_frame},
    {"changes", put_changes}};

bool app_state(const App *app, const char *name, TextBuffer *out) {
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(states[i].name, name) != 0) continue;
        states[i].put(app, out);
        return true;
    }
    return false;
}

static void put_rect(TextBuffer *out, const char *name, Rect rect, float scale) {
    text_appendf(out, "rect\t%s\t%.1f\t%.1f\t%.1f\t%.1f\n", name, (double)(rect.x * scale),
                 (double)(rect.y * scale), (double)(rect.w * scale), (double)(rect.h * scale));
}

static void put_globals(const App *app, float scale, TextBuffer *out) {
    const Snapshot *now = &app->now_shown;
    if (!app->timeline || !now->frames.count) return;
    const SnapFrame *module = &now->frames.items[0];
    for (uint32_t i = 0; i < module->variable_count; i++) {
        uint32_t variable = module->first_variable + i;
        Text name = now->variables.items[variable].name;
        char id[120];
        Rect rect;
        snprintf(id, sizeof id, "node:%.*s", (int)name.length, name.bytes);
        if (find_node(app, variable, &rect)) put_rect(out, id, rect, scale);
        snprintf(id, sizeof id, "port:%.*s", (int)name.length, name.bytes);
        if (find_port(app, variable, &rect)) put_rect(out, id, rect, scale);
    }
}

void app_write_places(const App *app, float scale, TextBuffer *out) {
    for (size_t i = 0; i < app->ui.places.count; i++) {
        put_rect(out, app->ui.places.items[i].name, app->ui.places.items[i].rect, scale);
    }
    put_globals(app, scale, out);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        TextBuffer value = {0};
        states[i].put(app, &value);
        for (size_t j = 0; j < value.length; j++) {
            if (value.bytes[j] == '\n' || value.bytes[j] == '\t') value.bytes[j] = ' ';
        }
        text_appendf(out, "state\t%s\t%s\n", states[i].name, text_cstr(&value));
        text_deinit(&value);
    }
}
