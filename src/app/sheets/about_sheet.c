#include "app/sheets/about_sheet.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <string.h>

static const float WIDTH = 620, HEAD = 56, PAD = 28, FOOT = 66, BUTTON = 32, GAP = 9;
static const float LABEL = 132; /* width of names, at least */

/* ---- what is told ---- */

/* Of all rows there can be, as they stand in a report. */
static const char *const labels[] = {N_("Lastref"),   N_("Python model"), N_("Licence"),
                                     N_("Libraries"), N_("Fonts"),        N_("Window"),
                                     N_("System"),    N_("Language"),     N_("Assets"),
                                     N_("Settings"),  N_("Log"),          N_("Own lessons")};

void about_append(void (*describe)(void *context, TextBuffer *out), void *context,
                  TextBuffer *out) {
    text_append_string(out, "Lastref: " LASTREF_VERSION "\n"
                            "Python model: CPython 3.11, x86-64 Linux\n"
                            "Licence: MIT\n");
    if (describe) describe(context, out);
}

/* The next row of them: its name and its words. */
static bool next_row(Text *rest, Text *name, Text *words) {
    Text line;
    if (!text_next_line(rest, &line)) return false;
    const char *colon = memchr(line.bytes, ':', line.length);
    size_t length = colon ? (size_t)(colon - line.bytes) : 0;
    *name = (Text){line.bytes, length};
    *words = colon ? (Text){colon + 2, line.length - length - 2} : line;
    return true;
}

static const char *label_of(Text name) {
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (text_is(name, labels[i])) return _(labels[i]);
    }
    return "";
}

/* ---- open, close, copy ---- */

void about_toggle(App *app) {
    AboutSheet *self = &app->about;
    self->open = !self->open;
    if (!self->open) return;
    app->help_open = false; /* it leads here */
    self->scroll = 0;
    self->copied = false;
    text_clear(&self->rows);
    about_append(app->config.describe, app->config.context, &self->rows);
    ui_set_focus(&app->ui, "help.copy");
}

void about_close(App *app) {
    app->about.open = false;
}

bool about_can_copy(const App *app) {
    return app->about.open && app->config.clipboard.set;
}

void about_copy(App *app) {
    app->config.clipboard.set(app->config.clipboard.context, text_cstr(&app->about.rows));
    app->about.copied = true;
}

void about_deinit(AboutSheet *sheet) {
    text_deinit(&sheet->rows);
}

/* ---- the sheet ---- */

static float label_width(const App *app) {
    float widest = LABEL;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        widest = fmaxf(widest, ui_width(&app->ui, FONT_UI_MEDIUM, 13, _(labels[i])) + 24);
    }
    return ceilf(widest);
}

/* Draws the rows from `area.y` on; without a colour nothing. Returns their height. */
static float put_rows(App *app, Rect area, bool drawn) {
    const Theme *theme = app->theme;
    Ui *ui = &app->ui;
    Text rest = text_view(&app->about.rows), name, words;
    float y = area.y, label = label_width(app);
    while (next_row(&rest, &name, &words)) {
        Rect place = {area.x + label, y, area.w - label, 0};
        if (drawn) {
            ui_text(ui, (Point){area.x, y + 10}, FONT_UI_MEDIUM, 13, theme->text_muted,
                    label_of(name));
        }
        y += ui_paragraph(ui, place, FONT_MONO, 12.5f, drawn ? theme->text : 0, words) + GAP;
    }
    return y - area.y;
}

static void put_foot(App *app, Rect sheet) {
    Ui *ui = &app->ui;
    const char *label = action_title(action_get("help.copy"));
    float width = ui_button_width(ui, label), middle = rect_bottom(sheet) - FOOT / 2 - 2;
    float left = sheet.x + PAD, right = rect_right(sheet) - PAD;
    Rect button = {right - width, middle - BUTTON / 2, width, BUTTON};
    draw_fill(ui->list, (Rect){left, rect_bottom(sheet) - FOOT, right - left, 1},
              app->theme->border);
    draw_string(ui->list, (Point){left, middle},
                (TextStyle){.face = FONT_UI,
                            .size = 12.5f,
                            .color = app->theme->text_muted,
                            .line = TEXT_MIDDLE,
                            .max_width = button.x - 20 - left},
                app->about.copied ? _("Copied: paste it into your report")
                                  : _("lastref --version prints the same"));
    action_button(app, "help.copy", button, label, UI_PLAIN, ACTION_TELLS_HELP);
}

void about_sheet(App *app) {
    AboutSheet *self = &app->about;
    Ui *ui = &app->ui;
    float width = fminf(WIDTH, app->panes.window.w - 40);
    float content = put_rows(app, (Rect){0, 0, width - 2 * PAD, 0}, false) + GAP;
    Rect sheet =
        sheet_panel(app, _("About Lastref"), (Point){WIDTH, HEAD + content + FOOT}, &self->open);
    Rect area = {sheet.x, sheet.y + HEAD, sheet.w, sheet.h - HEAD - FOOT};
    ui_scroll(ui, "about.scroll", area, content, &self->scroll);
    draw_clip_push(ui->list, area);
    Rect rows = {sheet.x + PAD, area.y - floorf(self->scroll), sheet.w - 2 * PAD, content};
    ui_note(ui, "about.rows", rows);
    put_rows(app, rows, true);
    draw_clip_pop(ui->list);
    put_foot(app, sheet);
}
