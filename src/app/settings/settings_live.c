/* Fonts, language and the desktop's theme hold as soon as they are set, in all that is open. */
#include "app/app_state.h"
#include "app/script/code_pane.h"
#include "app/settings/settings.h"
#include "base/translate.h"
#include "lesson/lesson_language.h"

#include <stdio.h>
#include <string.h>

/* ---- fonts and language ---- */

static bool take_fonts(App *app) {
    const AppConfig *config = &app->config;
    SettingsState *self = &app->settings;
    bool same = strcmp(self->in_force.font, self->now.font) == 0 &&
                strcmp(self->in_force.code_font, self->now.code_font) == 0;
    if (same || !config->set_fonts) return false;
    config->set_fonts(config->context, self->now.font, self->now.code_font);
    snprintf(self->in_force.font, sizeof self->in_force.font, "%s", self->now.font);
    snprintf(self->in_force.code_font, sizeof self->in_force.code_font, "%s", self->now.code_font);
    return true;
}

/* Whether another thread may look up words at this moment. */
static bool is_busy(const App *app) {
    return app->settings.asking || loading_is_under_way(app) || side_by_side_is_running(app) ||
           check_is_waiting(app);
}

/* A lesson's cards are read once, and an answer is to the words that were read: those of a lesson
 * that is open stay as they are. */
static void tell_lesson(App *app) {
    const Guide *guide = &app->guide;
    TextBuffer path = {0};
    bool other = guide->there && guide_lesson_path(app, app->path, &path) &&
                 strcmp(text_cstr(&path), text_cstr(&guide->path)) != 0;
    if (other)
        app_say(app, false,
                _("This lesson has its cards in that language once it is opened "
                  "again."));
    text_deinit(&path);
}

static bool take_language(App *app) {
    SettingsState *self = &app->settings;
    AppConfig *config = &app->config;
    bool same = strcmp(self->in_force.language, self->now.language) == 0;
    if (same || !config->set_language || is_busy(app)) return false;
    config->language = config->set_language(config->context, self->now.language);
    snprintf(self->in_force.language, sizeof self->in_force.language, "%s", self->now.language);
    tell_lesson(app);
    return true;
}

/* Makes again what was measured or put into words before; the view stays where it was. */
static void make_again(App *app) {
    SceneView view = app->view;
    Camera camera = app->camera;
    bool code_follows = app->code_follows;
    if (app->path) app->code_width = code_pane_width(app);
    if (app->start.open) start_read(app);
    if (!app->timeline) return;
    app_show_again(app);
    inspection_shown(app, true);
    if (app->guide.there && app->guide.sides_shown.there) side_by_side_look(app);
    app->present.notes.known = false;
    notes_update(app);
    app->view = view;
    app->camera = camera;
    app->code_follows = code_follows;
    app->changes = false;
}

/* ---- the desktop's theme ---- */

void settings_follow_system(App *app) {
    SettingsState *self = &app->settings;
    snprintf(self->now.theme, sizeof self->now.theme, "%s", SETTINGS_SYSTEM);
    self->follows = true;
}

static void follow_system(App *app) {
    SettingsState *self = &app->settings;
    const AppConfig *config = &app->config;
    const char *name = NULL;
    self->asking =
        self->follows && config->system_theme && !config->system_theme(config->context, &name);
    if (!self->follows || self->asking) return;
    self->unsaid = !name;
    const Theme *theme = theme_find(name ? name : settings_default().theme);
    if (theme) app->theme = self->shown = theme;
}

bool settings_are_awaited(const App *app) {
    const SettingsState *self = &app->settings;
    bool language =
        app->config.set_language && strcmp(self->in_force.language, self->now.language) != 0;
    return self->asking || language;
}

void settings_apply(App *app) {
    follow_system(app);
    bool fonts = take_fonts(app), language = take_language(app);
    if (fonts || language) make_again(app);
}
