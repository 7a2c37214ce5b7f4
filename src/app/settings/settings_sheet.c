/* The page of settings: a row each, and where they are kept. */
#include "app/actions.h"
#include "app/app_state.h"
#include "app/settings/settings.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 640, HEAD = 54, PAD = 28, FOOT = 66;
static const float EDGE = 6; /* above the rows: room for a ring */
static const float ROW = 32, GAP = 10, BUTTON = 32, LABEL = 150;
static const float NARROW = 480; /* of a sheet: there labels stand above what they name */

/* ---- the form ---- */

typedef struct Form {
    App *app;
    Rect area;         /* that is seen of the rows */
    float left, right; /* of all, window coordinates */
    float controls;    /* left edge of what labels name */
    float y;           /* of the row's upper edge */
    float at;          /* where its next part begins */
} Form;

/* What has the keyboard by a key is scrolled into view, once. */
static void follow(const Form *form, const char *name, Rect rect) {
    Ui *ui = &form->app->ui;
    SettingsSheet *sheet = &form->app->settings.sheet;
    if (ui->focus != ui_id(name) || !ui->focus_shown || sheet->followed == ui->focus) return;
    ui_scroll_to(ui, form->area, rect, GAP, &sheet->scroll);
}

typedef enum RowKind {
    ROW_THEME,
    ROW_SIZE,
    ROW_MOTION,
    ROW_WHEEL,
    ROW_SPEED,
    ROW_FONT,
    ROW_CODE_FONT,
    ROW_LANGUAGE,
    ROW_COUNT
} RowKind;

static const char *const row_labels[ROW_COUNT] = {
    [ROW_THEME] = N_("Colours"),          [ROW_SIZE] = N_("Interface size"),
    [ROW_MOTION] = N_("Motion"),          [ROW_WHEEL] = N_("Wheel"),
    [ROW_SPEED] = N_("Speed of playing"), [ROW_FONT] = N_("Font"),
    [ROW_CODE_FONT] = N_("Font of code"), [ROW_LANGUAGE] = N_("Language")};

/* Of the longest one, with what stands between it and the controls. */
static float labels_width(const Ui *ui) {
    float widest = LABEL;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        widest = fmaxf(widest, ui_width(ui, FONT_UI_MEDIUM, 13.5f, _(row_labels[i])) + 24);
    }
    return ceilf(widest);
}

static void begin_row(Form *form, RowKind kind) {
    const char *label = _(row_labels[kind]);
    Ui *ui = &form->app->ui;
    ui_text(ui, (Point){form->left, form->y + ROW / 2}, FONT_UI_MEDIUM, 13.5f,
            form->app->theme->text_muted, label);
    if (form->controls == form->left) form->y += ROW - 2;
    form->at = form->controls;
}

/* The place of the row's next part; on a further line where this one is full. */
static Rect place(Form *form, float width, float apart) {
    if (form->at > form->controls && form->at + width > form->right) {
        form->y += ROW;
        form->at = form->controls;
    }
    Rect rect = {form->at, form->y, fminf(width, form->right - form->at), ROW};
    form->at = rect_right(rect) + apart;
    return rect;
}

static void end_row(Form *form) {
    form->y += ROW + GAP;
}

/* Under the controls of the row before. */
static void put_words(Form *form, Color color, const char *text) {
    Rect area = {form->controls, form->y - GAP + 2, form->right - form->controls, 0};
    form->y += ui_paragraph(&form->app->ui, area, FONT_UI, 12.5f, color, text_of(text)) + 4;
}

static bool put_choice(Form *form, const char *name, const char *label, UiChoice kind, bool on) {
    Ui *ui = &form->app->ui;
    Rect rect = place(form, ui_choice_width(ui, label) + 6, 18);
    follow(form, name, rect);
    return ui_choice(ui, name, rect, label, kind, on, true, NULL);
}

/* ---- rows ---- */

