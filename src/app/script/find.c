#include "app/script/find.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <string.h>

enum { PLACES_MAX = 5000 };

static const float HEIGHT = 44, FIELD = 36;

void find_deinit(Find *find) {
    ui_text_field_deinit(&find->field);
    text_deinit(&find->sought);
    array_deinit(&find->places);
}

bool find_is_possible(const App *app) {
    return app->editor.open;
}

bool find_can_go_on(const App *app) {
    return app->editor.open && app->find.open && app->find.field.edit.text.length;
}

/* ---- the places ---- */

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool has_capital(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (small(text.bytes[i]) != text.bytes[i]) return true;
    }
    return false;
}

static bool is_at(Text text, size_t at, Text sought, bool exact) {
    for (size_t i = 0; i < sought.length; i++) {
        char c = text.bytes[at + i];
        if ((exact ? c : small(c)) != sought.bytes[i]) return false;
    }
    return true;
}

static void search(App *app) {
    Find *find = &app->find;
    Text text = edit_text(&app->editor.area.edit), sought = edit_text(&find->field.edit);
    bool known = find->version == app->editor.area.edit.version &&
                 text_equal(sought, (Text){text_cstr(&find->sought), find->sought.length});
    if (known) return;
    find->version = app->editor.area.edit.version;
    text_clear(&find->sought);
    text_append(&find->sought, sought.bytes, sought.length);
    array_clear(&find->places);
    bool exact = has_capital(sought);
    for (size_t at = 0; sought.length && at + sought.length <= text.length;) {
        if (!is_at(text, at, sought, exact)) {
            at++;
            continue;
        }
        if (find->places.count == PLACES_MAX) break;
        UiTextMark mark = {at, at + sought.length, 0, false};
        array_push(&find->places, mark);
        at += sought.length;
    }
}

/* The place that is selected, or the count of them. */
static size_t shown_place(const App *app) {
    const EditBuffer *edit = &app->editor.area.edit;
    Text selected = edit_selection(edit);
    size_t from = (size_t)(selected.bytes - text_cstr(&edit->text));
    for (size_t i = 0; i < app->find.places.count; i++) {
        const UiTextMark *place = &app->find.places.items[i];
        if (place->from == from && place->to == from + selected.length) return i;
    }
    return app->find.places.count;
}

static void show(App *app, size_t place) {
    const UiTextMark *mark = &app->find.places.items[place];
    edit_place(&app->editor.area.edit, mark->from, false);
    edit_place(&app->editor.area.edit, mark->to, true);
    app->editor.area.follow = true;
}

/* The first place at or after the offset, from the end on the first of all. */
static void show_from(App *app, size_t offset) {
    const Find *find = &app->find;
    if (!find->places.count) return;
    size_t place = 0;
    while (place < find->places.count && find->places.items[place].from < offset) place++;
    show(app, place % find->places.count);
}

static size_t selection_start(const App *app) {
    const EditBuffer *edit = &app->editor.area.edit;
    return (size_t)(edit_selection(edit).bytes - text_cstr(&edit->text));
}

void find_next(App *app) {
    search(app);
    show_from(app, selection_start(app) + 1);
}

void find_previous(App *app) {
    search(app);
    const Find *find = &app->find;
    if (!find->places.count) return;
    size_t from = selection_start(app), place = find->places.count;
    while (place > 0 && find->places.items[place - 1].from >= from) place--;
    show(app, (place ? place : find->places.count) - 1);
}

/* ---- the bar ---- */

void find_open(App *app) {
    Text selected = edit_selection(&app->editor.area.edit);
    bool one_line = selected.length && !memchr(selected.bytes, '\n', selected.length);
    app->find.open = true;
    if (one_line) {
        TextBuffer text = {0};
        text_append(&text, selected.bytes, selected.length);
        ui_text_field_set(&app->find.field, text_cstr(&text));
        text_deinit(&text);
    }
    ui_text_field_select(&app->find.field, 0, app->find.field.edit.text.length);
    ui_set_focus(&app->ui, "find");
}

void find_close(App *app) {
    app->find.open = false;
    array_clear(&app->find.places);
    app->find.version = app->editor.area.edit.version - 1;
    ui_set_focus(&app->ui, "editor");
}

float find_height(const App *app) {
    return app->find.open ? HEIGHT : 0;
}

void find_append_count(const App *app, TextBuffer *out) {
    size_t count = app->find.places.count, place = shown_place(app);
    if (!app->find.open || !app->find.sought.length) return;
    if (!count) {
        text_append_string(out, _("none"));
    } else if (place < count) {
        text_appendf(out, _("%zu of %zu"), place + 1, count);
    } else {
        text_appendf(out, "%zu", count);
    }
}

static void draw_count(App *app, Rect field) {
    TextBuffer text = {0};
    find_append_count(app, &text);
    ui_text_right(&app->ui, (Point){rect_right(field) - 12, field.y + field.h / 2}, FONT_UI, 12,
                  app->theme->text_muted, text_cstr(&text));
    text_deinit(&text);
}

void find_bar(App *app, Rect rect) {
    Ui *ui = &app->ui;
    Find *find = &app->find;
    float next = ui_button_width(ui, _("Next")), back = ui_button_width(ui, _("Prev"));
    Rect field = {rect.x, rect.y, rect.w - next - back - 12, FIELD};
    uint32_t version = find->field.edit.version;
    if (ui->focus == ui_id("find") && ui_take_key(ui, KEY_ENTER, MODIFIER_SHIFT)) {
        find_previous(app);
    }
    if (ui_text_field(ui, "find", field, &find->field, "", _("Find"))) find_next(app);
    search(app);
    if (version != find->field.edit.version) show_from(app, selection_start(app));
    draw_count(app, field);
    Rect button = {rect_right(field) + 6, rect.y + 3, back, 30};
    action_button(app, "find.previous", button, _("Prev"), UI_PLAIN, ACTION_TELLS_TITLE);
    button = (Rect){rect_right(rect) - next, rect.y + 3, next, 30};
    action_button(app, "find.next", button, _("Next"), UI_PLAIN, ACTION_TELLS_TITLE);
}
