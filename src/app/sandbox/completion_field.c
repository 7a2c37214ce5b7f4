#include "app/sandbox/completion_field.h"

#include "app/app_state.h"
#include "app/sandbox/pick_list.h"

#include <math.h>

static const float SIZE = 13, WIDTH_LEAST = 170, WIDTH_MOST = 420;

static bool find(App *app, const CompletionField *field) {
    if (!app->timeline) return false;
    uint32_t shown = timeline_position(app->timeline);
    if (field->script) timeline_seek(app->timeline, timeline_count(app->timeline));
    bool found = completion_find(field->completion, timeline_vm(app->timeline), &field->area->edit,
                                 field->script);
    if (field->script) timeline_seek(app->timeline, shown);
    return found;
}

bool completion_field_start(App *app, const CompletionField *field) {
    Completion *completion = field->completion;
    EditBuffer *edit = &field->area->edit;
    if (!find(app, field)) return false;
    if (completion->rows.count == 1) {
        completion_put(completion, edit, 0);
    } else {
        completion_put_common(completion, edit);
        completion->version = edit->version;
        completion->open = true;
    }
    field->area->follow = true;
    return true;
}

void completion_field_keys(App *app, const CompletionField *field) {
    Ui *ui = &app->ui;
    Completion *completion = field->completion;
    size_t count = completion->rows.count;
    if (!completion->open || ui->focus != ui_id(field->name)) return;
    if (ui_take_key(ui, KEY_DOWN, 0)) completion->chosen = (completion->chosen + 1) % count;
    if (ui_take_key(ui, KEY_UP, 0)) completion->chosen = (completion->chosen + count - 1) % count;
    if (ui_take_key(ui, KEY_ENTER, 0) || ui_take_key(ui, KEY_TAB, 0)) {
        completion_put(completion, &field->area->edit, completion->chosen);
        field->area->follow = true;
    }
}

void completion_field_follow(App *app, const CompletionField *field) {
    Completion *completion = field->completion;
    const EditBuffer *edit = &field->area->edit;
    if (!completion->open) return;
    bool here =
        app->timeline && app->ui.focus == ui_id(field->name) && edit->caret >= completion->from;
    if (!here) {
        completion_close(completion);
    } else if (completion->version != edit->version) {
        size_t from = completion->from;
        find(app, field);
        if (completion->from != from) completion_close(completion);
    }
}

/* ---- the list ---- */

static PickRow pick_row(void *context, size_t row) {
    const Completion *completion = context;
    return (PickRow){completion->rows.items[row].text, completion->rows.items[row].what, 0, false};
}

static float width_of(const App *app, const Completion *completion) {
    float width = WIDTH_LEAST;
    for (size_t i = 0; i < completion->rows.count; i++) {
        const CompletionRow *row = &completion->rows.items[i];
        width = fmaxf(width, ui_width(&app->ui, FONT_MONO, SIZE, row->text) +
                                 ui_width(&app->ui, FONT_UI, 11.5f, row->what) + 52);
    }
    return fminf(width, WIDTH_MOST);
}

/* Below the caret, or above it where there is no room. */
static Rect place_of(const App *app, const CompletionField *field) {
    Rect window = app->panes.window, caret = field->caret;
    float width = width_of(app, field->completion);
    float height = pick_list_height(field->completion->rows.count);
    Rect place = {fmaxf(fminf(caret.x - 14, rect_right(window) - width - 8), 8),
                  rect_bottom(caret) + 6, width, height};
    if (rect_bottom(place) > rect_bottom(window) - 8) place.y = caret.y - 6 - height;
    return place;
}

void completion_field_over(App *app, const CompletionField *field, bool shown) {
    Completion *completion = field->completion;
    if (!completion->open) return;
    if (!shown) {
        completion_close(completion);
        return;
    }
    Rect place = place_of(app, field);
    PickList list = {.name = "completion",
                     .count = completion->rows.count,
                     .chosen = &completion->chosen,
                     .first = &completion->first,
                     .face = FONT_MONO,
                     .context = completion,
                     .row = pick_row};
    if (pick_list(app, &list, place)) {
        completion_put(completion, &field->area->edit, completion->chosen);
    } else if (app->ui.pressed[BUTTON_LEFT] && !rect_contains(place, app->ui.mouse)) {
        completion_close(completion);
    }
}
