/* Who holds the selected object, why it is alive, and what it refers to. */
#include "app/inspector/inspector_sheet.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>

enum {
    REFERENCES_SHOWN = 60,
    STEPS_SHOWN = 24 /* of a path */
};

/* ---- who holds it ---- */

static void show_frame(App *app, uint32_t frame) {
    app_select_frame(app, frame);
    camera_fly_to_frame(app, frame);
    app->ui.animating = true;
}

static void put_name(Sheet *sheet, uint32_t number, const HolderRow *row) {
    App *app = sheet->app;
    const Snapshot *now = &app->now_shown;
    Text name = now->frames.items[row->frame].name;
    Text own = now->variables.items[row->variable].name;
    char text[160];
    snprintf(text, sizeof text, "%.*s %.*s", (int)name.length, name.bytes, (int)own.length,
             own.bytes);
    LinkAnswer answer = sheet_link(sheet, (SheetLink){.name = "holder",
                                                      .number = number,
                                                      .mark = LINK_DOT,
                                                      .face = FONT_MONO,
                                                      .text = text,
                                                      .right = "1",
                                                      .enabled = true,
                                                      .tip = _("Shows the frame")});
    if (answer.hot) {
        inspection_light(app, &app->inspection.hover, row->variable, SNAPSHOT_NONE, false,
                         (Handle){0});
    }
    if (answer.clicked) show_frame(app, row->frame);
}

static void put_reference(Sheet *sheet, uint32_t number, const HolderRow *row) {
    App *app = sheet->app;
    const Snapshot *now = &app->now_shown;
    TextBuffer text = {0};
    app_object_label(app, now, row->holder, &text);
    text_append_char(&text, ' ');
    snapshot_append_slot(&now->references.items[row->reference], row->key, &text);
    SheetLink link = {.name = "holder",
                      .number = number,
                      .mark = LINK_DOT,
                      .face = FONT_MONO,
                      .text = text_cstr(&text),
                      .right = "1",
                      .tip = _("Shows the holder")};
    sheet_object_link(sheet, link, row->holder, SNAPSHOT_NONE, row->reference, row->key);
    text_deinit(&text);
}

/* A holder that is not drawn; a click shows what it is a part of, where that is drawn. */
static void put_hidden(Sheet *sheet, uint32_t number, const SnapHidden *hidden) {
    App *app = sheet->app;
    char text[160], digits[16];
    snprintf(text, sizeof text, "%.*s", (int)hidden->holder.length, hidden->holder.bytes);
    snprintf(digits, sizeof digits, "%u", hidden->count);
    SheetLink link = {.name = "holder",
                      .number = number,
                      .mark = LINK_RING,
                      .face = FONT_UI,
                      .text = text,
                      .right = digits,
                      .tip = _("Holds it, and is not drawn")};
    if (hidden->object != SNAPSHOT_NONE) {
        link.tip = _("Not drawn; shows what it belongs to");
        sheet_object_link(sheet, link, hidden->object, SNAPSHOT_NONE, SNAPSHOT_NONE, false);
        return;
    }
    link.enabled = hidden->frame != SNAPSHOT_NONE;
    if (link.enabled) link.tip = _("Not drawn; shows the frame");
    if (sheet_link(sheet, link).clicked) show_frame(app, hidden->frame);
}

void inspector_holders(Sheet *sheet, uint32_t object) {
    const Snapshot *now = &sheet->app->now_shown;
    const Inspection *found = &sheet->app->inspection;
    const SnapObject *self = &now->objects.items[object];
    uint32_t count = found->holder_count, hidden = self->shared ? 0 : self->hidden_count;
    if (!sheet_section(sheet, SHEET_HOLDERS, _("Who holds it"), NULL)) return;
    for (uint32_t i = 0; i < count; i++) {
        const HolderRow row = found->holders[i];
        if (row.variable != SNAPSHOT_NONE) {
            put_name(sheet, i, &row);
        } else {
            put_reference(sheet, i, &row);
        }
    }
    if (found->holders_more) {
        put_hidden(sheet, count,
                   &(SnapHidden){text_of(_("more names and objects")), found->holders_more,
                                 SNAPSHOT_NONE, SNAPSHOT_NONE});
    }
    for (uint32_t i = 0; i < hidden; i++) {
        put_hidden(sheet, count + 1 + i, &now->hidden.items[self->first_hidden + i]);
    }
    if (self->shared) {
        sheet_words(sheet, _("The interpreter itself shares it: its count tells nothing."));
    } else if (self->refcount == 0) {
        sheet_words(sheet, _("Nobody."));
    }
}

/* ---- why it is alive ---- */

