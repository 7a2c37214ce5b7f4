#include "app/settings/settings.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- what is set ---- */

/* A presentation has a size of its own, and gives the old one back. */
static float interface_size(const App *app) {
    return app->present.on ? app->present.panes.scale : app->interface_scale;
}

static void set_interface_size(App *app, float scale) {
    app->interface_scale = app->present.panes.scale = scale;
}

Settings settings_now(const App *app) {
    Settings now = app->settings.now;
    now.reduced_motion = app->config.reduced_motion;
    now.size = interface_size(app) * 100;
    now.speed = app->speed;
    return now;
}

/* The command line's theme is not the person's, until another one is chosen. */
static void note_theme(App *app) {
    SettingsState *self = &app->settings;
    if (app->theme == self->shown) return;
    self->shown = app->theme;
    self->follows = false;
    snprintf(self->now.theme, sizeof self->now.theme, "%s", app->theme->name);
}

static void take_over(App *app, const Settings *values) {
    app->settings.now = *values;
    app->config.reduced_motion = values->reduced_motion;
    app->speed = values->speed;
    set_interface_size(app, values->size / 100);
}

bool settings_differ(const App *app) {
    Settings now = settings_now(app), by_default = settings_default();
    return app->theme != theme_find(by_default.theme) || app->settings.follows ||
           !settings_equal(&now, &by_default);
}

void settings_reset(App *app) {
    Settings by_default = settings_default();
    take_over(app, &by_default);
    app->theme = app->settings.shown = theme_find(by_default.theme);
    app->settings.follows = false;
    SettingsSheet *sheet = &app->settings.sheet;
    ui_text_field_set(&sheet->font, "");
    ui_text_field_set(&sheet->code_font, "");
    sheet->refusal[0] = '\0';
}

/* ---- the file ---- */

static bool is_there(const App *app) {
    const AppConfig *config = &app->config;
    return config->settings_path && config->has_file && config->read_file &&
           config->has_file(config->context, config->settings_path);
}

/* False where the file is none of settings or cannot be read; `why` says it then, for the log. */
static bool read_file(const App *app, SettingsFile *file, Error *why) {
    TextBuffer text = {0};
    const AppConfig *config = &app->config;
    settings_read((Text){"", 0}, file);
    bool good = true;
    if (is_there(app)) {
        good = config->read_file(config->context, config->settings_path, &text, why);
        if (good && !settings_read((Text){text_cstr(&text), text.length}, file)) {
            good = error_set(why, "%s: no file of settings", config->settings_path);
        }
    }
    text_deinit(&text);
    return good;
}

static bool has_language(const App *app, const char *name) {
    if (!name[0] || strcmp(name, "en") == 0) return true;
    for (size_t i = 0; i < app->config.language_count; i++) {
        if (strcmp(app->config.languages[i], name) == 0) return true;
    }
    return false;
}

static bool has_font(const App *app, const char *name) {
    return !name[0] || !app->config.has_font || app->config.has_font(app->config.context, name);
}

/* One word of it is enough: the first. */
static void note_told(App *app, const SettingsFile *file) {
    TextBuffer *told = &app->settings.told;
    const Settings *values = &file->values;
    if (file->left_out) {
        text_appendf(told,
                     translate_many("%.300s: line %zu is not understood and is left out.",
                                    "%.300s: line %zu and others are not understood and are left "
                                    "out.",
                                    file->left_out),
                     app->config.settings_path, file->first);
    } else if (!has_font(app, values->font) || !has_font(app, values->code_font)) {
        text_appendf(told, _("The font %s, which is set, is not installed: another one stands in."),
                     has_font(app, values->font) ? values->code_font : values->font);
    } else if (!has_language(app, values->language)) {
        text_appendf(told, _("The language %s, which is set, is not there: the system's is taken."),
                     values->language);
    }
}

void settings_open(App *app) {
    SettingsFile file;
    Error why;
    SettingsState *self = &app->settings;
    self->foreign = !read_file(app, &file, &why);
    if (self->foreign) {
        app_log(app, "settings: %s", why.message);
        text_appendf(&self->told,
                     _("%.300s cannot be read as settings and is left as it is: what is set now is "
                       "not kept."),
                     app->config.settings_path);
    } else {
        note_told(app, &file);
    }
    self->now = file.values;
    /* who makes an app without settings, for a picture, sets it up alone */
    if (app->config.settings_path) {
        bool reduced = app->config.reduced_motion;
        bool chosen = strcmp(file.values.theme, settings_default().theme) != 0;
        take_over(app, &file.values);
        app->config.reduced_motion = app->config.reduced_motion || reduced;
        self->follows =
            !app->config.theme_chosen && strcmp(file.values.theme, SETTINGS_SYSTEM) == 0;
        bool named = chosen && !app->config.theme_chosen && !self->follows;
        if (named) app->theme = theme_find(file.values.theme);
    }
    self->in_force = self->now;
    self->shown = app->theme;
    self->known = settings_now(app);
    settings_file_deinit(&file);
}

void settings_tell(App *app) {
    SettingsState *self = &app->settings;
    if (!self->told.length) return;
    app_say(app, true, "%s", text_cstr(&self->told));
    text_clear(&self->told);
}

/* Writes the file as it is now with what was changed here. */
static bool write_file(App *app, const Settings *now, Error *error) {
    SettingsFile file;
    SettingsState *self = &app->settings;
    const AppConfig *config = &app->config;
    TextBuffer text = {0};
    Settings by_default = settings_default();
    bool good = read_file(app, &file, error);
    if (good) settings_merge(&self->known, now, &file.values);
    bool needed = is_there(app) || !settings_equal(&file.values, &by_default);
    if (good && needed) {
        settings_write(&file, &text);
        Text bytes = {text_cstr(&text), text.length};
        good = config->write_file(config->context, config->settings_path, bytes, error);
    }
    settings_file_deinit(&file);
    text_deinit(&text);
    return good;
}

void settings_keep(App *app) {
    Error error;
    SettingsState *self = &app->settings;
    note_theme(app);
    if (!app->config.settings_path || !app->config.write_file || self->foreign) return;
    Settings now = settings_now(app);
    bool tried = self->failed && settings_equal(&now, &self->tried);
    if (tried || settings_equal(&now, &self->known)) return;
    if (write_file(app, &now, &error)) {
        self->known = now;
        return;
    }
    self->tried = now;
    if (!self->failed) app_say(app, true, _("Settings cannot be kept: %s"), error.message);
    self->failed = true;
}

void settings_deinit(App *app) {
    SettingsState *self = &app->settings;
    settings_keep(app);
    text_deinit(&self->told);
    ui_text_field_deinit(&self->sheet.font);
    ui_text_field_deinit(&self->sheet.code_font);
}

/* ---- the wheel ---- */

bool settings_take_wheel(App *app, WheelTurn *turn) {
    enum { NOTCH = 64 /* pixels */ };
    Ui *ui = &app->ui;
    bool scrolls = app->settings.now.wheel_scrolls && !(ui->modifiers & MODIFIER_CTRL);
    Point wheel = ui->wheel;
    *turn = (WheelTurn){.factor = 1};
    if (ui->wheel_taken || (wheel.y == 0 && (!scrolls || wheel.x == 0))) return false;
    ui->wheel_taken = true;
    if (!scrolls) {
        turn->factor = powf(1.15f, wheel.y);
    } else if (ui->modifiers & MODIFIER_SHIFT) {
        turn->move = (Point){(wheel.y - wheel.x) * NOTCH, 0};
    } else {
        turn->move = (Point){-wheel.x * NOTCH, wheel.y * NOTCH};
    }
    return true;
}
