/* Who holds the selected object, why it is alive, and what it refers to. */
#include "app/inspector_sheet.h"

#include <stdio.h>

enum {
    HOLDERS_SHOWN = 60,
    REFERENCES_SHOWN = 60,
    STEPS_SHOWN = 24 /* of a path */
};

/* ---- who holds it ---- */

typedef struct Holders {
    Sheet *sheet;
    uint32_t object, number;
    uint32_t more; /* that are not listed */
} Holders;

static void put_variable(Holders *self, uint32_t frame, uint32_t variable) {
    App *app = self->sheet->app;
    const Snapshot *now = &app->now_shown;
    if (self->number >= HOLDERS_SHOWN) {
        self->more++;
        return;
    }
    Text name = now->frames.items[frame].name, own = now->variables.items[variable].name;
    char text[160];
    snprintf(text, sizeof text, "%.*s %.*s", (int)name.length, name.bytes, (int)own.length,
             own.bytes);
    LinkAnswer answer = sheet_link(self->sheet, (SheetLink){.name = "holder",
                                                            .number = self->number++,
                                                            .mark = LINK_DOT,
                                                            .face = FONT_MONO,
                                                            .text = text,
                                                            .right = "1",
                                                            .enabled = true,
                                                            .tip = "Shows the frame"});
    if (answer.hot) {
        inspection_light(app, &app->inspection.hover, variable, SNAPSHOT_NONE, false, (Handle){0});
    }
    if (!answer.clicked) return;
    app_select_frame(app, frame);
    canvas_fly_to_frame(app, frame);
    app->ui.animating = true;
}

static void put_variables(Holders *self) {
    const Snapshot *now = &self->sheet->app->now_shown;
    for (uint32_t i = 0; i < now->frames.count; i++) {
        const SnapFrame *frame = &now->frames.items[i];
        for (uint32_t j = 0; j < frame->variable_count; j++) {
            uint32_t number = frame->first_variable + j;
            const SnapVariable *variable = &now->variables.items[number];
            uint32_t held = variable->cell != SNAPSHOT_NONE ? variable->cell : variable->object;
            if (held == self->object) put_variable(self, i, number);
        }
    }
}

static void put_reference(Holders *self, uint32_t holder, uint32_t reference, bool key) {
    App *app = self->sheet->app;
    const Snapshot *now = &app->now_shown;
    if (self->number >= HOLDERS_SHOWN) {
        self->more++;
        return;
    }
    TextBuffer text = {0};
    app_object_label(app, now, holder, &text);
    text_append_char(&text, ' ');
    snapshot_append_slot(&now->references.items[reference], key, &text);
    sheet_object_link(self->sheet,
                      (SheetLink){.name = "holder",
                                  .number = self->number++,
                                  .mark = LINK_DOT,
                                  .face = FONT_MONO,
                                  .text = text_cstr(&text),
                                  .right = "1",
                                  .tip = "Shows the holder"},
                      holder, SNAPSHOT_NONE, reference, key);
    text_deinit(&text);
}

static void put_objects(Holders *self) {
    const Snapshot *now = &self->sheet->app->now_shown;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *holder = &now->objects.items[i];
        for (uint32_t j = 0; j < holder->reference_count; j++) {
            uint32_t number = holder->first_reference + j;
            const SnapReference *reference = &now->references.items[number];
            if (reference->weak) continue; /* names it, and does not hold it */
            if (reference->slot == SNAP_KEY && reference->key_object == self->object) {
                put_reference(self, i, number, true);
            }
            if (reference->target == self->object) put_reference(self, i, number, false);
        }
    }
}

static void put_hidden(Holders *self, const char *text, uint32_t count) {
    char digits[16];
    snprintf(digits, sizeof digits, "%u", count);
    sheet_link(self->sheet, (SheetLink){.name = "holder",
                                        .number = self->number++,
                                        .mark = LINK_RING,
                                        .face = FONT_UI,
                                        .text = text,
                                        .right = digits,
                                        .tip = "Holds it, and is not drawn"});
}

void inspector_holders(Sheet *sheet, uint32_t object) {
    const Snapshot *now = &sheet->app->now_shown;
    const SnapObject *self = &now->objects.items[object];
    Holders holders = {.sheet = sheet, .object = object};
    if (!sheet_section(sheet, SHEET_HOLDERS, "Who holds it", NULL)) return;
    put_variables(&holders);
    put_objects(&holders);
    if (holders.more) put_hidden(&holders, "more names and objects", holders.more);
    for (uint32_t i = 0; i < self->hidden_count && !self->shared; i++) {
        const SnapHidden *hidden = &now->hidden.items[self->first_hidden + i];
        char text[160];
        snprintf(text, sizeof text, "%.*s", (int)hidden->holder.length, hidden->holder.bytes);
        put_hidden(&holders, text, hidden->count);
    }
    if (self->shared) {
        sheet_words(sheet, "The interpreter itself shares it: its count tells nothing.");
    } else if (self->refcount == 0) {
        sheet_words(sheet, "Nobody.");
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

void inspector_why(Sheet *sheet, uint32_t object) {
    App *app = sheet->app;
    const Inspection *self = &app->inspection;
    const SnapObject *seen = &app->now_shown.objects.items[object];
    if (seen->shared || seen->dying) return;
    const char *question = seen->reachable ? "Why is this alive?" : "What keeps this cycle?";
    LinkAnswer answer = sheet_link(
        sheet, (SheetLink){.name = "why",
                           .mark = LINK_WORDS,
                           .face = FONT_UI_MEDIUM,
                           .text = question,
                           .right = self->why ? "hide" : "W",
                           .enabled = true,
                           .tip = seen->reachable ? "Shows a way to it from the stack"
                                                  : "Shows the references that go round"});
    if (answer.clicked) inspection_ask_why(app);
    if (!self->why) return;
    uint32_t count = (uint32_t)self->path.steps.count;
    for (uint32_t i = 0; i < count && i < STEPS_SHOWN; i++) {
        if (i == self->path.cycle && i > 0) sheet_words(sheet, "and from this cycle:");
        put_step(sheet, i);
    }
    if (count > STEPS_SHOWN) {
        char text[48];
        snprintf(text, sizeof text, "and %u more on the way", count - STEPS_SHOWN);
        sheet_words(sheet, text);
    }
    if (self->has_path && self->path.cycle == count) {
        sheet_words(sheet, "There it ends where it began: each is held by the one before.");
    }
    if (!self->has_path) {
        sheet_words(sheet, "Only holders that are not drawn keep it: they are listed above.");
    }
}

/* ---- what it refers to ---- */

void inspector_refers(Sheet *sheet, uint32_t object) {
    App *app = sheet->app;
    const Snapshot *now = &app->now_shown;
    const SnapObject *self = &now->objects.items[object];
    if (!self->reference_count) return;
    char note[24];
    snprintf(note, sizeof note, "%u", self->reference_count + self->more);
    if (!sheet_section(sheet, SHEET_REFERS, "What it refers to", note)) return;
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
                                      .tip = "Shows the object"},
                          reference->target, SNAPSHOT_NONE, number, false);
        text_deinit(&text);
        text_deinit(&label);
    }
    uint32_t all = self->reference_count + self->more;
    if (all > REFERENCES_SHOWN) {
        snprintf(note, sizeof note, "and %u more", all - REFERENCES_SHOWN);
        sheet_words(sheet, note);
    }
}