static void put_step(Sheet *sheet, uint32_t number) {
    App *app = sheet->app;
    const Snapshot *now = &app->now_shown;
    const KeepStep *step = &app->inspection.path.steps.items[number];
    TextBuffer text = {0}, label = {0};
    keeps_append_step(now, step, &text);
    app_object_label(app, now, step->object, &label);
    sheet_object_link(sheet,
                      (SheetLink){.name = "why",
                                  .number = number + 1,
                                  .mark = LINK_BAR,
                                  .color = app->theme->highlight,
                                  .face = step->hidden != SNAPSHOT_NONE ? FONT_UI : FONT_MONO,
                                  .text = text_cstr(&text),
                                  .right = text_cstr(&label)},
                      step->object, step->variable, step->reference, step->key);
    text_deinit(&text);
    text_deinit(&label);
}

static void put_path(Sheet *sheet) {
    const Inspection *self = &sheet->app->inspection;
    uint32_t count = (uint32_t)self->path.steps.count;
    for (uint32_t i = 0; i < count && i < STEPS_SHOWN; i++) {
        if (i == self->path.cycle && i > 0) sheet_words(sheet, _("and from this cycle:"));
        put_step(sheet, i);
    }
    if (count > STEPS_SHOWN) {
        char text[96];
        uint32_t more = count - STEPS_SHOWN;
        snprintf(text, sizeof text,
                 translate_many("and %u more on the way", "and %u more on the way", more), more);
        sheet_words(sheet, text);
    }
    if (self->has_path && self->path.cycle == count) {
        sheet_words(sheet, count == 1 ? _("It holds itself.")
                                      : _("There it ends where it began: each is held by the one "
                                          "before."));
    }
    if (!self->has_path) {
        sheet_words(sheet, _("Only holders that are not drawn keep it: they are listed above."));
    }
}

/* After it was asked for: scrolls as far as it takes to see the answer. */
static void bring_into_view(Sheet *sheet, float top) {
    App *app = sheet->app;
    if (!app->inspection.why_due) return;
    app->inspection.why_due = false;
    float over = fminf(sheet->y + 8 - rect_bottom(sheet->seen), top - sheet->seen.y);
    if (over <= 0) return;
    app->inspector_scroll += over;
    app->ui.animating = true;
}

void inspector_why(Sheet *sheet, uint32_t object) {
    App *app = sheet->app;
    const Inspection *self = &app->inspection;
    const SnapObject *seen = &app->now_shown.objects.items[object];
    if (seen->shared || seen->dying) return;
    float top = sheet->y;
    const char *question = seen->reachable ? _("Why is this alive?") : _("What keeps this cycle?");
    LinkAnswer answer = sheet_link(
        sheet, (SheetLink){.name = "why",
                           .mark = LINK_WORDS,
                           .face = FONT_UI_MEDIUM,
                           .text = question,
                           .right = self->why ? _("hide") : "W",
                           .enabled = true,
                           .tip = seen->reachable ? _("Shows a way to it from the stack")
                                                  : _("Shows the references that go round")});
    if (answer.clicked) inspection_ask_why(app);
    if (!self->why) return;
    put_path(sheet);
    bring_into_view(sheet, top);
}

/* ---- what it refers to ---- */

void inspector_refers(Sheet *sheet, uint32_t object) {
    App *app = sheet->app;
    const Snapshot *now = &app->now_shown;
    const SnapObject *self = &now->objects.items[object];
    if (!self->reference_count) return;
    char note[48];
    snprintf(note, sizeof note, "%u", self->reference_count + self->more);
    if (!sheet_section(sheet, SHEET_REFERS, _("What it refers to"), note)) return;
    for (uint32_t i = 0; i < self->reference_count && i < REFERENCES_SHOWN; i++) {
        uint32_t number = self->first_reference + i;
        const SnapReference *reference = &now->references.items[number];
        const SnapObject *target = &now->objects.items[reference->target];
        TextBuffer text = {0}, label = {0};
        snapshot_append_slot(reference, false, &text);
        if (target->small) {
            text_append(&label, target->repr.bytes, target->repr.length);
        } else {
            app_object_label(app, now, reference->target, &label);
        }
        sheet_object_link(sheet,
                          (SheetLink){.name = "refers",
                                      .number = i,
                                      .face = FONT_MONO,
                                      .text = text_cstr(&text),
                                      .right = text_cstr(&label),
                                      .wide_right = true,
                                      .tip = _("Shows the object")},
                          reference->target, SNAPSHOT_NONE, number, false);
        text_deinit(&text);
        text_deinit(&label);
    }
    uint32_t all = self->reference_count + self->more;
    if (all > REFERENCES_SHOWN) {
        uint32_t more = all - REFERENCES_SHOWN;
        snprintf(note, sizeof note, translate_many("and %u more", "and %u more", more), more);
        sheet_words(sheet, note);
    }
}
