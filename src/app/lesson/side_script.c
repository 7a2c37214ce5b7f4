#include "app/lesson/side_script.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <string.h>

enum { AT_ONCE_MS = 80 /* scripts that end within it are there without a word */ };

static void work(void *context) {
    SideScript *script = context;
    script->fine = lesson_script_run(&script->script, &script->error);
}

static void drop(SideScript *script) {
    if (script->worker) timeline_interrupt(script->script.timeline);
    worker_join(script->worker);
    lesson_script_close(&script->script);
    memory_free(script->name);
    memory_free(script);
}

static SideScript *start(App *app, const char *lesson_path, Text name) {
    const AppConfig *config = &app->config;
    SideScript *script = memory_alloc(sizeof *script);
    TextBuffer path = {0};
    script->name = text_copy(name);
    lesson_file_beside(lesson_path, name, &path);
    bool read = config->read_file
                    ? lesson_script_read(&script->script, text_cstr(&path), config->read_file,
                                         config->context, config->check, &script->error)
                    : error_set(&script->error, _("there are no files"));
    text_deinit(&path);
    script->ended = true;
    if (!read) return script;
    if (!config->background) {
        work(script);
        return script;
    }
    script->ended = false;
    script->worker = worker_start(work, script);
    worker_wait(script->worker, AT_ONCE_MS);
    return script;
}

static void take_out(SideScripts *scripts, size_t at) {
    scripts->count--;
    memmove(scripts->items + at, scripts->items + at + 1,
            (scripts->count - at) * sizeof scripts->items[0]);
}

static SideScript *put_last(SideScripts *scripts, SideScript *script) {
    scripts->items[scripts->count++] = script;
    return script;
}

SideScript *side_script_get(App *app, SideScripts *scripts, const char *lesson_path, Text name) {
    for (size_t i = 0; i < scripts->count; i++) {
        SideScript *known = scripts->items[i];
        if (!text_is(name, known->name)) continue;
        take_out(scripts, i);
        return put_last(scripts, known);
    }
    if (scripts->count == SIDE_SCRIPTS_MAX) {
        drop(scripts->items[0]);
        take_out(scripts, 0);
    }
    return put_last(scripts, start(app, lesson_path, name));
}

bool side_script_has_ended(SideScript *script) {
    if (!script->ended && worker_is_done(script->worker)) {
        worker_join(script->worker);
        script->worker = NULL;
        script->ended = true;
    }
    return script->ended;
}

void side_scripts_deinit(SideScripts *scripts) {
    for (size_t i = 0; i < scripts->count; i++) drop(scripts->items[i]);
    *scripts = (SideScripts){0};
}
