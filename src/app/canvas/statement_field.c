#include "app/canvas/statement_field.h"

#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH_LEAST = 260, WIDTH_MOST = 560, FIELD = 40, PAD = 12;

void statement_field_open(App *app, Point at, const char *text, size_t from, size_t to) {
    StatementField *self = &app->statement;
    self->open = true;
    self->walk = false;
    self->at = at;
    self->refusal[0] = '\0';
    ui_text_field_set(&self->field, text);
    ui_text_field_select(&self->field, from, to);
    ui_set_focus(&app->ui, "statement.field");
}

void statement_field_close(App *app) {
    app->statement.open = false;
    app_focus_canvas(app);
}

/* Its statement has run, or not: then the field stays, and tells why. */
static void ran(App *app, StatementsEnd end) {
    StatementField *self = &app->statement;
    if (end.all) {
        app_say(app, false, "%s", ui_text_field_text(&self->field));
        statement_field_close(app);
    } else {
        snprintf(self->refusal, sizeof self->refusal, "%.*s", (int)end.refusal.length,
                 end.refusal.bytes);
    }
}

void statement_field_run(App *app) {
    app_wish_statement(app, ui_text_field_text(&app->statement.field));
    app->wish.answer = ran;
    app->wish.walk = app->statement.walk;
}

/* ---- a new value ---- */

/* Whether the text of a value is all of its source. */
static bool is_source(const SnapObject *object) {
    bool constant = object->class == OBJECT_NUMBER || object->class == OBJECT_TEXT ||
                    text_is(object->repr, "None") || text_is(object->repr, "True") ||
                    text_is(object->repr, "False");
    for (size_t i = 0; i + 3 <= object->repr.length; i++) {
        if (memcmp(object->repr.bytes + i, "\xE2\x80\xA6", 3) == 0) return false;
    }
    return constant && object->repr.length < 100;
}

void statement_field_edit_value(App *app, const char *typed) {
    ReferencePlace place = app_row_place(app, app->selected_row);
    TextBuffer text = {0};
    Error error;
    if (!statement_place(&app->now_shown, place, &text, &error)) {
        app_say(app, true, "%s", error.message);
        text_deinit(&text);
        return;
    }
    text_append_string(&text, " = ");
    size_t from = text.length;
    uint32_t held = object_path_held(&app->now_shown, place);
    if (typed) {
        text_append_string(&text, typed);
        from = text.length;
    } else if (held != SNAPSHOT_NONE && is_source(&app->now_shown.objects.items[held])) {
        Text repr = app->now_shown.objects.items[held].repr;
        text_append(&text, repr.bytes, repr.length);
    }
    Rect row = scene_row_rect(app->scene, app->selected_row);
    Point at = scene_to_window(app->view, (Point){row.x, rect_bottom(row) + 6});
    statement_field_open(app, at, text_cstr(&text), from, text.length);
    text_deinit(&text);
}

/* ---- on the screen ---- */

void statement_field_panel(App *app) {
    Ui *ui = &app->ui;
    StatementField *self = &app->statement;
    Rect window = app->panes.window;
    float text = ui_width(ui, FONT_MONO, 13, ui_text_field_text(&self->field)) + 60;
    float width = fminf(fmaxf(text, WIDTH_LEAST), WIDTH_MOST);
    Text refusal = text_of(self->refusal);
    float told = 0;
    if (refusal.length) {
        Rect room = {0, 0, width - 8, 0};
        told = ui_paragraph(ui, room, FONT_UI, 12.5f, 0, refusal) + 8;
    }
    float height = FIELD + told + 2 * PAD;
    Rect panel = {fmaxf(fminf(self->at.x, rect_right(window) - width - 2 * PAD - 8), 8),
                  fmaxf(fminf(self->at.y, rect_bottom(window) - height - 8), 8), width + 2 * PAD,
                  height};
    bool stays = popover(app, panel, (Stroke){.color = app->theme->accent, .width = 1.5f});
    Rect field = {panel.x + PAD, panel.y + PAD, width, FIELD};
    bool entered = ui_text_field(ui, "statement.field", field, &self->field, "", _("a statement"));
    if (refusal.length) {
        ui_paragraph(ui, (Rect){field.x + 4, rect_bottom(field) + 6, width - 8, told}, FONT_UI,
                     12.5f, app->theme->danger, refusal);
    }
    if (entered && self->field.edit.text.length) {
        statement_field_run(app);
    } else if (!stays) {
        statement_field_close(app);
    }
}