static void choose(App *app, const Theme *theme) {
    SettingsState *self = &app->settings;
    self->follows = false;
    app->theme = self->shown = theme;
    snprintf(self->now.theme, sizeof self->now.theme, "%s", theme->name);
}

static void put_system_theme(Form *form) {
    if (put_choice(form, "settings.theme.system", _("As the system"), UI_RADIO,
                   form->app->settings.follows)) {
        settings_follow_system(form->app);
    }
}

static void put_theme(Form *form) {
    static const struct {
        const char *name, *widget, *label;
    } themes[] = {{"light", "settings.theme.light", N_("Light")},
                  {"dark", "settings.theme.dark", N_("Dark")},
                  {"contrast", "settings.theme.contrast", N_("High contrast")}};
    App *app = form->app;
    begin_row(form, ROW_THEME);
    for (size_t i = 0; i < sizeof themes / sizeof themes[0]; i++) {
        const Theme *theme = theme_find(themes[i].name);
        bool on = app->theme == theme && !app->settings.follows;
        if (put_choice(form, themes[i].widget, _(themes[i].label), UI_RADIO, on))
            choose(app, theme);
    }
    if (app->config.system_theme) put_system_theme(form);
    end_row(form);
    if (app->settings.follows && app->settings.unsaid) {
        put_words(form, app->theme->text_muted, _("The desktop does not tell its colours."));
        form->y += GAP - 4;
    }
}

static void put_size(Form *form) {
    App *app = form->app;
    char size[24];
    begin_row(form, ROW_SIZE);
    Rect smaller = place(form, BUTTON + 4, 0), words = place(form, 76, 0);
    Rect larger = place(form, BUTTON + 4, 0);
    follow(form, "view.smaller", smaller);
    follow(form, "view.larger", larger);
    action_button(app, "view.smaller", smaller, "\xE2\x88\x92", UI_PLAIN, ACTION_TELLS_TITLE);
    snprintf(size, sizeof size, "%g %%", (double)settings_now(app).size);
    draw_string(app->ui.list, rect_center(words),
                (TextStyle){.face = FONT_UI_MEDIUM,
                            .size = 13.5f,
                            .color = app->theme->text,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                size);
    action_button(app, "view.larger", larger, "+", UI_PLAIN, ACTION_TELLS_TITLE);
    end_row(form);
}

static void put_motion(Form *form) {
    App *app = form->app;
    begin_row(form, ROW_MOTION);
    if (put_choice(form, "settings.motion", _("Reduced: changes are shown at once"), UI_CHECK,
                   app->config.reduced_motion)) {
        app->config.reduced_motion = !app->config.reduced_motion;
    }
    end_row(form);
}

static void put_wheel(Form *form) {
    bool *scrolls = &form->app->settings.now.wheel_scrolls;
    begin_row(form, ROW_WHEEL);
    if (put_choice(form, "settings.wheel.zooms", _("Zooms the picture"), UI_RADIO, !*scrolls)) {
        *scrolls = false;
    }
    if (put_choice(form, "settings.wheel.scrolls", _("Scrolls; with Ctrl it zooms"), UI_RADIO,
                   *scrolls)) {
        *scrolls = true;
    }
    end_row(form);
}

static void put_speed(Form *form) {
    static const char *const labels[] = {"1\xC3\x97", "2\xC3\x97", "4\xC3\x97", "8\xC3\x97"};
    App *app = form->app;
    begin_row(form, ROW_SPEED);
    for (int i = 0; i < 4; i++) {
        char name[40];
        snprintf(name, sizeof name, "settings.speed.%d", 1 << i);
        if (put_choice(form, name, labels[i], UI_RADIO, app->speed == i)) app->speed = i;
    }
    end_row(form);
}

/* ---- fonts ---- */

/* Takes what is in a field; where it is no font of this machine, the field stays and tells why. */
static void take_font(App *app, const UiTextField *field, char *font) {
    SettingsSheet *sheet = &app->settings.sheet;
    const AppConfig *config = &app->config;
    const char *name = ui_text_field_text(field);
    sheet->refusal[0] = '\0';
    if (name[0] && !settings_is_name(text_of(name))) {
        snprintf(sheet->refusal, sizeof sheet->refusal, _("No font has such a name."));
    } else if (name[0] && config->has_font && !config->has_font(config->context, name)) {
        snprintf(sheet->refusal, sizeof sheet->refusal, _("The font %.60s is not installed."),
                 name);
    } else {
        snprintf(font, SETTINGS_WORD_MAX, "%s", name);
    }
}

static void put_font(Form *form, RowKind kind, const char *widget, UiTextField *field, char *font,
                     const char *hint) {
    App *app = form->app;
    Ui *ui = &app->ui;
    begin_row(form, kind);
    Rect rect = place(form, form->right - form->controls, 0);
    follow(form, widget, rect);
    bool was_edited = app->settings.sheet.edited == ui_id(widget);
    bool entered = ui_text_field(ui, widget, rect, field, "", hint);
    bool left = was_edited && ui->focus != ui_id(widget);
    bool other = strcmp(ui_text_field_text(field), font) != 0;
    if (entered || (left && other)) take_font(app, field, font);
    end_row(form);
}

static void put_fonts(Form *form) {
    SettingsState *self = &form->app->settings;
    put_font(form, ROW_FONT, "settings.font", &self->sheet.font, self->now.font,
             _("Inter, else DejaVu Sans"));
    put_font(form, ROW_CODE_FONT, "settings.code_font", &self->sheet.code_font, self->now.code_font,
             _("JetBrains Mono, else DejaVu Sans Mono"));
    if (self->sheet.refusal[0]) {
        put_words(form, form->app->theme->danger, self->sheet.refusal);
        form->y += GAP - 4;
    }
}

/* ---- language ---- */

/* As its speakers call it. */
static const char *language_label(const char *code) {
    static const struct {
        const char *code, *label;
    } known[] = {{"", N_("As the system")},
                 {"en", "English"},
                 {"cs", "\xC4\x8C"
                        "e\xC5\xA1tina"},
                 {"da", "Dansk"},
                 {"de", "Deutsch"},
                 {"es", "Espa\xC3\xB1ol"},
                 {"fr", "Fran\xC3\xA7"
                        "ais"},
                 {"it", "Italiano"},
                 {"nl", "Nederlands"},
                 {"pl", "Polski"},
                 {"pt", "Portugu\xC3\xAAs"},
                 {"pt_BR", "Portugu\xC3\xAAs (Brasil)"},
                 {"sv", "Svenska"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].code, code) == 0) return _(known[i].label);
    }
    return code;
}

static void put_language(Form *form, const char *code) {
    char name[SETTINGS_WORD_MAX + 24];
    char *chosen = form->app->settings.now.language;
    snprintf(name, sizeof name, "settings.language.%s", code[0] ? code : "system");
    if (put_choice(form, name, language_label(code), UI_RADIO, strcmp(chosen, code) == 0)) {
        snprintf(chosen, SETTINGS_WORD_MAX, "%s", code);
    }
}

static void put_languages(Form *form) {
    const AppConfig *config = &form->app->config;
    begin_row(form, ROW_LANGUAGE);
    put_language(form, "");
    put_language(form, "en");
    for (size_t i = 0; i < config->language_count; i++) {
        if (strcmp(config->languages[i], "en") != 0) put_language(form, config->languages[i]);
    }
    end_row(form);
}

/* ---- the whole ---- */

static void put_rows(Form *form) {
    put_theme(form);
    put_size(form);
    put_motion(form);
    put_wheel(form);
    put_speed(form);
    put_fonts(form);
    put_languages(form);
}

static void put_foot(App *app, Rect sheet) {
    Ui *ui = &app->ui;
    const AppConfig *config = &app->config;
    const SettingsState *self = &app->settings;
    char words[700];
    const char *label = action_title(action_get("settings.reset"));
    float width = ui_button_width(ui, label), middle = rect_bottom(sheet) - FOOT / 2 - 2;
    float left = sheet.x + PAD, right = rect_right(sheet) - PAD;
    Rect button = {right - width, middle - BUTTON / 2, width, BUTTON};
    bool kept = config->settings_path && config->write_file && !self->foreign && !self->failed;
    if (kept) {
        snprintf(words, sizeof words, _("Kept in %.600s"), config->settings_path);
    } else {
        snprintf(words, sizeof words, _("Not kept: for this window alone"));
    }
    draw_fill(ui->list, (Rect){left, rect_bottom(sheet) - FOOT, right - left, 1},
              app->theme->border);
    draw_string(ui->list, (Point){left, middle},
                (TextStyle){.face = FONT_UI,
                            .size = 12.5f,
                            .color = app->theme->text_muted,
                            .line = TEXT_MIDDLE,
                            .max_width = button.x - 20 - left},
                words);
    action_button(app, "settings.reset", button, label, UI_PLAIN, ACTION_TELLS_HELP);
}

/* Rows that are scrolled out of the area have their places all the same, so that Tab leads to them;
 * a click there is not theirs. */
static void cover_hidden(App *app, Rect sheet, Rect area) {
    Ui *ui = &app->ui;
    Rect window = app->panes.window;
    Rect above = {0, 0, window.w, area.y};
    Rect below = {0, rect_bottom(area), window.w, window.h - rect_bottom(area)};
    bool clicked = ui_area(ui, "settings.above", above, true, false, NULL).clicked;
    clicked = ui_area(ui, "settings.below", below, true, false, NULL).clicked || clicked;
    if (clicked && !rect_contains(sheet, ui->mouse)) app->settings.sheet.open = false;
}

void settings_sheet(App *app) {
    Ui *ui = &app->ui;
    SettingsSheet *self = &app->settings.sheet;
    /* before the first frame: each row on one line */
    float guess = EDGE + ROW_COUNT * (ROW + GAP) + GAP;
    float height = HEAD + (self->content > 0 ? self->content : guess) + FOOT;
    Rect sheet = sheet_panel(app, _("Settings"), (Point){WIDTH, height}, &self->open);
    Rect area = {sheet.x, sheet.y + HEAD, sheet.w, sheet.h - HEAD - FOOT};
    ui_note(ui, "settings.rows", area);
    ui_scroll(ui, "settings.scroll", area, self->content, &self->scroll);
    Form form = {.app = app, .area = area, .y = area.y + EDGE - floorf(self->scroll)};
    form.left = sheet.x + PAD;
    form.right = rect_right(sheet) - PAD;
    form.controls = sheet.w < NARROW ? form.left : form.left + labels_width(ui);
    float top = form.y;
    draw_clip_push(ui->list, area);
    put_rows(&form);
    draw_clip_pop(ui->list);
    float content = EDGE + form.y - top + GAP;
    if (content != self->content) ui->animating = true; /* the sheet fits it in the next frame */
    self->content = content;
    self->followed = ui->focus;
    self->edited = ui->editing;
    cover_hidden(app, sheet, area);
    put_foot(app, sheet);
}

void settings_close(App *app) {
    app->settings.sheet.open = false;
    app->settings.sheet.refusal[0] = '\0';
}

void settings_toggle(App *app) {
    SettingsState *self = &app->settings;
    if (self->sheet.open) {
        settings_close(app);
        return;
    }
    self->sheet.open = true;
    self->sheet.scroll = 0;
    self->sheet.refusal[0] = '\0';
    ui_text_field_set(&self->sheet.font, self->now.font);
    ui_text_field_set(&self->sheet.code_font, self->now.code_font);
    char chosen[40];
    snprintf(chosen, sizeof chosen, "settings.theme.%s", self->now.theme);
    ui_set_focus(&app->ui, chosen);
}
